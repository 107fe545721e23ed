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
import { Contexts } from './contexts.ts';
import { controlPortal } from './control.ts';
import { Keys, type PortalCore } from './core.ts';
import { inspectPortal } from './inspect.ts';
import type { MoyskladInspection } from './inspection.ts';
import { EntityStore } from './json-api/entity-store.ts';
import { JSON_API } from './json-api/server.ts';
import { Lifecycle } from './lifecycle.ts';
import { Observations } from './observations.ts';
import { Processes } from './processes.ts';
import { moyskladRegistrationSchema } from './registration.ts';
import { healthyPortal } from './settings.ts';
import { StateFile } from './state.ts';
import { Tokens } from './tokens.ts';
import { findUser, portalUsers } from './users.ts';
import { VENDOR_API } from './vendor-api.ts';
import { VendorClient } from './vendor-client.ts';
import { createWebServer } from './web-server.ts';
import { Webhooks } from './webhooks.ts';

/**
 * Hosts that solutions write into their code: interfaces, pages, the helper scripts of frames (domain/moysklad.md (ii).1), and the public file
 * hosts from which pages load the library for widgets. Of the latter the portal has that library and nothing else.
 */
const HARD_CODED_HOSTS: readonly string[] = [
  'apps-api.moysklad.ru',
  'api.moysklad.ru',
  'online.moysklad.ru',
  'cdn.jsdelivr.net',
  'unpkg.com',
];

/** A simulated MoySklad account; `inspect()` answers a `MoyskladInspection`, `control()` takes the commands of control.ts. */
export interface MoyskladPortal extends Portal {
  inspect(): Promise<MoyskladInspection>;
}

/**
 * Starts a portal.
 * @throws AppError port-taken, portal-busy (another process has the folder), storage-corrupt
 */
export async function createMoyskladPortal(options: PortalOptions, onExchange: (exchange: HttpExchange) => void): Promise<MoyskladPortal> {
  const file = new StateFile(options.stateDir);
  let front: Front | null = null;
  let core: PortalCore;
  try {
    const identity = serverIdentity(options.stateDir, options.host, HARD_CODED_HOSTS);
    front = new Front(identity);
    const port = await front.listen(await bindAddress(options.host), options.port);
    const host = isIP(options.host) === 6 ? `[${options.host}]` : options.host;
    const origin = `${options.tls ? 'https' : 'http'}://${host}${port === (options.tls ? 443 : 80) ? '' : `:${port}`}`;
    core = buildCore(options, file, { origin, isTls: options.tls, ca: identity.ca }, onExchange);
    front.onRequest(createWebServer(core));
  } catch (error) {
    await front?.stop();
    file.close();
    throw error;
  }
  const { address } = core;
  const server = front;
  let isStopped = false;
  return {
    describe: (): PortalDescription => ({
      address: address.origin,
      memberId: core.state.accountId,
      ca: address.ca,
      names: namesOf(options.host, new URL(address.origin), HARD_CODED_HOSTS),
      services: { 'vendor-api': `${address.origin}${VENDOR_API}`, 'json-api': `${address.origin}${JSON_API}` },
      users: portalUsers(options.language),
    }),
    registerSolution(registration: SolutionRegistration): Promise<void> {
      const parsed = moyskladRegistrationSchema.safeParse(registration);
      if (!parsed.success)
        return Promise.reject(
          new AppError('invalid-request', `The portal cannot register this version: ${z.prettifyError(parsed.error)}`, {}),
        );
      core.lifecycle.register(parsed.data);
      return Promise.resolve();
    },
    signInUrl(userId: string, path: string): Promise<string> {
      if (findUser(userId) === null) return Promise.reject(new AppError('not-found', `The portal has no user "${userId}".`, { userId }));
      return Promise.resolve(`${address.origin}/sign-in/?key=${core.sessions.createKey(userId, localPath(path))}`);
    },
    exchanges: (afterId: number) => Promise.resolve(core.log.after(afterId)),
    async eventsSettled(): Promise<void> {
      await core.lifecycle.settled();
      await core.webhooks.settled();
    },
    inspect: () => Promise.resolve(inspectPortal(core)),
    control: (command: string, input: unknown) => controlPortal(core, command, input),
    secrets: () => Promise.resolve(core.secrets.values()),
    async stop(): Promise<void> {
      if (isStopped) return;
      isStopped = true;
      core.vendor.stop();
      core.outgoing.stop();
      await server.stop();
      file.close();
    },
  };
}

function buildCore(
  options: PortalOptions,
  file: StateFile,
  address: PortalCore['address'],
  onExchange: (exchange: HttpExchange) => void,
): PortalCore {
  const settings = healthyPortal();
  // Secrets name tokens by label, and tokens take their labels from secrets: the later one is reached through this function.
  const labelOfHash = (hash: string): string | null => tokens?.labelOfHash(hash) ?? null;
  let tokens: Tokens | null = null;
  const secrets = new Secrets(file.state.secretCounters, labelOfHash);
  tokens = new Tokens(file, secrets);
  const log = new ExchangeLog(secrets, onExchange);
  const self = (): PortalCore => core;
  const core: PortalCore = {
    options,
    address,
    file,
    state: file.state,
    secrets,
    log,
    settings,
    keys: new Keys(),
    tokens,
    outgoing: new Outgoing(log, address.ca),
    observations: new Observations(),
    contexts: new Contexts(secrets, settings),
    entities: new EntityStore(file, () => address.origin),
    webhooks: new Webhooks(self),
    sessions: new Sessions(secrets, options.language, findUser),
    processes: new Processes(),
    vendor: new VendorClient(self),
    lifecycle: new Lifecycle(self),
  };
  return core;
}
