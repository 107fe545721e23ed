import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../renderer/i18n/catalogue.ts';
import type { Entry, Message } from '../../../renderer/i18n/entry.ts';
import { i18nFor, knownKey } from '../../../renderer/i18n/translate.ts';
import { ERROR_CODES } from '../../../shared/domain/errors.ts';

const entries = Object.entries(catalogue) as [string, Entry][];
const texts = (message: Message): string[] => (typeof message === 'string' ? [message] : Object.values(message));
const parameters = (message: Message): string[] =>
  [...new Set(texts(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')))].toSorted();

describe('message catalogue', () => {
  it('has a text in both languages for every key', () => {
    const empty = entries.filter(([, entry]) => [...texts(entry.ru), ...texts(entry.en)].some((text) => text.trim() === ''));
    expect(empty.map(([key]) => key)).toEqual([]);
  });

  it('names the same parameters in both languages', () => {
    const differing = entries.filter(([, entry]) => parameters(entry.ru).join() !== parameters(entry.en).join());
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('has every plural form that a language needs, and counts with `count`', () => {
    const lacking = entries.filter(([, { ru, en }]) => {
      if (typeof ru !== 'string' && (ru.few === undefined || ru.many === undefined || !parameters(ru).includes('count'))) return true;
      return typeof en !== 'string' && (!('one' in en) || !parameters(en).includes('count'));
    });
    expect(lacking.map(([key]) => key)).toEqual([]);
  });

  it('is written in the language it claims', () => {
    const exceptions = new Set([
      'language.en',
      'language.ru',
      'action.view.language',
      'settings.versionText',
      'size.bytes',
      'statistics.export.csv',
      'statistics.export.json',
      'time.minutes',
    ]);
    const wrong = entries.filter(([key, entry]) => {
      if (exceptions.has(key)) return false;
      return (
        texts(entry.en).some((text) => /[а-яё]/i.test(text)) ||
        texts(entry.ru).some((text) =>
          /[a-z]{3,}/i.test(text.replace(/\{\w+\}|HTTP|PDF|Enter|REST|OAuth|Playwright|trace\.playwright\.dev|Ctrl\+\w|Electron/g, '')),
        )
      );
    });
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  it('keeps the tone: no exclamation marks', () => {
    expect(
      entries.filter(([, entry]) => [...texts(entry.ru), ...texts(entry.en)].some((text) => text.includes('!'))).map(([key]) => key),
    ).toEqual([]);
  });

  it('explains every error code', () => {
    expect(ERROR_CODES.filter((code) => knownKey(`error.${code}`) === null)).toEqual([]);
  });

  it('counts in Russian as Russians do', () => {
    const { t } = i18nFor('ru');
    expect([0, 1, 2, 5, 11, 21, 22, 25, 101, 111].map((count) => t('queue.openFindings', { count }))).toEqual([
      '0 замечаний',
      '1 замечание',
      '2 замечания',
      '5 замечаний',
      '11 замечаний',
      '21 замечание',
      '22 замечания',
      '25 замечаний',
      '101 замечание',
      '111 замечаний',
    ]);
    expect(i18nFor('en').t('queue.openFindings', { count: 1 })).toBe('1 finding');
    expect(i18nFor('en').t('queue.openFindings', { count: 2 })).toBe('2 findings');
  });

  it('does not interpret what parameters contain', () => {
    expect(i18nFor('en').t('queue.claimedBy', { name: '{name} $& <b>' })).toBe('claimed by {name} $& <b>');
  });
});
