import { app, nativeTheme, session } from 'electron';
import path from 'node:path';
import type { EventName } from '../../shared/ipc/channels.ts';
import type { EventPayload, SettingsView } from '../../shared/ipc/contract.ts';
import { DemoServers } from '../demo/demo-vendors.ts';
import { fillDemoWorkspace } from '../demo/fill-demo-workspace.ts';
import { countUnread } from '../desk/correspondence-desk.ts';
import { openWorkspace } from '../desk/workspace.ts';
import { WorkspaceHost } from '../desk/workspace-host.ts';
import { exportBundle } from '../export/export-bundle.ts';
import { verifyBundle } from '../export/verify-bundle.ts';
import { createPackageSource } from '../intake/package-source.ts';
import { readRulebookFiles } from '../intake/rulebook-files.ts';
import { createDispatch } from '../ipc/dispatch.ts';
import { createHandlers } from '../ipc/handlers.ts';
import { registerDispatch, sendEvent } from '../ipc/register.ts';
import { marketplaces } from '../marketplaces/list.ts';
import { startRun } from '../sandbox/run-host.ts';
import { isOwnDocument, lockAllContents, lockSession } from './guards.ts';
import { systemKeyProtection } from './key-protection.ts';
import { parseLaunch } from './launch.ts';
import { logUnexpected } from './log.ts';
import { setMenu } from './menu.ts';
import { Attention } from './attention.ts';
import { createPlatform } from './platform.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { createWindow, preloadPath } from './window.ts';

/**
 * Builds the services and wires them; no logic of its own. Must be called before 'ready'.
 * @param folder where the built entries lie (out/main)
 */
export function startWorkstation(folder: string): void {
  const launch = parseLaunch(process.argv.slice(1), path.join(app.getPath('userData'), 'workspace'));
  // Each workspace has a profile and a window of its own; a second start brings the first one to the front.
  if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', path.join(app.getPath('userData'), 'profiles', launch.profile));

  registerAppScheme();
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  lockAllContents();

  const start = (): void => {
    lockSession(session.defaultSession);
    let blob: (sha256: string) => Promise<Uint8Array | null> = () => Promise.resolve(null);
    serveApp(session.defaultSession, path.join(folder, '..', 'renderer'), (sha256) => blob(sha256));
    const window = createWindow(preloadPath(folder), path.join(app.getPath('userData'), 'window.json'), nativeTheme.shouldUseDarkColors);
    const contents = window.webContents;

    const applySettings = (settings: SettingsView): void => {
      nativeTheme.themeSource = settings.theme === 'light' || settings.theme === 'dark' ? settings.theme : 'system';
    };
    const emit = <E extends EventName>(event: E, payload: EventPayload<E>): void => {
      if (event === 'settings.changed') applySettings(payload as SettingsView);
      if (event === 'workspace.changed') void demoServers.follow(openPath());
      attention.follow(event, payload);
      sendEvent(contents, event, payload);
    };

    const demoServers = new DemoServers(path.join(folder, 'vendor-process.js'));
    const openPath = (): string | null => (host.status().state === 'open' ? host.status().path : null);
    const keyProtector = systemKeyProtection();
    const host = new WorkspaceHost({
      path: launch.workspace,
      emit,
      fillDemo: (workspace) => fillDemoWorkspace(workspace, path.join(folder, 'demo-media')),
      open: (workspacePath, create) =>
        openWorkspace({
          path: workspacePath,
          create,
          exclusive: true,
          appVersion: __APP_VERSION__,
          marketplaces,
          packages: createPackageSource({ marketplaces }),
          startRun,
          readRulebooks: readRulebookFiles,
          keyProtector,
          emit,
          workerScript: path.join(folder, 'read-worker.js'),
          checkScript: path.join(folder, 'check-worker.js'),
          housekeeping: true,
        }),
    });
    const attention = new Attention({
      window,
      language: () => host.settings().locale,
      countUnread: () => (host.status().state === 'open' ? countUnread(host.current().context) : 0),
      emit: (event, payload) => {
        emit(event, payload);
      },
    });
    blob = (sha256) => host.blob(sha256);
    host.openExisting();
    applySettings(host.settings());
    // Until the window has sent its actions.
    setMenu(host.settings().locale, [], () => undefined);

    const platform = createPlatform(window, () => host.settings().locale, emit as (event: string, payload: unknown) => void);
    const handlers = createHandlers({
      platform,
      host,
      marketplaces,
      app: {
        version: __APP_VERSION__,
        electron: process.versions.electron,
        platform: process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'windows' : 'linux',
        secretsProtection: keyProtector === null ? 'file' : 'os',
      },
      bundles: { exportBundle, verifyBundle },
    });
    registerDispatch(
      createDispatch(handlers, {
        isTrusted: (sender) => sender.isMainFrame && sender.webContentsId === contents.id && isOwnDocument(sender.url),
        checkOutputs: process.env['WORKSTATION_CHECK_OUTPUTS'] === '1',
        onUnexpected: logUnexpected,
      }),
    );

    app.on('second-instance', () => {
      if (window.isMinimized()) window.restore();
      window.focus();
    });
    app.on('window-all-closed', () => {
      attention.stop();
      void Promise.allSettled([host.close(), demoServers.stop()]).finally(() => {
        app.quit();
      });
    });
  };

  // Not awaited at the top: an entry module that waits for 'ready' keeps 'ready' from coming.
  if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
  else app.quit();
}
