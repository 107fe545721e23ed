import { useEffect, useSyncExternalStore } from 'react';
import type { ErrorCode } from '../../shared/domain/errors.ts';
import type { Channel } from '../../shared/ipc/channels.ts';
import type { Input, Output } from '../../shared/ipc/contract.ts';
import { call } from './bridge.ts';

export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, string | number>>;
}

/** What is known of one answer of the main process. The last good value stays while a newer one is fetched or has failed. */
export interface Resource<T> {
  readonly value: T | undefined;
  readonly failure: Failure | null;
  readonly isLoading: boolean;
}

interface Slot {
  resource: Resource<unknown>;
  readonly channel: Channel;
  readonly input: unknown;
  readonly listeners: Set<() => void>;
  /** Answers that come after a newer question are dropped. */
  question: number;
  usedAt: number;
}

const EMPTY: Resource<never> = { value: undefined, failure: null, isLoading: true };
const KEPT_SLOTS = 60;

const slots = new Map<string, Slot>();
const anyListeners = new Set<() => void>();
let clock = 0;

function keyOf(channel: Channel, input: unknown): string {
  return `${channel} ${JSON.stringify(input)}`;
}

function slotOf(channel: Channel, input: unknown): Slot {
  const key = keyOf(channel, input);
  let slot = slots.get(key);
  if (slot === undefined) {
    // Used from the beginning: a new one must never count as the oldest and be forgotten before its answer has come.
    slot = { resource: EMPTY, channel, input, listeners: new Set(), question: 0, usedAt: ++clock };
    slots.set(key, slot);
    forgetOldest();
  }
  slot.usedAt = ++clock;
  return slot;
}

function forgetOldest(): void {
  if (slots.size <= KEPT_SLOTS) return;
  let oldest: string | null = null;
  let at = Infinity;
  for (const [key, slot] of slots) {
    if (slot.listeners.size === 0 && slot.usedAt < at) {
      at = slot.usedAt;
      oldest = key;
    }
  }
  if (oldest !== null) slots.delete(oldest);
}

function publish(slot: Slot, resource: Resource<unknown>): void {
  slot.resource = resource;
  for (const listener of slot.listeners) listener();
  for (const listener of anyListeners) listener();
}

async function fetchSlot(slot: Slot): Promise<void> {
  const question = ++slot.question;
  if (!slot.resource.isLoading) publish(slot, { ...slot.resource, isLoading: true });
  const result = await call(slot.channel, slot.input as never);
  if (question !== slot.question) return;
  publish(
    slot,
    result.ok
      ? { value: result.value, failure: null, isLoading: false }
      : { value: slot.resource.value, failure: { code: result.code, message: result.message, details: result.details }, isLoading: false },
  );
}

/** Asks again where somebody looks; what nobody looks at is forgotten and asked anew when needed. */
export function refresh(test: (channel: Channel, input: Readonly<Record<string, unknown>>) => boolean): void {
  for (const [key, slot] of slots) {
    if (!test(slot.channel, slot.input as Readonly<Record<string, unknown>>)) continue;
    if (slot.listeners.size > 0) void fetchSlot(slot);
    else slots.delete(key);
  }
}

export function refreshOne<C extends Channel>(channel: C, input: Input<C>): void {
  void fetchSlot(slotOf(channel, input));
}

/** Asks for what will be shown in a moment, unless it is known. */
export function prefetch<C extends Channel>(channel: C, input: Input<C>): void {
  const slot = slotOf(channel, input);
  if (slot.question === 0 || slot.resource.failure !== null) void fetchSlot(slot);
}

/** Forgets everything, e.g. when another workspace was opened. */
export function forgetAll(): void {
  for (const [key, slot] of slots) {
    if (slot.listeners.size > 0) void fetchSlot(slot);
    else slots.delete(key);
  }
}

/** Puts an answer that another channel returned, e.g. the changed item of a list. */
export function patch<C extends Channel>(channel: C, input: Input<C>, change: (value: Output<C>) => Output<C>): void {
  const slot = slots.get(keyOf(channel, input));
  if (slot?.resource.value === undefined) return;
  slot.question += 1;
  publish(slot, { value: change(slot.resource.value as Output<C>), failure: null, isLoading: false });
}

/** @returns the last good answer without asking. */
export function peek<C extends Channel>(channel: C, input: Input<C>): Output<C> | undefined {
  return slots.get(keyOf(channel, input))?.resource.value as Output<C> | undefined;
}

/** Called after any answer changed. @returns stops listening. */
export function onAnyResource(listener: () => void): () => void {
  anyListeners.add(listener);
  return () => anyListeners.delete(listener);
}

/** The answer of a reading channel, fetched when first needed and kept until refreshed. `null` asks nothing. */
export function useResource<C extends Channel>(channel: C, input: Input<C> | null): Resource<Output<C>> & { readonly retry: () => void } {
  const key = input === null ? null : keyOf(channel, input);
  const resource = useSyncExternalStore(
    (listener) => {
      if (input === null) return () => undefined;
      const slot = slotOf(channel, input);
      slot.listeners.add(listener);
      return () => slot.listeners.delete(listener);
    },
    () => (key === null ? EMPTY : (slots.get(key)?.resource ?? EMPTY)),
  );
  useEffect(() => {
    if (input === null) return;
    const slot = slotOf(channel, input);
    if (slot.question === 0 || slot.resource.failure !== null) void fetchSlot(slot);
    // The key stands for channel and input.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return {
    ...(resource as Resource<Output<C>>),
    retry: () => {
      if (input !== null) refreshOne(channel, input);
    },
  };
}
