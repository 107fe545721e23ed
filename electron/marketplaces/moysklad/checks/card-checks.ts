import { couldNotLook, fail, finding, judge, pass } from '../../card-checks/results.ts';
import { judgeSpelling } from '../../card-checks/spelling.ts';
import { MAIL, PHONE } from '../../card-checks/support-field.ts';
import { emptyNames, placeholders, slips, wrongLanguage } from '../../card-checks/texts.ts';
import type { AutomaticCheck, CheckFinding, CheckInput, FileLook, InspectedFile } from '../../marketplace.ts';
import { cardTexts, filesOf, newsTexts, read } from './read-input.ts';

const MB = 1024 * 1024;
const MANUAL_SCRIPT = /<script[^>]+src=["'][^"']*moysklad[^"']*\.js/i;
const MANUAL_STYLE = /<link[^>]+href=["'][^"']*moysklad[^"']*\.css/i;

function manualsOf(input: CheckInput): InspectedFile[] {
  return filesOf(input, 'instruction').filter((file) => /\.zip$/i.test(file.path));
}

/** Judges the page of the instruction archive; says so where the archive has not been opened. */
function manualCheck(ruleId: string, find: (html: string, look: FileLook, file: InspectedFile) => Iterable<CheckFinding>): AutomaticCheck {
  return {
    ruleId,
    run(input) {
      const found: CheckFinding[] = [];
      let unseen: InspectedFile | null = null;
      for (const file of manualsOf(input)) {
        const look = input.looks?.files.get(file.sha256) ?? null;
        const html = look?.texts.find(({ path }) => path === 'index.html')?.text;
        if (look === null || html === undefined) unseen = file;
        else found.push(...find(html, look, file));
      }
      if (manualsOf(input).length === 0) return pass('Архива инструкции нет.', 'There is no instruction archive.');
      return judge(
        found,
        unseen === null
          ? pass('Инструкция соответствует правилу.', 'The instruction meets the rule.')
          : couldNotLook('Архив инструкции ещё не рассмотрен.', 'The instruction archive has not been looked at.', unseen.path),
      );
    },
  };
}

