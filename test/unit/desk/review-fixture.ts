import type { IncomingReview } from '../../../shared/domain/incoming-submission.ts';

let counter = 0;

/** A buyer's review from a commercial portal with the solution installed. */
export function incomingReview(change: Partial<IncomingReview> = {}): IncomingReview {
  counter += 1;
  return {
    marketplace: 'testmarket',
    externalId: `O-${String(counter)}`,
    submittedAt: 1_800_000_000_000,
    solution: { code: 'v.bills', name: 'Счета' },
    vendor: { code: 'v', name: 'Вендор' },
    author: 'Мария',
    portal: { address: 'portal.example', plan: 'commercial', installed: true },
    rating: 2,
    text: 'Печать не работает',
    answer: null,
    correction: null,
    dispute: null,
    ...change,
  };
}
