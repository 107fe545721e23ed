import { useId, useState } from 'react';
import { LIMITS } from '../../../shared/limits.ts';
import { openOverlay, useNavigation } from '../../app/navigation-store.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextArea } from '../../components/Fields.tsx';
import { useResource } from '../../lib/resources.ts';
import { releaseClaim, takeOverClaim } from './current-submission.ts';

/** Releasing and taking over ask for a note: the next person, or the one it was taken from, reads it in the history. */
export function ClaimDialogs() {
  const overlay = useNavigation((navigation) => navigation.overlay);
  if (overlay !== 'release' && overlay !== 'take-over') return null;
  return <ClaimDialog key={overlay} kind={overlay} />;
}

function ClaimDialog({ kind }: { readonly kind: 'release' | 'take-over' }) {
  const { t } = useI18n();
  const openId = useNavigation((navigation) => navigation.openId);
  const submission = useResource('submission.get', openId === null ? null : { id: openId }).value;
  const [note, setNote] = useState('');
  const [isBusy, setBusy] = useState(false);
  const formId = useId();
  if (submission === undefined) return null;
  const needsNote = kind === 'take-over';
  const isMissing = needsNote && note.trim() === '';
  const submit = async (): Promise<void> => {
    if (isMissing || isBusy) return;
    setBusy(true);
    const isDone = await (kind === 'release' ? releaseClaim(submission, note.trim()) : takeOverClaim(submission, note.trim()));
    setBusy(false);
    if (isDone) openOverlay(null);
  };
  return (
    <Dialog
      isOpen
      onClose={() => openOverlay(null)}
      size="small"
      title={t(kind === 'release' ? 'claim.releaseTitle' : 'claim.takeOverTitle')}
      description={kind === 'release' ? t('claim.releaseText') : t('claim.takeOverText', { name: submission.claim?.by ?? '' })}
      footer={
        <>
          <Button onClick={() => openOverlay(null)}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form={formId} isBusy={isBusy} blockedBecause={isMissing ? t('claim.noteNeeded') : null}>
            {t(kind === 'release' ? 'action.claim.release' : 'claim.takeOverConfirm')}
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
        <TextArea
          label={t(needsNote ? 'claim.note' : 'claim.noteOptional')}
          value={note}
          maxLength={LIMITS.noteChars}
          autoFocus
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
          }}
        />
      </form>
    </Dialog>
  );
}
