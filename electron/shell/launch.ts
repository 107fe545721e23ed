import { createHash } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';

export interface Launch {
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
  /** Name of a profile folder of its own for each workspace, so that each has one window. */
  readonly profile: string;
}

/**
 * Reads the product's own arguments; Chromium's switches and unknown ones are left alone.
 * @param argv arguments after the executable
 * @param defaultWorkspace folder used when none is chosen
 */
export function parseLaunch(argv: readonly string[], defaultWorkspace: string): Launch {
  const { values } = parseArgs({ args: [...argv], strict: false, allowPositionals: true, options: { workspace: { type: 'string' } } });
  const workspace = path.resolve(typeof values.workspace === 'string' && values.workspace !== '' ? values.workspace : defaultWorkspace);
  return { workspace, profile: createHash('sha256').update(workspace).digest('hex').slice(0, 12) };
}
