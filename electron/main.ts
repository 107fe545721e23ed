import { SANDBOX_BROWSER_SWITCH } from './sandbox/browser-protocol.ts';

/**
 * Entry of every Electron process of the product. The throw-away browser of an install test is a process of its own
 * and loads nothing of the workstation: no database, no workspace, no bridge.
 */
if (process.argv.includes(SANDBOX_BROWSER_SWITCH)) {
  const { runSandboxBrowser } = await import('./shell/sandbox-browser.ts');
  runSandboxBrowser();
} else {
  const { startWorkstation } = await import('./shell/workstation.ts');
  startWorkstation(import.meta.dirname);
}
