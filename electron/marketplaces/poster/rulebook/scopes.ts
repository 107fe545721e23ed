import type { RuleScope } from '../../../../shared/domain/rulebook.ts';

/** What rules of Poster are about. Categories follow the guidelines of Poster; a category is the type of a solution. */
export const VERSIONS: RuleScope = { kinds: ['new-solution', 'new-version', 'publication-step'] };
export const FIRST: RuleScope = { kinds: ['new-solution', 'publication-step'] };
export const NEXT: RuleScope = { kinds: ['new-version', 'card-change'] };
export const ofType = (...solutionTypes: readonly string[]): RuleScope => ({ ...VERSIONS, solutionTypes });
