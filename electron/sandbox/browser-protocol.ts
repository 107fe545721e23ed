import type { Egress } from './egress.ts';

/** Command line switch that turns the application into a throw-away sandbox browser. */
export const SANDBOX_BROWSER_SWITCH = '--sandbox-browser';
/** Environment variable with the BrowserConfig as JSON. Nothing secret is in it. */
export const SANDBOX_BROWSER_CONFIG = 'WORKSTATION_SANDBOX_BROWSER';

/** What a sandbox browser process is told when it starts. */
export interface BrowserConfig {
  /** Local socket (or Windows pipe) of the run. When it closes, the browser ends itself. */
  readonly controlPath: string;
  /** Folder of this process alone; removed with it. */
  readonly profileDir: string;
  readonly egress: Egress;
  /** PEM of the portal's own authority; certificates it signed are accepted, all other faulty ones refused. */
  readonly ca: string | null;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Things the browser process sees and Playwright does not. Lines of JSON from browser to run. */
export interface BrowserNote {
  readonly kind: 'popup' | 'download' | 'permission' | 'blocked-request' | 'http-auth' | 'certificate' | 'crash' | 'hang';
  readonly url: string;
  readonly text: string;
}
export type FromBrowser =
  { readonly type: 'ready' } | { readonly type: 'pong'; readonly id: number } | { readonly type: 'note'; readonly note: BrowserNote };
export type ToBrowser = { readonly type: 'ping'; readonly id: number } | { readonly type: 'quit' };

/** Calls back with every complete line of JSON; lines that are not JSON are passed over. */
export function jsonLines<T>(onMessage: (message: T) => void): (chunk: Buffer | string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      try {
        onMessage(JSON.parse(line) as T);
      } catch {
        // Not ours.
      }
    }
  };
}
