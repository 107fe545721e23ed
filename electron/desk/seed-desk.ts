import { seedSubmissions, type SeedMaterial } from '../store/seed.ts';
import { marketplaceOf, type DeskContext } from './desk-context.ts';

/** Fills the workspace for measurements; see store/seed.ts for what such rows lack. */
export function seedWorkspace(context: DeskContext, material: SeedMaterial, count: number, onProgress: (done: number) => void): void {
  marketplaceOf(context, material.marketplace);
  seedSubmissions(context.db, material, {
    count,
    now: context.now(),
    workstationId: context.workstationId,
    actor: context.actor(),
    onProgress,
  });
  context.notices.queueChanged();
}

export type { SeedMaterial };
