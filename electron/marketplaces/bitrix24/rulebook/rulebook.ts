import type { Rulebook } from '../../../../shared/domain/rulebook.ts';
import { cardRules } from './card.ts';
import { functionRules, interfaceRules, securityRules } from './function-interface-security.ts';
import { installRules, reinstallRules, uninstallRules } from './lifecycle.ts';
import { legalRules, mediaRules, supportRules } from './media-support-legal.ts';
import { pricingRules, regionRules, rightsRules } from './pricing-rights-regions.ts';

/** Requirements of the Bitrix24 Marketplace in the order in which a moderator works through them. */
export const rulebook: Rulebook = {
  marketplace: 'bitrix24',
  version: '2026-11-21.1',
  rules: [
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
  ],
};
