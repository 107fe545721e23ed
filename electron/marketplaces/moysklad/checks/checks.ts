import type { AutomaticCheck } from '../../marketplace.ts';
import { cardChecks } from './card-checks.ts';
import { descriptorChecks } from './descriptor-checks.ts';
import { mediaChecks } from './media-checks.ts';
import { pricingChecks } from './pricing-checks.ts';

/** Automatic checks of a MoySklad submission, each named by the rule it judges. */
export const checks: readonly AutomaticCheck[] = [...cardChecks, ...mediaChecks, ...pricingChecks, ...descriptorChecks];
