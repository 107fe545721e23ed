import { MailCheck } from 'lucide-react';
import { ActionButton } from '../../app/ActionButton.tsx';
import { showSide } from '../../app/navigation-store.ts';
import { useI18n, useSession } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Moment } from '../../components/Moment.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { useResource } from '../../lib/resources.ts';
import { openAndPoint } from '../queue/queue-store.ts';
import './messages.css';

/** Conversations with something unread, the newest first; answers of vendors come in as message packages. */
export function Messages() {
  const { t, pick } = useI18n();
  const { value, failure, retry } = useResource('chat.unread', {});
  const marketplaces = useSession((session) => session.info?.marketplaces);
  const regions = (marketplaces ?? []).flatMap((marketplace) => marketplace.regions);
  return (
    <div className="page" data-testid="messages">
      <header className="page-head">
        <h1 className="page-title">{t('screen.messages')}</h1>
        <span className="page-head-space" />
        <ActionButton action="import.files" label="messages.import" />
      </header>
      <div className="page-body" tabIndex={0}>
        {value === undefined ? (
          failure === null ? (
            <Skeleton lines={6} />
          ) : (
            <ErrorState failure={failure} onRetry={retry} />
          )
        ) : value.threads.length === 0 ? (
          <EmptyState icon={MailCheck} title={t('messages.empty')}>
            <p>{t('messages.emptyHelp')}</p>
          </EmptyState>
        ) : (
          <ul className="messages">
            {value.threads.map((thread) => {
              const region = regions.find(({ id }) => id === thread.region);
              return (
                <li key={`${thread.solutionId} ${thread.region ?? ''}`}>
                  <button
                    type="button"
                    className="messages-thread"
                    data-testid="unread-thread"
                    onClick={() => {
                      if (thread.submissionId === null) return;
                      openAndPoint(thread.submissionId);
                      showSide('chat');
                    }}
                  >
                    <span className="messages-head">
                      <strong className="truncate">
                        <Untrusted text={thread.solutionName} />
                      </strong>
                      <span className="soft truncate">
                        <Untrusted text={thread.vendorName} />
                        {region === undefined ? '' : ` · ${pick(region.title)}`}
                      </span>
                      <Badge tone="info">{t('messages.unread', { count: thread.count })}</Badge>
                      <span className="faint small messages-time">
                        <Moment at={thread.at} />
                      </span>
                    </span>
                    <span className="soft truncate messages-text">
                      <Untrusted text={thread.text} />
                    </span>
                  </button>
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </div>
  );
}
