import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface RuntimeInfo {
  /** Path of the Electron executable. */
  readonly executable: string;
  readonly source: 'official' | 'registry';
  readonly version: string;
  readonly nodeApi: number;
}

/** The runtime that set-up prepared (scripts/setup.mjs). */
export function runtimeInfo(): RuntimeInfo {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, '../.runtime/runtime.json'), 'utf8')) as RuntimeInfo;
}
