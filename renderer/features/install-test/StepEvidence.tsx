import { Crosshair, Download, ListChecks } from 'lucide-react';
import { useState } from 'react';
import type { EvidenceKind, RunEvidence, RunFinding, RunStep } from '../../../shared/domain/install-test.ts';
import { useI18n } from '../../app/session-store.ts';
import { IconButton } from '../../components/Button.tsx';
import { ErrorState, Skeleton } from '../../components/States.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { tell } from '../../components/toast-store.ts';
import { Untrusted, UntrustedText } from '../../components/Untrusted.tsx';
import { act } from '../../lib/act.ts';
import { formatBytes } from '../../lib/format.ts';
import { useResource } from '../../lib/resources.ts';
import { safeText } from '../../lib/safe-text.ts';
import { jumpToRule } from '../checklist/checklist-store.ts';
import { HttpLog } from './HttpLog.tsx';
import { chooseStep, isOver, type RunPicture } from './run-store.ts';
import { StepMark } from './StepMark.tsx';

interface Properties {
  readonly runId: string;
  readonly picture: RunPicture;
  readonly chosen: RunStep | null;
}

type Pane = 'findings' | 'console' | 'network' | 'http' | 'files';

/** What the chosen step saw, or the whole test: findings, console, network, the portal's HTTP log, files. */
export function StepEvidence({ runId, picture, chosen }: Properties) {
  const { t, pick } = useI18n();
  const [pane, setPane] = useState<Pane>('findings');
  const isHere = (one: { readonly stepId: string | null }): boolean => chosen === null || one.stepId === chosen.id;
  // A finding stands with the step that showed it first; a later step that failed of the same rule shows it too.
  const findings = picture.findings.filter((one) => isHere(one) || (chosen?.state === 'failed' && chosen.ruleIds.includes(one.ruleId)));
  const evidence = picture.evidence.filter(isHere);
  const exchanges = picture.exchanges.filter(isHere).map(({ exchange }) => exchange);
  const count = (of: (step: RunStep) => number): string | undefined => {
    const sum = picture.steps.filter((step) => chosen === null || step.id === chosen.id).reduce((all, step) => all + of(step), 0);
    return sum === 0 ? undefined : String(sum);
  };
  const files = (kind: EvidenceKind, Row: RecordRow) => () => {
    const list = evidence.filter((each) => each.kind === kind);
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
          <button type="button" className="link small" onClick={() => chooseStep(runId, null)}>
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
            content: () => <FindingList runId={runId} findings={findings} picture={picture} chosen={chosen} />,
          },
          {
            name: 'console',
            label: t('test.tab.console'),
            detail: count((step) => step.counts?.consoleErrors ?? 0),
            content: files('console', ConsoleRow),
          },
          {
            name: 'network',
            label: t('test.tab.network'),
            detail: count((step) => step.counts?.failedRequests ?? 0),
            content: files('network', NetworkRow),
          },
          {
            name: 'http',
            label: t('test.tab.http'),
            detail: exchanges.length === 0 ? undefined : String(exchanges.length),
            content: () => <HttpLog runId={runId} exchanges={exchanges} isFinished={isOver(picture.state) && picture.report !== null} />,
          },
          { name: 'files', label: t('test.tab.files'), content: () => <Files files={evidence} /> },
        ]}
      />
    </section>
  );
}

