/** Fictional solutions of the demonstration: what their vendors would write on the card. */
export interface DemoSolution {
  readonly code: string;
  readonly vendor: { readonly code: string; readonly name: string; readonly legalName: string; readonly domain: string };
  readonly type: string;
  readonly name: string;
  readonly slogan: string;
  readonly description: string;
  readonly installation: string;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly keywords: string;
  readonly scopes: readonly string[];
  readonly placements?: readonly string[];
  readonly monetised: boolean;
  readonly english?: { readonly name: string; readonly slogan: string; readonly description: string; readonly installation: string };
  /** Look of the generated pictures. */
  readonly colour: string;
  readonly screens: readonly ('table' | 'board' | 'chart' | 'form' | 'chat')[];
  /** Name of the sample vendor server that runs it; without one the version points to an address that does not exist. */
  readonly server?: string;
}

const vendor = (code: string, name: string, legalName: string) => ({ code, name, legalName, domain: `${code}.example` });

const severlab = vendor('severlab', 'Северная лаборатория', 'ООО «Северная лаборатория»');
const polekadr = vendor('polekadr', 'Поле Кадров', 'ООО «Поле Кадров»');
const tihiybereg = vendor('tihiybereg', 'Тихий берег', 'ИП «Тихий берег»');
const mostik = vendor('mostik', 'Мостик', 'ООО «Мостик Интеграции»');
const zvonar = vendor('zvonar', 'Звонарь', 'АО «Звонарь Связь»');
const orbita = vendor('orbita-bi', 'Орбита Отчёты', 'ООО «Орбита Отчёты»');
const kuznica = vendor('kuznica', 'Кузница процессов', 'ООО «Кузница процессов»');
const lavka = vendor('lavka-it', 'Лавка Решений', 'ООО «Лавка Решений»');

