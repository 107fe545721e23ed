import { judgeAfterlife, judgeErasure } from './detectors/erasure.ts';
import { judgeEvents, judgeForgedEvent, judgeUninstallHandler } from './detectors/events.ts';
import { judgeCleanInstall, judgeHeadChecks, judgeInstallCallback, judgeInstallFinish } from './detectors/installation.ts';
import { judgeBlankPages, judgeServerErrors } from './detectors/page-content.ts';
import { judgeBrokenLinks, judgeScriptErrors } from '../../page-watch/page-errors.ts';
import { judgeScrollbars } from './detectors/page-layout.ts';
import { judgeKeptData } from './detectors/kept-data.ts';
import { judgeRebinding, judgeReinstall } from './detectors/reinstall.ts';
import { judgeRestEconomy, judgeStandIns, judgeTokenRefresh } from './detectors/rest-calls.ts';
import { judgeDeclaredWidgets, judgeScopes } from './detectors/rights.ts';
import { judgeOrdinaryUser, judgeWidgets } from './detectors/roles.ts';
import { judgeSecondPortal } from './detectors/second-portal.ts';
import { judgeUpdate } from './detectors/update.ts';
import { judgePasswordRequests, judgeSecretsInBrowser } from './detectors/secrets.ts';
import type { RunFacts } from './facts.ts';
import { combine, type Judgement } from '../../page-watch/judgement.ts';

/** Every detector, in the order of the run. Each knows by itself when it has nothing to say. */
const DETECTORS: readonly ((facts: RunFacts) => Judgement[])[] = [
  judgeHeadChecks,
  judgeCleanInstall,
  judgeInstallFinish,
  judgeInstallCallback,
  judgeBlankPages,
  judgeServerErrors,
  (facts) => judgeScriptErrors(facts, 'ui-no-js-errors'),
  (facts) => judgeBrokenLinks(facts, 'ui-no-broken-links'),
  judgeScrollbars,
  judgePasswordRequests,
  judgeSecretsInBrowser,
  judgeOrdinaryUser,
  judgeWidgets,
  judgeEvents,
  judgeScopes,
  judgeDeclaredWidgets,
  judgeRestEconomy,
  judgeStandIns,
  judgeTokenRefresh,
  judgeUninstallHandler,
  judgeAfterlife,
  judgeErasure,
  judgeKeptData,
  judgeReinstall,
  judgeRebinding,
  judgeUpdate,
  judgeSecondPortal,
  judgeForgedEvent,
];

/** Everything the detectors have to say, several judgements for a rule included. */
export function judgeEach(facts: RunFacts): readonly Judgement[] {
  return DETECTORS.flatMap((detector) => detector(facts));
}

/** One judgement for each rule that the facts say anything about. */
export function judge(facts: RunFacts): readonly Judgement[] {
  return combine(judgeEach(facts));
}
