import { create } from 'zustand';
import type { PlainKey } from '../i18n/translate.ts';
import type { Failure } from '../lib/resources.ts';

/** Two people changed the same thing: both versions, and what each choice does. */
export interface Conflict {
  /** What it is: a mark, a note, a draft. */
  readonly title: PlainKey;
  /** The rule or the draft, in words. */
  readonly about: string;
  readonly mine: string;
  readonly theirs: string;
  /** Who wrote the other one; empty when that is not known. */
  readonly by: string;
  readonly keepMine: () => void | Promise<void>;
  readonly takeTheirs: () => void | Promise<void>;
  /** Only for texts: both, one after the other. */
  readonly keepBoth?: () => void | Promise<void>;
}

/** Shown one after the other: a second conflict waits for the first to be decided. */
export const useConflicts = create<{ readonly waiting: readonly Conflict[] }>()(() => ({ waiting: [] }));

export function askAbout(conflict: Conflict): void {
  useConflicts.setState(({ waiting }) => ({
    // A field that goes on being edited asks once, with its newest text.
    waiting: [...waiting.filter((each) => each.title !== conflict.title || each.about !== conflict.about), conflict],
  }));
}

export function settle(conflict: Conflict, choice: 'mine' | 'theirs' | 'both' | 'later'): void {
  useConflicts.setState(({ waiting }) => ({ waiting: waiting.filter((each) => each !== conflict) }));
  if (choice === 'mine') void conflict.keepMine();
  else if (choice === 'theirs') void conflict.takeTheirs();
  else if (choice === 'both') void conflict.keepBoth?.();
}

/** The other version as the main process tells it, or null when the failure is another one. */
export function otherVersion(failure: Failure): { readonly theirs: string; readonly by: string } | null {
  const { theirs, by } = failure.details;
  return failure.code === 'conflict' && typeof theirs === 'string' ? { theirs, by: typeof by === 'string' ? by : '' } : null;
}
