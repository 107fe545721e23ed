import { Check, Clock, MessageSquare, SendHorizontal, StickyNote } from 'lucide-react';
import { useRef, useState } from 'react';
import type { MessageDetails, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Choice } from '../../components/Fields.tsx';
import { Moment } from '../../components/Moment.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { Untrusted, UntrustedText } from '../../components/Untrusted.tsx';
import { act } from '../../lib/act.ts';
import { formatDay } from '../../lib/format.ts';
import { refreshOne, useResource } from '../../lib/resources.ts';
import { useDraft } from '../../lib/use-draft.ts';
import { InsertTemplate, joined, useUnfilled } from '../templates/InsertTemplate.tsx';
import './chat.css';

type MessageKind = 'to-vendor' | 'from-vendor' | 'note';

/** One thread per solution, over all its submissions. Notes of the team look different and never leave it by default. */
export function Chat({ submission }: { readonly submission: SubmissionDetails }) {
  const i18n = useI18n();
  const { t } = i18n;
  const solutionId = submission.solution.id;
  const { value, failure, retry } = useResource('chat.thread', { solutionId });

  return (
    <div className="chat" data-testid="chat">
      <div className="chat-thread" role="log" aria-label={t('chat.thread')} tabIndex={0}>
        <div className="chat-messages">
          {value === undefined ? (
            failure === null ? (
              <Skeleton lines={5} />
            ) : (
              <ErrorState failure={failure} onRetry={retry} />
            )
          ) : value.messages.length === 0 ? (
            <EmptyState icon={MessageSquare} title={t('chat.empty')}>
              <p>{t('chat.emptyHelp')}</p>
            </EmptyState>
          ) : (
            value.messages.map((message, index) => {
              const day = formatDay(i18n, message.at);
              const before = value.messages[index - 1];
              return (
                <div key={message.id}>
                  {before !== undefined && formatDay(i18n, before.at) === day ? null : <p className="chat-day">{day}</p>}
                  <Message message={message} isOfThis={message.submissionId === null || message.submissionId === submission.id} />
                </div>
              );
            })
          )}
        </div>
      </div>
      <Composer submission={submission} />
    </div>
  );
}

function Message({ message, isOfThis }: { readonly message: MessageDetails; readonly isOfThis: boolean }) {
  const { t } = useI18n();
  return (
    <article className={`chat-message chat-${message.kind}`} data-testid={`message-${message.kind}`}>
      <header className="chat-message-head">
        <span className="chat-author truncate">{message.kind === 'system' ? t('chat.system') : <Untrusted text={message.author} />}</span>
        {message.kind === 'note' ? <span className="chat-note-label">{t('chat.noteLabel')}</span> : null}
        {isOfThis ? null : <span className="faint">{t('chat.otherSubmission')}</span>}
        <span className="faint chat-time number">
          <Moment at={message.at} style="clock" />
        </span>
      </header>
      <UntrustedText text={message.text} />
      {message.outboxState === null ? null : (
        <p className={`chat-delivery chat-delivery-${message.outboxState}`}>
          {message.outboxState === 'handed-over' ? <Check className="icon" aria-hidden /> : <Clock className="icon" aria-hidden />}
          {t(`outbox.state.${message.outboxState}`)}
        </p>
      )}
    </article>
  );
}

function Composer({ submission }: { readonly submission: SubmissionDetails }) {
  const { t } = useI18n();
  const solutionId = submission.solution.id;
  const [kind, setKind] = useState<MessageKind>('to-vendor');
  const [isSending, setSending] = useState(false);
  const draft = useDraft(`chat:${solutionId}:${kind}`);
  const field = useRef<HTMLTextAreaElement>(null);
  const isEmpty = draft.text.trim() === '';
  const unfilled = useUnfilled(submission.id, draft.text);
  const send = async (): Promise<void> => {
    if (isEmpty || isSending || (kind === 'to-vendor' && unfilled !== null)) return;
    setSending(true);
    const message = await act('chat.send', { solutionId, submissionId: submission.id, kind, text: draft.text.trim() });
    setSending(false);
    if (message === undefined) return;
    draft.clear();
    field.current?.focus();
    refreshOne('chat.thread', { solutionId });
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
        onChange={setKind}
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
        onKeyDown={(event) => {
          if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void send();
          }
        }}
      />
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
