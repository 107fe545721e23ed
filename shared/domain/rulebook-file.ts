import type { ImportProblem } from './incoming-submission.ts';
import type { Rulebook } from './rulebook.ts';

/** A file of the workspace that adds to a rulebook or overrides it. A refused file changes nothing. */
export interface RulebookFile {
  /** Name in the folder of rulebook files. */
  readonly name: string;
  /** Marketplace that it is for; null when there is none of that name. */
  readonly marketplace: string | null;
  /** The rulebook with what the file says; null when it is refused. */
  readonly rulebook: Rulebook | null;
  readonly added: number;
  readonly changed: number;
  readonly off: number;
  readonly problems: readonly ImportProblem[];
}

/** A rulebook of the application as far as a file may speak of it. */
export interface ExtensibleMarketplace {
  readonly id: string;
  readonly rulebook: Rulebook;
  readonly regions: readonly { readonly id: string }[];
  readonly solutionTypes: readonly { readonly id: string }[];
}

/** Reads the rulebook files of a folder; never throws: what cannot be read is refused with a reason. */
export type ReadRulebookFiles = (folder: string, marketplaces: readonly ExtensibleMarketplace[]) => readonly RulebookFile[];
