import { Check, Replace, Trash2, Undo2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ReviewDetails } from '../../../shared/ipc/contract.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { useI18n } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Choice, TextArea, TextField } from '../../components/Fields.tsx';
import { Mark } from '../../components/Mark.tsx';
import { Moment } from '../../components/Moment.tsx';
import { ErrorState, Skeleton } from '../../components/States.tsx';
import { Untrusted, UntrustedText } from '../../components/Untrusted.tsx';
import { knownKey } from '../../i18n/translate.ts';
import { useResource } from '../../lib/resources.ts';
import { wordDifference } from '../rereview/word-difference.ts';
import { Stars, StateBadge } from './Reviews.tsx';
import { decideReview, markAnswer, recordOfReview } from './review-store.ts';

/** One review: who may have written it, its texts, the vendor's answer, and the decision. */
export function Review({ id }: { readonly id: string }) {
  const { t } = useI18n();
  const { value: review, failure, retry } = useResource('review.get', { id });
  if (review === undefined) return failure === null ? <Skeleton lines={8} /> : <ErrorState failure={failure} onRetry={retry} />;
  return (
    <article className="review pane-scroll" tabIndex={0} aria-label={t('reviews.one')} data-testid="review">
      <header className="review-head">
        <h2>
          <Untrusted text={review.solution.name} /> <Stars rating={review.rating} />
        </h2>
        <p className="review-facts">
          <StateBadge state={review.state} />
          <Eligible review={review} />
          {review.state === 'waiting' ? (
            <span>
              {t('reviews.publishAt')} <Moment at={review.publishAt} />
            </span>
          ) : null}
          <span className="soft">
            <Untrusted text={review.author} />, <Untrusted text={review.portal} />, <Moment at={review.submittedAt} />
          </span>
        </p>
        <p className="soft small">
          <Untrusted text={review.vendor.name} />:{' '}
          {t('reviews.unansweredCounts', { vendor: review.unanswered.vendor, solution: review.unanswered.solution })}
        </p>
      </header>

      <Part title={t('reviews.text')}>
        <UntrustedText text={review.text} />
      </Part>
      {review.formerTexts.length === 0 ? null : (
        <Part title={t('reviews.formerTexts')}>
          <ol className="review-former">
            {review.formerTexts.map((former, index) => (
              <li key={index}>
                <p className="faint small">
                  {t('reviews.replacedBy', { name: former.by })}, <Moment at={former.at} />
                </p>
                <UntrustedText text={former.text} />
              </li>
            ))}
          </ol>
        </Part>
      )}
      {review.correction === null ? null : (
        <Part title={t('reviews.correction')} at={review.correction.at}>
          <p className="compare compare-text selectable" dir="auto">
            {wordDifference(review.text, review.correction.text).map(({ kind, text }, index) =>
              kind === 'same' ? (
                <span key={index}>{text}</span>
              ) : kind === 'added' ? (
                <ins key={index}>{text}</ins>
              ) : (
                <del key={index}>{text}</del>
              ),
            )}
          </p>
        </Part>
      )}
      {review.dispute === null ? null : (
        <Part title={t('reviews.dispute')} at={review.dispute.at}>
          <UntrustedText text={review.dispute.text} />
        </Part>
      )}
      <Part title={t('reviews.answer')} at={review.answer?.at}>
        {review.answer === null ? <p className="faint">{t('reviews.noAnswer')}</p> : <UntrustedText text={review.answer.text} />}
        <Qualities review={review} />
      </Part>
      {review.state === 'removed' ? null : <Record key={`record ${review.revision}`} review={review} />}
      <Decision key={`decision ${review.revision}`} review={review} />
      <Part title={t('tab.history')}>
        <ul className="review-history">
          {review.history.map((event, index) => {
            const key = knownKey(`event.${event.type}`);
            return (
              <li key={index}>
                <Moment at={event.at} /> {event.actor === 'system' ? t('history.system') : event.actor}:{' '}
                {key === null ? event.type : t(key)}
              </li>
            );
          })}
        </ul>
      </Part>
    </article>
  );
}

function Part({ title, at, children }: { readonly title: string; readonly at?: number | undefined; readonly children: ReactNode }) {
  return (
    <section className="review-part">
      <h3>
        {title} {at === undefined ? null : <span className="faint small">{<Moment at={at} />}</span>}
      </h3>
      {children}
    </section>
  );
}

function Eligible({ review }: { readonly review: ReviewDetails }) {
  const { t } = useI18n();
  const { status, faults } = review.eligibility;
  if (status === 'eligible') return <Badge tone="pass">{t('reviews.eligible')}</Badge>;
  if (status === 'could-not-look') return <Badge tone="unknown">{t('reviews.eligibilityUnknown')}</Badge>;
  return faults.map((fault) => (
    <Badge key={fault} tone="fail">
      {t(`reviews.fault.${fault}`)}
    </Badge>
  ));
}

