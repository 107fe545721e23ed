import type { HttpExchange, RunReport } from '../../shared/domain/install-test.ts';
import type { Workspace } from '../desk/workspace.ts';

/**
 * The HTTP requests that show a fault of a portal's REST interface, each with all its parameters and the whole answer, as plain text that
 * can be handed to the platform's support (seed bitrix24-publication-procedure, §7A). What comes in is masked already.
 */
export interface SupportLogSubject {
  readonly report: Pick<RunReport, 'runId' | 'marketplace' | 'solution' | 'portal'>;
  readonly marketplaceTitle: string;
  readonly exchanges: readonly HttpExchange[];
}

/** The support log of a finished run of the workspace. Throws AppError 'not-found'. */
export async function supportLogOf(
  workspace: Workspace,
  input: { readonly runId: string; readonly exchangeIds: readonly number[] | null },
  language = workspace.context.locale(),
): Promise<{ readonly name: string; readonly text: string; readonly requests: number }> {
  const { context, installTests } = workspace;
  const { report, exchanges } = await installTests.exchangesOf(input);
  const chosen = exchangesForSupport(exchanges, input.exchangeIds);
  const title = context.marketplaces.find(({ id }) => id === report.marketplace)?.title[language] ?? report.marketplace;
  const day = new Date(report.startedAt).toISOString().slice(0, 10);
  return {
    name: `support-log-${report.solution.code.replace(/[^A-Za-z0-9._-]+/g, '-')}-${day}.txt`,
    text: supportLog({ report, marketplaceTitle: title, exchanges: chosen }, language),
    requests: chosen.length,
  };
}

/** Calls of a solution to the portal's programming interface, not pages that people open. */
const INTERFACE_KINDS: ReadonlySet<string> = new Set(['rest', 'oauth', 'api']);

export function isInterfaceCall(exchange: HttpExchange): boolean {
  return INTERFACE_KINDS.has(exchange.kind) && (exchange.direction === 'vendor-to-portal' || exchange.direction === 'browser-to-portal');
}

/** An answer that is an error by its status, or that carries one in its JSON. */
export function isFaulty(exchange: HttpExchange): boolean {
  if (exchange.error !== null || exchange.status === null || exchange.status >= 400) return true;
  return carriesError(parsedJson(exchange.responseBody));
}

/** @param ids null: every interface call that failed */
export function exchangesForSupport(all: readonly HttpExchange[], ids: readonly number[] | null): readonly HttpExchange[] {
  const wanted = ids === null ? null : new Set(ids);
  return all.filter((one) => (wanted === null ? isInterfaceCall(one) && isFaulty(one) : wanted.has(one.id))).sort((a, b) => a.at - b.at);
}

const WORDS = {
  ru: {
    title: 'Журнал HTTP-запросов для технической поддержки',
    marketplace: 'Маркетплейс',
    portal: 'Портал',
    member: 'Идентификатор портала',
    solution: 'Решение',
    version: 'версия',
    count: 'Запросов',
    masked: 'Значения секретов заменены подписями в угловых кавычках; одинаковая подпись — одно и то же значение.',
    request: 'Запрос',
    of: 'из',
    sent: 'Отправлен',
    direction: {
      'vendor-to-portal': 'сервер решения → портал',
      'portal-to-vendor': 'портал → сервер решения',
      'browser-to-portal': 'браузер → портал',
      'browser-to-vendor': 'браузер → сервер решения',
    },
    method: 'Метод',
    query: 'Параметры в адресе',
    headers: 'Заголовки запроса',
    body: 'Параметры в теле',
    rawBody: 'Тело запроса',
    answer: 'Ответ',
    noAnswer: 'ответа нет',
    after: 'через',
    answerHeaders: 'Заголовки ответа',
    answerBody: 'Тело ответа',
    nothing: 'нет',
    error: 'Ошибка сети',
    code: 'Ошибка в ответе',
  },
  en: {
    title: 'Log of HTTP requests for technical support',
    marketplace: 'Marketplace',
    portal: 'Portal',
    member: 'Portal id',
    solution: 'Solution',
    version: 'version',
    count: 'Requests',
    masked: 'Values of secrets are replaced by labels in angle quotes; the same label is the same value.',
    request: 'Request',
    of: 'of',
    sent: 'Sent',
    direction: {
      'vendor-to-portal': "solution's server → portal",
      'portal-to-vendor': "portal → solution's server",
      'browser-to-portal': 'browser → portal',
      'browser-to-vendor': "browser → solution's server",
    },
    method: 'Method',
    query: 'Parameters in the address',
    headers: 'Request headers',
    body: 'Parameters in the body',
    rawBody: 'Request body',
    answer: 'Answer',
    noAnswer: 'no answer',
    after: 'after',
    answerHeaders: 'Answer headers',
    answerBody: 'Answer body',
    nothing: 'none',
    error: 'Network fault',
    code: 'Error in the answer',
  },
} as const;

