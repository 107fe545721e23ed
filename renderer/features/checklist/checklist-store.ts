import { create } from 'zustand';
import { MARKS, type Mark } from '../../../shared/domain/submission.ts';
import type { ChecklistItemView, ChecklistView } from '../../../shared/ipc/contract.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { focusWhenThere } from '../../app/focus.ts';
import { isTabShown, useNavigation } from '../../app/navigation-store.ts';
import { askAbout, otherVersion } from '../../components/conflict-store.ts';
import { tell, tellFailure } from '../../components/toast-store.ts';
import { currentI18n } from '../../app/session-store.ts';
import { act } from '../../lib/act.ts';
import { call } from '../../lib/bridge.ts';
import { patch, peek, refresh } from '../../lib/resources.ts';

export const CHECKLIST_FILTERS = ['all', 'not-checked', 'failed', 'automatic-failed', 'could-not-look'] as const;
export type ChecklistFilter = (typeof CHECKLIST_FILTERS)[number];

interface ChecklistState {
  readonly submissionId: string | null;
  readonly filter: ChecklistFilter;
  readonly folded: ReadonlySet<string>;
  /** The item that single keys act on. */
  readonly focusedRule: string | null;
  /** The item whose details are open below it. */
  readonly openRule: string | null;
  /** Asks the focused row to take the keyboard focus. */
  readonly focusSerial: number;
  /** Asks the note field of the open item to take it. */
  readonly noteSerial: number;
}

export const useChecklist = create<ChecklistState>()(() => ({
  submissionId: null,
  filter: 'all',
  folded: new Set(),
  focusedRule: null,
  openRule: null,
  focusSerial: 0,
  noteSerial: 0,
}));

export function passesFilter(item: ChecklistItemView, filter: ChecklistFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'not-checked':
      return item.mark === 'not-checked';
    case 'failed':
      return item.mark === 'fail';
    case 'automatic-failed':
      return item.automatic?.status === 'fail';
    case 'could-not-look':
      return item.automatic?.status === 'could-not-look';
  }
}

const isEarlier = (item: ChecklistItemView): boolean => item.earlier.length > 0;

function groupOf(item: ChecklistItemView): ChecklistItemView['area'] | 'earlier' {
  return isEarlier(item) ? 'earlier' : item.area;
}

/**
 * Findings of earlier attempts first, then areas in the order of the rulebook, each with the items that the filter lets through.
 */
export function groupByArea(
  items: readonly ChecklistItemView[],
  filter: ChecklistFilter,
): readonly {
  readonly area: ChecklistItemView['area'] | 'earlier';
  readonly items: readonly ChecklistItemView[];
  readonly all: readonly ChecklistItemView[];
}[] {
  const areas = new Map<ChecklistItemView['area'] | 'earlier', { items: ChecklistItemView[]; all: ChecklistItemView[] }>();
  for (const item of [...items.filter(isEarlier), ...items.filter((each) => !isEarlier(each))]) {
    const area = groupOf(item);
    let group = areas.get(area);
    if (group === undefined) areas.set(area, (group = { items: [], all: [] }));
    group.all.push(item);
    if (passesFilter(item, filter)) group.items.push(item);
  }
  return [...areas].map(([area, group]) => ({ area, ...group })).filter((group) => group.items.length > 0);
}

/** Items in the order of the screen, without those of folded areas. */
export function visibleItems(checklist: ChecklistView, state: Pick<ChecklistState, 'filter' | 'folded'>): readonly ChecklistItemView[] {
  return groupByArea(checklist.items, state.filter)
    .filter((group) => !state.folded.has(group.area))
    .flatMap((group) => group.items);
}

export function openChecklistOf(): ChecklistView | undefined {
  const { openId, screen } = useNavigation.getState();
  return openId === null || !isTabShown('checklist') || screen !== 'queue' ? undefined : peek('checklist.get', { submissionId: openId });
}

export function focusedItem(): ChecklistItemView | undefined {
  const { focusedRule } = useChecklist.getState();
  return openChecklistOf()?.items.find((item) => item.ruleId === focusedRule);
}

