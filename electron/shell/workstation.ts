import { app, Menu, nativeTheme, session } from 'electron';
import { once } from 'node:events';
import path from 'node:path';
import { registerDispatch } from '../ipc/register.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { lockAllContents, lockSession } from './guards.ts';
import { parseLaunch } from './launch.ts';
import { logUnexpected } from './log.ts';
import { createWindow, preloadPath } from './window.ts';

/**
 * Opens the window, then loads what stands behind it while the window's process reads the interface.
 * Must be called before 'ready'.
 * @param folder where the built entries lie (out/main)
 */
export function startWorkstation(folder: string): void {
  const launch = parseLaunch(process.argv.slice(1), path.join(app.getPath('userData'), 'workspace'));
  // Each workspace has a profile and a window of its own; a second start brings the first one to the front.
  if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', path.join(app.getPath('userData'), 'profiles', launch.profile));

  registerAppScheme();
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  lockAllContents();
  // The services set the product's own.
  Menu.setApplicationMenu(null);

  const start = (): void => {
    lockSession(session.defaultSession);
    const interfaceSent = serveApp(session.defaultSession, path.join(folder, '..', 'renderer'), async (sha256) =>
      (await services).blob(sha256),
    );
    const window = createWindow(preloadPath(folder), path.join(app.getPath('userData'), 'window.json'), nativeTheme.shouldUseDarkColors);
    const services = Promise.race([interfaceSent, once(window.webContents, 'did-stop-loading')])
      .then(() => import('./services.ts'))
      .then(({ startServices }) => startServices({ folder, workspace: launch.workspace, window }));
    services.catch((error: unknown) => {
      logUnexpected('start-up', error);
      app.exit(1);
    });
    registerDispatch(services.then(({ dispatch }) => dispatch));

    app.on('second-instance', () => {
      if (window.isMinimized()) window.restore();
      window.focus();
    });
    app.on('window-all-closed', () => {
      void services
        .then(({ stop }) => stop())
        .finally(() => {
          app.quit();
        });
    });
  };

  // Not awaited at the top: an entry module that waits for 'ready' keeps 'ready' from coming.
  if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
  else app.quit();
}
