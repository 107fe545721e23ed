import { v3Errors } from './errors.ts';
import type { Params } from './query.ts';

const MOST_COMMANDS = 50;

/**
 * Runs the commands of a batch one after another; the first error is the answer to all of them (docs "how-to-call-rest-api/batch-rest-v3").
 * The body is a list; what writes its access token into the body sends the same list as an object with numbered keys.
 * @param body the JSON of the request, without the token
 * @param run executes one command and returns what stands in its `result`
 * @throws RestV3Error
 */
export async function runBatchV3(body: unknown, run: (method: string, params: Params) => Promise<unknown>): Promise<readonly unknown[]> {
  const commands = listOf(body);
  if (commands === null || commands.length > MOST_COMMANDS) throw v3Errors.invalidSelect(JSON.stringify(body).slice(0, 200));
  const results: unknown[] = [];
  const named = new Map<string, unknown>();
  const names = commands.flatMap((command) => (isObject(command) && typeof command['as'] === 'string' ? [command['as']] : []));
  const doubled = names.find((name, index) => names.indexOf(name) !== index);
  if (doubled !== undefined) throw v3Errors.invalidSelect(doubled);
  for (const [index, command] of commands.entries()) {
    if (!isObject(command)) throw v3Errors.invalidSelect(JSON.stringify(command));
    const { method, query, as } = command;
    if (typeof method !== 'string') throw v3Errors.missing('method');
    if (!isObject(query) && !(Array.isArray(query) && query.length === 0)) throw v3Errors.missing('query');
    // A batch in a batch is no method.
    if (method.toLowerCase() === 'batch') throw v3Errors.methodNotFound(method);
    const result = await run(method.toLowerCase(), isObject(query) ? (filledIn(query, named) as Params) : {});
    results.push(result);
    const content = isObject(result) ? (result['item'] ?? result['items'] ?? result) : result;
    named.set(String(index), content);
    if (typeof as === 'string') named.set(as, content);
  }
  return results;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function listOf(body: unknown): readonly unknown[] | null {
  if (Array.isArray(body)) return body as readonly unknown[];
  if (!isObject(body)) return null;
  const keys = Object.keys(body);
  return keys.length > 0 && keys.every((key, index) => key === String(index)) ? Object.values(body) : null;
}

/** Puts the results of earlier commands in place of `$ref` and `$refArray`. */
function filledIn(value: unknown, named: ReadonlyMap<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((one) => filledIn(one, named));
  if (!isObject(value)) return value;
  const { $ref: one, $refArray: many } = value;
  if (typeof one === 'string') return lookUp(one, named);
  if (typeof many === 'string') {
    const [name = '', ...rest] = many.split('.');
    const items = named.get(name);
    if (!Array.isArray(items)) throw notInContext(many);
    return items.map((item) => follow(item, rest, many));
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filledIn(each, named)]));
}

function lookUp(path: string, named: ReadonlyMap<string, unknown>): unknown {
  const [name = '', ...rest] = path.split('.');
  if (!named.has(name)) throw notInContext(path);
  return follow(named.get(name), rest, path);
}

function follow(start: unknown, names: readonly string[], path: string): unknown {
  let current = start;
  for (const name of names) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) throw notInContext(path);
    current = (current as Record<string, unknown>)[name];
  }
  return current;
}

function notInContext(path: string): Error {
  return v3Errors.invalidSelect(`Path '${path}' not found in context`);
}
