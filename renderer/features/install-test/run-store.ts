import { create } from 'zustand';
import type {
  BrowserRole,
  FurtherRun,
  HttpExchange,
  RunEvidence,
  RunFinding,
  RunPhase,
  RunProgress,
  RunReport,
  RunState,
  RunStep,
} from '../../../shared/domain/install-test.ts';
import type { LocalizedText } from '../../../shared/domain/rulebook.ts';
import type { Input } from '../../../shared/ipc/contract.ts';
import { showTab, useNavigation } from '../../app/navigation-store.ts';
import { act } from '../../lib/act.ts';
import { refresh } from '../../lib/resources.ts';

/** What is known of one run, folded from its progress. */
export interface RunPicture {
  readonly state: RunState;
  readonly phases: readonly RunPhase[];
  readonly steps: readonly RunStep[];
  readonly findings: readonly RunFinding[];
  readonly evidence: readonly RunEvidence[];
  readonly exchanges: readonly { readonly exchange: HttpExchange; readonly stepId: string | null }[];
  readonly checkpoint: { readonly id: string; readonly question: LocalizedText } | null;
  readonly report: RunReport | null;
}

export const EMPTY_PICTURE: RunPicture = {
  state: 'starting',
  phases: [],
  steps: [],
  findings: [],
  evidence: [],
  exchanges: [],
  checkpoint: null,
  report: null,
};

export function isOver(state: RunState): boolean {
  return state === 'finished' || state === 'stopped';
}

function replaceOrAdd<T>(list: readonly T[], item: T, isSame: (other: T) => boolean): readonly T[] {
  const at = list.findIndex(isSame);
  return at < 0 ? [...list, item] : list.with(at, item);
}

/** One message of a run applied to what was known before. */
export function afterProgress(picture: RunPicture, progress: RunProgress): RunPicture {
  switch (progress.type) {
    case 'state':
      return { ...picture, state: progress.state, checkpoint: progress.state === 'checkpoint' ? picture.checkpoint : null };
    case 'plan':
      return { ...picture, phases: progress.phases, steps: progress.steps };
    case 'phase':
      return { ...picture, phases: replaceOrAdd(picture.phases, progress.phase, (other) => other.name === progress.phase.name) };
    case 'step':
      return { ...picture, steps: replaceOrAdd(picture.steps, progress.step, (other) => other.id === progress.step.id) };
    case 'evidence':
      return { ...picture, evidence: replaceOrAdd(picture.evidence, progress.evidence, (other) => other.id === progress.evidence.id) };
    case 'finding':
      return { ...picture, findings: [...picture.findings, progress.finding] };
    case 'exchange':
      return { ...picture, exchanges: [...picture.exchanges, { exchange: progress.exchange, stepId: progress.stepId }] };
    case 'checkpoint':
      return { ...picture, state: 'checkpoint', checkpoint: { id: progress.checkpointId, question: progress.question } };
    case 'report':
      return pictureOfReport(progress.report, picture);
  }
}

/** A finished run: the stored report says it all. */
export function pictureOfReport(report: RunReport, before: RunPicture = EMPTY_PICTURE): RunPicture {
  return {
    ...before,
    state: isOver(before.state) ? before.state : 'finished',
    phases: report.phases,
    steps: report.steps,
    findings: report.findings,
    evidence: report.evidence,
    checkpoint: null,
    report,
  };
}

interface RunsState {
  readonly pictures: ReadonlyMap<string, RunPicture>;
  /** The run of a submission that is not over. */
  readonly active: ReadonlyMap<string, string>;
  /** Last live picture of a run, per role. */
  readonly frames: ReadonlyMap<string, { readonly role: BrowserRole; readonly url: string }>;
  readonly options: {
    readonly portalId: string | null;
    readonly clean: boolean;
    readonly fullTrace: boolean;
    readonly acceptUsedPortal: boolean;
  };
  /** Further runs that were ticked for a submission. */
  readonly further: ReadonlyMap<string, readonly FurtherRun[]>;
  /** Probes that were ticked for a submission in this window; absent: as the main process remembers them. */
  readonly probes: ReadonlyMap<string, readonly string[]>;
  /** Administrator and user are shown side by side. */
  readonly isComparing: boolean;
  /** Which run of which submission is shown; absent: the newest. */
  readonly shown: ReadonlyMap<string, string>;
  /** The step whose evidence is shown, per run; absent: the whole test. */
  readonly chosenSteps: ReadonlyMap<string, string>;
  readonly isStarting: boolean;
}

