import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { useDelayed } from '../../lib/hooks.ts';
import { cancelImport, useIntake } from './intake-store.ts';
import './intake.css';

/** A strip at the bottom while packages are taken in; the queue stays usable. */
export function ImportProgress() {
  const { t } = useI18n();
  const { isImporting, progress } = useIntake();
  const isShown = useDelayed(isImporting && progress !== null);
  if (!isShown || progress === null) return null;
  return (
    <div className="import-progress" role="status" data-testid="import-progress">
      <span className="number">{t('intake.progress', { done: progress.done, total: progress.total })}</span>
      <progress className="import-bar" max={progress.total} value={progress.done} aria-label={t('intake.importing')} />
      <span className="truncate soft import-name">
        <Untrusted text={progress.name} />
      </span>
      <Button onClick={() => void cancelImport()}>{t('common.stop')}</Button>
    </div>
  );
}
