import type { AutomaticCheck } from '../../marketplace.ts';
import { MANDATORY_LANGUAGE } from '../vocabulary.ts';
import { couldNotLook, fail, judge, pass } from '../../card-checks/results.ts';
import { judgeSpelling } from '../../card-checks/spelling.ts';
import {
  directSales,
  emptyNames,
  matches,
  placeholders,
  prohibited,
  sentencesOf,
  slips,
  withoutAddresses,
  wordsOf,
  wrongLanguage,
} from '../../card-checks/texts.ts';
import { cardTexts, newsTexts, read } from './check-texts.ts';

const WRONG_BRAND = /bitrix[\s-]?24(?!\w|\.\w)|битрикс[\s-]24|b24 marketplace|битрикс24[\s.-]+маркет(?!плейс)|1[сc][\s-]битрикс24/giu;
/** English texts may write Bitrix24 in Latin letters; every other spelling is wrong. */
const RIGHT_LATIN = /^Bitrix24$/;
const KEYWORD_BRANDS =
  /(?<![^,;\s])(?:битрикс\s?24|битрикс|bitrix\s?24|bitrix|б24|b24|amocrm|амосрм|мегаплан|megaplan|salesforce|hubspot)(?=$|[,;\s])/giu;
export const cardChecks: readonly AutomaticCheck[] = [
  {
    ruleId: 'card-fields-filled',
    run(input) {
      const { languages } = read(input);
      for (const { language, texts } of languages) {
        for (const field of ['name', 'description', 'installation', 'support'] as const) {
          if (texts[field].trim() === '')
            return fail(
              `Поле не заполнено: ${field} (${language}).`,
              `The field ${field} (${language}) is empty.`,
              `texts.${language}.${field}`,
            );
        }
      }
      if (!input.files.some((file) => file.role === 'icon')) return fail('Нет логотипа.', 'There is no logo.', 'media.icon');
      if (!input.files.some((file) => file.role === 'screenshot'))
        return fail('Нет скриншотов.', 'There are no screenshots.', 'media.screenshots');
      return pass('Обязательные поля заполнены.', 'The mandatory fields are filled in.');
    },
  },
  {
    ruleId: 'card-name-clear',
    run: (input) =>
      judge(
        emptyNames(cardTexts(input, ['name'])),
        pass(
          'Название не похоже на заглушку; понятность оценивает модератор.',
          'The name is no placeholder; clarity is for the moderator to judge.',
        ),
      ),
  },
  {
    ruleId: 'card-name-no-foreign-marks',
    run(input) {
      const fields = cardTexts(input).map((field) => ({ ...field, text: withoutAddresses(field.text) }));
      const wrong = fields.flatMap((field) =>
        [
          ...matches(
            [field],
            WRONG_BRAND,
            (found) => [`Название продукта написано неверно: «${found}».`, `The product name is misspelled: “${found}”.`],
            () => ['Пишите «Битрикс24».', 'Write “Bitrix24”.'],
          ),
        ].filter(({ range }) => !RIGHT_LATIN.test(field.text.slice(...(range ?? [0, 0])))),
      );
      return judge(wrong, pass('Неверных написаний не найдено.', 'No misspelled product names were found.'));
    },
  },
  {
    ruleId: 'card-categories-max5',
    run(input) {
      const count = read(input).card.categories.length;
      if (count > 5)
        return fail(
          `Категорий ${String(count)}, допустимо не больше 5.`,
          `There are ${String(count)} categories; 5 are allowed.`,
          'categories',
        );
      return pass(`Категорий: ${String(count)}.`, `Categories: ${String(count)}.`, 'categories');
    },
  },
  {
    ruleId: 'card-tags-max5',
    run(input) {
      const count = read(input).card.tags.length;
      if (count > 5)
        return fail(`Тегов ${String(count)}, допустимо не больше 5.`, `There are ${String(count)} tags; 5 are allowed.`, 'tags');
      return pass(`Тегов: ${String(count)}.`, `Tags: ${String(count)}.`, 'tags');
    },
  },
  {
    ruleId: 'card-lang-mandatory',
    run(input) {
      const language = MANDATORY_LANGUAGE[input.region] ?? 'ru';
      const texts = read(input).card.texts[language];
      if (texts === undefined || texts.description.trim() === '') {
        return language === 'ru'
          ? fail(
              'Нет описания на русском языке, обязательном для региона.',
              'The Russian description, mandatory for the region, is missing.',
              'texts.ru.description',
            )
          : fail(
              'Нет описания на английском языке, обязательном для региона.',
              'The English description, mandatory for the region, is missing.',
              'texts.en.description',
            );
      }
      return pass('Описание на обязательном языке есть.', 'The description in the mandatory language is present.');
    },
  },
  {
    ruleId: 'card-slogan-1-2-sentences',
    run(input) {
      for (const { language, texts } of read(input).languages) {
        const place = `texts.${language}.slogan`;
        const slogan = texts.slogan.trim();
        if (slogan === '') return fail('Краткое описание не заполнено.', 'The slogan is empty.', place);
        const count = sentencesOf(slogan).length;
        if (count > 2)
          return fail(
            `В кратком описании предложений: ${String(count)}, допустимо одно-два.`,
            `The slogan has ${String(count)} sentences; one or two are allowed.`,
            place,
          );
        const name = new Set(wordsOf(texts.name));
        const own = wordsOf(slogan).filter((word) => !name.has(word) && word.length > 2);
        if (own.length === 0) return fail('Краткое описание повторяет название.', 'The slogan repeats the name.', place);
      }
      return pass('Краткое описание укладывается в требования.', 'The slogan meets the requirements.');
    },
  },
  {
    ruleId: 'card-discloses-tariff',
    run(input) {
      for (const { language, texts } of read(input).languages) {
        const all = `${texts.description} ${texts.installation}`;
        if (!/тариф|(?:коммерческ|платн|бесплатн)\p{L}* (?:план|лицензи)|\bplans?\b|\btariffs?\b|subscription|подписк/iu.test(all)) {
          return fail(
            'Не указан тариф Битрикс24, на котором работает решение.',
            'The Bitrix24 plan on which the solution works is not stated.',
            `texts.${language}.description`,
          );
        }
      }
      return pass('Тариф упомянут.', 'The plan is mentioned.');
    },
  },
  {
    ruleId: 'card-keywords-2000',
    run(input) {
      const { keywords } = read(input).card;
      const { length } = [...keywords];
      if (length > 2000)
        return fail(
          `Ключевые слова длиной ${String(length)} знаков, допустимо 2000.`,
          `The keywords have ${String(length)} characters; 2000 are allowed.`,
          'keywords',
        );
      if (length > 60 && !keywords.includes(','))
        return fail('Ключевые слова не разделены запятыми.', 'The keywords are not separated by commas.', 'keywords');
      return pass(`Длина: ${String(length)} знаков.`, `Length: ${String(length)} characters.`, 'keywords');
    },
  },
  {
    ruleId: 'card-keywords-no-spam',
    run(input) {
      const { keywords } = read(input).card;
      const field = { path: 'keywords', language: 'ru' as const, text: keywords };
      const brands = matches(
        [field],
        KEYWORD_BRANDS,
        (found) => [`В ключевых словах марка: «${found}».`, `The keywords contain a brand: “${found}”.`],
        () => ['Уберите это слово.', 'Remove this word.'],
      );
      const list = keywords
        .split(',')
        .map((word) => word.trim().toLocaleLowerCase('ru'))
        .filter((word) => word !== '');
      const twice = [...new Set(list.filter((word, index) => list.indexOf(word) !== index))].flatMap((word) => {
        const start = keywords.toLocaleLowerCase('ru').lastIndexOf(word);
        return fail(`Ключевое слово повторяется: «${word}».`, `A keyword is repeated: “${word}”.`, 'keywords', {
          range: [start, start + word.length],
          suggestion: ['Оставьте слово один раз.', 'Keep the word once.'],
        }).findings;
      });
      return judge(
        [...brands, ...twice],
        pass(
          'Марок и повторов нет; соответствие функциям оценивает модератор.',
          'No brands and no repetitions; whether they match is for the moderator to judge.',
          'keywords',
        ),
      );
    },
  },
  {
    ruleId: 'card-install-steps',
    run(input) {
      for (const { language, texts } of read(input).languages) {
        if (texts.installation.trim().length < 80) {
          return fail(
            'Описание установки слишком короткое, чтобы назвать все шаги и настройки.',
            'The installation text is too short to name every step and setting.',
            `texts.${language}.installation`,
          );
        }
      }
      return pass(
        'Описание установки есть; полноту оценивает модератор.',
        'An installation text exists; completeness is for the moderator to judge.',
      );
    },
  },
  {
    ruleId: 'card-fields-match-purpose',
    run(input) {
      const twins = read(input).languages.flatMap(({ language, texts }) =>
        texts.description.trim() !== '' && texts.description.trim() === texts.installation.trim()
          ? fail(
              'Описание и установка содержат один и тот же текст.',
              'Description and installation hold the same text.',
              `texts.${language}.installation`,
            ).findings
          : [],
      );
      return judge(
        [...placeholders(cardTexts(input)), ...twins],
        pass('Заготовок и одинаковых полей нет.', 'No placeholders and no equal fields.'),
      );
    },
  },
  {
    ruleId: 'card-text-language',
    run: (input) =>
      judge(
        wrongLanguage([...cardTexts(input, ['slogan', 'description', 'installation', 'support']), ...newsTexts(input)]),
        pass('Тексты на языке карточки.', 'The texts are in the language of the card.'),
      ),
  },
  {
    ruleId: 'card-grammar',
    run: (input) =>
      judge(
        slips([...cardTexts(input), ...newsTexts(input)]),
        couldNotLook(
          'Повторов слов и смешения алфавитов не найдено; правописание смотрит модератор.',
          'No doubled words and no mixed alphabets were found; spelling is for the moderator to see.',
        ),
      ),
  },
  {
    ruleId: 'card-spelling',
    run: (input) =>
      judgeSpelling(
        input,
        [...cardTexts(input, ['slogan', 'description', 'installation', 'support']), ...newsTexts(input)],
        read(input).languages.map(({ texts }) => texts.name),
      ),
  },
  {
    ruleId: 'content-no-prohibited',
    run: (input) =>
      judge(
        prohibited(cardTexts(input)),
        couldNotLook(
          'Явно недопустимых слов в карточке не найдено; содержание и картинки смотрит модератор.',
          'No plainly prohibited words were found on the card; content and pictures are for the moderator to see.',
        ),
      ),
  },
  {
    ruleId: 'version-whats-new',
    run(input) {
      if (input.isFirstVersion) return pass('Первая версия: не требуется.', 'First version: not required.');
      const { version, languages } = read(input);
      for (const { language } of languages) {
        if ((version.whatsNew[language] ?? '').trim() === '')
          return fail(`«Что нового» не заполнено (${language}).`, `“What is new” is empty (${language}).`, `whatsNew.${language}`);
      }
      return pass('«Что нового» заполнено.', '“What is new” is filled in.');
    },
  },
  {
    ruleId: 'pricing-no-direct-sale',
    run: (input) =>
      judge(
        directSales([...cardTexts(input, ['slogan', 'description', 'installation', 'support']), ...newsTexts(input)]),
        pass('В карточке прямых предложений не найдено.', 'No direct offers were found on the card.'),
      ),
  },
];
