import { ArrowUpCircle, CalendarClock, CirclePlus, Coins, FileText, Flag, Milestone, User, UserCheck } from 'lucide-react';
import { memo } from 'react';
import type { QueueRowView } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Waiting } from '../../components/Moment.tsx';
import { formatDay } from '../../lib/format.ts';
import { Untrusted } from '../../components/Untrusted.tsx';

const KIND_ICONS = {
  'new-solution': CirclePlus,
  'new-version': ArrowUpCircle,
  'card-change': FileText,
  'price-change': Coins,
  'trial-change': CalendarClock,
  'publication-step': Milestone,
} as const;

interface Properties {
  readonly index: number;
  readonly count: number;
  /** undefined while its page is on the way. */
  readonly row: QueueRowView | undefined;
  readonly offsetPx: number;
  readonly isAtCursor: boolean;
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  readonly now: number;
  /** Title of region and marketplace. */
  readonly place: string;
}

/** Drawn again only when something of its own changed: scrolling moves the others without touching them. */
export const QueueRow = memo(function QueueRow({ index, count, row, offsetPx, isAtCursor, isOpen, isSelected, now, place }: Properties) {
  return (
    <div
      id={`queue-row-${index}`}
      role="option"
      className="queue-row"
      aria-selected={isAtCursor}
      aria-setsize={count}
      aria-posinset={index + 1}
      aria-busy={row === undefined || undefined}
      data-open={isOpen || undefined}
      data-selected={isSelected || undefined}
      data-index={index}
      data-testid="queue-row"
      style={{ transform: `translateY(${offsetPx}px)` }}
    >
      {row === undefined ? <span className="queue-row-gap" aria-hidden /> : <RowContent row={row} now={now} place={place} />}
    </div>
  );
});

function RowContent({ row, now, place }: { readonly row: QueueRowView; readonly now: number; readonly place: string }) {
  const i18n = useI18n();
  const { t } = i18n;
  const Icon = KIND_ICONS[row.kind];
  const isDecided = row.state !== 'queued' && row.state !== 'claimed';
  const why = reasonsOf(row, i18n);
  return (
    <>
      <span className="queue-row-kind" title={t(`kind.${row.kind}`)}>
        <Icon className="icon" aria-hidden />
        <span className="visually-hidden">{t(`kind.${row.kind}`)}</span>
      </span>
      <span className="queue-row-line">
        <span className="queue-row-name truncate">
          <span className="queue-row-title">
            <Untrusted text={row.solutionName} />
          </span>{' '}
          <span className="queue-row-version number">
            <Untrusted text={row.version} />
          </span>
        </span>
        <span className="queue-row-waiting">{isDecided ? t(`state.${row.state}`) : <Waiting since={row.queuedAt} now={now} />}</span>
      </span>
      <span className="queue-row-line">
        <span className="queue-row-vendor truncate" title={why.join(', ')}>
          {row.claimedBy !== null && !row.claimedByMe ? (
            <span className="queue-row-holder">
              <Untrusted text={row.claimedBy} /> ·{' '}
            </span>
          ) : null}
          {why.length === 0 ? null : <span className="queue-row-why">{why.join(', ')} · </span>}
          <Untrusted text={row.vendorName} />
          <span className="queue-row-place"> · {place}</span>
        </span>
        <RowMarks row={row} />
      </span>
    </>
  );
}

/** Why the row stands here, beyond having been submitted; most telling first. */
function reasonsOf(row: QueueRowView, i18n: ReturnType<typeof useI18n>): string[] {
  const { t } = i18n;
  const isUndecided = row.state === 'queued' || row.state === 'claimed';
  return [
    ...(row.foundIn === undefined ? [] : [t(`queue.foundIn.${row.foundIn}`)]),
    ...(row.skipReason === null ? [] : [t('skip.skipped', { reason: t(`skip.${row.skipReason}`) })]),
    ...(row.dueDay !== null && isUndecided ? [t('queue.dueDay', { day: formatDay(i18n, new Date(`${row.dueDay}T00:00`).getTime()) })] : []),
    ...(row.isOverdue ? [t('queue.overdue')] : []),
    ...(row.turnReason === 'submitted' || row.turnReason === 'resubmitted' || row.turnReason === 'decided' || row.turnReason === 'returned'
      ? []
      : [t(`turn.${row.turnReason}`)]),
  ];
}

function RowMarks({ row }: { readonly row: QueueRowView }) {
  const { t } = useI18n();
  return (
    <span className="queue-row-marks">
      {row.openFindings > 0 ? (
        <span className="queue-row-findings number" title={t('queue.openFindings', { count: row.openFindings })}>
          <Flag className="icon" aria-hidden />
          <span aria-hidden>{row.openFindings}</span>
          <span className="visually-hidden">{t('queue.openFindings', { count: row.openFindings })}</span>
        </span>
      ) : null}
      {row.attempt > 1 ? (
        <span className="queue-row-attempt number" title={t('queue.attempt', { attempt: row.attempt })}>
          <span aria-hidden>{row.attempt}</span>
          <span className="visually-hidden">{t('queue.attempt', { attempt: row.attempt })}</span>
        </span>
      ) : null}
      {row.claimedBy === null ? null : row.claimedByMe ? (
        <span className="queue-row-claim queue-row-claim-mine" title={t('queue.claimedByMe')}>
          <UserCheck className="icon" aria-hidden />
          <span className="visually-hidden">{t('queue.claimedByMe')}</span>
        </span>
      ) : (
        <span className="queue-row-claim" title={t('queue.claimedBy', { name: row.claimedBy })}>
          <User className="icon" aria-hidden />
          <span className="visually-hidden">{t('queue.claimedBy', { name: row.claimedBy })}</span>
        </span>
      )}
    </span>
  );
}
