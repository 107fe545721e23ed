import { Check, Copy, Gavel, Info, MessageSquare, Send } from 'lucide-react';
import { useState } from 'react';
import type { OutboxDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { CheckBox } from '../../components/Fields.tsx';
import { Moment } from '../../components/Moment.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { tell } from '../../components/toast-store.ts';
import { Untrusted, UntrustedText } from '../../components/Untrusted.tsx';
import { act } from '../../lib/act.ts';
import { useNow } from '../../lib/hooks.ts';
import { refreshOne, useResource } from '../../lib/resources.ts';
import { openAndPoint } from '../queue/queue-store.ts';
import './outbox.css';

/** What is to be told to vendors. A person carries it over to the cabinet and says so here; nothing is called sent before. */
export function Outbox() {
  const { t } = useI18n();
  const { value, failure, retry } = useResource('outbox.list', {});
  const [isDoneShown, showDone] = useState(false);
  const items = (value?.items ?? []).filter((item) => isDoneShown || item.state === 'held' || item.state === 'waiting');
  return (
    <div className="page" data-testid="outbox">
      <header className="page-head">
        <h1 className="page-title">{t('screen.outbox')}</h1>
        <span className="page-head-space" />
        <CheckBox label={t('outbox.showDone')} isChecked={isDoneShown} onChange={showDone} />
      </header>
      <div className="page-body">
        <p className="page-notice">
          <Info className="icon" aria-hidden /> {t('outbox.notConnected')}
        </p>
        {value === undefined ? (
          failure === null ? (
            <Skeleton lines={6} />
          ) : (
            <ErrorState failure={failure} onRetry={retry} />
          )
        ) : items.length === 0 ? (
          <EmptyState icon={Send} title={t('outbox.empty')}>
            <p>{t('outbox.emptyHelp')}</p>
          </EmptyState>
        ) : (
          <ul className="outbox-list">
            {items.map((item) => (
              <OutboxItem key={item.id} item={item} />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

const TONES = { held: 'info', waiting: 'warning', 'handed-over': 'pass', cancelled: 'plain' } as const;

function OutboxItem({ item }: { readonly item: OutboxDetails }) {
  const { t } = useI18n();
  const now = useNow(1_000);
  const leftMs = item.heldUntil === null ? 0 : item.heldUntil - now;
  const Icon = item.kind === 'verdict' ? Gavel : MessageSquare;
  const { submissionId } = item;
  return (
    <li className="outbox-item" data-testid="outbox-item" data-state={item.state}>
      <div className="outbox-item-head">
        <Icon className="icon" aria-hidden />
        <h2 className="outbox-item-title">
          {submissionId === null ? (
            <Untrusted text={item.title} />
          ) : (
            <button type="button" className="link" onClick={() => openAndPoint(submissionId)}>
              <Untrusted text={item.title} />
            </button>
          )}
        </h2>
        <Badge tone={TONES[item.state]}>
          {item.state === 'held' && leftMs > 0 ? t('outbox.heldFor', { count: Math.ceil(leftMs / 1000) }) : t(`outbox.state.${item.state}`)}
        </Badge>
      </div>
      <p className="soft small">
        <Untrusted text={item.solutionName} /> · <Untrusted text={item.vendorName} /> · <Moment at={item.createdAt} />
        {item.handedOverAt === null ? null : (
          <>
            {' · '}
            {t('outbox.handedOverAt')} <Moment at={item.handedOverAt} />
          </>
        )}
      </p>
      <div className="outbox-text">
        <UntrustedText text={item.text} />
      </div>
      {item.state === 'waiting' ? (
        <div className="outbox-actions">
          <Button
            icon={Copy}
            onClick={() =>
              void act('outbox.copy', { id: item.id }).then((answer) => {
                if (answer !== undefined) tell('pass', 'common.copied');
              })
            }
          >
            {t('outbox.copy')}
          </Button>
          <Button
            icon={Check}
            look="primary"
            onClick={() =>
              void act('outbox.confirm', { id: item.id }).then((answer) => {
                if (answer !== undefined) refreshOne('outbox.list', {});
              })
            }
          >
            {t('outbox.confirm')}
          </Button>
        </div>
      ) : null}
    </li>
  );
}
