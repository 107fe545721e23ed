import { create } from 'zustand';
import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { showTab } from '../../app/navigation-store.ts';

/** Where a finding is, as far as the card can show it. */
export interface ShownPlace {
  readonly field: string | null;
  readonly range: readonly [number, number] | null;
  readonly sha256: string | null;
}

interface PlaceState {
  /** The place marked on the card or version, of this submission alone. */
  readonly place: (ShownPlace & { readonly submissionId: string }) | null;
  /** Counts up with every jump, so that the same place is scrolled to again. */
  readonly serial: number;
}

export const usePlace = create<PlaceState>()(() => ({ place: null, serial: 0 }));

/** Opens the card, or the version where the field is one of the version, with the characters or the picture marked. */
export function showPlace(submission: SubmissionDetails, { field, range, sha256 }: ShownPlace): void {
  const isOfVersion = submission.versionFields.some(({ path }) => path === field) && !submission.card.some(({ path }) => path === field);
  showTab(isOfVersion ? 'version' : 'card');
  usePlace.setState(({ serial }) => ({ place: { submissionId: submission.id, field, range, sha256 }, serial: serial + 1 }));
}
