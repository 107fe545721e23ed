import { Package } from 'lucide-react';
import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { openAndPoint } from '../queue/queue-store.ts';
import { useI18n } from '../../app/session-store.ts';
import { Moment } from '../../components/Moment.tsx';
import { EmptyState } from '../../components/States.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { FieldList } from './FieldList.tsx';
import './card.css';

/** The submitted version and the attempts that led to it. */
export function VersionTab({ submission }: { readonly submission: SubmissionDetails }) {
  const { t, pick } = useI18n();
  return (
    <div className="pane-scroll" tabIndex={0} data-testid="version">
      {submission.installable.possible ? null : (
        <p className="page-notice card-notice">
          {submission.installable.reason === null ? t('reason.not-installable') : pick(submission.installable.reason)}
        </p>
      )}
      {submission.versionFields.length === 0 ? (
        <EmptyState icon={Package} title={t('version.none')} />
      ) : (
        <FieldList fields={submission.versionFields} submissionId={submission.id} />
      )}
      <section className="card-group">
        <h3 className="card-group-title">{t('version.attempts')}</h3>
        <ul className="card-attempts">
          {submission.attempts.map((attempt) => (
            <li key={attempt.id}>
              <button
                type="button"
                className="card-attempt"
                aria-current={attempt.id === submission.id ? 'true' : undefined}
                onClick={() => openAndPoint(attempt.id)}
              >
                <span className="number">{t('queue.attempt', { attempt: attempt.attempt })}</span>
                <span className="truncate number">
                  <Untrusted text={attempt.version} />
                </span>
                <span>{t(`state.${attempt.state}`)}</span>
                <span className="soft small">
                  <Moment at={attempt.decidedAt ?? attempt.submittedAt} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
