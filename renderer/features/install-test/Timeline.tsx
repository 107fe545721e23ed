import type { BrowserRole, RunStep } from '../../../shared/domain/install-test.ts';
import { useI18n } from '../../app/session-store.ts';
import { formatDuration } from '../../lib/format.ts';
import { useNow } from '../../lib/hooks.ts';
import { chooseStep, isOver, moveStep, type RunPicture } from './run-store.ts';
import { isBadExchange } from './HttpLog.tsx';

const LANES: readonly (BrowserRole | null)[] = ['administrator', 'user', null];
const MOST_TICKS = 800;

/** The whole test on one line of time: who worked when, where it went wrong, when HTTP was spoken. Choosing a step filters everything below. */
export function Timeline({
  runId,
  picture,
  chosenId,
}: {
  readonly runId: string;
  readonly picture: RunPicture;
  readonly chosenId: string | null;
}) {
  const i18n = useI18n();
  const { t, pick } = i18n;
  const isLive = !isOver(picture.state);
  const now = useNow(isLive ? 500 : 3_600_000);
  const span = spanOf(picture, isLive ? now : null);
  if (span === null) return null;
  const place = (at: number): string => `${String(Math.max(0, Math.min(100, ((at - span.from) / span.lengthMs) * 100)))}%`;
  const endOf = (step: RunStep): number => (step.startedAt ?? span.from) + (step.durationMs ?? Math.max(0, now - (step.startedAt ?? now)));
  const begun = picture.steps.filter((step) => step.startedAt !== null);
  const focusable = chosenId ?? begun[0]?.id ?? null;
  const lanes = LANES.filter((role) => begun.some((step) => step.role === role));
  const ticks =
    picture.exchanges.length > MOST_TICKS ? picture.exchanges.filter(({ exchange }) => isBadExchange(exchange)) : picture.exchanges;

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const by = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    moveStep(runId, by);
    const timeline = event.currentTarget;
    requestAnimationFrame(() => timeline.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus());
  };

  return (
    <div className="timeline" role="group" aria-label={t('test.timeline')} data-testid="timeline" onKeyDown={onKeyDown}>
      {lanes.map((role) => (
        <div key={role ?? 'server'} className="timeline-lane">
          <span className="timeline-name soft small">{role === null ? t('test.lane.server') : t(`role.${role}`)}</span>
          <div className="timeline-track">
            {begun
              .filter((step) => step.role === role)
              .map((step) => {
                const found = picture.findings.filter((one) => one.stepId === step.id && one.confidence !== 'could-not-look').length;
                const label = [
                  pick(step.title),
                  t(`step.${step.state}`),
                  ...(step.durationMs === null ? [] : [formatDuration(i18n, step.durationMs)]),
                  ...(found > 0 ? [t('test.findingsCount', { count: found })] : []),
                ].join(' · ');
                const from = step.startedAt ?? span.from;
                return (
                  <button
                    key={step.id}
                    type="button"
                    className={`timeline-step timeline-${step.state}${found > 0 ? ' timeline-found' : ''}`}
                    style={{ left: place(from), width: `${String(((endOf(step) - from) / span.lengthMs) * 100)}%` }}
                    aria-label={label}
                    title={label}
                    aria-pressed={step.id === chosenId}
                    tabIndex={step.id === focusable ? 0 : -1}
                    onClick={() => chooseStep(runId, step.id)}
                  />
                );
              })}
          </div>
        </div>
      ))}
      {ticks.length === 0 ? null : (
        <div className="timeline-lane" aria-hidden>
          <span className="timeline-name soft small">HTTP</span>
          <div className="timeline-track timeline-ticks">
            {ticks.map(({ exchange, stepId }) => (
              <span
                key={exchange.id}
                className={`timeline-tick${isBadExchange(exchange) ? ' timeline-tick-bad' : ''}${chosenId !== null && stepId !== chosenId ? ' timeline-tick-other' : ''}`}
                style={{ left: place(exchange.at) }}
              />
            ))}
          </div>
        </div>
      )}
      <div className="timeline-lane" aria-hidden>
        <span className="timeline-name" />
        <div className="timeline-scale faint small">
          {[0, 0.25, 0.5, 0.75, 1].map((share) => (
            <span key={share} className="number" style={{ left: `${String(share * 100)}%` }}>
              {formatDuration(i18n, span.lengthMs * share)}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}

export interface Span {
  readonly from: number;
  readonly lengthMs: number;
}

/** A run that has only begun is drawn on an axis of this length: a shorter one would read "0.0 s" all along. */
const SHORTEST_MS = 1_000;

/** From the first step to the last one, or to now; null before anything has begun. */
export function spanOf(picture: Pick<RunPicture, 'steps'>, now: number | null): Span | null {
  const begun = picture.steps.filter((step) => step.startedAt !== null);
  if (begun.length === 0) return null;
  const from = Math.min(...begun.map((step) => step.startedAt ?? 0));
  const to = Math.max(now ?? 0, ...begun.map((step) => (step.startedAt ?? 0) + (step.durationMs ?? 0)));
  return { from, lengthMs: Math.max(SHORTEST_MS, to - from) };
}
