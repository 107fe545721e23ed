import { describe, expect, it } from 'vitest';
import { checks } from '../../../electron/marketplaces/bitrix24/checks/checks.ts';
import { rulebook } from '../../../electron/marketplaces/bitrix24/rulebook/rulebook.ts';
import type { CheckInput } from '../../../electron/marketplaces/marketplace.ts';
import { goodCard, goodInput, goodVersion, picture } from '../../fixtures/bitrix24/good-submission.ts';

type Ru = ReturnType<typeof goodCard>['texts']['ru'];
const ru = (change: Partial<Ru>): CheckInput =>
  goodInput({ card: (card) => ({ ...card, texts: { ru: { ...card.texts.ru, ...change } } }) });
const card = (change: Record<string, unknown>): CheckInput => goodInput({ card: (good) => ({ ...good, ...change }) });
const version = (change: Record<string, unknown>): CheckInput => goodInput({ version: (good) => ({ ...good, ...change }) });
const files = (...list: ReturnType<typeof picture>[]): CheckInput => goodInput({ input: { files: list } });
const icon = picture('icon.png', 'icon', 400, 400);
const shot = picture('shots/1.png', 'screenshot', 1280, 720);
const english = {
  ...goodCard().texts.ru,
  name: 'Invoices',
  description: 'Invoices and acts from a deal on any plan of the portal.',
  installation: 'x'.repeat(90),
  support: 'help@example.com',
};

/** For each rule, submissions that must fail it; the good one must not. */
const faulty: Readonly<Record<string, readonly CheckInput[]>> = {
  'card-fields-filled': [ru({ description: ' ' }), ru({ support: '' }), files(shot), files(icon)],
  'card-name-clear': [ru({ name: 'Тест 2' }), ru({ name: 'app' }), ru({ name: 'Новое решение' })],
  'card-name-no-foreign-marks': [
    ru({ name: 'Счета для битрикс-24' }),
    ru({ description: `${goodCard().texts.ru.description} Для Bitrix 24.` }),
    ru({ slogan: 'Документы в BITRIX24.' }),
  ],
  'card-categories-max5': [card({ categories: ['crm', 'documents', 'tasks', 'hr', 'finance', 'sites'] })],
  'card-tags-max5': [card({ tags: ['1', '2', '3', '4', '5', '6'] })],
  'card-lang-mandatory': [goodInput({ input: { region: 'west' } }), goodInput({ card: () => ({ texts: { en: english } }) })],
  'card-slogan-1-2-sentences': [
    ru({ slogan: 'Счета и акты' }),
    ru({ slogan: '' }),
    ru({ slogan: 'Первое предложение тут. Второе предложение тут. Третье предложение тут.' }),
  ],
  'card-discloses-tariff': [ru({ description: 'Помогает выставлять счета и акты менеджерам и бухгалтерам прямо из сделки.' })],
  'card-keywords-2000': [card({ keywords: 'счёт, '.repeat(400) }), card({ keywords: 'счёт акт документы оплата '.repeat(5) })],
  'card-keywords-no-spam': [
    card({ keywords: 'счёт, Битрикс24, акт' }),
    card({ keywords: 'bitrix24' }),
    card({ keywords: 'счёт, акт, счёт' }),
  ],
  'card-install-steps': [ru({ installation: 'Нажмите «Установить».' })],
  'card-fields-match-purpose': [ru({ description: 'Lorem ipsum dolor sit amet' }), ru({ installation: goodCard().texts.ru.description })],
  'card-text-language': [
    ru({ description: 'This description is written in English although the card is Russian, any plan.' }),
    card({ texts: { ru: goodCard().texts.ru, en: { ...english, description: goodCard().texts.ru.description } } }),
  ],
  'version-whats-new': [version({ whatsNew: {} }), version({ whatsNew: { ru: '  ' } })],
  'pricing-no-direct-sale': [
    ru({ description: `${goodCard().texts.ru.description} Скидка 20% по промокоду ЛЕТО.` }),
    version({ whatsNew: { ru: 'Купить напрямую дешевле.' } }),
  ],
  'icon-format': [
    files({ ...icon, mime: 'image/webp' }, shot),
    files({ ...icon, image: { widthPx: 400, heightPx: 400, hasTransparentPixels: true, isAnimated: false } }, shot),
    files(shot),
  ],
  'icon-size': [
    files(picture('icon.png', 'icon', 249, 249), shot),
    files(picture('icon.png', 'icon', 651, 651), shot),
    files(picture('icon.png', 'icon', 400, 401), shot),
  ],
  'shots-present-format': [
    files(icon),
    files(icon, picture('a.png', 'screenshot', 1281, 720)),
    files(icon, picture('a.png', 'screenshot', 1280, 721)),
    files(icon, { ...shot, mime: 'image/gif' }),
  ],
  'legal-eula-link': [
    card({ links: { privacy: 'https://scheta.example/p' } }),
    card({ links: { eula: 'http://scheta.example/e' } }),
    card({ links: { eula: 'https://clck.ru/abc' } }),
  ],
  'legal-privacy-link': [card({ links: { eula: 'https://scheta.example/e' } })],
  'support-channels': [ru({ support: 'Пишите нам с 9:00 до 18:00, ответ в течение 4 часов.' })],
  'support-hours-reaction': [
    ru({ support: 'help@scheta.example, ответ в течение 4 часов.' }),
    ru({ support: 'help@scheta.example, с 9:00 до 18:00.' }),
  ],
  'support-lang-links': [card({ texts: { ru: goodCard().texts.ru, en: { ...english, support: 'Write at https://scheta.ru/help' } } })],
  'sec-tls-valid': [version({ appUrl: 'http://app.scheta.example/app' })],
  'rights-user-scope-min': [version({ scopes: ['crm', 'user'] })],
  'rights-menu-item-needed': [
    version({ mode: 'callback', appUrl: undefined, eventUrl: 'https://app.scheta.example/event', menuItem: true }),
  ],
  'func-external-service-testable': [goodInput({ input: { solutionType: 'integration', hasTestData: false } })],
  'func-service-links': [goodInput({ input: { solutionType: 'integration' } })],
  'pricing-extra-paid-tick': [card({ pricing: { extraPaid: true } })],
};

