import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../electron/store/connection.ts';
import { canonicalJson, GENESIS_HASH, hashEvent } from '../../../electron/store/event-chain.ts';
import { appendEvent, eventsOfSubmission, verifyChain } from '../../../electron/store/event-log.ts';
import { codeOf, newFolder, open } from './store-fixture.ts';

const filled = (events: number): Connection => {
  const db = open(newFolder());
  db.write((tx) => {
    for (let n = 0; n < events; n += 1) {
      appendEvent(tx, n % 2 === 0 ? 'here' : 'there', {
        at: 1_000 + n,
        actor: 'Модератор',
        type: 'submission.claimed',
        submissionId: `s${String(n % 3)}`,
        details: { n, text: 'ё"\\\n', list: [1, { b: 2, a: null }] },
      });
    }
  });
  return db;
};

describe('the event log', () => {
  it('is an unbroken chain for each workstation', () => {
    const db = filled(9);
    const check = verifyChain(db);
    expect(check).toMatchObject({ checked: 9, broken: null });
    expect(check.heads.map(({ workstationId, sequence }) => [workstationId, sequence])).toEqual([
      ['here', 5],
      ['there', 4],
    ]);
    const [first, second] = eventsOfSubmission(db, 's0');
    expect(first?.previousHash).toBe(GENESIS_HASH);
    expect(second && hashEvent(second.previousHash, second)).toBe(second?.hash);
  });

  it('cannot be changed, cut or overtaken by statements', () => {
    const db = filled(3);
    const run = (sql: string): string => codeOf(() => db.write((tx) => tx.run(sql)));
    expect(run("UPDATE events SET actor = 'nobody'")).toContain('SQLITE_CONSTRAINT');
    expect(run('DELETE FROM events WHERE rank = 3')).toContain('SQLITE_CONSTRAINT');
    expect(run('INSERT OR REPLACE INTO events SELECT * FROM events WHERE rank = 1')).toContain('SQLITE_CONSTRAINT');
    expect(
      run(
        "INSERT INTO events SELECT 99, 'new', workstation_id, sequence + 5, at, actor, type, submission_id, solution_id, details, previous_hash, hash FROM events WHERE rank = 3",
      ),
    ).toContain('SQLITE_CONSTRAINT');
    expect(verifyChain(db).broken).toBeNull();
  });

  it.each([
    ['an actor', "UPDATE events SET actor = 'X' WHERE rank = 4", 'content'],
    ['a time', 'UPDATE events SET at = at + 1 WHERE rank = 4', 'content'],
    ['details', "UPDATE events SET details = '{}' WHERE rank = 4", 'content'],
    ['spelling of details', "UPDATE events SET details = details || ' ' WHERE rank = 4", 'content'],
    ['a missing event', 'DELETE FROM events WHERE rank = 3', 'gap'],
    ['a swapped link', 'UPDATE events SET previous_hash = (SELECT hash FROM events WHERE rank = 2) WHERE rank = 5', 'link'],
  ])('shows %s that was altered behind its back', (_, sql, reason) => {
    const db = filled(8);
    for (const trigger of ['events_are_not_updated', 'events_are_not_deleted']) db.raw.exec(`DROP TRIGGER ${trigger}`);
    db.raw.exec(sql);
    const { broken } = verifyChain(db);
    expect(broken?.reason).toBe(reason);
  });

  it('shows every flipped bit of an event', () => {
    const db = filled(4);
    for (const trigger of ['events_are_not_updated', 'events_are_not_deleted']) db.raw.exec(`DROP TRIGGER ${trigger}`);
    const columns = ['id', 'actor', 'type', 'submission_id', 'details', 'previous_hash', 'hash'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...columns), fc.nat(), (column, at) => {
        db.raw.exec('SAVEPOINT flip; PRAGMA ignore_check_constraints = ON');
        const text = db.value<string>(`SELECT ${column} FROM events WHERE rank = 2`) ?? '';
        const place = at % text.length;
        const flipped = text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ 1) + text.slice(place + 1);
        db.raw.prepare(`UPDATE events SET ${column} = ? WHERE rank = 2`).run(flipped);
        const { broken } = verifyChain(db);
        db.raw.exec('ROLLBACK TO flip; RELEASE flip');
        expect(broken).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('rolls back with the change that it records', () => {
    const db = filled(2);
    expect(() =>
      db.write((tx) => {
        appendEvent(tx, 'here', { at: 1, actor: 'a', type: 'portal.created' });
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(verifyChain(db).checked).toBe(2);
    db.write((tx) => {
      appendEvent(tx, 'here', { at: 1, actor: 'a', type: 'portal.created' });
    });
    expect(verifyChain(db)).toMatchObject({ checked: 3, broken: null });
  });
});

describe('canonical JSON', () => {
  it('is the same for equal values and is JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
    expect(canonicalJson({ b: 1, a: [undefined, { d: undefined, c: 'ё' }] })).toBe('{"a":[null,{"c":"ё"}],"b":1}');
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
  });
});
