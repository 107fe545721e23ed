import { Check, Clock, Download, Paperclip, Quote } from 'lucide-react';
import { useState } from 'react';
import type { MessageDetails, MessageFileDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { IconButton } from '../../components/Button.tsx';
import { Markdown } from '../../components/Markdown.tsx';
import { Moment } from '../../components/Moment.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { act } from '../../lib/act.ts';
import { blobUrl } from '../../lib/blob-url.ts';
import { formatBytes } from '../../lib/format.ts';
import { isPicture } from '../card/MediaStrip.tsx';
import { MediaViewer } from '../card/MediaViewer.tsx';

interface Properties {
  readonly message: MessageDetails;
  readonly isOfThis: boolean;
  /** Was unread when the thread was opened. */
  readonly isNew: boolean;
  readonly onQuote: () => void;
}

/** One message: who said it and how it came here, its text and files, and whether the vendor has it. */
export function Message({ message, isOfThis, isNew, onQuote }: Properties) {
  const { t } = useI18n();
  return (
    <article className={`chat-message chat-${message.kind}`} data-testid={`message-${message.kind}`} data-message-id={message.id}>
      <header className="chat-message-head">
        <span className="chat-author truncate">{message.kind === 'system' ? t('chat.system') : <Untrusted text={message.author} />}</span>
        {message.kind === 'note' ? <span className="chat-note-label">{t('chat.noteLabel')}</span> : null}
        {isNew ? <Badge tone="info">{t('chat.new')}</Badge> : null}
        {isOfThis ? null : <span className="faint">{t('chat.otherSubmission')}</span>}
        <span className="faint chat-time number">
          <Moment at={message.at} style="clock" />
        </span>
        {message.kind === 'system' ? null : (
          <IconButton icon={Quote} label={t('chat.quote')} className="chat-quote" data-testid="chat-quote" onClick={onQuote} />
        )}
      </header>
      {message.source === 'written' ? null : (
        <p className="chat-source small" data-testid="message-source">
          {t(message.source === 'package' ? 'chat.source.package' : 'chat.source.entered', { name: message.enteredBy ?? '' })}
        </p>
      )}
      <Markdown text={message.text} />
      {message.files.length === 0 ? null : <Files messageId={message.id} files={message.files} />}
      {message.outboxState === null ? null : (
        <p className={`chat-delivery chat-delivery-${message.outboxState}`}>
          {message.outboxState === 'handed-over' ? <Check className="icon" aria-hidden /> : <Clock className="icon" aria-hidden />}
          {t(`outbox.state.${message.outboxState}`)}
        </p>
      )}
    </article>
  );
}

function Files({ messageId, files }: { readonly messageId: string; readonly files: readonly MessageFileDetails[] }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [shown, setShown] = useState<number | null>(null);
  const pictures = files.filter(isPicture);
  return (
    <ul className="chat-files" aria-label={t('chat.files')}>
      {files.map((file) => (
        <li key={file.sha256} className="chat-file" data-testid="message-file">
          {isPicture(file) ? (
            <button
              type="button"
              className="chat-picture"
              aria-label={t('chat.showFile', { name: file.name })}
              onClick={() => setShown(pictures.indexOf(file))}
            >
              <img src={blobUrl(file.sha256)} alt="" loading="lazy" decoding="async" />
            </button>
          ) : (
            <Paperclip className="icon" aria-hidden />
          )}
          <span className="truncate">
            <Untrusted text={file.name} />
          </span>
          <span className="faint number">{formatBytes(i18n, file.sizeBytes)}</span>
          <IconButton
            icon={Download}
            label={t('chat.saveFile', { name: file.name })}
            onClick={() => void act('chat.saveFile', { messageId, sha256: file.sha256 })}
          />
        </li>
      ))}
      {shown === null ? null : (
        <MediaViewer
          media={pictures.map((file) => ({ ...file, widthPx: null, heightPx: null }))}
          index={shown}
          onMove={setShown}
          onClose={() => setShown(null)}
        />
      )}
    </ul>
  );
}
