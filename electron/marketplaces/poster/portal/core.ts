import type { PortalOptions } from '../../../portals/portal.ts';
import type { ExchangeLog } from '../../portal-kit/exchange-log.ts';
import type { Outgoing } from '../../portal-kit/outgoing.ts';
import type { Secrets } from '../../portal-kit/secrets.ts';
import type { Sessions } from '../../portal-kit/sessions.ts';
import type { Account } from './account/account.ts';
import type { Behaviour } from './behaviour.ts';
import type { Connections } from './connections.ts';
import type { Observations } from './observations.ts';
import type { ApplicationState, PosterState, PosterStateFile } from './state.ts';
import type { Tokens } from './tokens.ts';
import type { AccountUser } from './users.ts';
import type { Webhooks } from './webhooks.ts';

/** The parts of a running account, given to those who need several of them. */
export interface PosterCore {
  readonly options: PortalOptions;
  /** e.g. http://127.0.0.1:41235, without a slash at the end. */
  readonly origin: string;
  readonly file: PosterStateFile;
  readonly state: PosterState;
  readonly behaviour: Behaviour;
  readonly secrets: Secrets;
  readonly log: ExchangeLog;
  readonly outgoing: Outgoing;
  readonly observations: Observations;
  readonly sessions: Sessions<AccountUser>;
  readonly tokens: Tokens;
  readonly account: Account;
  readonly webhooks: Webhooks;
  readonly connections: Connections;
  /** Secrets of the registered applications, by code; they are not written to the disk. */
  readonly applicationSecrets: Map<string, string>;
}

export function findApplication(core: Pick<PosterCore, 'state'>, code: string): ApplicationState | null {
  return Object.hasOwn(core.state.applications, code) ? (core.state.applications[code] ?? null) : null;
}

export function findApplicationById(core: Pick<PosterCore, 'state'>, applicationId: string): ApplicationState | null {
  return Object.values(core.state.applications).find((one) => one.registration.applicationId === applicationId) ?? null;
}
