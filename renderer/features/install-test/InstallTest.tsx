import { CircleHelp, FlaskConical, Pause, Play, Square } from 'lucide-react';
import { useEffect } from 'react';
import type { PortalDetails, RunDetails, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import type { RunPhase, RunStep, StepState } from '../../../shared/domain/install-test.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { useI18n } from '../../app/session-store.ts';
import { Badge, type Tone } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { CheckBox, Select } from '../../components/Fields.tsx';
import { Duration } from '../../components/Moment.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { call } from '../../lib/bridge.ts';
import { formatMoment } from '../../lib/format.ts';
import { useNow } from '../../lib/hooks.ts';
import { useResource } from '../../lib/resources.ts';
import { changeOptions, chooseStep, control, isOver, loadRun, useRuns, type RunPicture } from './run-store.ts';
import { StepEvidence } from './StepEvidence.tsx';
import { StepMark } from './StepMark.tsx';
import { StepPicture } from './StepPicture.tsx';
import './install-test.css';

/** Install, uninstall and reinstall on a test portal, step by step, with a live picture of the sandbox browser. */
export function InstallTest({ submission }: { readonly submission: SubmissionDetails }) {
  const i18n = useI18n();
  const { t, pick } = i18n;
  const submissionId = submission.id;
  const { value: list, failure, retry } = useResource('installTest.list', { submissionId });
  const activeId = useRuns((state) => state.active.get(submissionId) ?? null);
  const chosenId = useRuns((state) => state.shown.get(submissionId) ?? null);
  const runs = list?.runs.toSorted((a, b) => b.startedAt - a.startedAt) ?? [];
  const runId = chosenId ?? activeId ?? runs[0]?.id ?? null;
  const picture = useRuns((state) => (runId === null ? undefined : state.pictures.get(runId)));
  const isKnown = picture !== undefined;

  useEffect(() => {
    if (runId !== null && !isKnown) void loadRun(runId);
  }, [runId, isKnown]);

  if (!submission.installable.possible) {
    return (
      <EmptyState icon={FlaskConical} title={t('test.notPossible')}>
        <p>{submission.installable.reason === null ? t('reason.not-installable') : pick(submission.installable.reason)}</p>
      </EmptyState>
    );
  }
  if (list === undefined && failure !== null) return <ErrorState failure={failure} onRetry={retry} />;

  return (
    <div className="test" data-testid="install-test">
      <div className="test-bar">
        {activeId === null ? (
          <>
            <PortalChoice submissionId={submissionId} />
            <ActionButton action="test.run" icon={Play} look="primary" />
          </>
        ) : (
          <RunControls runId={activeId} />
        )}
        {runs.length > 1 || (runs.length === 1 && activeId === null) ? (
          <div className="test-runs">
            <Select
              label={t('test.runs')}
              isLabelHidden
              value={runId ?? ''}
              options={runs.map((run) => ({ value: run.id, label: `${formatMoment(i18n, run.startedAt)} · ${outcomeText(run, t)}` }))}
              onChange={(id) => useRuns.setState(({ shown }) => ({ shown: new Map(shown).set(submissionId, id) }))}
            />
          </div>
        ) : null}
      </div>
      {runId === null ? (
        list === undefined ? (
          <Skeleton lines={5} />
        ) : (
          <EmptyState icon={FlaskConical} title={t('test.none')}>
            <p>{t('test.noneHelp')}</p>
          </EmptyState>
        )
      ) : picture === undefined ? (
        <Skeleton lines={6} />
      ) : (
        <Run runId={runId} picture={picture} />
      )}
    </div>
  );
}

function outcomeText(run: RunDetails, t: ReturnType<typeof useI18n>['t']): string {
  return run.outcome === null ? t(`run.state.${run.state}`) : t(`run.outcome.${run.outcome}`);
}

function PortalChoice({ submissionId }: { readonly submissionId: string }) {
  const { t } = useI18n();
  const portals = useResource('installTest.portals', { submissionId }).value?.portals ?? [];
  const options = useRuns((state) => state.options);
  const chosen = portals.find((portal) => portal.id === options.portalId);
  const label = (portal: PortalDetails): string =>
    `${portal.name} — ${portal.isBusy ? t('portals.inUse') : portal.isClean ? t('test.clean') : t('test.used')}`;
  return (
    <div className="test-options">
      <Select
        label={t('test.portal')}
        value={chosen?.id ?? ''}
        options={[{ value: '', label: t('test.freshPortal') }, ...portals.map((portal) => ({ value: portal.id, label: label(portal) }))]}
        onChange={(id) => changeOptions({ portalId: id === '' ? null : id, acceptUsedPortal: false })}
      />
      <CheckBox label={t('test.cleanUninstall')} isChecked={options.clean} onChange={(clean) => changeOptions({ clean })} />
      <CheckBox label={t('test.fullTrace')} isChecked={options.fullTrace} onChange={(fullTrace) => changeOptions({ fullTrace })} />
      {chosen !== undefined && !chosen.isClean ? (
        <CheckBox
          label={t('test.acceptUsed', { count: chosen.installedBefore.length })}
          isChecked={options.acceptUsedPortal}
          onChange={(acceptUsedPortal) => changeOptions({ acceptUsedPortal })}
        />
      ) : null}
    </div>
  );
}

function RunControls({ runId }: { readonly runId: string }) {
  const { t } = useI18n();
  const state = useRuns((runs) => runs.pictures.get(runId)?.state ?? 'starting');
  return (
    <>
      <Badge tone={state === 'checkpoint' || state === 'paused' ? 'warning' : 'info'}>{t(`run.state.${state}`)}</Badge>
      <ActionButton
        action="test.pause"
        icon={state === 'paused' ? Play : Pause}
        label={state === 'paused' ? 'test.resume' : 'test.pause'}
      />
      <ActionButton action="test.stop" icon={Square} look="danger" />
    </>
  );
}

const OUTCOME_TONES: Readonly<Record<'passed' | 'findings' | 'incomplete', Tone>> = {
  passed: 'pass',
  findings: 'fail',
  incomplete: 'unknown',
};

function Run({ runId, picture }: { readonly runId: string; readonly picture: RunPicture }) {
  const { t, pick } = useI18n();
  const chosenId = useRuns((state) => state.chosenSteps.get(runId) ?? null);
  const { report, checkpoint } = picture;
  useWatching(runId, picture);
  const chosen = picture.steps.find((step) => step.id === chosenId) ?? null;
  return (
    <div className="test-run">
      <div className="test-steps" aria-label={t('test.steps')}>
        {report === null ? null : (
          <p className="test-outcome">
            <Badge tone={OUTCOME_TONES[report.outcome]}>{t(`run.outcome.${report.outcome}`)}</Badge> <Duration ms={report.durationMs} />
          </p>
        )}
        {report === null || report.problem === null ? null : <p className="test-problem">{pick(report.problem.message)}</p>}
        {picture.phases.map((phase) => (
          <Phase
            key={phase.name}
            phase={phase}
            steps={picture.steps.filter((step) => step.phase === phase.name)}
            chosenId={chosenId}
            onChoose={(stepId) => chooseStep(runId, stepId)}
          />
        ))}
        {picture.phases.length === 0 ? <p className="soft">{t('test.starting')}</p> : null}
      </div>
      <div className="test-sight">
        {checkpoint === null || isOver(picture.state) ? null : (
          <section className="test-checkpoint" role="alert">
            <p>
              <CircleHelp className="icon" aria-hidden /> {pick(checkpoint.question)}
            </p>
            <div className="test-answers">
              {(['pass', 'fail', 'skipped'] as const).map((answer) => (
                <Button key={answer} onClick={() => void control(runId, { type: 'answer', checkpointId: checkpoint.id, answer })}>
                  {t(`test.answer.${answer}`)}
                </Button>
              ))}
            </div>
          </section>
        )}
        <StepPicture runId={runId} picture={picture} chosen={chosen} />
        <StepEvidence picture={picture} chosen={chosen} onWhole={() => chooseStep(runId, null)} />
      </div>
    </div>
  );
}

/** Asks for pictures of the browser that works now, as long as somebody looks. */
function useWatching(runId: string, picture: RunPicture): void {
  const isLive = !isOver(picture.state);
  const role = picture.steps.find((step) => step.state === 'running')?.role ?? 'administrator';
  useEffect(() => {
    if (isLive) void call('installTest.control', { runId, command: { type: 'watch', role } });
  }, [runId, isLive, role]);
  useEffect(() => {
    if (!isLive) return;
    return () => void call('installTest.control', { runId, command: { type: 'watch', role: null } });
  }, [runId, isLive]);
}

interface PhaseProperties {
  readonly phase: RunPhase;
  readonly steps: readonly RunStep[];
  readonly chosenId: string | null;
  readonly onChoose: (stepId: string) => void;
}

function Phase({ phase, steps, chosenId, onChoose }: PhaseProperties) {
  const { pick } = useI18n();
  return (
    <section className="test-phase">
      <h3 className="test-phase-head">
        <StepMark state={phase.status} />
        <span>{pick(phase.title)}</span>
        <Elapsed state={phase.status} startedAt={phase.startedAt} durationMs={phase.durationMs} />
      </h3>
      <ol>
        {steps.map((step) => (
          <li key={step.id} data-testid="test-step" data-state={step.state}>
            <button type="button" className="test-step" aria-pressed={step.id === chosenId} onClick={() => onChoose(step.id)}>
              <StepMark state={step.state} />
              <span className="test-step-title">
                {pick(step.title)}
                {step.message === null ? null : <span className="soft small test-step-message">{step.message}</span>}
              </span>
              <Elapsed state={step.state} startedAt={step.startedAt} durationMs={step.durationMs} />
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Elapsed({
  state,
  startedAt,
  durationMs,
}: {
  readonly state: StepState;
  readonly startedAt: number | null;
  readonly durationMs: number | null;
}) {
  if (durationMs !== null) return <span className="test-time soft small">{<Duration ms={durationMs} />}</span>;
  if (state === 'running' && startedAt !== null) return <Ticking since={startedAt} />;
  return <span className="test-time" />;
}

function Ticking({ since }: { readonly since: number }) {
  const now = useNow(500);
  return (
    <span className="test-time soft small">
      <Duration ms={Math.max(0, now - since)} />
    </span>
  );
}
