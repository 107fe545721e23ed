import { ChartColumn, Download } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { StatisticsDetails, StatisticsQuestion } from '../../../shared/ipc/contract.ts';
import { useI18n, useSession } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Choice, Select } from '../../components/Fields.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { tell } from '../../components/toast-store.ts';
import { act } from '../../lib/act.ts';
import { listen } from '../../lib/bridge.ts';
import { refresh, useResource } from '../../lib/resources.ts';
import { safeLine } from '../../lib/safe-text.ts';
import { spanText } from './span-text.ts';
import { VolumeChart } from './VolumeChart.tsx';
import './statistics.css';

const PERIODS = ['7', '30', '90', '365', 'all'] as const;
type Period = (typeof PERIODS)[number];
const DAY_MS = 86_400_000;
const REASONS_SHOWN = 15;
/** An import changes the queue many times a second; numbers may follow more calmly. */
const FOLLOW_MS = 2_000;

/** Numbers from the event log with their charts; every chart has its table. */
export function Statistics() {
  const { t, pick } = useI18n();
  const marketplaces = useSession((session) => session.info?.marketplaces ?? []);
  const [period, setPeriod] = useState<Period>('30');
  const [marketplace, setMarketplace] = useState<string | null>(null);
  const [region, setRegion] = useState<string | null>(null);
  const [moderator, setModerator] = useState<string | null>(null);
  const query = useMemo<StatisticsQuestion>(
    () => ({ from: period === 'all' ? null : midnight(Number(period)), to: null, marketplace, region, moderator }),
    [period, marketplace, region, moderator],
  );
  const { value, failure, retry } = useResource('statistics.get', query);
  // The last answer stays while another question is on its way.
  const [shown, setShown] = useState<StatisticsDetails | undefined>(value);
  if (value !== undefined && value !== shown) setShown(value);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = listen('queue.changed', () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        refresh((channel) => channel === 'statistics.get');
      }, FOLLOW_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  const any = { value: '', label: t('queue.any') };
  const regions = marketplaces.find(({ id }) => id === marketplace)?.regions ?? [];
  const save = async (format: 'csv' | 'json'): Promise<void> => {
    const saved = await act('statistics.export', { query, format });
    if (saved !== undefined && saved.path !== null) tell('pass', 'statistics.exported', { path: saved.path });
  };

  return (
    <div className="page" data-testid="statistics" aria-busy={value === undefined && failure === null}>
      <header className="page-head">
        <h1 className="page-title">{t('screen.statistics')}</h1>
        <span className="page-head-space" />
        <Button icon={Download} onClick={() => void save('csv')}>
          {t('statistics.export.csv')}
        </Button>
        <Button icon={Download} onClick={() => void save('json')}>
          {t('statistics.export.json')}
        </Button>
      </header>
      <div className="page-body statistics">
        <div className="statistics-filters">
          <Choice
            label={t('statistics.period')}
            value={period}
            onChange={setPeriod}
            options={PERIODS.map((each) => ({ value: each, label: t(`statistics.period.${each}`) }))}
          />
          <Select
            label={t('queue.marketplace')}
            value={marketplace ?? ''}
            options={[any, ...marketplaces.map(({ id, title }) => ({ value: id, label: pick(title) }))]}
            onChange={(chosen) => {
              setMarketplace(chosen === '' ? null : chosen);
              setRegion(null);
            }}
          />
          {regions.length < 2 ? null : (
            <Select
              label={t('queue.region')}
              value={region ?? ''}
              options={[any, ...regions.map(({ id, title }) => ({ value: id, label: pick(title) }))]}
              onChange={(chosen) => setRegion(chosen === '' ? null : chosen)}
            />
          )}
          <Select
            label={t('statistics.moderator')}
            value={moderator ?? ''}
            options={[any, ...(shown?.known.moderators ?? []).map((name) => ({ value: name, label: safeLine(name) }))]}
            onChange={(chosen) => setModerator(chosen === '' ? null : chosen)}
          />
        </div>
        {failure !== null && value === undefined ? (
          <ErrorState failure={failure} onRetry={retry} />
        ) : shown === undefined ? (
          <Skeleton lines={10} />
        ) : shown.submitted + total(shown.decided) + shown.open + shown.undone === 0 ? (
          <EmptyState icon={ChartColumn} title={t('statistics.empty')}>
            <p>{t('statistics.emptyHelp')}</p>
          </EmptyState>
        ) : (
          <Numbers statistics={shown} />
        )}
      </div>
    </div>
  );
}

