import { messages } from '../entry.ts';

export const help = messages({
  'help.procedure': { ru: 'Порядок модерации', en: 'Moderation procedure' },
  'help.glossary': { ru: 'Слова', en: 'Glossary' },
  'help.step.intake': { ru: 'Приём', en: 'Intake' },
  'help.step.intakeText': {
    ru: 'Заявка приходит пакетом: файлом или папкой. Принятая встаёт в конец очереди. Непринятый пакет остаётся в списке отклонённых с причиной и способом исправить.',
    en: 'A submission comes as a package, a file or a folder. An accepted one goes to the end of the queue. A refused one stays in the refused list with its reason and remedy.',
  },
  'help.step.claim': { ru: 'Взять в работу', en: 'Claim' },
  'help.step.claimText': {
    ru: 'Очередь идёт от самой старой заявки. Пока заявка у одного модератора, другой видит это и может её перехватить с указанием причины. Если полчаса с заявкой не работали, она освобождается.',
    en: 'The queue begins with the oldest. While one moderator has a submission, others see it and can take it over with a reason. After half an hour without work it is free again.',
  },
  'help.step.card': { ru: 'Карточка и версия', en: 'Card and version' },
  'help.step.cardText': {
    ru: 'Читается всё, что увидит покупатель: тексты на каждом языке, значок, снимки, цены, поддержка, документы. При повторной заявке отмечено, что изменилось с последнего одобрения.',
    en: 'Everything a buyer will see is read: texts in each language, icon, screenshots, prices, support, legal papers. On a later submission the changes since the last approval are marked.',
  },
  'help.step.test': { ru: 'Тест установки', en: 'Install test' },
  'help.step.testText': {
    ru: 'На портале, где решения никогда не было: установка, работа под администратором и рядовым сотрудником, удаление вместе с данными, проверка, что данные портала и доступы стёрты, и повторная установка на тот же портал. Портал, на котором решение разрабатывали, для теста не годится.',
    en: 'On a portal that never had the solution: install, use as administrator and as an ordinary employee, uninstall with data, check that the portal’s data and tokens are erased, and install again on the same portal. The portal where the solution was developed does not do.',
  },
  'help.step.checklist': { ru: 'Чек-лист', en: 'Checklist' },
  'help.step.checklistText': {
    ru: 'Автопроверка и тест заполняют то, что видит машина, но отметку ставит человек. «Не удалось проверить» не значит «соответствует». К пункту прикладывают заметку и доказательства.',
    en: 'Checks and the test fill in what a machine sees, but a person makes the mark. "Could not look" does not mean "pass". Notes and evidence are attached to the item.',
  },
  'help.step.vendor': { ru: 'Вопросы разработчику', en: 'Questions to the vendor' },
  'help.step.vendorText': {
    ru: 'Если не хватает доступа или ясности, вопрос задают в переписке. Интеграция должна подключаться к порталам модератора, а не только к одному, который подготовил разработчик.',
    en: 'If access or clarity is missing, ask in the conversation. An integration must be connectable to the moderator’s own portals, not only to one that the vendor prepared.',
  },
  'help.step.verdict': { ru: 'Решение', en: 'Verdict' },
  'help.step.verdictText': {
    ru: 'Для возврата достаточно одного несоответствия; исправленная заявка встаёт в конец очереди. Одобренная первая версия публикуется сразу, видимость следующих включает разработчик. В публикации можно отказать без объяснения причин, опубликованное — снять. Сроков разработчику не называют.',
    en: 'One failed requirement is enough to return; a corrected submission goes to the end of the queue. An approved first version is published at once, the vendor switches the visibility of later ones. Publication can be refused without reasons, and a published solution withdrawn. No term is promised to the vendor.',
  },
  'help.step.outbox': { ru: 'Передача', en: 'Handing over' },
  'help.step.outboxText': {
    ru: 'Решение можно отменить, пока исходящие его удерживают. Затем текст копируют в чат кабинета и подтверждают передачу.',
    en: 'A verdict can be undone while the outbox holds it. Then the text is copied to the cabinet chat and the handing over is confirmed.',
  },
  'help.step.bundle': { ru: 'Пакет решения', en: 'Verdict bundle' },
  'help.step.bundleText': {
    ru: 'Решение с доказательствами и цепочкой событий сохраняется одним файлом. Любое изменение в нём обнаружит проверка.',
    en: 'The verdict with its evidence and event chain is saved as one file. Verification finds any change to it.',
  },

  'glossary.solution': { ru: 'Решение', en: 'Solution' },
  'glossary.solutionText': {
    ru: 'Приложение, каким его знает разработчик: версии и карточка.',
    en: 'The application as the vendor knows it: versions and a card.',
  },
  'glossary.submission': { ru: 'Заявка', en: 'Submission' },
  'glossary.submissionText': {
    ru: 'Одна просьба проверить: новое решение, новую версию или изменение карточки.',
    en: 'One request to moderate: a new solution, a new version or a card change.',
  },
  'glossary.attempt': { ru: 'Попытка', en: 'Attempt' },
  'glossary.attemptText': {
    ru: 'Номер заявки в цепочке возвратов и исправлений одного и того же.',
    en: 'Number of the submission in the chain of returns and corrections of the same thing.',
  },
  'glossary.queue': { ru: 'Очередь', en: 'Queue' },
  'glossary.queueText': {
    ru: 'Заявки, которые ждут модератора, от самой старой.',
    en: 'Submissions waiting for a moderator, oldest first.',
  },
  'glossary.claim': { ru: 'Взято в работу', en: 'Claim' },
  'glossary.claimText': {
    ru: 'Заявкой занят один модератор; истекает без работы, может быть перехвачено.',
    en: 'One moderator works on the submission; expires when unused, can be taken over.',
  },
  'glossary.portal': { ru: 'Портал', en: 'Portal' },
  'glossary.portalText': {
    ru: 'Тестовый аккаунт маркетплейса. Имитация работает на этом компьютере без сети.',
    en: 'A test account of a marketplace. A simulated one runs on this computer without a network.',
  },
  'glossary.cleanPortal': { ru: 'Чистый портал', en: 'Clean portal' },
  'glossary.cleanPortalText': {
    ru: 'Портал, на котором это решение никогда не устанавливали.',
    en: 'A portal on which this solution was never installed.',
  },
  'glossary.installTest': { ru: 'Тест установки', en: 'Install test' },
  'glossary.installTestText': {
    ru: 'Установить, проверить, удалить с данными, проверить следы, переустановить.',
    en: 'Install, verify, uninstall with data, check for traces, reinstall.',
  },
  'glossary.automatic': { ru: 'Автопроверка', en: 'Automatic result' },
  'glossary.automaticText': {
    ru: 'Что увидела машина. Обведённый знак; отметку человека не меняет.',
    en: 'What the machine saw. An outlined sign; it never changes a person’s mark.',
  },
  'glossary.couldNotLook': { ru: 'Не удалось проверить', en: 'Could not look' },
  'glossary.couldNotLookText': {
    ru: 'Машина не смогла посмотреть. Судить должен человек.',
    en: 'The machine was not able to look. A person has to judge.',
  },
  'glossary.evidence': { ru: 'Доказательство', en: 'Evidence' },
  'glossary.evidenceText': {
    ru: 'Снимок, журнал, обмен HTTP или файл; хранится по отпечатку содержимого.',
    en: 'A screenshot, log, HTTP exchange or file; stored by the hash of its content.',
  },
  'glossary.finding': { ru: 'Замечание', en: 'Finding' },
  'glossary.findingText': {
    ru: 'Что не так, с требованием и доказательством; становится абзацем письма.',
    en: 'What is wrong, with its rule and evidence; becomes a paragraph of the letter.',
  },
  'glossary.verdict': { ru: 'Решение модератора', en: 'Verdict' },
  'glossary.verdictText': {
    ru: 'Одобрить, вернуть на доработку, отказать в публикации, снять с публикации.',
    en: 'Approve, return for rework, refuse publication, withdraw from publication.',
  },
  'glossary.bundle': { ru: 'Пакет решения', en: 'Verdict bundle' },
  'glossary.bundleText': {
    ru: 'Файл с решением, доказательствами, событиями и подписью.',
    en: 'A file with the verdict, evidence, events and signature.',
  },
  'glossary.workingTime': { ru: 'Раб. дн.', en: 'Working days' },
  'glossary.workingTimeText': {
    ru: 'Время ожидания без суббот и воскресений. Праздники не вычитаются.',
    en: 'Waiting time without Saturdays and Sundays. Public holidays are not subtracted.',
  },
});