function FindingList({
  runId,
  findings,
  picture,
  chosen,
}: {
  readonly runId: string;
  readonly findings: readonly RunFinding[];
  readonly picture: RunPicture;
  readonly chosen: RunStep | null;
}) {
  const { t, pick } = useI18n();
  if (findings.length === 0) return <p className="soft test-nothing">{t('test.noFindings')}</p>;
  return (
    <ul>
      {findings.map((finding, index) => {
        const step = picture.steps.find((each) => each.id === finding.stepId);
        return (
          <li key={index} className="test-finding" data-testid="run-finding" data-rule={finding.ruleId}>
            <StepMark state={finding.confidence === 'could-not-look' ? 'could-not-look' : 'failed'} />
            <div>
              <UntrustedText text={pick(finding.message)} />
              <p className="test-finding-links small">
                <span className="soft">{t(`confidence.${finding.confidence}`)}</span>
                <button type="button" className="link" onClick={() => jumpToRule(finding.ruleId)}>
                  <ListChecks className="icon" aria-hidden />
                  {t('test.toChecklist')}
                </button>
                {chosen !== null || step === undefined ? null : (
                  <button type="button" className="link" onClick={() => chooseStep(runId, step.id)}>
                    <Crosshair className="icon" aria-hidden />
                    {t('test.toStep', { step: pick(step.title) })}
                  </button>
                )}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** Everything that was kept, to be saved where a person wants it; a trace with how to open it. */
function Files({ files }: { readonly files: readonly RunEvidence[] }) {
  const i18n = useI18n();
  const { t } = i18n;
  const save = async (file: RunEvidence): Promise<void> => {
    const extension = file.path.split('.').at(-1) ?? 'bin';
    const name = `${file.kind}-${file.stepId}-${file.sha256.slice(0, 8)}.${extension}`.replace(/[^A-Za-z0-9._-]+/g, '-');
    const answer = await act('evidence.save', { sha256: file.sha256, name });
    if (answer !== undefined && answer.path !== null) tell('pass', 'test.fileSaved', { name });
  };
  if (files.length === 0) return <p className="soft test-nothing">{t('test.nothingHere')}</p>;
  const traces = files.filter((file) => file.kind === 'trace');
  return (
    <>
      {traces.length === 0 ? null : (
        <p className="page-notice small test-trace-help selectable">
          <span>
            {t('test.traceHelp')} <code className="mono">npx playwright show-trace {'<file.zip>'}</code>
          </span>
        </p>
      )}
      <ul className="test-files">
        {[...traces, ...files.filter((file) => file.kind !== 'trace')].map((file) => (
          <li key={file.id} className="test-file" data-testid="run-file" data-kind={file.kind}>
            <span className="test-file-text">
              <span>{t(`evidence.${file.kind}`)}</span> <Untrusted text={file.title} />
              <span className="faint small test-record-where">{formatBytes(i18n, file.sizeBytes)}</span>
            </span>
            <IconButton icon={Download} label={t('test.saveFile', { name: file.title })} onClick={() => void save(file)} />
          </li>
        ))}
      </ul>
    </>
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

const BAD_KINDS = new Set(['error', 'console-error', 'page-error', 'request-failed', 'response-error', 'crash', 'hang', 'certificate']);

function ConsoleRow({ record }: { readonly record: Readonly<Record<string, unknown>> }) {
  const kind = textOf(record['level']) || textOf(record['kind']);
  return (
    <p className="test-record">
      <span className={BAD_KINDS.has(kind) ? 'test-record-kind test-bad' : 'test-record-kind'}>{kind}</span>
      <Untrusted text={textOf(record['text'])} />
      <span className="soft small test-record-where">
        <Untrusted text={textOf(record['url'])} />
      </span>
    </p>
  );
}

function NetworkRow({ record }: { readonly record: Readonly<Record<string, unknown>> }) {
  const { t } = useI18n();
  const status = record['status'];
  const isBad = typeof status !== 'number' || status >= 400;
  const bodies = ['requestBody', 'responseBody'].map((name) => textOf(record[name]));
  const line = (
    <>
      <span className={isBad ? 'test-record-kind test-bad' : 'test-record-kind'}>{textOf(status) || textOf(record['failure']) || '—'}</span>
      <span>
        {textOf(record['method'])} <Untrusted text={textOf(record['url'])} />
      </span>
      <span className="soft small test-record-where">{textOf(record['resourceType'])}</span>
    </>
  );
  if (bodies.every((body) => body === '')) return <p className="test-record">{line}</p>;
  return (
    <details className="test-exchange">
      <summary className="test-record">{line}</summary>
      <div className="test-exchange-body">
        {bodies.map((body, index) =>
          body === '' ? null : (
            <div key={index}>
              <h5 className="soft small">{index === 0 ? t('test.request') : t('test.response')}</h5>
              <pre className="test-body">{safeText(body)}</pre>
            </div>
          ),
        )}
      </div>
    </details>
  );
}
