import type { EventType } from '../../../shared/domain/event-types.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../../electron/store/connection.ts';
import { appendEvent } from '../../../electron/store/event-log.ts';
import { durationsOf, StatisticsBook, type StatisticsFilter } from '../../../electron/store/statistics.ts';
import { newFolder, open } from './store-fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Noon of a Monday of March, local time: every number below was worked out by hand from these hours. */
const start = new Date(2026, 2, 2, 12).getTime();
const hour = (hours: number): number => start + hours * HOUR;
const day = (days: number): number => new Date(2026, 2, 2 + days).getTime();

let db: Connection;
const event = (at: number, actor: string, type: EventType, on: { submission?: string; solution?: string }, details: object = {}): void => {
  db.write((tx) =>
    appendEvent(tx, 'here', {
      at,
      actor,
      type,
      submissionId: on.submission ?? null,
      solutionId: on.solution ?? null,
      details: details as Record<string, unknown>,
    }),
  );
};
const accepted = (at: number, submission: string, solution: string, more: object = {}): void =>
  event(
    at,
    'system',
    'submission.accepted',
    { submission, solution },
    {
      marketplace: 'bitrix24',
      region: 'ru',
      kind: 'new-version',
      attempt: 1,
      queuedAt: at,
      ...more,
    },
  );
const claimed = (at: number, by: string, submission: string): void => event(at, by, 'submission.claimed', { submission });
const verdict = (
  at: number,
  by: string,
  what: 'approved' | 'returned' | 'refused' | 'withdrawn',
  submission: string,
  solution: string,
  id: string,
  reasons: string[] = [],
): void => event(at, by, `submission.${what}`, { submission, solution }, { verdictId: id, reasons });

/**
 * A (bitrix24 ru): in at 0, Anna claims at 2, returns at 5 for logo and price; second attempt A2 in at 29, Boris claims at 30 and
 * approves at 31. B (bitrix24 kz): in at 1, Anna claims at 6, asks at 7, is answered at 17, returns at 18 for logo, takes it back
 * after a minute, and approves at 20. C (moysklad ru): in at 10, Boris claims at 11, lets go at 12, claims at 14, refuses at 15.
 * D (bitrix24 ru): in at 40 and nobody looks.
 */
beforeEach(() => {
  db = open(newFolder());
  accepted(hour(0), 'A', 'a');
  accepted(hour(1), 'B', 'b', { region: 'kz' });
  claimed(hour(2), 'Анна', 'A');
  event(hour(3), 'Анна', 'checklistItem.marked', { submission: 'A' }, { ruleId: 'logo' });
  verdict(hour(5), 'Анна', 'returned', 'A', 'a', 'v1', ['logo', 'price']);
  claimed(hour(6), 'Анна', 'B');
  event(hour(7), 'Анна', 'message.written', { submission: 'B', solution: 'b' });
  accepted(hour(10), 'C', 'c', { marketplace: 'moysklad' });
  claimed(hour(11), 'Борис', 'C');
  event(hour(12), 'Борис', 'submission.released', { submission: 'C' });
  claimed(hour(14), 'Борис', 'C');
  verdict(hour(15), 'Борис', 'refused', 'C', 'c', 'v2');
  event(hour(17), 'Анна', 'message.received', { solution: 'b' });
  verdict(hour(18), 'Анна', 'returned', 'B', 'b', 'v3', ['logo']);
  event(hour(18) + MINUTE, 'Анна', 'verdict.undone', { submission: 'B', solution: 'b' }, { verdictId: 'v3' });
  verdict(hour(20), 'Анна', 'approved', 'B', 'b', 'v4');
  accepted(hour(29), 'A2', 'a', { attempt: 2 });
  claimed(hour(30), 'Борис', 'A2');
  verdict(hour(31), 'Борис', 'approved', 'A2', 'a', 'v5');
  accepted(hour(40), 'D', 'd');
});

const now = hour(46);
const all: StatisticsFilter = { from: 0, to: now + 1, marketplace: null, region: null, moderator: null };
const ask = (change: Partial<StatisticsFilter> = {}) => new StatisticsBook(db).answer({ ...all, ...change }, now);

