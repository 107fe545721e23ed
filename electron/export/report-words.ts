import type { EventOfSubmission } from '../../shared/domain/event-types.ts';
import type { EvidenceKind, RunOutcome, StepState } from '../../shared/domain/install-test.ts';
import type { RuleArea, Severity } from '../../shared/domain/rulebook.ts';
import type { Mark, PublicationState, SubmissionKind, VerdictKind } from '../../shared/domain/submission.ts';
import type { FileRole } from '../../shared/domain/incoming-submission.ts';

/** The words of report.html. It must be readable without the application, so it does not use its catalogue. */
export interface ReportWords {
  readonly documentTitle: string;
  readonly verdicts: Readonly<Record<VerdictKind, string>>;
  readonly kinds: Readonly<Record<SubmissionKind, string>>;
  readonly publication: Readonly<Record<PublicationState, string>>;
  readonly marks: Readonly<Record<Mark, string>>;
  readonly severities: Readonly<Record<Severity, string>>;
  readonly areas: Readonly<Record<RuleArea, string>>;
  readonly outcomes: Readonly<Record<RunOutcome, string>>;
  readonly steps: Readonly<Record<StepState, string>>;
  readonly evidenceKinds: Readonly<Record<EvidenceKind, string>>;
  readonly roles: Readonly<Record<FileRole, string>>;
  readonly events: Readonly<Record<EventOfSubmission, string>>;
  readonly text: Readonly<
    Record<
      | 'version'
      | 'submission'
      | 'kind'
      | 'attempt'
      | 'submitted'
      | 'queued'
      | 'decided'
      | 'vendor'
      | 'marketplace'
      | 'region'
      | 'type'
      | 'rulebook'
      | 'verdictId'
      | 'publication'
      | 'testData'
      | 'testDataGiven'
      | 'testDataNone'
      | 'letter'
      | 'findings'
      | 'expected'
      | 'seen'
      | 'steps'
      | 'source'
      | 'runs'
      | 'portal'
      | 'started'
      | 'duration'
      | 'by'
      | 'step'
      | 'role'
      | 'administrator'
      | 'user'
      | 'result'
      | 'remark'
      | 'calls'
      | 'method'
      | 'scope'
      | 'count'
      | 'scopesDeclared'
      | 'scopesUsed'
      | 'none'
      | 'noReport'
      | 'checklist'
      | 'rule'
      | 'mark'
      | 'machine'
      | 'machinePass'
      | 'machineFail'
      | 'machineCouldNot'
      | 'person'
      | 'note'
      | 'card'
      | 'field'
      | 'value'
      | 'yes'
      | 'no'
      | 'media'
      | 'notBundled'
      | 'evidence'
      | 'figure'
      | 'file'
      | 'size'
      | 'moment'
      | 'history'
      | 'who'
      | 'what'
      | 'hash'
      | 'notes'
      | 'messages'
      | 'proof'
      | 'proofText'
      | 'fingerprint'
      | 'madeBy'
      | 'workstation'
      | 'notInLetter',
      string
    >
  >;
}

