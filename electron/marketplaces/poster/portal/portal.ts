import { isIP } from 'node:net';
import { z } from 'zod';
import { AppError } from '../../../../shared/domain/errors.ts';
import type { HttpExchange } from '../../../../shared/domain/install-test.ts';
import type { Portal, PortalDescription, PortalOptions, SolutionRegistration } from '../../../portals/portal.ts';
import { serverIdentity } from '../../portal-kit/authority.ts';
import { ExchangeLog } from '../../portal-kit/exchange-log.ts';
import { Front } from '../../portal-kit/front.ts';
import { bindAddress, namesOf } from '../../portal-kit/host-names.ts';
import { Outgoing } from '../../portal-kit/outgoing.ts';
import { Secrets } from '../../portal-kit/secrets.ts';
import { localPath, Sessions } from '../../portal-kit/sessions.ts';
import { Account } from './account/account.ts';
import type { DataChange } from './account/changes.ts';
import { usualBehaviour } from './behaviour.ts';
import { Connections } from './connections.ts';
import { controlPortal } from './control.ts';
import type { PosterCore } from './core.ts';
import { inspectPortal } from './inspect.ts';
import type { PosterInspection } from './inspection.ts';
import { Observations } from './observations.ts';
import { posterRegistrationSchema } from './registration.ts';
import { PosterStateFile } from './state.ts';
import { Tokens } from './tokens.ts';
import { findUser, portalUsers } from './users.ts';
import { createWebServer } from './web-server.ts';
import { Webhooks, type RaisedWebhook } from './webhooks.ts';

/** A simulated account of Poster; `inspect()` answers a `PosterInspection`, `control()` takes the commands of control.ts. */
export interface PosterPortal extends Portal {
  inspect(): Promise<PosterInspection>;
}

/** Hosts that vendors hard-code (domain/poster.md (ii).1). The star is for the certificate: any account's name is one. */
function hardCodedHosts(account: string): readonly string[] {
  return ['joinposter.com', `${account}.joinposter.com`, 'www.joinposter.com'];
}

/**
 * Starts an account.
 * @throws AppError port-taken, portal-busy (another process has the folder), storage-corrupt
 */
export async function createPosterPortal(options: PortalOptions, onExchange: (exchange: HttpExchange) => void): Promise<PosterPortal> {
  const file = new PosterStateFile(options.stateDir);
  let front: Front | null = null;
  let core: PosterCore;
  let ca: string;
  const hosts = hardCodedHosts(file.state.account);
  try {
    const identity = serverIdentity(options.stateDir, options.host, [...hosts, '*.joinposter.com']);
    ca = identity.ca;
    front = new Front(identity);
    const port = await front.listen(await bindAddress(options.host), options.port);
    core = buildCore(options, file, originOf(options, port), ca, onExchange);
    front.onRequest(createWebServer(core));
  } catch (error) {
    await front?.stop();
    file.close();
    throw error;
  }
  const { origin, webhooks, outgoing } = core;
  const listening = front;
  let isStopped = false;
  return {
    describe(): PortalDescription {
      return {
        address: origin,
        memberId: file.state.accountNumber,
        ca,
        names: namesOf(options.host, new URL(origin), hosts),
        services: {
          authorise: `${origin}/api/auth`,
          accessToken: `${origin}/api/v2/auth/access_token`,
          manage: `${origin}/api/v2/auth/manage`,
          api: `${origin}/api/`,
          account: file.state.account,
        },
        users: portalUsers(options.language),
      };
    },
    registerSolution(registration: SolutionRegistration): Promise<void> {
      const parsed = posterRegistrationSchema.safeParse(registration);
      if (!parsed.success)
        return Promise.reject(
          new AppError('invalid-request', `The account cannot register this version: ${z.prettifyError(parsed.error)}`, {}),
        );
      core.connections.register(parsed.data);
      return Promise.resolve();
    },
    signInUrl(userId: string, path: string): Promise<string> {
      if (findUser(userId) === null) return Promise.reject(new AppError('not-found', `The account has no user "${userId}".`, { userId }));
      return Promise.resolve(`${origin}/sign-in/?key=${core.sessions.createKey(userId, localPath(path))}`);
    },
    exchanges: (afterId: number) => Promise.resolve(core.log.after(afterId)),
    eventsSettled: () => webhooks.settled(),
    inspect: () => Promise.resolve(inspectPortal(core)),
    control: (command: string, input: unknown) => controlPortal(core, command, input),
    secrets: () => Promise.resolve(core.secrets.values()),
    async stop(): Promise<void> {
      if (isStopped) return;
      isStopped = true;
      webhooks.stop();
      outgoing.stop();
      await listening.stop();
      file.close();
    },
  };
}

function buildCore(
  options: PortalOptions,
  file: PosterStateFile,
  origin: string,
  ca: string,
  onExchange: (exchange: HttpExchange) => void,
): PosterCore {
  const behaviour = usualBehaviour();
  // Secrets name tokens by label, and tokens take their labels from secrets: the later one is reached through this function.
  const labelOfHash = (hash: string): string | null => tokens?.labelOfHash(hash) ?? null;
  let tokens: Tokens | null = null;
  const secrets = new Secrets(file.state.secretCounters, labelOfHash);
  tokens = new Tokens(file, secrets, behaviour);
  const log = new ExchangeLog(secrets, onExchange);
  const self = (): PosterCore => core;
  const core: PosterCore = {
    options,
    origin,
    file,
    state: file.state,
    behaviour,
    secrets,
    log,
    outgoing: new Outgoing(log, ca),
    observations: new Observations(),
    sessions: new Sessions(secrets, options.language, findUser),
    tokens,
    account: new Account(file, (change) => {
      tellApplications(core, change);
    }),
    webhooks: new Webhooks(self),
    connections: new Connections(self),
    applicationSecrets: new Map(),
  };
  return core;
}

/** Entities of webhooks by the tables of the account. */
function entityOf(change: DataChange): RaisedWebhook['object'] | null {
  const record = change.after ?? change.before ?? {};
  switch (change.table) {
    case 'products':
      return record['type'] === '2' ? 'dish' : 'product';
    case 'categories':
      return 'category';
    case 'clients':
      return 'client';
    case 'clientGroups':
      return 'clients_group';
    case 'incomingOrders':
    case 'reservations':
      return 'incoming_order';
    case 'transactions':
      return 'transaction';
    case 'leftovers':
      return 'stock';
    default:
      return null;
  }
}

/** Every connected application hears of a change in the account; of its own only where the behaviour says so. */
function tellApplications(core: PosterCore, change: DataChange): void {
  const object = entityOf(change);
  if (object === null) return;
  for (const application of Object.values(core.state.applications)) {
    const isOwn = change.by.kind === 'application' && change.by.code === application.registration.code;
    if (!application.isConnected || (isOwn && !core.behaviour.echoesOwnChanges)) continue;
    core.webhooks.raise(application, { object, objectId: Number(change.id), action: change.action });
  }
}

function originOf(options: PortalOptions, port: number): string {
  const host = isIP(options.host) === 6 ? `[${options.host}]` : options.host;
  const scheme = options.tls ? 'https' : 'http';
  return port === (options.tls ? 443 : 80) ? `${scheme}://${host}` : `${scheme}://${host}:${port}`;
}
