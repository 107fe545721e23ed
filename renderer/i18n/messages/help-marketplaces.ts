import { messages } from '../entry.ts';

/** How moderation differs between the marketplaces, and the words that only some of them use. */
export const helpMarketplaces = messages({
  'help.marketplaces': { ru: 'По маркетплейсам', en: 'By marketplace' },

  'help.bitrix24': { ru: 'Битрикс24 Маркетплейс', en: 'Bitrix24 Marketplace' },
  'help.bitrix24.submit': {
    ru: 'В очередь заявка попадает, когда разработчик заполнил карточку и версию, проверил её сам и отправил на модерацию. Добавить решение в кабинет — ещё не подать.',
    en: 'A submission is queued when the vendor has filled in card and version, tested it and sent it to moderation. Adding a solution to the cabinet is not submitting it.',
  },
  'help.bitrix24.test': {
    ru: 'Проверка идёт на стандартном облаке с высшим тарифом: чистый портал, установка, работа за администратора и за сотрудника, удаление с данными, установка снова на тот же портал.',
    en: 'The test runs on the standard cloud at the top plan: a clean portal, install, use as administrator and as employee, uninstall with data, install again on the same portal.',
  },
  'help.bitrix24.integration': {
    ru: 'Интеграция должна подключаться к порталам модератора по очереди. Один портал, подготовленный разработчиком, не годится; требование стороннего ПО — повод отказать.',
    en: 'An integration must connect to the moderator’s portals one after another. One portal that the vendor prepared is not enough; a demand for extra software may be refused.',
  },
  'help.bitrix24.region': {
    ru: 'У каждого региона своя очередь, своё решение и своя переписка с разработчиком. Доказательства той же версии из других регионов видны в пункте чек-листа и прикладываются оттуда.',
    en: 'Each region has its own queue, verdict and conversation with the vendor. Evidence of the same version in other regions is shown with the checklist item and can be used from there.',
  },
  'help.bitrix24.result': {
    ru: 'Первая одобренная версия публикуется сразу, следующие включает разработчик. Изменения карточки проверяются как версии.',
    en: 'The first approved version is published at once; the vendor switches later ones on. Card changes are moderated like versions.',
  },
  'help.bitrix24.reviews': {
    ru: 'Отзыв оставляют с портала на платном тарифе с установленным решением. Он публикуется через три дня; за это время разработчик может ответить. Споры разбирает модератор.',
    en: 'A review is written from a portal on a commercial plan with the solution installed. It is published after three days, in which the vendor may answer. Disputes go to the moderator.',
  },

  'help.moysklad': { ru: 'МойСклад', en: 'MoySklad' },
  'help.moysklad.price': {
    ru: 'Наименьшая цена в месяц зависит от вида решения: системы управления сайтом и конструкторы 500 рублей, доставка 1000, обмен товарами и заказами с маркетплейсами 3000, сложное приложение для магазина 5000.',
    en: 'The lowest monthly price depends on the kind: site systems and builders 500 roubles, delivery 1000, exchange of goods and orders with marketplaces 3000, a complex shop application 5000.',
  },
  'help.moysklad.vendor': {
    ru: 'Платное решение размещает только предприниматель или компания — налоговый резидент России. Доля разработчика 75 %.',
    en: 'Only a sole proprietor or company that is a Russian tax resident may list a paid solution. The vendor’s share is 75 %.',
  },
  'help.moysklad.calculator': {
    ru: 'Сколько платит пользователь и получает разработчик, считает калькулятор цены: кнопка в карточке, палитра или меню «Переход». Скидки за 3, 6 и 12 месяцев и доля задаются там же.',
    en: 'What the user pays and the vendor receives is reckoned by the price calculator: the button in the card, the palette or the menu “Go”. The discounts for 3, 6 and 12 months and the share are set there.',
  },
  'help.moysklad.trial': {
    ru: 'Пробный период от 1 до 14 дней. Бесплатное решение, которое становится платным, даёт от 7 до 14 дней.',
    en: 'A trial lasts 1 to 14 days. A free solution that turns paid must give 7 to 14 days.',
  },
  'help.moysklad.prolong': {
    ru: 'Период продлевают аккаунту один раз, не больше чем на 14 дней; сроки не складываются и не сокращаются.',
    en: 'A trial is prolonged once per account, by 14 days at most; periods overlap, never add up and are never shortened.',
  },
  'help.moysklad.change': {
    ru: 'До публикации цену и пробный период меняет разработчик, после — только через модератора.',
    en: 'Before publication the vendor changes price and trial; afterwards only the moderator does.',
  },
  'help.moysklad.uninstall': {
    ru: 'После удаления доступ прекращается сразу, а настройки аккаунта хранятся некоторое время на случай возвращения.',
    en: 'After uninstalling access ends at once, while account settings are kept for a time in case the client returns.',
  },

  'help.poster': { ru: 'Постер', en: 'Poster' },
  'help.poster.stages': {
    ru: 'Публикация идёт по этапам: аккаунт, вводный и технический звонки, разработка по правилам, видео о работе, альфа, бета, выпуск. У этапа есть ответственный, срок и условия: вкладка «Этапы». Одобрить раньше можно только с записанной причиной.',
    en: 'Publication goes by stages: account, an introduction call and a technical call, development by the guidelines, a demo video, alpha, beta, release. Each has an owner, a clock and conditions, in the tab “Stages”. An approval before the end needs a written reason.',
  },
  'help.poster.alpha': {
    ru: 'Альфа: сотрудники проверяют за 5 дней, что описания заполнены, в инструкции есть анимация подключения и работы, запрошены только нужные данные, отладка выключена и ничего не ломается.',
    en: 'Alpha: within 5 days staff check that descriptions are filled in, the instruction has an animation of connecting and working, only needed data is asked for, debugging is off and nothing breaks.',
  },
  'help.poster.beta': {
    ru: 'Бета: два настоящих клиента в течение двух недель.',
    en: 'Beta: two real clients for two weeks.',
  },
  'help.poster.data': {
    ru: 'Тест проверяет, что данные клиента не испорчены: снимок аккаунта до и после сравнивается.',
    en: 'The test checks that no client data is spoiled: the account before and after is compared.',
  },
  'help.poster.change': {
    ru: 'У опубликованного решения смена адресов и доступов вступает в силу только после новой проверки.',
    en: 'For a published solution new addresses and accesses take effect only after another review.',
  },

  'glossary.testData': { ru: 'Тестовые данные', en: 'Test data' },
  'glossary.testDataText': {
    ru: 'Доступы, которые разработчик дал для проверки. Хранятся зашифрованными, не публикуются и не попадают в доказательства.',
    en: 'Access the vendor gives for the test. Stored encrypted, never published, never in evidence.',
  },
  'glossary.role': { ru: 'Роль', en: 'Role' },
  'glossary.roleText': { ru: 'Администратор портала или его обычный сотрудник.', en: 'Administrator of a portal, or its ordinary user.' },
  'glossary.rulebook': { ru: 'Требования', en: 'Requirements' },
  'glossary.rulebookText': {
    ru: 'Правила одного маркетплейса с номерами, важностью и версией.',
    en: 'The rules of one marketplace with ids, severity and version.',
  },
  'glossary.note': { ru: 'Заметка', en: 'Team note' },
  'glossary.noteText': {
    ru: 'Видит только команда; в пакет решения и на печать не попадает, пока её не включат.',
    en: 'Seen by the team only; stays out of bundle and print unless included.',
  },
  'glossary.messagePackage': { ru: 'Пакет сообщений', en: 'Message package' },
  'glossary.messagePackageText': {
    ru: 'Ответы разработчика, пришедшие файлом; в переписке отмечены как импортированные.',
    en: 'Answers of a vendor that came as a file; marked as imported in the conversation.',
  },
  'glossary.trial': { ru: 'Пробный период', en: 'Trial' },
  'glossary.trialText': {
    ru: 'Дни, когда решением пользуются без оплаты (МойСклад).',
    en: 'Days of use without payment (MoySklad).',
  },
  'glossary.alphaBeta': { ru: 'Альфа и бета', en: 'Alpha and beta' },
  'glossary.alphaBetaText': {
    ru: 'Проверка сотрудниками и проверка настоящими клиентами (Постер).',
    en: 'Check by staff, and check by real clients (Poster).',
  },
  'glossary.review': { ru: 'Отзыв', en: 'Review' },
  'glossary.reviewText': { ru: 'Слова покупателя о решении в каталоге.', en: 'A buyer’s words about a solution in the catalogue.' },
});
