import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = import.meta.dirname;
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
const out = process.env['WORKSTATION_OUT'] ?? 'out';

// Explicit targets: one build runs on the pinned Electron and on the older registry-hosted runtime.
export default defineConfig({
  main: {
    plugins: [
      {
        name: 'demo-media',
        closeBundle: () => {
          cpSync(path.join(root, 'electron/demo/media'), path.resolve(root, out, 'main/demo-media'), { recursive: true });
        },
      },
    ],
    define: { __APP_VERSION__: JSON.stringify(manifest.version) },
    build: {
      target: 'node20.18',
      outDir: `${out}/main`,
      externalizeDeps: { exclude: ['zod', 'uuid', 'commander'] },
      rollupOptions: {
        input: {
          main: path.join(root, 'electron/main.ts'),
          cli: path.join(root, 'electron/cli.ts'),
          'portal-process': path.join(root, 'electron/portals/portal-process.ts'),
          'run-process': path.join(root, 'electron/sandbox/run-process.ts'),
          'check-worker': path.join(root, 'electron/marketplaces/check-worker.ts'),
          'read-worker': path.join(root, 'electron/store/read-worker.ts'),
          'vendor-process': path.join(root, 'electron/demo/vendor-process.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      outDir: `${out}/preload`,
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: path.join(root, 'electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path.join(root, 'renderer'),
    plugins: [react()],
    build: {
      target: 'chrome130',
      outDir: path.resolve(root, out, 'renderer'),
      minify: true,
      rollupOptions: { input: { index: path.join(root, 'renderer/index.html') } },
    },
  },
});
