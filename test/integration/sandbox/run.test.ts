import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunProgress, RunReport } from '../../../shared/domain/install-test.ts';
import { startHostileVendor, type HostileVendor } from './hostile-vendor.ts';
import { buildSandboxApp, type SandboxApp } from './sandbox-app.ts';
import { filesUnder, leftFiles, leftProcesses, requestOf, startSandboxRun, type SandboxRun, type SandboxRunInput } from './sandbox-run.ts';

let app: SandboxApp;
let server: HostileVendor;
let run: SandboxRun | null = null;

beforeAll(async () => {
  app = await buildSandboxApp();
  server = await startHostileVendor('http://127.0.0.1:1');
}, 120_000);

afterEach(async () => {
  await run?.remove();
  run = null;
  await expect.poll(() => leftProcesses(app), { timeout: 10_000 }).toEqual([]);
  await expect.poll(() => leftFiles(app), { timeout: 10_000 }).toEqual([]);
});

afterAll(async () => {
  await server.close();
  await app.remove();
});

async function start(test: string, page: string, more: Partial<SandboxRunInput> = {}): Promise<SandboxRun> {
  server.requests.length = 0;
  run = await startSandboxRun(app, {
    test,
    ...more,
    registration: { portalAddress: server.origin, appUrl: server.origin + page, ...more.registration },
  });
  return run;
}

async function browserPids(): Promise<number[]> {
  const processes = await leftProcesses(app);
  return processes
    .filter((line) => line.includes('--sandbox-browser') && !line.includes('--type='))
    .map((line) => Number.parseInt(line, 10));
}

