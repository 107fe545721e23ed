import { CircleHelp, FlaskConical } from 'lucide-react';
import { useEffect } from 'react';
import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { call } from '../../lib/bridge.ts';
import { useResource } from '../../lib/resources.ts';
import { RunBar } from './RunBar.tsx';
import { control, isOver, loadRun, useRuns, type RunPicture } from './run-store.ts';
import { StepEvidence } from './StepEvidence.tsx';
import { StepList } from './StepList.tsx';
import { StepPicture } from './StepPicture.tsx';
import { Timeline } from './Timeline.tsx';
import './install-test.css';

/** Install, uninstall and reinstall on a test portal, step by step, with a live picture of the sandbox browser. */
export function InstallTest({ submission }: { readonly submission: SubmissionDetails }) {
  const { t, pick } = useI18n();
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
      <RunBar submissionId={submissionId} runs={runs} runId={runId} activeId={activeId} />
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

function Run({ runId, picture }: { readonly runId: string; readonly picture: RunPicture }) {
  const { t, pick } = useI18n();
  const chosenId = useRuns((state) => state.chosenSteps.get(runId) ?? null);
  const { checkpoint } = picture;
  useWatching(runId, picture);
  const chosen = picture.steps.find((step) => step.id === chosenId) ?? null;
  return (
    <>
      <Timeline runId={runId} picture={picture} chosenId={chosen?.id ?? null} />
      <div className="test-run">
        <StepList runId={runId} picture={picture} chosenId={chosen?.id ?? null} />
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
        </div>
        <StepEvidence runId={runId} picture={picture} chosen={chosen} />
      </div>
    </>
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
