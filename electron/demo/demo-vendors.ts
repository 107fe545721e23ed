import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { SAMPLE_VENDORS } from './vendors/sample-vendors.ts';
import type { SampleRegistration } from './vendors/sample-vendor.ts';

/** File that says that a workspace is the demonstration: its vendors' servers run while it is open. */
export const DEMO_MARKER = 'demonstration.json';

/** Fixed ports, so that the addresses on the demonstration's version cards stay true after a restart. */
const FIRST_PORT = 47_311;

export function demoVendorAddress(name: string): string {
  const index = SAMPLE_VENDORS.findIndex((vendor) => vendor.name === name);
  return `http://127.0.0.1:${String(FIRST_PORT + index)}`;
}

export function demoRegistration(name: string): SampleRegistration | null {
  const vendor = SAMPLE_VENDORS.find((each) => each.name === name);
  return vendor?.registration(demoVendorAddress(name)) ?? null;
}

export interface DemoVendors {
  /** Names of vendors that could not start, e.g. because their port is taken. */
  readonly failed: readonly string[];
  stop(): void;
}

/**
 * Starts the servers of the demonstration's vendors, each in a process of its own; they end with this process.
 * @param dataDir where the vendors keep what portals give them
 * @param script built vendor-process.js
 */
export async function startDemoVendors(dataDir: string, script: string): Promise<DemoVendors> {
  const children: ChildProcess[] = [];
  const failed: string[] = [];
  await Promise.all(
    SAMPLE_VENDORS.map(async ({ name }) => {
      const child = fork(script, ['--vendor', name, '--data', path.join(dataDir, name), '--port', new URL(demoVendorAddress(name)).port], {
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
    stop: () => {
      for (const child of children) child.kill();
    },
  };
}

/** Keeps the vendors' servers running exactly while a demonstration workspace is open. */
export class DemoServers {
  private running: { readonly workspace: string; readonly vendors: Promise<DemoVendors> } | null = null;

  /** @param script built vendor-process.js */
  constructor(private readonly script: string) {}

  /** @param workspace folder that is open, or null */
  async follow(workspace: string | null): Promise<void> {
    const wanted = workspace !== null && existsSync(path.join(workspace, DEMO_MARKER)) ? workspace : null;
    if (wanted === (this.running?.workspace ?? null)) return;
    await this.stop();
    if (wanted === null) return;
    this.running = { workspace: wanted, vendors: startDemoVendors(path.join(wanted, 'demo-vendors'), this.script) };
    await this.running.vendors;
  }

  async stop(): Promise<void> {
    const { running } = this;
    this.running = null;
    (await running?.vendors)?.stop();
  }
}