describe('statistics against values worked out by hand', () => {
  it('volume: five came, five verdicts stand, one was taken back, one is open', () => {
    const found = ask();
    expect(found.submitted).toBe(5);
    expect(found.decided).toEqual({ approved: 2, returned: 1, refused: 1, withdrawn: 0 });
    expect(found.undone).toBe(1);
    expect(found.open).toBe(1);
  });

  it('volume by day: Monday 0, 1, 10 in and 5 out at 5; Tuesday 15, 20 out, 29 and 31; D on Wednesday', () => {
    const found = ask();
    expect(found.bucket).toBe('day');
    // Hours 0 to 11 are Monday, 12 to 35 Tuesday, 36 to 59 Wednesday.
    expect(found.volume).toEqual([
      { at: day(0), submitted: 3, decided: 1 },
      { at: day(1), submitted: 1, decided: 3 },
      { at: day(2), submitted: 1, decided: 0 },
    ]);
  });

  it('time to first decision: 5, 19, 5 and 2 hours, so 5 in the middle and 19 for nine of ten', () => {
    expect(ask().firstDecision).toEqual({ n: 4, medianMs: 5 * HOUR, p90Ms: 19 * HOUR });
  });

  it('waiting for us: A 5, B 6 + 3 less the minute, C 5, A2 2, D 6; for the vendor: A 24, B 10', () => {
    const { waiting } = ask();
    // B waits for us from 1 to 7 and from 17 to 20; the undone return changes nothing of that.
    expect(waiting.us).toEqual({ submissions: 5, totalMs: (5 + 6 + 3 + 5 + 2 + 6) * HOUR });
    expect(waiting.vendor).toEqual({ submissions: 2, totalMs: (24 + 10) * HOUR });
  });

  it('waiting within a part of the time: hours 4 to 10', () => {
    const { waiting, submitted, open } = ask({ from: hour(4), to: hour(10) });
    // Us: A from 4 to 5, B from 4 to 7. Vendor: A from 5 to 10, B from 7 to 10.
    expect(waiting.us).toEqual({ submissions: 2, totalMs: 4 * HOUR });
    expect(waiting.vendor).toEqual({ submissions: 2, totalMs: 8 * HOUR });
    expect(submitted).toBe(0);
    // B alone: A is decided, the others have not come.
    expect(open).toBe(1);
  });

  it('returns per attempt: one of three first attempts, none of one second', () => {
    expect(ask().attempts).toEqual([
      { attempt: 1, decided: 3, returned: 1 },
      { attempt: 2, decided: 1, returned: 0 },
    ]);
  });

  it('reasons: of the return that stands', () => {
    expect(ask().reasons).toEqual([
      { marketplace: 'bitrix24', ruleId: 'logo', returns: 1 },
      { marketplace: 'bitrix24', ruleId: 'price', returns: 1 },
    ]);
  });

  it('per moderator: claims, verdicts and the time from the claim to the verdict', () => {
    expect(ask().moderators).toEqual([
      {
        name: 'Анна',
        claimed: 2,
        undone: 1,
        approved: 1,
        returned: 1,
        refused: 0,
        withdrawn: 0,
        // A: 2 to 5. B: from taking the verdict back, a minute after 18, to 20.
        handling: { n: 2, medianMs: 2 * HOUR - MINUTE, p90Ms: 3 * HOUR },
      },
      {
        name: 'Борис',
        claimed: 3,
        undone: 0,
        approved: 1,
        returned: 0,
        refused: 1,
        withdrawn: 0,
        // C: from the second claim, 14 to 15. A2: 30 to 31.
        handling: { n: 2, medianMs: HOUR, p90Ms: HOUR },
      },
    ]);
  });

  it('per marketplace and region', () => {
    const one = (ms: number) => ({ n: 1, medianMs: ms, p90Ms: ms });
    expect(ask().places).toEqual([
      {
        marketplace: 'bitrix24',
        region: 'kz',
        submitted: 1,
        approved: 1,
        returned: 0,
        refused: 0,
        withdrawn: 0,
        firstDecision: one(19 * HOUR),
      },
      {
        marketplace: 'bitrix24',
        region: 'ru',
        submitted: 3,
        approved: 1,
        returned: 1,
        refused: 0,
        withdrawn: 0,
        firstDecision: { n: 2, medianMs: 2 * HOUR, p90Ms: 5 * HOUR },
      },
      {
        marketplace: 'moysklad',
        region: 'ru',
        submitted: 1,
        approved: 0,
        returned: 0,
        refused: 1,
        withdrawn: 0,
        firstDecision: one(5 * HOUR),
      },
    ]);
  });

  it('filters: a marketplace, a region, a moderator', () => {
    expect(ask({ marketplace: 'moysklad' })).toMatchObject({ submitted: 1, decided: { refused: 1, approved: 0 } });
    expect(ask({ region: 'kz' })).toMatchObject({ submitted: 1, undone: 1, decided: { approved: 1, returned: 0 } });
    const boris = ask({ moderator: 'Борис' });
    expect(boris.decided).toEqual({ approved: 1, returned: 0, refused: 1, withdrawn: 0 });
    expect(boris.moderators.map(({ name }) => name)).toEqual(['Борис']);
    expect(boris.known.moderators).toEqual(['Анна', 'Борис']);
  });

  it('goes on where it stopped: the same as reading all of it anew', () => {
    const book = new StatisticsBook(db);
    book.answer(all, now);
    claimed(hour(41), 'Анна', 'D');
    verdict(hour(42), 'Анна', 'approved', 'D', 'd', 'v6');
    event(hour(43), 'Анна', 'submission.withdrawn', { submission: 'D', solution: 'd' }, { verdictId: 'v7' });
    expect(book.answer(all, now)).toEqual(new StatisticsBook(db).answer(all, now));
    expect(book.answer(all, now)).toMatchObject({ open: 0, decided: { approved: 3, withdrawn: 1 } });
  });

  it('an empty log is zeros', () => {
    const empty = open(newFolder());
    expect(new StatisticsBook(empty).answer(all, now)).toMatchObject({ events: 0, submitted: 0, volume: [], moderators: [], places: [] });
  });
});

describe('durations', () => {
  it('are by nearest rank: always one that occurred', () => {
    expect(durationsOf([])).toEqual({ n: 0, medianMs: null, p90Ms: null });
    expect(durationsOf([4, 1, 3, 2])).toEqual({ n: 4, medianMs: 2, p90Ms: 4 });
    expect(durationsOf(Array.from({ length: 100 }, (_, n) => n + 1))).toEqual({ n: 100, medianMs: 50, p90Ms: 90 });
  });
});
