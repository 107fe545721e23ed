import { AppError, type ErrorCode } from '../../shared/domain/errors.ts';
import { CHANNELS, type Channel } from '../../shared/ipc/channels.ts';
import type { Output, Parsed, Result } from '../../shared/ipc/contract.ts';
import { inputs } from '../../shared/ipc/inputs.ts';

/** One function per channel; a missing or an extra one does not compile. */
export type Handlers = { readonly [C in Channel]: (input: Parsed<C>) => Output<C> | Promise<Output<C>> };

/** Who sent a message, as Electron reports it. */
export interface Sender {
  readonly url: string;
  readonly isMainFrame: boolean;
  readonly webContentsId: number;
}

export interface DispatchOptions {
  readonly isTrusted: (sender: Sender) => boolean;
  /** Also validate what handlers return: development and tests. */
  readonly checkOutputs: boolean;
  /** Receives unexpected errors in full; the sender only learns 'internal'. */
  readonly onUnexpected: (channel: string, error: unknown) => void;
}

const known: ReadonlySet<string> = new Set(CHANNELS);

function isChannel(name: unknown): name is Channel {
  return typeof name === 'string' && known.has(name);
}

function fail(code: ErrorCode, message: string, details: Readonly<Record<string, string | number>> = {}): Result<never> {
  return { ok: false, code, message, details };
}

/**
 * Sender, channel, payload, handler, result: in this order, default deny.
 * @returns a function that never rejects; unexpected errors become 'internal' with a fixed text.
 */
export function createDispatch(handlers: Handlers, options: DispatchOptions) {
  return async (sender: Sender, name: unknown, raw: unknown): Promise<Result<unknown>> => {
    if (!options.isTrusted(sender)) return fail('untrusted-sender', 'Request refused');
    if (!isChannel(name)) return fail('invalid-request', 'Unknown channel');
    const parsed = inputs[name].safeParse(raw);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return fail('invalid-request', 'The request does not fit its schema', {
        path: issue?.path.join('.') ?? '',
        issue: issue?.code ?? '',
      });
    }
    try {
      const handler = handlers[name] as (input: unknown) => unknown;
      const value = await handler(parsed.data);
      if (options.checkOutputs) (await import('../../shared/ipc/outputs.ts')).outputs[name].parse(value);
      return { ok: true, value };
    } catch (error) {
      if (error instanceof AppError) return fail(error.code, error.message, error.details);
      options.onUnexpected(name, error);
      return fail('internal', 'Internal error');
    }
  };
}
