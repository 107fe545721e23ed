import type { LocalizedText } from '../../shared/domain/rulebook.ts';

export interface ReadyTemplate {
  /** Stable; with the prefix it is the id of the template. */
  readonly id: string;
  readonly title: LocalizedText;
  readonly text: LocalizedText;
}

/** Replies that every moderator writes again and again. Neutral, without blame, each says what the next step is. */
export const READY_TEMPLATES: readonly ReadyTemplate[] = [
  {
    id: 'ready:test-access',
    title: { ru: 'Запрос тестового доступа', en: 'Asking for test access' },
    text: {
      ru: 'Здравствуйте.\n\nДля проверки решения «{решение}» (версия {версия}) нужен тестовый доступ к сервису: адрес, учётная запись и порядок настройки. Нужно, чтобы сервис можно было связать с нашим тестовым порталом, а затем ещё с одним.\n\nДанные можно прислать в этом чате или указать в поле «Тестовые данные» заявки {заявка}.',
      en: 'Hello.\n\nTo check the solution "{solution}" (version {version}) we need test access to the service: its address, an account and the steps to set it up. It must be possible to connect the service to our test portal and then to another one.\n\nYou can send the data in this chat or put it into the field "Test data" of submission {submission}.',
    },
  },
  {
    id: 'ready:question',
    title: { ru: 'Вопрос по проверке', en: 'A question about the check' },
    text: {
      ru: 'Здравствуйте.\n\nПри проверке решения «{решение}» (заявка {заявка}) появился вопрос: {вопрос}.\n\nПроверка продолжится после вашего ответа.',
      en: 'Hello.\n\nWhile checking the solution "{solution}" (submission {submission}) a question came up: {the question}.\n\nThe check goes on after your answer.',
    },
  },
  {
    id: 'ready:not-reproduced',
    title: { ru: 'Сценарий не получилось повторить', en: 'A scenario could not be repeated' },
    text: {
      ru: 'Здравствуйте.\n\nСценарий «{какой сценарий}» из описания решения «{решение}» повторить не получилось. Что сделано: {что сделано}. Что получилось: {что получилось}.\n\nПодскажите, пожалуйста, какие настройки или права для него нужны; если они обязательны, добавьте их в описание установки.',
      en: 'Hello.\n\nThe scenario "{which scenario}" of the description of "{solution}" could not be repeated. What was done: {what was done}. What happened: {what happened}.\n\nPlease tell which settings or rights it needs; if they are mandatory, add them to the installation guide.',
    },
  },
  {
    id: 'ready:server-down',
    title: { ru: 'Сервер не отвечает', en: 'The server does not answer' },
    text: {
      ru: 'Здравствуйте.\n\nСервер решения «{решение}» не отвечает: {адрес и время запроса}. Проверить версию {версия} пока нельзя.\n\nСообщите, пожалуйста, в этом чате, когда сервер будет доступен.',
      en: 'Hello.\n\nThe server of "{solution}" does not answer: {address and time of the request}. Version {version} cannot be checked for now.\n\nPlease tell in this chat when the server is available.',
    },
  },
  {
    id: 'ready:rest-fault',
    title: { ru: 'Ошибка REST: обращение в поддержку', en: 'A REST fault goes to support' },
    text: {
      ru: 'Здравствуйте.\n\nЕсли причина в работе REST API, обратитесь в поддержку платформы и приложите HTTP-запросы со всеми параметрами и ответами: {какие запросы}. После её ответа отправьте решение «{решение}» на модерацию ещё раз.',
      en: 'Hello.\n\nIf the REST API is the cause, write to the support of the platform and enclose the HTTP requests with all parameters and answers: {which requests}. After its answer submit "{solution}" again.',
    },
  },
  {
    id: 'ready:received',
    title: { ru: 'Ответ получен', en: 'The answer has arrived' },
    text: {
      ru: 'Здравствуйте.\n\nОтвет по решению «{решение}» получен, спасибо. Проверка версии {версия} продолжается; результат придёт в этот чат.',
      en: 'Hello.\n\nYour answer about "{solution}" has arrived, thank you. The check of version {version} goes on; its result comes into this chat.',
    },
  },
];