/** What makes a good answer; a machine's hint is outlined, a person's mark filled. */
function Qualities({ review }: { readonly review: ReviewDetails }) {
  const { t } = useI18n();
  if (review.qualities.length === 0) return null;
  return (
    <ul className="review-qualities" aria-label={t('reviews.qualities')}>
      {review.qualities.map(({ quality, isExpected, hint, mark, markedBy }) => (
        <li key={quality} data-testid={`quality-${quality}`}>
          <Mark name={mark} by="person" />
          <Mark name={hint} by="machine" />
          <span className="review-quality">
            {t(`reviews.quality.${quality}`)}
            {isExpected ? null : <span className="faint small"> · {t('reviews.qualityIfNeeded')}</span>}
            {markedBy === null ? null : <span className="faint small"> · {markedBy}</span>}
          </span>
          <Choice
            label={t(`reviews.quality.${quality}`)}
            value={mark}
            onChange={(next) => void markAnswer(review.id, quality, next)}
            options={[
              { value: 'pass', label: t('common.yes') },
              { value: 'fail', label: t('common.no') },
              { value: 'not-applicable', label: t('mark.not-applicable') },
              { value: 'not-checked', label: t('reviews.notChecked') },
            ]}
          />
        </li>
      ))}
    </ul>
  );
}

/** What came by chat or mail. */
function Record({ review }: { readonly review: ReviewDetails }) {
  const { t } = useI18n();
  const [what, setWhat] = useState<'answer' | 'correction' | 'dispute'>('dispute');
  const [text, setText] = useState('');
  return (
    <details className="review-part review-record">
      <summary>{t('reviews.record')}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') void recordOfReview(review, what, text.trim());
        }}
      >
        <Choice
          label={t('reviews.recordWhat')}
          value={what}
          onChange={setWhat}
          options={[
            { value: 'dispute', label: t('reviews.dispute') },
            { value: 'correction', label: t('reviews.correction') },
            { value: 'answer', label: t('reviews.answer') },
          ]}
        />
        <TextArea
          label={t('reviews.recordText')}
          value={text}
          maxLength={LIMITS.reviewChars}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" blockedBecause={text.trim() === '' ? t('chat.writeFirst') : null}>
          {t('chat.send.note')}
        </Button>
      </form>
    </details>
  );
}

function Decision({ review }: { readonly review: ReviewDetails }) {
  const { t } = useI18n();
  const [reason, setReason] = useState('');
  const [message, setMessage] = useState('');
  const [isBusy, setBusy] = useState(false);
  const decide = async (decision: 'keep' | 'replace' | 'remove'): Promise<void> => {
    setBusy(true);
    await decideReview(review, decision, reason.trim(), message.trim());
    setBusy(false);
  };
  const isRemoved = review.state === 'removed';
  return (
    <Part title={t('reviews.decision')}>
      {review.decision === null ? null : (
        <p>
          {t('submission.decidedBy', { name: review.decision.by })}, <Moment at={review.decision.at} />
          {review.decision.reason === '' ? null : (
            <>
              {': '}
              <Untrusted text={review.decision.reason} />
            </>
          )}
        </p>
      )}
      <div className="review-decision">
        <TextField
          label={t('reviews.reason')}
          help={t('reviews.reasonHelp')}
          value={reason}
          maxLength={LIMITS.noteChars}
          onChange={(event) => setReason(event.target.value)}
        />
        {review.solution.id === null ? (
          <p className="faint small">{t('reviews.solutionUnknown')}</p>
        ) : (
          <TextArea
            label={t('reviews.message')}
            help={t('chat.effect.to-vendor')}
            value={message}
            maxLength={LIMITS.messageChars}
            onChange={(event) => setMessage(event.target.value)}
          />
        )}
        <div className="review-buttons">
          <Button icon={isRemoved ? Undo2 : Check} isBusy={isBusy} onClick={() => void decide('keep')}>
            {t(isRemoved ? 'reviews.restore' : 'reviews.keep')}
          </Button>
          {review.correction === null ? null : (
            <Button icon={Replace} isBusy={isBusy} onClick={() => void decide('replace')}>
              {t('reviews.replace')}
            </Button>
          )}
          {isRemoved ? null : (
            <Button
              icon={Trash2}
              look="danger"
              isBusy={isBusy}
              blockedBecause={reason.trim() === '' ? t('claim.noteNeeded') : null}
              onClick={() => void decide('remove')}
            >
              {t('reviews.remove')}
            </Button>
          )}
        </div>
      </div>
    </Part>
  );
}
