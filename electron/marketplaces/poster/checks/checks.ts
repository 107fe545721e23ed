import { judgeServers, wholeFields } from '../../card-checks/certificates.ts';
import { badForm } from '../../card-checks/links.ts';
import { judgeDistinct } from '../../card-checks/pictures.ts';
import { couldNotLook, fail, finding, judge, pass } from '../../card-checks/results.ts';
import { judgeSpelling } from '../../card-checks/spelling.ts';
import { MAIL } from '../../card-checks/support-field.ts';
import { emptyNames, placeholders, slips, wrongLanguage, type TextField } from '../../card-checks/texts.ts';
import type { AutomaticCheck, CheckFinding, CheckInput, CheckResult } from '../../marketplace.ts';
import { cardSchema, languagesOf, type Card } from '../card-schema.ts';
import { versionSchema, type Version } from '../version-schema.ts';

const MB = 1024 * 1024;
type CardTextName = 'name' | 'slogan' | 'description' | 'instruction';
const ALL: readonly CardTextName[] = ['name', 'slogan', 'description', 'instruction'];
const ADDRESSES = ['redirectUri', 'manageUrl', 'webhookUrl'] as const;

const known = new WeakMap<CheckInput, { readonly card: Card; readonly version: Version }>();

function read(input: CheckInput): { readonly card: Card; readonly version: Version } {
  const before = known.get(input);
  if (before !== undefined) return before;
  const made = { card: cardSchema.parse(input.card), version: versionSchema.parse(input.version) };
  known.set(input, made);
  return made;
}

/** Texts whose language the checks know; Ukrainian is judged by its presence alone. */
function cardTexts(input: CheckInput, names: readonly CardTextName[] = ALL): TextField[] {
  const { card } = read(input);
  return languagesOf(card).flatMap((language) =>
    language === 'uk'
      ? []
      : names.map((name) => ({ path: `texts.${language}.${name}`, language, text: card.texts[language]?.[name] ?? '' })),
  );
}

/** A link that should lead to a video; passes where it was opened. */
function videoLink(input: CheckInput, name: 'demoVideo' | 'videoInstruction', ru: string, en: string): CheckResult {
  const url = read(input).card.links[name];
  const field = `links.${name}`;
  const file = input.files.find((each) => each.mime.startsWith('video/') || /\.(?:mp4|webm|mov)$/i.test(each.path));
  if (url === '')
    return file === undefined
      ? fail(`Нет: ${ru}.`, `Missing: ${en}.`, field)
      : pass(`Видео приложено: ${file.path}.`, `A video is attached: ${file.path}.`, file.path);
  const bad = badForm(url);
  if (bad !== null) return fail(`Ссылка (${ru}) ${bad.ru}: ${url}`, `The link (${en}) ${bad.en}: ${url}`, field, { link: url });
  return input.looks?.links.get(url)?.status === 'opened'
    ? pass('Ссылка открывается.', 'The link opens.', field)
    : couldNotLook(
        `Ссылка есть (${ru}); открывается ли она, не проверено.`,
        `There is a link (${en}); whether it opens was not looked at.`,
        field,
      );
}

