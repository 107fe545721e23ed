import type { SeedMaterial } from '../desk/seed-desk.ts';

/** Words of generated Bitrix24 submissions. All vendors and solutions are made up. */
const HEADS = [
  'Склад',
  'Счета',
  'Касса',
  'Доставка',
  'Заказы',
  'Сделки',
  'Звонки',
  'Чат-бот',
  'Письма',
  'Договоры',
  'Акты',
  'Товары',
  'Остатки',
  'Цены',
  'Выгрузка',
  'Анкеты',
  'Календарь',
  'Напоминания',
  'Воронка',
  'Контакты',
  'Компании',
  'Задачи',
  'Проекты',
  'Отчёты',
  'Смены',
  'Зарплата',
  'Подписки',
  'Опросы',
  'Лиды',
  'Телефония',
  'Маршруты',
  'Бонусы',
];
const TAILS = [
  'плюс',
  'для CRM',
  'и учёт',
  'онлайн',
  'для склада',
  'без ошибок',
  'в один шаг',
  'по расписанию',
  'для отдела продаж',
  'и документы',
  'для магазина',
  'с проверкой',
  'для сервиса',
  'и аналитика',
  'по почте',
  'для филиалов',
];
const VENDORS = ['Альфа Софт', 'Север Интеграция', 'Лаборатория процессов', 'Точка учёта', 'Верфь', 'Ромашка Дев', 'Контур связи', 'Маяк'];

const SENTENCES = [
  'Приложение собирает заявки из форм сайта и ставит их в воронку.',
  'Документы создаются по шаблону и отправляются клиенту из карточки сделки.',
  'Остатки обновляются каждый час, расхождения видны в отчёте.',
  'Робот напоминает сотруднику о звонке и пишет итог в ленту.',
  'Данные не покидают портал, токены удаляются вместе с приложением.',
  'Настройка занимает пять минут: выберите воронку и ответственного.',
  'Отчёт показывает, сколько времени сделка стояла на каждой стадии.',
  'Права на раздел получают только администраторы.',
  'Поддержка отвечает в рабочие дни с 9 до 18 по московскому времени.',
  'Список товаров загружается из файла и сверяется с каталогом.',
  'Доставка рассчитывается по адресу клиента и весу заказа.',
];
const CATEGORIES = ['crm', 'telephony', 'messengers', 'documents', 'analytics', 'tasks', 'online-store'];

const CARDS = 211;
const VERSIONS = 40;

function sentences(from: number, count: number): string {
  return Array.from({ length: count }, (_, n) => SENTENCES[(from * 3 + n * (1 + (from % 4))) % SENTENCES.length]).join(' ');
}

function card(number: number): SeedMaterial['cards'][number] {
  const name = `${HEADS[number % HEADS.length] ?? ''} ${TAILS[number % TAILS.length] ?? ''}`;
  const texts = {
    name,
    slogan: sentences(number, 1),
    description: sentences(number + 1, 4),
    installation: sentences(number + 2, 2),
    support: sentences(8, 1),
  };
  return {
    card: {
      texts: { ru: texts },
      categories: [CATEGORIES[number % CATEGORIES.length]],
      tags: [name.split(' ')[0]?.toLowerCase() ?? '', 'учёт'],
      keywords: '',
      links: {
        eula: `https://vendor.example/${String(number)}/eula`,
        privacy: 'https://vendor.example/privacy',
        contact: 'https://vendor.example/contact',
        demo: '',
        service: '',
        servicePrices: '',
      },
      pricing: { monetised: number % 3 === 0, externalServicePaid: false, extraPaid: false },
    },
    texts: Object.values(texts).join('\n'),
  };
}

function version(index: number): SeedMaterial['versions'][number] {
  const number = `${String(1 + (index % 4))}.${String(index % 10)}.${String(index)}`;
  return {
    number,
    version: {
      number,
      whatsNew: { ru: sentences(index, 1) },
      mode: 'wizard',
      appUrl: 'https://vendor.example/app',
      installUrl: 'https://vendor.example/install',
      scopes: ['crm'],
      placements: [],
      menuItem: true,
      mobile: false,
      userInstall: false,
    },
  };
}

export const bitrix24Seed: SeedMaterial = {
  marketplace: 'bitrix24',
  regions: ['ru', 'kz'],
  solutionTypes: ['application', 'integration', 'automation'],
  vendorNames: VENDORS,
  nameHeads: HEADS,
  nameTails: TAILS,
  cards: Array.from({ length: CARDS }, (_, number) => card(number)),
  versions: Array.from({ length: VERSIONS }, (_, index) => version(index)),
};
