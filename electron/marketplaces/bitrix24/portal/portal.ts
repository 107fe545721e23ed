import { isIP } from 'node:net';
import { AppError } from '../../../../shared/domain/errors.ts';
import type { HttpExchange } from '../../../../shared/domain/install-test.ts';
import type { Portal, PortalDescription, PortalOptions, SolutionRegistration } from '../../../portals/portal.ts';
import { z } from 'zod';
import { Archives } from './archives.ts';
import { serverIdentity, type ServerIdentity } from '../../portal-kit/authority.ts';
import { controlPortal } from './control.ts';
import { findApplication, type PortalAddress, type PortalCore } from './core.ts';
import { EventQueue } from './events.ts';
import { ExchangeLog } from '../../portal-kit/exchange-log.ts';
import { healthyPortal } from './faults.ts';
import { Frames } from './frames.ts';
import { Front } from '../../portal-kit/front.ts';
import { bindAddress, namesOf } from '../../portal-kit/host-names.ts';
import { inspectPortal } from './inspect.ts';
import type { Bitrix24Inspection } from './inspection.ts';
import { Lifecycle } from './lifecycle.ts';
import { Observations } from './observations.ts';
import { Outgoing } from '../../portal-kit/outgoing.ts';
import { bitrix24RegistrationSchema } from './registration.ts';
import { Secrets } from '../../portal-kit/secrets.ts';
import { localPath, Sessions } from '../../portal-kit/sessions.ts';
import { StateFile } from './state.ts';
import { EntityStore } from './subject/entity-store.ts';
import { Tokens } from './tokens.ts';
import { findUser, portalUsers } from './users.ts';
import { AUTH_PREFIX } from './web-api.ts';
import { Webhooks } from './webhooks.ts';
import { createWebServer } from './web-server.ts';

/** Hosts that vendors hard-code (domain/bitrix24.md (ii).1). */
const HARD_CODED_HOSTS: readonly string[] = [
  'oauth.bitrix.info',
  'oauth.bitrix24.tech',
  'oauth.bitrix24.com',
  'api.bitrix24.com',
  'api.bitrix24.tech',
];

/** A simulated Bitrix24 portal; `inspect()` answers a `Bitrix24Inspection`, `control()` takes the commands of control.ts. */
export interface Bitrix24Portal extends Portal {
  inspect(): Promise<Bitrix24Inspection>;
}

/**
 * Starts a portal.
 * @throws AppError port-taken, portal-busy (another process has the folder), storage-corrupt
 */
export async function createBitrix24Portal(options: PortalOptions, onExchange: (exchange: HttpExchange) => void): Promise<Bitrix24Portal> {
  const file = new StateFile(options.stateDir);
  const fronts: Front[] = [];
  let core: PortalCore;
  try {
    const identity = serverIdentity(options.stateDir, options.host, HARD_CODED_HOSTS);
    const pages = new Front(identity);
    const files = new Front(identity);
    fronts.push(pages, files);
    const bind = await bindAddress(options.host);
    const port = await pages.listen(bind, options.port);
    const filesPort = await files.listen(bind, 0);
    core = buildCore(options, file, addressOf(options, port, filesPort, identity), onExchange);
    await loadArchives(core);
    pages.onRequest(createWebServer(core));
    files.onRequest((request, response) => {
      core.archives.answer(request, response, (code, version) => archiveOf(core, code, version));
    });
  } catch (error) {
    await Promise.all(fronts.map((front) => front.stop()));
    file.close();
    throw error;
  }
  const { address } = core;
  let isStopped = false;
  return {
    describe(): PortalDescription {
      return {
        address: address.origin,
        memberId: core.state.memberId,
        ca: address.ca,
        names: namesOf(options.host, new URL(address.origin), HARD_CODED_HOSTS),
        origins: [address.filesOrigin],
        users: portalUsers(options.language),
      };
    },
    async registerSolution(registration: SolutionRegistration): Promise<void> {
      const parsed = bitrix24RegistrationSchema.safeParse(registration);
      if (!parsed.success)
        throw new AppError('invalid-request', `The portal cannot register this version: ${z.prettifyError(parsed.error)}`, {});
      await core.lifecycle.register(parsed.data);
    },
    signInUrl(userId: string, path: string): Promise<string> {
      if (findUser(userId) === null) return Promise.reject(new AppError('not-found', `The portal has no user "${userId}".`, { userId }));
      return Promise.resolve(`${address.origin}/sign-in/?key=${core.sessions.createKey(userId, localPath(path))}`);
    },
    exchanges: (afterId: number) => Promise.resolve(core.log.after(afterId)),
    eventsSettled: () => core.events.settled(),
    inspect: () => Promise.resolve(inspectPortal(core)),
    control: (command: string, input: unknown) => controlPortal(core, healthyPortal, command, input),
    secrets: () => Promise.resolve(core.secrets.values()),
    async stop(): Promise<void> {
      if (isStopped) return;
      isStopped = true;
      core.events.stop();
      core.outgoing.stop();
      await Promise.all(fronts.map((front) => front.stop()));
      file.close();
    },
  };
}

function buildCore(
  options: PortalOptions,
  file: StateFile,
  address: PortalAddress,
  onExchange: (exchange: HttpExchange) => void,
): PortalCore {
  const faults = healthyPortal();
  // Secrets name tokens by label, and tokens take their labels from secrets: the later one is reached through this function.
  const labelOfHash = (hash: string): string | null => tokens?.labelOfHash(hash) ?? null;
  let tokens: Tokens | null = null;
  const secrets = new Secrets(file.state.secretCounters, labelOfHash);
  tokens = new Tokens(file, secrets, faults);
  const log = new ExchangeLog(secrets, onExchange);
  const self = (): PortalCore => core;
  const core: PortalCore = {
    options,
    address,
    file,
    state: file.state,
    secrets,
    log,
    faults,
    tokens,
    webhooks: new Webhooks(file, secrets),
    outgoing: new Outgoing(log, address.ca),
    observations: new Observations(),
    events: new EventQueue(self),
    entities: new EntityStore(file, () => core.events, options.language),
    archives: new Archives(),
    frames: new Frames(self),
    sessions: new Sessions(secrets, options.language, findUser),
    lifecycle: new Lifecycle(self),
  };
  return core;
}

function addressOf(options: PortalOptions, port: number, filesPort: number, identity: ServerIdentity): PortalAddress {
  const scheme = options.tls ? 'https' : 'http';
  const host = isIP(options.host) === 6 ? `[${options.host}]` : options.host;
  const domain = port === (options.tls ? 443 : 80) ? host : `${host}:${port}`;
  const origin = `${scheme}://${domain}`;
  return {
    origin,
    domain,
    isTls: options.tls,
    clientEndpoint: `${origin}/rest/`,
    serverEndpoint: `${origin}${AUTH_PREFIX}/rest/`,
    ca: identity.ca,
    filesOrigin: `${scheme}://${host}:${filesPort}`,
  };
}

/** Archives of earlier processes; one whose file is gone is noticed when its page is opened. */
async function loadArchives(core: PortalCore): Promise<void> {
  for (const { registration, installedRegistration } of Object.values(core.state.applications)) {
    for (const known of [registration, installedRegistration]) {
      const file = known?.archivePath ?? null;
      if (file !== null) await core.archives.load(file).catch(() => undefined);
    }
  }
}

function archiveOf(core: PortalCore, code: string, version: string): string | null {
  const application = findApplication(core, code);
  const found = [application?.installedRegistration, application?.registration].find((registration) => registration?.version === version);
  return found?.archivePath ?? null;
}
