import { materialChange as change } from '../../make-rule.ts';
import type { MaterialChange, RuleInput } from '../../marketplace.ts';

const TEXTS = ['card.texts'];
const SHOTS = ['files.screenshot'];
/** Whether something must be disclosed depends on what the version is, so that these look at its settings as well. */
const DISCLOSURE = ['card.texts', 'version'];

/**
 * Rules that are judged by the card and the pictures alone. All others are left out on purpose: what a person saw in a running
 * solution, behind a link or in the vendor's other solutions can change without a trace in the submission.
 */
export const RULE_INPUTS: Readonly<Record<string, readonly RuleInput[]>> = {
  'card-fields-filled': ['card', 'files'],
  'card-name-clear': ['card.texts.*.name'],
  'card-name-no-foreign-marks': TEXTS,
  'card-categories-max5': ['card.categories'],
  'card-category-misc-last-resort': ['card.categories', 'card.texts'],
  'card-tags-max5': ['card.tags', 'card.texts'],
  'card-lang-mandatory': TEXTS,
  'card-slogan-1-2-sentences': ['card.texts.*.slogan', 'card.texts.*.name'],
  'card-full-description-tasks': ['card.texts.*.description'],
  'card-discloses-tariff': DISCLOSURE,
  'card-discloses-extra-software': DISCLOSURE,
  'card-discloses-qualification-rights': DISCLOSURE,
  'card-discloses-partner-solutions': DISCLOSURE,
  'card-discloses-limits': DISCLOSURE,
  'card-keywords-2000': ['card.keywords'],
  'card-keywords-no-spam': ['card.keywords', 'card.texts'],
  'card-install-steps': ['card.texts.*.installation', 'version'],
  'card-fields-match-purpose': TEXTS,
  'card-grammar': ['card.texts', 'version.whatsNew'],
  'card-text-language': TEXTS,
  'card-discloses-external-payment': ['card.texts', 'card.pricing', 'card.links', 'version'],
  'pricing-status-correct': ['card.texts', 'card.pricing', 'version'],
  'pricing-external-tick': ['card.texts', 'card.pricing', 'card.links', 'version'],
  'pricing-extra-paid-tick': ['card.texts', 'card.pricing', 'card.links', 'version'],
  'icon-format': ['files.icon'],
  'icon-size': ['files.icon'],
  'icon-quality-marks': ['files.icon', 'card.texts.*.name'],
  'shots-present-format': SHOTS,
  'shots-in-context': SHOTS,
  'shots-realistic-data': SHOTS,
  'shots-language': ['files.screenshot', 'card.texts'],
  'support-channels': ['card.texts.*.support'],
  'support-hours-reaction': ['card.texts.*.support'],
};

/** SEED0 §6: these the vendor changes himself, and all of them wait for moderation before buyers see them. */
export const MATERIAL_CHANGES: readonly MaterialChange[] = [
  change(
    'address',
    'SEED0 §3',
    ['version.appUrl', 'version.installUrl', 'version.eventUrl', 'version.settingsUrl', 'version.mode'],
    'Решение открывается или устанавливается иначе: нужен тест установки.',
    'The solution is opened or installed in another way: an install test is needed.',
  ),
  change(
    'rights',
    'RU-CR',
    ['version.scopes', 'version.userInstall'],
    'Изменились запрашиваемые права: проверьте, что каждое нужно.',
    'The permissions asked for changed: check that each is needed.',
  ),
  change(
    'places',
    'SEED0 §3B',
    ['version.placements', 'version.menuItem', 'version.mobile'],
    'Изменились места встраивания: проверьте каждое.',
    'The places where it embeds changed: check each of them.',
  ),
  change(
    'version',
    'SEED0 §6',
    ['version.number'],
    'Новая версия: новые версии доступны пользователям только после модерации.',
    'A new version: users get new versions only after moderation.',
  ),
  change(
    'money',
    'RU-CR',
    ['card.pricing', 'card.links.servicePrices'],
    'Изменились условия оплаты: карточка должна говорить о них верно.',
    'What users pay changed: the card must say so correctly.',
  ),
  change(
    'legal',
    'RU-CR',
    ['card.links.eula', 'card.links.privacy'],
    'Изменились документы: откройте соглашение и политику по новым ссылкам.',
    'The documents changed: open the agreement and the policy behind the new links.',
  ),
  change(
    'description',
    'SEED0 §6',
    ['card.texts.*.name', 'card.texts.*.slogan', 'card.texts.*.description', 'version.whatsNew'],
    'Изменилось описание решения: покупатели увидят его после модерации.',
    'The description changed: buyers see it after moderation.',
  ),
  change(
    'installation',
    'SEED0 §6',
    ['card.texts.*.installation'],
    'Изменилось описание установки: пройдите по нему.',
    'The installation guide changed: follow it.',
  ),
  change(
    'support',
    'SEED0 §6',
    ['card.texts.*.support', 'card.links.contact'],
    'Изменились поддержка или контакты.',
    'Support or contacts changed.',
  ),
  change(
    'links',
    'RU-CL',
    ['card.links.service', 'card.links.demo'],
    'Изменились ссылки на сервис или демонстрацию: откройте каждую.',
    'Links to the service or the demonstration changed: open each of them.',
  ),
  change(
    'pictures',
    'SEED0 §6',
    ['files.icon', 'files.screenshot'],
    'Изменились логотип или скриншоты.',
    'The logo or the screenshots changed.',
  ),
  change(
    'instruction',
    'SEED0 §6',
    ['files.instruction', 'files.attachment'],
    'Изменились приложенные файлы.',
    'The enclosed files changed.',
  ),
  change(
    'finding',
    'RU-CR',
    ['card.categories', 'card.tags', 'card.keywords'],
    'Изменилось то, по чему решение находят: категории, теги или ключевые слова.',
    'What the solution is found by changed: categories, tags or keywords.',
  ),
];
