/**
 * Everything that the event log records. A new kind is added here first: the log takes no other, the window and the report of a
 * bundle must have words for it.
 */

/** About one submission: these are part of its record and of its bundles. */
export const EVENTS_OF_SUBMISSION = [
  'submission.accepted',
  'submission.claimed',
  'submission.released',
  'submission.takenOver',
  'submission.skipped',
  'submission.recalled',
  'submission.approved',
  'submission.returned',
  'submission.refused',
  'submission.withdrawn',
  'claim.expired',
  'testData.revealed',
  'checklist.begun',
  'checklist.keptMarks',
  'checklistItem.marked',
  'checklistItem.noted',
  'checks.finished',
  'evidence.attached',
  'evidence.detached',
  'evidence.shared',
  'finding.saved',
  'finding.included',
  'finding.excluded',
  'finding.accepted',
  'run.started',
  'run.finished',
  'run.stopped',
  'run.lost',
  'run.unstored',
  'checkpoint.answered',
  'portal.used',
  'message.written',
  'message.received',
  'message.imported',
  'note.written',
  'outbox.released',
  'outbox.handedOver',
  'verdict.undone',
  'solution.published',
  'solution.hidden',
  'solution.withdrawn',
  'solution.unpublished',
  'stage.entered',
  'stage.assigned',
  'stage.finished',
  'stage.reopened',
  'stage.noted',
  'stage.noteRemoved',
  'bundle.exported',
] as const;
export type EventOfSubmission = (typeof EVENTS_OF_SUBMISSION)[number];

/** About the workspace, a solution or a review. */
export const EVENTS_BESIDE = [
  'workspace.created',
  'submissions.seeded',
  'moderator.renamed',
  'import.refused',
  'import.forgotten',
  'portal.created',
  'template.saved',
  'template.deleted',
  'team.dueDaySet',
  'review.answerMarked',
  'review.answered',
  'review.correctionReceived',
  'review.disputed',
  'review.kept',
  'review.published',
  'review.received',
  'review.removed',
  'review.replaced',
] as const;

export const EVENT_TYPES = [...EVENTS_OF_SUBMISSION, ...EVENTS_BESIDE] as const;
export type EventType = (typeof EVENT_TYPES)[number];
