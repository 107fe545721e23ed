import type { ChecklistItemView } from '../../shared/ipc/contract.ts';
import { useI18n, useSourceWords } from '../app/session-store.ts';

/** What other versions of a source say of the same thing, and when they held. */
export function Drift({ drift }: { readonly drift: ChecklistItemView['drift'] }) {
  const { t, pick } = useI18n();
  const sourceInWords = useSourceWords();
  return drift.map(({ since, until, says, source }, index) => (
    <p key={index}>
      {since === null && until === null ? null : (
        <span className="faint">
          {[since === null ? '' : t('rule.since', { date: since }), until === null ? '' : t('rule.until', { date: until })]
            .filter((part) => part !== '')
            .join(' ')}
          {': '}
        </span>
      )}
      {pick(says)} <span className="faint small">{sourceInWords(source)}</span>
    </p>
  ));
}
