import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_MARKER } from '../../../electron/demo/demo-servers.ts';
import { chooseFirstPort, demoRegistration } from '../../../electron/demo/demo-vendors.ts';
import { fillDemoWorkspace, OTHER_SUBMISSIONS } from '../../../electron/demo/fill-demo-workspace.ts';
import { runDemo } from '../../../electron/demo/run-demo.ts';
import { DEMO_SUBMISSIONS } from '../../../electron/demo/submissions.ts';
import { getChecklist } from '../../../electron/desk/checklist-desk.ts';
import { queueCounts, queuePage } from '../../../electron/desk/queue-desk.ts';
import { getSubmission, submissionHistory } from '../../../electron/desk/submission-desk.ts';
import { openWorkspace, type Workspace } from '../../../electron/desk/workspace.ts';
import { createPackageSource } from '../../../electron/intake/package-source.ts';
import { marketplaces } from '../../../electron/marketplaces/list.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'workstation-demo-test-'));
const media = path.join(import.meta.dirname, '../../../electron/demo/media');

function open(workspacePath: string): Workspace {
  return openWorkspace({
    path: workspacePath,
    create: true,
    exclusive: false,
    appVersion: '0.0.0-test',
    marketplaces,
    packages: createPackageSource({ marketplaces }),
    startRun: () => {
      throw new Error('no install test belongs to this test');
    },
    keyProtector: null,
    emit: () => undefined,
    workerScript: null,
    housekeeping: false,
  });
}

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('demonstration workspace', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = open(path.join(folder, 'workspace'));
    await fillDemoWorkspace(workspace, media);
  });
  afterAll(async () => {
    await workspace.close();
  });

  const rows = async (view: 'queue' | 'decided' | 'all' | 'returned-again') =>
    (
      await queuePage(workspace.context, {
        query: { view, marketplace: null, region: null, kind: null, search: null },
        start: { index: 0 },
        limit: 200,
      })
    ).rows;

  it('is made of packages that intake takes, partly decided, with further attempts at the end', async () => {
    const decided = DEMO_SUBMISSIONS.filter(({ outcome }) => outcome !== undefined).length;
    expect(await rows('all')).toHaveLength(DEMO_SUBMISSIONS.length + OTHER_SUBMISSIONS);
    expect(await rows('decided')).toHaveLength(decided);
    const queue = await rows('queue');
    expect(queue).toHaveLength(DEMO_SUBMISSIONS.length + OTHER_SUBMISSIONS - decided);
    expect(queue.map(({ queuedAt }) => queuedAt)).toEqual(queue.map(({ queuedAt }) => queuedAt).toSorted((a, b) => a - b));
    const again = await rows('returned-again');
    expect(again.length).toBeGreaterThan(0);
    expect(queue.slice(-again.length).map(({ id }) => id)).toEqual(again.map(({ id }) => id));
    expect(queueCounts(workspace.context).views.find(({ view }) => view === 'queue')?.count).toBe(queue.length);
  });

  it('has pictures, a checklist with what the checks found, and a history in every submission', async () => {
    for (const row of (await rows('queue')).slice(0, 8)) {
      const submission = getSubmission(workspace.context, { id: row.id });
      for (const { sha256 } of submission.media) expect(await workspace.blob(sha256)).not.toBeNull();
      const { items } = getChecklist(workspace.context, { submissionId: row.id });
      expect(items.filter(({ automatic }) => automatic !== null).length).toBeGreaterThan(15);
      expect(submissionHistory(workspace.context, { id: row.id }).events.length).toBeGreaterThan(0);
    }
  });

  it('finds the logo that is too small and transparent', async () => {
    const row = (await rows('queue')).find(({ solutionCode, region }) => solutionCode === 'zvonar.line' && region === 'ru');
    const { items } = getChecklist(workspace.context, { submissionId: row?.id ?? '' });
    for (const ruleId of ['icon-format', 'icon-size'])
      expect(items.find((item) => item.ruleId === ruleId)?.automatic?.status, ruleId).toBe('fail');
  });

  it('points the cards of the sample vendors to the ports that it keeps', async () => {
    const marker = JSON.parse(readFileSync(path.join(workspace.path, DEMO_MARKER), 'utf8')) as { firstPort: number };
    const row = (await rows('queue')).find(({ solutionCode }) => solutionCode === 'severlab.payments');
    const address = getSubmission(workspace.context, { id: row?.id ?? '' }).versionFields.find(
      ({ path: field }) => field === 'appUrl',
    )?.value;
    expect(address).toBe(demoRegistration('bitrix24-keeps-data', marker.firstPort)?.appUrl);
  });
});

describe('ports of the demonstration', () => {
  it('are others where the usual ones are taken', async () => {
    const first = await chooseFirstPort();
    const squatter = net.createServer();
    squatter.listen(first + 11, '127.0.0.1');
    await once(squatter, 'listening');
    try {
      expect(await chooseFirstPort()).toBeGreaterThan(first + 10);
    } finally {
      squatter.close();
    }
  });

  it('are never the same for two that start at once', async () => {
    const chosen = await Promise.all([chooseFirstPort(), chooseFirstPort(), chooseFirstPort()]);
    expect(new Set(chosen).size).toBe(3);
    for (const one of chosen) for (const other of chosen) expect(one === other || Math.abs(one - other) >= 10).toBe(true);
  });
});

describe('output folder of the demonstration', () => {
  it('never removes a workspace that is not a demonstration', async () => {
    const out = path.join(folder, 'precious');
    mkdirSync(path.join(out, 'workspace'), { recursive: true });
    writeFileSync(path.join(out, 'workspace', 'work.txt'), 'a year of it');
    await expect(
      runDemo({ out, language: 'ru', builtFolder: folder, openWorkspace: open, window: null, say: () => undefined }),
    ).rejects.toMatchObject({ code: 'not-allowed' });
    expect(existsSync(path.join(out, 'workspace', 'work.txt'))).toBe(true);
  });
});
