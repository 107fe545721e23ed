import type { VerdictKind } from '../../shared/domain/submission.ts';
import type { ReadableDb } from './connection.ts';
import { COUNTED_EVENTS } from './statistics-events.ts';

/** What is counted; null does not narrow. Times in ms UTC, `to` excluded. */
export interface StatisticsFilter {
  readonly from: number;
  readonly to: number;
  readonly marketplace: string | null;
  readonly region: string | null;
  readonly moderator: string | null;
}

/** How a number of durations lies, ms. */
export interface Durations {
  readonly n: number;
  readonly medianMs: number | null;
  /** Nine of ten are not longer. */
  readonly p90Ms: number | null;
}

export interface Decisions {
  readonly approved: number;
  readonly returned: number;
  readonly refused: number;
  readonly withdrawn: number;
}

export interface Statistics {
  /** Events behind the numbers. */
  readonly events: number;
  readonly submitted: number;
  readonly decided: Decisions;
  /** Verdicts that were taken back; they count nowhere else. */
  readonly undone: number;
  /** Undecided at the end of the period. */
  readonly open: number;
  /** From entering the queue to the first verdict of that submission. */
  readonly firstDecision: Durations;
  /** Time of the period that submissions spent waiting for each side, and how many did. */
  readonly waiting: {
    readonly us: { readonly submissions: number; readonly totalMs: number };
    readonly vendor: { readonly submissions: number; readonly totalMs: number };
  };
  readonly volume: readonly { readonly at: number; readonly submitted: number; readonly decided: number }[];
  readonly bucket: 'day' | 'week' | 'month';
  readonly attempts: readonly { readonly attempt: number; readonly decided: number; readonly returned: number }[];
  /** Rules named in returns; in how many of them. */
  readonly reasons: readonly { readonly marketplace: string; readonly ruleId: string; readonly returns: number }[];
  readonly moderators: readonly (Decisions & {
    readonly name: string;
    readonly claimed: number;
    readonly undone: number;
    /** From the last claim to the verdict. */
    readonly handling: Durations;
  })[];
  readonly places: readonly (Decisions & {
    readonly marketplace: string;
    readonly region: string;
    readonly submitted: number;
    readonly firstDecision: Durations;
  })[];
  /** Everything that a filter can name, whatever the filter. */
  readonly known: { readonly moderators: readonly string[]; readonly firstAt: number | null };
}

interface Decision {
  readonly verdictId: string;
  readonly kind: VerdictKind;
  readonly at: number;
  readonly by: string;
  /** ms from the claim to it; null when the claim is not known. */
  readonly handlingMs: number | null;
  readonly reasons: readonly string[];
  isUndone: boolean;
}

interface Span {
  readonly side: 'us' | 'vendor';
  readonly from: number;
  to: number | null;
}

interface Case {
  readonly marketplace: string;
  readonly region: string;
  readonly attempt: number;
  readonly queuedAt: number;
  readonly decisions: Decision[];
  readonly claims: { readonly at: number; readonly by: string }[];
  /** One behind the other; only the last one may be open. */
  readonly spans: Span[];
  /** Since when somebody works on it. */
  claimedAt: number | null;
}

interface EventRow {
  readonly rank: number;
  readonly at: number;
  readonly actor: string;
  readonly type: string;
  readonly submission_id: string | null;
  readonly solution_id: string | null;
  readonly details: string;
}

interface Details {
  readonly marketplace?: string;
  readonly region?: string;
  readonly kind?: string;
  readonly attempt?: number;
  readonly queuedAt?: number;
  readonly verdictId?: string;
  readonly reasons?: readonly string[];
}

const VERDICTS: Readonly<Record<string, VerdictKind>> = {
  'submission.approved': 'approve',
  'submission.returned': 'return',
  'submission.refused': 'refuse',
  'submission.withdrawn': 'withdraw',
};

/**
 * Statistics from the event log alone. Reads each event once: asked again, it reads what has come since. Lives in a worker of
 * its own, so that a first reading of a long log holds up nothing.
 */
export class StatisticsBook {
  private readonly cases = new Map<string, Case>();
  private readonly verdicts = new Map<string, { readonly of: Case; readonly decision: Decision }>();
  /** Undecided submissions of a solution. */
  private readonly openOf = new Map<string, Set<Case>>();
  /** The last returned submission of the same thing, until its next attempt. */
  private readonly returned = new Map<string, Case>();
  private rank = 0;
  private events = 0;

  constructor(private readonly db: ReadableDb) {}

  /** @param now ms UTC: what still waits, waits until now. */
  answer(filter: StatisticsFilter, now: number): Statistics {
    this.read();
    return summarise([...this.cases.values()], filter, now, this.events);
  }

