import { Paperclip, SendHorizontal, StickyNote, X } from 'lucide-react';
import { useRef, useState, type ClipboardEvent } from 'react';
import type { MessageFileDetails, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Choice } from '../../components/Fields.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { act } from '../../lib/act.ts';
import { formatBytes } from '../../lib/format.ts';
import { refreshOne } from '../../lib/resources.ts';
import type { Draft } from '../../lib/use-draft.ts';
import { usePendingFiles } from './pending-files.ts';
import { InsertTemplate, joined, useUnfilled } from '../templates/InsertTemplate.tsx';

export type MessageKind = 'to-vendor' | 'from-vendor' | 'note';

interface Properties {
  readonly submission: SubmissionDetails;
  readonly region: string | null;
  readonly kind: MessageKind;
  readonly onKind: (kind: MessageKind) => void;
  readonly draft: Draft;
}

/** Writes to the vendor, to the team, or records what the vendor answered elsewhere; each says where the text goes. */
export function Composer({ submission, region, kind, onKind, draft }: Properties) {
  const i18n = useI18n();
  const { t } = i18n;
  const solutionId = submission.solution.id;
  const [files, changeFiles] = usePendingFiles(solutionId);
  const [isSending, setSending] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const isEmpty = draft.text.trim() === '';
  const unfilled = useUnfilled(submission.id, draft.text);
  const add = (more: readonly MessageFileDetails[]): void => changeFiles((before) => [...before, ...more].slice(0, LIMITS.messageFiles));

  const send = async (): Promise<void> => {
    if (isEmpty || isSending || (kind === 'to-vendor' && unfilled !== null)) return;
    setSending(true);
    const message = await act('chat.send', {
      solutionId,
      submissionId: submission.id,
      region,
      kind,
      text: draft.text.trim(),
      files: [...files],
    });
    setSending(false);
    if (message === undefined) return;
    draft.clear();
    changeFiles(() => []);
    field.current?.focus();
    refreshOne('chat.thread', { solutionId });
  };
  const attach = async (): Promise<void> => {
    const answer = await act('chat.chooseFiles', { solutionId });
    if (answer !== undefined) add(answer.files);
    field.current?.focus();
  };
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0) return;
    event.preventDefault();
    void (async () => {
      for (const file of pasted) {
        const bytes = new Uint8Array(await file.arrayBuffer());
        const kept = await act('chat.attach', { solutionId, name: file.name, mime: file.type, bytes });
        if (kept !== undefined) add([kept]);
      }
    })();
  };

  return (
    <form
      className={`chat-composer chat-composer-${kind}`}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Choice
        label={t('chat.kind')}
        value={kind}
        onChange={onKind}
        options={[
          { value: 'to-vendor', label: t('chat.kind.to-vendor') },
          { value: 'note', label: t('chat.kind.note') },
          { value: 'from-vendor', label: t('chat.kind.from-vendor') },
        ]}
      />
      <textarea
        ref={field}
        className="field-control field-area chat-field"
        data-chat-input
        aria-label={t(`chat.kind.${kind}`)}
        placeholder={t(`chat.hint.${kind}`)}
        value={draft.text}
        maxLength={LIMITS.messageChars}
        readOnly={!draft.isReady || isSending}
        onChange={(event) => draft.setText(event.target.value)}
        onPaste={onPaste}
        onKeyDown={(event) => {
          if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void send();
          }
        }}
      />
      {files.length === 0 ? null : (
        <ul className="chat-files" aria-label={t('chat.files')}>
          {files.map((file, index) => (
            <li key={`${file.sha256} ${index}`} className="chat-file" data-testid="pending-file">
              <Paperclip className="icon" aria-hidden />
              <span className="truncate">
                <Untrusted text={file.name} />
              </span>
              <span className="faint number">{formatBytes(i18n, file.sizeBytes)}</span>
              <IconButton
                icon={X}
                label={t('chat.removeFile', { name: file.name })}
                onClick={() => changeFiles((before) => before.filter((_, other) => other !== index))}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="chat-composer-foot">
        {kind === 'to-vendor' ? (
          <InsertTemplate
            submissionId={submission.id}
            onInsert={(text) => {
              draft.setText(joined(draft.text, text));
              field.current?.focus();
            }}
          />
        ) : null}
        <IconButton icon={Paperclip} label={t('chat.attach')} data-testid="chat-attach" onClick={() => void attach()} />
        <span className="faint small">{t(`chat.effect.${kind}`)}</span>
        <Button
          type="submit"
          icon={kind === 'note' ? StickyNote : SendHorizontal}
          isBusy={isSending}
          binding={{ code: 'Enter', mod: true }}
          blockedBecause={isEmpty ? t('chat.writeFirst') : kind === 'to-vendor' ? unfilled : null}
        >
          {t(`chat.send.${kind}`)}
        </Button>
      </div>
    </form>
  );
}