export const cardChecks: readonly AutomaticCheck[] = [
  {
    ruleId: 'ms-card-description',
    run(input) {
      const { card } = read(input);
      const found = cardTexts(input, ['description']).flatMap(({ path, text }): CheckFinding[] => {
        if (text.trim().length < 80)
          return [
            finding('Описание слишком короткое, чтобы назвать возможности.', 'The description is too short to tell what it does.', path),
          ];
        const isPaid = card.pricing.tariffs.some(({ pricePerMonth }) => pricePerMonth > 0);
        const tellsPrice = /тариф|стоимост|цен[аыуе]|₽|руб|бесплатн|tariff|price|plan|free/iu.test(text);
        const hasTrial = card.pricing.tariffs.some(({ trialDays }) => trialDays > 0);
        return [
          ...(isPaid && !tellsPrice
            ? [finding('В описании ничего не сказано о тарифах.', 'The description says nothing about tariffs.', path)]
            : []),
          ...(hasTrial && !/пробн|тестов\p{L}+ период|бесплатн\p{L}+ (?:\p{L}+ )?(?:период|дн)|trial/iu.test(text)
            ? [finding('В описании ничего не сказано о пробном периоде.', 'The description says nothing about the trial.', path)]
            : []),
        ];
      });
      return judge(
        found,
        pass(
          'Описание есть, тарифы и пробный период названы; полноту оценивает модератор.',
          'There is a description with tariffs and trial; completeness is for the moderator to judge.',
        ),
      );
    },
  },
  {
    ruleId: 'ms-alias-final',
    run(input) {
      const { alias } = read(input).card;
      if (/^(?:test|demo|app|my-?app|solution|new|asdf|qwerty)?[\d_-]*$/i.test(alias))
        return fail(`Псевдоним ничего не говорит: «${alias}».`, `The alias says nothing: “${alias}”.`, 'alias');
      return pass('Псевдоним осмыслен.', 'The alias is meaningful.', 'alias');
    },
  },
  {
    ruleId: 'ms-manual-present',
    run: (input) =>
      filesOf(input, 'instruction').length === 0
        ? fail('Инструкции нет.', 'There is no instruction.', 'media.instruction')
        : pass('Инструкция приложена.', 'There is an instruction.'),
  },
  {
    ruleId: 'ms-manual-zip',
    run(input) {
      const found: CheckFinding[] = [];
      let unseen: InspectedFile | null = null;
      const files = filesOf(input, 'instruction');
      for (const file of files) {
        if (!/\.zip$/i.test(file.path)) {
          found.push(finding(`Инструкция не архив zip: ${file.path}`, `The instruction is no zip: ${file.path}`, file.path, { file }));
          continue;
        }
        if (file.sizeBytes > 3 * MB)
          found.push(
            finding(
              `Архив инструкции ${(file.sizeBytes / MB).toFixed(1)} МБ, допустимо 3 МБ.`,
              `The instruction archive has ${(file.sizeBytes / MB).toFixed(1)} MB; 3 MB are allowed.`,
              file.path,
              { file },
            ),
          );
        const entries = input.looks?.files.get(file.sha256)?.entries ?? null;
        if (entries === null) {
          unseen = file;
          continue;
        }
        const pages = entries.filter(({ path }) => /\.html?$/i.test(path)).map(({ path }) => path);
        if (pages.length !== 1 || pages[0] !== 'index.html')
          found.push(
            finding(
              `В корне архива нужен один index.html, а есть: ${pages.join(', ') || 'ничего'}.`,
              `The archive needs a single index.html in its root, but has: ${pages.join(', ') || 'nothing'}.`,
              file.path,
              { file },
            ),
          );
      }
      if (files.length === 0) return pass('Инструкции нет: о ней другой пункт.', 'There is no instruction: another item tells.');
      return judge(
        found,
        unseen === null
          ? pass('Архив инструкции собран верно.', 'The instruction archive is packed right.')
          : couldNotLook('Архив инструкции ещё не рассмотрен.', 'The instruction archive has not been looked at.', unseen.path),
      );
    },
  },
  manualCheck('ms-manual-head', function* (html, _look, file) {
    if (!MANUAL_SCRIPT.test(html))
      yield finding('Не подключён скрипт инструкций МоегоСклада.', 'The MoySklad manual script is not linked.', file.path, { file });
    if (!MANUAL_STYLE.test(html))
      yield finding('Не подключён стиль инструкций МоегоСклада.', 'The MoySklad manual style is not linked.', file.path, { file });
    if (!/<h2[\s>]/i.test(html)) yield finding('Нет разделов h2.', 'There are no h2 sections.', file.path, { file });
  }),
  manualCheck('ms-manual-images', function* (html, look, file) {
    for (const { path } of look.entries ?? []) {
      if (/\.(?:bmp|tiff?|psd|heic|avif|ico)$/i.test(path))
        yield finding(`Картинка в неподходящем формате: ${path}`, `A picture of an unsuitable format: ${path}`, file.path, { file });
    }
    for (const [tag] of html.matchAll(/<img\b[^>]*>/gi)) {
      const name = /src=["']([^"']*)/i.exec(tag)?.[1] ?? '';
      if (!/\balt=["'][^"']+["']/i.test(tag))
        yield finding(`У картинки нет подписи alt: ${name}`, `A picture has no alt: ${name}`, file.path, { file });
      const width = Number(/\bwidth=["']?(\d+)/i.exec(tag)?.[1] ?? '0');
      if (width > 640)
        yield finding(`Картинка шире 640 пикселей: ${name}`, `A picture is wider than 640 pixels: ${name}`, file.path, { file });
    }
  }),
  {
    ruleId: 'ms-version-comment',
    run(input) {
      const { version } = read(input);
      const text = `${version.whatsNew.ru ?? ''}${version.whatsNew.en ?? ''}`.trim();
      if (text.length < 10) return fail('Список изменений не приложен.', 'The list of changes is missing.', 'whatsNew.ru');
      if (!input.hasTestData && input.isFirstVersion === false)
        return couldNotLook(
          'Список изменений есть; нужен ли тестовый доступ, решает модератор.',
          'There is a list of changes; whether test access is needed is for the moderator to decide.',
          'whatsNew.ru',
        );
      return pass('Список изменений и доступ есть.', 'There are a list of changes and access.', 'whatsNew.ru');
    },
  },
  {
    ruleId: 'ms-text-language',
    run: (input) =>
      judge(
        wrongLanguage([...cardTexts(input, ['slogan', 'description']), ...newsTexts(input)]),
        pass('Тексты на языке карточки.', 'The texts are in the language of the card.'),
      ),
  },
  {
    ruleId: 'ms-texts-finished',
    run(input) {
      const fields = [...cardTexts(input), ...newsTexts(input)];
      return judge(
        [...emptyNames(cardTexts(input, ['name'])), ...placeholders(fields), ...slips(fields)],
        pass('Заготовок и явных ошибок нет.', 'No placeholders and no obvious errors.'),
      );
    },
  },
  {
    ruleId: 'ms-texts-spelling',
    run: (input) =>
      judgeSpelling(
        input,
        [...cardTexts(input, ['slogan', 'description']), ...newsTexts(input)],
        cardTexts(input, ['name']).map(({ text }) => text),
      ),
  },
  {
    ruleId: 'ms-notify-email',
    run(input) {
      const { notifyEmail } = read(input).card.contacts;
      if (notifyEmail === '')
        return fail('Почта для уведомлений не указана.', 'The e-mail for notifications is missing.', 'contacts.notifyEmail');
      if (!MAIL.test(notifyEmail))
        return fail(
          `Почта для уведомлений записана с ошибкой: ${notifyEmail}`,
          `The e-mail for notifications is malformed: ${notifyEmail}`,
          'contacts.notifyEmail',
          { range: [0, notifyEmail.length] },
        );
      return pass('Почта для уведомлений указана.', 'The e-mail for notifications is given.', 'contacts.notifyEmail');
    },
  },
  {
    ruleId: 'ms-vendor-contacts',
    run(input) {
      const { email, phone, telegram, site } = read(input).card.contacts;
      const found: CheckFinding[] = [];
      if (email === '' && phone === '' && telegram === '' && site === '')
        found.push(finding('Открытых контактов нет.', 'There are no public contacts.', 'contacts.email'));
      if (email !== '' && !MAIL.test(email))
        found.push(
          finding(`Почта записана с ошибкой: ${email}`, `The e-mail is malformed: ${email}`, 'contacts.email', {
            range: [0, email.length],
          }),
        );
      if (phone !== '' && !PHONE.test(phone.trim()))
        found.push(
          finding(`Телефон записан с ошибкой: ${phone}`, `The phone number is malformed: ${phone}`, 'contacts.phone', {
            range: [0, phone.length],
          }),
        );
      return judge(found, pass('Контакты указаны.', 'Contacts are given.'));
    },
  },
];