export const useRuns = create<RunsState>()(() => ({
  pictures: new Map(),
  active: new Map(),
  frames: new Map(),
  options: { portalId: null, clean: true, fullTrace: false, acceptUsedPortal: false },
  further: new Map(),
  probes: new Map(),
  isComparing: false,
  shown: new Map(),
  chosenSteps: new Map(),
  isStarting: false,
}));

const KEPT_RUNS = 12;

export function putPicture(runId: string, picture: RunPicture): void {
  useRuns.setState(({ pictures }) => {
    const next = new Map(pictures).set(runId, picture);
    for (const key of next.keys()) {
      if (next.size <= KEPT_RUNS) break;
      if (key !== runId) next.delete(key);
    }
    return { pictures: next };
  });
}

export function acceptProgress(runId: string, submissionId: string, progress: readonly RunProgress[]): void {
  const { pictures, active } = useRuns.getState();
  const picture = progress.reduce(afterProgress, pictures.get(runId) ?? EMPTY_PICTURE);
  putPicture(runId, picture);
  const isActive = active.get(submissionId) === runId;
  if (isActive === isOver(picture.state)) {
    const next = new Map(active);
    if (isOver(picture.state)) next.delete(submissionId);
    else next.set(submissionId, runId);
    useRuns.setState({ active: next });
    refresh(
      (channel, input) =>
        channel === 'portal.list' ||
        channel === 'installTest.portals' ||
        channel === 'installTest.active' ||
        (channel === 'installTest.list' && input['submissionId'] === submissionId),
    );
    if (isOver(picture.state)) dropFrame(runId);
  }
}

/** The bytes become an object URL; the one before is let go. */
export function acceptFrame(runId: string, role: BrowserRole, jpeg: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }));
  const { frames } = useRuns.getState();
  const before = frames.get(runId);
  useRuns.setState({ frames: new Map(frames).set(runId, { role, url }) });
  // The image element needs the old address until it has painted the new one.
  if (before !== undefined) setTimeout(() => URL.revokeObjectURL(before.url), 1_000);
}

function dropFrame(runId: string): void {
  const { frames } = useRuns.getState();
  const frame = frames.get(runId);
  if (frame === undefined) return;
  const next = new Map(frames);
  next.delete(runId);
  useRuns.setState({ frames: next });
  URL.revokeObjectURL(frame.url);
}

/** Learns of runs that were going on before this window was loaded. */
export async function loadActiveRuns(): Promise<void> {
  const answer = await act('installTest.active', {});
  if (answer === undefined) return;
  useRuns.setState({ active: new Map(answer.runs.filter((run) => !isOver(run.state)).map((run) => [run.submissionId, run.id])) });
}

/** Reads what is known of a run: progress so far, or the stored report. */
export async function loadRun(runId: string): Promise<void> {
  const answer = await act('installTest.get', { runId });
  if (answer === undefined) return;
  const { report, progress, run } = answer;
  const replayed = progress.reduce(afterProgress, { ...EMPTY_PICTURE, state: run.state });
  putPicture(runId, report === null ? { ...replayed, state: run.state } : { ...pictureOfReport(report, replayed), state: run.state });
}

export function activeRunOf(submissionId: string): string | null {
  return useRuns.getState().active.get(submissionId) ?? null;
}

export function changeOptions(change: Partial<RunsState['options']>): void {
  useRuns.setState(({ options }) => ({ options: { ...options, ...change } }));
}

