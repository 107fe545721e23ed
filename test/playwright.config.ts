import { defineConfig } from 'playwright/test';

// Real Electron: one application at a time, so that two cores are enough and failures can be read.
export default defineConfig({
  testDir: '.',
  testMatch: ['e2e/**/*.spec.ts', 'security/**/*.spec.ts'],
  workers: 1,
  fullyParallel: false,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  retries: 0,
  reporter: 'line',
});
