import { app, Menu, nativeTheme, session } from 'electron';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { registerDispatch } from '../ipc/register.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { lockAllContents, lockSession } from './guards.ts';
import { parseLaunch } from './launch.ts';
import { logUnexpected } from './log.ts';
import type { startServices } from './services.ts';
import { createWindow, preloadPath } from './window.ts';

/** What the services are made of. Each part takes no longer to load than a window may wait for an answer. */
const FIRST_PART = () => import('../../shared/ipc/inputs.ts');
const PARTS: readonly (() => Promise<unknown>)[] = [() => import('../marketplaces/list.ts'), () => import('../desk/workspace.ts')];

/**
 * Opens the window and loads what stands behind it in parts: little while the window's own process starts, since every step of
 * that waits for this process, and the rest while the window reads and builds the interface that it got.
 * Must be called before 'ready'.
 * @param folder where the built entries lie (out/main)
 */
export function startWorkstation(folder: string): void {
  const launch = parseLaunch(process.argv.slice(1), path.join(app.getPath('userData'), 'workspace'));
  // Each workspace has a profile and a window of its own; a second start brings the first one to the front.
  if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', path.join(app.getPath('userData'), 'profiles', launch.profile));

  // The one window never goes elsewhere: a process kept in stock for its next page would only slow down the start and hold memory.
  app.commandLine.appendSwitch('disable-features', 'SpareRendererForSitePerProcess');
  registerAppScheme();
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  lockAllContents();
  // The services set the product's own.
  Menu.setApplicationMenu(null);

  const start = (): void => {
    lockSession(session.defaultSession);
    const served = serveApp(session.defaultSession, path.join(folder, '..', 'renderer'), async (sha256) => (await services).blob(sha256));
    const window = createWindow(preloadPath(folder), path.join(app.getPath('userData'), 'window.json'), nativeTheme.shouldUseDarkColors);
    const services = loadServices(served).then((begin) => begin({ folder, workspace: launch.workspace, window }));
    services.catch((error: unknown) => {
      logUnexpected('start-up', error);
      app.exit(1);
    });
    let isServed = false;
    void served.then(() => {
      isServed = true;
    });
    registerDispatch(services.then(({ dispatch }) => dispatch));

    app.on('second-instance', () => {
      if (window.isMinimized()) window.restore();
      window.focus();
    });
    app.on('window-all-closed', () => {
      // Closed before it had its interface: services that would have to be stopped will never be there.
      if (!isServed) app.quit();
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

/** @param served settled when the window has got the interface */
async function loadServices(served: Promise<void>): Promise<typeof startServices> {
  await FIRST_PART();
  await served;
  for (const load of PARTS) {
    await load();
    await setImmediate();
  }
  return (await import('./services.ts')).startServices;
}
