import { describe, expect, it } from 'vitest';
import { judgeSecondPortal } from '../../../electron/marketplaces/bitrix24/install-test/detectors/second-portal.ts';
import { judgeUpdate } from '../../../electron/marketplaces/bitrix24/install-test/detectors/update.ts';
import type { SecondPortalFacts, UpdateFacts } from '../../../electron/marketplaces/bitrix24/install-test/facts.ts';
import type { Judgement } from '../../../electron/marketplaces/page-watch/judgement.ts';
import { makeApplication, makeFacts, makePage, VENDOR } from './make-facts.ts';

const statuses = (judgements: readonly Judgement[]): string[] => judgements.map((one) => one.status);
const handler = (event: string) => ({
  event,
  url: `${VENDOR}/events`,
  userId: '1',
  offline: false,
  boundAt: 1,
  installNumber: 1,
  byPortal: false,
});

describe('update-rebinds', () => {
  const beforeUninstall = makeApplication({ handlers: [handler('ONAPPUNINSTALL'), handler('ONCRMDEALADD')] });
  const judgeWith = (change: Partial<UpdateFacts>): Judgement[] => {
    const after = makeApplication({ handlers: beforeUninstall.handlers });
    const update = {
      stepId: 'update.update',
      fromVersion: '3',
      outcome: 'finished',
      lastText: '',
      page: makePage(),
      after,
      ...change,
    } as const;
    return judgeUpdate(makeFacts({ beforeUninstall, update }));
  };
  it('says nothing without an update and passes when all is there again', () => {
    expect(judgeUpdate(makeFacts({ beforeUninstall }))).toEqual([]);
    expect(statuses(judgeWith({}))).toEqual(['pass']);
  });
  it('names what is missing and what is there twice', () => {
    const [missing] = judgeWith({ after: makeApplication({ handlers: [handler('ONAPPUNINSTALL')] }) });
    expect(missing).toMatchObject({ status: 'fail', stepId: 'update.state' });
    expect(missing?.message.en).toContain('ONCRMDEALADD');
    const handlers = [...beforeUninstall.handlers, { ...handler('ONCRMDEALADD'), url: `${VENDOR}/events?again=1` }];
    expect(statuses(judgeWith({ after: makeApplication({ handlers }) }))).toEqual(['fail']);
  });
  it('fails for an update that does not end and for a page that is out of order after it', () => {
    expect(statuses(judgeWith({ outcome: 'stalled' }))).toEqual(['fail']);
    expect(statuses(judgeWith({ page: makePage({ httpStatus: 500 }) }))).toEqual(['fail']);
  });
  it('leaves open what a solution without registrations does', () => {
    const update = {
      stepId: 'update.update',
      fromVersion: '3',
      outcome: 'finished',
      lastText: '',
      page: null,
      after: makeApplication(),
    } as const;
    expect(statuses(judgeUpdate(makeFacts({ beforeUninstall: makeApplication(), update })))).toEqual(['could-not-look']);
  });
});

describe('func-external-service-testable', () => {
  const second = (change: Partial<SecondPortalFacts> = {}): Judgement[] =>
    judgeSecondPortal(
      makeFacts({
        pages: [makePage({ installNumber: 2 })],
        secondPortal: {
          stepId: 'second-portal.install',
          outcome: 'finished',
          lastText: '',
          handlerStatus: null,
          page: makePage({ stepId: 'second-portal.install' }),
          firstPage: makePage({ stepId: 'second-portal.first', text: 'Счета. Проба 1a2b' }),
          strayCalls: [],
          canaryText: 'Проба 1a2b',
          ...change,
        },
      }),
    );
  it('passes when both portals work with their own data', () => {
    expect(judgeSecondPortal(makeFacts())).toEqual([]);
    expect(statuses(second())).toEqual(['pass']);
  });
  it.each<[string, Partial<SecondPortalFacts>]>([
    ['a second portal that cannot be connected', { outcome: 'stalled', lastText: 'Портал не найден' }],
    ['a page that refuses the second portal', { page: makePage({ httpStatus: 403 }) }],
    ['data of the first portal on the second', { page: makePage({ text: 'Проба 1a2b' }) }],
    ['a first portal that stops working', { firstPage: makePage({ httpStatus: 500 }) }],
    ['data of the first portal that is gone', { firstPage: makePage() }],
    ['calls to the second portal for a page of the first', { strayCalls: ['profile'] }],
  ])('finds %s', (_name, change) => {
    expect(statuses(second(change))).toEqual(['fail']);
  });
});
