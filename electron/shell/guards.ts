import { app, type Session, type WebContents } from 'electron';
import { APP_ORIGIN, APP_URL } from './app-protocol.ts';

/** Only the window's own document may be navigated to; compared by origin and path, never by prefix. */
export function isOwnDocument(target: string): boolean {
  try {
    const url = new URL(target);
    return `${url.protocol}//${url.host}` === APP_ORIGIN && url.pathname === new URL(APP_URL).pathname;
  } catch {
    return false;
  }
}

function lockContents(contents: WebContents): void {
  const stay = (event: { preventDefault: () => void; url: string }): void => {
    if (!isOwnDocument(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Every web contents that this process ever creates is locked, before it can load anything. */
export function lockAllContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    lockContents(contents);
  });
}

/** Denies permissions, devices, downloads and every request that is not the application's own. */
export function lockSession(session: Session): void {
  // Both handlers are needed: without a check handler Electron approves silently.
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer({});
  });
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    const scheme = details.url.slice(0, details.url.indexOf(':'));
    answer({ cancel: !['app', 'blob', 'data', 'devtools'].includes(scheme) });
  });
}

/** Links of vendors may open outside only as https or mailto, without credentials or control characters. */
export function externalUrl(text: string): URL | null {
  if (text.length > 2048 || /[\u0000-\u001f\u007f\s]/.test(text)) return null;
  try {
    const url = new URL(text);
    if (url.username !== '' || url.password !== '') return null;
    return url.protocol === 'https:' || url.protocol === 'mailto:' ? url : null;
  } catch {
    return null;
  }
}