const ru: ReportWords = {
  documentTitle: 'Решение модератора',
  verdicts: { approve: 'Одобрено', return: 'Возвращено на доработку', refuse: 'Отказано в публикации', withdraw: 'Снято с публикации' },
  kinds: {
    'new-solution': 'Новое решение',
    'new-version': 'Новая версия',
    'card-change': 'Изменение карточки',
    'price-change': 'Изменение цены',
    'trial-change': 'Изменение пробного периода',
    'publication-step': 'Этап публикации',
  },
  publication: { none: 'не публиковалось', published: 'опубликовано', hidden: 'скрыто', withdrawn: 'снято с публикации' },
  marks: { pass: 'Выполнено', fail: 'Нарушено', 'not-applicable': 'Не относится', 'not-checked': 'Не проверено' },
  severities: { blocker: 'препятствует публикации', major: 'существенное', minor: 'незначительное' },
  areas: {
    card: 'Карточка',
    media: 'Изображения и файлы',
    support: 'Поддержка',
    legal: 'Правовые требования',
    pricing: 'Цены',
    rights: 'Права доступа',
    install: 'Установка',
    uninstall: 'Удаление',
    reinstall: 'Переустановка',
    function: 'Работа решения',
    interface: 'Интерфейс',
    security: 'Безопасность',
    region: 'Регион',
    type: 'Тип решения',
  },
  outcomes: { passed: 'Пройден', findings: 'Есть замечания', incomplete: 'Не завершён' },
  steps: {
    waiting: 'не начат',
    running: 'прерван',
    passed: 'пройден',
    failed: 'не пройден',
    'could-not-look': 'не удалось проверить',
    skipped: 'пропущен',
  },
  evidenceKinds: {
    screenshot: 'Снимок экрана',
    console: 'Консоль браузера',
    network: 'Сеть браузера',
    http: 'Обмен с порталом',
    file: 'Файл',
    trace: 'Запись браузера',
    report: 'Отчёт',
  },
  roles: { icon: 'Значок', screenshot: 'Снимок экрана', instruction: 'Инструкция', attachment: 'Вложение' },
  events: {
    'submission.accepted': 'Заявка принята',
    'submission.claimed': 'Взята в работу',
    'submission.released': 'Отпущена',
    'submission.takenOver': 'Перехвачена',
    'claim.expired': 'Срок работы истёк',
    'submission.approved': 'Одобрена',
    'submission.returned': 'Возвращена на доработку',
    'submission.refused': 'Отказано в публикации',
    'submission.withdrawn': 'Снята с публикации',
    'submission.recalled': 'Отозвана разработчиком',
    'verdict.undone': 'Решение отменено',
    'testData.revealed': 'Показаны тестовые данные',
    'checklist.begun': 'Начат чек-лист',
    'checklistItem.marked': 'Отмечен пункт',
    'checklistItem.noted': 'Записано примечание',
    'checks.finished': 'Выполнены автоматические проверки',
    'evidence.attached': 'Добавлено доказательство',
    'evidence.detached': 'Доказательство снято с пункта',
    'finding.saved': 'Записано замечание',
    'finding.included': 'Замечание внесено в письмо',
    'finding.excluded': 'Замечание убрано из письма',
    'run.started': 'Начат тест установки',
    'run.finished': 'Завершён тест установки',
    'run.stopped': 'Тест установки остановлен',
    'outbox.handedOver': 'Передано разработчику',
    'outbox.released': 'Окно отмены закрыто',
    'solution.published': 'Решение опубликовано',
    'solution.hidden': 'Решение скрыто',
    'solution.withdrawn': 'Решение снято с публикации',
    'bundle.exported': 'Пакет решения выгружен',
    'submission.skipped': 'Отложена',
    'checklist.keptMarks': 'Перенесены отметки прошлой попытки',
    'evidence.shared': 'Приложено доказательство другого региона',
    'finding.accepted': 'Найденное принято',
    'run.lost': 'Тест установки прерван',
    'run.unstored': 'Итоги теста не удалось записать',
    'checkpoint.answered': 'Дан ответ на вопрос теста',
    'portal.used': 'Установлено на портал',
    'message.written': 'Написано разработчику',
    'message.received': 'Записан ответ разработчика',
    'message.imported': 'Импортировано сообщение разработчика',
    'note.written': 'Записана заметка для команды',
    'solution.unpublished': 'Публикация отменена',
    'stage.entered': 'Начат этап публикации',
    'stage.assigned': 'Изменён ответственный или срок этапа',
    'stage.finished': 'Завершён этап публикации',
    'stage.reopened': 'Этап публикации открыт снова',
    'stage.noted': 'Записано условие этапа',
    'stage.noteRemoved': 'Снята запись условия этапа',
  },
  text: {
    version: 'Версия',
    submission: 'Заявка',
    kind: 'Вид заявки',
    attempt: 'Попытка',
    submitted: 'Подана',
    queued: 'В очереди с',
    decided: 'Решение принято',
    vendor: 'Разработчик',
    marketplace: 'Маркетплейс',
    region: 'Регион',
    type: 'Тип решения',
    rulebook: 'Версия требований',
    verdictId: 'Номер решения модератора',
    publication: 'Публикация',
    testData: 'Тестовые данные',
    testDataGiven: 'были предоставлены; в пакет не входят',
    testDataNone: 'не предоставлены',
    letter: 'Письмо разработчику',
    findings: 'Замечания',
    expected: 'Ожидалось',
    seen: 'Обнаружено',
    steps: 'Как повторить',
    source: 'Основание',
    runs: 'Тесты установки',
    portal: 'Портал',
    started: 'Начат',
    duration: 'Время',
    by: 'Запустил',
    step: 'Шаг',
    role: 'Роль',
    administrator: 'администратор',
    user: 'сотрудник',
    result: 'Результат',
    remark: 'Пояснение',
    calls: 'Вызовы REST',
    method: 'Метод',
    scope: 'Право',
    count: 'Раз',
    scopesDeclared: 'Права, которые запрошены',
    scopesUsed: 'Права, которые использованы',
    none: 'нет',
    noReport: 'Тест закончился, не оставив отчёта.',
    checklist: 'Чек-лист',
    rule: 'Требование',
    mark: 'Отметка',
    machine: 'Автоматически',
    machinePass: 'выполнено',
    machineFail: 'нарушено',
    machineCouldNot: 'не удалось проверить',
    person: 'Модератор',
    note: 'Примечание',
    card: 'Карточка и версия',
    field: 'Поле',
    value: 'Значение',
    yes: 'да',
    no: 'нет',
    media: 'Файлы заявки',
    notBundled: 'в пакет не входит',
    evidence: 'Доказательства',
    figure: 'рис.',
    file: 'Файл',
    size: 'Размер',
    moment: 'Время',
    history: 'История заявки',
    who: 'Кто',
    what: 'Что',
    hash: 'Хеш',
    notes: 'Заметки команды',
    messages: 'Переписка',
    proof: 'Подлинность',
    proofText:
      'Все файлы пакета перечислены с контрольными суммами в manifest.json, опись подписана ключом рабочей папки (signature.json), события заявки связаны хешами в цепочку (events.jsonl). Проверка: пункт «Проверить пакет» в программе или команда verify; она назовёт первый изменённый байт.',
    fingerprint: 'Отпечаток ключа подписи',
    madeBy: 'Составлено программой',
    workstation: 'рабочее место',
    notInLetter: 'не вошло в письмо',
  },
};

