import { rulesOf, text, words as w } from '../../make-rule.ts';
import { FIRST, NEXT, VERSIONS } from './scopes.ts';

const card = rulesOf('card');
const media = rulesOf('media');
const pricing = rulesOf('pricing');
const support = rulesOf('support');

export const cardRules = [
  card(
    'po-catalog-descriptions',
    'blocker',
    'S',
    'SEED2, альфа-тест',
    w(
      'Описания для каталога заполнены',
      'The catalogue descriptions are filled in',
      'Заполните описания для каталога.',
      'Fill in the catalogue descriptions.',
    ),
  ),
  card(
    'po-marketing-text',
    'major',
    'M',
    'PD start/faq (совет)',
    w(
      'Описание объясняет пользу для заведения',
      'The marketing description explains the benefit',
      'Объясните в описании пользу для заведения.',
      'Explain the benefit in the description.',
    ),
    undefined,
    { isAdvice: true },
  ),
  card(
    'po-text-language',
    'major',
    'S',
    'свод общих проверок',
    w(
      'Тексты на том языке, для которого они заведены',
      'Texts are in the language they are declared for',
      'Переведите тексты на язык карточки.',
      'Translate the texts into the language of the card.',
    ),
  ),
  card(
    'po-texts-finished',
    'major',
    'S',
    'SEED2, альфа-тест (заполнены описания)',
    w(
      'В текстах нет заготовок и явных ошибок',
      'No placeholders and no obvious errors are left in the texts',
      'Замените заготовки настоящими текстами и исправьте ошибки.',
      'Replace placeholders by real texts and correct the errors.',
    ),
  ),
  card(
    'po-texts-spelling',
    'minor',
    'SM',
    'свод общих проверок',
    w('В текстах нет опечаток', 'The texts have no misspellings', 'Исправьте опечатки.', 'Correct the misspellings.'),
    undefined,
    { automatic: { enabled: true, enforced: false, required: false } },
  ),
  card(
    'po-rereview-on-change',
    'blocker',
    'S',
    'PD start/faq',
    w(
      'Изменение описания, адресов и доступов проверено заново',
      'A change of marketing text, addresses or accesses went through review again',
      'Отправьте изменение описания, адресов или доступов на проверку.',
      'Submit the change of text, addresses or accesses for review.',
    ),
    NEXT,
  ),
  card(
    'po-res-no-cancel-claim',
    'minor',
    'M',
    'PD guidelines/reservation (по смыслу)',
    w(
      'Карточка не обещает отмену брони в Poster, пока её нет в API',
      'The card does not promise cancelling bookings in Poster while the API lacks it',
      'Уберите из карточки обещание отменять брони в Poster.',
      'Remove the promise of cancelling bookings in Poster from the card.',
    ),
    { solutionTypes: ['reservation'] },
    {
      drift: [
        {
          until: '2023-11',
          says: text(
            'Отмены брони в API нет; более новых текстов не сохранилось.',
            'The API has no cancelling of bookings; newer texts are not stored.',
          ),
          source: 'PD guidelines/reservation',
        },
      ],
    },
  ),
];

export const mediaRules = [
  media(
    'po-instruction-gif',
    'blocker',
    'SM',
    'SEED2, альфа-тест',
    w(
      'В инструкции есть GIF подключения и работы',
      'The instruction contains GIFs of connecting and of working',
      'Добавьте в инструкцию GIF подключения и GIF работы интеграции.',
      'Add a GIF of connecting and a GIF of working to the instruction.',
    ),
  ),
  media(
    'po-images-distinct',
    'minor',
    'S',
    'свод общих проверок',
    w(
      'Снимки чёткие и не повторяют друг друга',
      'Screenshots are sharp and do not repeat each other',
      'Замените нечёткие и повторяющиеся снимки.',
      'Replace blurred and repeated screenshots.',
    ),
    undefined,
    { automatic: { enabled: true, enforced: false, required: false } },
  ),
  media(
    'po-demo-video',
    'major',
    'SM',
    'SEED2, демонстрация',
    w(
      'Прислано видео с демонстрацией интеграции',
      'A demo video of the integration was sent',
      'Пришлите видео с демонстрацией.',
      'Send the demo video.',
    ),
    FIRST,
  ),
  media(
    'po-video-instruction',
    'major',
    'S',
    'PD start/faq (совет)',
    w('Есть видеоинструкция', 'There is a video instruction', 'Добавьте видеоинструкцию.', 'Add a video instruction.'),
    undefined,
    { isAdvice: true, automatic: { enabled: true, enforced: false, required: false } },
  ),
];

export const pricingRules = [
  pricing(
    'po-prices-regions',
    'major',
    'S',
    'PD start/faq (совет)',
    w('Цены указаны по регионам', 'Prices are given per region', 'Укажите цены для каждого региона.', 'Give prices for each region.'),
    undefined,
    { isAdvice: true },
  ),
  pricing(
    'po-billing-tariff-keys',
    'major',
    'R',
    'PD start/authApi (по смыслу)',
    w(
      'С биллингом Poster приложение учитывает тариф, пробный период и дату оплаты',
      'With Poster billing the application reacts to tariff, trial and payment date',
      'Учитывайте поле tariff при входе.',
      'Take the field tariff into account at login.',
    ),
    VERSIONS,
  ),
];

export const supportRules = [
  support(
    'po-test-access',
    'major',
    'S',
    'PD start/faq (совет)',
    w(
      'Дан тестовый доступ к сервису или сказано, что он не нужен',
      'Test access to the service is given, or it is stated that none is needed',
      'Дайте тестовый доступ или напишите, что он не нужен.',
      'Give test access or say that none is needed.',
    ),
    VERSIONS,
    { isAdvice: true },
  ),
  support(
    'po-clients-list',
    'minor',
    'S',
    'PD start/faq (совет)',
    w(
      'Есть список клиентов Poster, которые уже пробуют интеграцию',
      'There is a list of Poster clients who already test it',
      'Пришлите список клиентов, которые пробуют интеграцию.',
      'Send the list of clients who test it.',
    ),
    FIRST,
    { isAdvice: true, automatic: { enabled: true, enforced: false, required: false } },
  ),
  support(
    'po-calls-done',
    'minor',
    'M',
    'SEED2, обсуждение',
    w(
      'Вводный и технический звонки состоялись',
      'The introductory and the technical call took place',
      'Проведите звонки до проверки.',
      'Hold the calls before the review.',
    ),
    FIRST,
  ),
  support(
    'po-support-contact',
    'minor',
    'SM',
    'SEED2, релиз',
    w(
      'Почта для сообщений об установках указана и на неё отвечают',
      'The mailbox for installs is set and answered',
      'Укажите почту, на которую приходят сообщения об установках.',
      'Give the mailbox that receives the messages about installs.',
    ),
  ),
  support(
    'po-alpha-term',
    'minor',
    'M',
    'SEED2, альфа-тест',
    w(
      'Альфа-проверка закончена за пять дней',
      'The alpha review was finished within five days',
      'Действий разработчика не требуется.',
      'Nothing is asked of the vendor.',
    ),
    VERSIONS,
    {
      isAdvice: true,
      drift: [
        {
          since: '2020-09',
          says: text('Альфа-проверка и повторная проверка занимают до 14 дней.', 'Alpha and repeated reviews take up to 14 days.'),
          source: 'PD market/release',
        },
      ],
    },
  ),
];
