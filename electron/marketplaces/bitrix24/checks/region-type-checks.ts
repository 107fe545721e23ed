import type { AutomaticCheck, CheckInput } from '../../marketplace.ts';
import { couldNotLook, fail, pass, read } from './check-texts.ts';

const MB = 1024 * 1024;
const TEXT_FIELDS = ['slogan', 'description', 'installation', 'support'] as const;
/** Roubles, tenge and Belarusian roubles; "р." only behind a number. */
const LOCAL_MONEY = /₽|₸|\d\s*(?:руб(?:лей|ля|ль)?|р\.|rub|roubles?|rubles?|tenge|kzt|byn)(?![\p{L}\d])/iu;
const LOCAL_MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.(?:ru|su|by|kz)(?![\w-])|[\w.+-]+@[^\s@]+\.рф(?!\p{L})/iu;
const LOCAL_LINK = /https?:\/\/[^\s/]*\.(?:ru|рф|su|by|kz)(?=[/\s:?#]|$)\S*/iu;
/** Appeals to act: the neutral text of Belarus has none. "Нажмите" and the like in instructions are no appeals to buy. */
const APPEAL =
  /(?<!\p{L})(?:закажите|заказывайте|купите|покупайте|звоните|позвоните нам|успейте|поспешите|не упустите|переходите (?:по ссылке|на (?:наш )?сайт)|оставьте заявку|попробуйте бесплатно|подпишитесь на нас)(?!\p{L})/iu;

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

/** Rules of one region or one type of solution; they reach only the checklists that these rules apply to. */
export const regionTypeChecks: readonly AutomaticCheck[] = [
  {
    ruleId: 'region-west-english',
    run(input) {
      const { card } = read(input);
      const texts = card.texts.en;
      if (texts === undefined) return fail('Английских текстов нет.', 'There are no English texts.', 'texts.en');
      for (const field of TEXT_FIELDS) {
        const place = `texts.en.${field}`;
        const money = LOCAL_MONEY.exec(texts[field])?.[0].trim();
        if (money !== undefined)
          return fail(`Цена не в долларах и не в евро: «${money}».`, `A price that is neither in USD nor in EUR: “${money}”.`, place);
        const mail = LOCAL_MAIL.exec(texts[field])?.[0];
        if (mail !== undefined)
          return fail(`Почта не на международном домене: ${mail}`, `A mail address that is not on an international domain: ${mail}`, place);
        const link = LOCAL_LINK.exec(texts[field])?.[0];
        if (link !== undefined)
          return fail(`Ссылка не на международный домен: ${link}`, `A link that is not on an international domain: ${link}`, place);
      }
      for (const [name, address] of Object.entries(card.links)) {
        if (LOCAL_LINK.test(address))
          return fail(
            `Ссылка не на международный домен: ${address}`,
            `A link that is not on an international domain: ${address}`,
            `links.${name}`,
          );
      }
      return couldNotLook(
        'Тексты, почта, ссылки и цены подходят региону; язык интерфейса и документов смотрит модератор.',
        'Texts, mail, links and prices suit the region; the language of interface and documents is for the moderator to see.',
      );
    },
  },
  {
    ruleId: 'region-by-neutral',
    run(input) {
      for (const { language, texts } of read(input).languages) {
        for (const field of ['slogan', 'description'] as const) {
          const appeal = APPEAL.exec(texts[field])?.[0];
          if (appeal !== undefined)
            return fail(`Призыв в тексте: «${appeal}».`, `An appeal in the text: “${appeal}”.`, `texts.${language}.${field}`);
        }
      }
      return couldNotLook(
        'Призывов не найдено; ссылки рядом с марками и чужие логотипы смотрит модератор.',
        'No appeals were found; links next to brands and third-party logos are for the moderator to see.',
      );
    },
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
      if (!/^[A-Za-z0-9._-]+$/.test(name))
        return fail(
          `Имя архива не латиницей или с пробелами: ${name}`,
          `The archive name is not in Latin letters or has spaces: ${name}`,
          archive.path,
        );
      if (archive.sizeBytes > 10 * MB) {
        const size = (archive.sizeBytes / MB).toFixed(1);
        return fail(`Архив ${size} МБ, допустимо 10 МБ.`, `The archive has ${size} MB; 10 MB are allowed.`, archive.path);
      }
      return couldNotLook(
        'Имя и размер архива верны; картинки внутри смотрит модератор.',
        'Name and size of the archive are right; the pictures inside are for the moderator to see.',
        archive.path,
      );
    },
  },
  {
    ruleId: 'type-bi-naming',
    run() {
      return couldNotLook(
        'Имена, фильтры и ограничения видны только в самом отчёте: проверьте после установки.',
        'Names, filters and limits show only in the report itself: look after installing it.',
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
