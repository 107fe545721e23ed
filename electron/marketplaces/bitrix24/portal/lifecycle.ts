import { effectiveRegistration, findApplication, nextId, versionValue, type PortalCore } from './core.ts';
import type { ExchangeTicket } from '../../portal-kit/exchange-log.ts';
import type { Bitrix24HeadCheck, Bitrix24InstallFinishCall } from './inspection.ts';
import { note, type Noted } from './observations.ts';
import type { Bitrix24Registration } from './registration.ts';
import { hashSecret } from '../../portal-kit/secrets.ts';
import type { ApplicationState, StoredRegistration } from './state.ts';
import type { DemoUser } from './users.ts';

export type LifecycleRefusal = 'unknown-solution' | 'not-allowed' | 'already-installed' | 'not-installed' | 'no-update';
export type LifecycleResult =
  { readonly ok: true; readonly application: ApplicationState } | { readonly ok: false; readonly refusal: LifecycleRefusal };

/** Install, finish, update and uninstall, in the order of domain/bitrix24.md §1 and §5. */
export class Lifecycle {
  readonly #core: () => PortalCore;

  constructor(core: () => PortalCore) {
    this.#core = core;
  }

  /** Puts the solution on the catalogue and does the HEAD check of its addresses. */
  async register(registration: Bitrix24Registration): Promise<ApplicationState> {
    const core = this.#core();
    const { clientSecret, ...stored } = registration;
    core.secrets.label('client_secret', clientSecret);
    if (stored.archivePath !== null) await core.archives.load(stored.archivePath);
    let application = findApplication(core, stored.code);
    if (application === null) {
      application = newApplication(nextId(core), stored, hashSecret(clientSecret));
      core.state.applications[stored.code] = application;
    } else {
      if (application.registration.clientId !== stored.clientId) application.earlierClientIds.push(application.registration.clientId);
      application.registration = stored;
      application.clientSecretHash = hashSecret(clientSecret);
    }
    core.file.flush();
    await this.#checkAddresses(stored);
    return application;
  }

