import { describe, expect, it } from 'vitest';
import { INSTALL_TEST_PLAN } from '../../../electron/marketplaces/bitrix24/install-test/plan.ts';
import { combine, couldNotLook, failed, passed, shortUrl } from '../../../electron/marketplaces/bitrix24/install-test/judgement.ts';
import { SEVERITIES_OF_RULES } from '../../../electron/marketplaces/bitrix24/install-test/severity.ts';

describe('combining judgements', () => {
  it('lets a failure outweigh everything and "could not look" outweigh a pass', () => {
    const [first] = combine([passed('r', 'a', 'да', 'yes'), failed('r', 'b', 'нет', 'no'), couldNotLook('r', 'c', 'не видно', 'unseen')]);
    expect(first).toMatchObject({ status: 'fail', stepId: 'b', message: { ru: 'нет', en: 'no' } });
    expect(combine([passed('r', 'a', 'да', 'yes'), couldNotLook('r', 'c', 'не видно', 'unseen')])[0]?.status).toBe('could-not-look');
  });
  it('tells the same fact once and counts beyond three', () => {
    const many = ['1', '1', '2', '3', '4', '5'].map((name) => failed('r', name, `ошибка ${name}.`, `error ${name}.`));
    expect(combine(many)[0]?.message.ru).toBe('ошибка 1. ошибка 2. ошибка 3. И ещё подобных: 2.');
  });
  it('is firm when one of the facts was observed', () => {
    expect(combine([failed('r', null, 'а', 'a', 'not-observed'), failed('r', null, 'б', 'b')])[0]?.confidence).toBe('observed');
  });
});

describe('addresses in messages', () => {
  it('carry no query', () => {
    expect(shortUrl('https://vendor.test/app?AUTH_ID=secret#x')).toBe('https://vendor.test/app');
    expect(shortUrl('no address')).toBe('no address');
  });
});

describe('plan', () => {
  it('has unique steps, and every judged rule belongs to a step', () => {
    const steps = INSTALL_TEST_PLAN.flatMap((phase) => phase.steps);
    expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
    const rules = new Set(steps.flatMap((step) => step.ruleIds));
    for (const ruleId of Object.keys(SEVERITIES_OF_RULES)) expect(rules).toContain(ruleId);
  });
});
