import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/domain/errors.ts';
import { nextState, SUBMISSION_ACTIONS, type SubmissionAction } from '../../../shared/domain/submission.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { markItem } from '../../../electron/desk/checklist-desk.ts';
import { expireClaims, releaseClaim, takeClaim, takeOverClaim } from '../../../electron/desk/claim-desk.ts';
import { releaseHeld } from '../../../electron/desk/correspondence-desk.ts';
import { getSubmission } from '../../../electron/desk/submission-desk.ts';
import { decideVerdict, undoVerdict } from '../../../electron/desk/verdict-desk.ts';
import { halfDone } from '../../crash/decision-invariants.ts';
import { openBench, type Bench } from './desk-fixture.ts';

const NAMES = ['Анна М.', 'Пётр К.'];

/** Carries an action out as the window would, with what the window sees. @returns whether it was done. */
function attempt(bench: Bench, id: string, action: SubmissionAction): boolean {
  const { context } = bench.workspace;
  const { revision, version, verdict } = getSubmission(context, { id });
  try {
    switch (action) {
      case 'claim':
        takeClaim(context, { id, revision });
        break;
      case 'release':
        releaseClaim(context, { id, revision, note: '' });
        break;
      case 'take-over':
        takeOverClaim(context, { id, revision, note: '' });
        break;
      case 'approve':
      case 'return':
      case 'refuse':
      case 'withdraw':
        decideVerdict(context, { submissionId: id, revision, version, kind: action, letter: 'Письмо', language: 'ru' });
        break;
      case 'undo':
        if (verdict === null) return false;
        undoVerdict(context, { verdictId: verdict.id });
        break;
      case 'recall':
        return false;
    }
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return false;
  }
}

describe('the state machine', () => {
  it('lets exactly the actions through that the screen offers, by whoever in whatever order', async () => {
    const action = fc.constantFrom(...SUBMISSION_ACTIONS);
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ action, name: fc.nat(1), row: fc.nat(1) }) },
      { weight: 1, arbitrary: fc.record({ passMs: fc.constantFrom(1_000, LIMITS.undoWindowMs, LIMITS.claimLeaseMs) }) },
      { weight: 1, arbitrary: fc.record({ mark: fc.constantFrom('fail', 'pass'), row: fc.nat(1) } as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const bench = openBench();
        const { context } = bench.workspace;
        const rows = [
          await bench.accept({ solution: { code: 'a.app', name: 'A' } }),
          await bench.accept({ solution: { code: 'a.app', name: 'A' }, kind: 'new-version' }),
        ];
        for (const each of steps) {
          if ('passMs' in each) {
            bench.clock.now += each.passMs;
            expireClaims(context);
            releaseHeld(context);
            continue;
          }
          const id = rows[each.row]?.id ?? '';
          if ('mark' in each) {
            try {
              markItem(context, { submissionId: id, ruleId: 'card-contacts', mark: each.mark });
            } catch (error) {
              expect(error).toBeInstanceOf(AppError);
            }
            continue;
          }
          bench.as(NAMES[each.name] ?? '');
          const before = getSubmission(context, { id });
          const offered = before.actions.find((one) => one.action === each.action)?.allowed ?? false;
          const done = attempt(bench, id, each.action);
          const after = getSubmission(context, { id });
          if (
            done &&
            !(each.action === 'claim' && before.claim?.mine === true) &&
            !(each.action === 'take-over' && before.claim?.mine === true)
          ) {
            expect(offered, `${each.action} in ${before.state}`).toBe(true);
            expect(after.state).toBe(nextState(before.state, each.action));
            expect(after.revision).toBeGreaterThan(before.revision);
          } else {
            expect(after.state).toBe(before.state);
            // What is offered may still be held back by what the verdict lacks (a finding, an answer, a later version).
            if (offered) expect(['return', 'approve', 'withdraw']).toContain(each.action);
          }
        }
        expect(halfDone(context.db)).toEqual([]);
        await bench.end();
      }),
      { numRuns: 40 },
    );
  });
});
