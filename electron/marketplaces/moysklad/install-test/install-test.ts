import type { Frame, Page } from 'playwright';
import { AppError } from '../../../../shared/domain/errors.ts';
import type { BrowserRole } from '../../../../shared/domain/install-test.ts';
import type { LocalizedText } from '../../../../shared/domain/rulebook.ts';
import { StepFailure, type InstallTest, type RunContext } from '../../../sandbox/run-context.ts';
import { newCanaryText, plantCanary } from '../../page-watch/canary.ts';
import { originOf } from '../../page-watch/judgement.ts';
import { whyUnopened } from '../../page-watch/page-content.ts';
import type { PageSnapshot, UnopenedPage } from '../../page-watch/page-facts.ts';
import { pageAtRest, takeSnapshot } from '../../page-watch/page-snapshot.ts';
import { reachVendor } from '../../page-watch/reachability.ts';
import type { VendorTraffic } from '../../page-watch/vendor-traffic.ts';
import { pause, until } from '../../page-watch/waiting.ts';
import { WatchedRun, type RoleWindows } from '../../page-watch/watched-run.ts';
import { addressesOf, chatFrame, mainFrame } from '../descriptor/descriptor.ts';
import type { InboundCall, MoyskladInspection, SolutionInspection } from '../portal/inspection.ts';
import { portalPaths, portalSelectors } from '../portal/page-map.ts';
import { moyskladRegistrationSchema, type MoyskladRegistration } from '../portal/registration.ts';
import { DOCUMENT_TITLES } from '../vocabulary.ts';
import type { EmployeeAttempt, ExpiredKeyAnswer, RunFacts, SavedSettings, WindowVisit } from './facts.ts';
import { judge, judgeEach } from './judge.ts';
import { DEFAULT_PROBES, installTestPlan, PROBES, probeStepId, type Probe } from './plan.ts';
import { severityOf } from './severity.ts';

/** Limits of the test, in milliseconds. */
export interface InstallTestSettings {
  /** How long the vendor's server is watched after the removal: what it has put off for a few seconds comes within it. */
  readonly watchMs: number;
  /** How long an asynchronous activation may take, and saved settings until they are reported. */
  readonly activatingLimitMs: number;
  /** How long a widget may take to report that it is ready. */
  readonly feedbackLimitMs: number;
  /** Limit for the first contact with the vendor's server. */
  readonly reachLimitMs: number;
}

export const DEFAULT_SETTINGS: InstallTestSettings = {
  watchMs: 3500,
  activatingLimitMs: 10_000,
  feedbackLimitMs: 5000,
  reachLimitMs: 10_000,
};

/** Widgets beyond this are not opened: each costs a page. */
const MOST_WIDGETS = 2;
const REFUSED_CALLS = 3;
/** How long the card may take to show by itself how a connection ended. */
const CARD_LIMIT_MS = 1500;

const WINDOWS: RoleWindows = {
  administrator: { width: 1280, height: 900 },
  user: { width: 1280, height: 900 },
};

/** @throws AppError invalid-request for a probe that there is not */
function probesOf(wanted: readonly string[] | undefined): readonly Probe[] {
  if (wanted === undefined) return DEFAULT_PROBES;
  const unknown = wanted.find((name) => !PROBES.some((probe) => probe === name));
  if (unknown !== undefined)
    throw new AppError('invalid-request', `Unknown probe "${unknown}". Known: ${PROBES.join(', ')}.`, { probe: unknown });
  return PROBES.filter((probe) => wanted.includes(probe));
}

