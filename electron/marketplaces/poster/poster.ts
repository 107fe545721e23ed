import { COMMON_KINDS } from '../../../shared/domain/submission.ts';
import type { Marketplace } from '../marketplace.ts';
import { cardSchema } from './card-schema.ts';
import { checks } from './checks/checks.ts';
import { commandLine } from './command-line.ts';
import { cardFields, versionFields } from './fields.ts';
import { probes } from './install-test/plan.ts';
import { registrationOf } from './registration.ts';
import { MATERIAL_CHANGES, RULE_INPUTS } from './rulebook/rule-inputs.ts';
import { rulebook } from './rulebook/rulebook.ts';
import { sources } from './sources.ts';
import { stages } from './stages.ts';
import { versionSchema } from './version-schema.ts';
import { MARKETPLACE_ID, REGIONS, SOLUTION_TYPES } from './vocabulary.ts';

/** The catalogue of applications of Poster: everything that differs from the others, in this folder. */
export const poster: Marketplace = {
  id: MARKETPLACE_ID,
  title: { ru: 'Маркет Poster', en: 'Poster Market' },
  regions: REGIONS,
  kinds: [...COMMON_KINDS, 'publication-step'],
  stages,
  solutionTypes: SOLUTION_TYPES,
  cardSchema,
  versionSchema,
  cardFields,
  versionFields,
  rulebook,
  sources,
  checks,
  ruleInputs: RULE_INPUTS,
  materialChanges: MATERIAL_CHANGES,
  loadPortal: async () => (await import('./portal/portal.ts')).createPosterPortal,
  loadInstallTest: async () => (await import('./install-test/install-test.ts')).posterInstallTest,
  probes,
  registration: registrationOf,
  commandLine,
};
