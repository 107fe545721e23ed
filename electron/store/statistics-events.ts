/** Types of events that statistics are made of, as SQL. Part of a landed schema: a change needs a migration. */
export const COUNTED_EVENTS = [
  'submission.accepted',
  'submission.claimed',
  'submission.takenOver',
  'submission.released',
  'claim.expired',
  'submission.approved',
  'submission.returned',
  'submission.refused',
  'submission.withdrawn',
  'verdict.undone',
  'message.written',
  'message.received',
  'message.imported',
]
  .map((type) => `'${type}'`)
  .join(', ');
