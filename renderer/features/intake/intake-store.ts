import { create } from 'zustand';
import type { Output } from '../../../shared/ipc/contract.ts';
import { tell } from '../../components/toast-store.ts';
import { act } from '../../lib/act.ts';
import { refreshOne } from '../../lib/resources.ts';

interface IntakeState {
  readonly progress: { readonly done: number; readonly total: number; readonly name: string } | null;
  readonly isImporting: boolean;
  /** Files are being dragged over the window. */
  readonly isDropOffered: boolean;
}

export const useIntake = create<IntakeState>()(() => ({ progress: null, isImporting: false, isDropOffered: false }));

async function importWith(work: () => Promise<Output<'intake.importPaths'> | null | undefined>): Promise<void> {
  if (useIntake.getState().isImporting) return;
  useIntake.setState({ isImporting: true, progress: null });
  const summary = await work();
  useIntake.setState({ isImporting: false, progress: null });
  if (summary === null || summary === undefined) return;
  refreshOne('intake.refused', {});
  const { imported, refused, duplicates } = summary;
  if (summary.cancelled) tell('info', 'intake.cancelled', { imported });
  else if (refused === 0 && duplicates === 0) tell('pass', 'intake.imported', { count: imported });
  else tell('info', 'intake.summary', { imported, refused, duplicates });
}

export function importChosen(what: 'files' | 'folder'): Promise<void> {
  return importWith(() => act('intake.choose', { what }));
}

export async function importPaths(paths: readonly string[]): Promise<void> {
  if (paths.length > 0) await importWith(() => act('intake.importPaths', { paths: [...paths] }));
}

export async function cancelImport(): Promise<void> {
  await act('intake.cancel', {});
}
