import type { RuleScope } from '../../../../shared/domain/rulebook.ts';

/** What rules of MoySklad are about; requests about price or trial have a checklist of their own. */
export const CONTENT: RuleScope = { kinds: ['new-solution', 'new-version', 'card-change'] };
export const VERSIONS: RuleScope = { kinds: ['new-solution', 'new-version'] };
export const NEXT_VERSION: RuleScope = { kinds: ['new-version'] };
export const PRICED: RuleScope = { kinds: ['new-solution', 'new-version', 'card-change', 'price-change'] };
export const PRICE_OR_TRIAL: RuleScope = { kinds: ['price-change', 'trial-change'] };
export const WITH_TRIAL: RuleScope = { kinds: ['new-solution', 'new-version', 'card-change', 'price-change', 'trial-change'] };
