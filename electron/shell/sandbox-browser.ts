import { app, BrowserWindow, session, type Session, type WebContents } from 'electron';
import { X509Certificate } from 'node:crypto';
import { rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import {
  jsonLines,
  SANDBOX_BROWSER_CONFIG,
  type BrowserConfig,
  type BrowserNote,
  type FromBrowser,
  type ToBrowser,
} from '../sandbox/browser-protocol.ts';
import { isAllowed, proxyBypassOf } from '../sandbox/egress.ts';

/**
 * The throw-away browser of one role: one window without preload, an in-memory session, no way to any host but the portal's and the vendor's.
 * The run drives it over the DevTools protocol; this file only guards it and tells the run what it refused.
 */

/** Notes of one kind beyond this number are counted, not sent: a popup storm must not become a message storm. */
const NOTES_OF_A_KIND = 200;
/** A port nobody listens on: where connections go that the allow-list does not know. */
const NOWHERE = 'http=127.0.0.1:1;https=127.0.0.1:1;socks=127.0.0.1:1';

/** Runs the browser until the run's socket closes. Must be called before 'ready'. */
export function runSandboxBrowser(): void {
  const config = takeConfig();
  const link = connect(config);

  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.disableHardwareAcceleration();
  // No icon in the dock and no focus taken on macOS.
  if (process.platform === 'darwin') app.setActivationPolicy('accessory');
  app.setPath('userData', path.join(config.profileDir, 'profile'));
  app.setPath('sessionData', path.join(config.profileDir, 'profile'));
  app.setPath('crashDumps', path.join(config.profileDir, 'crash'));
  for (const [name, value] of SWITCHES) app.commandLine.appendSwitch(name, value);

  app.on('window-all-closed', () => link.leave());
  app.on('login', (event, _contents, details, _auth, callback) => {
    event.preventDefault();
    link.note({ kind: 'http-auth', url: details.url, text: 'HTTP authentication was cancelled' });
    callback();
  });
  app.on('select-client-certificate', (event, _contents, url, _list, callback) => {
    event.preventDefault();
    link.note({ kind: 'certificate', url, text: 'a client certificate was asked for and not given' });
    (callback as () => void)();
  });
  app.on('render-process-gone', (_event, contents, details) => {
    link.note({ kind: 'crash', url: addressOf(contents), text: `renderer process gone: ${details.reason} (${details.exitCode})` });
  });
  app.on('web-contents-created', (_event, contents) => guard(contents, link));

  void app.whenReady().then(async () => {
    const sandboxSession = session.fromPartition(`sandbox-${process.pid}`, { cache: true });
    await confine(sandboxSession, config, link);
    const window = new BrowserWindow({
      show: false,
      frame: false,
      width: config.widthPx,
      height: config.heightPx,
      useContentSize: true,
      skipTaskbar: true,
      focusable: false,
      webPreferences: {
        session: sandboxSession,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        safeDialogs: true,
        // Drawn without a window on the screen: it steals no focus and goes on rendering.
        offscreen: true,
        backgroundThrottling: false,
        // Pickers and devices open native dialogs or reach outside the browser.
        disableBlinkFeatures: 'FileSystemAccessLocal,WebUSB,WebBluetooth,Serial,WebHID,WebShare',
      },
    });
    window.webContents.setAudioMuted(true);
    window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    await window.loadURL('about:blank');
    link.send({ type: 'ready' });
  });
}

const SWITCHES: readonly (readonly [string, string])[] = [
  ['force-device-scale-factor', '1'],
  ['force-color-profile', 'srgb'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ['disable-background-networking', ''],
  ['disable-component-update', ''],
  ['disable-domain-reliability', ''],
  ['disable-sync', ''],
  ['disable-breakpad', ''],
  ['disable-dev-shm-usage', ''],
  ['disable-quic', ''],
  ['dns-prefetch-disable', ''],
  ['no-pings', ''],
  ['no-first-run', ''],
  ['mute-audio', ''],
  ['password-store', 'basic'],
];

interface Link {
  send(message: FromBrowser): void;
  note(note: BrowserNote): void;
  leave(): void;
}

function takeConfig(): BrowserConfig {
  const text = process.env[SANDBOX_BROWSER_CONFIG];
  Reflect.deleteProperty(process.env, SANDBOX_BROWSER_CONFIG);
  if (!text) {
    process.stderr.write('The sandbox browser is started by an install test, not by hand.\n');
    app.exit(2);
    throw new Error('sandbox browser without configuration');
  }
  return JSON.parse(text) as BrowserConfig;
}

function connect(config: BrowserConfig): Link {
  const sent = new Map<BrowserNote['kind'], number>();
  const socket = net.connect(config.controlPath);
  const send = (message: FromBrowser): void => {
    if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`);
  };
  // The socket is the leash: whatever ends the run, kill -9 included, closes it.
  const leave = (): void => {
    socket.destroy();
    try {
      rmSync(config.profileDir, { recursive: true, force: true });
    } catch {
      // Files still open on this system; the run, or the next one, removes them.
    }
    process.kill(process.pid, 'SIGKILL');
  };
  socket.on('error', leave);
  socket.on('close', leave);
  socket.on(
    'data',
    jsonLines<ToBrowser>((message) => {
      if (message.type === 'ping') send({ type: 'pong', id: message.id });
      else leave();
    }),
  );
  return {
    send,
    leave,
    note: (note) => {
      const count = (sent.get(note.kind) ?? 0) + 1;
      sent.set(note.kind, count);
      if (count < NOTES_OF_A_KIND) send({ type: 'note', note: { ...note, url: note.url.slice(0, 2000), text: note.text.slice(0, 1000) } });
      else if (count === NOTES_OF_A_KIND)
        send({ type: 'note', note: { ...note, url: '', text: `more than ${NOTES_OF_A_KIND} of this kind; the rest is not listed` } });
    },
  };
}

async function confine(sandboxSession: Session, config: BrowserConfig, link: Link): Promise<void> {
  await sandboxSession.setProxy({ mode: 'fixed_servers', proxyRules: NOWHERE, proxyBypassRules: proxyBypassOf(config.egress) });
  sandboxSession.webRequest.onBeforeRequest((details, callback) => {
    if (isAllowed(details.url, config.egress)) {
      callback({});
      return;
    }
    // DevTools front-end sources of the browser itself are not the page's doing.
    if (!details.url.startsWith('devtools:')) {
      link.note({
        kind: 'blocked-request',
        url: details.url,
        text: `${details.method} ${details.resourceType} to a host outside the test was blocked`,
      });
    }
    callback({ cancel: true });
  });
  sandboxSession.setPermissionRequestHandler((_contents, permission, callback, details) => {
    link.note({ kind: 'permission', url: details.requestingUrl, text: `permission "${permission}" was denied` });
    callback(false);
  });
  sandboxSession.setPermissionCheckHandler(() => false);
  sandboxSession.setDevicePermissionHandler(() => false);
  sandboxSession.setDisplayMediaRequestHandler((_request, callback) => callback({}));
  sandboxSession.on('will-download', (event, item) => {
    event.preventDefault();
    const size = item.getTotalBytes();
    link.note({
      kind: 'download',
      url: item.getURL(),
      text: `download "${item.getFilename()}" (${size > 0 ? `${size} bytes` : 'size unknown'}, ${item.getMimeType()}) was cancelled`,
    });
  });
  sandboxSession.setCertificateVerifyProc((request, callback) => {
    if (request.errorCode === 0) callback(-3);
    else if (config.ca && isSignedBy(config.ca, request.certificate, request.hostname)) callback(0);
    else {
      link.note({ kind: 'certificate', url: `https://${request.hostname}/`, text: `certificate refused: ${request.verificationResult}` });
      callback(-2);
    }
  });
}

