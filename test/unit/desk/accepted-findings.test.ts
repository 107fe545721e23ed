import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptFinding } from '../../../electron/desk/accept-finding.ts';
import { getChecklist, runChecks } from '../../../electron/desk/checklist-desk.ts';
import { takeClaim } from '../../../electron/desk/claim-desk.ts';
import { listFindings } from '../../../electron/desk/finding-desk.ts';
import { AppError } from '../../../shared/domain/errors.ts';
import { openBench, type Bench } from './desk-fixture.ts';

const DAY = 24 * 60 * 60 * 1000;
const RULE = 'card-description';
let bench: Bench;
let now = 1_800_000_000_000;

beforeEach(() => {
  now = 1_800_000_000_000;
  bench = openBench({ now: () => now });
});
afterEach(() => bench.workspace.close());

const ctx = (): Bench['workspace']['context'] => bench.workspace.context;

async function taken(description: string, code = 'v.one'): Promise<string> {
  const row = await bench.accept({ solution: { code, name: 'Счета' }, card: { title: 'Счета', description } });
  takeClaim(ctx(), { id: row.id, revision: row.revision });
  return row.id;
}

const automatic = (submissionId: string) => getChecklist(ctx(), { submissionId }).items.find(({ ruleId }) => ruleId === RULE)?.automatic;
const inLetter = (submissionId: string): string[] =>
  listFindings(ctx(), { submissionId }).findings.flatMap(({ ruleId, included }) => (included ? [ruleId] : []));

describe('accepting what a check found', () => {
  it('takes it out of the letter and remembers who, why and until when', async () => {
    const id = await taken('Коротко');
    expect(automatic(id)?.status).toBe('fail');
    expect(inLetter(id)).toEqual([RULE]);
    acceptFinding(ctx(), { submissionId: id, ruleId: RULE, index: 0, reason: 'краткость намеренная', days: 30 });
    expect(automatic(id)).toMatchObject({
      status: 'pass',
      findings: [{ accepted: { reason: 'краткость намеренная', until: now + 30 * DAY } }],
    });
    expect(inLetter(id)).toEqual([]);
    runChecks(ctx(), { submissionId: id });
    expect(automatic(id)?.status).toBe('pass');
  });

  it('holds for the same content of the same solution only', async () => {
    const id = await taken('Коротко');
    getChecklist(ctx(), { submissionId: id });
    acceptFinding(ctx(), { submissionId: id, ruleId: RULE, index: 0, reason: 'так надо', days: 30 });
    expect(automatic(await taken('Коротко'))?.status).toBe('pass');
    expect(automatic(await taken('Иначе'))?.status).toBe('fail');
    expect(automatic(await taken('Коротко', 'v.two'))?.status).toBe('fail');
  });

  it('runs out', async () => {
    const id = await taken('Коротко');
    getChecklist(ctx(), { submissionId: id });
    acceptFinding(ctx(), { submissionId: id, ruleId: RULE, index: 0, reason: 'так надо', days: 30 });
    now += 30 * DAY;
    expect(automatic(await taken('Коротко'))?.status).toBe('fail');
  });

  it('is refused for a finding that is not there and without a claim', async () => {
    const id = await taken('Коротко');
    getChecklist(ctx(), { submissionId: id });
    const accept = (index: number): void =>
      void acceptFinding(ctx(), { submissionId: id, ruleId: RULE, index, reason: 'так надо', days: 30 });
    expect(() => accept(1)).toThrow(AppError);
    now += 365 * DAY;
    expect(() => accept(0)).toThrow('claim');
  });
});