/** A process that was being forked when the list was made may have become another or be gone. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

describe('a run', { timeout: 120_000 }, () => {
  it('reports phases, steps, findings, evidence and rule results', async () => {
    const { done, outDir, progress } = await start('full', '/good', { registration: { faulty: true } });
    const report = await done;
    expect(report).toMatchObject({
      format: 'moderation-install-test',
      formatVersion: 1,
      outcome: 'findings',
      problem: null,
      runId: 'run-1',
    });
    expect(report.portal).toEqual({ address: server.origin, memberId: 'member-1', ca: null });
    expect(report.phases.map((phase) => [phase.name, phase.status])).toEqual([
      ['first', 'passed'],
      ['second', 'passed'],
    ]);
    expect(report.steps.map((step) => [step.id, step.state])).toEqual([
      ['admin', 'passed'],
      ['user', 'passed'],
      ['plain', 'passed'],
      ['not-applicable', 'skipped'],
    ]);
    expect(report.calls).toEqual([{ method: 'app.info', scope: '', count: 2 }]);
    // Every file is there, whole, under its own hash, and bound to its step.
    const { createHash } = await import('node:crypto');
    for (const evidence of report.evidence) {
      const bytes = await readFile(path.join(outDir, evidence.path));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(evidence.sha256);
      expect(bytes.byteLength).toBe(evidence.sizeBytes);
    }
    for (const step of report.steps.slice(0, 2)) {
      const kinds = report.evidence.filter((one) => step.evidenceIds.includes(one.id)).map((one) => one.kind);
      expect(kinds).toEqual(expect.arrayContaining(['screenshot', 'network']));
    }
    const screenshot = report.evidence.find((one) => one.kind === 'screenshot');
    expect((await readFile(path.join(outDir, screenshot?.path ?? ''))).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    // A rule without evidence of its own gets that of the steps that prove it.
    expect(report.ruleResults[0]?.evidenceIds).toEqual(report.steps[0]?.evidenceIds);
    expect(JSON.parse(await readFile(path.join(outDir, 'report.json'), 'utf8'))).toEqual(report);
    expect(progress.findLast((one) => one.type === 'report')).toEqual({ type: 'report', report });
    expect(progress.filter((one) => one.type === 'finding')).toHaveLength(1);
    expect(progress.filter((one) => one.type === 'state').map((one) => one.state)).toEqual(['running', 'finished']);
  });

  it('passes when nothing is at fault, and the second role has a browser of its own', async () => {
    const report = await (await start('full', '/good')).done;
    expect(report).toMatchObject({ outcome: 'passed', problem: null, findings: [] });
  });

  it('outlines what was noticed after its page was left, once, when it is seen again', async () => {
    const report = await (await start('noticed', '/good')).done;
    const marked = report.evidence.filter((one) => one.marks !== undefined);
    expect(marked.map(({ stepId, ruleIds, marks }) => ({ stepId, ruleIds, marks }))).toEqual([
      { stepId: 'there', ruleIds: ['rule-noticed'], marks: 1 },
    ]);
    expect(report.findings[0]?.evidence[0]?.id).toBe(marked[0]?.id);
  });

  it('binds the exchanges of the portal to steps and files them', async () => {
    const exchange = (id: number, over: object): object => ({
      id,
      at: 1,
      direction: 'vendor-to-portal',
      kind: 'rest',
      name: 'app.info',
      method: 'POST',
      url: 'http://x/rest/app.info',
      requestHeaders: {},
      requestBody: 'auth=portal-access-token-7351',
      status: 200,
      responseHeaders: {},
      responseBody: '{}',
      durationMs: 1,
      error: null,
      ...over,
    });
    const { done, outDir, progress } = await start('full', '/good', {
      registration: { exchanges: JSON.stringify([exchange(1, {}), exchange(2, { name: 'user.current' })]) },
    });
    const report = await done;
    const http = report.evidence.filter((one) => one.kind === 'http');
    expect(http).toHaveLength(1);
    const filed = await readFile(path.join(outDir, http[0]?.path ?? ''), 'utf8');
    expect((JSON.parse(filed) as { id: number }[]).map((one) => one.id)).toEqual([1, 2]);
    expect(filed).not.toContain('portal-access-token');
    expect(progress.filter((one) => one.type === 'exchange').map((one) => one.stepId)).toEqual(['admin', 'admin']);
  });

  it('pauses between steps and resumes', async () => {
    const started = await start('ask', '/good', { options: { attended: true } });
    started.handle.pause();
    await started.until((one): one is RunProgress => one.type === 'state' && one.state === 'paused');
    const before = started.progress.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(started.progress.slice(before).filter((one) => one.type === 'step')).toEqual([]);
    started.handle.resume();
    const asked = await started.until((one): one is Extract<RunProgress, { type: 'checkpoint' }> => one.type === 'checkpoint');
    started.handle.answer(asked.checkpointId, 'pass');
    const report = await started.done;
    expect(report).toMatchObject({ outcome: 'passed', scopes: { declared: ['pass'] } });
  });

  it('waits for a person longer than the limits, but only for a person', async () => {
    const started = await start('ask', '/good', { options: { attended: true, stepTimeoutMs: 700, timeoutMs: 1_500 } });
    const asked = await started.until((one): one is Extract<RunProgress, { type: 'checkpoint' }> => one.type === 'checkpoint');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    started.handle.answer(asked.checkpointId, 'fail');
    const report = await started.done;
    expect(report).toMatchObject({ outcome: 'incomplete', problem: { code: 'step-failed' } });
    expect(report.steps.at(-1)).toMatchObject({ state: 'failed', message: expect.stringContaining('a person said no') as string });
  });

  it('asks nobody in an unattended run', async () => {
    expect(await (await start('ask', '/good')).done).toMatchObject({ outcome: 'passed', scopes: { declared: ['skipped'] } });
  });

  it('stops in the middle of a step within a second', async () => {
    const started = await start('wait', '/good');
    await expect.poll(() => server.requests.at(-1), { timeout: 30_000 }).toBe('GET /good');
    const at = performance.now();
    started.handle.stop();
    await started.until((one): one is RunProgress => one.type === 'state' && one.state === 'stopped');
    expect(performance.now() - at).toBeLessThan(1_000);
    const report = await started.done;
    expect(report).toMatchObject({ outcome: 'incomplete', problem: { code: 'cancelled' } });
    expect(report.steps.map((step) => step.state)).toEqual(['could-not-look', 'skipped']);
  });

  it('ends at the limit of the run', async () => {
    const report = await (await start('wait', '/good', { options: { timeoutMs: 3_000 } })).done;
    expect(report).toMatchObject({ outcome: 'incomplete', problem: { code: 'run-timeout' } });
    expect(report.durationMs).toBeLessThan(8_000);
  });

  it('ends a step at its limit and goes on', async () => {
    const report = await (await start('wait', '/good', { options: { stepTimeoutMs: 3_000 } })).done;
    expect(report.steps.map((step) => step.state)).toEqual(['failed', 'passed']);
    expect(report).toMatchObject({ outcome: 'incomplete', problem: { code: 'run-timeout' } });
  });

  it('reports what keeps it from starting', async () => {
    expect(await (await start('full', '/good', { portalPort: 1 })).done).toMatchObject({
      outcome: 'incomplete',
      problem: { code: 'port-taken' },
      steps: [],
    });
    await run?.remove();
    expect(await (await start('no-such-test', '/good')).done).toMatchObject({ outcome: 'incomplete', problem: { code: 'not-found' } });
    await run?.remove();
    run = await startSandboxRun(
      { ...app, electron: { executablePath: '/bin/sh', args: ['-c', 'exit 3'] } },
      { test: 'full', registration: { portalAddress: server.origin, appUrl: `${server.origin}/good` } },
    );
    const unavailable = await run.done;
    expect(unavailable).toMatchObject({ outcome: 'incomplete', problem: { code: 'browser-unavailable' } });
    expect(unavailable.problem?.message.en).toContain('exit code 3');
  });

  it('starts a browser that crashes while it starts once more', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'crashing-browser-'));
    const starts = path.join(folder, 'starts');
    const crashing = path.join(folder, 'browser');
    await writeFile(
      crashing,
      `#!/bin/sh\necho start >> '${starts}'\n[ "$(wc -l < '${starts}')" -gt 1 ] || kill -SEGV $$\nexec '${app.electron.executablePath}' "$@"\n`,
      { mode: 0o755 },
    );
    run = await startSandboxRun(
      { ...app, electron: { executablePath: crashing, args: app.electron.args } },
      { test: 'open', registration: { portalAddress: server.origin, appUrl: `${server.origin}/good` } },
    );
    expect(await run.done).toMatchObject({ outcome: 'passed', problem: null });
    expect((await readFile(starts, 'utf8')).trim().split('\n')).toHaveLength(2);
    await rm(folder, { recursive: true });
  });

  it('shows a live picture while somebody watches, and only then', async () => {
    const started = await start('wait', '/good');
    await expect.poll(() => server.requests.at(-1), { timeout: 30_000 }).toBe('GET /good');
    expect(started.frames).toEqual([]);
    started.handle.watch('administrator');
    await expect.poll(() => started.frames.length, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(Buffer.from(started.frames[0] ?? []).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    started.handle.stop();
    await started.done;
  });
});

describe.runIf(process.platform === 'linux')('when processes die', { timeout: 120_000 }, () => {
  it('reports a browser that died', async () => {
    const started = await start('wait', '/good');
    await expect.poll(() => server.requests.at(-1), { timeout: 30_000 }).toBe('GET /good');
    for (const pid of await browserPids()) kill(pid);
    expect(await started.done).toMatchObject({ outcome: 'incomplete', problem: { code: 'browser-crashed' } });
  });

  it('reports a browser that no longer answers', async () => {
    const started = await start('wait', '/good', { options: { stepTimeoutMs: 60_000, timeoutMs: 100_000 } });
    await expect.poll(() => server.requests.at(-1), { timeout: 30_000 }).toBe('GET /good');
    for (const pid of await browserPids()) process.kill(pid, 'SIGSTOP');
    expect(await started.done).toMatchObject({ outcome: 'incomplete', problem: { code: 'browser-crashed' } });
  });

  it('reports a page whose renderer died', async () => {
    const started = await start('wait', '/good');
    await expect.poll(() => server.requests.at(-1), { timeout: 30_000 }).toBe('GET /good');
    const renderers = (await leftProcesses(app)).filter((line) => line.includes('--type=renderer'));
    expect(renderers.length).toBeGreaterThan(0);
    for (const line of renderers) kill(Number.parseInt(line, 10));
    expect(await started.done).toMatchObject({ outcome: 'incomplete', problem: { code: 'browser-crashed' } });
  });

  it('reports a run process that was killed, with what was known, and leaves nothing behind', async () => {
    const started = await start('block', '/good');
    await expect.poll(() => server.requests, { timeout: 30_000 }).toContain('GET /blocking');
    expect(await browserPids()).toHaveLength(1);
    const [runProcess] = (await leftProcesses(app)).filter((line) => line.includes('run-process.js'));
    process.kill(Number.parseInt(runProcess ?? '', 10), 'SIGKILL');
    const report = await started.done;
    expect(report).toMatchObject({ outcome: 'incomplete', problem: { code: 'unavailable' } });
    expect(report.steps.map((step) => [step.id, step.state])).toEqual([['block', 'could-not-look']]);
  });

  it('leaves nothing behind when the workstation itself is killed', async () => {
    server.requests.length = 0;
    const outDir = path.join(app.temporaryDir, 'sandbox-run-parent');
    const file = path.join(app.temporaryDir, 'sandbox-run-request.json');
    const registration = { portalAddress: server.origin, appUrl: `${server.origin}/good` };
    const options = { entry: app.runEntry, electron: app.electron };
    await writeFile(file, JSON.stringify({ request: requestOf({ test: 'wait', registration }, outDir), options }));
    const parent = spawn(process.execPath, [app.parentEntry, file], { stdio: 'ignore' });
    await expect.poll(() => server.requests, { timeout: 30_000 }).toContain('GET /good');
    expect(await browserPids()).toHaveLength(1);
    parent.kill('SIGKILL');
    // afterEach looks for what is left.
    await rm(outDir, { recursive: true, force: true });
  });

  it('stops a run process that no longer listens', async () => {
    const started = await start('block', '/good');
    await expect.poll(() => server.requests, { timeout: 30_000 }).toContain('GET /blocking');
    await new Promise((resolve) => setTimeout(resolve, 500));
    started.handle.stop();
    expect(await started.done).toMatchObject({ outcome: 'incomplete', problem: { code: 'unavailable' } });
  });
});

describe('secrets', { timeout: 120_000 }, () => {
  const secret = 'pa ss/wörd+1';

  it.each([false, true])('are in no file and no message of the run (full trace: %s)', async (fullTrace) => {
    const { done, outDir, progress } = await start('open', '/secrets', {
      registration: { waitFor: '#done', clientSecret: 'client-secret-90417' },
      secrets: [secret],
      options: { fullTrace },
    });
    const report: RunReport = await done;
    expect(report.outcome).toBe('passed');
    const files = await filesUnder(outDir);
    expect(files.some((file) => file.name.endsWith('.zip'))).toBe(fullTrace);
    const contents = [...files, { name: 'progress', bytes: Buffer.from(JSON.stringify(progress)) }];
    for (const { name, bytes } of [...contents, ...(await unzipped(files))]) {
      for (const needle of [
        'portal-access-token-7351',
        'client-secret-90417',
        secret,
        encodeURIComponent(secret),
        'cG9ydGFsLWFjY2Vzcy10b2tlbi03MzUx',
        'BvcnRhbC1hY2Nlc3MtdG9rZW4tNzM1M',
      ]) {
        expect(bytes.includes(needle), `${needle} in ${name}`).toBe(false);
      }
    }
    // The pictures have black boxes where they stood.
    const picture = report.evidence.find((one) => one.kind === 'screenshot' && one.stepId === 'open');
    expect(picture).toBeDefined();
    expect((await readdir(outDir)).sort()).toEqual(['evidence', 'report.json']);
  });
});

async function unzipped(files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<{ name: string; bytes: Buffer }[]> {
  const { default: yauzl } = await import('yauzl');
  const { buffer } = await import('node:stream/consumers');
  const found: { name: string; bytes: Buffer }[] = [];
  for (const file of files.filter((one) => one.name.endsWith('.zip'))) {
    const archive = await yauzl.fromBufferPromise(file.bytes);
    for await (const entry of archive.eachEntry()) {
      found.push({ name: entry.fileName, bytes: await buffer(await archive.openReadStreamPromise(entry)) });
    }
    expect(found.some((one) => one.name === 'trace.network')).toBe(true);
  }
  return found;
}
