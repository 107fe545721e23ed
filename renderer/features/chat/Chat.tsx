import { MessageSquare, Search, SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { MessageDetails, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Select } from '../../components/Fields.tsx';
import { quoteOf } from '../../lib/message-markdown.ts';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { focusWhenThere } from '../../app/focus.ts';
import { call } from '../../lib/bridge.ts';
import { formatDay } from '../../lib/format.ts';
import { useResource } from '../../lib/resources.ts';
import { useDraft } from '../../lib/use-draft.ts';
import { Composer, type MessageKind } from './Composer.tsx';
import { Message } from './Message.tsx';
import { answersSearch } from './search.ts';
import './chat.css';

/** How long a message must have been in sight before it counts as read, ms. */
const READ_AFTER_MS = 1_000;

/**
 * One thread per solution, over all its submissions; one per region where the marketplace talks with the vendor by region.
 * Notes of the team look different and never leave it by default.
 */
export function Chat({ submission }: { readonly submission: SubmissionDetails }) {
  const i18n = useI18n();
  const { t } = i18n;
  const solutionId = submission.solution.id;
  const { value, failure, retry } = useResource('chat.thread', { solutionId });
  const [region, setRegion] = useState(submission.region);
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState<MessageKind>('to-vendor');
  const draft = useDraft(`chat:${solutionId}:${kind}`);
  const regions = value?.regions ?? [];
  const isOfRegion = (message: MessageDetails): boolean => regions.length === 0 || message.region === null || message.region === region;
  const withMessages = regions.filter(
    ({ id }) => id === submission.region || value?.messages.some((message) => message.region === id) === true,
  );
  const thread = value?.messages.filter(isOfRegion) ?? [];
  const shown = thread.filter((message) => answersSearch(message, search));
  const wasUnread = useUnread(solutionId, thread);

  return (
    <div className="chat" data-testid="chat">
      <div className="chat-tools">
        {withMessages.length > 1 ? (
          <Select
            label={t('chat.region')}
            isLabelHidden
            value={region}
            onChange={setRegion}
            options={withMessages.map(({ id, title }) => ({ value: id, label: i18n.pick(title) }))}
          />
        ) : null}
        <label className="chat-search">
          <Search className="icon" aria-hidden />
          <span className="visually-hidden">{t('chat.search')}</span>
          <input
            type="search"
            className="chat-search-field"
            data-testid="chat-search"
            placeholder={t('chat.search')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            onKeyDown={(event) => {
              if (event.code === 'Escape' && search !== '') {
                event.stopPropagation();
                setSearch('');
              }
            }}
          />
          {search.trim() === '' ? null : (
            <span className="faint small number" role="status">
              {t('chat.found', { count: shown.length })}
            </span>
          )}
        </label>
      </div>
      <div className="chat-thread" role="log" aria-label={t('chat.thread')} tabIndex={0}>
        <div className="chat-messages">
          {value === undefined ? (
            failure === null ? (
              <Skeleton lines={5} />
            ) : (
              <ErrorState failure={failure} onRetry={retry} />
            )
          ) : thread.length === 0 ? (
            <EmptyState icon={MessageSquare} title={t('chat.empty')}>
              <p>{t('chat.emptyHelp')}</p>
            </EmptyState>
          ) : shown.length === 0 ? (
            <EmptyState icon={SearchX} title={t('chat.nothingFound')} />
          ) : (
            shown.map((message, index) => {
              const day = formatDay(i18n, message.at);
              const before = shown[index - 1];
              return (
                <div key={message.id}>
                  {before !== undefined && formatDay(i18n, before.at) === day ? null : <p className="chat-day">{day}</p>}
                  <Message
                    message={message}
                    isOfThis={message.submissionId === null || message.submissionId === submission.id}
                    isNew={wasUnread.has(message.id)}
                    onQuote={() => {
                      draft.setText(
                        `${draft.text.trim() === '' ? '' : `${draft.text.trimEnd()}\n\n`}${quoteOf(message.author, message.text)}`,
                      );
                      focusWhenThere('[data-chat-input]');
                    }}
                  />
                </div>
              );
            })
          )}
        </div>
      </div>
      <Composer submission={submission} region={regions.length === 0 ? null : region} kind={kind} onKind={setKind} draft={draft} />
    </div>
  );
}

/** Marks what is in sight as read. @returns everything that was unread since the thread was opened, so that it stays marked as new. */
function useUnread(solutionId: string, thread: readonly MessageDetails[]): ReadonlySet<string> {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const unread = thread.filter((message) => message.isUnread).map((message) => message.id);
  const key = unread.join(' ');
  useEffect(() => {
    if (key === '') return;
    const ids = key.split(' ');
    setSeen((before) => new Set([...before, ...ids]));
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') void call('chat.markRead', { solutionId, messageIds: ids });
    }, READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, [key, solutionId]);
  return seen;
}
