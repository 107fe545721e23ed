import { act } from '../lib/act.ts';
import { loadSession } from './session-store.ts';

/** Another folder for the workspace; the main process asks for it. */
export async function chooseWorkspace(): Promise<void> {
  const answer = await act('workspace.choose', {});
  if (answer !== undefined && answer.path !== null) await loadSession();
}
