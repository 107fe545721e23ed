import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bridge } from '../../renderer/lib/bridge.ts';
import { bitrix24Seed } from '../../electron/cli/seed-material.ts';
import { seedWorkspace } from '../../electron/desk/seed-desk.ts';
import { openWorkspace, type Workspace } from '../../electron/desk/workspace.ts';
import { marketplaces } from '../../electron/marketplaces/list.ts';
import { openDisplay, type Display } from '../../electron/sandbox/display.ts';
import { runtimeInfo } from '../runtime.ts';
import { halfDone } from './decision-invariants.ts';

const KILLS = 50;
const project = path.join(import.meta.dirname, '../..');
const built = path.join(process.env['WORKSTATION_OUT'] ?? path.join(project, 'out'), 'main/main.js');

let root: string;
let display: Display;
beforeAll(async () => {
  if (!existsSync(built)) throw new Error(`${built} is missing: build the application first`);
  root = mkdtempSync(path.join(tmpdir(), 'crash-'));
  display = await openDisplay();
});
afterAll(() => {
  display.close();
  rmSync(root, { recursive: true, force: true });
});

const open = (): Workspace =>
  openWorkspace({
    path: path.join(root, 'workspace'),
    create: true,
    exclusive: true,
    appVersion: '0.1.0',
    marketplaces,
    packages: { find: (paths) => Promise.resolve(paths), read: () => Promise.reject(new Error('no packages here')) },
    startRun: () => {
      throw new Error('no runs here');
    },
    keyProtector: null,
    emit: () => undefined,
    workerScript: null,
    housekeeping: false,
  });

/** Runs in the window: takes, marks, writes, decides through the bridge, and says what was confirmed. */
async function decideForEver(): Promise<void> {
  const { workstation } = window as unknown as { workstation: Bridge };
  const call = async <T>(channel: Parameters<Bridge['invoke']>[0], input: unknown): Promise<T> => {
    const result = await workstation.invoke(channel, input);
    if (!result.ok) throw new Error(`${channel}: ${result.code} ${result.message}`);
    return result.value as T;
  };
  const query = { view: 'queue', marketplace: null, region: null, kind: null, search: null };
  for (let round = 0; ; round += 1) {
    const { rows } = await call<{ rows: { id: string; revision: number }[] }>('queue.page', { query, start: { index: 0 }, limit: 1 });
    const [row] = rows;
    if (row === undefined) throw new Error('the queue is empty');
    await call('claim.take', { id: row.id, revision: row.revision });
    const { items } = await call<{ items: { ruleId: string }[] }>('checklist.get', { submissionId: row.id });
    const ruleId = items[round % items.length]?.ruleId ?? '';
    await call('checklist.mark', { submissionId: row.id, ruleId, mark: 'fail' });
    console.log(`confirmed mark ${row.id} ${ruleId}`);
    const view = await call<{ revision: number; version: string; solution: { id: string } }>('submission.get', { id: row.id });
    if (round % 3 === 0) {
      const message = await call<{ id: string }>('chat.send', {
        solutionId: view.solution.id,
        submissionId: row.id,
        kind: 'to-vendor',
        text: 'Уточните',
      });
      console.log(`confirmed message ${message.id}`);
    }
    const kind = round % 2 === 0 ? 'return' : 'refuse';
    const { revision, version } = view;
    const decided = await call<{ verdictId: string }>('verdict.decide', {
      submissionId: row.id,
      revision,
      version,
      kind,
      letter: `Письмо ${String(round)}`,
      language: 'ru',
    });
    console.log(`confirmed verdict ${decided.verdictId}`);
    if (round % 3 === 1) {
      await call('verdict.undo', { verdictId: decided.verdictId });
      console.log(`confirmed undo ${decided.verdictId}`);
    }
  }
}

/** Under load Playwright sometimes misses the start of an application; that start is not what is tested here. */
async function launch(profile: string, env: Record<string, string>): Promise<ElectronApplication> {
  for (let left = 3; ; left -= 1) {
    try {
      return await _electron.launch({
        executablePath: runtimeInfo().executable,
        args: [
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          project,
          `--workspace=${path.join(root, 'workspace')}`,
          `--user-data-dir=${profile}`,
        ],
        env,
        timeout: 60_000,
      });
    } catch (error) {
      if (left === 1) throw error;
    }
  }
}

describe('kill -9 of the main process while it decides', () => {
  it(`loses nothing that was confirmed, ${String(KILLS)} times`, { timeout: 1_800_000 }, async () => {
    const seeded = open();
    seedWorkspace(seeded.context, bitrix24Seed, 4_000, () => undefined);
    await seeded.close();
    const env = { ...process.env, ...display.environment } as Record<string, string>;
    // The tests run on the runtime's own Node; the application must not.
    delete env['ELECTRON_RUN_AS_NODE'];
    const counted = { mark: 0, message: 0, verdict: 0, undo: 0 };
    for (let kill = 0; kill < KILLS; kill += 1) {
      const profile = path.join(root, 'profile');
      const app = await launch(profile, env);
      const confirmed: string[][] = [];
      const page = await app.firstWindow();
      const enough = randomInt(1, 12);
      const ready = new Promise<void>((resolve, reject) => {
        page.on('console', (message) => {
          const [word, ...rest] = message.text().split(' ');
          if (word !== 'confirmed') return;
          confirmed.push(rest);
          if (confirmed.length === enough) resolve();
        });
        page
          .waitForSelector('[data-app-state]', { state: 'attached' })
          .then(() => page.evaluate(decideForEver))
          .catch(reject);
      });
      await ready;
      // At a random moment of whatever it does next.
      const delayMs = randomInt(0, 40);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      const child = app.process();
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      await ready.catch(() => undefined);

      const { context, close } = open();
      const where = `kill ${String(kill)} after ${String(enough)} confirmations and ${String(delayMs)} ms`;
      for (const [kind = '', id = '', more = ''] of confirmed) {
        const sql = {
          mark: ["SELECT mark = 'fail' FROM checklist_items WHERE submission_id = ? AND rule_id = ?", id, more],
          message: ['SELECT count(*) FROM outbox WHERE message_id = ?', id],
          verdict: ['SELECT count(*) FROM verdicts WHERE id = ?', id],
          undo: ['SELECT undone_at IS NOT NULL FROM verdicts WHERE id = ?', id],
        }[kind as keyof typeof counted] as [string, ...string[]];
        expect(context.db.value(...sql), `${where}: ${kind} ${id}`).toBe(1);
        counted[kind as keyof typeof counted] += 1;
      }
      expect(halfDone(context.db), where).toEqual([]);
      await close();
      rmSync(profile, { recursive: true, force: true });
    }
    // A test that confirmed nothing would prove nothing.
    expect(counted.verdict).toBeGreaterThan(KILLS);
    expect(counted.undo).toBeGreaterThan(0);
    expect(counted.message).toBeGreaterThan(0);
  });
});
