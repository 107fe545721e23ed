import { useCallback, useEffect, useRef, useState } from 'react';
import { askAbout, otherVersion } from '../components/conflict-store.ts';
import { tellFailure } from '../components/toast-store.ts';
import { call } from './bridge.ts';

const SAVE_AFTER_MS = 400;

interface ChangedDraft {
  readonly key: string;
  readonly text: string;
}

const listeners = new Set<(changed: ChangedDraft) => void>();

/** Another process or undo wrote a draft: fields that show it follow. */
export function acceptDraft(changed: ChangedDraft): void {
  for (const listener of listeners) listener(changed);
}

function onDraftChange(listener: (changed: ChangedDraft) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface Draft {
  readonly text: string;
  /** false until the stored draft was read: typing is not accepted before. */
  readonly isReady: boolean;
  readonly setText: (text: string) => void;
  /** Empties it here and on disk, once its text has become something else. */
  readonly clear: () => void;
  /** Throws the text away; undo brings it back. */
  readonly discard: () => void;
}

interface State {
  readonly key: string | null;
  readonly text: string;
  readonly isReady: boolean;
}

/**
 * A text that survives a crash: saved a moment after each change, and at once when the field goes away. Another window that
 * writes into the same draft is not overwritten: both texts are shown.
 * @param key names the draft; null holds none.
 */
export function useDraft(key: string | null): Draft {
  const [state, setState] = useState<State>({ key: null, text: '', isReady: false });
  const pending = useRef<{ key: string; text: string; isUsed: boolean } | null>(null);
  /** The text on disk as far as this field knows. */
  const stored = useRef('');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const draft = pending.current;
    pending.current = null;
    if (draft === null) return;
    const was = stored.current;
    stored.current = draft.text;
    const save = async (): Promise<void> => {
      const result = await call('draft.save', { ...draft, was });
      if (result.ok) return;
      const other = otherVersion(result);
      if (other === null) {
        tellFailure(result);
        return;
      }
      const put = async (text: string): Promise<void> => {
        stored.current = text;
        setState({ key: draft.key, text, isReady: true });
        await call('draft.save', { key: draft.key, text });
      };
      // The person may have typed on while the answer was on its way.
      const mine = (): string => pending.current?.text ?? draft.text;
      askAbout({
        title: 'conflict.draft',
        about: '',
        mine: mine(),
        ...other,
        keepMine: () => put(mine()),
        takeTheirs: () => put(other.theirs),
        keepBoth: () => put(`${mine()}\n\n${other.theirs}`),
      });
    };
    void save();
  }, []);

  useEffect(() => {
    if (key === null) return;
    let isCurrent = true;
    void call('draft.get', { key }).then((result) => {
      if (!isCurrent) return;
      stored.current = result.ok ? result.value.text : '';
      setState({ key, text: stored.current, isReady: true });
    });
    const stop = onDraftChange((changed) => {
      if (changed.key !== key || changed.text === stored.current || pending.current !== null) return;
      stored.current = changed.text;
      setState({ key, text: changed.text, isReady: true });
    });
    window.addEventListener('pagehide', flush);
    return () => {
      isCurrent = false;
      stop();
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [key, flush]);

  const put = useCallback(
    (text: string, isUsed: boolean) => {
      if (key === null) return;
      setState({ key, text, isReady: true });
      pending.current = { key, text, isUsed };
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, SAVE_AFTER_MS);
    },
    [key, flush],
  );
  const setText = useCallback((text: string) => put(text, false), [put]);
  const clear = useCallback(() => {
    put('', true);
    flush();
  }, [put, flush]);
  const discard = useCallback(() => {
    put('', false);
    flush();
  }, [put, flush]);

  const isCurrent = state.key === key;
  return { text: isCurrent ? state.text : '', isReady: isCurrent && state.isReady, setText, clear, discard };
}
