import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.dirname(import.meta.dirname);

// Runs on the runtime's own Node (scripts/test.mjs), so that one SQLite binding serves the application and its tests.
export default defineConfig({
  root,
  define: { __APP_VERSION__: JSON.stringify('0.0.0-test') },
  test: {
    // The simulated portal bundles its style sheet as text; without this vitest hands out empty style sheets.
    css: true,
    environment: 'node',
    pool: 'forks',
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['node_modules/**', 'out/**'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
