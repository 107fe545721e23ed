import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { openSubmission } from '../../app/navigation-store.ts';
import { useI18n } from '../../app/session-store.ts';

/** Where else the solution was submitted to: each region has its own queue, verdict and state of publication. */
export function Regions({ submission }: { readonly submission: SubmissionDetails }) {
  const { t, pick } = useI18n();
  if (submission.regions.length === 0) return null;
  return (
    <section className="card-group" data-testid="regions">
      <h3 className="card-group-title">{t('regions.title')}</h3>
      <dl className="card-fields">
        {submission.regions.map(({ id, title, publication, submissionId, version, state }) => (
          <div key={id} className="card-field" data-region={id}>
            <dt className="card-label">{pick(title)}</dt>
            <dd className="card-value">
              {t(`publication.${publication}`)}
              {'; '}
              {submissionId === submission.id ? (
                <span className="faint">{t('regions.this')}</span>
              ) : (
                <button type="button" className="link" onClick={() => openSubmission(submissionId)}>
                  {t('regions.other', { version, state: t(`state.${state}`).toLocaleLowerCase() })}
                </button>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