export function focusRule(ruleId: string): void {
  useChecklist.setState((state) => ({ focusedRule: ruleId, focusSerial: state.focusSerial + 1 }));
}

export function moveFocus(by: number): void {
  const checklist = openChecklistOf();
  if (checklist === undefined) return;
  const items = visibleItems(checklist, useChecklist.getState());
  const at = items.findIndex((item) => item.ruleId === useChecklist.getState().focusedRule);
  const next = items[at < 0 ? 0 : Math.max(0, Math.min(items.length - 1, at + by))];
  if (next !== undefined) focusRule(next.ruleId);
}

export function toggleDetails(ruleId: string): void {
  useChecklist.setState((state) => ({ focusedRule: ruleId, openRule: state.openRule === ruleId ? null : ruleId }));
}

export function toggleArea(area: string): void {
  useChecklist.setState(({ folded }) => {
    const next = new Set(folded);
    if (!next.delete(area)) next.add(area);
    return { folded: next };
  });
}

/** Opens the checklist at one item, whatever is folded or filtered: used by jumps from blockers, findings and the test. */
export function jumpToRule(ruleId: string): void {
  const { openId } = useNavigation.getState();
  useNavigation.setState({ tab: 'checklist', screen: 'queue' });
  const checklist = openId === null ? undefined : peek('checklist.get', { submissionId: openId });
  const item = checklist?.items.find((each) => each.ruleId === ruleId);
  useChecklist.setState((state) => {
    const folded = new Set(state.folded);
    if (item !== undefined) folded.delete(groupOf(item));
    return { submissionId: openId, filter: 'all', folded, focusedRule: ruleId, openRule: ruleId, focusSerial: state.focusSerial + 1 };
  });
  // A checklist that was not on the screen takes the focus as well: the next key marks the item.
  focusWhenThere(`[data-testid="item-${CSS.escape(ruleId)}"] [data-checklist-focus]`);
}

export function writeNote(): void {
  const item = focusedItem();
  if (item !== undefined) useChecklist.setState((state) => ({ openRule: item.ruleId, noteSerial: state.noteSerial + 1 }));
}

function putItem(submissionId: string, item: ChecklistItemView): void {
  patch('checklist.get', { submissionId }, (checklist) => {
    const items = checklist.items.map((before) => (before.ruleId === item.ruleId ? item : before));
    return { ...checklist, items, decided: items.filter((candidate) => candidate.mark !== 'not-checked').length };
  });
  // A failed item is a finding, a cleared one no longer is.
  refresh((channel, input) => (channel === 'finding.list' || channel === 'verdict.preview') && input['submissionId'] === submissionId);
}

/** Marks that are on their way: a quick second press has seen the first one. */
const onTheirWay = new Map<string, Mark>();

function itemOf(submissionId: string, ruleId: string): ChecklistItemView | undefined {
  return peek('checklist.get', { submissionId })?.items.find((item) => item.ruleId === ruleId);
}

/** @param was what the person saw; another mark is not overwritten, both are shown. */
export async function markRule(submissionId: string, ruleId: string, mark: Mark, was?: Mark): Promise<void> {
  const way = `${submissionId} ${ruleId}`;
  const seen = was ?? onTheirWay.get(way) ?? itemOf(submissionId, ruleId)?.mark;
  onTheirWay.set(way, mark);
  const result = await call('checklist.mark', { submissionId, ruleId, mark, was: seen });
  if (onTheirWay.get(way) === mark) onTheirWay.delete(way);
  if (!result.ok) {
    const other = otherVersion(result);
    const theirs = MARKS.find((each) => each === other?.theirs);
    if (other === null || theirs === undefined) {
      tellFailure(result);
      return;
    }
    const { t } = currentI18n();
    askAbout({
      title: 'conflict.mark',
      about: ruleTitle(submissionId, ruleId),
      mine: t(`mark.${mark}`),
      theirs: t(`mark.${theirs}`),
      by: other.by,
      keepMine: () => markRule(submissionId, ruleId, mark, theirs),
      takeTheirs: () => refreshChecklist(submissionId),
    });
    return;
  }
  const item = result.value;
  putItem(submissionId, item);
  if (mark === 'fail') useChecklist.setState({ openRule: ruleId });
}

