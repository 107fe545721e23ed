import type { Frame, Page } from 'playwright';
import { AppError } from '../../../../shared/domain/errors.ts';
import type { BrowserRole, HttpExchange } from '../../../../shared/domain/install-test.ts';
import type { LocalizedText } from '../../../../shared/domain/rulebook.ts';
import { StepFailure, type InstallTest, type RunContext } from '../../../sandbox/run-context.ts';
import { originOf } from '../../page-watch/judgement.ts';
import type { PageSnapshot, UnopenedPage } from '../../page-watch/page-facts.ts';
import { pageAtRest, takeSnapshot } from '../../page-watch/page-snapshot.ts';
import { reachVendor } from '../../page-watch/reachability.ts';
import type { VendorTraffic } from '../../page-watch/vendor-traffic.ts';
import { pause, until } from '../../page-watch/waiting.ts';
import { WatchedRun, type RoleWindows } from '../../page-watch/watched-run.ts';
import type { PosterApplicationInspection, PosterInspection } from '../portal/inspection.ts';
import { portalPaths, portalSelectors } from '../portal/page-map.ts';
import { posterRegistrationSchema, type PosterRegistration } from '../portal/registration.ts';
import { OAUTH_MODES } from '../vocabulary.ts';
import { pressAgree, pressConnect, pressRemove } from './drive-portal.ts';
import type { ConnectAttempt, DecisionFacts, EventEffect, ProbeEffect, RunFacts, TokenField } from './facts.ts';
import { judge, judgeEach } from './judge.ts';
import { linesOf, pressOrder, tokenFieldsOf } from './page-scripts.ts';
import { ALL_STEP_IDS, DEFAULT_PROBES, installTestPlan, probeStepId, PROBES, type Probe } from './plan.ts';
import { severityOf } from './severity.ts';

/** Limits of the test, in milliseconds. */
export interface InstallTestSettings {
  /** How long the vendor's server is watched after the removal, once the webhooks have settled. */
  readonly watchMs: number;
  /** A connection in which nothing has happened for so long is given up. */
  readonly connectIdleMs: number;
  /** How long a loaded page may keep the admin panel's spinner. */
  readonly spinnerMs: number;
  /** How long a server may take to act on a webhook after it answered. */
  readonly effectMs: number;
  /** A slower answer to a webhook is a finding. */
  readonly slowWebhookMs: number;
  /** Limit for the first contact with the vendor's server. */
  readonly reachLimitMs: number;
  /** Delay of the API's answers in the probe of that name. */
  readonly slowApiMs: number;
}

export const DEFAULT_SETTINGS: InstallTestSettings = {
  watchMs: 2000,
  connectIdleMs: 6000,
  spinnerMs: 4000,
  effectMs: 400,
  slowWebhookMs: 3000,
  reachLimitMs: 10_000,
  slowApiMs: 1500,
};

/** The window in which a role works. */
const WINDOWS: RoleWindows = {
  administrator: { width: 1280, height: 800 },
  user: { width: 1920, height: 1080 },
};

/** Events of records that the account has from the beginning, raised without changing them. */
const ACCOUNT_EVENTS = [
  { object: 'client', objectId: 2 },
  { object: 'transaction', objectId: 1 },
  { object: 'stock', objectId: 1 },
] as const;
/** What is repeated and forged. */
const PROBED_OBJECTS = ['application', 'dish', 'product', 'incoming_order', ...ACCOUNT_EVENTS.map((one) => one.object)] as const;
/** A product of the account that changes, and is otherwise left alone. */
const CHANGED_DISH = 2;
const MOST_ORDERS = 2;
/** How many times longer than an effect may take a server is watched that nobody asked for anything. */
const IDLE_SHARE = 3;
/** Further events that a server may leave unanswered before it counts as stopped. */
const MOST_CHANCES = 3;
/** Answer of an act that set off no event, so that nothing has to be waited for. */
const NOTHING_SENT = Symbol('nothing sent');

/** @throws AppError invalid-request for a probe that there is not */
function probesOf(wanted: readonly string[] | undefined): readonly Probe[] {
  if (wanted === undefined) return DEFAULT_PROBES;
  const unknown = wanted.find((name) => !PROBES.some((probe) => probe === name));
  if (unknown !== undefined)
    throw new AppError('invalid-request', `Unknown probe "${unknown}". Known: ${PROBES.join(', ')}.`, { probe: unknown });
  return PROBES.filter((probe) => wanted.includes(probe));
}

