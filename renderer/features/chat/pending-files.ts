import { useCallback, useEffect, useRef, useState } from 'react';
import type { MessageFileDetails } from '../../../shared/ipc/contract.ts';
import { call } from '../../lib/bridge.ts';

/**
 * Files attached to a message that is not sent yet: kept with the drafts, so that they survive a restart as the text does.
 * @returns the files and a function that changes them, here and on disk
 */
export function usePendingFiles(
  solutionId: string,
): readonly [readonly MessageFileDetails[], (change: (before: readonly MessageFileDetails[]) => readonly MessageFileDetails[]) => void] {
  const key = `files:${solutionId}`;
  const [files, setFiles] = useState<readonly MessageFileDetails[]>([]);
  const current = useRef<readonly MessageFileDetails[]>([]);
  const change = useCallback(
    (by: (before: readonly MessageFileDetails[]) => readonly MessageFileDetails[]) => {
      current.current = by(current.current);
      setFiles(current.current);
      void call('draft.save', { key, text: current.current.length === 0 ? '' : JSON.stringify(current.current), isUsed: true });
    },
    [key],
  );
  useEffect(() => {
    let isCurrent = true;
    void call('draft.get', { key }).then((result) => {
      if (!isCurrent || !result.ok || result.value.text === '') return;
      // What was attached before the answer came stands behind what was there.
      current.current = [...(JSON.parse(result.value.text) as readonly MessageFileDetails[]), ...current.current];
      setFiles(current.current);
    });
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return [files, change];
}
