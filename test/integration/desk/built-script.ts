import path from 'node:path';
import { build } from 'vite';

const root = path.join(import.meta.dirname, '../../..');

/**
 * Builds one entry for Node, as the product's build does, into a folder of the test's own: a process or worker thread
 * cannot load TypeScript. @returns path of the script.
 */
export async function buildScript(entry: string, outDir: string): Promise<string> {
  const name = path.basename(entry, '.ts');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: ['zod', 'uuid'] },
    build: {
      ssr: path.join(root, entry),
      outDir,
      emptyOutDir: false,
      target: 'node20.18',
      minify: false,
      rollupOptions: { external: ['better-sqlite3', 'playwright'], output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return path.join(outDir, `${name}.mjs`);
}