/** One run: drives the portal, gathers facts, has them judged. */
class InstallRun {
  readonly #context: RunContext;
  readonly #settings: InstallTestSettings;
  readonly #registration: MoyskladRegistration;
  readonly #code: string;
  readonly #vendorOrigins: ReadonlySet<string>;
  readonly #portalAddress: string;
  readonly #users: Readonly<Record<BrowserRole, string>>;
  readonly #watch: WatchedRun;
  readonly #pages: PageSnapshot[] = [];
  readonly #unopened: UnopenedPage[] = [];
  readonly #visits: Partial<Record<keyof RunFacts['visits'], WindowVisit>> = {};
  readonly #feedback: RunFacts['feedback'][number][] = [];
  readonly #probes: readonly Probe[];
  readonly #plan: Parameters<RunContext['plan']>[0];
  readonly #told = new Set<string>();
  #latest: SolutionInspection | null = null;
  #beforeRemoval: SolutionInspection | null = null;
  #afterReinstall: SolutionInspection | null = null;
  #unattributed: readonly InboundCall[] = [];
  #secrets: readonly string[] = [];
  #saved: SavedSettings | null = null;
  #employee: EmployeeAttempt | null = null;
  #expiredKey: ExpiredKeyAnswer | null = null;
  #repeated: RunFacts['repeated'] = null;
  #english: RunFacts['english'] = null;
  #installNumber = 1;

  constructor(context: RunContext, settings: InstallTestSettings) {
    this.#context = context;
    this.#settings = settings;
    this.#registration = moyskladRegistrationSchema.parse(context.solution);
    this.#code = this.#registration.code;
    const { descriptor, published } = this.#registration;
    this.#vendorOrigins = new Set(addressesOf(descriptor).flatMap(({ url }) => originOf(url) ?? []));
    this.#probes = probesOf(context.options.probes);
    this.#plan = installTestPlan(descriptor, published !== null, this.#probes);
    const { address, users } = context.portal.describe();
    this.#portalAddress = address;
    this.#watch = new WatchedRun(context, address, WINDOWS);
    const idOf = (role: 'administrator' | 'user'): string => users.find((one) => one.role === role)?.id ?? '';
    this.#users = { administrator: idOf('administrator'), user: idOf('user') };
  }

  get #hasWindow(): boolean {
    return mainFrame(this.#registration.descriptor) !== null;
  }

