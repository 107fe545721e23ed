import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Not import.meta.dirname: a Node too old to know it must still hear the sentence that asks for a newer one.
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** The runtime and what was built for it. Never committed. */
export const runtimeFolder = path.join(root, '.runtime');
export const runtimeFile = path.join(runtimeFolder, 'runtime.json');
/** Stamps and locks of this checkout. Never committed. */
export const cacheFolder = path.join(root, '.cache');
export const outFolder = path.resolve(root, process.env.WORKSTATION_OUT ?? 'out');
