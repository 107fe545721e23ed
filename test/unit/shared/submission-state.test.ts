import { describe, expect, it } from 'vitest';
import { nextState, SUBMISSION_ACTIONS, SUBMISSION_STATES } from '../../../shared/domain/submission.ts';

describe('submission states', () => {
  it('allows exactly these moves', () => {
    const moves = SUBMISSION_STATES.flatMap((state) =>
      SUBMISSION_ACTIONS.flatMap((action) => {
        const next = nextState(state, action);
        return next === null ? [] : [`${state} -${action}-> ${next}`];
      }),
    );
    expect(moves).toEqual([
      'queued -claim-> claimed',
      'queued -recall-> recalled',
      'claimed -release-> queued',
      'claimed -take-over-> claimed',
      'claimed -approve-> approved',
      'claimed -return-> returned',
      'claimed -refuse-> refused',
      'claimed -recall-> recalled',
      'approved -withdraw-> withdrawn',
      'approved -undo-> claimed',
      'returned -undo-> claimed',
      'refused -undo-> claimed',
      'withdrawn -undo-> approved',
    ]);
  });
});
