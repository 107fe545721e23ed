import { readFileSync } from 'node:fs';
import path from 'node:path';

export interface RuntimeInfo {
  /** Path of the Electron executable. */
  readonly executable: string;
  readonly source: 'official' | 'registry';
  readonly version: string;
  readonly nodeApi: number;
}

const root = path.dirname(import.meta.dirname);

/** The runtime that set-up prepared (scripts/setup.mjs), which writes the path relative to the checkout. */
export function runtimeInfo(): RuntimeInfo {
  const info = JSON.parse(readFileSync(path.join(root, '.runtime/runtime.json'), 'utf8')) as RuntimeInfo;
  return { ...info, executable: path.resolve(root, info.executable) };
}
