import { differencesOf } from './account/changes.ts';
import type { PosterCore } from './core.ts';
import type { PosterApplicationInspection, PosterAttempt, PosterInspection } from './inspection.ts';
import { withExchangeId } from './observations.ts';
import type { ApplicationState } from './state.ts';

export function inspectPortal(core: PosterCore): PosterInspection {
  const { state } = core;
  return {
    account: state.account,
    accountNumber: state.accountNumber,
    applications: Object.values(state.applications).map((application) => inspectApplication(core, application)),
    unattributed: core.observations.unattributed.map(withExchangeId),
    unknownExchanges: core.observations.unknownExchanges.map(withExchangeId),
    changes: state.changes,
    differences: state.baseline === null ? [] : differencesOf(state.baseline, state.data, state.changes),
  };
}

function inspectApplication(core: PosterCore, application: ApplicationState): PosterApplicationInspection {
  const seen = core.observations.of(application.registration.code);
  const calls = seen.calls();
  const used = new Set(
    calls.filter((call) => call.token === 'valid' && Object.values(call.errors).length < call.count).map((call) => call.section),
  );
  return {
    code: application.registration.code,
    isConnected: application.isConnected,
    isFinished: application.isFinished,
    installNumber: application.installNumber,
    accessesDeclared: application.registration.accesses,
    accessesUsed: [...used].filter((section) => section !== 'application').sort(),
    windows: seen.windows,
    exchanges: seen.exchanges.map(withExchangeId),
    calls,
    webhooks: seen.webhooks.map(({ attempts, ...rest }) => ({ ...rest, attempts: attempts.map(withExchangeId<PosterAttempt>) })),
    orders: seen.orders,
    refusedConsents: seen.refusedConsents,
    history: application.history,
  };
}
