import { rulesOf, text, words as w } from '../../make-rule.ts';
import { CONTENT, NEXT_VERSION, VERSIONS } from './scopes.ts';

const card = rulesOf('card');
const media = rulesOf('media');
const support = rulesOf('support');

export const cardRules = [
  card(
    'ms-card-description',
    'major',
    'SM',
    'REG',
    w(
      'Описание говорит, что делает решение, какие есть тарифы и пробный период',
      'The description tells what the solution does, its tariffs and trial',
      'Опишите возможности решения, тарифы и пробный период.',
      'Describe what the solution does, its tariffs and its trial.',
    ),
    CONTENT,
  ),
  card(
    'ms-alias-final',
    'minor',
    'SM',
    'MS §7',
    w(
      'Псевдоним осмыслен: изменить его потом нельзя',
      'The alias is meaningful: it cannot be changed later',
      'Выберите осмысленный псевдоним до публикации.',
      'Choose a meaningful alias before publication.',
    ),
    { kinds: ['new-solution'] },
  ),
  card(
    'ms-manual-present',
    'major',
    'S',
    'MS §7; REG п. 4в',
    w('Есть инструкция пользователя', 'There is a user instruction', 'Приложите инструкцию пользователя.', 'Add a user instruction.'),
    CONTENT,
    {
      drift: [
        {
          says: text(
            'Документация только рекомендует инструкцию, регламент модерации требует её.',
            'The documentation only recommends an instruction, the regulation demands it.',
          ),
          source: 'MS §7',
        },
      ],
    },
  ),
  card(
    'ms-manual-zip',
    'blocker',
    'S',
    'MS §7',
    w(
      'Инструкция — архив zip до 3 МБ с одним html-файлом index.html в корне',
      'The instruction is a zip of at most 3 MB with a single html file, index.html in its root',
      'Соберите инструкцию в zip до 3 МБ с единственным index.html в корне.',
      'Pack the instruction into a zip of at most 3 MB with a single index.html in its root.',
    ),
    CONTENT,
  ),
  card(
    'ms-manual-head',
    'major',
    'S',
    'MS §7',
    w(
      'В заголовке инструкции подключены скрипт и стиль МоегоСклада, разделы — h2',
      'The head of the instruction links the MoySklad script and style; its sections are h2',
      'Подключите скрипт и стиль инструкций МоегоСклада и разметьте разделы заголовками h2.',
      'Link the MoySklad manual script and style and mark the sections as h2.',
    ),
    CONTENT,
  ),
  card(
    'ms-version-comment',
    'minor',
    'S',
    'MS §7',
    w(
      'К версии приложен комментарий со списком изменений, при изменении логики — и тестовый доступ',
      'The version has a comment with its changes, and test access where its logic changed',
      'Перечислите изменения версии в комментарии и дайте тестовый доступ.',
      'List the changes of the version in the comment and give test access.',
    ),
    NEXT_VERSION,
  ),
  card(
    'ms-text-language',
    'major',
    'S',
    'REG; свод общих проверок',
    w(
      'Тексты на том языке, для которого они заведены',
      'Texts are in the language they are declared for',
      'Переведите тексты на язык карточки.',
      'Translate the texts into the language of the card.',
    ),
    CONTENT,
  ),
  card(
    'ms-texts-finished',
    'major',
    'S',
    'REG; свод общих проверок',
    w(
      'В текстах нет заготовок и явных ошибок',
      'No placeholders and no obvious errors are left in the texts',
      'Замените заготовки настоящими текстами и исправьте ошибки.',
      'Replace placeholders by real texts and correct the errors.',
    ),
    CONTENT,
  ),
  card(
    'ms-texts-spelling',
    'minor',
    'SM',
    'REG; свод общих проверок',
    w('В текстах нет опечаток', 'The texts have no misspellings', 'Исправьте опечатки.', 'Correct the misspellings.'),
    CONTENT,
    { automatic: { enabled: true, enforced: false, required: false } },
  ),
];

