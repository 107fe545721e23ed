import { Plus } from 'lucide-react';
import type { ChecklistItemView, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { openSubmission } from '../../app/navigation-store.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Mark } from '../../components/Mark.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { blobUrl } from '../../lib/blob-url.ts';
import { isPicture } from '../card/MediaStrip.tsx';
import { shareEvidence } from './checklist-store.ts';

/** What other regions say of the same rule for the same version, with proof that can be used here as well. */
export function Elsewhere({
  submission,
  item,
  isReadOnly,
}: {
  readonly submission: SubmissionDetails;
  readonly item: ChecklistItemView;
  readonly isReadOnly: boolean;
}) {
  const { t, pick } = useI18n();
  if (item.elsewhere.length === 0) return null;
  return (
    <section className="item-elsewhere" aria-label={t('elsewhere.title')} data-testid="elsewhere">
      <h4 className="faint small">{t('elsewhere.title')}</h4>
      {item.elsewhere.map(({ submissionId, region, mark, markedBy, evidence }) => {
        const title = submission.regions.find(({ id }) => id === region)?.title;
        return (
          <div key={submissionId} className="item-elsewhere-region">
            <Mark name={mark} by="person" />
            <button type="button" className="link" onClick={() => openSubmission(submissionId)}>
              {title === undefined ? region : pick(title)}
            </button>
            <span className="faint small">
              {t(`mark.${mark}`)}
              {markedBy === null ? null : `, ${markedBy}`}
            </span>
            {evidence.length === 0 ? null : (
              <ul className="evidence" aria-label={t('checklist.evidence')}>
                {evidence.map((each) => (
                  <li key={each.id} className="evidence-item">
                    {isPicture(each) ? (
                      <span className="evidence-picture">
                        <img src={blobUrl(each.sha256)} alt={each.title} loading="lazy" decoding="async" />
                      </span>
                    ) : null}
                    <span className="evidence-text truncate">
                      <Untrusted text={each.title} />
                    </span>
                    {isReadOnly ? null : (
                      <Button
                        icon={Plus}
                        look="quiet"
                        aria-label={t('elsewhere.shareNamed', { name: each.title })}
                        onClick={() => void shareEvidence(submission.id, item.ruleId, each.id)}
                      >
                        {t('elsewhere.share')}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </div>
        );
      })}
    </section>
  );
}
