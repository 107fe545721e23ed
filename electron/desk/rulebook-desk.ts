import type { ReadRulebookFiles, RulebookFile } from '../../shared/domain/rulebook-file.ts';
import type { Output } from '../../shared/ipc/contract.ts';
import type { Marketplace } from '../marketplaces/marketplace.ts';

/** The marketplaces with the rulebooks that hold in this workspace: the application's, or as a file of the workspace has them. */
export class RulebookDesk {
  private read: readonly RulebookFile[] = [];
  private effective: readonly Marketplace[];

  constructor(
    private readonly folder: string,
    private readonly known: readonly Marketplace[],
    private readonly readFiles: ReadRulebookFiles,
  ) {
    this.effective = known;
    this.readAgain();
  }

  /** Reads the files anew. A file that is refused leaves the rulebook of the application as it is. */
  readAgain(): void {
    this.read = this.readFiles(this.folder, this.known);
    this.effective = this.known.map((marketplace) => {
      const rulebook = this.read.find((file) => file.marketplace === marketplace.id)?.rulebook ?? null;
      return rulebook === null ? marketplace : { ...marketplace, rulebook };
    });
  }

  marketplaces(): readonly Marketplace[] {
    return this.effective;
  }

  files(): readonly RulebookFile[] {
    return this.read;
  }

  view(): Output<'rulebook.files'> {
    return {
      folder: this.folder,
      rulebooks: this.effective.map(({ id, title, rulebook }) => ({
        marketplace: id,
        title: { ...title },
        version: rulebook.version,
        rules: rulebook.rules.length,
      })),
      files: this.read.map(({ name, marketplace, rulebook, added, changed, off, problems }) => ({
        name,
        marketplace,
        isApplied: rulebook !== null,
        added,
        changed,
        off,
        problems: problems.map(({ place, reason, remedy }) => ({ place, reason: { ...reason }, remedy: { ...remedy } })),
      })),
    };
  }
}
