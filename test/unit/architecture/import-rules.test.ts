import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');

interface Room {
  /** Files of the room: a folder or a single file, longest match wins. */
  readonly at: string;
  /** Rooms whose files it may import, besides its own. */
  readonly rooms: readonly string[];
  /** Libraries by name; 'node:*' for Node's own. */
  readonly libraries: readonly string[];
}

/** Interface files: the only part of a room that any other room of electron/ may name. */
const INTERFACES = [
  'electron/portals/portal.ts',
  'electron/sandbox/run-context.ts',
  'electron/sandbox/run-host.ts',
  'electron/marketplaces/marketplace.ts',
  'electron/ipc/platform.ts',
];

/** Entries of processes of their own: they compose rooms, as main.ts does. */
const COMPOSITION = [
  'electron/main.ts',
  'electron/cli.ts',
  'electron/portals/portal-process.ts',
  'electron/sandbox/run-process.ts',
  'electron/demo/vendor-process.ts',
];

/** Who may import whom. A new marketplace or screen needs no change here. */
const RULES: readonly Room[] = [
  { at: 'shared', rooms: [], libraries: ['zod'] },
  { at: 'electron/store', rooms: ['shared'], libraries: ['node:*', 'better-sqlite3', '@orama/stemmers', 'uuid', 'zod'] },
  { at: 'electron/intake', rooms: ['shared'], libraries: ['node:*', 'yauzl', 'pngjs', 'image-size', 'zod'] },
  { at: 'electron/portals', rooms: ['shared'], libraries: ['node:*', 'zod'] },
  { at: 'electron/sandbox', rooms: ['shared'], libraries: ['node:*', 'playwright', 'uuid', 'yauzl', 'yazl', 'zod'] },
  {
    at: 'electron/marketplaces',
    rooms: ['shared'],
    libraries: [
      'node:*',
      'express',
      'qs',
      'zod',
      'playwright',
      'yauzl',
      '@peculiar/x509',
      'ws',
      'pngjs',
      'saxes',
      '@cwasm/jpeg-turbo',
      'hunspell-wasm',
    ],
  },
  { at: 'electron/desk', rooms: ['shared', 'electron/store'], libraries: ['node:*', 'zod'] },
  { at: 'electron/export', rooms: ['shared', 'electron/store', 'electron/desk'], libraries: ['node:*', 'yazl', 'yauzl', 'zod'] },
  { at: 'electron/ipc', rooms: ['shared', 'electron/desk', 'electron/export'], libraries: ['node:*', 'zod'] },
  { at: 'electron/ipc/register.ts', rooms: ['shared', 'electron/ipc'], libraries: ['electron'] },
  { at: 'electron/preload.ts', rooms: ['shared'], libraries: ['electron'] },
  {
    at: 'electron/demo',
    rooms: ['shared', 'electron/desk', 'electron/export', 'electron/intake', 'electron/store', 'electron/marketplaces', 'electron/sandbox'],
    libraries: ['node:*', 'express', 'qs', 'zod', 'playwright', 'better-sqlite3', 'yazl', 'pngjs'],
  },
  { at: 'electron/cli', rooms: ['*'], libraries: ['node:*', 'commander', 'zod'] },
  { at: 'electron/shell', rooms: ['*'], libraries: ['*'] },
  ...COMPOSITION.map((at) => ({ at, rooms: ['*'], libraries: ['*'] })),
  {
    at: 'renderer',
    rooms: ['shared'],
    libraries: [
      'react',
      'react-dom',
      'zustand',
      'radix-ui',
      'diff',
      'pixelmatch',
      'mdast',
      'mdast-util-from-markdown',
      'lucide-react',
      '@tanstack/react-virtual',
      '@fontsource-variable/inter',
      '@fontsource-variable/jetbrains-mono',
    ],
  },
];

function roomOf(file: string): Room | undefined {
  return RULES.filter((room) => file === room.at || file.startsWith(`${room.at}/`)).sort((a, b) => b.at.length - a.at.length)[0];
}