/** The start of the local day that many days ago. */
function midnight(days: number): number {
  const date = new Date(Date.now() - days * DAY_MS);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

function total({ approved, returned, refused, withdrawn }: StatisticsDetails['decided']): number {
  return approved + returned + refused + withdrawn;
}

function Numbers({ statistics }: { readonly statistics: StatisticsDetails }) {
  const i18n = useI18n();
  const { t, pick } = i18n;
  const marketplaces = useSession((session) => session.info?.marketplaces ?? []);
  const number = (count: number): string => i18n.number(count);
  const { decided, firstDecision, waiting } = statistics;
  const placeTitle = (marketplace: string, region: string): string => {
    const found = marketplaces.find(({ id }) => id === marketplace);
    const place = found?.regions.find(({ id }) => id === region);
    return `${found === undefined ? marketplace : pick(found.title)}, ${place === undefined ? region : pick(place.title)}`;
  };
  const mean = ({ totalMs, submissions }: { totalMs: number; submissions: number }): string =>
    spanText(i18n, submissions === 0 ? null : totalMs / submissions);
  const mostReturns = Math.max(1, ...statistics.reasons.map(({ returns }) => returns));
  return (
    <>
      <dl className="statistics-tiles">
        <Tile name="submitted" title={t('statistics.submitted')} value={number(statistics.submitted)} />
        <Tile name="decided" title={t('statistics.decided')} value={number(total(decided))}>
          {t('statistics.approved')} {number(decided.approved)} · {t('statistics.returned')} {number(decided.returned)} ·{' '}
          {t('statistics.refused')} {number(decided.refused)} · {t('statistics.withdrawn')} {number(decided.withdrawn)}
        </Tile>
        <Tile name="open" title={t('statistics.open')} value={number(statistics.open)}>
          {t('statistics.undone')}: {number(statistics.undone)}
        </Tile>
        <Tile
          name="first-decision"
          title={t('statistics.firstDecision')}
          value={spanText(i18n, firstDecision.medianMs)}
          hint={t('statistics.firstDecisionHelp')}
        >
          {t('statistics.median')}; {t('statistics.p90')}: {spanText(i18n, firstDecision.p90Ms)}
        </Tile>
        <Tile name="waiting-us" title={t('statistics.waitingUs')} value={mean(waiting.us)}>
          {t('statistics.waitingEach', { count: waiting.us.submissions })}
        </Tile>
        <Tile name="waiting-vendor" title={t('statistics.waitingVendor')} value={mean(waiting.vendor)}>
          {t('statistics.waitingEach', { count: waiting.vendor.submissions })}
        </Tile>
      </dl>
      <Section title={t('statistics.volume')}>
        <VolumeChart statistics={statistics} />
      </Section>
      <div className="statistics-pair">
        <Section title={t('statistics.attempts')}>
          <Table
            head={[t('statistics.attempt'), t('statistics.decided'), t('statistics.returned'), t('statistics.share')]}
            rows={statistics.attempts.map(({ attempt, decided: all, returned }) => ({
              key: String(attempt),
              cells: [String(attempt), number(all), number(returned), percent(i18n.tag, returned / all)],
              share: returned / all,
            }))}
          />
        </Section>
        <Section title={t('statistics.reasons')}>
          <Table
            head={[t('statistics.reason'), t('statistics.returns')]}
            rows={statistics.reasons.slice(0, REASONS_SHOWN).map(({ marketplace, ruleId, text, returns }) => ({
              key: `${marketplace} ${ruleId}`,
              cells: [text === null ? ruleId : pick(text), number(returns)],
              share: returns / mostReturns,
            }))}
          />
        </Section>
      </div>
      <Section title={t('statistics.moderators')}>
        <Table
          head={[
            t('statistics.moderator'),
            t('statistics.claimed'),
            t('statistics.approved'),
            t('statistics.returned'),
            t('statistics.refused'),
            t('statistics.withdrawn'),
            t('statistics.undone'),
            t('statistics.handling'),
          ]}
          rows={statistics.moderators.map((each) => ({
            key: each.name,
            cells: [
              safeLine(each.name),
              number(each.claimed),
              number(each.approved),
              number(each.returned),
              number(each.refused),
              number(each.withdrawn),
              number(each.undone),
              spanText(i18n, each.handling.medianMs),
            ],
          }))}
        />
      </Section>
      <Section title={t('statistics.places')}>
        <Table
          head={[
            t('queue.marketplace'),
            t('statistics.submitted'),
            t('statistics.approved'),
            t('statistics.returned'),
            t('statistics.refused'),
            t('statistics.withdrawn'),
            t('statistics.firstDecision'),
          ]}
          rows={statistics.places.map((place) => ({
            key: `${place.marketplace} ${place.region}`,
            cells: [
              placeTitle(place.marketplace, place.region),
              number(place.submitted),
              number(place.approved),
              number(place.returned),
              number(place.refused),
              number(place.withdrawn),
              spanText(i18n, place.firstDecision.medianMs),
            ],
          }))}
        />
      </Section>
      <p className="faint small">{t('statistics.source', { count: statistics.events })}</p>
    </>
  );
}

function percent(tag: string, share: number): string {
  return new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

function Tile({
  name,
  title,
  value,
  hint,
  children,
}: {
  readonly name: string;
  readonly title: string;
  readonly value: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="statistics-tile" data-testid={`statistics-${name}`} title={hint}>
      <dt>{title}</dt>
      <dd className="statistics-value number">{value}</dd>
      {children === undefined ? null : <dd className="statistics-more">{children}</dd>}
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="statistics-section" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

interface TableRow {
  readonly key: string;
  readonly cells: readonly string[];
  /** Draws a bar of that part of the width beside the numbers. */
  readonly share?: number;
}

function Table({ head, rows }: { readonly head: readonly string[]; readonly rows: readonly TableRow[] }) {
  return rows.length === 0 ? (
    <p className="faint">—</p>
  ) : (
    <div className="statistics-scroll" tabIndex={0} role="group" aria-label={head[0]}>
      <table className="statistics-table">
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...others], share }) => (
            <tr key={key}>
              <th scope="row">
                {first}
                {share === undefined ? null : (
                  <svg className="statistics-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden>
                    <rect width={share * 100} height="4" />
                  </svg>
                )}
              </th>
              {others.map((cell, index) => (
                <td key={head[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
