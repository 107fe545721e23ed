import { materialChange as change } from '../../make-rule.ts';
import type { MaterialChange, RuleInput } from '../../marketplace.ts';

const TEXTS = ['card.texts'];

/**
 * Rules that are judged by card and files alone. All others are left out on purpose: calls and tests with clients, videos behind a
 * link, certificates and what was seen at work can change without a trace here.
 */
export const RULE_INPUTS: Readonly<Record<string, readonly RuleInput[]>> = {
  'po-catalog-descriptions': ['card.texts', 'files.icon'],
  'po-marketing-text': ['card.texts.*.description', 'card.texts.*.slogan'],
  'po-text-language': TEXTS,
  'po-texts-finished': TEXTS,
  'po-texts-spelling': TEXTS,
  'po-res-no-cancel-claim': TEXTS,
  'po-uninstall-data': ['card.texts.*.uninstallData'],
  'po-instruction-gif': ['files', 'card.texts.*.instruction'],
  'po-images-distinct': ['files.screenshot'],
  'po-prices-regions': ['card.prices', 'card.billing'],
  'po-clients-list': ['card.testClients'],
  'po-all-scenarios-tested': ['card.testedScenarios', 'version'],
  'po-pos-bundle-small': ['version.pos'],
};

/** What must be reviewed again when a published application changes it, and what need not be (PD start/faq). */
export const MATERIAL_CHANGES: readonly MaterialChange[] = [
  change(
    'address',
    'PD start/faq',
    ['version.redirectUri', 'version.manageUrl', 'version.webhookUrl', 'version.mode'],
    'Изменились адреса подключения: они вступают в силу только после повторной проверки с тестом установки.',
    'Addresses of the connection changed: they take effect only after another review with an install test.',
  ),
  change(
    'rights',
    'PD start/faq',
    ['version.accesses'],
    'Изменились доступы к API: проверьте, что нужен каждый; изменение требует повторной проверки.',
    'The API accesses changed: check that each is needed; the change requires another review.',
  ),
  change(
    'webhooks',
    'PD web/webhooks',
    ['version.webhookEntities'],
    'Изменились сущности вебхуков: проверьте, что обработчик отвечает на каждую.',
    'The webhook entities changed: check that the handler answers for each.',
  ),
  change(
    'marketing',
    'PD start/faq',
    ['card.texts.*.name', 'card.texts.*.slogan', 'card.texts.*.description'],
    'Изменилось маркетинговое описание: оно требует повторной проверки.',
    'The marketing text changed: it requires another review.',
  ),
  change(
    'instruction',
    'SEED2, альфа-тест',
    ['card.texts.*.instruction', 'files.instruction', 'files.attachment', 'card.links.videoInstruction', 'card.links.demoVideo'],
    'Изменились инструкция или видео: показаны ли подключение и работа?',
    'The instruction or a video changed: does it still show connecting and working?',
  ),
  change(
    'data',
    'SEED2, альфа-тест',
    ['card.texts.*.uninstallData', 'card.links.privacy'],
    'Изменилось, что станет с данными клиента.',
    'What becomes of the client’s data changed.',
  ),
  change(
    'money',
    'PD start/faq (совет)',
    ['card.prices', 'card.billing', 'card.links.prices'],
    'Изменились цены или кто принимает оплату.',
    'The prices or who takes the money changed.',
  ),
  change(
    'pictures',
    'PD market/release',
    ['files.icon', 'files.screenshot'],
    'Изменились логотип или скриншоты.',
    'The icon or the screenshots changed.',
  ),
  change(
    'support',
    'SEED2, релиз',
    ['card.support', 'card.links.site'],
    'Изменились поддержка или сайт сервиса.',
    'Support or the site of the service changed.',
  ),
  change(
    'test',
    'PD start/faq (совет)',
    ['card.testAccess', 'card.testClients', 'card.testedScenarios', 'card.guidelineDepartures', 'card.calls'],
    'Изменились сведения для проверки: доступ, клиенты, сценарии, звонки или отступления от гайдлайна.',
    'What the review relies on changed: access, clients, scenarios, calls or departures from the guideline.',
  ),
  change(
    'bundle',
    'PD start/faq, pos/*',
    ['version.pos'],
    'Изменилась сборка для кассы: источник не требует для неё повторной проверки.',
    'The POS bundle changed: the source requires no other review for it.',
  ),
  change(
    'version',
    'PD start/faq',
    ['version.number', 'version.whatsNew'],
    'Новая версия: изменения только на сервере разработчика источник повторно не проверяет.',
    'A new version: the source requires no other review of changes on the vendor’s server alone.',
  ),
];
