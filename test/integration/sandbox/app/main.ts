import { runSandboxBrowser } from '../../../../electron/shell/sandbox-browser.ts';

// The sandbox browser alone, without the rest of the application.
runSandboxBrowser();
