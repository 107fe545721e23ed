import { randomBytes, randomUUID } from 'node:crypto';
import { rightsOf, type Descriptor } from '../descriptor/descriptor.ts';
import { ACTIVATION_STATUSES, type ActivationCause, type ActivationStatus, type DeactivationCause } from '../vocabulary.ts';
import { findSolution, withoutKeys, type PortalCore } from './core.ts';
import type { HistoryEntry, InstallationStatus } from './inspection.ts';
import type { Credentials, MoyskladRegistration } from './registration.ts';
import type { SolutionState, SubscriptionState } from './state.ts';
import { verdictOf, type CallOptions, type Verdict, type VendorAnswer } from './vendor-client.ts';

export type Refusal = 'unknown-solution' | 'not-allowed' | 'already-installed' | 'not-installed' | 'not-now' | 'no-change';
export type LifecycleResult = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

const DAY_MS = 86_400_000;
const PAID_DAYS = 30;
const RESOURCE = 'https://api.moysklad.ru/api/remap/1.2';

/** States from which a vendor's PUT status may lead to which (domain/moysklad.md §4, §5). */
const ALLOWED: Readonly<Partial<Record<InstallationStatus, readonly ActivationStatus[]>>> = {
  Activating: ['Activating', 'SettingsRequired', 'Activated'],
  SettingsRequired: ['SettingsRequired', 'Activated'],
  Activated: ['Activated'],
};

const ORDER: Readonly<Record<ActivationStatus, number>> = { Activating: 0, SettingsRequired: 1, Activated: 2 };

/** Installation, suspension, resumption, change of tariff and of rights, removal. */
export class Lifecycle {
  readonly #core: () => PortalCore;
  readonly #running = new Set<Promise<unknown>>();
  readonly #fiscals = new Map<string, { readonly installNumber: number; readonly id: string; readonly token: string }>();
  readonly #guests = new Map<string, { readonly solution: SolutionState; readonly accountId: string }>();
  /** The last activation with access of each solution, kept in memory because it holds the token. */
  readonly #lastActivations = new Map<
    string,
    { readonly cause: string; readonly body: Readonly<Record<string, unknown>>; readonly requestId: string }
  >();

  constructor(core: () => PortalCore) {
    this.#core = core;
  }

  register(registration: MoyskladRegistration): void {
    const core = this.#core();
    const { code, secretKey, published } = registration;
    core.secrets.label('secret_key', secretKey);
    if (published !== null) core.secrets.label('secret_key', published.secretKey);
    core.keys.register(registration);
    const stored = withoutKeys(registration);
    const known = findSolution(core, code);
    if (known === null) {
      core.state.solutions[code] = {
        registration: stored,
        status: null,
        cause: null,
        installNumber: 0,
        access: null,
        subscription: null,
        history: [],
        webhooks: [],
        attributes: [],
        loyalty: null,
      };
    } else known.registration = stored;
    core.file.flush();
  }

  /** «Подключить»: issues a token that works at once, then tells the vendor. Returns when the vendor has been told, or given up. */
  async install(code: string, isAdmin: boolean): Promise<LifecycleResult> {
    const core = this.#core();
    const solution = findSolution(core, code);
    if (solution === null) return { ok: false, refusal: 'unknown-solution' };
    if (!isAdmin) return { ok: false, refusal: 'not-allowed' };
    if (solution.status !== null && solution.status !== 'ActivationFailed') return { ok: false, refusal: 'already-installed' };
    solution.installNumber += 1;
    solution.access = solution.registration.descriptor.access;
    solution.subscription = this.#newSubscription(solution);
    await this.#activate(solution, 'Install');
    return { ok: true };
  }

  async suspend(code: string, isAdmin: boolean): Promise<LifecycleResult> {
    return this.#inState(code, isAdmin, ['SettingsRequired', 'Activated'], (solution) => this.#deactivate(solution, 'Suspend'));
  }

