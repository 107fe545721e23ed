import { AlarmClock, Ban, Box, Check, CornerUpLeft, FileArchive, Hand, LogOut, PackageMinus, UserRoundCog } from 'lucide-react';
import { useState } from 'react';
import type { SubmissionState } from '../../../shared/domain/submission.ts';
import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { ActionButton, ActionIconButton } from '../../app/ActionButton.tsx';
import { useI18n } from '../../app/session-store.ts';
import { Badge, type Tone } from '../../components/Badge.tsx';
import { Moment, Waiting } from '../../components/Moment.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { StageReminder } from '../stages/StageReminder.tsx';
import { blobUrl } from '../../lib/blob-url.ts';
import { formatDay } from '../../lib/format.ts';
import { useNow } from '../../lib/hooks.ts';

const STATE_TONES: Readonly<Record<SubmissionState, Tone>> = {
  queued: 'plain',
  claimed: 'info',
  approved: 'pass',
  returned: 'warning',
  refused: 'fail',
  withdrawn: 'fail',
  recalled: 'plain',
};

export function SubmissionHeader({ submission }: { readonly submission: SubmissionDetails }) {
  const i18n = useI18n();
  const { t, pick } = i18n;
  const now = useNow(30_000);
  const { claim, verdict } = submission;
  const isUndecided = submission.state === 'queued' || submission.state === 'claimed';
  return (
    <header className="submission-head">
      <SolutionIcon key={submission.iconSha256} sha256={submission.iconSha256} />
      <div className="submission-what">
        <h2 className="submission-name truncate" title={submission.solution.name}>
          <Untrusted text={submission.solution.name} />{' '}
          <span className="submission-version number">{t('submission.version', { version: submission.version })}</span>
        </h2>
        <p className="submission-facts">
          <Badge tone={STATE_TONES[submission.state]}>{t(`state.${submission.state}`)}</Badge>
          <span>{t(`kind.${submission.kind}`)}</span>
          <span className="number">{t('queue.attempt', { attempt: submission.attempt })}</span>
          <span>
            {pick(submission.marketplaceTitle)}, {pick(submission.regionTitle)}
          </span>
          <span className="truncate submission-vendor" title={submission.vendor.legalName}>
            <Untrusted text={submission.vendor.name} />
          </span>
          {submission.hasStages ? <StageReminder submissionId={submission.id} /> : null}
          {isUndecided && submission.dueDay !== null ? (
            <Badge tone={dayBefore(submission.dueDay, now) ? 'fail' : 'warning'} icon={AlarmClock}>
              {t('due.badge', { day: formatDay(i18n, new Date(`${submission.dueDay}T00:00`).getTime()) })}
            </Badge>
          ) : null}
          {submission.turn === 'none' ? null : (
            <span data-testid="submission-turn">
              {t(`turn.side.${submission.turn}`)}{' '}
              <Waiting since={submission.turn === 'us' ? submission.queuedAt : submission.turnAt} now={now} />:{' '}
              {t(`turn.${submission.turnReason}`)}
            </span>
          )}
          {claim === null ? null : claim.mine ? (
            <span className="submission-claim-mine">{t('queue.claimedByMe')}</span>
          ) : (
            <span>
              {t('queue.claimedBy', { name: claim.by })}, <Moment at={claim.at} />
            </span>
          )}
          {verdict === null ? null : (
            <span>
              {t('submission.decidedBy', { name: verdict.by })}, <Moment at={verdict.at} />
            </span>
          )}
        </p>
      </div>
      <div className="submission-actions" role="group" aria-label={t('submission.actions')}>
        <ActionButton action="claim.take" icon={Hand} look="primary" />
        <ActionButton action="claim.takeOver" icon={UserRoundCog} />
        <ActionIconButton action="claim.release" icon={LogOut} />
        <ActionButton action="bundle.export" icon={FileArchive} />
        <ActionButton action="verdict.withdraw" icon={PackageMinus} look="danger" />
        <ActionIconButton action="verdict.refuse" icon={Ban} />
        <ActionButton action="verdict.return" icon={CornerUpLeft} label="action.verdict.returnShort" />
        <ActionButton
          action="verdict.approve"
          icon={Check}
          look={claim?.mine === true ? 'primary' : 'plain'}
          label="action.verdict.approveShort"
        />
      </div>
    </header>
  );
}

/** Whether a day of the local calendar is over. */
function dayBefore(day: string, now: number): boolean {
  const next = new Date(`${day}T00:00`);
  next.setDate(next.getDate() + 1);
  return next.getTime() <= now;
}

function SolutionIcon({ sha256 }: { readonly sha256: string | null }) {
  const [isBroken, setBroken] = useState(false);
  if (sha256 === null || isBroken) {
    return (
      <span className="submission-icon submission-icon-none">
        <Box className="icon" aria-hidden />
      </span>
    );
  }
  return <img className="submission-icon" src={blobUrl(sha256)} alt="" width={36} height={36} onError={() => setBroken(true)} />;
}
