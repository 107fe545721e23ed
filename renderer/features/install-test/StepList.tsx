import { Flag, Globe, Terminal } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { RunPhase, RunStep, StepState } from '../../../shared/domain/install-test.ts';
import { useI18n } from '../../app/session-store.ts';
import { Badge, type Tone } from '../../components/Badge.tsx';
import { Duration } from '../../components/Moment.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { useNow } from '../../lib/hooks.ts';
import { chooseStep, isOver, type RunPicture } from './run-store.ts';
import { StepMark } from './StepMark.tsx';
import { spanOf, type Span } from './Timeline.tsx';

const OUTCOME_TONES: Readonly<Record<'passed' | 'findings' | 'incomplete', Tone>> = {
  passed: 'pass',
  findings: 'fail',
  incomplete: 'unknown',
};

/** Phases and steps with state, time and a thin bar that says when in the test it was. */
export function StepList({
  runId,
  picture,
  chosenId,
}: {
  readonly runId: string;
  readonly picture: RunPicture;
  readonly chosenId: string | null;
}) {
  const { t, pick } = useI18n();
  const { report } = picture;
  const isLive = !isOver(picture.state);
  const now = useNow(isLive ? 1_000 : 3_600_000);
  const span = spanOf(picture, isLive ? now : null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Chosen on the line of time, it may lie out of sight here.
    list.current?.querySelector('.test-step[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);
  return (
    <div ref={list} className="test-steps" role="group" aria-label={t('test.steps')}>
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
          findingsOf={(stepId) => picture.findings.filter((one) => one.stepId === stepId && one.confidence !== 'could-not-look').length}
          span={span}
          chosenId={chosenId}
          onChoose={(stepId) => chooseStep(runId, stepId)}
        />
      ))}
      {picture.phases.length === 0 && isLive ? (
        <p className="soft">{picture.state === 'queued' ? t('test.queued') : t('test.starting')}</p>
      ) : null}
    </div>
  );
}

interface PhaseProperties {
  readonly phase: RunPhase;
  readonly steps: readonly RunStep[];
  readonly findingsOf: (stepId: string) => number;
  readonly span: Span | null;
  readonly chosenId: string | null;
  readonly onChoose: (stepId: string) => void;
}

function Phase({ phase, steps, findingsOf, span, chosenId, onChoose }: PhaseProperties) {
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
          <li key={step.id} data-testid="test-step" data-step={step.id} data-state={step.state}>
            <button type="button" className="test-step" aria-pressed={step.id === chosenId} onClick={() => onChoose(step.id)}>
              <StepMark state={step.state} />
              <span className="test-step-title">
                {pick(step.title)}
                {step.message === null ? null : (
                  <span className="soft small test-step-message">
                    <Untrusted text={step.message} />
                  </span>
                )}
                <Counts step={step} findings={findingsOf(step.id)} />
              </span>
              <Elapsed state={step.state} startedAt={step.startedAt} durationMs={step.durationMs} />
              {span === null || step.startedAt === null ? null : (
                <span className="test-step-bar" aria-hidden>
                  <span
                    className={`test-step-bar-part timeline-${step.state}`}
                    style={{
                      left: `${String(((step.startedAt - span.from) / span.lengthMs) * 100)}%`,
                      width: `${String(((step.durationMs ?? Math.max(0, span.from + span.lengthMs - step.startedAt)) / span.lengthMs) * 100)}%`,
                    }}
                  />
                </span>
              )}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Where there is something to look at; nothing is said of a step that has nothing. */
export function Counts({ step, findings }: { readonly step: RunStep; readonly findings: number }) {
  const { t } = useI18n();
  const { consoleErrors = 0, failedRequests = 0 } = step.counts ?? {};
  if (findings + consoleErrors + failedRequests === 0) return null;
  return (
    <span className="test-counts small">
      {findings === 0 ? null : (
        <span className="test-bad" title={t('test.findingsCount', { count: findings })}>
          <Flag className="icon" aria-hidden />
          <span className="visually-hidden">{t('test.findingsCount', { count: findings })}</span>
          <span aria-hidden>{findings}</span>
        </span>
      )}
      {consoleErrors === 0 ? null : (
        <span title={t('test.consoleErrorsCount', { count: consoleErrors })}>
          <Terminal className="icon" aria-hidden />
          <span className="visually-hidden">{t('test.consoleErrorsCount', { count: consoleErrors })}</span>
          <span aria-hidden>{consoleErrors}</span>
        </span>
      )}
      {failedRequests === 0 ? null : (
        <span title={t('test.failedRequestsCount', { count: failedRequests })}>
          <Globe className="icon" aria-hidden />
          <span className="visually-hidden">{t('test.failedRequestsCount', { count: failedRequests })}</span>
          <span aria-hidden>{failedRequests}</span>
        </span>
      )}
    </span>
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
  if (durationMs !== null)
    return (
      <span className="test-time soft small">
        <Duration ms={durationMs} />
      </span>
    );
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
