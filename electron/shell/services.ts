import { Menu, nativeTheme, type BrowserWindow } from 'electron';
import path from 'node:path';
import type { EventName } from '../../shared/ipc/channels.ts';
import type { EventPayload, SettingsView } from '../../shared/ipc/contract.ts';
import { DemoServers } from '../demo/demo-servers.ts';
import { countUnread } from '../desk/correspondence-desk.ts';
import { openWorkspace } from '../desk/workspace.ts';
import { WorkspaceHost } from '../desk/workspace-host.ts';
import { readRulebookFiles } from '../intake/rulebook-files.ts';
import { createDispatch } from '../ipc/dispatch.ts';
import { createHandlers } from '../ipc/handlers.ts';
import { sendEvent } from '../ipc/register.ts';
import { marketplaces } from '../marketplaces/list.ts';
import { startRun } from '../sandbox/run-host.ts';
import { Attention } from './attention.ts';
import { isOwnDocument } from './guards.ts';
import { systemKeyProtection } from './key-protection.ts';
import { logUnexpected } from './log.ts';
import { setMenu } from './menu.ts';
import { createPlatform } from './platform.ts';

/** Loaded with the first import of packages. */
const packages = async () => (await import('../intake/package-source.ts')).createPackageSource({ marketplaces });

export interface Services {
  readonly dispatch: ReturnType<typeof createDispatch>;
  /** A picture for the window; null when the workspace has none. */
  blob(sha256: string): Promise<Uint8Array | null>;
  /** Closes the workspace and stops the vendors of the demonstration. */
  stop(): Promise<void>;
}

/**
 * Builds the services behind the window and wires them; no logic of its own. What only some work needs is loaded by that work.
 * @param options.folder where the built entries lie (out/main)
 * @param options.workspace folder of the workspace to begin with
 */
export function startServices(options: { readonly folder: string; readonly workspace: string; readonly window: BrowserWindow }): Services {
  const { folder, window } = options;
  const contents = window.webContents;

  const applySettings = (settings: SettingsView): void => {
    nativeTheme.themeSource = settings.theme === 'light' || settings.theme === 'dark' ? settings.theme : 'system';
  };
  const emit = <E extends EventName>(event: E, payload: EventPayload<E>): void => {
    if (event === 'settings.changed') applySettings(payload as SettingsView);
    if (event === 'workspace.changed') void demoServers.follow(openPath());
    attention.follow(event, payload);
    // Until its first question is answered the window knows nothing that could have changed.
    if (isReady) sendEvent(contents, event, payload);
  };
  let isReady = false;

  const demoServers = new DemoServers(path.join(folder, 'vendor-process.js'));
  const openPath = (): string | null => (host.status().state === 'open' ? host.status().path : null);
  const keyProtector = systemKeyProtection();
  const host = new WorkspaceHost({
    path: options.workspace,
    emit,
    fillDemo: async (workspace) => {
      const { fillDemoWorkspace } = await import('../demo/fill-demo-workspace.ts');
      await fillDemoWorkspace(workspace, path.join(folder, 'demo-media'));
    },
    open: (workspacePath, create) =>
      openWorkspace({
        path: workspacePath,
        create,
        exclusive: true,
        appVersion: __APP_VERSION__,
        marketplaces,
        packages: {
          find: async (paths, signal) => (await packages()).find(paths, signal),
          read: async (packagePath, signal) => (await packages()).read(packagePath, signal),
        },
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
  host.openExisting();
  applySettings(host.settings());
  // Until the window has sent its actions; what it asks for first comes before that.
  setImmediate(() => {
    if (Menu.getApplicationMenu() === null) setMenu(host.settings().locale, [], () => undefined);
  });

  const handlers = createHandlers({
    platform: createPlatform(window, () => host.settings().locale, emit as (event: string, payload: unknown) => void),
    host,
    marketplaces,
    app: {
      version: __APP_VERSION__,
      electron: process.versions.electron,
      platform: process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'windows' : 'linux',
      secretsProtection: keyProtector === null ? 'file' : 'os',
    },
    bundles: {
      exportBundle: async (workspace, request) => (await import('../export/export-bundle.ts')).exportBundle(workspace, request),
      verifyBundle: async (file) => (await import('../export/verify-bundle.ts')).verifyBundle(file),
    },
  });
  isReady = true;
  return {
    dispatch: createDispatch(handlers, {
      isTrusted: (sender) => sender.isMainFrame && sender.webContentsId === contents.id && isOwnDocument(sender.url),
      checkOutputs: process.env['WORKSTATION_CHECK_OUTPUTS'] === '1',
      onUnexpected: logUnexpected,
    }),
    blob: (sha256) => host.blob(sha256),
    stop: async () => {
      attention.stop();
      await Promise.allSettled([host.close(), demoServers.stop()]);
    },
  };
}
