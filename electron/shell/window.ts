import { BrowserWindow, screen, type WebPreferences } from 'electron';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { APP_URL } from './app-protocol.ts';

/** The one place where web preferences are decided. */
export function webPreferences(preload: string): WebPreferences {
  return Object.freeze({
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  });
}

interface WindowState {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
  readonly zoom: number;
}

/** Zoom factors of the window, as browsers have them. */
export const ZOOM_STEPS: readonly number[] = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];

const DEFAULT_STATE: WindowState = { width: 1440, height: 900, isMaximized: false, zoom: 1 };

function knownZoom(zoom: unknown): number {
  return typeof zoom === 'number' && zoom >= 0.5 && zoom <= 3 ? zoom : 1;
}

function readState(file: string): WindowState {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<WindowState>;
    if (typeof value.width !== 'number' || typeof value.height !== 'number') return DEFAULT_STATE;
    const isVisible =
      typeof value.x === 'number' &&
      typeof value.y === 'number' &&
      screen
        .getAllDisplays()
        .some(({ bounds }) => Number(value.x) < bounds.x + bounds.width - 100 && Number(value.x) + Number(value.width) > bounds.x + 100);
    const size = {
      width: Math.max(1024, value.width),
      height: Math.max(640, value.height),
      isMaximized: value.isMaximized === true,
      zoom: knownZoom(value.zoom),
    };
    return isVisible ? { ...size, x: Number(value.x), y: Number(value.y) } : size;
  } catch {
    return DEFAULT_STATE;
  }
}

/**
 * Creates the window and starts loading the interface.
 * @param stateFile where size, position and zoom are remembered
 */
export function createWindow(preload: string, stateFile: string, isDark: boolean): BrowserWindow {
  const state = readState(stateFile);
  const window = new BrowserWindow({
    ...(state.x !== undefined && state.y !== undefined ? { x: state.x, y: state.y } : {}),
    width: state.width,
    height: state.height,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    backgroundColor: isDark ? '#16181d' : '#ffffff',
    webPreferences: webPreferences(preload),
  });
  if (state.isMaximized) window.maximize();
  window.once('ready-to-show', () => {
    window.show();
  });
  window.webContents.once('did-finish-load', () => {
    window.webContents.setZoomFactor(state.zoom);
  });
  window.on('close', () => {
    const { x, y, width, height } = window.getNormalBounds();
    try {
      writeFileSync(
        stateFile,
        JSON.stringify({ x, y, width, height, isMaximized: window.isMaximized(), zoom: window.webContents.getZoomFactor() }),
      );
    } catch {
      // A remembered size is a comfort; a full disk must not keep the window from closing.
    }
  });
  void window.loadURL(APP_URL);
  return window;
}

export function preloadPath(mainFolder: string): string {
  return path.join(mainFolder, '..', 'preload', 'preload.cjs');
}
