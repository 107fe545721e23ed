import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { isEmptyValue } from '../card/fields.ts';

/** A vendor who filled in a Russian card reads Russian; the moderator can choose otherwise. */
export function letterLanguage(submission: SubmissionDetails): 'ru' | 'en' {
  const hasText = (language: 'ru' | 'en'): boolean =>
    submission.card.some((field) => field.path.startsWith(`texts.${language}.`) && !isEmptyValue(field.value));
  return hasText('en') && !hasText('ru') ? 'en' : 'ru';
}
