import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import { BITRIX24_VENDORS, SAMPLE_VENDORS } from './vendors/sample-vendors.ts';
import type { SampleRegistration } from './vendors/sample-vendor.ts';

/** Where the search for free ports begins. */
const FIRST_PORT = 47_311;
const PORT_BLOCKS = 100;
/** The last port of a block is nobody's: whoever has chosen the block holds it until the process ends. */
const BLOCK_SIZE = 10;
const held: net.Server[] = [];

/**
 * Finds ports next to each other for all vendors, the usual ones where they are free, and keeps others that look for theirs at the same
 * time off them. Throws AppError 'port-taken'.
 */
export async function chooseFirstPort(): Promise<number> {
  if (SAMPLE_VENDORS.length >= BLOCK_SIZE) throw new Error('a block has too few ports for the vendors');
  for (let block = 0; block < PORT_BLOCKS; block += 1) {
    const first = FIRST_PORT + block * BLOCK_SIZE;
    const guard = await listenAt(first + BLOCK_SIZE - 1);
    if (guard === null) continue;
    const free = await Promise.all(SAMPLE_VENDORS.map((_, index) => isFree(first + index)));
    if (free.every(Boolean)) {
      held.push(guard.unref());
      return first;
    }
    guard.close();
  }
  throw new AppError('port-taken', `No free ports for the vendors of the demonstration from ${String(FIRST_PORT)} on.`, {
    port: FIRST_PORT,
  });
}

async function listenAt(port: number): Promise<net.Server | null> {
  const server = net.createServer((socket) => socket.destroy());
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    return server;
  } catch {
    server.close();
    return null;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = await listenAt(port);
  server?.close();
  return server !== null;
}

function portOf(name: string, firstPort: number): number {
  return firstPort + SAMPLE_VENDORS.findIndex((vendor) => vendor.name === name);
}

export function demoRegistration(name: string, firstPort: number): SampleRegistration | null {
  const vendor = BITRIX24_VENDORS.find((each) => each.name === name);
  return vendor?.registration(demoAddress(name, firstPort)) ?? null;
}

/** Where the server of this vendor answers while the demonstration is open. */
export function demoAddress(name: string, firstPort: number): string {
  return `http://127.0.0.1:${String(portOf(name, firstPort))}`;
}

export interface DemoVendors {
  /** Names of vendors that could not start, e.g. because their port is taken. */
  readonly failed: readonly string[];
  /** Resolves when the servers are gone and their ports are free. */
  stop(): Promise<void>;
}

/**
 * Starts the servers of the demonstration's vendors, each in a process of its own; they end with this process.
 * @param dataDir where the vendors keep what portals give them
 * @param script built vendor-process.js
 */
export async function startDemoVendors(dataDir: string, script: string, firstPort: number): Promise<DemoVendors> {
  const children: ChildProcess[] = [];
  const failed: string[] = [];
  await Promise.all(
    SAMPLE_VENDORS.map(async ({ name }) => {
      const child = fork(script, ['--vendor', name, '--data', path.join(dataDir, name), '--port', String(portOf(name, firstPort))], {
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
        execArgv: [],
        stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
      });
      children.push(child);
      const listens = await new Promise<boolean>((resolve) => {
        child.stdout?.once('data', () => {
          resolve(true);
        });
        child.once('exit', () => {
          resolve(false);
        });
        child.once('error', () => {
          resolve(false);
        });
      });
      if (!listens) failed.push(name);
    }),
  );
  return {
    failed,
    stop: async () => {
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const gone = once(child, 'exit');
          child.kill();
          await gone;
        }),
      );
    },
  };
}