  async #checkAddresses(registration: StoredRegistration): Promise<void> {
    const core = this.#core();
    const fields = ['appUrl', 'installUrl', 'eventUrl', 'settingsUrl'] as const;
    const checks = fields.flatMap((field) => {
      const url = registration[field];
      return url === null ? [] : [{ field, url }];
    });
    const results = await Promise.all(
      checks.map(async ({ field, url }): Promise<Noted<Bitrix24HeadCheck>> => {
        const at = Date.now();
        const answer = await core.outgoing.send({
          kind: 'head',
          name: field,
          method: 'HEAD',
          url,
          headers: { 'user-agent': 'Bitrix24 Webhook Engine' },
          body: '',
          timeoutMs: core.options.eventTimeoutMs,
          maxRedirects: 0,
        });
        const accepted = answer.status === 200 || answer.status === 301 || answer.status === 302;
        return {
          field,
          url,
          at,
          status: answer.status,
          error: answer.error,
          accepted,
          durationMs: Math.round(answer.durationMs),
          ticket: answer.ticket,
        };
      }),
    );
    core.observations.of(registration.code).headChecks = results;
  }

  /** True when this user may install, finish and update the solution. */
  mayInstall(application: ApplicationState, user: DemoUser): boolean {
    return user.isAdmin || application.registration.userInstall;
  }

  /** True when the installer is this user's business: administrators, and whoever installed a solution that any user may install. */
  mayFinish(application: ApplicationState, user: DemoUser): boolean {
    return user.isAdmin || (effectiveRegistration(application).userInstall && application.installedBy === user.id);
  }

  /** A version with an installer is finished by its page; the others at once (§1). */
  needsWizard(registration: StoredRegistration): boolean {
    if (registration.mode === 'A') return true;
    return registration.mode === 'E' && registration.archivePath !== null && this.#core().archives.hasInstaller(registration.archivePath);
  }

  /** Address of the application or installer; null when the version has no page. */
  pageUrl(application: ApplicationState, isInstaller: boolean): string | null {
    const registration = effectiveRegistration(application);
    if (registration.mode === 'E') {
      const { code, version } = registration;
      return `${this.#core().address.filesOrigin}${this.#core().archives.pathOf(code, version, isInstaller ? 'install.html' : 'index.html')}`;
    }
    if (registration.mode === 'C' || registration.mode === 'D') return null;
    return isInstaller && this.needsWizard(registration) ? registration.installUrl : registration.appUrl;
  }

  install(code: string, user: DemoUser, language: string): LifecycleResult {
    const core = this.#core();
    const application = findApplication(core, code);
    if (application === null) return { ok: false, refusal: 'unknown-solution' };
    if (!this.mayInstall(application, user)) return { ok: false, refusal: 'not-allowed' };
    if (application.active) return { ok: false, refusal: 'already-installed' };
    if (core.faults.rotateApplicationToken) {
      application.applicationTokenNumber += 1;
      core.faults.rotateApplicationToken = false;
    }
    const registration = application.registration;
    application.active = true;
    application.installNumber += 1;
    application.installedRegistration = registration;
    application.installedBy = user.id;
    application.finished = !this.needsWizard(registration);
    application.handlers = [];
    application.placements = [];
    application.firstRunDone = [];
    this.#history(application, 'installed', user.id, null);
    this.#bindInstallHandler(application);
    if (application.finished) {
      this.#history(application, 'finished', user.id, null);
      this.#raiseInstalled(application, user, language);
    }
    core.file.flush();
    return { ok: true, application };
  }

  /** The subscription that the portal makes itself for versions without a page (§1). */
  #bindInstallHandler(application: ApplicationState): void {
    const core = this.#core();
    const registration = effectiveRegistration(application);
    if ((registration.mode !== 'C' && registration.mode !== 'D') || registration.eventUrl === null) return;
    application.handlers.push({
      id: nextId(core),
      event: 'ONAPPINSTALL',
      url: registration.eventUrl,
      userId: null,
      offline: false,
      connector: null,
      boundAt: Date.now(),
      installNumber: application.installNumber,
      byPortal: true,
    });
  }

  #raiseInstalled(application: ApplicationState, user: DemoUser, language: string): void {
    this.#core().events.raise(application, {
      event: 'ONAPPINSTALL',
      data: {
        VERSION: String(versionValue(effectiveRegistration(application).version)),
        ACTIVE: application.active ? 'Y' : 'N',
        INSTALLED: application.finished ? 'Y' : 'N',
        LANGUAGE_ID: language,
      },
      auth: { kind: 'full', userId: user.id },
    });
  }

  /** setInstallFinish from the frame (§3). */
  finish(application: ApplicationState, user: DemoUser, language: string, isInstaller: boolean, ticket: ExchangeTicket): boolean {
    const core = this.#core();
    let reason: Bitrix24InstallFinishCall['reason'] = 'finished';
    if (application.finished) reason = 'already-finished';
    else if (!this.mayFinish(application, user)) reason = 'not-administrator';
    else if (!isInstaller) reason = 'not-installer';
    const accepted = reason === 'finished';
    const call = { at: Date.now(), userId: user.id, installNumber: application.installNumber, accepted, reason, ticket };
    note(core.observations.of(application.registration.code).installFinishCalls, call);
    if (!accepted) return false;
    application.finished = true;
    this.#history(application, 'finished', user.id, null);
    this.#raiseInstalled(application, user, language);
    core.file.flush();
    return true;
  }

  /** §5: event queued, handlers and widgets dropped, data dropped if asked, tokens revoked before the queue moves. */
  uninstall(code: string, user: DemoUser, clean: boolean, language: string): LifecycleResult {
    const core = this.#core();
    const application = findApplication(core, code);
    if (application === null) return { ok: false, refusal: 'unknown-solution' };
    if (!user.isAdmin) return { ok: false, refusal: 'not-allowed' };
    if (!application.active) return { ok: false, refusal: 'not-installed' };
    core.events.raise(application, {
      event: 'ONAPPUNINSTALL',
      data: { LANGUAGE_ID: language, CLEAN: clean ? '1' : '0' },
      auth: { kind: 'none' },
      evenWhenRemoved: true,
      clean,
    });
    application.handlers = [];
    application.placements = [];
    application.offlineEvents = [];
    application.registrations = {};
    if (clean) {
      application.appOptions = {};
      application.userOptions = {};
      application.stores = {};
      application.settings = {};
    }
    core.tokens.revokeAll(code, 'uninstalled');
    this.#history(application, 'uninstalled', user.id, clean);
    application.active = false;
    application.finished = false;
    application.installedRegistration = null;
    application.installedBy = null;
    core.frames.forget(code);
    core.file.flush();
    return { ok: true, application };
  }

  /** Puts the card's version on the portal: ONAPPUPDATE to those who listen, then every handler is dropped (§5). */
  update(code: string, user: DemoUser, language: string): LifecycleResult {
    const core = this.#core();
    const application = findApplication(core, code);
    if (application === null) return { ok: false, refusal: 'unknown-solution' };
    if (!this.mayInstall(application, user)) return { ok: false, refusal: 'not-allowed' };
    const previous = application.installedRegistration;
    if (!application.active || previous === null) return { ok: false, refusal: 'not-installed' };
    if (previous.version === application.registration.version) return { ok: false, refusal: 'no-update' };
    core.events.raise(application, {
      event: 'ONAPPUPDATE',
      data: {
        VERSION: String(versionValue(application.registration.version)),
        PREVIOUS_VERSION: String(versionValue(previous.version)),
        LANGUAGE_ID: language,
      },
      auth: { kind: 'full', userId: user.id },
      evenWhenRemoved: true,
    });
    application.installedRegistration = application.registration;
    application.handlers = [];
    application.placements = [];
    application.registrations = {};
    application.firstRunDone = [];
    application.installedBy = user.id;
    application.finished = !(this.needsWizard(application.registration) && core.faults.wizardOnUpdate);
    this.#history(application, 'updated', user.id, null);
    this.#bindInstallHandler(application);
    if (application.finished) {
      this.#history(application, 'finished', user.id, null);
      if (!this.needsWizard(application.registration) || core.faults.installEventOnUpdate)
        this.#raiseInstalled(application, user, language);
    }
    core.frames.forget(code);
    core.file.flush();
    return { ok: true, application };
  }

  #history(
    application: ApplicationState,
    what: 'installed' | 'finished' | 'updated' | 'uninstalled',
    userId: string,
    clean: boolean | null,
  ): void {
    const version = effectiveRegistration(application).version;
    application.history.push({ at: Date.now(), what, version, installNumber: application.installNumber, userId, clean });
  }
}

function newApplication(id: string, registration: StoredRegistration, clientSecretHash: string): ApplicationState {
  return {
    id,
    registration,
    clientSecretHash,
    earlierClientIds: [],
    installedRegistration: null,
    active: false,
    finished: false,
    installNumber: 0,
    installedBy: null,
    applicationTokenNumber: 1,
    history: [],
    handlers: [],
    placements: [],
    appOptions: {},
    userOptions: {},
    firstRunDone: [],
    offlineEvents: [],
    stores: {},
    registrations: {},
    settings: {},
  };
}
