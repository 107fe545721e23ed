import { FileDown, Printer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { openOverlay } from '../../app/navigation-store.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { CheckBox } from '../../components/Fields.tsx';
import { tell } from '../../components/toast-store.ts';
import { act } from '../../lib/act.ts';
import { safeLine } from '../../lib/safe-text.ts';
import { useResource } from '../../lib/resources.ts';
import { PrintSheet } from './PrintSheet.tsx';

/** Asks what goes on the sheet and where it goes; the sheet itself exists only while it is printed. */
export function PrintDialog({ submission }: { readonly submission: SubmissionDetails }) {
  const { t } = useI18n();
  const [withNotes, setWithNotes] = useState(false);
  const [target, setTarget] = useState<'printer' | 'pdf' | null>(null);
  return (
    <Dialog
      isOpen
      onClose={() => openOverlay(null)}
      size="small"
      title={t('action.submission.print')}
      description={t('print.what')}
      footer={
        <>
          <Button onClick={() => openOverlay(null)}>{t('common.cancel')}</Button>
          <Button icon={Printer} isBusy={target === 'printer'} onClick={() => setTarget('printer')}>
            {t('print.paper')}
          </Button>
          <Button
            look="primary"
            icon={FileDown}
            isBusy={target === 'pdf'}
            data-first-focus
            data-testid="print-pdf"
            onClick={() => setTarget('pdf')}
          >
            {t('print.pdf')}
          </Button>
        </>
      }
    >
      <CheckBox label={t('print.withNotes')} isChecked={withNotes} onChange={setWithNotes} />
      {target === null ? null : <Printing submission={submission} withNotes={withNotes} to={target} onDone={() => setTarget(null)} />}
    </Dialog>
  );
}

function Printing({
  submission,
  withNotes,
  to,
  onDone,
}: {
  readonly submission: SubmissionDetails;
  readonly withNotes: boolean;
  readonly to: 'printer' | 'pdf';
  readonly onDone: () => void;
}) {
  const checklist = useResource('checklist.get', { submissionId: submission.id }).value;
  const findings = useResource('finding.list', { submissionId: submission.id }).value;
  const thread = useResource('chat.thread', { solutionId: submission.solution.id }).value;
  const isComplete = checklist !== undefined && findings !== undefined && thread !== undefined;
  useEffect(() => {
    if (!isComplete) return;
    let isCurrent = true;
    const print = async (): Promise<void> => {
      const pictures = [...document.querySelectorAll<HTMLImageElement>('.print-sheet img')];
      await Promise.all(pictures.map((picture) => picture.decode().catch(() => undefined)));
      if (!isCurrent) return;
      const name = safeLine(`${submission.solution.name} ${submission.version}`)
        .replace(/[\\/:*?"<>|]/g, ' ')
        .slice(0, 150);
      const answer = await act('window.print', { to, name });
      onDone();
      if (answer === undefined) return;
      if (answer.path !== null) {
        tell('pass', 'print.saved', { path: answer.path });
        openOverlay(null);
      } else if (to === 'printer') openOverlay(null);
    };
    void print();
    return () => {
      isCurrent = false;
    };
    // The sheet is printed once, when all of it is there.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isComplete]);
  if (!isComplete) return null;
  return createPortal(
    <PrintSheet
      submission={submission}
      checklist={checklist}
      findings={findings.findings}
      thread={thread.messages}
      withNotes={withNotes}
    />,
    document.body,
  );
}
