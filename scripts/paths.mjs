import path from 'node:path';

export const root = path.dirname(import.meta.dirname);
/** Set-up's own folder: runtime, stamps. Never committed. */
export const runtimeFolder = path.join(root, '.runtime');
export const runtimeFile = path.join(runtimeFolder, 'runtime.json');
export const outFolder = path.resolve(root, process.env.WORKSTATION_OUT ?? 'out');
