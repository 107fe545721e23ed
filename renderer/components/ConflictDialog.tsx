import { useI18n } from '../app/session-store.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { UntrustedText } from './Untrusted.tsx';
import { settle, useConflicts } from './conflict-store.ts';
import './conflicts.css';

/** Nothing is overwritten unseen: both versions stand side by side and a person chooses. */
export function ConflictDialog() {
  const { t } = useI18n();
  const conflict = useConflicts((state) => state.waiting[0]);
  if (conflict === undefined) return null;
  return (
    <Dialog
      isOpen
      onClose={() => settle(conflict, 'later')}
      size="medium"
      title={t(conflict.title)}
      description={conflict.about}
      footer={
        <>
          <Button onClick={() => settle(conflict, 'theirs')}>{t('conflict.takeTheirs')}</Button>
          {conflict.keepBoth === undefined ? null : <Button onClick={() => settle(conflict, 'both')}>{t('conflict.keepBoth')}</Button>}
          <Button look="primary" data-first-focus onClick={() => settle(conflict, 'mine')}>
            {t('conflict.keepMine')}
          </Button>
        </>
      }
    >
      <div className="conflict" data-testid="conflict">
        <section className="conflict-side" aria-label={t('conflict.mine')}>
          <h3>{t('conflict.mine')}</h3>
          {conflict.mine === '' ? <p className="faint">{t('conflict.empty')}</p> : <UntrustedText text={conflict.mine} />}
        </section>
        <section className="conflict-side" aria-label={t('conflict.theirs')}>
          <h3>{conflict.by === '' ? t('conflict.theirs') : t('conflict.theirsBy', { name: conflict.by })}</h3>
          {conflict.theirs === '' ? <p className="faint">{t('conflict.empty')}</p> : <UntrustedText text={conflict.theirs} />}
        </section>
      </div>
    </Dialog>
  );
}
