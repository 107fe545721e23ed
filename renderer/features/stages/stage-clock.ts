import { useEffect } from 'react';
import { refreshOne } from '../../lib/resources.ts';

const EVERY_MS = 10 * 60_000;

/** Terms run out while nobody does anything: asks again from time to time. */
export function useRefreshedStages(submissionId: string): void {
  useEffect(() => {
    const timer = setInterval(() => refreshOne('stage.list', { submissionId }), EVERY_MS);
    return () => clearInterval(timer);
  }, [submissionId]);
}
