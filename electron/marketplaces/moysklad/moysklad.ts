import type { Marketplace } from '../marketplace.ts';
import { cardSchema } from './card-schema.ts';
import { commandLine } from './command-line.ts';
import { cardFields, versionFields } from './fields.ts';
import { probes } from './install-test/plan.ts';
import { prices } from './pricing/offers.ts';
import { registrationOf } from './registration.ts';
import { checks } from './checks/checks.ts';
import { MATERIAL_CHANGES, RULE_INPUTS } from './rulebook/rule-inputs.ts';
import { rulebook } from './rulebook/rulebook.ts';
import { sources } from './sources.ts';
import { COMMON_KINDS } from '../../../shared/domain/submission.ts';
import { versionSchema } from './version-schema.ts';
import { MARKETPLACE_ID, REGIONS, SOLUTION_TYPES } from './vocabulary.ts';

/** The MoySklad catalogue of solutions: everything that differs from the others, in this folder. */
export const moysklad: Marketplace = {
  id: MARKETPLACE_ID,
  title: { ru: 'МойСклад', en: 'MoySklad' },
  regions: REGIONS,
  solutionTypes: SOLUTION_TYPES,
  cardSchema,
  versionSchema,
  cardFields,
  versionFields,
  rulebook,
  sources,
  kinds: [...COMMON_KINDS, 'price-change', 'trial-change'],
  checks,
  ruleInputs: RULE_INPUTS,
  materialChanges: MATERIAL_CHANGES,
  prices,
  loadPortal: async () => (await import('./portal/portal.ts')).createMoyskladPortal,
  loadInstallTest: async () => (await import('./install-test/install-test.ts')).moyskladInstallTest,
  probes,
  registration: registrationOf,
  commandLine,
};