/** Automatic checks of a Poster submission, each named by the rule it judges. */
export const checks: readonly AutomaticCheck[] = [
  {
    ruleId: 'po-redirect-exact',
    run(input) {
      const { redirectUri } = read(input).version;
      if (redirectUri === undefined) return pass('OAuth не используется.', 'OAuth is not used.');
      const url = URL.canParse(redirectUri) ? new URL(redirectUri) : null;
      if (url === null || url.hash !== '' || redirectUri.includes('*'))
        return fail(`redirect_uri не точный адрес: ${redirectUri}`, `redirect_uri is no exact address: ${redirectUri}`, 'redirectUri', {
          range: [0, redirectUri.length],
        });
      if (!url.hostname.includes('.') && url.hostname !== 'localhost')
        return fail(
          `redirect_uri ведёт не в интернет: ${redirectUri}`,
          `redirect_uri does not lead to the internet: ${redirectUri}`,
          'redirectUri',
          { range: [0, redirectUri.length] },
        );
      return couldNotLook(
        'Адрес точный; доступен ли он, покажет тест установки.',
        'The address is exact; whether it is reachable is shown by the install test.',
        'redirectUri',
      );
    },
  },
  {
    ruleId: 'po-https',
    run(input) {
      return judgeServers(input, wholeFields(ADDRESSES, read(input).version));
    },
  },
  {
    ruleId: 'po-rights-minimal',
    run(input) {
      const { accesses } = read(input).version;
      const twice = accesses.find((access, index) => accesses.indexOf(access) !== index);
      if (twice !== undefined) return fail(`Доступ указан дважды: ${twice}.`, `An access is given twice: ${twice}.`, 'accesses');
      return couldNotLook(
        'Какими доступами приложение пользуется, покажет тест установки.',
        'Which accesses are used is shown by the install test.',
        'accesses',
      );
    },
  },
  {
    ruleId: 'po-pos-dev-bundle-off',
    run(input) {
      const { pos } = read(input).version;
      if (pos === undefined) return pass('Сборки для кассы нет.', 'There is no POS bundle.');
      if (!pos.isProductionBuild)
        return fail('Сборка для кассы не рабочая.', 'The POS bundle is no production build.', 'pos.isProductionBuild');
      if (pos.testersOnly) return fail('Включён показ только тестировщикам.', 'The testers-only switch is on.', 'pos.testersOnly');
      return pass('Сборка рабочая.', 'It is a production build.', 'pos.isProductionBuild');
    },
  },
  {
    ruleId: 'po-pos-bundle-small',
    run(input) {
      const { pos } = read(input).version;
      if (pos === undefined) return pass('Сборки для кассы нет.', 'There is no POS bundle.');
      // The source gives no number: beyond this a terminal of the day loads noticeably longer.
      if (pos.bundleBytes > 2 * MB)
        return fail(
          `Сборка ${(pos.bundleBytes / MB).toFixed(1)} МБ.`,
          `The bundle has ${(pos.bundleBytes / MB).toFixed(1)} MB.`,
          'pos.bundleBytes',
          {
            suggestion: ['Уберите тяжёлые библиотеки.', 'Remove heavy libraries.'],
          },
        );
      return pass('Сборка небольшая.', 'The bundle is small.', 'pos.bundleBytes');
    },
  },
  {
    ruleId: 'po-catalog-descriptions',
    run(input) {
      const { card } = read(input);
      const found = languagesOf(card).flatMap((language) =>
        (['name', 'description', 'instruction'] as const).flatMap((name): CheckFinding[] =>
          (card.texts[language]?.[name] ?? '').trim().length >= (name === 'name' ? 1 : 40)
            ? []
            : [
                finding(
                  `Не заполнено или слишком коротко: ${name} (${language}).`,
                  `Empty or too short: ${name} (${language}).`,
                  `texts.${language}.${name}`,
                ),
              ],
        ),
      );
      if (!input.files.some(({ role }) => role === 'icon')) found.push(finding('Нет логотипа.', 'There is no icon.', 'media.icon'));
      return judge(found, pass('Описания для каталога заполнены.', 'The catalogue descriptions are filled in.'));
    },
  },
  {
    ruleId: 'po-text-language',
    run: (input) =>
      judge(
        wrongLanguage(cardTexts(input, ['slogan', 'description', 'instruction'])),
        pass('Тексты на языке карточки.', 'The texts are in the language of the card.'),
      ),
  },
  {
    ruleId: 'po-texts-finished',
    run(input) {
      const fields = cardTexts(input);
      return judge(
        [...emptyNames(cardTexts(input, ['name'])), ...placeholders(fields), ...slips(fields)],
        pass('Заготовок и явных ошибок нет.', 'No placeholders and no obvious errors.'),
      );
    },
  },
  {
    ruleId: 'po-texts-spelling',
    run: (input) =>
      judgeSpelling(
        input,
        cardTexts(input, ['slogan', 'description', 'instruction']),
        cardTexts(input, ['name']).map(({ text }) => text),
      ),
  },
  {
    ruleId: 'po-rereview-on-change',
    run: (input) =>
      input.approvedCard === null
        ? couldNotLook(
            'Одобренного состояния здесь нет: сравнить не с чем.',
            'No approved state is known here: there is nothing to compare with.',
          )
        : pass('Изменение пришло на проверку этой заявкой.', 'The change came to review by this submission.'),
  },
  {
    ruleId: 'po-instruction-gif',
    run(input) {
      const gifs = input.files.filter((file) => file.mime === 'image/gif' && file.role !== 'icon');
      const moving = gifs.filter((file) => file.image?.isAnimated !== false);
      if (gifs.length === 0) return fail('GIF в инструкции нет.', 'The instruction has no GIF.', 'media.instruction');
      if (moving.length < 2) {
        const still = gifs.find((file) => file.image?.isAnimated === false);
        return fail(
          `Анимированных GIF: ${String(moving.length)}, нужны подключение и работа.`,
          `Animated GIFs: ${String(moving.length)}; connecting and working are needed.`,
          still?.path ?? 'media.instruction',
          still === undefined ? {} : { file: still },
        );
      }
      return couldNotLook(
        'GIF есть; показаны ли подключение и работа, смотрит модератор.',
        'There are GIFs; whether they show connecting and working is for the moderator to see.',
        moving[0]?.path ?? null,
      );
    },
  },
  {
    ruleId: 'po-images-distinct',
    run: (input) =>
      judgeDistinct(
        input,
        input.files.filter((file) => file.role === 'screenshot'),
      ),
  },
  { ruleId: 'po-demo-video', run: (input) => videoLink(input, 'demoVideo', 'видео с демонстрацией', 'demo video') },
  { ruleId: 'po-video-instruction', run: (input) => videoLink(input, 'videoInstruction', 'видеоинструкция', 'video instruction') },
  {
    ruleId: 'po-prices-regions',
    run(input) {
      const { billing, prices } = read(input).card;
      if (billing === 'free') return pass('Приложение бесплатное.', 'The application is free.', 'billing');
      if (prices.length === 0) return fail('Цен по регионам нет.', 'There are no prices by region.', 'prices');
      const regions = prices.map(({ region }) => region.trim().toLocaleLowerCase('ru'));
      const twice = prices.find(
        ({ period }, index) => prices.findIndex((other, at) => regions[at] === regions[index] && other.period === period) !== index,
      );
      if (twice !== undefined) return fail(`Регион указан дважды: ${twice.region}.`, `A region is given twice: ${twice.region}.`, 'prices');
      return pass(`Регионов с ценами: ${String(prices.length)}.`, `Regions with prices: ${String(prices.length)}.`, 'prices');
    },
  },
  {
    ruleId: 'po-test-access',
    run(input) {
      const { testAccess } = read(input).card;
      if (input.hasTestData) return pass('Тестовый доступ есть.', 'There is test access.', 'testData');
      if (!testAccess.needed && testAccess.explanation.trim() !== '')
        return pass('Сказано, почему доступ не нужен.', 'It says why none is needed.', 'testAccess.explanation');
      return fail(
        'Тестового доступа нет, и не сказано, почему он не нужен.',
        'There is no test access, nor a word why none is needed.',
        'testAccess.explanation',
      );
    },
  },
  {
    ruleId: 'po-clients-list',
    run: (input) =>
      read(input).card.testClients.length === 0
        ? fail('Списка клиентов нет.', 'There is no list of clients.', 'testClients')
        : pass('Список клиентов есть.', 'There is a list of clients.', 'testClients'),
  },
  {
    ruleId: 'po-support-contact',
    run(input) {
      const { email } = read(input).card.support;
      if (email === '') return fail('Почта не указана.', 'The mailbox is missing.', 'support.email');
      if (!MAIL.test(email))
        return fail(`Почта записана с ошибкой: ${email}`, `The mailbox is malformed: ${email}`, 'support.email', {
          range: [0, email.length],
        });
      return couldNotLook(
        'Почта указана; отвечают ли на неё, узнает модератор.',
        'The mailbox is given; whether it answers is for the moderator to find out.',
        'support.email',
      );
    },
  },
];