export function supportLog(subject: SupportLogSubject, language: 'ru' | 'en'): string {
  const words = WORDS[language];
  const { report, exchanges } = subject;
  const head = [
    words.title,
    '',
    `${words.marketplace}: ${subject.marketplaceTitle}`,
    `${words.portal}: ${report.portal.address}`,
    `${words.member}: ${report.portal.memberId}`,
    `${words.solution}: ${report.solution.code}, ${words.version} ${report.solution.version}`,
    `${words.count}: ${String(exchanges.length)}`,
    words.masked,
  ];
  const blocks = exchanges.map((exchange, index) =>
    blockOf(exchange, `${String(index + 1)} ${words.of} ${String(exchanges.length)}`, language),
  );
  return `${[head.join('\n'), ...blocks].join(`\n\n${'='.repeat(78)}\n\n`)}\n`;
}

function blockOf(exchange: HttpExchange, number: string, language: 'ru' | 'en'): string {
  const words = WORDS[language];
  const contentType = headerOf(exchange.requestHeaders, 'content-type');
  // What stands behind "#" is never sent: here it belongs to the label of a masked value.
  const query = parametersOf(exchange.url.includes('?') ? exchange.url.slice(exchange.url.indexOf('?') + 1) : '');
  const form = contentType.startsWith('application/x-www-form-urlencoded') ? parametersOf(exchange.requestBody) : null;
  const said = errorIn(parsedJson(exchange.responseBody));
  const lines = [
    `${words.request} ${number}${exchange.name === null ? '' : `: ${exchange.name}`}`,
    `${words.sent}: ${new Date(exchange.at).toISOString()} (${words.direction[exchange.direction]})`,
    '',
    `${exchange.method} ${exchange.url}`,
    '',
    `${words.query}:`,
    ...listed(query, words.nothing),
    `${words.headers}:`,
    ...listed(Object.entries(exchange.requestHeaders), words.nothing),
    ...(form === null
      ? [`${words.rawBody}:`, indented(prettyBody(exchange.requestBody), words.nothing)]
      : [`${words.body}:`, ...listed(form, words.nothing)]),
    '',
    exchange.status === null
      ? `${words.answer}: ${words.noAnswer} (${words.after} ${String(exchange.durationMs)} ms)`
      : `${words.answer}: HTTP ${String(exchange.status)} ${words.after} ${String(exchange.durationMs)} ms`,
    ...(exchange.error === null ? [] : [`${words.error}: ${exchange.error}`]),
    ...(said === null ? [] : [`${words.code}: ${said}`]),
    `${words.answerHeaders}:`,
    ...listed(Object.entries(exchange.responseHeaders), words.nothing),
    `${words.answerBody}:`,
    indented(prettyBody(exchange.responseBody), words.nothing),
  ];
  return lines.join('\n');
}

function listed(pairs: readonly (readonly [string, string])[], nothing: string): string[] {
  return pairs.length === 0 ? [`  ${nothing}`] : pairs.map(([name, value]) => `  ${name}: ${value.replaceAll('\n', '\n    ')}`);
}

function indented(text: string, nothing: string): string {
  return text === '' ? `  ${nothing}` : text.replace(/^/gm, '  ');
}

/** Decoded, in the order in which they were sent; a name may come several times. */
function parametersOf(encoded: string): [string, string][] {
  return encoded === '' ? [] : [...new URLSearchParams(encoded)];
}

function prettyBody(body: string): string {
  const value = parsedJson(body);
  return value === undefined ? body : JSON.stringify(value, null, 2);
}

function headerOf(headers: Readonly<Record<string, string>>, name: string): string {
  return (Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? '').trim().toLowerCase();
}

function parsedJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The error that an answer names: Bitrix24 and most others write `error`, MoySklad `errors`. */
function errorIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const { error, error_description: description, errors } = value as Record<string, unknown>;
  if (error !== undefined && error !== null && error !== false && error !== '')
    return [typeof error === 'string' ? error : JSON.stringify(error), ...(typeof description === 'string' ? [description] : [])].join(
      ': ',
    );
  return Array.isArray(errors) && errors.length > 0 ? JSON.stringify(errors) : null;
}

/** Also in the parts of a batch, whose own status is 200. */
function carriesError(value: unknown): boolean {
  if (errorIn(value) !== null) return true;
  const result = (value as { result?: { result_error?: unknown } } | null | undefined)?.result;
  const parts = typeof result === 'object' && result !== null ? result.result_error : undefined;
  return typeof parts === 'object' && parts !== null && Object.keys(parts).length > 0;
}
