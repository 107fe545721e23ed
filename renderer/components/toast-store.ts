import { create } from 'zustand';
import type { MessageKey, ParametersOf } from '../i18n/translate.ts';
import type { Failure } from '../lib/resources.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'pass' | 'fail';
  readonly key: MessageKey;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly failure: Failure | null;
  readonly retry: (() => void) | null;
}

const SHOWN_MS = 6_000;
const KEPT = 4;

export const useToasts = create<{ readonly toasts: readonly Toast[] }>()(() => ({ toasts: [] }));
let next = 1;

function push(toast: Omit<Toast, 'id'>): void {
  const id = next++;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(1 - KEPT), { ...toast, id }] }));
  // A failure stays until it was read.
  if (toast.tone !== 'fail') setTimeout(() => dismissToast(id), SHOWN_MS);
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

export function tell<K extends MessageKey>(
  tone: 'info' | 'pass',
  key: K,
  ...parameters: [ParametersOf<K>] extends [never] ? [] : [Readonly<Record<ParametersOf<K>, string | number>>]
): void {
  push({ tone, key, parameters: parameters[0] ?? {}, failure: null, retry: null });
}

export function tellFailure(failure: Failure, retry: (() => void) | null = null): void {
  push({ tone: 'fail', key: 'error.title', parameters: {}, failure, retry });
}
