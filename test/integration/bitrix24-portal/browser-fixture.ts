import { chromium, type Browser, type Page } from 'playwright';
import type { Portal } from '../../../electron/portals/portal.ts';
import { startBrowserProcess, type BrowserProcess } from '../../../electron/sandbox/browser-process.ts';
import { openDisplay, type Display } from '../../../electron/sandbox/display.ts';
import { egressOf } from '../../../electron/sandbox/egress.ts';
import { buildSandboxApp, type SandboxApp } from '../sandbox/sandbox-app.ts';

/** The real sandbox browser, as a run has it. */
export interface Workshop {
  open(
    bench: { readonly portal: Pick<Portal, 'describe'> },
    registration: object,
  ): Promise<{ page: Page; notes: string[]; close(): Promise<void> }>;
  close(): Promise<void>;
}

export async function openWorkshop(): Promise<Workshop> {
  const [app, display]: [SandboxApp, Display] = await Promise.all([buildSandboxApp(), openDisplay()]);
  return {
    async open(bench, registration) {
      const description = bench.portal.describe();
      const notes: string[] = [];
      const process: BrowserProcess = await startBrowserProcess({
        electron: app.electron,
        egress: egressOf(description.address, registration, [], description),
        ca: description.ca,
        language: 'ru',
        environment: display.environment,
        widthPx: 1280,
        heightPx: 800,
        onNote: (note) => notes.push(`${note.kind} ${note.url} ${note.text}`),
        signal: new AbortController().signal,
      });
      const browser: Browser = await chromium.connectOverCDP(process.webSocketUrl);
      const page = browser.contexts()[0]?.pages()[0];
      if (page === undefined) throw new Error('the sandbox browser has no page');
      page.on('pageerror', (error) => notes.push(`pageerror ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') notes.push(`console ${message.text()}`);
      });
      return {
        page,
        notes,
        close: async () => {
          await browser.close().catch(() => undefined);
          await process.close();
        },
      };
    },
    async close() {
      display.close();
      await app.remove();
    },
  };
}
