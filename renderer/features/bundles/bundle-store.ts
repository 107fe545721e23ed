import { create } from 'zustand';
import type { Output } from '../../../shared/ipc/contract.ts';
import { goTo } from '../../app/navigation-store.ts';
import { tell } from '../../components/toast-store.ts';
import { act } from '../../lib/act.ts';
import { currentSubmission } from '../submission/current-submission.ts';

export const useBundles = create<{ readonly report: Output<'bundle.verify'> | null; readonly isVerifying: boolean }>()(() => ({
  report: null,
  isVerifying: false,
}));

/** Writes the verdict's bundle where the person chooses. Team notes stay here unless asked for. */
export async function exportBundle(verdictId: string, includeNotes: boolean): Promise<void> {
  const answer = await act('bundle.export', { verdictId, includeNotes });
  if (answer !== undefined && answer.path !== null) tell('pass', 'bundles.exported', { path: answer.path });
}

export async function exportCurrentBundle(): Promise<void> {
  const verdict = currentSubmission()?.verdict ?? null;
  if (verdict !== null) await exportBundle(verdict.id, false);
}

/** The main process asks which bundle. */
export async function verifyBundle(): Promise<void> {
  goTo('bundles');
  useBundles.setState({ isVerifying: true });
  const answer = await act('bundle.verify', {});
  useBundles.setState(({ report }) => ({ isVerifying: false, report: answer === undefined || answer.path === null ? report : answer }));
}
