import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChain } from '../../electron/store/event-log.ts';
import { openDatabase } from '../../electron/store/open-database.ts';
import { prepareWorkspaceFolder, workspaceFolder } from '../../electron/store/workspace-folder.ts';
import { buildScript } from '../integration/desk/built-script.ts';
import { halfDone } from './decision-invariants.ts';

const KILLS = 60;
const WAL_HEADER_BYTES = 32;
/** A frame is a page of 4096 bytes and its header. */
const WAL_FRAME_BYTES = 4_096 + 24;

let root: string;
let script: string;
beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'kill-'));
  symlinkSync(path.join(import.meta.dirname, '../../node_modules'), path.join(root, 'node_modules'));
  script = await buildScript('test/crash/decider.ts', root);
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Starts the desk, lets it confirm something, and kills it at a random moment. @returns what it confirmed. */
async function killWhileDeciding(workspace: string): Promise<string[][]> {
  const child = spawn(process.execPath, [script, workspace], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const confirmed: string[][] = [];
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const gone = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const said = once(lines, 'line');
  lines.on('line', (line) => confirmed.push(line.split(' ')));
  await Promise.race([said, gone.then(() => Promise.reject(new Error(`the desk ended by itself: ${complaints}`)))]);
  await new Promise((resolve) => setTimeout(resolve, randomInt(0, 150)));
  const closed = once(lines, 'close');
  child.kill('SIGKILL');
  await Promise.all([gone, closed]);
  return confirmed;
}

describe('kill -9 of the desk at work', () => {
  it(`loses nothing that was confirmed, ${String(KILLS)} times`, { timeout: 900_000 }, async () => {
    const folder = workspaceFolder(path.join(root, 'workspace'));
    let all = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const confirmed = await killWhileDeciding(folder.root);
      const db = openDatabase(folder, { appVersion: '0.1.0' });
      const exists: Readonly<Record<string, string>> = {
        submission: 'SELECT count(*) FROM submissions WHERE id = ?',
        evidence: 'SELECT count(*) FROM evidence JOIN checklist_evidence ON evidence_id = id WHERE id = ?',
        message: 'SELECT count(*) FROM outbox WHERE message_id = ?',
        verdict: 'SELECT count(*) FROM verdicts WHERE id = ?',
        undo: 'SELECT undone_at IS NOT NULL FROM verdicts WHERE id = ?',
      };
      for (const [kind = '', id = ''] of confirmed) expect(db.value(exists[kind] ?? '', id), `kill ${String(kill)}: ${kind} ${id}`).toBe(1);
      // Files are durable before the rows that name them.
      for (const { sha256, size } of db.all<{ sha256: string; size: number }>(
        'SELECT sha256, size_bytes AS size FROM evidence UNION SELECT sha256, size_bytes FROM submission_files',
      )) {
        expect(statSync(path.join(folder.evidence, sha256.slice(0, 2), sha256)).size).toBe(size);
      }
      expect(halfDone(db), `kill ${String(kill)}`).toEqual([]);
      db.close();
      all += confirmed.length;
    }
    expect(all).toBeGreaterThan(KILLS * 3);
  });

  it('opens any torn end of the write-ahead log as an earlier state, never a mixed one', { timeout: 900_000 }, async () => {
    const folder = workspaceFolder(path.join(root, 'torn'));
    // A log that was begun afresh a moment before the kill holds too little to tear.
    const wal = `${folder.database}-wal`;
    let full = 0;
    for (let kill = 0; full < 40 * WAL_FRAME_BYTES && kill < 20; kill += 1) {
      await killWhileDeciding(folder.root);
      full = existsSync(wal) ? liveBytes(readFileSync(wal)) : 0;
    }
    expect(full).toBeGreaterThanOrEqual(40 * WAL_FRAME_BYTES);
    const whole = (() => {
      const db = openDatabase(workspaceFolder(copyOf(folder.root, 'whole', full)), { appVersion: '0.1.0' });
      const { checked, heads } = verifyChain(db);
      db.close();
      return { checked, heads };
    })();
    let shorter = 0;
    for (let trial = 0; trial < 60; trial += 1) {
      const length = trial < 20 ? Math.max(0, full - trial * WAL_FRAME_BYTES) : randomInt(0, full);
      const db = openDatabase(workspaceFolder(copyOf(folder.root, `torn-${String(trial)}`, length)), { appVersion: '0.1.0' });
      const { checked } = verifyChain(db);
      expect(checked).toBeLessThanOrEqual(whole.checked);
      if (checked > 0) expect(halfDone(db), `${String(length)} of ${String(full)} bytes`).toEqual([]);
      if (checked < whole.checked) shorter += 1;
      db.close();
      rmSync(path.join(root, `torn-${String(trial)}`), { recursive: true });
    }
    expect(shorter).toBeGreaterThan(10);
  });
});

/**
 * Bytes of a write-ahead log that belong to its present round: SQLite writes a log from the start again after a checkpoint, and what
 * lies behind has the salts of an earlier round (sqlite.org/fileformat2.html, section 4.1).
 */
function liveBytes(wal: Buffer): number {
  const salts = wal.subarray(16, 24);
  let end = WAL_HEADER_BYTES;
  while (end + WAL_FRAME_BYTES <= wal.length && wal.subarray(end + 8, end + 16).equals(salts)) end += WAL_FRAME_BYTES;
  return end;
}

/** Copies database and log as they lie on the disk, the log cut to `walBytes`. */
function copyOf(from: string, name: string, walBytes: number): string {
  const to = workspaceFolder(path.join(root, name));
  mkdirSync(to.root, { recursive: true });
  prepareWorkspaceFolder(to, true);
  const source = workspaceFolder(from);
  copyFileSync(source.database, to.database);
  writeFileSync(`${to.database}-wal`, readFileSync(`${source.database}-wal`));
  truncateSync(`${to.database}-wal`, walBytes);
  return to.root;
}
