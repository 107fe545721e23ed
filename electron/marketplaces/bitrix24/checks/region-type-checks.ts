import { couldNotLook, fail, finding, judge, pass } from '../../card-checks/results.ts';
import { matches } from '../../card-checks/texts.ts';
import type { AutomaticCheck, CheckFinding, CheckInput, FileLook } from '../../marketplace.ts';
import { cardTexts, read } from './check-texts.ts';

const MB = 1024 * 1024;
const TEXT_FIELDS = ['slogan', 'description', 'installation', 'support'] as const;
/** Roubles, tenge and Belarusian roubles; "р." only behind a number. */
const LOCAL_MONEY = /₽|₸|\d\s*(?:руб(?:лей|ля|ль)?|р\.|rub|roubles?|rubles?|tenge|kzt|byn)(?![\p{L}\d])/giu;
const LOCAL_MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.(?:ru|su|by|kz)(?![\w-])|[\w.+-]+@[^\s@]+\.рф(?!\p{L})/giu;
const LOCAL_LINK = /https?:\/\/[^\s/]*\.(?:ru|рф|su|by|kz)(?=[/\s:?#]|$)\S*/giu;
/** Appeals to act: the neutral text of Belarus has none. "Нажмите" and the like in instructions are no appeals to buy. */
const APPEAL =
  /(?<!\p{L})(?:закажите|заказывайте|купите|покупайте|звоните|позвоните нам|успейте|поспешите|не упустите|переходите (?:по ссылке|на (?:наш )?сайт)|оставьте заявку|попробуйте бесплатно|подпишитесь на нас)(?!\p{L})/giu;

/** How many different pictures the regulations of a type ask for at least. */
const PICTURES: Readonly<Record<string, { readonly count: number; readonly ru: string; readonly en: string }>> = {
  'type-crm-preset': { count: 4, ru: 'стадии, роботы, карточки и задачи', en: 'stages, robots, cards and tasks' },
  'type-smart-script': { count: 3, ru: 'меню, запуск и результат', en: 'menu, launch and result' },
};

function pictureCount(ruleId: keyof typeof PICTURES & string, input: CheckInput) {
  const wanted = PICTURES[ruleId];
  if (wanted === undefined) return couldNotLook('Неизвестный тип.', 'Unknown type.');
  const count = input.files.filter((file) => file.role === 'screenshot').length;
  if (count < wanted.count) {
    return fail(
      `Снимков ${String(count)}, а показать нужно ${wanted.ru}: не меньше ${String(wanted.count)}.`,
      `There are ${String(count)} pictures, but ${wanted.en} must be shown: at least ${String(wanted.count)}.`,
      'media.screenshots',
    );
  }
  return couldNotLook(
    `Снимков ${String(count)}; есть ли среди них ${wanted.ru}, смотрит модератор.`,
    `There are ${String(count)} pictures; whether they show ${wanted.en} is for the moderator to see.`,
    'media.screenshots',
  );
}

/** A value of a YAML file by its key, quotes removed; null where the key is not there or empty. Enough for exported settings. */
function yamlValue(text: string, key: string): string | null {
  const value =
    new RegExp(`^[ \\t]*${key}:[ \\t]*(.+)$`, 'm')
      .exec(text)?.[1]
      ?.trim()
      .replace(/^(['"])(.*)\1$/, '$2') ?? null;
  return value === null || value === 'null' || value === '' ? null : value;
}

/** Names, approver and row limits of an exported report (RU requirements-superset). */
function* biFaults(report: FileLook, vendorCode: string): Iterable<CheckFinding> {
  for (const { path, text } of report.texts) {
    const folder = /(?:^|\/)(dashboards|datasets|charts)\//i.exec(path)?.[1]?.toLowerCase();
    if (folder === 'dashboards') {
      const title = yamlValue(text, 'dashboard_title');
      if (title !== null && !title.includes(`[${vendorCode}]`))
        yield finding(
          `В названии дашборда нет кода разработчика [${vendorCode}]: ${title}`,
          `The dashboard name lacks the vendor code [${vendorCode}]: ${title}`,
          path,
        );
      if (!/filter_time|time_range/.test(text))
        yield finding('В дашборде нет фильтра по датам.', 'The dashboard has no date filter.', path);
    }
    if (folder === 'datasets' && yamlValue(text, 'sql') !== null) {
      const name = yamlValue(text, 'table_name');
      if (name !== null && !name.startsWith(`${vendorCode}.`))
        yield finding(
          `Имя виртуального набора данных не начинается с «${vendorCode}.»: ${name}`,
          `The name of a virtual dataset does not begin with “${vendorCode}.”: ${name}`,
          path,
        );
    }
    if (folder === 'charts' && !/row_limit:\s*\d+/.test(text))
      yield finding('В графике не ограничено число строк.', 'The chart has no row limit.', path, {
        suggestion: ['Рекомендуется 1000 строк.', 'A thousand rows are recommended.'],
      });
  }
}

/** Rules of one region or one type of solution; they reach only the checklists that these rules apply to. */
export const regionTypeChecks: readonly AutomaticCheck[] = [
  {
    ruleId: 'region-west-english',
    run(input) {
      const { card } = read(input);
      if (card.texts.en === undefined) return fail('Английских текстов нет.', 'There are no English texts.', 'texts.en');
      const fields = cardTexts(input, TEXT_FIELDS).filter(({ language }) => language === 'en');
      const links = Object.entries(card.links).map(([name, text]) => ({ path: `links.${name}`, language: 'en' as const, text }));
      return judge(
        [
          ...matches(fields, LOCAL_MONEY, (found) => [
            `Цена не в долларах и не в евро: «${found}».`,
            `A price that is neither in USD nor in EUR: “${found}”.`,
          ]),
          ...matches(fields, LOCAL_MAIL, (found) => [
            `Почта не на международном домене: ${found}`,
            `A mail address that is not on an international domain: ${found}`,
          ]),
          ...matches([...fields, ...links], LOCAL_LINK, (found) => [
            `Ссылка не на международный домен: ${found}`,
            `A link that is not on an international domain: ${found}`,
          ]),
        ],
        couldNotLook(
          'Тексты, почта, ссылки и цены подходят региону; язык интерфейса и документов смотрит модератор.',
          'Texts, mail, links and prices suit the region; the language of interface and documents is for the moderator to see.',
        ),
      );
    },
  },
  {
    ruleId: 'region-by-neutral',
    run: (input) =>
      judge(
        matches(cardTexts(input, ['slogan', 'description']), APPEAL, (found) => [
          `Призыв в тексте: «${found}».`,
          `An appeal in the text: “${found}”.`,
        ]),
        couldNotLook(
          'Призывов не найдено; ссылки рядом с марками и чужие логотипы смотрит модератор.',
          'No appeals were found; links next to brands and third-party logos are for the moderator to see.',
        ),
      ),
  },
  { ruleId: 'type-crm-preset', run: (input) => pictureCount('type-crm-preset', input) },
  { ruleId: 'type-smart-script', run: (input) => pictureCount('type-smart-script', input) },
  {
    ruleId: 'type-site-archive',
    run(input) {
      const archive = input.files.find((file) => file.role === 'attachment' && /\.zip$/i.test(file.path));
      if (archive === undefined)
        return couldNotLook(
          'Архив шаблона к заявке не приложен.',
          'The template archive does not come with the submission.',
          'media.attachments',
        );
      const name = archive.path.split('/').at(-1) ?? archive.path;
      const found: CheckFinding[] = [];
      if (!/^[A-Za-z0-9._-]+$/.test(name))
        found.push(
          finding(
            `Имя архива не латиницей или с пробелами: ${name}`,
            `The archive name is not in Latin letters or has spaces: ${name}`,
            archive.path,
            { file: archive },
          ),
        );
      if (archive.sizeBytes > 10 * MB) {
        const size = (archive.sizeBytes / MB).toFixed(1);
        found.push(
          finding(`Архив ${size} МБ, допустимо 10 МБ.`, `The archive has ${size} MB; 10 MB are allowed.`, archive.path, { file: archive }),
        );
      }
      for (const entry of input.looks?.files.get(archive.sha256)?.entries ?? []) {
        if (entry.sizeBytes > 300 * 1024 && /\.(?:png|jpe?g|gif|webp)$/i.test(entry.path))
          found.push(
            finding(
              `Картинка в архиве больше 300 КБ: ${entry.path}`,
              `A picture in the archive is larger than 300 KB: ${entry.path}`,
              archive.path,
              { file: archive, suggestion: ['Сожмите картинку.', 'Compress the picture.'] },
            ),
          );
      }
      return judge(
        found,
        couldNotLook(
          'Имя и размеры верны; права на картинки и единство оформления смотрит модератор.',
          'Name and sizes are right; rights to the pictures and the one design are for the moderator to see.',
          archive.path,
        ),
      );
    },
  },
  {
    ruleId: 'type-bi-naming',
    run(input) {
      const looks = input.files.flatMap((file) => input.looks?.files.get(file.sha256) ?? []);
      const report = looks.find((look) => look.texts.some(({ path }) => /(?:^|\/)dashboards\/[^/]+\.ya?ml$/i.test(path)));
      if (report === undefined)
        return couldNotLook(
          'Архив отчёта не приложен или ещё не рассмотрен: имена, фильтры и ограничения видны только в нём.',
          'The archive of the report is not there or has not been looked at: names, filters and limits show only in it.',
        );
      const code = typeof input.vendor['code'] === 'string' ? input.vendor['code'] : '';
      return judge(
        biFaults(report, code),
        couldNotLook(
          'Имена, утверждающий и ограничения строк верны; действие фильтров смотрит модератор.',
          'Names, approver and row limits are right; how the filters work is for the moderator to see.',
        ),
      );
    },
  },
  {
    ruleId: 'func-telephony-card',
    run(input) {
      const { card, languages } = read(input);
      for (const { language, texts } of languages) {
        if (card.links.servicePrices === '' && !/тариф|цен[аыуе]|стоимост|\bprices?\b|\btariffs?\b|\brates?\b/iu.test(texts.description)) {
          return fail(
            'Нет ни тарифов связи, ни ссылки на них.',
            'Neither the tariffs nor a link to them is given.',
            `texts.${language}.description`,
          );
        }
        const steps = texts.installation.split(/\n|(?<=[.!?])\s+(?=\d+[.)])/u).filter((line) => line.trim() !== '').length;
        if (steps < 3) {
          return fail(
            'Настройка телефонии не расписана по шагам.',
            'The telephony setup is not described step by step.',
            `texts.${language}.installation`,
          );
        }
      }
      return pass(
        'Тарифы и шаги настройки есть; полноту оценивает модератор.',
        'Tariffs and setup steps are there; completeness is for the moderator to judge.',
      );
    },
  },
];
