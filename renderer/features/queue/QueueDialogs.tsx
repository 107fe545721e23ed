import { useId, useState } from 'react';
import { SKIP_REASONS, type SkipReason } from '../../../shared/domain/submission.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { openOverlay, useNavigation } from '../../app/navigation-store.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Choice, TextArea, TextField } from '../../components/Fields.tsx';
import { act } from '../../lib/act.ts';
import { refresh } from '../../lib/resources.ts';
import { skip } from './bulk-actions.ts';
import { useQueue } from './queue-store.ts';

/** Putting aside asks for a reason, keeping a filter for a name. */
export function QueueDialogs() {
  const overlay = useNavigation((navigation) => navigation.overlay);
  if (overlay === 'skip') return <SkipDialog />;
  return overlay === 'save-view' ? <SaveViewDialog /> : null;
}

function SkipDialog() {
  const { t } = useI18n();
  const [reason, setReason] = useState<SkipReason>('needs-colleague');
  const [note, setNote] = useState('');
  const formId = useId();
  const submit = (): void => {
    openOverlay(null);
    void skip(reason, note.trim());
  };
  return (
    <Dialog
      isOpen
      onClose={() => openOverlay(null)}
      size="small"
      title={t('skip.title')}
      description={t('skip.text')}
      footer={
        <>
          <Button onClick={() => openOverlay(null)}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form={formId} data-first-focus>
            {t('skip.title')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="queue-dialog"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Choice
          label={t('skip.reason')}
          value={reason}
          onChange={setReason}
          options={SKIP_REASONS.map((each) => ({ value: each, label: t(`skip.${each}`) }))}
        />
        <TextArea
          label={t('claim.noteOptional')}
          value={note}
          maxLength={LIMITS.noteChars}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
          }}
        />
      </form>
    </Dialog>
  );
}

function SaveViewDialog() {
  const { t } = useI18n();
  const query = useQueue((queue) => queue.query);
  const [name, setName] = useState('');
  const formId = useId();
  const submit = async (): Promise<void> => {
    if (name.trim() === '') return;
    if ((await act('savedView.save', { name: name.trim(), query })) === undefined) return;
    refresh((channel) => channel === 'savedView.list');
    openOverlay(null);
  };
  return (
    <Dialog
      isOpen
      onClose={() => openOverlay(null)}
      size="small"
      title={t('action.queue.saveView')}
      footer={
        <>
          <Button onClick={() => openOverlay(null)}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form={formId} blockedBecause={name.trim() === '' ? t('savedView.name') : null}>
            {t('savedView.save')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={t('savedView.name')}
          value={name}
          maxLength={LIMITS.savedViewNameChars}
          data-first-focus
          onChange={(event) => setName(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