  async run(): Promise<void> {
    this.#context.plan(this.#plan);
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
    const isInstalled = await context.phase('install', () => this.#installPhase());
    if (!isInstalled) {
      // The signature can be looked at all the same.
      this.#leaveOut((id) => !id.startsWith('probes.'), {
        ru: 'Решение не подключилось, дальнейшие шаги выполнить нельзя.',
        en: 'The solution was not connected, so the further steps cannot be done.',
      });
      await this.#probesPhase(false);
      return;
    }
    await context.phase('settings', () => this.#settingsPhase());
    await context.phase('work', () => this.#workPhase());
    await context.phase('subscription', () => this.#subscriptionPhase());
    const isRemoved = await context.phase('uninstall', () => this.#uninstallPhase());
    if (isRemoved) await context.phase('reinstall', () => this.#reinstallPhase());
    else
      this.#leaveOut((id) => id.startsWith('reinstall.'), {
        ru: 'Удалить решение не удалось, повторно подключить его нельзя.',
        en: 'The solution could not be removed, so it cannot be connected again.',
      });
    if (this.#registration.published !== null) await context.phase('version', () => this.#versionPhase());
    await this.#probesPhase(true);
  }

  /** Marks steps that were not reached. */
  #leaveOut(which: (id: string) => boolean, reason: LocalizedText): void {
    for (const phase of this.#plan) for (const { id } of phase.steps) if (which(id) && !this.#told.has(id)) this.#couldNotLook(id, reason);
  }

  #couldNotLook(id: string, reason: LocalizedText): void {
    this.#told.add(id);
    this.#context.couldNotLook(id, reason);
  }

  #skip(id: string, ru: string, en: string): void {
    this.#told.add(id);
    this.#context.skip(id, { ru, en });
  }

  /** A step; what it does is judged at its end, and a failure that it proves fails the step. */
  async #step<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    this.#told.add(id);
    return await this.#watch.step(id, work, async () => {
      await this.#refresh();
      return judgeEach(this.#facts());
    });
  }

  async #inspect(): Promise<SolutionInspection | null> {
    const inspection = (await this.#context.portal.inspect()) as MoyskladInspection;
    this.#unattributed = inspection.unattributed;
    this.#latest = inspection.solutions.find((one) => one.code === this.#code) ?? null;
    return this.#latest;
  }

  async #refresh(): Promise<void> {
    await this.#watch.settled();
    await this.#inspect();
    this.#secrets = await this.#context.portal.secrets();
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
      solution: this.#latest,
      beforeRemoval: this.#beforeRemoval,
      afterReinstall: this.#afterReinstall,
      unattributed: this.#unattributed,
      saved: this.#saved,
      employee: this.#employee,
      expiredKey: this.#expiredKey,
      visits: this.#visits,
      feedback: this.#feedback,
      repeated: this.#repeated,
      english: this.#english,
      language: this.#context.options.language,
      watchMs: this.#settings.watchMs,
      doneSteps: this.#watch.doneSteps,
      stepAt: (at) => this.#watch.stepAt(at),
    };
  }

  async #open(role: BrowserRole, path: string): Promise<{ page: Page; traffic: VendorTraffic }> {
    return await this.#watch.open(role, this.#users[role], path, portalSelectors.ready);
  }

  /** The vendor's frame on the portal's page. When it does not open, that is kept as a fact before the step fails. */
  async #frameOf(page: Page, traffic: VendorTraffic, purpose: PageSnapshot['purpose'], selector: string, url: string): Promise<Frame> {
    try {
      return await this.#context.vendorFrame(page, selector);
    } catch (error) {
      const failure = traffic.takeFailure();
      const isShown =
        (await page
          .locator(selector)
          .count()
          .catch(() => 0)) > 0;
      if (!isShown) throw error;
      const reason = failure?.reason ?? (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
      this.#unopened.push({
        stepId: this.#watch.stepId,
        role: traffic.role,
        purpose,
        installNumber: this.#installNumber,
        url: failure?.url ?? url,
        reason,
      });
      const why = whyUnopened(reason);
      throw new StepFailure({
        ru: `Страница решения не открылась во фрейме: ${why.ru}.`,
        en: `The solution’s page did not open in its frame: ${why.en}.`,
      });
    }
  }

  async #look(frame: Frame, traffic: VendorTraffic, purpose: PageSnapshot['purpose'], signal: AbortSignal): Promise<PageSnapshot> {
    const snapshot = await takeSnapshot(frame, traffic, {
      stepId: this.#watch.stepId,
      purpose,
      installNumber: this.#installNumber,
      portalAddress: this.#portalAddress,
      vendorOrigins: this.#vendorOrigins,
      signal,
      opensLinks: false,
    });
    this.#pages.push(snapshot);
    return snapshot;
  }

  /** Opens the main window and looks at it; `as` keeps the visit for comparison with others. */
  async #openWindow(
    role: BrowserRole,
    signal: AbortSignal,
    as?: keyof RunFacts['visits'],
  ): Promise<{ frame: Frame; traffic: VendorTraffic; snapshot: PageSnapshot }> {
    const before = (await this.#inspect())?.inbound.length ?? 0;
    const bareBefore = this.#unattributed.length;
    const keep = async (page: PageSnapshot | null): Promise<void> => {
      if (as === undefined) return;
      await this.#inspect();
      const calls = [...(this.#latest?.inbound ?? []).slice(before), ...this.#unattributed.slice(bareBefore)];
      this.#visits[as] = {
        stepId: this.#watch.stepId,
        calls: calls.filter((call) => call.api === 'json' && call.source === 'vendor'),
        page,
      };
    };
    try {
      const { page, traffic } = await this.#open(role, portalPaths.mainWindow(this.#code));
      const url = mainFrame(this.#registration.descriptor)?.sourceUrl ?? '';
      const frame = await this.#frameOf(page, traffic, 'application', portalSelectors.mainFrame, url);
      const snapshot = await this.#look(frame, traffic, 'application', signal);
      await keep(snapshot);
      return { frame, traffic, snapshot };
    } catch (error) {
      await keep(null);
      throw error;
    }
  }

  async #registrationPhase(): Promise<void> {
    await this.#step('registration.descriptor', async () => {
      await this.#context.portal.registerSolution(this.#context.solution);
    });
    // A server that cannot be talked to at all is no finding about the solution: the run ends here and says why.
    const { reachLimitMs } = this.#settings;
    const { ca } = this.#context.portal.describe();
    const { endpointBase } = this.#registration.descriptor;
    await reachVendor(endpointBase, reachLimitMs, ca, AbortSignal.timeout(reachLimitMs * 3));
  }

  async #installPhase(): Promise<boolean> {
    const opened = await this.#step('install.card', async () => {
      const { page } = await this.#open('administrator', portalPaths.card(this.#code));
      await page.locator(portalSelectors.connect).waitFor();
      return true;
    });
    if (opened === null) return false;
    return this.#connect('install.connect');
  }

  /** Presses «Подключить» and agrees; true when the solution is on the account. */
  async #connect(stepId: string): Promise<boolean> {
    const status = await this.#step(stepId, async () => {
      const { browser } = await this.#watch.browser('administrator');
      const { page } = browser;
      await page.locator(portalSelectors.connect).click();
      await page.locator(portalSelectors.consentDialog).waitFor();
      await page.locator(portalSelectors.confirmConnect).click();
      await page.locator(portalSelectors.state).waitFor();
      // The press is under way on the portal's server when the page answers.
      await until(async () => (await this.#inspect())?.installNumber === this.#installNumber, this.#context.options.stepTimeoutMs);
      await this.#context.portal.eventsSettled();
      await until(async () => (await this.#inspect())?.status !== 'Activating', this.#settings.activatingLimitMs);
      const state = this.#latest?.status ?? null;
      // The card shows how it ended, at once or by itself a little later; it is opened anew only where it does not.
      await page
        .locator(portalSelectors.ready)
        .filter({ has: page.locator(`${portalSelectors.state}[data-state="${state ?? 'none'}"]`) })
        .waitFor({ timeout: CARD_LIMIT_MS })
        .catch(() => this.#open('administrator', portalPaths.card(this.#code)));
      return state;
    });
    return status === 'SettingsRequired' || status === 'Activated';
  }

  async #settingsPhase(): Promise<void> {
    if (this.#hasWindow) {
      await this.#step('settings.window', (signal) => this.#saveSettings(signal));
      if (mainFrame(this.#registration.descriptor)?.usesContextKey === true)
        await this.#step('settings.expired-key', (signal) => this.#askWithExpiredKey(signal));
      else
        this.#skip(
          'settings.expired-key',
          'Окно узнаёт пользователя по запросу, а не по contextKey.',
          'The window asks for the user by message, not by contextKey.',
        );
    } else {
      this.#skip('settings.window', 'У решения нет главного окна.', 'The solution has no main window.');
      this.#skip('settings.expired-key', 'У решения нет главного окна.', 'The solution has no main window.');
    }
    await this.#step('settings.state', async () => {
      await this.#inspect();
      if (this.#latest?.status === 'SettingsRequired' && this.#context.options.attended && this.#saved?.statusAfter !== 'Activated') {
        await this.#context.checkpoint({
          ru: 'Решение требует настройки. Настройте его в окне песочницы и продолжите.',
          en: 'The solution needs setting up. Set it up in the sandbox window and go on.',
        });
        await this.#inspect();
        if (this.#saved !== null && (this.#latest as SolutionInspection | null)?.status === 'Activated')
          this.#saved = { ...this.#saved, statusAfter: 'Activated' };
      }
    });
  }

  /** Fills in what the window offers, saves it, and sees whether it is there when the window is opened anew. */
  async #saveSettings(signal: AbortSignal): Promise<void> {
    const text = newCanaryText();
    const statusBefore = this.#latest?.status ?? null;
    const { frame, traffic } = await this.#openWindow('administrator', signal, 'settings');
    const wasSent = await plantCanary(frame, text).catch(() => false);
    const saved = (wasKept: boolean): SavedSettings => ({
      stepId: 'settings.window',
      text,
      wasSent,
      wasKept,
      statusBefore,
      statusAfter: this.#latest?.status ?? null,
    });
    if (!wasSent) {
      this.#saved = saved(false);
      return;
    }
    await pageAtRest(frame, traffic, signal);
    if (statusBefore === 'SettingsRequired') await until(async () => (await this.#inspect())?.status === 'Activated', 1500);
    await this.#inspect();
    const again = await this.#openWindow('administrator', signal, 'settings');
    this.#saved = saved(contains(again.snapshot, text));
  }

  async #askWithExpiredKey(signal: AbortSignal): Promise<void> {
    const frame = mainFrame(this.#registration.descriptor);
    if (frame === null) return;
    const url = new URL(frame.sourceUrl);
    const { appUid, appId } = this.#registration;
    for (const [name, value] of Object.entries({ contextKey: '0'.repeat(48), appUid, appId, userLocale: 'ru_RU' }))
      url.searchParams.set(name, value);
    try {
      const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(this.#settings.reachLimitMs)]) });
      this.#expiredKey = { status: answer.status, body: (await answer.text()).slice(0, 20_000) };
    } catch (error) {
      // A certificate that only the sandbox browser trusts says nothing about the page.
      if (frame.sourceUrl.startsWith('https:')) return;
      this.#expiredKey = { status: null, body: String(error) };
    }
  }

  async #workPhase(): Promise<void> {
    const { descriptor } = this.#registration;
    if (this.#hasWindow) await this.#step('work.employee', (signal) => this.#workAsEmployee(signal));
    else this.#skip('work.employee', 'У решения нет главного окна.', 'The solution has no main window.');
    const isActive = (await this.#inspect())?.status === 'Activated';
    const widgets = descriptor.widgets.filter((one) => pathOfPoint(one.point) !== null).slice(0, MOST_WIDGETS);
    const notYet: LocalizedText = {
      ru: 'Решение осталось «требует настройки»: это доступно только подключённому.',
      en: 'The solution still "needs setting up": only a connected one has this.',
    };
    const ifActive = async (
      id: string,
      hasAny: boolean,
      ru: string,
      en: string,
      work: (signal: AbortSignal) => Promise<void>,
    ): Promise<void> => {
      if (!hasAny) this.#skip(id, ru, en);
      else if (isActive) await this.#step(id, work);
      else this.#couldNotLook(id, notYet);
    };
    await ifActive(
      'work.widgets',
      widgets.length > 0,
      'У решения нет виджетов на страницах портала.',
      'The solution has no widgets on pages of the portal.',
      async (signal) => {
        for (const widget of widgets)
          await this.#openWidget(widget.point, widget.sourceUrl, widget.supports.includes('open-feedback'), signal);
      },
    );
    const chat = chatFrame(descriptor);
    if (chat !== null)
      await ifActive('work.chat', true, '', '', async (signal) => {
        const { page, traffic } = await this.#open('administrator', portalPaths.chat(this.#code));
        await this.#look(await this.#frameOf(page, traffic, 'chat', portalSelectors.chatFrame, chat.sourceUrl), traffic, 'chat', signal);
      });
    await ifActive('work.buttons', descriptor.buttons.length > 0, 'У решения нет кнопок.', 'The solution has no buttons.', async () => {
      for (const button of descriptor.buttons)
        await this.#context.portal.control('press-button', { code: this.#code, name: button.name, point: button.locations[0] ?? '' });
      const isUnderWay = async (): Promise<boolean> => (await this.#inspect())?.processes.some((one) => one.completedAt === null) === true;
      await until(async () => !(await isUnderWay()), this.#settings.activatingLimitMs);
    });
    await ifActive(
      'work.scenario',
      descriptor.scenarioActions.length > 0,
      'У решения нет действий сценариев.',
      'The solution has no scenario actions.',
      async () => {
        for (const action of descriptor.scenarioActions)
          await this.#context.portal.control('run-scenario', { code: this.#code, name: action.name });
      },
    );
    const hooks = [...new Set((this.#latest?.webhooks ?? []).map((one) => one.event.split(' ')[0] ?? ''))];
    await ifActive('work.webhooks', hooks.length > 0, 'Решение не создавало вебхуков.', 'The solution made no webhooks.', async () => {
      for (const entityType of hooks) await this.#context.portal.control('raise-event', { code: this.#code, entityType });
    });
    if (descriptor.updatePermissions)
      await this.#step('work.rights', () => this.#context.portal.control('change-permissions', { code: this.#code }));
    else
      this.#skip(
        'work.rights',
        'Дескриптор не просит сообщать об изменении прав.',
        'The descriptor does not ask to be told of changed rights.',
      );
  }

  async #workAsEmployee(signal: AbortSignal): Promise<void> {
    const text = newCanaryText();
    const { frame, traffic } = await this.#openWindow('user', signal);
    const wasSent = await plantCanary(frame, text).catch(() => false);
    const attempt = (wasKept: boolean): EmployeeAttempt => ({ stepId: 'work.employee', text, wasSent, wasKept });
    if (!wasSent) {
      this.#employee = attempt(false);
      return;
    }
    await pageAtRest(frame, traffic, signal);
    const { snapshot } = await this.#openWindow('administrator', signal);
    this.#employee = attempt(contains(snapshot, text));
  }

  async #openWidget(point: string, url: string, declaresFeedback: boolean, signal: AbortSignal): Promise<void> {
    const place = pathOfPoint(point);
    if (place === null) return;
    const { id } = (await this.#context.portal.control('first-entity', { entityType: place.type })) as { id: string | null };
    if (place.isEdit && id === null) return;
    const since = Date.now();
    const { page, traffic } = await this.#open(
      'administrator',
      place.isEdit ? portalPaths.edit(place.type, id ?? '') : portalPaths.create(place.type),
    );
    const frame = await this.#frameOf(page, traffic, 'widget', portalSelectors.widgetFrame(point), url);
    if (declaresFeedback) {
      const sent = async (): Promise<number> =>
        (await this.#inspect())?.messages.filter(
          (one) => one.place === point && one.name === 'OpenFeedback' && one.error === null && one.at >= since,
        ).length ?? 0;
      const wasSent = async (times: number): Promise<boolean> => {
        await until(async () => (await sent()) >= times, this.#settings.feedbackLimitMs);
        return (await sent()) >= times;
      };
      const isReady = await wasSent(1);
      const blocked = this.#watch
        .seen()
        .observations.find((one) => one.kind === 'blocked-request' && one.stepId === this.#watch.stepId && /\.m?js(?:\?|$)/.test(one.url));
      // A widget stays loaded and is opened again for the next document (domain/moysklad.md §6).
      const next = page.locator(portalSelectors.nextDocument);
      const hasNext = isReady && (await next.count()) > 0;
      if (hasNext) await next.click();
      const wasSentAgain = hasNext ? await wasSent(2) : null;
      this.#feedback.push({ point, stepId: this.#watch.stepId, wasSent: isReady, wasSentAgain, missing: blocked?.url ?? null });
    }
    await this.#look(frame, traffic, 'widget', signal);
  }

  async #subscriptionPhase(): Promise<void> {
    const { portal } = this.#context;
    await this.#step('subscription.tariff', async () => {
      await portal.control('change-tariff', { code: this.#code });
      await portal.control('prolong', { code: this.#code });
    });
    if (this.#hasWindow)
      await this.#step('subscription.window', (signal) => this.#openWindow('administrator', signal, 'tariff').then(() => undefined));
    else this.#skip('subscription.window', 'У решения нет главного окна.', 'The solution has no main window.');
    await this.#step('subscription.suspend', async (signal) => {
      await portal.control('suspend', { code: this.#code });
      await pause(Math.min(300, this.#settings.watchMs), signal);
    });
    await this.#step('subscription.resume', async () => {
      if ((await this.#inspect())?.status !== 'Suspended')
        throw new StepFailure({
          ru: 'Решение не приостановилось, возобновлять нечего.',
          en: 'The solution was not suspended, so there is nothing to resume.',
        });
      await portal.control('resume', { code: this.#code });
      await until(async () => (await this.#inspect())?.status !== 'Activating', this.#settings.activatingLimitMs);
    });
    const status = (await this.#inspect())?.status;
    if (!this.#hasWindow) this.#skip('subscription.resumed', 'У решения нет главного окна.', 'The solution has no main window.');
    else if (status === 'Activated' || status === 'SettingsRequired')
      await this.#step('subscription.resumed', (signal) => this.#openWindow('administrator', signal, 'resumed').then(() => undefined));
    else this.#couldNotLook('subscription.resumed', { ru: 'Решение не возобновилось.', en: 'The solution was not resumed.' });
  }

  async #uninstallPhase(): Promise<boolean> {
    await this.#context.portal.eventsSettled();
    this.#beforeRemoval = await this.#inspect();
    const removed = await this.#step('uninstall.remove', async () => {
      const { page } = await this.#open('administrator', portalPaths.card(this.#code));
      await page.locator(portalSelectors.remove).click();
      await page.locator(portalSelectors.removeDialog).waitFor();
      await page.locator(portalSelectors.confirmRemove).click();
      await page.locator(portalSelectors.state).waitFor();
      await this.#context.portal.eventsSettled();
      await until(async () => {
        const status = (await this.#inspect())?.status ?? null;
        return status === null || status === 'DeactivationFailed';
      }, this.#context.options.stepTimeoutMs);
      return true;
    });
    if (removed === null) {
      this.#couldNotLook('uninstall.watch', { ru: 'Удаление не началось.', en: 'The removal did not begin.' });
      return false;
    }
    await this.#step('uninstall.watch', (signal) => pause(this.#settings.watchMs, signal));
    // So that the second connection can be tried although the removal was refused.
    if ((await this.#inspect())?.status === 'DeactivationFailed') await this.#context.portal.control('forget', { code: this.#code });
    return (await this.#inspect())?.status === null;
  }

  async #reinstallPhase(): Promise<void> {
    this.#installNumber = 2;
    await this.#open('administrator', portalPaths.card(this.#code)).catch(() => undefined);
    const isBack = await this.#connect('reinstall.connect');
    if (!this.#hasWindow) this.#skip('reinstall.window', 'У решения нет главного окна.', 'The solution has no main window.');
    else if (isBack)
      await this.#step('reinstall.window', (signal) => this.#openWindow('administrator', signal, 'reinstalled').then(() => undefined));
    else this.#couldNotLook('reinstall.window', { ru: 'Повторное подключение не завершилось.', en: 'The second connection did not end.' });
    if (isBack)
      await this.#step('reinstall.state', async () => {
        await this.#context.portal.eventsSettled();
        this.#afterReinstall = await this.#inspect();
      });
    else this.#couldNotLook('reinstall.state', { ru: 'Повторное подключение не завершилось.', en: 'The second connection did not end.' });
  }

  async #versionPhase(): Promise<void> {
    await this.#step('version.credentials', () => this.#context.portal.control('probe-published', { code: this.#code }));
  }

  async #probesPhase(isInstalled: boolean): Promise<void> {
    if (this.#probes.length === 0) return;
    await this.#context.phase('probes', async () => {
      for (const probe of this.#probes) {
        const id = probeStepId(probe);
        if (probe === 'repeated-request' || probe === 'busy-api' || probe === 'english-window') {
          const isOn = isInstalled && (await this.#inspect())?.status !== null;
          if (!isOn)
            this.#couldNotLook(id, {
              ru: 'Решение не подключено, пробу выполнить нельзя.',
              en: 'The solution is not connected, so the probe cannot be done.',
            });
          else if (probe === 'repeated-request') await this.#step(id, () => this.#repeatActivation());
          else if (!this.#hasWindow) this.#skip(id, 'У решения нет главного окна.', 'The solution has no main window.');
          else if (probe === 'busy-api') await this.#step(id, (signal) => this.#keepApiBusy(signal));
          else await this.#step(id, (signal) => this.#openInEnglish(signal));
        } else await this.#step(id, () => this.#context.portal.control('probe', { code: this.#code, probe }));
      }
    });
  }

  async #repeatActivation(): Promise<void> {
    const made = async (): Promise<string[]> => {
      const now = await this.#inspect();
      return [
        ...(now?.webhooks ?? []).map((one) => `webhook ${one.event} ${one.url}`),
        ...(now?.attributes ?? []).map((one) => `attribute ${one.entityType} «${one.name}»`),
      ];
    };
    const before = await made();
    await this.#context.portal.control('repeat-activation', { code: this.#code });
    this.#repeated = { before, after: await made() };
  }

  /** The window is opened while the JSON API refuses calls; what it shows then is not judged, but the next opening must be in order. */
  async #keepApiBusy(signal: AbortSignal): Promise<void> {
    const { portal } = this.#context;
    await portal.control('set', { refuseNextCalls: REFUSED_CALLS });
    try {
      const { page, traffic } = await this.#open('administrator', portalPaths.mainWindow(this.#code));
      const frame = await this.#context.vendorFrame(page, portalSelectors.mainFrame);
      await pageAtRest(frame, traffic, signal);
    } finally {
      await portal.control('set', { refuseNextCalls: 0 });
    }
    await this.#openWindow('administrator', signal);
  }

  /** The portal's language is switched for one look at the window, which then gets userLocale=en_US. */
  async #openInEnglish(signal: AbortSignal): Promise<void> {
    const { portal } = this.#context;
    await portal.control('set', { language: 'en' });
    try {
      const { snapshot } = await this.#openWindow('administrator', signal);
      this.#english = { stepId: this.#watch.stepId, page: snapshot };
    } finally {
      await portal.control('set', { language: null });
    }
  }

  async #report(): Promise<void> {
    // The portal may be gone when the run was broken off; then the last known state is judged.
    await this.#refresh().catch(() => undefined);
    this.#watch.report(judge(this.#facts()), severityOf);
    const solution = this.#latest;
    if (solution === null) return;
    this.#watch.reportCalls(solution.inbound.map((call) => ({ name: `${call.method} ${call.resource}`, scope: call.right, count: 1 })));
    this.#context.scopes({
      declared: solution.scope === 'admin' ? ['admin'] : (this.#beforeRemoval?.rightsGranted ?? solution.rightsGranted),
      used: solution.rightsUsed,
    });
  }
}

function contains(page: PageSnapshot, text: string): boolean {
  return page.text.includes(text) || page.fieldValues.some((value) => value.includes(text)) || page.html.includes(text);
}

/** Where a widget can be seen on the portal; null for points that the portal has no page for. */
function pathOfPoint(point: string): { readonly type: string; readonly isEdit: boolean } | null {
  const match = /^(?:entity|document)\.([a-z]+)\.(edit|create)$/.exec(point);
  const type = match?.[1] ?? '';
  return Object.hasOwn(DOCUMENT_TITLES, type) ? { type, isEdit: match?.[2] === 'edit' } : null;
}

/** The MoySklad lifecycle as a replayable test, with these limits. */
export function createMoyskladInstallTest(settings: Partial<InstallTestSettings> = {}): InstallTest {
  return async (context) => {
    await new InstallRun(context, { ...DEFAULT_SETTINGS, ...settings }).run();
  };
}

export const moyskladInstallTest: InstallTest = createMoyskladInstallTest();