export async function markFocused(mark: Mark): Promise<void> {
  const item = focusedItem();
  const { openId } = useNavigation.getState();
  if (item !== undefined && openId !== null) await markRule(openId, item.ruleId, mark);
}

function ruleTitle(submissionId: string, ruleId: string): string {
  const item = itemOf(submissionId, ruleId);
  return item === undefined ? ruleId : currentI18n().pick(item.text);
}

function refreshChecklist(submissionId: string): void {
  refresh((channel, input) => (channel === 'checklist.get' || channel === 'finding.list') && input['submissionId'] === submissionId);
}

/**
 * @param was the note that the person began with; another one is not overwritten, both are shown.
 * @param onSettled called once it is stored, at once or after a choice between two notes.
 */
export async function saveNote(submissionId: string, ruleId: string, note: string, was: string, onSettled: () => void): Promise<void> {
  const result = await call('checklist.note', { submissionId, ruleId, note, was });
  if (result.ok) {
    putItem(submissionId, result.value);
    onSettled();
    return;
  }
  const other = otherVersion(result);
  if (other === null) {
    tellFailure(result);
    return;
  }
  askAbout({
    title: 'conflict.note',
    about: ruleTitle(submissionId, ruleId),
    mine: note,
    ...other,
    keepMine: () => saveNote(submissionId, ruleId, note, other.theirs, onSettled),
    takeTheirs: () => {
      refreshChecklist(submissionId);
      onSettled();
    },
    keepBoth: () => saveNote(submissionId, ruleId, `${note}\n\n${other.theirs}`.slice(0, LIMITS.noteChars), other.theirs, onSettled),
  });
}

/** Lets a finding of a check pass, for as many days. */
export async function acceptFinding(submissionId: string, ruleId: string, index: number, reason: string, days: number): Promise<void> {
  const item = await act('checklist.acceptFinding', { submissionId, ruleId, index, reason, days });
  if (item !== undefined) putItem(submissionId, item);
}

export async function attachFiles(submissionId: string, ruleId: string, files: readonly File[]): Promise<void> {
  for (const file of files) {
    if (file.size === 0 || file.size > LIMITS.evidenceBytes) {
      tellFailure({ code: 'invalid-request', message: file.name, details: {} });
      continue;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    const name = file.name === '' ? 'clipboard' : file.name.slice(0, 255);
    const item = await act('evidence.attach', {
      submissionId,
      ruleId,
      name,
      mime: (file.type || 'application/octet-stream').slice(0, 100),
      bytes,
    });
    if (item !== undefined) {
      putItem(submissionId, item);
      tell('pass', 'checklist.evidenceAttached', { name });
    }
  }
}

export async function chooseEvidence(submissionId: string, ruleId: string): Promise<void> {
  const item = await act('evidence.chooseAndAttach', { submissionId, ruleId });
  if (item !== undefined && item !== null) putItem(submissionId, item);
}

export async function chooseEvidenceForFocused(): Promise<void> {
  const item = focusedItem();
  const { openId } = useNavigation.getState();
  if (item !== undefined && openId !== null) await chooseEvidence(openId, item.ruleId);
}

export async function detachEvidence(submissionId: string, ruleId: string, evidenceId: string): Promise<void> {
  const item = await act('evidence.detach', { submissionId, ruleId, evidenceId });
  if (item !== undefined) putItem(submissionId, item);
}

/** Uses evidence of another region here as well. */
export async function shareEvidence(submissionId: string, ruleId: string, evidenceId: string): Promise<void> {
  const item = await act('evidence.share', { submissionId, ruleId, evidenceId });
  if (item !== undefined) putItem(submissionId, item);
}

export async function runChecks(): Promise<void> {
  const { openId } = useNavigation.getState();
  if (openId === null) return;
  const checklist = await act('checklist.runChecks', { submissionId: openId });
  if (checklist === undefined) return;
  patch('checklist.get', { submissionId: openId }, () => checklist);
  const failed = checklist.items.filter((item) => item.automatic?.status === 'fail').length;
  tell('info', 'checklist.checksDone', { count: failed });
}
