import { describe, expect, it } from 'vitest';
import {
  DEFAULT_PROBES,
  INSTALL_TEST_PLAN,
  installTestPlan,
  probeStepId,
  PROBES,
  type Probe,
} from '../../../electron/marketplaces/bitrix24/install-test/plan.ts';
import { combine, couldNotLook, failed, passed, shortUrl } from '../../../electron/marketplaces/page-watch/judgement.ts';
import { rulebook } from '../../../electron/marketplaces/bitrix24/rulebook/rulebook.ts';
import { FAULTS } from '../../vendors/bitrix24/faults.ts';

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
  const steps = INSTALL_TEST_PLAN.flatMap((phase) => phase.steps);
  it('has unique steps', () => {
    expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
  });
  it('names only rules that the rulebook lets a run judge', () => {
    const judgedByRun = new Set(rulebook.rules.filter((rule) => rule.checks.includes('run')).map((rule) => rule.id));
    for (const ruleId of steps.flatMap((step) => step.ruleIds)) expect(judgedByRun).toContain(ruleId);
  });
  it('plans no ordinary user’s browser for a solution without a page', () => {
    const roles = installTestPlan({ hasPage: false, probes: PROBES, isUpdated: true, hasSecondPortal: true }).flatMap((phase) =>
      phase.steps.map((step) => step.role),
    );
    expect(roles).not.toContain('user');
  });
  it('holds the probes asked for and no others', () => {
    const planned = (probes: readonly Probe[]): string[] =>
      installTestPlan({ hasPage: true, probes, isUpdated: false, hasSecondPortal: false })
        .flatMap((phase) => phase.steps.map((step) => step.id))
        .filter((id) => id.startsWith('probes.'));
    expect(planned([])).toEqual([]);
    expect(planned(PROBES)).toEqual(PROBES.map(probeStepId));
    expect(planned(DEFAULT_PROBES)).toEqual(['probes.forged-event']);
  });
});

describe('further runs', () => {
  it('are planned only when they are asked for', () => {
    const phases = (isUpdated: boolean, hasSecondPortal: boolean): string[] =>
      installTestPlan({ hasPage: true, probes: [], isUpdated, hasSecondPortal }).map((phase) => phase.name);
    expect(phases(false, false)).not.toContain('update');
    expect(phases(false, false)).not.toContain('second-portal');
    expect(phases(true, true).slice(-2)).toEqual(['update', 'second-portal']);
  });
});

describe('faulty sample vendors', () => {
  it('are at least thirty, named once, and every rule they break belongs to a step of the run', () => {
    expect(FAULTS.length).toBeGreaterThanOrEqual(30);
    expect(new Set(FAULTS.map((fault) => fault.name)).size).toBe(FAULTS.length);
    const rules = new Set(INSTALL_TEST_PLAN.flatMap((phase) => phase.steps.flatMap((step) => step.ruleIds)));
    for (const ruleId of FAULTS.flatMap((fault) => fault.expected)) expect(rules).toContain(ruleId);
  });
});
