import { SANDBOX_BROWSER_SWITCH } from './sandbox/browser-protocol.ts';

if (process.argv.includes(SANDBOX_BROWSER_SWITCH)) {
  const { runSandboxBrowser } = await import('./shell/sandbox-browser.ts');
  runSandboxBrowser();
}
