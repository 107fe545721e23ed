import { expect, it } from 'vitest';
import { knownKey } from '../../../renderer/i18n/translate.ts';
import { EVENT_TYPES } from '../../../shared/domain/event-types.ts';

it('the history has words for everything that the event log records', () => {
  expect(EVENT_TYPES.filter((type) => knownKey(`event.${type}`) === null)).toEqual([]);
});
