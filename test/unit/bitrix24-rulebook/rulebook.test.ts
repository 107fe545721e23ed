import { describe, expect, it } from 'vitest';
import { rulebook } from '../../../electron/marketplaces/bitrix24/rulebook/rulebook.ts';
import { cardSchema } from '../../../electron/marketplaces/bitrix24/card-schema.ts';
import { cardFields, versionFields } from '../../../electron/marketplaces/bitrix24/fields.ts';
import { registrationOf } from '../../../electron/marketplaces/bitrix24/registration.ts';
import { versionSchema } from '../../../electron/marketplaces/bitrix24/version-schema.ts';
import { INSTALL_MODES, REGIONS, SOLUTION_TYPES } from '../../../electron/marketplaces/bitrix24/vocabulary.ts';
import { SUBMISSION_KINDS } from '../../../shared/domain/submission.ts';
import { goodCard, goodVersion } from '../../fixtures/bitrix24/good-submission.ts';

/** Every rule of the requirements, by area; a rule that is lost or renamed fails here. */
const IDS =
  `card-name-clear card-name-no-foreign-marks card-categories-max5 card-category-misc-last-resort card-category-proved card-no-fragmented-robots
card-tags-max5 card-lang-mandatory card-slogan-1-2-sentences card-full-description-tasks card-discloses-tariff card-discloses-extra-software
card-discloses-external-payment card-discloses-qualification-rights card-discloses-partner-solutions card-discloses-limits card-keywords-2000
card-keywords-no-spam card-install-steps support-channels support-hours-reaction support-lang-links support-chat-only-product icon-format icon-size
icon-quality-marks shots-present-format shots-in-context shots-realistic-data shots-language media-links-open legal-eula-link legal-eula-name-licensor
legal-privacy-link legal-contact-demo-links legal-agreements-signed legal-counterparty pricing-status-correct pricing-external-tick pricing-extra-paid-tick
pricing-usable-without-extra pricing-no-direct-sale content-no-prohibited content-ad-competition-law card-fields-filled card-fields-match-purpose
card-grammar card-text-language version-whats-new rights-scopes-minimal rights-user-scope-min rights-menu-item-needed rights-mobile-adaptive
rights-widgets-declared rights-user-install install-url-head install-clean-portal install-finish-called install-callback-no-finish install-no-blank-page
install-widgets-live install-events-received install-nonadmin-open uninstall-handler uninstall-data-removed uninstall-no-afterlife reinstall-works
reinstall-rebinds update-rebinds func-matches-claim func-admin-and-user func-extends-b24 func-external-service-testable func-service-links
func-no-extra-software func-on-premise func-not-game func-not-clone func-chatbot-greeting func-telephony-scenarios func-telephony-card ui-modern-design
ui-no-scrollbars ui-no-js-errors ui-no-server-errors ui-no-broken-links ui-demo-data-fictional sec-no-password-request sec-tls-valid sec-scanner-clean
sec-rest-economy sec-token-refresh-sane sec-secret-not-in-browser sec-application-token-check sec-api-logs-3days privacy-law region-west-english
region-by-neutral type-crm-preset type-bi-naming type-site-archive type-smart-script review-reply support-rest-faults
card-spelling shots-distinct`.split(/\s+/);

describe('Bitrix24 rulebook', () => {
  it('holds every rule once', () => {
    expect(rulebook.rules.map((rule) => rule.id).sort()).toEqual([...IDS].sort());
  });

  it.each(rulebook.rules)('$id says in both languages what is looked at and what is expected', (rule) => {
    for (const text of [rule.text, rule.expected]) {
      expect(text.ru).toMatch(/\p{Script=Cyrillic}/u);
      expect(text.en).toMatch(/^(?:[A-Z“]|user_brief|client_secret)/);
      expect(text.en).not.toMatch(/\p{Script=Cyrillic}/u);
    }
    expect(rule.expected.ru).toMatch(/\.$/);
    expect(rule.source).not.toBe('');
    expect(rule.checks.length).toBeGreaterThan(0);
    const known = {
      kinds: SUBMISSION_KINDS,
      regions: REGIONS.map((each) => each.id),
      solutionTypes: SOLUTION_TYPES.map((each) => each.id),
      installModes: INSTALL_MODES,
    } as const;
    for (const [key, values] of Object.entries(rule.appliesTo ?? {}))
      for (const value of values) expect(known[key as keyof typeof known]).toContain(value);
  });
});

describe('Bitrix24 card and version', () => {
  it('fill in what a vendor may leave out', () => {
    const card = cardSchema.parse({ texts: { ru: { name: 'Счета' } } });
    expect(card.links.eula).toBe('');
    expect(card.pricing.monetised).toBe(false);
  });

  it('refuse unknown fields, no language and addresses that are none', () => {
    expect(cardSchema.safeParse({ ...goodCard(), surplus: 1 }).success).toBe(false);
    expect(cardSchema.safeParse({ texts: {} }).success).toBe(false);
    expect(cardSchema.safeParse({ ...goodCard(), links: { eula: 'javascript:alert(1)' } }).success).toBe(false);
    expect(versionSchema.safeParse({ ...goodVersion(), scopes: ['Every thing'] }).success).toBe(false);
    expect(versionSchema.safeParse({ ...goodVersion(), installUrl: undefined }).success).toBe(false);
  });

  it('describe every field that the schema has', () => {
    const card = cardSchema.parse({ ...goodCard(), texts: { ru: goodCard().texts.ru, en: goodCard().texts.ru } });
    const flat = (value: object, prefix = ''): string[] =>
      Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
        typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? flat(inner, `${prefix}${key}.`) : [`${prefix}${key}`],
      );
    expect(
      cardFields(card)
        .map((field) => field.path)
        .sort(),
    ).toEqual(flat(card).sort());
    const version = versionSchema.parse({ ...goodVersion(), eventUrl: 'https://a.example/e', settingsUrl: 'https://a.example/s' });
    expect(
      versionFields(version)
        .map((field) => field.path)
        .sort(),
    ).toEqual(flat(version).sort());
  });

  it('become what a portal registers, or say why not', () => {
    const solution = { code: 'scheta.docs', name: 'Счета', vendorName: 'Счета-Сервис' };
    const version = versionSchema.parse(goodVersion());
    expect(registrationOf(solution, version, { client_id: 'app.1', client_secret: 's' })).toMatchObject({
      mode: 'A',
      code: 'scheta.docs',
      clientId: 'app.1',
      appUrl: goodVersion().appUrl,
    });
    expect(registrationOf(solution, version, {})).toHaveProperty('refused.ru');
    expect(
      registrationOf(solution, versionSchema.parse({ number: '1', mode: 'archive' }), { client_id: 'a', client_secret: 'b' }),
    ).toHaveProperty('refused.ru');
  });
});