function guard(contents: WebContents, link: Link): void {
  contents.setWindowOpenHandler(({ url }) => {
    link.note({ kind: 'popup', url, text: 'a new window was blocked' });
    return { action: 'deny' };
  });
  // The run leaves whatever page it wants to; Playwright has recorded the question.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('unresponsive', () => link.note({ kind: 'hang', url: addressOf(contents), text: 'the page does not answer' }));
}

function addressOf(contents: WebContents): string {
  return contents.isDestroyed() ? '' : contents.getURL();
}

/** Whether the authority itself signed the certificate (or the one above it), it is in date and made for this host. */
function isSignedBy(ca: string, certificate: Electron.Certificate, hostname: string): boolean {
  try {
    const authority = new X509Certificate(ca);
    const leaf = new X509Certificate(certificate.data);
    const now = Date.now();
    const isInDate = (one: X509Certificate): boolean => Date.parse(one.validFrom) <= now && now <= Date.parse(one.validTo);
    const isForHost = leaf.checkHost(hostname) !== undefined || leaf.checkIP(hostname.replace(/^\[|\]$/g, '')) !== undefined;
    if (!isForHost || !isInDate(leaf) || !isInDate(authority)) return false;
    return leaf.checkIssued(authority) && leaf.verify(authority.publicKey);
  } catch {
    return false;
  }
}
