import { firstSchema } from './0010-first-schema.ts';
import { returnAndReview } from './0020-return-and-review.ts';
import { turnsSearchAndUndo } from './0030-turns-search-and-undo.ts';
import { kindsAndPlaces } from './0040-kinds-and-places.ts';
import { conversation } from './0050-conversation.ts';
import { solutionProbes } from './0060-solution-probes.ts';
import { publicationStages } from './0070-publication-stages.ts';
import { regionsAndDueDates } from './0100-regions-and-due-dates.ts';
import { queueOrders } from './0110-queue-orders.ts';
import { messageArrival } from './0120-message-arrival.ts';
import type { Migration } from './migration.ts';

/** All steps in order. The last version is the schema version of this build. */
export const MIGRATIONS: readonly Migration[] = [
  firstSchema,
  returnAndReview,
  turnsSearchAndUndo,
  kindsAndPlaces,
  conversation,
  solutionProbes,
  publicationStages,
  regionsAndDueDates,
  queueOrders,
  messageArrival,
];
