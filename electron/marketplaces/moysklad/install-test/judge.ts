import { combine, failed, passed, type Judgement } from '../../page-watch/judgement.ts';
import {
  judgeAccess,
  judgeAfterlife,
  judgeDuplicates,
  judgeLoyalty,
  judgeReinstall,
  judgeResumption,
  judgeRights,
  judgeStatus,
  judgeTokenAfterTariff,
} from './detectors/access.ts';
import {
  judgeChatWindow,
  judgeContextKey,
  judgeEmployee,
  judgeErrorTexts,
  judgeHeight,
  judgeLocale,
  judgePageErrors,
  judgePages,
  judgeSecrets,
  judgeSettingsPlace,
  judgeSmallestWindow,
  judgeSupports,
  judgeUnlink,
} from './detectors/pages.ts';
import {
  judgeActivating,
  judgeActivation,
  judgeButtons,
  judgeLinkedAccount,
  judgeProbes,
  judgePublished,
  judgeRemoval,
  judgeRepetition,
  judgeRightsEvent,
  judgeScenarios,
  judgeServerFailures,
  judgeSuspension,
  judgeTariffCalls,
  judgeWebhooks,
} from './detectors/vendor-calls.ts';
import type { RunFacts } from './facts.ts';

/** What reading the descriptor found. */
function judgeDescriptor(facts: RunFacts): Judgement[] {
  // The card shows what the descriptor asks for.
  const stepId = 'install.card';
  const { descriptorProblems } = facts.registration;
  const rules = ['ms-descriptor-schema-v2', 'ms-descriptor-one-widget-per-point', 'ms-rights-consistent'];
  return [
    ...descriptorProblems.map((one) => failed(one.ruleId, stepId, one.message.ru, one.message.en)),
    ...rules
      .filter((rule) => !descriptorProblems.some((one) => one.ruleId === rule))
      .map((rule) => passed(rule, stepId, 'Дескриптор прочитан, замечаний нет.', 'The descriptor was read, nothing is wrong with it.')),
  ];
}

/** Every detector, in the order of the run. Each knows by itself when it has nothing to say. */
const DETECTORS: readonly ((facts: RunFacts) => Judgement[])[] = [
  judgeDescriptor,
  judgeActivation,
  judgeLinkedAccount,
  judgeActivating,
  judgeServerFailures,
  judgeWebhooks,
  judgePages,
  judgePageErrors,
  judgeHeight,
  judgeSmallestWindow,
  judgeChatWindow,
  judgeContextKey,
  judgeErrorTexts,
  judgeUnlink,
  judgeLocale,
  judgeSettingsPlace,
  judgeStatus,
  judgeSecrets,
  judgeEmployee,
  judgeSupports,
  judgeButtons,
  judgeScenarios,
  judgeRightsEvent,
  judgeTariffCalls,
  judgeTokenAfterTariff,
  judgeSuspension,
  judgeResumption,
  judgeRemoval,
  judgeAfterlife,
  judgeReinstall,
  judgeDuplicates,
  judgeLoyalty,
  judgeRights,
  judgeAccess,
  judgePublished,
  judgeProbes,
  judgeRepetition,
];

/** Everything the detectors have to say, several judgements for a rule included. */
export function judgeEach(facts: RunFacts): readonly Judgement[] {
  return DETECTORS.flatMap((detector) => detector(facts));
}

/** One judgement for each rule that the facts say anything about. */
export function judge(facts: RunFacts): readonly Judgement[] {
  return combine(judgeEach(facts));
}