export const mediaRules = [
  media(
    'ms-icon-format-size',
    'major',
    'S',
    'MS §3',
    w(
      'Логотип в SVG, PNG или JPEG, не меньше 300×300 пикселей',
      'The icon is SVG, PNG or JPEG of at least 300×300 pixels',
      'Загрузите логотип SVG, PNG или JPEG не меньше 300×300 пикселей.',
      'Upload an SVG, PNG or JPEG icon of at least 300×300 pixels.',
    ),
    CONTENT,
  ),
  media(
    'ms-icon-background',
    'major',
    'SM',
    'MS §3',
    w(
      'У логотипа есть фон или он занимает всю площадь; крупная фигура читается на белом',
      'The icon has a background or fills its area; a large shape is readable on white',
      'Добавьте логотипу непрозрачный фон.',
      'Give the icon an opaque background.',
    ),
    CONTENT,
  ),
  media(
    'ms-icon-no-screens',
    'minor',
    'M',
    'MS §3',
    w(
      'На логотипе нет фотографий, снимков экрана и элементов интерфейса, слов избегают',
      'The icon has no photos, screenshots or interface elements; words are avoided',
      'Нарисуйте простой логотип без фотографий и снимков экрана.',
      'Draw a simple icon without photos and screenshots.',
    ),
    CONTENT,
  ),
  media(
    'ms-images-format',
    'blocker',
    'S',
    'MS §7',
    w(
      'Изображения PNG или JPEG, от 1280×720 до 1920×1080, 16:9, до 2 МБ каждое',
      'Images are PNG or JPEG, 1280×720 to 1920×1080, 16:9, at most 2 MB each',
      'Приведите изображения к этим размерам и форматам.',
      'Bring the images to these sizes and formats.',
    ),
    CONTENT,
    {
      drift: [
        { since: '2026-04-04', says: text('Размеры изображений уточнены.', 'The image sizes were made precise.'), source: 'MS changelog' },
      ],
    },
  ),
  media(
    'ms-images-count',
    'blocker',
    'S',
    'MS §7',
    w(
      'Изображений не больше семи; лучше от двух до четырёх',
      'At most seven images; two to four are recommended',
      'Оставьте не больше семи изображений.',
      'Keep at most seven images.',
    ),
    CONTENT,
  ),
  media(
    'ms-images-distinct',
    'minor',
    'S',
    'свод общих проверок',
    w(
      'Изображения чёткие и не повторяют друг друга',
      'Images are sharp and do not repeat each other',
      'Замените нечёткие и повторяющиеся изображения.',
      'Replace blurred and repeated images.',
    ),
    CONTENT,
    { automatic: { enabled: true, enforced: false, required: false } },
  ),
  media(
    'ms-video-format',
    'major',
    'S',
    'MS §7',
    w(
      'Видео WEBM или MP4, 16:9, до 100 МБ',
      'The video is WEBM or MP4, 16:9, at most 100 MB',
      'Приведите видео к этому формату.',
      'Bring the video to this format.',
    ),
    CONTENT,
  ),
  media(
    'ms-video-cover',
    'major',
    'S',
    'MS §7',
    w(
      'У видео есть обложка по правилам изображений',
      'The video has a cover that meets the image rules',
      'Добавьте обложку видео.',
      'Add a cover to the video.',
    ),
    CONTENT,
  ),
  media(
    'ms-manual-images',
    'minor',
    'S',
    'MS §7',
    w(
      'Картинки инструкции png, jpeg, gif, webp или svg; содержимое до 640 пикселей шириной, подписи alt заполнены',
      'Pictures of the instruction are png, jpeg, gif, webp or svg; content at most 640 pixels wide; alt is filled',
      'Исправьте картинки инструкции и заполните alt.',
      'Mend the pictures of the instruction and fill in alt.',
    ),
    CONTENT,
  ),
];

export const supportRules = [
  support(
    'ms-notify-email',
    'blocker',
    'S',
    'MS §7',
    w(
      'Указана почта для уведомлений',
      'The e-mail for notifications is filled in',
      'Укажите почту для уведомлений в данных разработчика.',
      'Fill in the e-mail for notifications in the vendor data.',
    ),
    VERSIONS,
  ),
  support(
    'ms-vendor-contacts',
    'major',
    'S',
    'MS §7',
    w(
      'Заполнены открытые контакты разработчика',
      'The public contacts of the vendor are filled in',
      'Укажите контакты, по которым ответит поддержка: почту, телефон, Telegram.',
      'Give contacts at which support answers: mail, phone, Telegram.',
    ),
    CONTENT,
  ),
];
