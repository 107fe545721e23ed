import { MessageSquareWarning, MousePointerClick, Star } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { REVIEW_FILTERS } from '../../../shared/domain/review.ts';
import type { Output, ReviewEntryDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Moment } from '../../components/Moment.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { safeLine } from '../../lib/safe-text.ts';
import { useResource } from '../../lib/resources.ts';
import { ImportButtons } from '../intake/ImportButtons.tsx';
import { Review } from './Review.tsx';
import { chooseReview, showReviews, useReviews } from './review-store.ts';
import './reviews.css';

/** Buyers' reviews: what waits for publication, what is disputed, what no vendor has answered. */
export function Reviews() {
  const { t, number } = useI18n();
  const filter = useReviews((state) => state.filter);
  const chosenId = useReviews((state) => state.chosenId);
  const { value, failure, retry } = useResource('review.list', { filter });
  const first = value?.reviews[0]?.id;
  useEffect(() => {
    // The screen is walked through by keys from its first row on.
    if (chosenId === null && first !== undefined) chooseReview(first);
  }, [chosenId, first]);
  return (
    <div className="page" data-testid="reviews" data-zone="reviews">
      <header className="page-head">
        <h1 className="page-title">{t('screen.reviews')}</h1>
        <div className="reviews-filters" role="group" aria-label={t('reviews.filters')}>
          {REVIEW_FILTERS.map((name) => (
            <button
              key={name}
              type="button"
              className="checklist-filter"
              aria-pressed={filter === name}
              data-testid={`reviews-${name}`}
              onClick={() => showReviews(name)}
            >
              {t(`reviews.filter.${name}`)}{' '}
              <span className="number">{number(value?.counts.find((count) => count.filter === name)?.count ?? 0)}</span>
            </button>
          ))}
        </div>
        <span className="page-head-space" />
        <ImportButtons />
      </header>
      {value === undefined ? (
        <div className="page-body">{failure === null ? <Skeleton lines={8} /> : <ErrorState failure={failure} onRetry={retry} />}</div>
      ) : (
        <div className="reviews-body">
          <div className="reviews-side">
            {value.reviews.length === 0 ? (
              <EmptyState icon={Star} title={t('reviews.empty')}>
                <p>{t('reviews.emptyHelp')}</p>
              </EmptyState>
            ) : (
              <ul className="reviews-list" aria-label={t('reviews.list')}>
                {value.reviews.map((review) => (
                  <Row key={review.id} review={review} isChosen={review.id === chosenId} />
                ))}
              </ul>
            )}
            <Unanswered rows={value.unanswered} />
          </div>
          <div className="reviews-detail">
            {chosenId === null ? (
              <EmptyState icon={MousePointerClick} title={t('reviews.none')} />
            ) : (
              <Review key={chosenId} id={chosenId} />
            )}
          </div>
        </div>
      )}
    </div>
  );
}

function Row({ review, isChosen }: { readonly review: ReviewEntryDetails; readonly isChosen: boolean }) {
  const { t } = useI18n();
  const focusSerial = useReviews((state) => state.focusSerial);
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isChosen) return;
    row.current?.focus({ preventScroll: true });
    row.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen, focusSerial]);
  return (
    <li>
      <button
        ref={row}
        type="button"
        className="reviews-row"
        aria-current={isChosen ? 'true' : undefined}
        tabIndex={isChosen ? 0 : -1}
        data-testid="review-row"
        onClick={() => chooseReview(review.id)}
      >
        <span className="reviews-row-name truncate" title={safeLine(review.solutionName)}>
          <Untrusted text={review.solutionName} />
        </span>
        <Stars rating={review.rating} />
        <span className="reviews-row-text truncate soft">
          <Untrusted text={review.author} />: <Untrusted text={review.excerpt} />
        </span>
        <span className="reviews-row-facts">
          {review.isDisputed ? (
            <Badge tone="fail" icon={MessageSquareWarning}>
              {t('reviews.disputed')}
            </Badge>
          ) : null}
          {review.hasCorrection ? <Badge tone="info">{t('reviews.correctionSent')}</Badge> : null}
          <StateBadge state={review.state} />
          {review.isAnswered ? null : <Badge>{t('reviews.unanswered')}</Badge>}
          {review.publishAt === null ? null : (
            <span className="faint small">
              {t('reviews.publishAt')} <Moment at={review.publishAt} />
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

const TONES = { waiting: 'plain', held: 'warning', published: 'pass', removed: 'fail' } as const;

export function StateBadge({ state }: { readonly state: ReviewEntryDetails['state'] }) {
  const { t } = useI18n();
  return <Badge tone={TONES[state]}>{t(`reviews.state.${state}`)}</Badge>;
}

export function Stars({ rating }: { readonly rating: number | null }) {
  const { t } = useI18n();
  if (rating === null) return null;
  return (
    <span className="reviews-stars" role="img" aria-label={t('reviews.rating', { rating })}>
      {'★'.repeat(rating)}
      <span className="faint">{'☆'.repeat(5 - rating)}</span>
    </span>
  );
}

/** The counter that a vendor sees as well: reviews without an answer, by vendor and solution. */
function Unanswered({ rows }: { readonly rows: Output<'review.list'>['unanswered'] }) {
  const { t, number } = useI18n();
  if (rows.length === 0) return null;
  return (
    <section className="reviews-unanswered" aria-label={t('reviews.unansweredBy')} data-testid="unanswered">
      <h2>{t('reviews.unansweredBy')}</h2>
      <table>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.vendorCode} ${row.solutionCode}`}>
              <th scope="row">
                <Untrusted text={row.vendorName} />
              </th>
              <td>
                <Untrusted text={row.solutionName} />
              </td>
              <td className="number">{number(row.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