/** Shows the evidence of one step; the same step again, or null, shows the whole test. */
export function chooseStep(runId: string, stepId: string | null): void {
  useRuns.setState(({ chosenSteps }) => {
    const next = new Map(chosenSteps);
    if (stepId === null || next.get(runId) === stepId) next.delete(runId);
    else next.set(runId, stepId);
    return { chosenSteps: next };
  });
}

/** Opens a run at one step, or as a whole: used by jumps from the checklist and the letter. */
export function showRun(submissionId: string, runId: string, stepId: string | null): void {
  useNavigation.setState({ screen: 'queue', openId: submissionId, tab: 'install-test', overlay: null });
  useRuns.setState(({ shown, chosenSteps }) => {
    const next = new Map(chosenSteps);
    if (stepId === null) next.delete(runId);
    else next.set(runId, stepId);
    return { shown: new Map(shown).set(submissionId, runId), chosenSteps: next };
  });
}

/** Opens the run at the step that found a rule broken. */
export async function showRuleInRun(submissionId: string, runId: string, ruleId: string): Promise<void> {
  if (!useRuns.getState().pictures.has(runId)) await loadRun(runId);
  const picture = useRuns.getState().pictures.get(runId);
  const stepId =
    picture?.findings.find((finding) => finding.ruleId === ruleId)?.stepId ??
    picture?.evidence.findLast((each) => each.ruleIds.includes(ruleId))?.stepId ??
    null;
  showRun(submissionId, runId, picture?.steps.some((step) => step.id === stepId) === true ? stepId : null);
}

/** Goes to the next or the previous step that has begun. */
export function moveStep(runId: string, by: 1 | -1): void {
  const { pictures, chosenSteps } = useRuns.getState();
  const steps = pictures.get(runId)?.steps.filter((step) => step.startedAt !== null || step.state !== 'waiting') ?? [];
  const at = steps.findIndex((step) => step.id === chosenSteps.get(runId));
  const next = at < 0 ? (by === 1 ? steps[0] : steps.at(-1)) : steps[at + by];
  if (next !== undefined) useRuns.setState({ chosenSteps: new Map(chosenSteps).set(runId, next.id) });
}

export async function startRun(): Promise<void> {
  const { openId } = useNavigation.getState();
  const { options, probes: chosenProbes, further, isStarting } = useRuns.getState();
  if (openId === null || isStarting) return;
  showTab('install-test');
  if (activeRunOf(openId) !== null) return;
  useRuns.setState({ isStarting: true });
  const probes = chosenProbes.get(openId);
  const answer = await act('installTest.start', {
    submissionId: openId,
    ...options,
    ...(probes === undefined ? {} : { probes: [...probes] }),
    further: [...(further.get(openId) ?? [])],
  });
  useRuns.setState({ isStarting: false });
  if (answer === undefined) return;
  const { active, shown, pictures } = useRuns.getState();
  useRuns.setState({ active: new Map(active).set(openId, answer.runId), shown: new Map(shown).set(openId, answer.runId) });
  if (!pictures.has(answer.runId)) putPicture(answer.runId, EMPTY_PICTURE);
  refresh((channel) =>
    ['installTest.list', 'installTest.portals', 'installTest.options', 'installTest.active', 'portal.list'].includes(channel),
  );
}

export async function control(runId: string, command: Input<'installTest.control'>['command']): Promise<void> {
  await act('installTest.control', { runId, command });
}

export async function togglePause(): Promise<void> {
  const { openId } = useNavigation.getState();
  const runId = openId === null ? null : activeRunOf(openId);
  if (runId === null) return;
  const state = useRuns.getState().pictures.get(runId)?.state;
  await control(runId, { type: state === 'paused' ? 'resume' : 'pause' });
}

export async function stopRun(): Promise<void> {
  const { openId } = useNavigation.getState();
  const runId = openId === null ? null : activeRunOf(openId);
  if (runId !== null) await control(runId, { type: 'stop' });
}
