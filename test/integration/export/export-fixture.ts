import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openWorkspace, type Workspace } from '../../../electron/desk/workspace.ts';
import { createPackageSource } from '../../../electron/intake/package-source.ts';
import type { Marketplace } from '../../../electron/marketplaces/marketplace.ts';
import type { Rule } from '../../../shared/domain/rulebook.ts';
import { NOW, packageFiles, testMarketplace, zipOf } from '../../unit/intake/package-builder.ts';

const rule = (id: string, area: Rule['area'], severity: Rule['severity']): Rule => ({
  id,
  area,
  severity,
  text: { ru: `Требование ${id}`, en: `Requirement ${id}` },
  expected: { ru: `Ожидание ${id}`, en: `Expectation ${id}` },
  checks: ['manual'],
  source: 'TEST §1',
});

/** The market of the intake tests with three rules. */
export const market: Marketplace = {
  ...testMarketplace,
  title: { ru: 'Рынок', en: 'Market' },
  cardFields: () => [{ path: 'texts.ru.name', label: { ru: 'Название', en: 'Name' }, kind: 'text' }],
  versionFields: () => [{ path: 'number', label: { ru: 'Номер версии', en: 'Version number' }, kind: 'text' }],
  rulebook: {
    marketplace: 'market',
    version: '2026-11-21.1',
    rules: [
      rule('card-honest', 'card', 'major'),
      rule('reinstall-works', 'reinstall', 'blocker'),
      rule('ui-readable', 'interface', 'minor'),
    ],
  },
  checks: [],
  loadPortal: () => Promise.reject(new Error('no portal in this test')),
  loadInstallTest: () => Promise.reject(new Error('no test in this test')),
  probes: [],
  registration: () => ({ refused: { ru: 'Не устанавливается.', en: 'Cannot be installed.' } }),
  commandLine: { options: [], registration: ({ code, version }) => ({ code, version }) },
};

export interface Place {
  readonly root: string;
  readonly workspace: Workspace;
  /** Writes a package file and imports it. */
  import(name: string, change?: (value: Record<string, unknown>) => void): Promise<void>;
  file(name: string): string;
  end(): Promise<void>;
}

/** A real workspace with the real intake. The clock moves by a second at every look. */
export function openPlace(): Place {
  const root = mkdtempSync(path.join(os.tmpdir(), 'export-'));
  let now = NOW;
  const workspace = openWorkspace({
    path: path.join(root, 'workspace'),
    create: true,
    exclusive: false,
    appVersion: '0.1.0',
    marketplaces: [market],
    packages: createPackageSource({ marketplaces: [market], now: () => now }),
    startRun: () => {
      throw new Error('no runs in this test');
    },
    keyProtector: null,
    emit: () => undefined,
    workerScript: null,
    housekeeping: false,
    now: () => (now += 1000),
  });
  const file = (name: string): string => path.join(root, name);
  return {
    root,
    workspace,
    file,
    async import(name, change = () => undefined) {
      await writeFile(file(name), zipOf(packageFiles(change)));
      const summary = await workspace.importer.importPaths([file(name)]);
      if (summary.imported !== 1) throw new Error(JSON.stringify(summary));
    },
    async end() {
      await workspace.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