const en: ReportWords = {
  documentTitle: "Moderator's verdict",
  verdicts: { approve: 'Approved', return: 'Returned for rework', refuse: 'Publication refused', withdraw: 'Withdrawn from publication' },
  kinds: {
    'new-solution': 'New solution',
    'new-version': 'New version',
    'card-change': 'Card change',
    'price-change': 'Price change',
    'trial-change': 'Trial change',
    'publication-step': 'Publication step',
  },
  publication: { none: 'never published', published: 'published', hidden: 'hidden', withdrawn: 'withdrawn' },
  marks: { pass: 'Met', fail: 'Violated', 'not-applicable': 'Not applicable', 'not-checked': 'Not checked' },
  severities: { blocker: 'blocks publication', major: 'major', minor: 'minor' },
  areas: {
    card: 'Card',
    media: 'Pictures and files',
    support: 'Support',
    legal: 'Legal requirements',
    pricing: 'Pricing',
    rights: 'Access rights',
    install: 'Install',
    uninstall: 'Uninstall',
    reinstall: 'Reinstall',
    function: 'Function',
    interface: 'Interface',
    security: 'Security',
    region: 'Region',
    type: 'Solution type',
  },
  outcomes: { passed: 'Passed', findings: 'Findings', incomplete: 'Incomplete' },
  steps: {
    waiting: 'not begun',
    running: 'broken off',
    passed: 'passed',
    failed: 'failed',
    'could-not-look': 'could not look',
    skipped: 'skipped',
  },
  evidenceKinds: {
    screenshot: 'Screenshot',
    console: 'Browser console',
    network: 'Browser network',
    http: 'Portal exchange',
    file: 'File',
    trace: 'Browser trace',
    report: 'Report',
  },
  roles: { icon: 'Icon', screenshot: 'Screenshot', instruction: 'Instruction', attachment: 'Attachment' },
  events: {
    'submission.accepted': 'Submission accepted',
    'submission.claimed': 'Claimed',
    'submission.released': 'Released',
    'submission.takenOver': 'Taken over',
    'claim.expired': 'Claim expired',
    'submission.approved': 'Approved',
    'submission.returned': 'Returned for rework',
    'submission.refused': 'Publication refused',
    'submission.withdrawn': 'Withdrawn',
    'submission.recalled': 'Recalled by the vendor',
    'verdict.undone': 'Verdict undone',
    'testData.revealed': 'Test data shown',
    'checklist.begun': 'Checklist begun',
    'checklistItem.marked': 'Item marked',
    'checklistItem.noted': 'Note written',
    'checks.finished': 'Automatic checks run',
    'evidence.attached': 'Evidence added',
    'evidence.detached': 'Evidence taken off an item',
    'finding.saved': 'Finding written',
    'finding.included': 'Finding put into the letter',
    'finding.excluded': 'Finding taken out of the letter',
    'run.started': 'Install test begun',
    'run.finished': 'Install test finished',
    'run.stopped': 'Install test stopped',
    'outbox.handedOver': 'Handed over to the vendor',
    'outbox.released': 'Undo window closed',
    'solution.published': 'Solution published',
    'solution.hidden': 'Solution hidden',
    'solution.withdrawn': 'Solution withdrawn',
    'bundle.exported': 'Bundle exported',
    'submission.skipped': 'Put aside',
    'checklist.keptMarks': 'Marks of the last attempt kept',
    'evidence.shared': 'Evidence of another region used',
    'finding.accepted': 'What was found was accepted',
    'run.lost': 'Install test lost',
    'run.unstored': 'Results of the test could not be stored',
    'checkpoint.answered': 'Question of the test answered',
    'portal.used': 'Installed on a portal',
    'message.written': 'Message written to the vendor',
    'message.received': 'Answer of the vendor recorded',
    'message.imported': 'Message of the vendor imported',
    'note.written': 'Team note written',
    'solution.unpublished': 'Publication undone',
    'stage.entered': 'Publication stage begun',
    'stage.assigned': 'Owner or term of a stage changed',
    'stage.finished': 'Publication stage finished',
    'stage.reopened': 'Publication stage opened again',
    'stage.noted': 'Noted for a condition of a stage',
    'stage.noteRemoved': 'Note of a stage removed',
  },
  text: {
    version: 'Version',
    submission: 'Submission',
    kind: 'Kind',
    attempt: 'Attempt',
    submitted: 'Submitted',
    queued: 'In the queue since',
    decided: 'Decided',
    vendor: 'Vendor',
    marketplace: 'Marketplace',
    region: 'Region',
    type: 'Solution type',
    rulebook: 'Rulebook version',
    verdictId: 'Verdict number',
    publication: 'Publication',
    testData: 'Test data',
    testDataGiven: 'was given; not part of this bundle',
    testDataNone: 'none given',
    letter: 'Letter to the vendor',
    findings: 'Findings',
    expected: 'Expected',
    seen: 'Seen',
    steps: 'Steps',
    source: 'Source',
    runs: 'Install tests',
    portal: 'Portal',
    started: 'Started',
    duration: 'Time',
    by: 'Started by',
    step: 'Step',
    role: 'Role',
    administrator: 'administrator',
    user: 'employee',
    result: 'Result',
    remark: 'Remark',
    calls: 'REST calls',
    method: 'Method',
    scope: 'Scope',
    count: 'Count',
    scopesDeclared: 'Scopes asked for',
    scopesUsed: 'Scopes used',
    none: 'none',
    noReport: 'The test ended without leaving a report.',
    checklist: 'Checklist',
    rule: 'Requirement',
    mark: 'Mark',
    machine: 'Automatic',
    machinePass: 'met',
    machineFail: 'violated',
    machineCouldNot: 'could not look',
    person: 'Moderator',
    note: 'Note',
    card: 'Card and version',
    field: 'Field',
    value: 'Value',
    yes: 'yes',
    no: 'no',
    media: 'Files of the submission',
    notBundled: 'not part of this bundle',
    evidence: 'Evidence',
    figure: 'fig.',
    file: 'File',
    size: 'Size',
    moment: 'Time',
    history: 'History of the submission',
    who: 'Who',
    what: 'What',
    hash: 'Hash',
    notes: 'Team notes',
    messages: 'Messages',
    proof: 'Authenticity',
    proofText:
      'Every file of the bundle is listed with its checksums in manifest.json, the manifest is signed with the key of the workspace (signature.json), and the events of the submission are chained by hashes (events.jsonl). To check: "Verify a bundle" in the application or the command verify; it names the first altered byte.',
    fingerprint: 'Fingerprint of the signing key',
    madeBy: 'Made by',
    workstation: 'workstation',
    notInLetter: 'not in the letter',
  },
};

export const REPORT_WORDS: Readonly<Record<'ru' | 'en', ReportWords>> = { ru, en };
