import { rightsOf } from '../descriptor/descriptor.ts';
import type { PortalCore } from './core.ts';
import type { MoyskladInspection, SolutionInspection } from './inspection.ts';
import { grantedRights } from './lifecycle.ts';
import { withExchangeId } from './observations.ts';
import type { SolutionState } from './state.ts';

export function inspectPortal(core: PortalCore): MoyskladInspection {
  return {
    address: core.address.origin,
    accountId: core.state.accountId,
    accountName: core.state.accountName,
    solutions: Object.values(core.state.solutions).map((solution) => inspectSolution(core, solution)),
    unattributed: core.observations.unattributed.map(withExchangeId),
  };
}

function inspectSolution(core: PortalCore, solution: SolutionState): SolutionInspection {
  const { registration } = solution;
  const seen = core.observations.of(registration.code);
  const used = new Set(seen.inbound.flatMap((call) => (call.api === 'json' && call.right !== '' && call.status < 400 ? [call.right] : [])));
  return {
    code: registration.code,
    name: registration.name,
    mode: registration.mode,
    version: registration.version,
    status: solution.status,
    cause: solution.cause,
    everInstalled: solution.history.length > 0,
    installNumber: solution.installNumber,
    history: [...solution.history],
    vendorCalls: seen.vendorCalls.map(withExchangeId),
    inbound: seen.inbound.map(withExchangeId),
    webhooks: solution.webhooks.map(({ id, url, action, entityType, enabled, installNumber, failure }) => ({
      id,
      url: core.secrets.mask(url),
      event: `${entityType} ${action}`,
      enabled,
      installNumber,
      failure: failure ?? null,
    })),
    attributes: solution.attributes.map(({ entityType, name, installNumber }) => ({ entityType, name, installNumber })),
    frames: [...seen.frames],
    messages: [...seen.messages],
    rightsGranted: solution.access === null ? rightsOf(registration.descriptor) : grantedRights(solution),
    rightsUsed: [...used].sort(),
    scope: registration.descriptor.access?.scope ?? null,
    hasLoyaltySettings: solution.loyalty !== null,
    processes: core.processes.of(registration.code).map((one) => ({ ...one })),
  };
}
