import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { useI18n, useSourceWords } from '../../app/session-store.ts';
import './rereview.css';

/** Why what changed since the last approval must be looked at. */
export function ChangeReasons({ submission }: { readonly submission: SubmissionDetails }) {
  const { t, pick } = useI18n();
  const sourceInWords = useSourceWords();
  if (submission.changeReasons.length === 0) return null;
  return (
    <section className="change-reasons" aria-label={t('compare.reasons')} data-testid="change-reasons">
      <h3 className="compare-title">{t('compare.reasons')}</h3>
      <ul>
        {submission.changeReasons.map(({ id, reason, source, places }) => (
          <li key={id} data-reason={id}>
            {pick(reason)} <span className="soft">{places.map(pick).join(', ')}</span>
            {source === '' ? null : <span className="faint small"> · {sourceInWords(source)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
