import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import type { EvidenceKind, RunEvidence } from '../../shared/domain/install-test.ts';

/** What a file proves. */
export interface EvidenceAbout {
  readonly kind: EvidenceKind;
  readonly stepId: string;
  readonly ruleIds: readonly string[];
  readonly title: string;
  /** How many places are outlined in a picture; see RunEvidence.marks. */
  readonly marks?: number;
}

const FORMATS = {
  jpeg: { mime: 'image/jpeg', extension: 'jpg' },
  json: { mime: 'application/json', extension: 'json' },
  zip: { mime: 'application/zip', extension: 'zip' },
} as const;

/** Files of a run, in `evidence/` of its output folder, named by the SHA-256 of what is in them. Callers hand over masked bytes only. */
export class EvidenceFolder {
  readonly #outDir: string;
  readonly #written = new Set<string>();
  #folder: Promise<unknown> | null = null;

  constructor(outDir: string) {
    this.#outDir = outDir;
  }

  /** Writes the bytes once, however often they come. Rejects with the file system's error. */
  async write(about: EvidenceAbout, format: keyof typeof FORMATS, bytes: Uint8Array): Promise<RunEvidence> {
    const { mime, extension } = FORMATS[format];
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const relativePath = `evidence/${sha256}.${extension}`;
    if (!this.#written.has(relativePath)) {
      this.#folder ??= mkdir(path.join(this.#outDir, 'evidence'), { recursive: true });
      await this.#folder;
      await writeFile(path.join(this.#outDir, relativePath), bytes);
      this.#written.add(relativePath);
    }
    return { id: uuid(), ...about, path: relativePath, mime, sizeBytes: bytes.byteLength, sha256 };
  }
}