/** One run: drives the account, gathers facts, has them judged. */
class InstallRun {
  readonly #context: RunContext;
  readonly #settings: InstallTestSettings;
  readonly #registration: PosterRegistration;
  readonly #probes: readonly Probe[];
  readonly #planned: ReadonlySet<string>;
  readonly #vendorOrigins: ReadonlySet<string>;
  readonly #portalAddress: string;
  readonly #ownerId: string;
  readonly #employeeId: string;
  readonly #watch: WatchedRun;
  readonly #pages: PageSnapshot[] = [];
  readonly #unopened: UnopenedPage[] = [];
  readonly #connects: ConnectAttempt[] = [];
  readonly #tokenFields: TokenField[] = [];
  readonly #spinning: { stepId: string; waitedMs: number }[] = [];
  readonly #genuine: EventEffect[] = [];
  #installNumber = 1;
  #inspection: PosterInspection | null = null;
  #beforeRemoval: PosterApplicationInspection | null = null;
  #removedAt: number | null = null;
  #duplicate: ProbeEffect | null = null;
  #forged: ProbeEffect | null = null;
  #decisions: DecisionFacts | null = null;
  #exchanges: readonly HttpExchange[] = [];
  #secrets: readonly string[] = [];
  /** The vendor's own page after the connection, when it can be opened again. */
  #siteUrl: string | null = null;

  constructor(context: RunContext, settings: InstallTestSettings) {
    this.#context = context;
    this.#settings = settings;
    this.#registration = posterRegistrationSchema.parse(context.solution);
    const { redirectUri, manageUrl, webhookUrl } = this.#registration;
    this.#vendorOrigins = new Set([redirectUri, manageUrl, webhookUrl].flatMap((url) => (url === null ? [] : [originOf(url) ?? ''])));
    this.#probes = probesOf(context.options.probes);
    this.#planned = new Set(installTestPlan(this.#registration, this.#probes).flatMap((phase) => phase.steps.map((one) => one.id)));
    const { address, users } = context.portal.describe();
    this.#portalAddress = address;
    this.#watch = new WatchedRun(context, address, WINDOWS);
    const owner = users.find((user) => user.role === 'administrator');
    const employee = users.find((user) => user.role === 'user');
    if (owner === undefined || employee === undefined) throw new Error('the account needs an owner and an employee');
    this.#ownerId = owner.id;
    this.#employeeId = employee.id;
  }

