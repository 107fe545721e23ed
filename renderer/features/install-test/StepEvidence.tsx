import { useState } from 'react';
import type { EvidenceKind, HttpExchange, RunStep } from '../../../shared/domain/install-test.ts';
import { useI18n } from '../../app/session-store.ts';
import { ErrorState, Skeleton } from '../../components/States.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { Untrusted, UntrustedText } from '../../components/Untrusted.tsx';
import { useResource } from '../../lib/resources.ts';
import { safeText } from '../../lib/safe-text.ts';
import { jumpToRule } from '../checklist/checklist-store.ts';
import type { RunPicture } from './run-store.ts';
import { StepMark } from './StepMark.tsx';

interface Properties {
  readonly picture: RunPicture;
  readonly chosen: RunStep | null;
  readonly onWhole: () => void;
}

type Pane = 'findings' | 'console' | 'network' | 'http';

/** What the chosen step saw, or the whole test: findings, console, network and the portal's HTTP log. */
export function StepEvidence({ picture, chosen, onWhole }: Properties) {
  const { t, pick } = useI18n();
  const [pane, setPane] = useState<Pane>('findings');
  const findings = picture.findings.filter((finding) => chosen === null || finding.stepId === chosen.id);
  const filesOf = (kind: EvidenceKind) =>
    picture.evidence.filter((each) => each.kind === kind && (chosen === null || each.stepId === chosen.id));
  const files = (kind: EvidenceKind, Row: RecordRow) => () => {
    const list = filesOf(kind);
    if (list.length === 0) return <p className="soft test-nothing">{t('test.nothingHere')}</p>;
    return (
      <div className="test-records selectable">
        {list.map((file) => (
          <Records key={file.id} sha256={file.sha256} title={chosen === null ? file.title : null} Row={Row} />
        ))}
      </div>
    );
  };
  return (
    <section className="test-evidence" aria-label={t('test.sight')}>
      <p className="test-evidence-head">
        <b>{chosen === null ? t('test.whole') : pick(chosen.title)}</b>
        {chosen === null ? null : (
          <button type="button" className="link small" onClick={onWhole}>
            {t('test.whole')}
          </button>
        )}
      </p>
      <Tabs<Pane>
        label={t('test.sight')}
        current={pane}
        onChange={setPane}
        tabs={[
          {
            name: 'findings',
            label: t('test.tab.findings'),
            detail: String(findings.length),
            content: () =>
              findings.length === 0 ? (
                <p className="soft test-nothing">{t('test.noFindings')}</p>
              ) : (
                <ul>
                  {findings.map((finding, index) => (
                    <li key={index} className="test-finding">
                      <StepMark state={finding.confidence === 'could-not-look' ? 'could-not-look' : 'failed'} />
                      <div>
                        <UntrustedText text={pick(finding.message)} />
                        <button type="button" className="link small" onClick={() => jumpToRule(finding.ruleId)}>
                          {t('test.toChecklist')}
                        </button>
                      </div>
                    </li>
                  ))}
                </ul>
              ),
          },
          { name: 'console', label: t('test.tab.console'), content: files('console', ConsoleRow) },
          { name: 'network', label: t('test.tab.network'), content: files('network', NetworkRow) },
          { name: 'http', label: t('test.tab.http'), content: files('http', ExchangeRow) },
        ]}
      />
    </section>
  );
}

type RecordRow = (properties: { readonly record: Readonly<Record<string, unknown>> }) => React.ReactNode;

/** One evidence file: a JSON list of records, each a row. */
function Records({ sha256, title, Row }: { readonly sha256: string; readonly title: string | null; readonly Row: RecordRow }) {
  const { t } = useI18n();
  const { value, failure, retry } = useResource('evidence.readText', { sha256 });
  if (value === undefined) return failure === null ? <Skeleton lines={2} /> : <ErrorState failure={failure} onRetry={retry} />;
  const records = parse(value.text);
  return (
    <>
      {title === null ? null : <h4 className="test-records-title soft small">{title}</h4>}
      {value.isTruncated ? <p className="soft small">{t('test.truncated')}</p> : null}
      {records === null ? (
        <pre className="test-body">{safeText(value.text)}</pre>
      ) : (
        records.map((record, index) => <Row key={index} record={record} />)
      )}
    </>
  );
}

function parse(text: string): readonly Readonly<Record<string, unknown>>[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as Record<string, unknown>[]) : null;
  } catch {
    return null;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');

function ConsoleRow({ record }: { readonly record: Readonly<Record<string, unknown>> }) {
  return (
    <p className="test-record">
      <span className="test-record-kind">{textOf(record['level']) || textOf(record['kind'])}</span>
      <Untrusted text={textOf(record['text'])} />
      <span className="soft small test-record-where">
        <Untrusted text={textOf(record['url'])} />
      </span>
    </p>
  );
}

function NetworkRow({ record }: { readonly record: Readonly<Record<string, unknown>> }) {
  const status = record['status'];
  const isBad = typeof status !== 'number' || status >= 400;
  return (
    <p className="test-record">
      <span className={isBad ? 'test-record-kind test-bad' : 'test-record-kind'}>{textOf(status) || textOf(record['failure']) || '—'}</span>
      <span>
        {textOf(record['method'])} <Untrusted text={textOf(record['url'])} />
      </span>
      <span className="soft small test-record-where">{textOf(record['resourceType'])}</span>
    </p>
  );
}

function ExchangeRow({ record }: { readonly record: Readonly<Record<string, unknown>> }) {
  const { t } = useI18n();
  const exchange = record as unknown as HttpExchange;
  const isBad = exchange.error !== null || exchange.status === null || exchange.status >= 400;
  return (
    <details className="test-exchange">
      <summary className="test-record">
        <span className={isBad ? 'test-record-kind test-bad' : 'test-record-kind'}>{exchange.status ?? t('test.noAnswer')}</span>
        <span>
          {exchange.method} <Untrusted text={exchange.name ?? exchange.url} />
        </span>
        <span className="soft small test-record-where">{t(`exchange.${exchange.direction}`)}</span>
      </summary>
      <div className="test-exchange-body">
        <p className="small">
          <Untrusted text={exchange.url} />
        </p>
        {exchange.error === null ? null : (
          <p className="test-bad">
            <Untrusted text={exchange.error} />
          </p>
        )}
        <h5 className="soft small">{t('test.request')}</h5>
        <pre className="test-body">{message(exchange.requestHeaders, exchange.requestBody)}</pre>
        <h5 className="soft small">{t('test.response')}</h5>
        <pre className="test-body">{message(exchange.responseHeaders, exchange.responseBody)}</pre>
      </div>
    </details>
  );
}

function message(headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return safeText(body === '' ? lines.join('\n') : `${lines.join('\n')}\n\n${body}`);
}
