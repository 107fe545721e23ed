import qs from 'qs';
import { anyCase, anyCaseText, parseForm, type Fields } from '../../../portal-kit/request-body.ts';
import { ListPage, RestError } from './method.ts';

export const MAX_BATCH_COMMANDS = 50;

interface BatchCommand {
  readonly key: string;
  readonly method: string;
  readonly params: Fields;
}

export interface BatchStep {
  readonly value: unknown;
  readonly time: unknown;
}

/**
 * Runs up to 50 commands one after another; later ones may use the results of earlier ones as `$result[key][field]`
 * (docs "how-to-call-rest-api/batch"). `run` executes one command and throws RestError.
 */
export async function runBatch(
  params: Fields,
  run: (method: string, params: Fields) => Promise<BatchStep>,
): Promise<Record<string, unknown>> {
  const commandField = anyCase(params, 'cmd');
  if (typeof commandField !== 'object' || commandField === null)
    throw new RestError('ERROR_ARGUMENT', "Argument 'cmd' is null or empty", 400, { argument: 'cmd' });
  const isList = Array.isArray(commandField) || isListLike(commandField);
  const commands = Object.entries(commandField as Record<string, unknown>).map(([key, command]) => commandOf(key, command));
  if (commands.length > MAX_BATCH_COMMANDS) throw new RestError('ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded', 400);
  const halt = ['1', 'true', 'Y'].includes(anyCaseText(params, 'halt'));
  const results: Record<string, unknown> = {};
  const errors: Record<string, unknown> = {};
  const totals: Record<string, number> = {};
  const nexts: Record<string, number> = {};
  const times: Record<string, unknown> = {};
  for (const command of commands) {
    try {
      if (command.method === 'batch') throw new RestError('ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage', 405);
      const step = await run(command.method, substitute(command.params, results) as Fields);
      if (step.value instanceof ListPage) {
        results[command.key] = step.value.items;
        totals[command.key] = step.value.total;
        if (step.value.next !== null) nexts[command.key] = step.value.next;
      } else {
        results[command.key] = step.value;
      }
      times[command.key] = step.time;
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      errors[command.key] = { error: error.code, error_description: error.message };
      if (halt) break;
    }
  }
  const shape = (values: Record<string, unknown>): unknown => {
    const keys = Object.keys(values);
    if (keys.length === 0) return [];
    // PHP writes consecutive numeric keys from 0 as a list and anything else as an object.
    return isList && keys.every((key, index) => key === String(index)) ? Object.values(values) : values;
  };
  return {
    result: shape(results),
    result_error: shape(errors),
    result_total: shape(totals),
    result_next: shape(nexts),
    result_time: shape(times),
  };
}

function isListLike(value: object): boolean {
  return Object.keys(value).every((key, index) => key === String(index));
}

function commandOf(key: string, command: unknown): BatchCommand {
  if (typeof command === 'string') {
    const at = command.indexOf('?');
    const method = at < 0 ? command : command.slice(0, at);
    return { key, method: method.trim().toLowerCase(), params: at < 0 ? {} : parseForm(command.slice(at + 1)) };
  }
  if (typeof command === 'object' && command !== null) {
    const fields = command as Fields;
    const params = Array.isArray(command) ? command[1] : anyCase(fields, 'params');
    const method = Array.isArray(command) ? String(command[0]) : anyCaseText(fields, 'method');
    return {
      key,
      method: method.toLowerCase(),
      params: typeof params === 'string' ? qs.parse(params) : typeof params === 'object' && params !== null ? (params as Fields) : {},
    };
  }
  return { key, method: '', params: {} };
}

/** Replaces `$result[a][b]` in every text; a text that is nothing else takes the value itself. */
function substitute(value: unknown, results: Readonly<Record<string, unknown>>): unknown {
  if (typeof value === 'string') {
    const whole = /^\$result((?:\[[^\]]*\])+)$/.exec(value);
    if (whole !== null) return lookUp(whole[1] ?? '', results) ?? '';
    return value.replace(/\$result((?:\[[^\]]*\])+)/g, (_match, path: string) => {
      const found = lookUp(path, results);
      return found === undefined || found === null || typeof found === 'object' ? '' : String(found as string | number | boolean);
    });
  }
  if (Array.isArray(value)) return value.map((item) => substitute(item, results));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, results)]));
  }
  return value;
}

function lookUp(path: string, results: Readonly<Record<string, unknown>>): unknown {
  let current: unknown = results;
  for (const [, raw = ''] of path.matchAll(/\[([^\]]*)\]/g)) {
    const key = raw.replace(/^['"]|['"]$/g, '');
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}
