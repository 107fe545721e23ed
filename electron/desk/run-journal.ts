import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunProgress } from '../../shared/domain/install-test.ts';

const FILE = 'progress.ndjson';

/**
 * What a run told, line by line in its folder: all that remains of a run whose process died, and the portal's exchanges
 * of a finished one. Written without fsync: it explains, it proves nothing.
 */
export class RunJournal {
  private readonly file: string;

  constructor(private readonly runDir: string) {
    this.file = path.join(runDir, FILE);
  }

  append(progress: readonly RunProgress[]): void {
    if (progress.length === 0) return;
    mkdirSync(this.runDir, { recursive: true });
    appendFileSync(this.file, `${progress.map((each) => JSON.stringify(each)).join('\n')}\n`);
  }

  /** A torn last line is left out. */
  read(): RunProgress[] {
    if (!existsSync(this.file)) return [];
    const told: RunProgress[] = [];
    for (const line of readFileSync(this.file, 'utf8').split('\n')) {
      if (line === '') continue;
      try {
        told.push(JSON.parse(line) as RunProgress);
      } catch {
        break;
      }
    }
    return told;
  }
}
