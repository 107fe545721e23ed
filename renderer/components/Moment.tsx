import { useI18n } from '../app/session-store.ts';
import { formatClock, formatDuration, formatExactMoment, formatMoment, formatWaiting } from '../lib/format.ts';

/** A moment in words a person reads at a glance, the exact one on hover. */
export function Moment({ at, style = 'moment' }: { readonly at: number; readonly style?: 'moment' | 'clock' | 'seconds' }) {
  const i18n = useI18n();
  return (
    <time title={formatExactMoment(i18n, at)}>
      {style === 'moment' ? formatMoment(i18n, at) : formatClock(i18n, at, style === 'seconds')}
    </time>
  );
}

/** How long something has waited, in working time. */
export function Waiting({ since, now }: { readonly since: number; readonly now: number }) {
  const i18n = useI18n();
  return (
    <time className="number" title={i18n.t('time.waitingSince', { moment: formatExactMoment(i18n, since) })}>
      {formatWaiting(i18n, since, now)}
    </time>
  );
}

export function Duration({ ms }: { readonly ms: number }) {
  const i18n = useI18n();
  return <span className="number">{formatDuration(i18n, ms)}</span>;
}
