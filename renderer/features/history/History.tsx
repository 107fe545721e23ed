import { History as HistoryIcon } from 'lucide-react';
import type { HistoryEntry, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Moment } from '../../components/Moment.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { knownKey, type I18n } from '../../i18n/translate.ts';
import { formatDay } from '../../lib/format.ts';
import { useResource } from '../../lib/resources.ts';
import './history.css';

/** The event chain in words, newest first, with the hash that proves each. */
export function History({ submission }: { readonly submission: SubmissionDetails }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { value, failure, retry } = useResource('submission.history', { id: submission.id });
  const checklist = useResource('checklist.get', { submissionId: submission.id }).value;
  const stages = useResource('stage.list', submission.hasStages ? { submissionId: submission.id } : null).value?.stages;
  const stageText = (id: string): string => {
    const stage = stages?.find((candidate) => candidate.id === id);
    return stage === undefined ? id : i18n.pick(stage.title);
  };
  const ruleText = (ruleId: string): string => {
    const item = checklist?.items.find((candidate) => candidate.ruleId === ruleId);
    return item === undefined ? ruleId : i18n.pick(item.text);
  };
  if (value === undefined) return failure === null ? <Skeleton lines={8} /> : <ErrorState failure={failure} onRetry={retry} />;
  if (value.events.length === 0) return <EmptyState icon={HistoryIcon} title={t('history.empty')} />;
  const events = value.events.toSorted((a, b) => b.sequence - a.sequence);
  return (
    <div className="pane-scroll" tabIndex={0} data-testid="history">
      <ol className="history">
        {events.map((event, index) => {
          const day = formatDay(i18n, event.at);
          const before = events[index - 1];
          return (
            <li key={`${event.sequence}`}>
              {before !== undefined && formatDay(i18n, before.at) === day ? null : <h3 className="history-day">{day}</h3>}
              <div className="history-event">
                <span className="history-time number soft">
                  <Moment at={event.at} style="seconds" />
                </span>
                <div className="history-what">
                  <p>
                    <span className="history-actor">
                      {event.actor === 'system' ? t('history.system') : <Untrusted text={event.actor} />}
                    </span>
                    : {eventText(i18n, event)}
                  </p>
                  <Details event={event} ruleText={ruleText} stageText={stageText} />
                </div>
                <span
                  className="history-hash mono faint selectable"
                  title={t('history.hash', { sequence: event.sequence, hash: event.hash })}
                >
                  {event.sequence} · {event.hash.slice(0, 8)}
                </span>
              </div>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

export function eventText(i18n: I18n, event: Pick<HistoryEntry, 'type'>): string {
  const key = knownKey(`event.${event.type}`);
  return key === null ? event.type : i18n.t(key);
}

/** Plain values only: what an event carries beyond that is in the bundle. */
function Details({
  event,
  ruleText,
  stageText,
}: {
  readonly event: HistoryEntry;
  readonly ruleText: (ruleId: string) => string;
  readonly stageText: (stageId: string) => string;
}) {
  const { t } = useI18n();
  const shown: { readonly name: string; readonly value: string }[] = [];
  for (const [name, value] of Object.entries(event.details)) {
    const label = knownKey(`detail.${name}`);
    if (label === null || (typeof value !== 'string' && typeof value !== 'number') || value === '') continue;
    shown.push({
      name: t(label),
      value: name === 'ruleId' ? ruleText(String(value)) : name === 'stage' ? stageText(String(value)) : wordFor(t, name, String(value)),
    });
  }
  if (shown.length === 0) return null;
  return (
    <dl className="history-details small">
      {shown.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="selectable">
            <Untrusted text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Codes in words: a mark, a kind of submission or verdict, an outcome, a state of publication. */
function wordFor(t: I18n['t'], name: string, value: string): string {
  const families: Readonly<Record<string, readonly string[]>> = {
    mark: ['mark'],
    kind: ['kind', 'verdict.kind', 'outbox.kind'],
    outcome: ['run.outcome'],
    answer: ['test.answer'],
    from: ['publication'],
    to: ['publication'],
  };
  for (const family of families[name] ?? []) {
    const key = knownKey(`${family}.${value}`);
    if (key !== null) return t(key);
  }
  return value;
}