/** @returns what is wrong with one import, or null */
function judge(file: string, specifier: string): string | null {
  const room = roomOf(file);
  if (room === undefined) return `${file} is in no room`;
  if (!specifier.startsWith('.')) {
    const library = specifier.startsWith('node:')
      ? 'node:*'
      : specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/');
    return room.libraries.includes('*') || room.libraries.includes(library) ? null : `${file} may not import ${specifier}`;
  }
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, '')));
  if (INTERFACES.includes(target)) return file.startsWith('electron/') ? null : `${file} may not import ${target}`;
  const other = roomOf(target);
  if (other === undefined) return `${file} imports ${target}, which is in no room`;
  const isOwn = other.at === room.at || target.startsWith(`${room.at}/`);
  return isOwn || room.rooms.includes('*') || room.rooms.includes(other.at) || (other.at === 'electron/demo' && room.at === 'electron/demo')
    ? null
    : `${file} may not import ${target}`;
}

function importsOf(source: string): string[] {
  const text = source.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  return [...text.matchAll(/(?:^|[\s;])(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'|import\('([^']+)'\)/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
}

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder)).flatMap((name) => {
    const file = path.posix.join(folder, name);
    if (statSync(path.join(root, file)).isDirectory()) return sources(file);
    return /\.(ts|tsx)$/.test(name) && !name.endsWith('.d.ts') ? [file] : [];
  });
}

const all = ['shared', 'electron', 'renderer'].flatMap(sources);

describe('who may import whom', () => {
  it('holds for every import', () => {
    expect(all.length).toBeGreaterThan(30);
    const wrong = all.flatMap((file) =>
      importsOf(readFileSync(path.join(root, file), 'utf8')).flatMap((specifier) => judge(file, specifier) ?? []),
    );
    expect(wrong).toEqual([]);
  });

  it('notices imports that it must refuse', () => {
    const bad: readonly (readonly [string, string])[] = [
      ['shared/domain/x.ts', 'node:fs'],
      ['shared/domain/x.ts', '../../electron/store/ids.ts'],
      ['electron/store/x.ts', 'electron'],
      ['electron/store/x.ts', '../desk/workspace.ts'],
      ['electron/intake/x.ts', '../store/ids.ts'],
      ['electron/marketplaces/bitrix24/x.ts', '../../sandbox/masking.ts'],
      ['electron/sandbox/x.ts', '../marketplaces/bitrix24/bitrix24.ts'],
      ['electron/desk/x.ts', '../intake/read-package.ts'],
      ['electron/ipc/x.ts', '../store/ids.ts'],
      ['electron/ipc/handlers.ts', 'electron'],
      ['renderer/app/x.tsx', '../../electron/ipc/platform.ts'],
      ['renderer/app/x.tsx', 'zod'],
      ['elsewhere/x.ts', 'node:fs'],
    ];
    for (const [file, specifier] of bad) expect(judge(file, specifier), `${file} -> ${specifier}`).not.toBeNull();
    expect(judge('electron/sandbox/x.ts', '../portals/portal.ts')).toBeNull();
    expect(
      importsOf("import type { A } from './a.ts';\nimport './b.css';\nexport { c } from './c.ts';\nconst d = await import('./d.ts');"),
    ).toEqual(['./a.ts', './b.css', './c.ts', './d.ts']);
  });

  it('keeps the contract out of the window: only its types', () => {
    const values = sources('renderer').filter((file) =>
      /^import\s+(?!type\b)[^;]*shared\/ipc\/contract\.ts'/m.test(readFileSync(path.join(root, file), 'utf8')),
    );
    expect(values).toEqual([]);
  });

  it('has rooms without junk drawers', () => {
    const junk = all.filter((file) => /(^|\/)(utils?|helpers?|misc|common|index)(\.(ts|tsx)$|\/)/.test(file));
    // Texts lie by screen; those that every screen shows are the one thing that is rightly common.
    expect(junk.filter((file) => file !== 'renderer/i18n/messages/common.ts')).toEqual([]);
    const odd = all.filter((file) => {
      const name = path.basename(file).replace(/\.(d\.)?tsx?$/, '');
      return file.endsWith('.tsx') ? !/^[A-Z][A-Za-z0-9]*$|^[a-z0-9-]+$/.test(name) : !/^[a-z0-9-]+$/.test(name);
    });
    expect(odd).toEqual([]);
  });
});