  private read(): void {
    const rows = this.db.each<EventRow>(
      `SELECT rank, at, actor, type, submission_id, solution_id, details FROM events
       WHERE type IN (${COUNTED_EVENTS}) AND rank > ? ORDER BY rank`,
      this.rank,
    );
    for (const row of rows) {
      this.rank = row.rank;
      this.events += 1;
      this.take(row);
    }
  }

  private take(row: EventRow): void {
    const details = JSON.parse(row.details) as Details;
    if (row.type === 'submission.accepted') {
      this.accept(row, details);
      return;
    }
    if (row.type === 'message.received' || row.type === 'message.imported') {
      for (const each of this.openOf.get(row.solution_id ?? '') ?? []) switchSide(each, 'us', row.at);
      return;
    }
    if (row.type === 'message.written') {
      const asked = row.submission_id === null ? null : this.cases.get(row.submission_id);
      for (const each of this.openOf.get(row.solution_id ?? '') ?? []) {
        if (asked === null || asked === each) switchSide(each, 'vendor', row.at);
      }
      return;
    }
    const found = this.cases.get(row.submission_id ?? '');
    // Submissions that were made for measurements have no events of their own before a claim.
    if (found === undefined) return;
    const verdict = VERDICTS[row.type];
    if (verdict !== undefined) this.decide(row, details, found, verdict);
    else if (row.type === 'verdict.undone') this.undo(row, details, found);
    else if (row.type === 'submission.claimed' || row.type === 'submission.takenOver') {
      found.claims.push({ at: row.at, by: row.actor });
      found.claimedAt = row.at;
    } else found.claimedAt = null;
  }

  private accept(row: EventRow, details: Details): void {
    const queuedAt = details.queuedAt ?? row.at;
    const accepted: Case = {
      marketplace: details.marketplace ?? '',
      region: details.region ?? '',
      attempt: details.attempt ?? 1,
      queuedAt,
      decisions: [],
      claims: [],
      spans: [{ side: 'us', from: queuedAt, to: null }],
      claimedAt: null,
    };
    this.cases.set(row.submission_id ?? '', accepted);
    this.setOpen(row.solution_id, accepted, true);
    const thing = `${row.solution_id ?? ''} ${accepted.region} ${details.kind ?? ''}`;
    const previous = accepted.attempt > 1 ? this.returned.get(thing) : undefined;
    if (previous !== undefined) endSpan(previous, queuedAt);
    this.returned.set(thing, accepted);
  }

  private decide(row: EventRow, details: Details, found: Case, kind: VerdictKind): void {
    const decision: Decision = {
      verdictId: details.verdictId ?? '',
      kind,
      at: row.at,
      by: row.actor,
      handlingMs: found.claimedAt === null ? null : row.at - found.claimedAt,
      reasons: details.reasons ?? [],
      isUndone: false,
    };
    found.decisions.push(decision);
    this.verdicts.set(decision.verdictId, { of: found, decision });
    this.setOpen(row.solution_id, found, false);
    if (kind === 'return') switchSide(found, 'vendor', row.at);
    else endSpan(found, row.at);
  }

  private undo(row: EventRow, details: Details, found: Case): void {
    const verdict = this.verdicts.get(details.verdictId ?? '');
    if (verdict === undefined) return;
    verdict.decision.isUndone = true;
    // Taking back a withdrawal opens nothing again.
    if (verdict.decision.kind === 'withdraw') return;
    this.setOpen(row.solution_id, found, true);
    // The seconds until it was taken back were nobody's: the wait for us goes on where it stopped.
    while (found.spans.length > 0 && (found.spans.at(-1)?.from ?? 0) >= verdict.decision.at) found.spans.pop();
    const last = found.spans.at(-1);
    if (last !== undefined) last.to = null;
    found.claimedAt = row.at;
  }

  private setOpen(solutionId: string | null, of: Case, isOpen: boolean): void {
    const key = solutionId ?? '';
    let open = this.openOf.get(key);
    if (open === undefined) this.openOf.set(key, (open = new Set()));
    if (isOpen) open.add(of);
    else open.delete(of);
  }
}

function endSpan(of: Case, at: number): void {
  const last = of.spans.at(-1);
  if (last?.to === null) last.to = Math.max(last.from, at);
}

function switchSide(of: Case, side: Span['side'], at: number): void {
  if (of.spans.at(-1)?.side === side && of.spans.at(-1)?.to === null) return;
  endSpan(of, at);
  of.spans.push({ side, from: at, to: null });
}

const NO_DECISIONS: Decisions = { approved: 0, returned: 0, refused: 0, withdrawn: 0 };
const COUNTED_AS = { approve: 'approved', return: 'returned', refuse: 'refused', withdraw: 'withdrawn' } as const;