/** Checks that cannot judge offline at all: they say so. */
const blind = ['shots-language', 'media-links-open'];

describe('automatic checks of the Bitrix24 card', () => {
  it('judge rules of the rulebook that are judged from the submission', () => {
    for (const check of checks) {
      const rule = rulebook.rules.find((each) => each.id === check.ruleId);
      expect(rule?.checks, check.ruleId).toContain('submission');
    }
    expect(new Set(checks.map((check) => check.ruleId)).size).toBe(checks.length);
    expect([...Object.keys(faulty), ...blind].sort()).toEqual(checks.map((check) => check.ruleId).sort());
  });

  it.each(checks)('$ruleId: finds nothing wrong with a good card', (check) => {
    const result = check.run(goodInput());
    if (check.ruleId === 'func-service-links') return;
    expect(result.status, result.message.ru).not.toBe('fail');
    expect(result.message.ru).toMatch(/\p{Script=Cyrillic}/u);
    expect(result.message.en).not.toMatch(/\p{Script=Cyrillic}{4}/u);
  });

  it.each(Object.entries(faulty).flatMap(([ruleId, inputs]) => inputs.map((input, index) => ({ ruleId, index, input }))))(
    '$ruleId: finds fault $index',
    ({ ruleId, input }) => {
      const result = checks.find((check) => check.ruleId === ruleId)?.run(input);
      expect(result?.status).toBe('fail');
      expect(result?.place).not.toBeNull();
    },
  );

  it.each(blind)('%s: says that it could not look', (ruleId) => {
    expect(checks.find((check) => check.ruleId === ruleId)?.run(goodInput()).status).toBe('could-not-look');
  });

  it('asks for "what is new" only of later versions', () => {
    const first = goodInput({ version: () => ({ ...goodVersion(), whatsNew: {} }), input: { isFirstVersion: true } });
    expect(checks.find((check) => check.ruleId === 'version-whats-new')?.run(first).status).toBe('pass');
  });
});
