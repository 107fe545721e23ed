import { MousePointerClick } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { bindingOf } from '../../app/actions.ts';
import { useNavigation } from '../../app/navigation-store.ts';
import { useI18n } from '../../app/session-store.ts';
import { Keys } from '../../components/Keys.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { useResource } from '../../lib/resources.ts';
import './submission.css';

const loadOpenSubmission = async () => ({ default: (await import('./OpenSubmission.tsx')).OpenSubmission });
const OpenSubmission = lazy(loadOpenSubmission);

/** Loads the panes of a submission before one is opened. */
export async function prefetchSubmission(): Promise<void> {
  await loadOpenSubmission();
}

export function SubmissionPane() {
  const { t } = useI18n();
  const openId = useNavigation((navigation) => navigation.openId);
  const { value, failure, retry } = useResource('submission.get', openId === null ? null : { id: openId });
  if (openId === null) {
    return (
      <EmptyState icon={MousePointerClick} title={t('submission.none')}>
        <p className="submission-none">
          {t('submission.noneHelp')} <Keys binding={bindingOf('queue.next')} /> <Keys binding={bindingOf('queue.previous')} />{' '}
          <Keys binding={bindingOf('queue.open')} />
        </p>
      </EmptyState>
    );
  }
  if (value === undefined) return failure === null ? <Skeleton lines={9} /> : <ErrorState failure={failure} onRetry={retry} />;
  return (
    <Suspense fallback={<Skeleton lines={9} />}>
      <OpenSubmission key={value.id} submission={value} />
    </Suspense>
  );
}
