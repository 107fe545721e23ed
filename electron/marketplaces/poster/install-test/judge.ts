import { combine, type Judgement } from '../../page-watch/judgement.ts';
import { judgeBookingConnection, judgeSpots, judgeTariff } from './detectors/account.ts';
import { judgeTelephonyLink, judgeTouchAreas } from './detectors/beyond-account.ts';
import { judgeConnecting, judgeManageLogin, judgeRedirect, judgeSecret, judgeSpinner, judgeTypedTokens } from './detectors/connection.ts';
import { judgeDataDamage, judgeReconnecting, judgeRights } from './detectors/data.ts';
import { judgeDecisions, judgeDuplicateClients, judgeOrders, judgeReservations } from './detectors/orders.ts';
import { judgeDisturbance, judgeProductionMode, judgeUsable } from './detectors/pages.ts';
import { judgeAnswers, judgeDuplicates, judgeForged, judgeMenuHooks, judgeRemoval } from './detectors/webhooks.ts';
import type { RunFacts } from './facts.ts';

/** Every detector, in the order of the run. Each knows by itself when it has nothing to say. */
const DETECTORS: readonly ((facts: RunFacts) => Judgement[])[] = [
  judgeRedirect,
  judgeConnecting,
  judgeTelephonyLink,
  judgeTouchAreas,
  judgeManageLogin,
  judgeSpinner,
  judgeTypedTokens,
  judgeSecret,
  judgeProductionMode,
  judgeUsable,
  judgeSpots,
  judgeTariff,
  judgeBookingConnection,
  judgeOrders,
  judgeReservations,
  judgeDuplicateClients,
  judgeAnswers,
  judgeMenuHooks,
  judgeDecisions,
  judgeRemoval,
  judgeReconnecting,
  judgeRights,
  judgeDataDamage,
  judgeDisturbance,
  judgeDuplicates,
  judgeForged,
];

/** Everything the detectors have to say, several judgements for a rule included. */
export function judgeEach(facts: RunFacts): readonly Judgement[] {
  return DETECTORS.flatMap((detector) => detector(facts));
}

/** One judgement for each rule that the facts say anything about. */
export function judge(facts: RunFacts): readonly Judgement[] {
  return combine(judgeEach(facts));
}
