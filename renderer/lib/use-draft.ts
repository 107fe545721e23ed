import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from './bridge.ts';

const SAVE_AFTER_MS = 400;

export interface Draft {
  readonly text: string;
  /** false until the stored draft was read: typing is not accepted before. */
  readonly isReady: boolean;
  readonly setText: (text: string) => void;
  /** Empties it here and on disk, once its text has become something else. */
  readonly clear: () => void;
}

/**
 * A text that survives a crash: saved a moment after each change, and at once when the field goes away.
 * @param key names the draft; null holds none.
 */
export function useDraft(key: string | null): Draft {
  const [state, setState] = useState<{ readonly key: string | null; readonly text: string; readonly isReady: boolean }>({
    key: null,
    text: '',
    isReady: false,
  });
  const pending = useRef<{ key: string; text: string } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const draft = pending.current;
    pending.current = null;
    if (draft !== null) void call('draft.save', draft);
  }, []);

  useEffect(() => {
    if (key === null) return;
    let isCurrent = true;
    void call('draft.get', { key }).then((result) => {
      if (isCurrent) setState({ key, text: result.ok ? result.value.text : '', isReady: true });
    });
    window.addEventListener('pagehide', flush);
    return () => {
      isCurrent = false;
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [key, flush]);

  const setText = useCallback(
    (text: string) => {
      if (key === null) return;
      setState({ key, text, isReady: true });
      pending.current = { key, text };
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, SAVE_AFTER_MS);
    },
    [key, flush],
  );
  const clear = useCallback(() => {
    if (key === null) return;
    setState({ key, text: '', isReady: true });
    pending.current = { key, text: '' };
    flush();
  }, [key, flush]);

  const isCurrent = state.key === key;
  return { text: isCurrent ? state.text : '', isReady: isCurrent && state.isReady, setText, clear };
}