function countDecisions(decisions: readonly Decision[]): Decisions {
  const counted: Record<keyof Decisions, number> = { ...NO_DECISIONS };
  for (const { kind } of decisions) counted[COUNTED_AS[kind]] += 1;
  return counted;
}

/** Median and ninetieth percentile by the nearest-rank method: always a duration that occurred. */
export function durationsOf(values: readonly number[]): Durations {
  const sorted = values.toSorted((a, b) => a - b);
  const rankOf = (share: number): number | null => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
  return { n: sorted.length, medianMs: rankOf(0.5), p90Ms: rankOf(0.9) };
}

const DAY_MS = 86_400_000;

/** Start of the local day, week (Monday) or month that holds the moment. */
function bucketStart(at: number, bucket: Statistics['bucket']): number {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  if (bucket === 'week') date.setDate(date.getDate() - ((date.getDay() + 6) % 7));
  if (bucket === 'month') date.setDate(1);
  return date.getTime();
}

function bucketAfter(start: number, bucket: Statistics['bucket']): number {
  const date = new Date(start);
  if (bucket === 'month') date.setMonth(date.getMonth() + 1);
  else date.setDate(date.getDate() + (bucket === 'week' ? 7 : 1));
  return date.getTime();
}

function summarise(all: readonly Case[], filter: StatisticsFilter, now: number, events: number): Statistics {
  const to = Math.min(filter.to, now + 1);
  const isIn = (at: number): boolean => at >= filter.from && at < to;
  const cases = all.filter(
    (each) =>
      (filter.marketplace === null || each.marketplace === filter.marketplace) &&
      (filter.region === null || each.region === filter.region) &&
      (filter.moderator === null ||
        each.claims.some(({ by }) => by === filter.moderator) ||
        each.decisions.some(({ by }) => by === filter.moderator)),
  );
  const isBy = (by: string): boolean => filter.moderator === null || by === filter.moderator;
  const made = cases.flatMap((of) => of.decisions.filter(({ at, by }) => isIn(at) && isBy(by)).map((decision) => ({ of, decision })));
  const standing = made.filter(({ decision }) => !decision.isUndone);
  const submitted = cases.filter(({ queuedAt }) => isIn(queuedAt));
  const firstDecisionOf = (of: Case): Decision | undefined => of.decisions.find(({ isUndone, kind }) => !isUndone && kind !== 'withdraw');
  const firstTimes = (among: readonly Case[]): Durations =>
    durationsOf(
      among.flatMap((of) => {
        const decision = firstDecisionOf(of);
        return decision !== undefined && isIn(decision.at) && isBy(decision.by) ? [Math.max(0, decision.at - of.queuedAt)] : [];
      }),
    );
  // One after the other: so many arguments as there may be submissions are more than a call takes.
  const firstAt = cases.reduce((first, { queuedAt }) => Math.min(first, queuedAt), to);
  const spanned = to - Math.max(filter.from, firstAt);
  const bucket = spanned <= 45 * DAY_MS ? 'day' : spanned <= 400 * DAY_MS ? 'week' : 'month';
  return {
    events,
    submitted: submitted.length,
    decided: countDecisions(standing.map(({ decision }) => decision)),
    undone: made.length - standing.length,
    open: cases.filter((of) => of.queuedAt < to && isOpenAt(of, to)).length,
    firstDecision: firstTimes(cases),
    waiting: {
      us: waitedFor(cases, 'us', { from: filter.from, to, now }),
      vendor: waitedFor(cases, 'vendor', { from: filter.from, to, now }),
    },
    volume: volumeOf(
      submitted.map(({ queuedAt }) => queuedAt),
      standing.map(({ decision }) => decision.at),
      bucket,
    ),
    bucket,
    attempts: attemptsOf(standing),
    reasons: reasonsOf(standing),
    moderators: moderatorsOf(cases, made, isIn, isBy),
    places: placesOf(cases, submitted, standing, firstTimes),
    known: {
      moderators: [
        ...new Set(all.flatMap(({ claims, decisions }) => [...claims.map(({ by }) => by), ...decisions.map(({ by }) => by)])),
      ].sort((a, b) => a.localeCompare(b)),
      firstAt: all.length === 0 ? null : all.reduce((first, { queuedAt }) => Math.min(first, queuedAt), Infinity),
    },
  };
}

/** Map.groupBy is younger than the oldest runtime. */
function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}

/** No verdict that stands was made before that moment. */
function isOpenAt(of: Case, at: number): boolean {
  return !of.decisions.some((decision) => !decision.isUndone && decision.at < at);
}

