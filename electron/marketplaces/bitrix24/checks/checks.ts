import type { AutomaticCheck } from '../../marketplace.ts';
import { cardChecks } from './card-checks.ts';
import { linkRightsChecks } from './link-rights-checks.ts';
import { mediaChecks } from './media-checks.ts';
import { regionTypeChecks } from './region-type-checks.ts';

/** Automatic checks of a submission, each named by the rule it judges. */
export const checks: readonly AutomaticCheck[] = [...cardChecks, ...mediaChecks, ...linkRightsChecks, ...regionTypeChecks];
