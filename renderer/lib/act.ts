import type { Channel } from '../../shared/ipc/channels.ts';
import type { Input, Output } from '../../shared/ipc/contract.ts';
import { tellFailure } from '../components/toast-store.ts';
import { call } from './bridge.ts';

/**
 * Calls a channel that changes something. A failure is told to the person with its code and a retry.
 * @returns the answer, or undefined when it failed.
 */
export async function act<C extends Channel>(channel: C, input: Input<C>): Promise<Output<C> | undefined> {
  const result = await call(channel, input);
  if (result.ok) return result.value;
  if (result.code !== 'cancelled') tellFailure(result, null);
  return undefined;
}
