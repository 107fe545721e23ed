import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
let folder = '';
let child: ChildProcess | null = null;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vendor-process-'));
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: path.join(folder, 'out'),
      rollupOptions: {
        input: { 'vendor-process': path.join(root, 'electron/demo/vendor-process.ts') },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
});

function start(args: readonly string[], stdio: 'pipe' | 'ipc' = 'pipe'): ChildProcess {
  const started = spawn(process.execPath, [path.join(folder, 'out/vendor-process.js'), ...args], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: stdio === 'ipc' ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  return started;
}

async function firstLine(process_: ChildProcess): Promise<{ address: string; registration: { appUrl: string; clientId: string } }> {
  if (process_.stdout === null) throw new Error('no output');
  const [line] = (await once(createInterface(process_.stdout), 'line')) as [string];
  return JSON.parse(line) as { address: string; registration: { appUrl: string; clientId: string } };
}

describe('a sample vendor in a process of its own', () => {
  it('says where it listens, answers there, and ends when told to', async () => {
    const vendor = start(['--vendor', 'bitrix24-invoices', '--data', path.join(folder, 'data'), '--client-id', 'app.own']);
    const { address, registration } = await firstLine(vendor);
    expect(registration.appUrl).toBe(`${address}/app`);
    expect(registration.clientId).toBe('app.own');
    expect((await fetch(registration.appUrl, { method: 'HEAD' })).status).toBe(200);
    const exited = once(vendor, 'exit');
    vendor.kill('SIGTERM');
    expect((await exited)[0]).toBe(0);
  });

  it('ends when the process that started it goes away', async () => {
    const vendor = start(['--vendor', 'bitrix24-contacts', '--data', path.join(folder, 'data')], 'ipc');
    await firstLine(vendor);
    const exited = once(vendor, 'exit');
    vendor.disconnect();
    expect((await exited)[0]).toBe(0);
  });

  it.each([
    [['--vendor', 'unknown', '--data', 'x'], 2],
    [['--vendor', 'bitrix24-invoices'], 2],
    [['--colour', 'red'], 2],
  ] as const)('refuses %j with exit code %d and shows how to use it', async (args, code) => {
    const vendor = start(args);
    let text = '';
    vendor.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    expect((await once(vendor, 'exit'))[0]).toBe(code);
    expect(text).toContain('bitrix24-invoices');
  });

  it('says so when its port is taken', async () => {
    const first = start(['--vendor', 'bitrix24-invoices', '--data', path.join(folder, 'one')]);
    const { address } = await firstLine(first);
    const second = start(['--vendor', 'bitrix24-invoices', '--data', path.join(folder, 'two'), '--port', new URL(address).port]);
    const [code] = await once(second, 'exit');
    first.kill('SIGKILL');
    expect(code).toBe(1);
  });
});
