import { FileDown } from 'lucide-react';
import { useState } from 'react';
import type { HttpExchange } from '../../../shared/domain/install-test.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { CheckBox } from '../../components/Fields.tsx';
import { tell } from '../../components/toast-store.ts';
import { Untrusted } from '../../components/Untrusted.tsx';
import { act } from '../../lib/act.ts';
import { safeText } from '../../lib/safe-text.ts';

export function isBadExchange(exchange: HttpExchange): boolean {
  return exchange.error !== null || exchange.status === null || exchange.status >= 400;
}

const SHOWN_AT_ONCE = 150;

/** What went between browser, portal and vendor, with both bodies. Chosen requests go into the support log. */
export function HttpLog({
  runId,
  exchanges,
  isFinished,
}: {
  readonly runId: string;
  readonly exchanges: readonly HttpExchange[];
  readonly isFinished: boolean;
}) {
  const { t } = useI18n();
  const [onlyBad, setOnlyBad] = useState(false);
  const [limit, setLimit] = useState(SHOWN_AT_ONCE);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const wanted = onlyBad ? exchanges.filter(isBadExchange) : exchanges;
  const choose = (id: number, isChosen: boolean): void => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const save = async (): Promise<void> => {
    const answer = await act('installTest.saveSupportLog', { runId, exchangeIds: chosen.size === 0 ? null : [...chosen] });
    if (answer === undefined) return;
    if (answer.requests === 0) tell('info', 'test.supportLogEmpty');
    else if (answer.path !== null) tell('pass', 'test.supportLogSaved', { count: answer.requests });
  };
  return (
    <div className="http-log">
      <div className="http-log-bar">
        <CheckBox label={t('test.onlyBad')} isChecked={onlyBad} onChange={setOnlyBad} />
        <Button
          look="quiet"
          icon={FileDown}
          blockedBecause={isFinished ? null : t('test.supportLogLater')}
          title={t('test.supportLogHelp')}
          data-testid="support-log"
          onClick={() => void save()}
        >
          {chosen.size === 0 ? t('test.supportLog') : t('test.supportLogOf', { count: chosen.size })}
        </Button>
      </div>
      {wanted.length === 0 ? <p className="soft test-nothing">{t('test.nothingHere')}</p> : null}
      <div className="test-records selectable">
        {wanted.slice(0, limit).map((exchange) => (
          <Exchange key={exchange.id} exchange={exchange} isChosen={chosen.has(exchange.id)} onChoose={choose} />
        ))}
      </div>
      {wanted.length <= limit ? null : (
        <button type="button" className="link small" onClick={() => setLimit(limit + 4 * SHOWN_AT_ONCE)}>
          {t('test.showMore', { count: wanted.length - limit })}
        </button>
      )}
    </div>
  );
}

function Exchange({
  exchange,
  isChosen,
  onChoose,
}: {
  readonly exchange: HttpExchange;
  readonly isChosen: boolean;
  readonly onChoose: (id: number, isChosen: boolean) => void;
}) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const name = exchange.name ?? pathOf(exchange.url);
  return (
    <div className="test-exchange-row">
      <input
        type="checkbox"
        className="test-exchange-choice"
        aria-label={t('test.toSupportLog', { name: `${exchange.method} ${name}` })}
        title={t('test.toSupportLog', { name: `${exchange.method} ${name}` })}
        checked={isChosen}
        onChange={(event) => onChoose(exchange.id, event.target.checked)}
      />
      <details className="test-exchange" data-testid="exchange" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="test-record">
          <span className={isBadExchange(exchange) ? 'test-record-kind test-bad' : 'test-record-kind'}>
            {exchange.status ?? t('test.noAnswer')}
          </span>
          <span>
            {exchange.method} <Untrusted text={name} />
          </span>
          <span className="soft small test-record-where">
            {t(`exchange.${exchange.direction}`)} · <span className="number">{exchange.durationMs}</span> {t('test.milliseconds')}
          </span>
        </summary>
        {isOpen ? <ExchangeBody exchange={exchange} /> : null}
      </details>
    </div>
  );
}

function ExchangeBody({ exchange }: { readonly exchange: HttpExchange }) {
  const { t } = useI18n();
  const query = exchange.url.includes('?') ? parameters(exchange.url.slice(exchange.url.indexOf('?') + 1)) : [];
  const isForm = /x-www-form-urlencoded/i.test(headerOf(exchange.requestHeaders, 'content-type'));
  return (
    <div className="test-exchange-body">
      <p className="small">
        <Untrusted text={exchange.url} />
      </p>
      {exchange.error === null ? null : (
        <p className="test-bad">
          <Untrusted text={exchange.error} />
        </p>
      )}
      <Parameters title={t('test.query')} pairs={query} />
      <h5 className="soft small">{t('test.request')}</h5>
      {isForm ? <Parameters title={t('test.parameters')} pairs={parameters(exchange.requestBody)} /> : null}
      {isForm ? null : <Body text={exchange.requestBody} />}
      <Headers headers={exchange.requestHeaders} />
      <h5 className="soft small">{t('test.response')}</h5>
      <Body text={exchange.responseBody} />
      <Headers headers={exchange.responseHeaders} />
    </div>
  );
}

function Body({ text }: { readonly text: string }) {
  const { t } = useI18n();
  if (text === '') return <p className="faint small">{t('test.noBody')}</p>;
  return <pre className="test-body">{safeText(pretty(text))}</pre>;
}

/** Folded: what was said stands in the bodies. */
function Headers({ headers }: { readonly headers: Readonly<Record<string, string>> }) {
  const { t } = useI18n();
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  if (lines.length === 0) return null;
  return (
    <details className="test-headers">
      <summary className="soft small">
        {t('test.headers')} <span className="number">{lines.length}</span>
      </summary>
      <pre className="test-body">{safeText(lines.join('\n'))}</pre>
    </details>
  );
}

function Parameters({ title, pairs }: { readonly title: string; readonly pairs: readonly (readonly [string, string])[] }) {
  if (pairs.length === 0) return null;
  return (
    <>
      <h6 className="faint small">{title}</h6>
      <dl className="test-parameters">
        {pairs.map(([name, value], index) => (
          <div key={index}>
            <dt>
              <Untrusted text={name} />
            </dt>
            <dd>
              <Untrusted text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function parameters(encoded: string): [string, string][] {
  return encoded === '' ? [] : [...new URLSearchParams(encoded)];
}

function headerOf(headers: Readonly<Record<string, string>>, wanted: string): string {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
}

function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]+/, '').split('?')[0] ?? url;
}

const LONGEST_PRETTY = 200_000;

function pretty(body: string): string {
  if (body.length > LONGEST_PRETTY || !/^\s*[[{]/.test(body)) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
