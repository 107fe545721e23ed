import type { CreatePortal } from '../portals/portal.ts';

/**
 * The simulated portals by marketplace, loaded when asked for: a portal's process carries only its own marketplace.
 * A marketplace with a simulator adds a line here.
 */
export const simulators: Readonly<Record<string, () => Promise<CreatePortal>>> = {
  bitrix24: async () => (await import('./bitrix24/portal/portal.ts')).createBitrix24Portal,
};