function waitedFor(
  cases: readonly Case[],
  side: Span['side'],
  { from, to, now }: { readonly from: number; readonly to: number; readonly now: number },
): { submissions: number; totalMs: number } {
  let submissions = 0;
  let totalMs = 0;
  for (const { spans } of cases) {
    let waited = 0;
    for (const span of spans) {
      if (span.side === side) waited += Math.max(0, Math.min(span.to ?? now, to) - Math.max(span.from, from));
    }
    if (waited > 0) submissions += 1;
    totalMs += waited;
  }
  return { submissions, totalMs };
}

function volumeOf(submitted: readonly number[], decided: readonly number[], bucket: Statistics['bucket']): Statistics['volume'] {
  const counts = new Map<number, { submitted: number; decided: number }>();
  const countAt = (at: number): { submitted: number; decided: number } => {
    const start = bucketStart(at, bucket);
    let counted = counts.get(start);
    if (counted === undefined) counts.set(start, (counted = { submitted: 0, decided: 0 }));
    return counted;
  };
  for (const at of submitted) countAt(at).submitted += 1;
  for (const at of decided) countAt(at).decided += 1;
  const starts = [...counts.keys()].sort((a, b) => a - b);
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined) return [];
  const volume: { at: number; submitted: number; decided: number }[] = [];
  // Buckets without anything are shown as such: a gap would look like a busy time.
  for (let at = first; at <= last; at = bucketAfter(at, bucket)) volume.push({ at, ...(counts.get(at) ?? { submitted: 0, decided: 0 }) });
  return volume;
}

type Made = { readonly of: Case; readonly decision: Decision };

function attemptsOf(standing: readonly Made[]): Statistics['attempts'] {
  const counts = new Map<number, { decided: number; returned: number }>();
  for (const { of, decision } of standing) {
    if (decision.kind === 'withdraw') continue;
    const counted = counts.get(of.attempt) ?? { decided: 0, returned: 0 };
    counts.set(of.attempt, {
      decided: counted.decided + 1,
      returned: counted.returned + (decision.kind === 'return' ? 1 : 0),
    });
  }
  return [...counts].map(([attempt, counted]) => ({ attempt, ...counted })).sort((a, b) => a.attempt - b.attempt);
}

function reasonsOf(standing: readonly Made[]): Statistics['reasons'] {
  const counts = new Map<string, { marketplace: string; ruleId: string; returns: number }>();
  for (const { of, decision } of standing) {
    if (decision.kind !== 'return') continue;
    for (const ruleId of new Set(decision.reasons)) {
      const key = `${of.marketplace} ${ruleId}`;
      const counted = counts.get(key) ?? { marketplace: of.marketplace, ruleId, returns: 0 };
      counts.set(key, { ...counted, returns: counted.returns + 1 });
    }
  }
  return [...counts.values()].sort((a, b) => b.returns - a.returns || a.ruleId.localeCompare(b.ruleId));
}

function moderatorsOf(
  cases: readonly Case[],
  made: readonly Made[],
  isIn: (at: number) => boolean,
  isBy: (by: string) => boolean,
): Statistics['moderators'] {
  const decisions = groupBy(
    made.map(({ decision }) => decision),
    ({ by }) => by,
  );
  const claims = new Map<string, number>();
  for (const each of cases) {
    for (const { at, by } of each.claims) if (isIn(at) && isBy(by)) claims.set(by, (claims.get(by) ?? 0) + 1);
  }
  return [...new Set([...decisions.keys(), ...claims.keys()])]
    .sort((a, b) => a.localeCompare(b))
    .map((name) => {
      const own = decisions.get(name) ?? [];
      const standing = own.filter(({ isUndone }) => !isUndone);
      return {
        name,
        claimed: claims.get(name) ?? 0,
        undone: own.length - standing.length,
        handling: durationsOf(standing.flatMap(({ handlingMs }) => (handlingMs === null ? [] : [handlingMs]))),
        ...countDecisions(standing),
      };
    });
}

function placesOf(
  cases: readonly Case[],
  submitted: readonly Case[],
  standing: readonly Made[],
  firstTimes: (among: readonly Case[]) => Durations,
): Statistics['places'] {
  const placeOf = ({ marketplace, region }: Case): string => `${marketplace}\n${region}`;
  const decided = groupBy(standing, ({ of }) => placeOf(of));
  const entered = groupBy(submitted, placeOf);
  return [...groupBy(cases, placeOf)]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([place, among]) => {
      const [marketplace = '', region = ''] = place.split('\n');
      return {
        marketplace,
        region,
        submitted: entered.get(place)?.length ?? 0,
        firstDecision: firstTimes(among),
        ...countDecisions((decided.get(place) ?? []).map(({ decision }) => decision)),
      };
    })
    .filter((place) => place.submitted > 0 || decided.has(`${place.marketplace}\n${place.region}`));
}