  get #hasWindow(): boolean {
    return this.#registration.manageUrl !== null;
  }

  get #goesToVendor(): boolean {
    return OAUTH_MODES.includes(this.#registration.mode);
  }

  get #application(): PosterApplicationInspection | null {
    return this.#inspection?.applications.find((one) => one.code === this.#registration.code) ?? null;
  }

  async run(): Promise<void> {
    this.#context.plan(installTestPlan(this.#registration, this.#probes));
    try {
      await this.#phases();
    } finally {
      // Also after a stop or a crash: what was seen until then is told.
      await this.#report();
      this.#watch.stop();
    }
  }

  async #phases(): Promise<void> {
    const context = this.#context;
    await context.phase('registration', () => this.#registrationPhase());
    if (!(await context.phase('connect', () => this.#connectPhase()))) {
      this.#leaveOut('use.window', {
        ru: 'Приложение не подключилось, дальнейшие шаги выполнить нельзя.',
        en: 'The application did not connect, so the further steps cannot be done.',
      });
      return;
    }
    await context.phase('use', () => this.#usePhase());
    await context.phase('events', () => this.#eventsPhase());
    if (!(await context.phase('remove', () => this.#removePhase()))) {
      this.#leaveOut('reconnect.consent', { ru: 'Отключить приложение не удалось.', en: 'The application could not be disconnected.' });
      return;
    }
    const isBack = await context.phase('reconnect', () => this.#reconnectPhase());
    await context.phase('data', async () => {
      await this.#step('data.compare', async () => {
        await this.#open('administrator', portalPaths.changes);
      });
    });
    if (this.#probes.length === 0) return;
    if (!isBack) {
      this.#leaveOut(probeStepId(PROBES[0]), {
        ru: 'Приложение не подключилось повторно, пробу выполнить нельзя.',
        en: 'The application was not connected again, so the probe cannot be done.',
      });
      return;
    }
    await context.phase('probes', () => this.#probesPhase());
  }

  /** Marks this step and all later ones as not looked at. */
  #leaveOut(fromStepId: string, reason: LocalizedText): void {
    for (const id of ALL_STEP_IDS.slice(ALL_STEP_IDS.indexOf(fromStepId)))
      if (this.#planned.has(id)) this.#context.couldNotLook(id, reason);
  }

  /**
   * A step of the test. What it does is judged at its end: a failure that it proves fails the step, so that the list shows
   * where it went wrong while the run goes on.
   */
  async #step<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    return await this.#watch.step(id, work, async () => {
      await this.#refresh();
      return judgeEach(this.#facts());
    });
  }

  async #inspect(): Promise<PosterApplicationInspection | null> {
    this.#inspection = (await this.#context.portal.inspect()) as PosterInspection;
    return this.#application;
  }

  async #refresh(): Promise<void> {
    await this.#watch.settled();
    await this.#inspect();
    this.#secrets = await this.#context.portal.secrets();
    this.#exchanges = await this.#context.portal.exchanges(0);
  }

  #facts(): RunFacts {
    return {
      registration: this.#registration,
      portalAddress: this.#portalAddress,
      vendorOrigins: this.#vendorOrigins,
      secrets: this.#secrets,
      pages: this.#pages,
      unopened: this.#unopened,
      ...this.#watch.seen(),
      exchanges: this.#exchanges,
      connects: this.#connects,
      tokenFields: this.#tokenFields,
      spinning: this.#spinning,
      genuine: this.#genuine,
      duplicate: this.#duplicate,
      forged: this.#forged,
      decisions: this.#decisions,
      inspection: this.#inspection,
      latest: this.#application,
      beforeRemoval: this.#beforeRemoval,
      removedAt: this.#removedAt,
      watchMs: this.#settings.watchMs,
      doneSteps: this.#watch.doneSteps,
      stepAt: (at) => this.#watch.stepAt(at),
      slowWebhookMs: this.#settings.slowWebhookMs,
    };
  }

  // ---- the browser ----

  async #open(role: BrowserRole, path: string): Promise<{ page: Page; traffic: VendorTraffic }> {
    return await this.#watch.open(role, role === 'administrator' ? this.#ownerId : this.#employeeId, path, portalSelectors.ready);
  }

  /** The vendor's frame in the window. When it does not open, that is kept as a fact before the step fails. */
  async #windowFrame(page: Page, traffic: VendorTraffic): Promise<Frame> {
    try {
      return await this.#context.vendorFrame(page, portalSelectors.applicationFrame);
    } catch (error) {
      const failure = traffic.takeFailure();
      const reason = failure?.reason ?? (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
      const url = failure?.url ?? this.#registration.manageUrl ?? '';
      this.#unopened.push({
        stepId: this.#watch.stepId,
        role: traffic.role,
        purpose: 'application',
        installNumber: this.#installNumber,
        url,
        reason,
      });
      throw error;
    }
  }

  async #look(frame: Frame, traffic: VendorTraffic, signal: AbortSignal, opensLinks = false): Promise<PageSnapshot> {
    const stepId = this.#watch.stepId;
    const snapshot = await takeSnapshot(frame, traffic, {
      stepId,
      purpose: 'application',
      installNumber: this.#installNumber,
      portalAddress: this.#portalAddress,
      vendorOrigins: this.#vendorOrigins,
      signal,
      opensLinks,
    });
    this.#pages.push(snapshot);
    for (const label of await tokenFieldsOf(frame)) this.#tokenFields.push({ stepId, url: snapshot.url, label });
    return snapshot;
  }

  /** Looks at the window that the page shows, and waits until the spinner goes. */
  async #lookAtWindow(
    page: Page,
    traffic: VendorTraffic,
    signal: AbortSignal,
    opensLinks = false,
  ): Promise<{ snapshot: PageSnapshot; frame: Frame }> {
    const frame = await this.#windowFrame(page, traffic);
    const snapshot = await this.#look(frame, traffic, signal, opensLinks);
    const { spinnerMs } = this.#settings;
    const isHidden = await page
      .locator(portalSelectors.spinner)
      .waitFor({ state: 'hidden', timeout: spinnerMs })
      .then(() => true)
      .catch(() => false);
    if (!isHidden) this.#spinning.push({ stepId: this.#watch.stepId, waitedMs: spinnerMs });
    return { snapshot, frame };
  }

  async #openWindow(role: BrowserRole, signal: AbortSignal, opensLinks = false): Promise<{ snapshot: PageSnapshot; frame: Frame }> {
    const { page, traffic } = await this.#open(role, portalPaths.window(this.#registration.code));
    return await this.#lookAtWindow(page, traffic, signal, opensLinks);
  }

  async #openSite(url: string, signal: AbortSignal): Promise<{ snapshot: PageSnapshot; frame: Frame }> {
    const { browser, traffic } = await this.#watch.browser('administrator');
    await browser.goto(url);
    const frame = browser.page.mainFrame();
    return { snapshot: await this.#look(frame, traffic, signal), frame };
  }

  /** What people read on the vendor's page now; null when it has none that can be opened again. */
  async #readPage(signal: AbortSignal): Promise<{ readonly lines: readonly string[]; readonly frame: Frame } | null> {
    try {
      if (this.#hasWindow) {
        const { page, traffic } = await this.#open('administrator', portalPaths.window(this.#registration.code));
        const frame = await this.#context.vendorFrame(page, portalSelectors.applicationFrame);
        await pageAtRest(frame, traffic, signal);
        return { lines: await linesOf(frame), frame };
      }
      if (this.#siteUrl === null) return null;
      const { browser, traffic } = await this.#watch.browser('administrator');
      await browser.goto(this.#siteUrl);
      await pageAtRest(browser.page.mainFrame(), traffic, signal);
      return { lines: await linesOf(browser.page.mainFrame()), frame: browser.page.mainFrame() };
    } catch (error) {
      if (signal.aborted) throw error;
      return null;
    }
  }

  // ---- phases ----

  async #registrationPhase(): Promise<void> {
    const { redirectUri, manageUrl, webhookUrl } = this.#registration;
    await this.#step('registration.addresses', async () => {
      await this.#context.portal.registerSolution(this.#context.solution);
      await this.#inspect();
    });
    // A server that cannot be talked to at all is no finding about the application: the run ends here and says why.
    const { reachLimitMs } = this.#settings;
    const { ca } = this.#context.portal.describe();
    // A file that nobody misses is asked for: a callback or window that is opened without its code would be thrown into confusion.
    const origins = new Set(
      [redirectUri, manageUrl, webhookUrl].flatMap((url) => (url === null ? [] : [new URL('/robots.txt', url).href])),
    );
    await Promise.all([...origins].map((url) => this.#reach(url, reachLimitMs, ca)));
  }

  /** A vendor's server may lead in circles or to other machines; only that something answers counts. */
  async #reach(url: string, limitMs: number, ca: string | null): Promise<void> {
    try {
      await reachVendor(url, limitMs, ca, AbortSignal.timeout(limitMs * 3));
    } catch (error) {
      if (error instanceof AppError && error.code === 'vendor-redirect-loop') return;
      if (error instanceof AppError && typeof error.details['url'] === 'string' && originOf(error.details['url']) !== originOf(url)) return;
      throw error;
    }
  }

  async #connectPhase(): Promise<boolean> {
    const opened = await this.#step('connect.card', async () => {
      const { page } = await this.#open('administrator', portalPaths.card(this.#registration.code));
      await page.locator(portalSelectors.connectButton).waitFor();
      return true;
    });
    if (opened === null) {
      this.#leaveOut('connect.consent', { ru: 'Карточка приложения не открылась.', en: 'The application’s card did not open.' });
      return false;
    }
    return await this.#connect('connect.consent', 'connect.finish');
  }

  /** Connects and waits until the vendor holds a token. */
  async #connect(consentStepId: string, finishStepId: string): Promise<boolean> {
    const attempt = (stepId: string, outcome: ConnectAttempt['outcome'], page: PageSnapshot | null): ConnectAttempt => ({
      installNumber: this.#installNumber,
      stepId,
      outcome,
      url: page?.url ?? '',
      httpStatus: page?.httpStatus ?? null,
      lastText: page?.text.slice(0, 400) ?? '',
    });
    const agreed = await this.#step(consentStepId, async () => {
      const { browser, traffic } = await this.#watch.browser('administrator');
      traffic.takeFailure();
      await pressConnect(browser.page);
      await pressAgree(browser.page);
      const limitMs = this.#context.options.stepTimeoutMs;
      if (!(await until(async () => (await this.#inspect())?.isConnected === true, limitMs)))
        throw new Error(`the account did not begin the connection within ${limitMs} ms`);
      return true;
    });
    if (agreed === null) {
      this.#connects.push(attempt(consentStepId, 'refused', null));
      this.#context.couldNotLook(finishStepId, { ru: 'Аккаунт не начал подключение.', en: 'The account did not begin the connection.' });
      return false;
    }
    const finished = await this.#step(finishStepId, async (signal) => {
      let page = await this.#lookAtConnected(signal);
      if (!(await this.#isFinishedSoon(signal)) && this.#context.options.attended) {
        const answer = await this.#context.checkpoint({
          ru: 'Подключение ждёт человека. Закончите его в окне песочницы и продолжите.',
          en: 'The connection waits for a person. Complete it in the sandbox window and go on.',
        });
        if (answer !== 'skipped') page = await this.#lookAtConnected(signal);
      }
      const isFinished = (await this.#inspect())?.isFinished === true;
      this.#connects.push(attempt(finishStepId, isFinished ? 'finished' : 'stalled', page));
      await this.#context.portal.eventsSettled();
      return isFinished;
    });
    if (finished === null && !this.#connects.some((one) => one.installNumber === this.#installNumber))
      this.#connects.push(attempt(finishStepId, 'stalled', null));
    return finished === true;
  }

  /** Where the consent led: the vendor's site, the window, or the card. */
  async #lookAtConnected(signal: AbortSignal): Promise<PageSnapshot | null> {
    const { browser, traffic } = await this.#watch.browser('administrator');
    const { page } = browser;
    if (this.#goesToVendor) {
      await until(() => Promise.resolve(originOf(page.url()) !== originOf(this.#portalAddress)), this.#settings.connectIdleMs);
      const frame = page.mainFrame();
      if (frame.url().startsWith('chrome-error:')) {
        const failure = traffic.takeFailure();
        throw new AppError(
          'vendor-unreachable',
          `The browser could not load ${failure?.url ?? 'the redirect_uri'}: ${failure?.reason ?? 'network fault'}`,
        );
      }
      const snapshot = await this.#look(frame, traffic, signal, true);
      const isOnSite = this.#vendorOrigins.has(originOf(snapshot.url) ?? '');
      // A code works once: a page that has it in its address cannot be opened again.
      const isClean =
        isOnSite && !new URL(snapshot.url).searchParams.has('code') && snapshot.httpStatus !== null && snapshot.httpStatus < 400;
      this.#siteUrl = isClean ? snapshot.url : null;
      return snapshot;
    }
    if (!this.#hasWindow) {
      await this.#context.portal.eventsSettled();
      return null;
    }
    await page.locator(portalSelectors.ready).waitFor();
    return (await this.#lookAtWindow(page, traffic, signal, true)).snapshot;
  }

  async #isFinishedSoon(signal: AbortSignal): Promise<boolean> {
    const deadline = Date.now() + this.#settings.connectIdleMs;
    while (Date.now() < deadline && !signal.aborted) {
      if ((await this.#inspect())?.isFinished === true) return true;
      // An exchange that was refused is not tried again by itself.
      const last = this.#application?.exchanges.findLast((one) => one.installNumber === this.#installNumber);
      if (last !== undefined && last.error !== null) return false;
      await pause(100, signal);
    }
    return false;
  }

  async #usePhase(): Promise<void> {
    const noWindow: LocalizedText = {
      ru: 'У приложения нет окна в админ-панели.',
      en: 'The application has no window in the admin panel.',
    };
    if (this.#hasWindow) {
      await this.#step('use.window', (signal) => this.#openWindow('administrator', signal, true));
      await this.#step('use.employee', (signal) => this.#openWindow('user', signal));
    } else {
      this.#context.skip('use.window', noWindow);
      this.#context.skip('use.employee', noWindow);
    }
    const site = this.#siteUrl;
    if (site === null) {
      this.#context.skip('use.site', {
        ru: 'У приложения нет страницы, которую можно открыть ещё раз.',
        en: 'The application has no page that can be opened again.',
      });
    } else await this.#step('use.site', (signal) => this.#openSite(site, signal));
    await this.#orderStep();
  }

  /** An order is made the way a visitor does: by the button on the vendor's page. */
  async #orderStep(): Promise<void> {
    const { accesses } = this.#registration;
    const noOrders: LocalizedText = {
      ru: 'На странице приложения нет заказа, который можно сделать.',
      en: 'The application’s page offers no order to make.',
    };
    const mayOrder = accesses === null || accesses.includes('incomingOrders');
    const found = mayOrder ? await this.#orderFrame() : null;
    if (found === null) {
      this.#context.skip('use.order', noOrders);
      return;
    }
    await this.#step('use.order', async (signal) => {
      let frame: Frame | null = found;
      for (let number = 0; number < MOST_ORDERS && frame !== null; number += 1) {
        const before = (await this.#inspect())?.orders.length ?? 0;
        if (!(await pressOrder(frame))) break;
        await until(async () => ((await this.#inspect())?.orders.length ?? 0) > before, this.#settings.connectIdleMs);
        const { traffic } = await this.#watch.browser('administrator');
        await pageAtRest(frame, traffic, signal);
        if (number + 1 < MOST_ORDERS) frame = await this.#orderFrame();
      }
      if ((this.#application?.orders.length ?? 0) === 0)
        throw new StepFailure({
          ru: 'Кнопка заказа нажата, но заказ в Poster не пришёл.',
          en: 'The order’s button was pressed, but no order came to Poster.',
        });
    });
  }

  /** The vendor's page if it has a button for orders. */
  async #orderFrame(): Promise<Frame | null> {
    const page = await this.#readPage(AbortSignal.timeout(this.#context.options.stepTimeoutMs));
    if (page === null) return null;
    return page.lines.some((line) => /заказ|купить|оформить|заброни|\border\b|\bbuy\b|checkout|reserve/i.test(line)) ? page.frame : null;
  }

  async #eventsPhase(): Promise<void> {
    const noWebhooks: LocalizedText = { ru: 'Адрес вебхуков не указан.', en: 'No webhook address is given.' };
    if (this.#registration.webhookUrl === null) this.#context.skip('events.account', noWebhooks);
    else await this.#step('events.account', (signal) => this.#raiseAccountEvents(signal));
    const orders = (this.#application?.orders ?? []).filter(
      (one) => one.method === 'incomingOrders.createIncomingOrder' && one.id !== null,
    );
    if (orders.length === 0)
      this.#context.skip('events.orders', { ru: 'Онлайн-заказов приложение не создало.', en: 'The application made no online orders.' });
    else
      await this.#step('events.orders', (signal) =>
        this.#decideOrders(
          orders.map((one) => String(one.id)),
          signal,
        ),
      );
  }

  async #raiseAccountEvents(signal: AbortSignal): Promise<void> {
    const { portal } = this.#context;
    const { code } = this.#registration;
    const menu = async (action: 'added' | 'changed' | 'removed', productId?: number): Promise<number> =>
      (
        (await portal.control('change-menu', { action, ...(productId === undefined ? {} : { productId: String(productId) }) })) as {
          id: number;
        }
      ).id;
    this.#genuine.push(await this.#effectOf('dish', () => menu('changed', CHANGED_DISH), signal));
    let added = 0;
    this.#genuine.push(await this.#effectOf('product', async () => (added = await menu('added')), signal));
    await menu('removed', added);
    for (const one of ACCOUNT_EVENTS) {
      let isHeard = false;
      const raise = async (): Promise<unknown> => {
        isHeard = ((await portal.control('raise-webhook', { code, ...one, action: 'changed' })) as { heard: boolean }).heard;
        return isHeard ? null : NOTHING_SENT;
      };
      const effect = await this.#effectOf(one.object, raise, signal);
      if (isHeard) this.#genuine.push(effect);
    }
    await portal.eventsSettled();
  }

  /** What the vendor does in answer to something: calls of the API and changes of the account's data. */
  async #effectOf(object: string, act: () => Promise<unknown>, signal: AbortSignal): Promise<EventEffect> {
    await this.#context.portal.eventsSettled();
    await this.#inspect();
    const before = this.#counts();
    const changesBefore = this.#ownChanges().length;
    if ((await act()) !== NOTHING_SENT) {
      await this.#context.portal.eventsSettled();
      await pause(this.#settings.effectMs, signal);
    }
    await this.#inspect();
    const methods = [...this.#counts()].filter(([method, count]) => count > (before.get(method) ?? 0)).map(([method]) => method);
    const changes = this.#ownChanges().slice(changesBefore);
    return { object, methods, changes: changes.map((change) => `${change.how}: ${change.table} ${change.id}`) };
  }

  #counts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const call of this.#application?.calls ?? [])
      if (call.source === 'vendor') counts.set(call.method, (counts.get(call.method) ?? 0) + call.count);
    return counts;
  }

  #ownChanges(): PosterInspection['changes'] {
    return (this.#inspection?.changes ?? []).filter(
      (change) => change.by.kind === 'application' && change.by.code === this.#registration.code,
    );
  }

  async #decideOrders(orderIds: readonly string[], signal: AbortSignal): Promise<void> {
    const { portal } = this.#context;
    const before = await this.#readPage(signal);
    const asked = (): number =>
      (this.#application?.calls ?? [])
        .filter((call) => /\.get(?:Own)?IncomingOrders?$/.test(call.method))
        .reduce((sum, call) => sum + call.count, 0);
    await this.#inspect();
    const askedBefore = asked();
    const toldBefore = this.#application?.webhooks.length ?? 0;
    const decided: { orderId: string; decision: string }[] = [];
    const decide = async (orderId: string, decision: 'accept' | 'reject' | 'close'): Promise<void> => {
      await portal.control('decide-order', { orderId, decision });
      decided.push({ orderId, decision });
      await portal.eventsSettled();
    };
    const [first, second] = orderIds;
    if (first !== undefined) {
      await decide(first, 'accept');
      await decide(first, 'close');
    }
    if (second !== undefined) await decide(second, 'reject');
    await pause(this.#settings.effectMs, signal);
    const after = await this.#readPage(signal);
    await this.#inspect();
    this.#decisions = {
      stepId: 'events.orders',
      decided,
      isTold: (this.#application?.webhooks ?? []).slice(toldBefore).some((one) => one.object === 'incoming_order'),
      asked: asked() > askedBefore,
      isShown: before !== null && after !== null && changedLines(before.lines, after.lines).length > 0,
    };
  }

  async #removePhase(): Promise<boolean> {
    await this.#context.portal.eventsSettled();
    this.#beforeRemoval = await this.#inspect();
    const removed = await this.#step('remove.disconnect', async () => {
      const { page } = await this.#open('administrator', portalPaths.connected);
      await pressRemove(page, this.#registration.code);
      this.#removedAt = Date.now();
      return true;
    });
    if (removed === null) {
      for (const id of ['remove.webhook', 'remove.watch'])
        this.#context.couldNotLook(id, { ru: 'Отключение не началось.', en: 'The removal did not begin.' });
      return false;
    }
    await this.#step('remove.webhook', async () => {
      await this.#context.portal.eventsSettled();
    });
    await this.#step('remove.watch', async (signal) => {
      await pause(this.#settings.watchMs, signal);
    });
    return true;
  }

  async #reconnectPhase(): Promise<boolean> {
    this.#installNumber = 2;
    this.#siteUrl = null;
    await this.#open('administrator', portalPaths.card(this.#registration.code)).catch(() => undefined);
    const isBack = await this.#connect('reconnect.consent', 'reconnect.finish');
    if (!isBack) {
      for (const id of ['reconnect.window', 'reconnect.state'])
        this.#context.couldNotLook(id, { ru: 'Повторное подключение не завершилось.', en: 'The second connection was not completed.' });
      return false;
    }
    const site = this.#siteUrl as string | null;
    if (this.#hasWindow) await this.#step('reconnect.window', (signal) => this.#openWindow('administrator', signal));
    else if (site !== null) await this.#step('reconnect.window', (signal) => this.#openSite(site, signal));
    else
      this.#context.skip('reconnect.window', {
        ru: 'У приложения нет страницы, которую можно открыть ещё раз.',
        en: 'The application has no page that can be opened again.',
      });
    await this.#step('reconnect.state', async (signal) => {
      // With the new token the server has to take events as before.
      if (this.#registration.webhookUrl !== null)
        await this.#effectOf(
          'dish',
          () => this.#context.portal.control('change-menu', { action: 'changed', productId: String(CHANGED_DISH) }),
          signal,
        );
      await this.#context.portal.eventsSettled();
    });
    return true;
  }

  // ---- probes ----

  async #probesPhase(): Promise<void> {
    const noWebhooks: LocalizedText = { ru: 'Адрес вебхуков не указан.', en: 'No webhook address is given.' };
    const noPage: LocalizedText = {
      ru: 'У приложения нет страницы, которую можно открыть ещё раз.',
      en: 'The application has no page that can be opened again.',
    };
    for (const probe of this.#probes) {
      const id = probeStepId(probe);
      const needsWebhook = probe === 'duplicate-delivery' || probe === 'wrong-verify' || probe === 'install-webhook-first';
      if (needsWebhook && this.#registration.webhookUrl === null) this.#context.skip(id, noWebhooks);
      else if (!needsWebhook && !this.#hasWindow && this.#siteUrl === null) this.#context.skip(id, noPage);
      else if (probe === 'duplicate-delivery') await this.#step(id, (signal) => this.#repeatEvents(id, signal));
      else if (probe === 'wrong-verify') await this.#step(id, (signal) => this.#forgeEvents(id, signal));
      else if (probe === 'install-webhook-first') await this.#step(id, (signal) => this.#connectWebhookFirst(id, signal));
      else await this.#step(id, (signal) => this.#withBehaviour(this.#behaviourOf(probe), signal));
    }
  }

  #behaviourOf(probe: Probe): Readonly<Record<string, unknown>> {
    const { accesses } = this.#registration;
    const used = this.#application?.accessesUsed ?? [];
    switch (probe) {
      case 'expired-token':
        return { tokensExpired: true };
      case 'slow-answers':
        return { apiDelayMs: this.#settings.slowApiMs };
      case 'no-rights':
        return { refusedSections: accesses ?? used };
      case 'tariff-limit':
        return { tariffExpired: true };
      default:
        return { emptyMenu: true };
    }
  }

  /** Opens the vendor's page while the account behaves so: it has to say what is wrong, not break. */
  async #withBehaviour(behaviour: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<void> {
    const { portal } = this.#context;
    await portal.control('set-behaviour', behaviour);
    try {
      if (this.#hasWindow) await this.#openWindow('administrator', signal);
      else if (this.#siteUrl !== null) await this.#openSite(this.#siteUrl, signal);
    } finally {
      await portal.control('reset-behaviour', {});
    }
  }

  /** Removes and connects once more; this time the webhook comes before the browser is sent back. */
  async #connectWebhookFirst(id: string, signal: AbortSignal): Promise<void> {
    const { portal } = this.#context;
    const { code } = this.#registration;
    await portal.control('remove', { code, userId: this.#ownerId });
    await portal.eventsSettled();
    await portal.control('set-behaviour', { installWebhook: 'before-redirect' });
    this.#installNumber = 3;
    try {
      const { page } = await this.#open('administrator', portalPaths.card(code));
      await pressConnect(page);
      await pressAgree(page);
      const shown = await this.#lookAtConnected(signal);
      if (!(await this.#isFinishedSoon(signal)))
        throw new StepFailure({
          ru: `Когда вебхук об установке приходит раньше перехода, подключение не завершается. На экране: «${shown?.text.slice(0, 160) ?? ''}».`,
          en: `When the install webhook comes before the redirect, the connection is not completed. On the screen: "${shown?.text.slice(0, 160) ?? ''}".`,
        });
      this.#watch.doneSteps.add(id);
    } finally {
      await portal.control('reset-behaviour', {});
      this.#installNumber = 2;
    }
  }

  async #repeatEvents(stepId: string, signal: AbortSignal): Promise<void> {
    const { portal } = this.#context;
    const { code } = this.#registration;
    await portal.eventsSettled();
    const reading = await this.#steadyPage(signal);
    const effects: EventEffect[] = [];
    for (const object of PROBED_OBJECTS) {
      let wasSent = false;
      const effect = await this.#effectOf(
        object,
        async () => {
          ({ sent: wasSent } = (await portal.control('repeat-webhook', { code, object })) as { sent: boolean });
          return wasSent ? null : NOTHING_SENT;
        },
        signal,
      );
      if (wasSent) effects.push(effect);
    }
    const after = reading === null ? null : await this.#readPage(signal);
    this.#duplicate = {
      stepId,
      effects,
      changedLines: reading === null || after === null ? null : changedLines(reading, after.lines),
      answers: this.#answersOf('duplicate'),
      usedForgedToken: false,
      stoppedWorking: false,
    };
  }

  /** What the page says, when it says the same twice; null when it cannot be compared. */
  async #steadyPage(signal: AbortSignal): Promise<readonly string[] | null> {
    const first = await this.#readPage(signal);
    const second = first === null ? null : await this.#readPage(signal);
    if (first === null || second === null || changedLines(first.lines, second.lines).length > 0) return null;
    return second.lines;
  }

  #answersOf(kind: 'duplicate' | 'forged'): ProbeEffect['answers'] {
    return (this.#application?.webhooks ?? [])
      .filter((one) => one.kind === kind)
      .map((one) => ({ object: one.object, action: one.action, status: one.attempts[0]?.status ?? null }));
  }

  /** Sends events that nobody signed, and sees whether the server does what it does for genuine ones. */
  async #forgeEvents(stepId: string, signal: AbortSignal): Promise<void> {
    const { portal } = this.#context;
    const { code } = this.#registration;
    await portal.eventsSettled();
    const reading = await this.#steadyPage(signal);
    const effects: EventEffect[] = [];
    const forge = async (object: string, objectId: number, action: string, withToken = false): Promise<void> => {
      const send = (): Promise<EventEffect> =>
        this.#effectOf(object, () => portal.control('forge-webhook', { code, object, objectId, action, withToken }), signal);
      const effect = await send();
      // What a server happens to do at that moment by itself is no effect: only what comes every time is.
      const again = effect.methods.length > 0 ? await send() : effect;
      effects.push({ ...effect, methods: effect.methods.filter((method) => again.methods.includes(method)) });
    };
    const lastWorked = (): Promise<EventEffect> =>
      this.#effectOf('dish', () => portal.control('change-menu', { action: 'changed', productId: String(CHANGED_DISH) }), signal);
    // What the server does all the time, by itself, is no effect of anything.
    const idle = await this.#effectOf('', () => pause(IDLE_SHARE * this.#settings.effectMs, signal), signal);
    const working = await lastWorked();
    const known = new Set(this.#genuine.filter((one) => one.methods.length > 0).map((one) => one.object));
    await forge('dish', CHANGED_DISH, 'changed');
    for (const one of ACCOUNT_EVENTS) if (known.has(one.object)) await forge(one.object, one.objectId, 'changed');
    await forge('application', 1, 'added', true);
    await forge('application', 1, 'removed');
    // A server that believed the forgery has forgotten its token, or works with the forged one.
    let afterwards = await lastWorked();
    // A busy server gets another chance before it is said to have stopped.
    for (let tries = 0; tries < MOST_CHANCES && working.methods.length > 0 && afterwards.methods.length === 0; tries += 1) {
      await pause(IDLE_SHARE * this.#settings.effectMs, signal);
      afterwards = await lastWorked();
    }
    const after = reading === null ? null : await this.#readPage(signal);
    await this.#inspect();
    const isForgedToken = this.#inspection?.unattributed.some((call) => call.token === 'forged') === true;
    this.#forged = {
      stepId,
      effects: effects.map((one) => ({ ...one, methods: one.methods.filter((method) => !idle.methods.includes(method)) })),
      changedLines: reading === null || after === null ? null : changedLines(reading, after.lines),
      answers: this.#answersOf('forged'),
      usedForgedToken: isForgedToken,
      stoppedWorking: working.methods.length > 0 && afterwards.methods.length === 0,
    };
  }

  // ---- the end ----

  async #report(): Promise<void> {
    // The portal may be gone when the run was broken off; then the last known state is judged.
    await this.#refresh().catch(() => undefined);
    this.#watch.report(judge(this.#facts()), severityOf);
    const application = this.#application;
    if (application === null) return;
    this.#watch.reportCalls(application.calls.map((call) => ({ name: call.method, scope: call.section, count: call.count })));
    this.#context.scopes({ declared: application.accessesDeclared ?? [], used: application.accessesUsed });
  }
}

/** Lines of the second text that the first one has not. */
function changedLines(before: readonly string[], after: readonly string[]): readonly string[] {
  return after.filter((line) => !before.includes(line));
}

/** The life of an application in an account as a replayable test, with these limits. */
export function createPosterInstallTest(settings: Partial<InstallTestSettings> = {}): InstallTest {
  return async (context) => {
    await new InstallRun(context, { ...DEFAULT_SETTINGS, ...settings }).run();
  };
}

export const posterInstallTest: InstallTest = createPosterInstallTest();
