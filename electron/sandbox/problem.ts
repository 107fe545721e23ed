import { AppError, type ErrorCode } from '../../shared/domain/errors.ts';
import type { HttpExchange } from '../../shared/domain/install-test.ts';
import type { LocalizedText } from '../../shared/domain/rulebook.ts';
import type { BrowserRequest } from './run-context.ts';

/** Why a run could not be completed. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: LocalizedText;
}

const TEXTS: Partial<Record<ErrorCode, LocalizedText>> = {
  'vendor-unreachable': {
    ru: 'Сервер разработчика недоступен. Проверьте адрес и то, что сервер запущен.',
    en: "The vendor's server cannot be reached. Check the address and that the server is running.",
  },
  'vendor-timeout': {
    ru: 'Сервер или страница разработчика не ответили за отведённое время.',
    en: "The vendor's server or page did not answer within the limit.",
  },
  'vendor-redirect-loop': {
    ru: 'Сервер разработчика перенаправляет по кругу.',
    en: "The vendor's server redirects in a circle.",
  },
  'vendor-server-error': {
    ru: 'Сервер разработчика ответил ошибкой.',
    en: "The vendor's server answered with an error.",
  },
  'browser-crashed': {
    ru: 'Браузер песочницы аварийно завершился. Рабочее место продолжает работу; запустите тест ещё раз.',
    en: 'The sandbox browser died. The workstation goes on; start the test again.',
  },
  'browser-unavailable': {
    ru: 'Браузер песочницы не запустился.',
    en: 'The sandbox browser did not start.',
  },
  'run-timeout': {
    ru: 'Время, отведённое на тест, вышло.',
    en: 'The time limit of the test ran out.',
  },
  'step-failed': {
    ru: 'Шаг не выполнен, и что именно неисправно, установить не удалось.',
    en: 'A step could not be completed, and what is at fault could not be established.',
  },
  blocked: {
    ru: 'Часть проверок выполнить не удалось.',
    en: 'Some of the checks could not be made.',
  },
  cancelled: { ru: 'Тест остановлен.', en: 'The test was stopped.' },
  'port-taken': { ru: 'Порт портала занят другой программой.', en: "The portal's port is taken by another program." },
  'portal-busy': { ru: 'Портал занят другим тестом.', en: 'The portal is busy with another test.' },
  'storage-full': { ru: 'На диске кончилось место: доказательства не записаны.', en: 'The disk is full: evidence was not written.' },
  'invalid-request': { ru: 'Параметры теста заданы неверно.', en: 'The test was started with wrong parameters.' },
  'package-refused': { ru: 'Архив решения прочитать не удалось.', en: "The solution's archive could not be read." },
  'workspace-missing': { ru: 'Рабочей папки нет.', en: 'There is no workspace.' },
  'workspace-newer': { ru: 'Рабочую папку открывала более новая версия программы.', en: 'A newer version has worked in the workspace.' },
  'workspace-foreign': { ru: 'Это не рабочая папка.', en: 'This is no workspace.' },
  'workspace-read-only': { ru: 'Рабочая папка открыта только для чтения.', en: 'The workspace can only be read.' },
  'storage-busy': { ru: 'База данных занята другой программой.', en: 'The database is busy with another program.' },
  'storage-corrupt': { ru: 'База данных повреждена.', en: 'The database is damaged.' },
  'secret-unreadable': { ru: 'Данные для проверки не расшифровываются.', en: 'The test data cannot be decrypted.' },
  'run-active': { ru: 'Тест этой заявки уже идёт.', en: 'A test of this submission is running already.' },
  'portal-not-clean': { ru: 'На портале уже стояло это решение.', en: 'The portal has had this solution before.' },
  'not-claimed': { ru: 'Заявка не взята в работу.', en: 'The submission is not claimed.' },
  'claimed-by-other': { ru: 'Заявку взял в работу другой модератор.', en: 'Another moderator has claimed the submission.' },
  'not-allowed': { ru: 'Так тест провести нельзя.', en: 'The test cannot be made like this.' },
  'not-found': { ru: 'Не найдено то, без чего тест не начать.', en: 'Something that the test needs was not found.' },
  unavailable: { ru: 'Процесс теста прервался.', en: 'The process of the test ended early.' },
  internal: { ru: 'Внутренняя ошибка теста.', en: 'Internal error of the test.' },
};

/** @param detail a technical sentence without secrets, shown after the text in both languages. */
export function problem(code: ErrorCode, detail = ''): Problem {
  const text = TEXTS[code] ?? { ru: `Ошибка: ${code}.`, en: `Error: ${code}.` };
  const tail = detail === '' ? '' : ` (${detail})`;
  return { code, message: { ru: text.ru + tail, en: text.en + tail } };
}

export function problemOf(error: unknown, mask: (text: string) => string): Problem {
  const code = error instanceof AppError ? error.code : (NODE_CODES[(error as NodeJS.ErrnoException | null)?.code ?? ''] ?? 'internal');
  return problem(code, mask(sentenceOf(error)));
}

const NODE_CODES: Readonly<Record<string, ErrorCode>> = { ENOSPC: 'storage-full', EDQUOT: 'storage-full', EADDRINUSE: 'port-taken' };

/** The first line of an error's message, without Playwright's call log and colours. */
export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const plain = message.replace(/\u001b\[\d+m/g, '');
  return (plain.split(/\n(?:Call log|={3,})/)[0] ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 600);
}

export interface StepTraffic {
  readonly exchanges: readonly HttpExchange[];
  readonly requests: readonly BrowserRequest[];
  /** Requests that had no answer when the step ended. */
  readonly pendingUrls: readonly string[];
  readonly portalAddress: string;
  readonly hasTimedOut: boolean;
}

/** Names what went wrong on the vendor's side from the traffic of a failed step; null when the traffic does not tell. */
export function vendorProblem(traffic: StepTraffic): Problem | null {
  for (const exchange of traffic.exchanges) {
    if (exchange.direction !== 'portal-to-vendor') continue;
    const place = `${exchange.method} ${exchange.url}`;
    if (exchange.error !== null) return problem(codeOfFault(exchange.error), `${place}: ${exchange.error}`);
    if (exchange.status !== null && exchange.status >= 500) return problem('vendor-server-error', `${place}: HTTP ${exchange.status}`);
  }
  const portal = originOf(traffic.portalAddress);
  for (const request of traffic.requests) {
    if (originOf(request.url) === portal || request.resourceType !== 'document') continue;
    const place = `${request.method} ${request.url}`;
    if (request.failure !== null && request.failure !== 'net::ERR_ABORTED' && request.failure !== 'net::ERR_BLOCKED_BY_CLIENT') {
      return problem(codeOfFault(request.failure), `${place}: ${request.failure}`);
    }
    if (request.status !== null && request.status >= 500) return problem('vendor-server-error', `${place}: HTTP ${request.status}`);
  }
  if (traffic.hasTimedOut) {
    const waiting = traffic.pendingUrls.find((url) => originOf(url) !== portal);
    if (waiting !== undefined) return problem('vendor-timeout', waiting);
  }
  return null;
}

function codeOfFault(fault: string): ErrorCode {
  if (/redirect/i.test(fault)) return 'vendor-redirect-loop';
  if (/time(d)?[ _-]?out/i.test(fault)) return 'vendor-timeout';
  return 'vendor-unreachable';
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}