  async resume(code: string, isAdmin: boolean): Promise<LifecycleResult> {
    return this.#inState(code, isAdmin, ['Suspended'], async (solution) => {
      solution.subscription = { ...this.#newSubscription(solution), trial: false, expiryAt: Date.now() + PAID_DAYS * DAY_MS };
      await this.#activate(solution, 'Resume');
    });
  }

  async uninstall(code: string, isAdmin: boolean): Promise<LifecycleResult> {
    const states: InstallationStatus[] = [
      'Activating',
      'SettingsRequired',
      'Activated',
      'Suspended',
      'ActivationFailed',
      'DeactivationFailed',
    ];
    return this.#inState(code, isAdmin, states, (solution) => this.#deactivate(solution, 'Uninstall'));
  }

  /** Takes an installation whose removal failed off the account without asking the vendor again. */
  forget(code: string): LifecycleResult {
    const solution = findSolution(this.#core(), code);
    if (solution?.status !== 'DeactivationFailed' && solution?.status !== 'ActivationFailed') return { ok: false, refusal: 'not-now' };
    this.#left(solution);
    return { ok: true };
  }

  /** Another tariff, the end of the trial, or the prolongation of the subscription: no access is sent, the token stays (§2). */
  async changeSubscription(code: string, cause: 'TariffChanged' | 'Autoprolongation', isAdmin: boolean): Promise<LifecycleResult> {
    return this.#inState(code, isAdmin, ['SettingsRequired', 'Activated'], async (solution) => {
      const { tariffs } = solution.registration;
      const subscription = solution.subscription ?? this.#newSubscription(solution);
      const other = cause === 'TariffChanged' ? tariffs.find((one) => one.id !== subscription.tariffId) : undefined;
      solution.subscription = {
        tariffId: other?.id ?? subscription.tariffId,
        tariffName: other?.name ?? subscription.tariffName,
        trial: false,
        expiryAt: Math.max(Date.now(), subscription.expiryAt) + PAID_DAYS * DAY_MS,
      };
      this.#core().file.changed();
      await this.#running_(
        this.#core().vendor.persistently(solution, 'activation', cause, this.#activationBody(solution, cause, null), 'long', (answer) =>
          isSound(answer) ? 'done' : verdictOf(answer) === 'retry' ? 'retry' : 'failed',
        ),
      );
    });
  }

  /**
   * The user confirms other rights for an installation that stays. Told to the vendor where the descriptor asks for it (§2, /event).
   * @param access what is granted from now on; null takes what the registered descriptor asks for
   */
  async changePermissions(code: string, access: Descriptor['access'], isAdmin: boolean): Promise<LifecycleResult> {
    return this.#inState(code, isAdmin, ['SettingsRequired', 'Activated'], async (solution) => {
      solution.access = access ?? solution.registration.descriptor.access;
      this.#core().file.flush();
      if (!solution.registration.descriptor.updatePermissions) return;
      const body = { ...this.#head(solution), cause: 'PermissionsChanged', access: this.#access(solution, null) };
      await this.#running_(this.#core().vendor.persistently(solution, 'event', 'PermissionsChanged', body, 'long', verdictOf));
    });
  }

  /** A custom button; not repeated (§2). */
  async pressButton(
    code: string,
    name: string,
    point: string,
    object: { readonly objectId: string } | { readonly selected: readonly { readonly id: string; readonly type: string }[] } | null,
    user: { readonly employeeId: string; readonly role: string },
  ): Promise<VendorAnswer | null> {
    const solution = findSolution(this.#core(), code);
    if (solution === null || solution.status !== 'Activated') return null;
    const { vendor, processes } = this.#core();
    const answer = await this.#running_(
      vendor.call(solution, 'button', name, { buttonName: name, extensionPoint: point, ...object, user }),
    );
    const processId = (answer.json?.['params'] as { asyncProcessId?: unknown } | null | undefined)?.asyncProcessId;
    if (answer.status === 200 && answer.json?.['async'] === true && typeof processId === 'string' && processId !== '')
      processes.start(code, name, processId);
    return answer;
  }

  async runScenario(code: string, name: string, actionType: string, objectType: string, objectId: string): Promise<VendorAnswer | null> {
    const solution = findSolution(this.#core(), code);
    if (solution === null || solution.status !== 'Activated') return null;
    const body = { actionName: name, actionType, objectId, objectType };
    return (await this.#running_(this.#core().vendor.persistently(solution, 'scenario', name, body, 'long', verdictOf))).answer;
  }

  /** The vendor's PUT status. @returns the HTTP status of the answer */
  setStatus(solution: SolutionState, wanted: ActivationStatus): 200 | 404 | 409 {
    if (solution.status === null) return 404;
    if (!(ALLOWED[solution.status] ?? []).includes(wanted)) return 409;
    if (solution.status !== wanted) this.#become(solution, wanted, solution.cause, 'vendor');
    return 200;
  }

  /**
   * Installs and removes the published version's credentials on another account, as its customers have it, beside this version (§1). That
   * account is a guest here: its token and its status are answered, and what is done with them is no part of the test.
   */
  async probePublished(
    code: string,
    published: Credentials,
  ): Promise<{ readonly install: VendorAnswer; readonly uninstall: VendorAnswer } | null> {
    const core = this.#core();
    const solution = findSolution(core, code);
    if (solution === null) return null;
    const accountId = otherAccount(core.state.accountId);
    const { appId, appUid } = published;
    const guest: SolutionState = {
      registration: { ...solution.registration, code: guestCode(code), appId, appUid },
      status: 'Activating',
      cause: 'Install',
      installNumber: 1,
      access: solution.registration.descriptor.access,
      subscription: this.#newSubscription(solution),
      history: [],
      webhooks: [],
      attributes: [],
      loyalty: null,
    };
    this.#guests.set(guestCode(code), { solution: guest, accountId });
    const options: CallOptions = { credentials: published, accountId, probe: 'published' };
    const head = { appUid, accountName: `${core.state.accountName}_2` };
    const access = this.#access(guest, guest.access === null ? null : core.tokens.issue(guest));
    const body = { ...head, cause: 'Install', access, subscription: this.#subscription(this.#newSubscription(solution)) };
    const install = await core.vendor.call(solution, 'activation', 'Install', body, options);
    guest.status = statusIn(install) ?? guest.status;
    core.tokens.revokeAll(guestCode(code), 'uninstalled');
    const uninstall = await core.vendor.call(solution, 'deactivation', 'Uninstall', { ...head, cause: 'Uninstall' }, options);
    guest.status = null;
    return { install, uninstall };
  }

  /** The guest account of the published version; null when there was none. */
  guest(code: string): { readonly solution: SolutionState; readonly accountId: string } | null {
    return this.#guests.get(code) ?? null;
  }

  /** The last activation with access as the vendor would get it had the portal missed its answer: same request id, fresh JWT (§2). */
  async repeatActivation(code: string): Promise<void> {
    const core = this.#core();
    const solution = findSolution(core, code);
    const last = this.#lastActivations.get(code);
    if (solution === null || last === undefined) return;
    await core.vendor.call(solution, 'activation', last.cause, last.body, { requestId: last.requestId, probe: 'repeated-request' });
  }

  /** The body of an activation, for probes. */
  activationBody(solution: SolutionState, cause: ActivationCause, token: string | null): Readonly<Record<string, unknown>> {
    return this.#activationBody(solution, cause, token);
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled([...this.#running]);
  }

  async #running_<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    try {
      return await work;
    } finally {
      this.#running.delete(work);
    }
  }

  async #inState(
    code: string,
    isAdmin: boolean,
    states: readonly InstallationStatus[],
    work: (solution: SolutionState) => Promise<void>,
  ): Promise<LifecycleResult> {
    const solution = findSolution(this.#core(), code);
    if (solution === null) return { ok: false, refusal: 'unknown-solution' };
    if (!isAdmin) return { ok: false, refusal: 'not-allowed' };
    if (solution.status === null) return { ok: false, refusal: 'not-installed' };
    if (!states.includes(solution.status)) return { ok: false, refusal: 'not-now' };
    await work(solution);
    return { ok: true };
  }

  async #activate(solution: SolutionState, cause: 'Install' | 'Resume'): Promise<void> {
    const core = this.#core();
    const { code, descriptor } = solution.registration;
    this.#become(solution, 'Activating', cause, 'portal');
    // Issued before the call: the vendor may use it while it handles the call.
    const token = descriptor.access === null ? null : core.tokens.issue(solution);
    const body = this.#activationBody(solution, cause, token);
    const judge = (answer: VendorAnswer): Verdict => {
      const verdict = verdictOf(answer);
      if (verdict !== 'done' || isSound(answer)) return verdict;
      return core.settings.malformedAnswer === 'fails' ? 'failed' : 'retry';
    };
    const requestId = randomUUID();
    this.#lastActivations.set(code, { cause, body, requestId });
    const sending = core.vendor.persistently(solution, 'activation', cause, body, 'short', judge, { requestId });
    const { answer, verdict } = await this.#running_(sending);
    if (verdict === 'failed') {
      core.tokens.revokeAll(code, 'failed');
      this.#become(solution, 'ActivationFailed', cause, 'answer');
      return;
    }
    const answered = statusIn(answer);
    if (answered === null) return;
    // The vendor may have called back before it answered; its own answer does not take that back.
    const current = solution.status;
    const isAhead = (current === 'SettingsRequired' || current === 'Activated') && ORDER[current] > ORDER[answered];
    if (!isAhead) this.#become(solution, answered, cause, 'answer');
    core.webhooks.enable(solution);
  }

  async #deactivate(solution: SolutionState, cause: DeactivationCause): Promise<void> {
    const core = this.#core();
    const { code } = solution.registration;
    this.#become(solution, 'Deactivating', cause, 'portal');
    // Revoked before the call (§2), and with it the solution's webhooks.
    core.tokens.revokeAll(code, cause === 'Uninstall' ? 'uninstalled' : 'suspended');
    if (cause === 'Uninstall') core.webhooks.remove(solution);
    else core.webhooks.disable(solution);
    const body = { ...this.#head(solution), cause };
    const { verdict } = await this.#running_(core.vendor.persistently(solution, 'deactivation', cause, body, 'short', verdictOf));
    if (verdict === 'failed') this.#become(solution, 'DeactivationFailed', cause, 'answer');
    else if (cause === 'Suspend') this.#become(solution, 'Suspended', cause, 'answer');
    else this.#left(solution);
  }

  #left(solution: SolutionState): void {
    solution.status = null;
    solution.cause = null;
    solution.access = null;
    solution.subscription = null;
    solution.loyalty = null;
    solution.history.push(this.#entry(solution, 'Uninstalled', 'Uninstall', 'answer'));
    this.#core().file.flush();
  }

  #become(solution: SolutionState, status: InstallationStatus, cause: string | null, by: HistoryEntry['by']): void {
    solution.status = status;
    solution.cause = cause;
    solution.history.push(this.#entry(solution, status, cause, by));
    this.#core().file.flush();
  }

  #entry(solution: SolutionState, status: HistoryEntry['status'], cause: string | null, by: HistoryEntry['by']): HistoryEntry {
    return { at: Date.now(), status, cause, by, installNumber: solution.installNumber };
  }

  #newSubscription(solution: SolutionState): SubscriptionState {
    const { tariffs, trialDays } = solution.registration;
    const [first] = tariffs;
    if (first === undefined) throw new Error('a registration has at least one tariff');
    const days = trialDays > 0 ? trialDays : PAID_DAYS;
    return { tariffId: first.id, tariffName: first.name, trial: trialDays > 0, expiryAt: Date.now() + days * DAY_MS };
  }

  #head(solution: SolutionState): { appUid: string; accountName: string } {
    return { appUid: solution.registration.appUid, accountName: this.#core().state.accountName };
  }

  #activationBody(solution: SolutionState, cause: ActivationCause, token: string | null): Record<string, unknown> {
    const isChange = cause === 'TariffChanged' || cause === 'Autoprolongation';
    return {
      ...this.#head(solution),
      cause,
      ...(isChange || solution.access === null ? {} : { access: this.#access(solution, token) }),
      subscription: this.#subscription(solution.subscription ?? this.#newSubscription(solution)),
      ...(solution.registration.descriptor.fiscalApi && !isChange ? { additional: { fiscalApi: this.#fiscal(solution) } } : {}),
    };
  }

  /** Which register of the account the solution serves, and the token of MoySklad's calls to it; the same for the life of an installation. */
  #fiscal(solution: SolutionState): { id: string; token: string } {
    const { code } = solution.registration;
    let fiscal = this.#fiscals.get(code);
    if (fiscal?.installNumber !== solution.installNumber) {
      fiscal = { installNumber: solution.installNumber, id: randomUUID(), token: randomBytes(20).toString('hex') };
      this.#fiscals.set(code, fiscal);
      this.#core().secrets.label('fiscal_token', fiscal.token);
    }
    return { id: fiscal.id, token: fiscal.token };
  }

  #subscription(subscription: SubscriptionState): Record<string, unknown> {
    const { tariffId, tariffName, trial, expiryAt } = subscription;
    return { tariffId, trial, tariffName, expiryMoment: rfc3339(expiryAt), notForResale: false, partner: false };
  }

  #access(solution: SolutionState, token: string | null): Record<string, unknown>[] {
    const { access } = solution;
    if (access === null) return [];
    return [
      {
        resource: RESOURCE,
        scope: [access.scope],
        ...(access.scope === 'custom' ? { permissions: permissionsOf(access) } : {}),
        ...(token === null ? {} : { access_token: token }),
      },
    ];
  }

  /** As GET status shows it: what is installed, without the token. */
  statusBody(solution: SolutionState): Record<string, unknown> {
    const { status, cause, subscription, access } = solution;
    const isReady = status === 'SettingsRequired' || status === 'Activated';
    return {
      status,
      ...(cause === null || isReady || status === 'Suspended' ? {} : { cause }),
      ...(subscription === null ? {} : { subscription: this.#subscription(subscription) }),
      ...(isReady && access !== null ? { access: this.#access(solution, null) } : {}),
    };
  }
}

/** Rights as the Vendor API writes them: {"customerOrder": {"view": "ALL"}, "viewDashboard": true}. */
function permissionsOf(access: NonNullable<Descriptor['access']>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(access.permissions).map(([name, levels]) => [
      name,
      levels === true ? true : Object.fromEntries(levels.map((level) => [level, 'ALL'])),
    ]),
  );
}

export function grantedRights(solution: SolutionState): readonly string[] {
  return rightsOf({ access: solution.access });
}

function statusIn(answer: VendorAnswer): ActivationStatus | null {
  const status = answer.json?.['status'];
  return ACTIVATION_STATUSES.find((one) => one === status) ?? null;
}

/** 200, JSON by its content type, with one of the three statuses (§2). */
function isSound(answer: VendorAnswer): boolean {
  return answer.status === 200 && /^application\/json\b/i.test(answer.contentType) && statusIn(answer) !== null;
}

/** Moscow time, as the examples write it. */
function rfc3339(at: number): string {
  return `${new Date(at + 3 * 3_600_000).toISOString().slice(0, 19)}+03:00`;
}

/** Under this name the published version's doings on its guest account are kept apart. */
export function guestCode(code: string): string {
  return `${code} published`;
}

function otherAccount(accountId: string): string {
  const last = accountId.slice(-1);
  return `${accountId.slice(0, -1)}${last === '0' ? '1' : '0'}`;
}
