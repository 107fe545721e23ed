import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { DemoVendors } from './demo-vendors.ts';

/** File that says that a workspace is the demonstration: its vendors' servers run while it is open. */
export const DEMO_MARKER = 'demonstration.json';

/** What the marker file says. The ports are kept: the addresses on the version cards stay true after a restart. */
export const DemoMarker = z.strictObject({ createdAt: z.int(), firstPort: z.int().min(1024).max(65_000) });

/** Keeps the vendors' servers running exactly while a demonstration workspace is open. */
export class DemoServers {
  private running: { readonly workspace: string; readonly vendors: Promise<DemoVendors> } | null = null;

  /** @param script built vendor-process.js */
  constructor(private readonly script: string) {}

  /**
   * @param workspace folder that is open, or null
   * @returns names of vendors that could not start, e.g. because their port is taken
   */
  async follow(workspace: string | null): Promise<readonly string[]> {
    const marker = workspace === null ? null : await readMarker(workspace);
    const wanted = marker === null ? null : workspace;
    if (wanted === (this.running?.workspace ?? null)) return [];
    await this.stop();
    if (wanted === null || marker === null) return [];
    // The vendors bring a web server with them: loaded only where they run.
    const vendors = import('./demo-vendors.ts').then(({ startDemoVendors }) =>
      startDemoVendors(path.join(wanted, 'demo-vendors'), this.script, marker.firstPort),
    );
    this.running = { workspace: wanted, vendors };
    return (await vendors).failed;
  }

  async stop(): Promise<void> {
    const { running } = this;
    this.running = null;
    await (await running?.vendors)?.stop();
  }
}

/** Null where the workspace is no demonstration. */
async function readMarker(workspace: string): Promise<z.output<typeof DemoMarker> | null> {
  try {
    return DemoMarker.parse(JSON.parse(await readFile(path.join(workspace, DEMO_MARKER), 'utf8')));
  } catch {
    return null;
  }
}
