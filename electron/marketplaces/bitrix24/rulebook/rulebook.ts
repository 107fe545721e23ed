import type { Rulebook } from '../../../../shared/domain/rulebook.ts';
import { withExtras } from '../../make-rule.ts';
import { cardRules } from './card.ts';
import { functionRules, interfaceRules, securityRules } from './function-interface-security.ts';
import { DRIFT, GRADES, TEMPLATES } from './grades-and-drift.ts';
import { installRules, reinstallRules, uninstallRules } from './lifecycle.ts';
import { legalRules, mediaRules, supportRules } from './media-support-legal.ts';
import { pricingRules, regionRules, rightsRules } from './pricing-rights-regions.ts';

/** Requirements of the Bitrix24 Marketplace in the order in which a moderator works through them. */
export const rulebook: Rulebook = {
  marketplace: 'bitrix24',
  version: '2026-11-27.1',
  rules: withExtras({ severityFor: GRADES, drift: DRIFT, templates: TEMPLATES }, [
    ...installRules,
    ...uninstallRules,
    ...reinstallRules,
    ...cardRules,
    ...mediaRules,
    ...supportRules,
    ...legalRules,
    ...pricingRules,
    ...rightsRules,
    ...regionRules,
    ...functionRules,
    ...interfaceRules,
    ...securityRules,
  ]),
};