export const DEMO_SOLUTIONS: readonly DemoSolution[] = [
  {
    code: 'severlab.invoices',
    vendor: severlab,
    type: 'application',
    name: 'Счета и акты',
    slogan: 'Выставляйте счета и готовьте акты прямо из сделки. Оплаты отмечаются без ручной сверки.',
    description:
      'Для менеджеров и бухгалтерии небольшой компании.\n\nЧто умеет:\n— счёт из сделки по шаблону компании;\n— акт и накладная по оплаченному счёту;\n— список счетов с состоянием оплаты;\n— заметки к счёту для коллег.\n\nРаботает на всех тарифах Битрикс24. Дополнительных программ не требует. Настройку выполняет администратор портала. Ограничение: до 3000 документов в месяц.',
    installation:
      '1. Нажмите «Установить» и подтвердите права.\n2. В мастере выберите воронку и нумерацию счетов.\n3. Откройте решение в левом меню, раздел «Настройки», и укажите реквизиты: они попадут в печатную форму.\n4. Откройте сделку, вкладка «Счета», и создайте первый счёт.',
    categories: ['documents', 'crm', 'finance'],
    tags: ['счета', 'акты', 'оплата'],
    keywords: 'счёт на оплату, акт, накладная, закрывающие документы, реестр счетов, учёт оплат',
    scopes: ['crm', 'placement', 'user_brief'],
    placements: ['CRM_DEAL_DETAIL_TAB'],
    monetised: true,
    colour: '#2f6fed',
    screens: ['table', 'form'],
    server: 'bitrix24-invoices',
  },
  {
    code: 'polekadr.agreements',
    vendor: polekadr,
    type: 'application',
    name: 'Реестр договоров',
    slogan: 'Все договоры компании в одном списке со сроками и ответственными.',
    description:
      'Решение для юристов и делопроизводителей.\n\nЗадачи: учёт договоров и дополнительных соглашений, контроль сроков, напоминание ответственному за 30 и 7 дней до окончания.\n\nРаботает на тарифах «Стандартный» и выше. Нужны права администратора только при установке. Ограничение: файлы до 50 МБ.',
    installation:
      '1. Нажмите «Установить».\n2. Откройте «Реестр договоров» в меню: справочник видов договоров заполнится сам.\n3. В разделе «Настройки» укажите, за сколько дней напоминать, и выберите ответственных.\n4. Загрузите договоры списком или по одному.',
    categories: ['documents', 'tasks'],
    tags: ['договоры', 'сроки', 'юристам'],
    keywords: 'договор, реестр, срок действия, дополнительное соглашение, делопроизводство',
    scopes: ['user_brief', 'task'],
    monetised: true,
    colour: '#0b8a6f',
    screens: ['table', 'board'],
    server: 'bitrix24-agreements',
  },
  {
    code: 'tihiybereg.contacts',
    vendor: tihiybereg,
    type: 'automation',
    name: 'Чистые контакты',
    slogan: 'Приводит телефоны и почту контактов к единому виду сразу после сохранения.',
    description:
      'Для отделов продаж, которые устали от повторов.\n\nРешение работает без интерфейса: при создании и изменении контакта проверяет номер телефона и адрес почты, приводит их к единому виду и помечает возможные повторы.\n\nПодходит для любого тарифа Битрикс24 с CRM. Ограничение: до 20 изменений в секунду.',
    installation:
      '1. Нажмите «Установить» и подтвердите доступ к CRM.\n2. Настройка не нужна: обработка начнётся с первого изменённого контакта.\n3. Результат виден в карточке контакта, в поле «Проверка контакта».',
    categories: ['crm', 'robots-triggers'],
    tags: ['контакты', 'дубли'],
    keywords: 'контакты, телефоны, повторы, проверка почты, чистка базы',
    scopes: ['crm'],
    monetised: false,
    colour: '#b4540a',
    screens: ['form'],
    server: 'bitrix24-contacts',
  },
  {
    code: 'severlab.payments',
    vendor: severlab,
    type: 'application',
    name: 'Платежи и сверки',
    slogan: 'Оплаты и сверки рядом со сделкой. Видно, кто и когда заплатил.',
    description:
      'Для бухгалтерии и руководителя отдела продаж.\n\nПоказывает поступления по сделке, ведёт акт сверки и список просроченных оплат, отправляет напоминание ответственному.\n\nРаботает на всех тарифах Битрикс24. Дополнительных программ не требует. Ограничение: одна организация на портал.',
    installation:
      '1. Нажмите «Установить» и подтвердите права.\n2. В мастере выберите воронку продаж.\n3. Откройте решение в левом меню и в «Настройках» укажите организацию и срок оплаты по умолчанию.',
    categories: ['finance', 'crm'],
    tags: ['оплаты', 'сверка'],
    keywords: 'платежи, сверка, дебиторская задолженность, просрочка, поступления',
    scopes: ['crm', 'placement', 'user_brief'],
    placements: ['CRM_DEAL_DETAIL_TAB'],
    monetised: true,
    colour: '#7a3fb8',
    screens: ['table', 'chart'],
    server: 'bitrix24-keeps-data',
  },
  {
    code: 'mostik.delivery',
    vendor: mostik,
    type: 'integration',
    name: 'Доставка по городу',
    slogan: 'Заявка курьеру уходит из сделки, а трек-номер возвращается в карточку.',
    description:
      'Интеграция с сервисом городской доставки «Быстрый заяц» (https://zayac.example), тарифы: https://zayac.example/prices.\n\nЧто умеет: расчёт стоимости по адресу сделки, вызов курьера, состояние доставки в карточке, сводка за день.\n\nСервис доставки оплачивается отдельно. Работает на тарифах «Базовый» и выше.',
    installation:
      '1. Получите ключ в личном кабинете сервиса: раздел «Интеграции», кнопка «Новый ключ».\n2. Установите решение и вставьте ключ в поле «Ключ сервиса».\n3. Укажите адрес отправки и часы работы склада.\n4. Откройте сделку, вкладка «Доставка», и рассчитайте стоимость.',
    categories: ['delivery', 'online-store'],
    tags: ['курьер', 'доставка', 'трекинг'],
    keywords: 'доставка, курьер, отправление, трек-номер, расчёт доставки',
    scopes: ['crm', 'delivery', 'placement'],
    placements: ['CRM_DEAL_DETAIL_TAB'],
    monetised: false,
    colour: '#d9480f',
    screens: ['form', 'table'],
  },
  {
    code: 'zvonar.line',
    vendor: zvonar,
    type: 'telephony',
    name: 'Звонарь: звонки и записи',
    slogan: 'Звонки из карточки клиента, записи разговоров и отчёт по линиям.',
    description:
      'Подключает виртуальную АТС «Звонарь» (https://zvonar.example, тарифы https://zvonar.example/tarify).\n\nВходящие и исходящие звонки, карточка при звонке, запись разговора, обратный звонок с сайта, отчёт по сотрудникам. Связь оплачивается по тарифам оператора.\n\nРаботает на всех тарифах Битрикс24.',
    installation:
      '1. Подключите номер в кабинете «Звонарь».\n2. Установите решение и войдите по ключу линии.\n3. Сопоставьте внутренние номера и сотрудников.\n4. Проверьте входящий звонок: откроется карточка клиента.\n5. Для обратного звонка добавьте форму на сайт.',
    categories: ['telephony', 'crm'],
    tags: ['звонки', 'запись', 'АТС'],
    keywords: 'телефония, виртуальная АТС, запись разговоров, обратный звонок',
    scopes: ['telephony', 'call', 'crm', 'user_brief'],
    monetised: false,
    colour: '#0a7ea4',
    screens: ['table', 'chart'],
  },
  {
    code: 'kuznica.robots',
    vendor: kuznica,
    type: 'automation',
    name: 'Роботы согласования',
    slogan: 'Согласование по цепочке с заменой на время отпуска.',
    description:
      'Набор роботов для CRM и смарт-процессов: запрос согласования, замена согласующего на время отсутствия, сбор замечаний, итоговый протокол.\n\nДля руководителей и администраторов процессов. Работает на тарифе «Профессиональный» и выше. Ограничение: до 12 участников цепочки.',
    installation:
      '1. Установите решение.\n2. Откройте настройку автоматизации и найдите роботов в разделе «Согласование».\n3. Добавьте робота «Запросить согласование» на нужную стадию и перечислите участников.\n4. Укажите, кто заменяет отсутствующих.',
    categories: ['robots-triggers', 'business-processes'],
    tags: ['согласование', 'роботы'],
    keywords: 'согласование, маршрут, роботы, протокол, замещение',
    scopes: ['bizproc', 'crm', 'user_brief'],
    monetised: true,
    colour: '#4263eb',
    screens: ['board', 'form'],
  },
  {
    code: 'orbita-bi.sales',
    vendor: orbita,
    type: 'bi-report',
    name: 'Воронка и план-факт',
    slogan: 'Отчёт по воронке с планом, фактом и причинами отказов.',
    description:
      'Отчёт для BI-конструктора: конверсия по стадиям, план-факт по менеджерам, причины отказов, динамика среднего чека. Фильтры по датам и ответственным.\n\nНужен тариф с доступом к BI-конструктору. Ограничение: 1000 строк в детальном списке.',
    installation:
      '1. Установите отчёт.\n2. Откройте BI-конструктор и найдите «[orbita] Воронка и план-факт».\n3. Выберите период и воронку.\n4. Чтобы задать план, заполните таблицу на вкладке «План».',
    categories: ['bi-reports', 'analytics'],
    tags: ['воронка', 'план-факт'],
    keywords: 'отчёт, воронка продаж, план факт, конверсия, средний чек',
    scopes: ['biconnector', 'crm'],
    monetised: true,
    colour: '#1b7f4b',
    screens: ['chart', 'chart'],
  },
  {
    code: 'lavka-it.bot',
    vendor: lavka,
    type: 'chat-bot',
    name: 'Чат-бот «Приём»',
    slogan: 'Отвечает на частые вопросы и создаёт лид, если нужен человек.',
    description:
      'Бот для открытых линий: отвечает по базе вопросов, уточняет имя и телефон, создаёт лид и передаёт диалог сотруднику.\n\nПриветствует собеседника и показывает команды. Работает на всех тарифах Битрикс24 с открытыми линиями. Ограничение: 500 вопросов в базе.',
    installation:
      '1. Установите решение и откройте «Чат-бот «Приём» в меню.\n2. Добавьте вопросы и ответы или загрузите их таблицей.\n3. Подключите бота к открытой линии: «Контакт-центр», выбранная линия, «Чат-боты».\n4. Напишите в линию «помощь»: бот ответит списком команд.',
    categories: ['chat-bots', 'messengers'],
    tags: ['бот', 'открытые линии'],
    keywords: 'чат-бот, ответы на вопросы, открытая линия, лид из чата',
    scopes: ['imbot', 'imopenlines', 'crm'],
    monetised: true,
    colour: '#c2255c',
    screens: ['chat', 'form'],
  },
  {
    code: 'mostik.warehouse',
    vendor: mostik,
    type: 'application',
    name: 'Склад+',
    slogan: 'Остатки, резервы и перемещения рядом со сделкой.',
    description:
      'Складской учёт для небольшого магазина: остатки по местам хранения, резерв под сделку, перемещения, инвентаризация с телефона.\n\nРаботает на тарифе «Стандартный» и выше. Ограничение: до 10 складов. Права: настройку выполняет администратор, работать могут все сотрудники.',
    installation:
      '1. Установите решение и создайте первый склад.\n2. Загрузите товары из каталога портала или таблицей.\n3. В «Настройках» выберите, на какой стадии сделки ставить резерв.\n4. Проведите инвентаризацию: остатки станут рабочими.',
    categories: ['warehouse', 'online-store'],
    tags: ['склад', 'остатки', 'резерв'],
    keywords: 'склад, остатки, резерв, перемещение, инвентаризация',
    scopes: ['catalog', 'crm', 'placement'],
    monetised: true,
    english: {
      name: 'Warehouse+',
      slogan: 'Stock, reserves and transfers next to the deal.',
      description:
        'Stock keeping for a small shop: balances by storage place, reserve for a deal, transfers, stock-taking on a phone. Works on the Standard plan and higher. Limit: up to 10 warehouses. An administrator sets it up, every employee can use it.',
      installation:
        '1. Install and create the first warehouse. 2. Load goods from the catalogue or a table. 3. In Settings choose the deal stage at which goods are reserved. 4. Take stock: balances become live.',
    },
    colour: '#5c7c0a',
    screens: ['table', 'board'],
  },
  {
    code: 'polekadr.shifts',
    vendor: polekadr,
    type: 'application',
    name: 'Смены и табель',
    slogan: 'График смен, замены и табель за месяц.',
    description:
      'Для магазинов и производств: график смен по точкам, просьбы о замене, табель для бухгалтерии.\n\nРаботает на всех тарифах Битрикс24. Ограничение: до 300 сотрудников. Табель выгружается в таблицу.',
    installation:
      '1. Установите решение и добавьте точки.\n2. Пригласите сотрудников: они увидят график в меню.\n3. Составьте первый график мастером или перетаскиванием.\n4. В конце месяца проверьте табель и выгрузите его.',
    categories: ['time-tracking', 'hr'],
    tags: ['смены', 'табель'],
    keywords: 'смены, график, табель, замена, учёт времени',
    scopes: ['user_brief', 'timeman'],
    monetised: true,
    colour: '#087f5b',
    screens: ['board', 'table'],
  },
  {
    code: 'lavka-it.quiz',
    vendor: lavka,
    type: 'application',
    name: 'Опросы клиентов',
    slogan: 'Оценка после сделки и причины недовольства в одном отчёте.',
    description:
      'Отправляет клиенту короткий опрос после закрытия сделки, собирает оценку и комментарий, ставит задачу при низкой оценке.\n\nРаботает на тарифе «Базовый» и выше. Ограничение: 2000 опросов в месяц. Письма отправляются через почту портала.',
    installation:
      '1. Установите решение.\n2. Составьте опрос из готовых вопросов.\n3. В «Настройках» выберите стадию, после которой отправлять опрос, и ответственного за низкие оценки.\n4. Отправьте пробный опрос себе.',
    categories: ['marketing', 'crm'],
    tags: ['опрос', 'оценка'],
    keywords: 'опрос, оценка качества, отзывы клиентов, недовольство',
    scopes: ['crm', 'task', 'mailservice'],
    monetised: true,
    colour: '#e8590c',
    screens: ['chart', 'form'],
  },
];
