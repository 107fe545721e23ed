import type { SkipReason } from '../../../shared/domain/submission.ts';
import { currentSubmission } from '../submission/current-submission.ts';
import { tell, tellFailure } from '../../components/toast-store.ts';
import { call } from '../../lib/bridge.ts';
import { clearSelection, cursorRow, openNextRow, selectedRows, useQueue } from './queue-store.ts';

/** Claims one after the other; what somebody else has taken meanwhile is left to him and counted. */
export async function claimSelected(): Promise<void> {
  const rows = selectedRows();
  let done = 0;
  for (const { id, revision } of rows) {
    const result = await call('claim.take', { id, revision });
    if (result.ok) done += 1;
  }
  clearSelection();
  tell(done === rows.length ? 'pass' : 'info', 'queue.claimedCount', { done, all: rows.length });
}

/** Gives back those of the selected that are mine. */
export async function releaseSelected(): Promise<void> {
  const rows = selectedRows().filter((row) => row.claimedByMe);
  let done = 0;
  for (const { id, revision } of rows) if ((await call('claim.release', { id, revision, note: '' })).ok) done += 1;
  clearSelection();
  tell(done === rows.length ? 'pass' : 'info', 'queue.releasedCount', { done, all: rows.length });
}

/** Puts aside what is selected, or the submission that is open or under the cursor; one alone leads on to the next. */
export async function skip(reason: SkipReason, note: string): Promise<void> {
  const { selected } = useQueue.getState();
  const one = currentSubmission() ?? cursorRow();
  const ids = selected.size > 0 ? [...selected.keys()] : one === undefined ? [] : [one.id];
  for (const id of ids) {
    const result = await call('submission.skip', { id, reason, note });
    if (!result.ok) {
      tellFailure(result);
      return;
    }
  }
  if (selected.size > 0) clearSelection();
  else await openNextRow();
}
