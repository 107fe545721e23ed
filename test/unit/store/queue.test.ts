import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../electron/store/open-database.ts';
import { prepareWorkspaceFolder, workspaceFolder } from '../../../electron/store/workspace-folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'store-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('open', () => {
  it('opens', () => {
    const folder = workspaceFolder(root);
    prepareWorkspaceFolder(folder, true);
    const db = openDatabase(folder, { appVersion: '0.1.0' });
    expect(db.pragma('user_version')).toBe(10);
    expect(db.pragma('synchronous')).toBe(2);
    db.close();
    openDatabase(folder, { appVersion: '0.1.0' }).close();
  });
});
