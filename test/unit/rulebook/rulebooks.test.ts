import { describe, expect, it } from 'vitest';
import { rulebook as bitrix24 } from '../../../electron/marketplaces/bitrix24/rulebook/rulebook.ts';
import { rulebook as moysklad } from '../../../electron/marketplaces/moysklad/rulebook/rulebook.ts';
import { rulebook as poster } from '../../../electron/marketplaces/poster/rulebook/rulebook.ts';

/** Every rule of the sources; one that is lost or renamed fails here. Bitrix24 has its own list beside its card. */
const IDS = {
  moysklad: `ms-useful-for-users ms-jsonapi12-token-only ms-no-login-password ms-no-jsonapi11 ms-settings-in-main-window ms-not-mere-link
ms-frame-auto-height ms-frame-min-768 ms-ui-style ms-errors-in-russian ms-unlink-in-settings ms-locale-aware ms-stable-service ms-https-only
ms-descriptor-schema-v2 ms-descriptor-one-widget-per-point ms-descriptor-supports-real ms-scope-custom ms-rights-minimal ms-rights-consistent
ms-rights-old-installs ms-install-put-200 ms-install-status-honest ms-install-activating-finishes ms-install-idempotent ms-install-linked-account
ms-context-key ms-user-rights-check ms-jwt-verified ms-tariff-change-keeps-token ms-suspend-resume ms-uninstall-delete-2xx ms-uninstall-stops-access
ms-uninstall-keep-settings-note ms-reinstall-works ms-reinstall-no-duplicates ms-buttons-answer ms-scenario-answer ms-version-two-credentials
ms-version-prod-url ms-version-comment ms-icon-format-size ms-icon-background ms-icon-no-screens ms-icon-no-moysklad-logo ms-images-format
ms-images-count ms-video-format ms-video-cover ms-manual-zip ms-manual-head ms-manual-images ms-manual-present ms-card-description ms-alias-final
ms-notify-email ms-vendor-contacts ms-vendor-legal-form ms-vendor-legal-form-2023 ms-paid-by-default ms-free-fully-works
ms-full-function-by-subscription ms-price-multiple-100 ms-price-not-dumping ms-price-minimum-old ms-trial-1-14 ms-trial-on-going-paid
ms-one-free-tariff ms-tariff-names ms-version-tariffs-locked ms-private-terms ms-telephony-type ms-loyalty-configured ms-sandbox-compatible
ms-no-js-errors ms-change-of-published ms-trial-new-users-only ms-trial-prolongation ms-text-language ms-texts-finished ms-texts-spelling
ms-images-distinct`,
  poster: `po-oauth-for-market po-redirect-exact po-https po-code-exchange-server-side po-connect-simple po-usable po-staff-understand
po-manage-spinner po-manage-verify po-no-break-poster po-no-data-damage po-guideline-followed po-rights-minimal po-prod-mode po-all-scenarios-tested
po-test-access po-demo-video po-video-instruction po-catalog-descriptions po-marketing-text po-instruction-gif po-prices-regions
po-billing-tariff-keys po-clients-list po-beta-two-clients po-calls-done po-rereview-on-change po-webhook-200 po-webhook-verify
po-webhook-idempotent po-uninstall-handled po-uninstall-data po-reinstall-works po-multi-spot po-pos-touch-44 po-pos-simple-flow po-pos-feedback
po-pos-bundle-small po-pos-dev-bundle-off po-ec-menu-match po-ec-menu-hooks po-ec-order-sent po-ec-order-status po-loy-icon-order po-loy-identify
po-loy-no-dup-clients po-loy-attach-client po-loy-bonus-before-close po-loy-after-close po-loy-order-change po-tel-oauth-link po-tel-lines
po-tel-popup po-tel-form-fields po-tel-new-order po-res-manage-connect po-res-basic-settings po-res-required-fields po-res-no-cancel-claim
po-support-contact po-alpha-term po-text-language po-texts-finished po-texts-spelling po-images-distinct`,
};

describe.each([moysklad, poster])('rulebook of $marketplace', (book) => {
  it('holds every rule once', () => {
    const wanted = IDS[book.marketplace as keyof typeof IDS].split(/\s+/);
    expect(book.rules.map(({ id }) => id).sort()).toEqual(wanted.sort());
  });
});

describe.each([bitrix24, moysklad, poster])('rulebook of $marketplace', (book) => {
  it.each(book.rules)('$id: both languages, a source, somebody who checks', (rule) => {
    const texts = [rule.text, rule.expected, ...(rule.templates ?? []), ...(rule.drift ?? []).map(({ says }) => says)];
    for (const text of texts) {
      expect(text.ru).toMatch(/\p{Script=Cyrillic}/u);
      expect(text.en).not.toMatch(/\p{Script=Cyrillic}/u);
      expect(text.en.length).toBeGreaterThan(5);
    }
    // Placeholders must be filled in both languages alike.
    for (const { ru, en } of rule.templates ?? []) expect(ru.match(/\{[^}]+\}/g)?.length).toBe(en.match(/\{[^}]+\}/g)?.length);
    expect(rule.expected.ru).toMatch(/\.$/);
    expect(rule.source).not.toBe('');
    expect(rule.checks.length).toBeGreaterThan(0);
    expect(rule.version).toBeGreaterThan(0);
  });
});
