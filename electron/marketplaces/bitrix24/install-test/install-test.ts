import type { Frame, Page } from 'playwright';
import { AppError } from '../../../../shared/domain/errors.ts';
import type { BrowserRole, HttpExchange } from '../../../../shared/domain/install-test.ts';
import type { LocalizedText } from '../../../../shared/domain/rulebook.ts';
import type { Portal, SolutionRegistration } from '../../../portals/portal.ts';
import { StepFailure, type InstallTest, type RunContext } from '../../../sandbox/run-context.ts';
import type { Bitrix24ApplicationInspection, Bitrix24Inspection } from '../portal/inspection.ts';
import { portalPaths, portalSelectors } from '../portal/page-map.ts';
import { bitrix24RegistrationSchema, type Bitrix24Registration } from '../portal/registration.ts';
import { newCanaryText, plantCanary } from '../../page-watch/canary.ts';
import {
  afterOwnReload,
  currentVendorFrame,
  openPortalPage,
  pageOfPlacement,
  pressInstall,
  pressRemove,
  pressUpdate,
} from './drive-portal.ts';
import { whyUnopened } from '../../page-watch/page-content.ts';
import type { PageSnapshot, UnopenedPage } from '../../page-watch/page-facts.ts';
import type {
  CanaryFacts,
  ForgedEventFacts,
  InstallAttempt,
  OptionCanaryFacts,
  RunFacts,
  SecondPortalFacts,
  UpdateFacts,
} from './facts.ts';
import { isShown } from './detectors/erasure.ts';
import { boundNow } from './detectors/reinstall.ts';
import { judge, judgeEach } from './judge.ts';
import { originOf } from '../../page-watch/judgement.ts';
import { pageAtRest, takeSnapshot } from '../../page-watch/page-snapshot.ts';
import { ALL_STEP_IDS, DEFAULT_PROBES, installTestPlan, probeStepId, PROBES, type Probe, type RunChoices } from './plan.ts';
import { reachVendor } from '../../page-watch/reachability.ts';
import { severityOf } from './severity.ts';
import { VendorTraffic } from '../../page-watch/vendor-traffic.ts';
import { pause } from '../../page-watch/waiting.ts';
import { WatchedRun, type RoleWindows } from '../../page-watch/watched-run.ts';
import { walkWizard, type WizardResult } from './wizard.ts';

/** Limits of the test, in milliseconds. */
export interface InstallTestSettings {
  /** How long the vendor's server is watched after the uninstallation, once the events have settled. */
  readonly watchMs: number;
  /** A wizard in which nothing has happened for so long is given up. */
  readonly wizardIdleMs: number;
  /** How long registrations are waited for: the first after installFinish, those of before after the reinstallation. */
  readonly rebindMs: number;
  /** A slower answer to an event is a finding. */
  readonly slowEventMs: number;
  /** Limit for the first contact with the vendor's server. */
  readonly reachLimitMs: number;
}

export const DEFAULT_SETTINGS: InstallTestSettings = {
  watchMs: 2000,
  rebindMs: 3000,
  wizardIdleMs: 6000,
  slowEventMs: 3000,
  reachLimitMs: 10_000,
};

/** The window in which a role works; the rule about scrollbars starts at 1280. */
const WINDOWS: RoleWindows = {
  administrator: { width: 1280, height: 800 },
  user: { width: 1920, height: 1080 },
};

/** How late the events of a delayed installation come. */
const LATE_EVENT_MS = 3000;

/** How often the portal is asked for something that is about to come. */
const POLL_MS = 25;

/** Calls that a busy portal refuses, more than a page usually makes at once. */
const REFUSED_CALLS = 20;

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
  readonly #registration: Bitrix24Registration;
  readonly #vendorOrigins: ReadonlySet<string>;
  readonly #portalAddress: string;
  readonly #administratorId: string;
  readonly #userId: string;
  readonly #watch: WatchedRun;
  readonly #pages: PageSnapshot[] = [];
  readonly #unopened: UnopenedPage[] = [];
  readonly #installs: InstallAttempt[] = [];
  #beforeUninstall: Bitrix24ApplicationInspection | null = null;
  #afterErasure: Bitrix24ApplicationInspection | null = null;
  #afterReinstall: Bitrix24ApplicationInspection | null = null;
  #update: UpdateFacts | null = null;
  #secondPortal: SecondPortalFacts | null = null;
  #installedTwice: Bitrix24ApplicationInspection | null = null;
  #attemptStartedAt = 0;
  #latest: Bitrix24ApplicationInspection | null = null;
  #canary: CanaryFacts | null = null;
  #optionCanary: OptionCanaryFacts | null = null;
  #forged: ForgedEventFacts | null = null;
  #exchanges: readonly HttpExchange[] = [];
  #secrets: readonly string[] = [];
  #installNumber = 1;
  readonly #probes: readonly Probe[];
  readonly #choices: RunChoices;
  readonly #planned: ReadonlySet<string>;

  constructor(context: RunContext, settings: InstallTestSettings) {
    this.#context = context;
    this.#settings = settings;
    this.#registration = bitrix24RegistrationSchema.parse(context.solution);
    const { appUrl, installUrl, eventUrl, settingsUrl } = this.#registration;
    this.#vendorOrigins = new Set(
      [appUrl, installUrl, eventUrl, settingsUrl].flatMap((url) => (url === null ? [] : [originOf(url) ?? ''])),
    );
    // The files of an archive come from the portal's own second address.
    if (this.#registration.mode === 'E')
      this.#vendorOrigins = new Set((context.portal.describe().origins ?? []).flatMap((origin) => originOf(origin) ?? []));
    this.#probes = probesOf(context.options.probes);
    this.#choices = {
      hasPage: this.#hasPage,
      probes: this.#probes,
      isUpdated: context.options.updateFrom !== undefined,
      hasSecondPortal: context.secondPortal !== null,
    };
    this.#planned = new Set(installTestPlan(this.#choices).flatMap((phase) => phase.steps.map((one) => one.id)));
    const { address, users } = context.portal.describe();
    this.#portalAddress = address;
    this.#watch = new WatchedRun(context, address, WINDOWS);
    const administrator = users.find((user) => user.role === 'administrator');
    const user = users.find((one) => one.role === 'user');
    if (administrator === undefined || user === undefined) throw new Error('the portal needs an administrator and an ordinary user');
    this.#administratorId = administrator.id;
    this.#userId = user.id;
  }

  get #hasPage(): boolean {
    return this.#registration.mode !== 'C' && this.#registration.mode !== 'D';
  }

  async run(): Promise<void> {
    this.#context.plan(installTestPlan(this.#choices));
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
      this.#leaveOut('verify.application', {
        ru: 'Решение не установилось, дальнейшие шаги выполнить нельзя.',
        en: 'The solution did not install, so the further steps cannot be done.',
      });
      return;
    }
    await context.phase('verify', () => this.#verifyPhase());
    await context.phase('roles', () => this.#rolesPhase());
    const isRemoved = await context.phase('uninstall', () => this.#uninstallPhase());
    if (!isRemoved) {
      this.#leaveOut('erasure.watch', {
        ru: 'Удалить решение не удалось, дальнейшие шаги выполнить нельзя.',
        en: 'The solution could not be removed, so the further steps cannot be done.',
      });
      return;
    }
    await context.phase('erasure', () => this.#erasurePhase());
    const isBack = await context.phase('reinstall', () => this.#reinstallPhase());
    if (!isBack) {
      this.#leaveOut('update.published', {
        ru: 'Решение не переустановилось, дальнейшие шаги выполнить нельзя.',
        en: 'The solution was not reinstalled, so the further steps cannot be done.',
      });
      return;
    }
    const { updateFrom } = context.options;
    if (updateFrom !== undefined) await context.phase('update', () => this.#updatePhase(updateFrom));
    const { secondPortal } = context;
    if (secondPortal !== null) await context.phase('second-portal', () => this.#secondPortalPhase(secondPortal));
    if (this.#probes.length > 0) await context.phase('probes', () => this.#probesPhase());
  }

  /** Marks this step and all later ones as not looked at. */
  #leaveOut(fromStepId: string, reason: LocalizedText): void {
    for (const id of ALL_STEP_IDS.slice(ALL_STEP_IDS.indexOf(fromStepId)))
      if (this.#planned.has(id)) this.#context.couldNotLook(id, reason);
  }

  /** A step; what it does is judged at its end, and a failure that it proves fails the step. */
  async #step<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    return await this.#watch.step(id, work, async () => {
      await this.#refresh();
      return judgeEach(this.#facts());
    });
  }

  async #inspect(): Promise<Bitrix24ApplicationInspection | null> {
    const inspection = (await this.#context.portal.inspect()) as Bitrix24Inspection;
    this.#latest = inspection.applications.find((one) => one.code === this.#registration.code) ?? null;
    return this.#latest;
  }

  async #refresh(): Promise<void> {
    const { portal } = this.#context;
    await this.#watch.settled();
    const [, secrets, exchanges] = await Promise.all([
      this.#inspect(),
      portal.secrets(),
      portal.exchanges(this.#exchanges.at(-1)?.id ?? 0),
    ]);
    this.#secrets = secrets;
    const lastId = this.#exchanges.at(-1)?.id ?? 0;
    this.#exchanges = [...this.#exchanges, ...exchanges.filter((one) => one.id > lastId)];
  }

  #facts(): RunFacts {
    return {
      registration: this.#registration,
      clean: this.#context.options.clean,
      portalAddress: this.#portalAddress,
      vendorOrigins: this.#vendorOrigins,
      secrets: this.#secrets,
      pages: this.#pages,
      unopened: this.#unopened,
      ...this.#watch.seen(),
      exchanges: this.#exchanges,
      installs: this.#installs,
      beforeUninstall: this.#beforeUninstall,
      afterErasure: this.#afterErasure,
      afterReinstall: this.#afterReinstall,
      installedTwice: this.#installedTwice,
      update: this.#update,
      secondPortal: this.#secondPortal,
      latest: this.#latest,
      canary: this.#canary,
      optionCanary: this.#optionCanary,
      watchMs: this.#settings.watchMs,
      forged: this.#forged,
      doneSteps: this.#watch.doneSteps,
      stepAt: (at) => this.#watch.stepAt(at),
      slowEventMs: this.#settings.slowEventMs,
    };
  }

  async #open(role: BrowserRole, path: string): Promise<{ page: Page; traffic: VendorTraffic }> {
    const { browser, traffic } = await this.#watch.browser(role);
    traffic.takeFailure();
    const page = await openPortalPage(this.#context.portal, browser, role === 'administrator' ? this.#administratorId : this.#userId, path);
    return { page, traffic };
  }

  /** The vendor's frame on the portal's page. When it does not open, that is kept as a fact before the step fails. */
  async #frameOf(page: Page, traffic: VendorTraffic, purpose: PageSnapshot['purpose'], url: string | null): Promise<Frame> {
    try {
      return await this.#context.vendorFrame(page, portalSelectors.applicationFrame);
    } catch (error) {
      const failure = traffic.takeFailure();
      // Without a frame the portal showed something else, which is not the vendor's page.
      if (
        (await page
          .locator(portalSelectors.applicationFrame)
          .count()
          .catch(() => 0)) > 0
      ) {
        const reason = failure?.reason ?? (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
        const place = { url: failure?.url ?? url ?? '', reason };
        this.#unopened.push({ stepId: this.#watch.stepId, role: traffic.role, purpose, installNumber: this.#installNumber, ...place });
        const why = whyUnopened(reason);
        throw new StepFailure({
          ru: `Страница решения не открылась во фрейме: ${why.ru}.`,
          en: `The solution’s page did not open in its frame: ${why.en}.`,
        });
      }
      throw error;
    }
  }

  async #look(
    frame: Frame,
    traffic: VendorTraffic,
    purpose: PageSnapshot['purpose'],
    signal: AbortSignal,
    opensLinks = false,
  ): Promise<PageSnapshot> {
    const snapshot = await this.#snapshot(frame, traffic, purpose, signal, this.#portalAddress, opensLinks);
    this.#pages.push(snapshot);
    return snapshot;
  }

  #snapshot(
    frame: Frame,
    traffic: VendorTraffic,
    purpose: PageSnapshot['purpose'],
    signal: AbortSignal,
    portalAddress: string,
    opensLinks = false,
  ): Promise<PageSnapshot> {
    return takeSnapshot(frame, traffic, {
      stepId: this.#watch.stepId,
      purpose,
      installNumber: this.#installNumber,
      portalAddress,
      vendorOrigins: this.#vendorOrigins,
      signal,
      opensLinks,
    });
  }

  /** Opens the application's page and looks at it. */
  async #openApplication(role: BrowserRole, signal: AbortSignal, opensLinks = false): Promise<PageSnapshot> {
    const { page, traffic } = await this.#open(role, portalPaths.application(this.#registration.code));
    const frame = await this.#frameOf(page, traffic, 'application', this.#registration.appUrl);
    return await this.#look(frame, traffic, 'application', signal, opensLinks);
  }

  async #registrationPhase(): Promise<void> {
    const addresses = new Set<string>();
    await this.#step('registration.head', async () => {
      await this.#context.portal.registerSolution(this.#context.solution);
      const application = await this.#inspect();
      for (const check of application?.headChecks ?? []) if (!check.accepted) addresses.add(check.url);
    });
    // Pages are asked for even when HEAD was fine: a redirect without end shows only when it is followed.
    for (const url of [this.#registration.installUrl, this.#registration.appUrl]) if (url !== null) addresses.add(url);
    // A server that cannot be talked to at all is no finding about the solution: the run ends here and says why.
    const { reachLimitMs } = this.#settings;
    const { ca } = this.#context.portal.describe();
    await Promise.all([...addresses].map((url) => reachVendor(url, reachLimitMs, ca, AbortSignal.timeout(reachLimitMs * 3))));
  }

  async #installPhase(): Promise<boolean> {
    const opened = await this.#step('install.card', async () => {
      const { page } = await this.#open('administrator', portalPaths.card(this.#registration.code));
      await page.locator(portalSelectors.installButton).waitFor();
      return true;
    });
    if (opened === null) {
      this.#leaveOut('install.start', { ru: 'Карточка решения не открылась.', en: 'The solution’s card did not open.' });
      return false;
    }
    return await this.#install('install.start', 'install.finish');
  }

  /** Presses «Установить» and goes through to the end. Returns whether the portal counts the solution as installed. */
  async #install(startStepId: string, finishStepId: string): Promise<boolean> {
    const started = await this.#step(startStepId, async () => {
      const { browser, traffic } = await this.#watch.browser('administrator');
      traffic.takeFailure();
      this.#attemptStartedAt = Date.now();
      await pressInstall(browser.page);
      await this.#until(async () => (await this.#inspect())?.active === true);
      return true;
    });
    if (started === null) {
      this.#installs.push(this.#attempt(startStepId, 'refused'));
      this.#context.couldNotLook(finishStepId, { ru: 'Портал не начал установку.', en: 'The portal did not begin the installation.' });
      return false;
    }
    const finished = await this.#step(finishStepId, async (signal) => {
      const attempt = this.#hasPage ? await this.#installWithPage(finishStepId, signal) : await this.#installWithoutPage(finishStepId);
      this.#installs.push(attempt);
      return attempt.outcome === 'finished';
    });
    if (finished === null && !this.#installs.some((one) => one.installNumber === this.#installNumber)) {
      this.#installs.push(this.#attempt(finishStepId, 'stalled'));
    }
    return finished === true;
  }

  #attempt(stepId: string, outcome: InstallAttempt['outcome'], pressed: readonly string[] = [], lastText = ''): InstallAttempt {
    return { installNumber: this.#installNumber, stepId, startedAt: this.#attemptStartedAt, outcome, pressed, lastText };
  }

  async #installWithPage(stepId: string, signal: AbortSignal): Promise<InstallAttempt> {
    const { browser, traffic } = await this.#watch.browser('administrator');
    const { page } = browser;
    if ((await this.#inspect())?.finished === true) {
      // A wizard may be through before it is looked at; then its page is about to be replaced.
      await afterOwnReload(page);
      const frame = await this.#frameOf(page, traffic, 'application', this.#registration.appUrl);
      return this.#attempt(stepId, 'finished', [], (await this.#look(frame, traffic, 'application', signal)).text);
    }
    await this.#frameOf(page, traffic, 'installer', this.#registration.installUrl);
    const walk = (): Promise<WizardResult> =>
      this.#walk(
        page,
        traffic,
        async () => (await this.#inspect())?.finished === true,
        signal,
        async (frame) => {
          await this.#look(frame, traffic, 'installer', signal).catch(() => undefined);
        },
      );
    let result = await walk();
    if (!result.isFinished && this.#context.options.attended) {
      const answer = await this.#context.checkpoint({
        ru: 'Мастер установки ждёт человека. Пройдите его в окне песочницы до конца и продолжите.',
        en: 'The installation wizard waits for a person. Complete it in the sandbox window and go on.',
      });
      if (answer !== 'skipped') result = { ...(await walk()), pressed: result.pressed };
    }
    return this.#attempt(stepId, result.isFinished ? 'finished' : 'stalled', result.pressed, result.lastText);
  }

  async #walk(
    page: Page,
    traffic: VendorTraffic,
    isFinished: () => Promise<boolean>,
    signal: AbortSignal,
    onPage: (frame: Frame) => Promise<void>,
  ): Promise<WizardResult> {
    const port = {
      frame: () => currentVendorFrame(page),
      isFinished,
      atRest: (frame: Frame) => pageAtRest(frame, traffic, signal),
      onPage,
    };
    const result = await walkWizard(port, this.#settings.wizardIdleMs, signal);
    if (result.isFinished) await afterOwnReload(page);
    return result;
  }

  async #installWithoutPage(stepId: string): Promise<InstallAttempt> {
    await this.#context.portal.eventsSettled();
    const application = await this.#inspect();
    const delivery = application?.events.findLast(
      (one) =>
        one.event === 'ONAPPINSTALL' && one.installNumber === this.#installNumber && one.raisedAt >= this.#attemptStartedAt && !one.forged,
    );
    if (this.#registration.mode === 'D') {
      const problem = await this.#fillSettingsForm();
      if (problem !== null) return this.#attempt(stepId, 'stalled', [], problem);
    }
    // Mode D may have only a settings form: then there is no event to wait for.
    if (delivery === undefined && this.#registration.eventUrl === null)
      return this.#attempt(stepId, application?.finished === true ? 'finished' : 'refused');
    const isAccepted = delivery !== undefined && delivery.status !== null && delivery.status >= 200 && delivery.status < 300;
    return this.#attempt(stepId, isAccepted ? 'finished' : 'stalled');
  }

  /**
   * Mode D: the form that the portal shows is filled in and saved as an administrator would do it; at the first installation with the
   * canary. A form that the vendor does not accept is no fault: it may want real keys.
   * @returns what stood there instead of a form; null when there was one
   */
  async #fillSettingsForm(): Promise<string | null> {
    const { page } = await this.#open('administrator', `${portalPaths.settings(this.#registration.code)}?install=Y`);
    const form = page.locator(portalSelectors.settingsForm);
    if ((await form.count()) === 0) return (await page.locator(portalSelectors.slider).innerText()).slice(0, 400);
    const text = newCanaryText();
    for (const input of await form.locator('input[type="text"]').all()) if ((await input.inputValue()) === '') await input.fill(text);
    await page.locator(portalSelectors.saveSettingsButton).click();
    await page.locator(portalSelectors.ready).waitFor();
    const isSaved = !page.url().includes(portalPaths.settings(this.#registration.code));
    this.#canary ??= { text, stepId: this.#watch.stepId, wasKept: isSaved, whyNot: isSaved ? null : 'not accepted' };
    return null;
  }

  async #verifyPhase(): Promise<void> {
    if (this.#latest?.frames.some((one) => one.purpose === 'installer') === true)
      await this.#step('verify.application', (signal) => this.#lookAtOpenedApplication(signal));
    else this.#context.skip('verify.application', this.#reasonForNoWizard());
    await this.#step('verify.state', async () => {
      await this.#context.portal.eventsSettled();
      const application = await this.#inspect();
      if (application === null || !application.active || !application.finished) {
        throw new StepFailure({
          ru: 'Портал не считает решение установленным.',
          en: 'The portal does not count the solution as installed.',
        });
      }
    });
  }

  #reasonForNoWizard(): LocalizedText {
    return this.#hasPage
      ? {
          ru: 'Мастера нет, страница приложения открылась при установке.',
          en: 'There is no wizard; the application page opened during the installation.',
        }
      : { ru: 'У решения нет страницы.', en: 'The solution has no page.' };
  }

  /** After installFinish the portal reloads its page and shows the application in the same place. */
  async #lookAtOpenedApplication(signal: AbortSignal): Promise<void> {
    const { browser, traffic } = await this.#watch.browser('administrator');
    const applicationUrl = this.#registration.appUrl ?? '';
    await this.#until(async () => {
      const frame = await currentVendorFrame(browser.page);
      const isShown =
        this.#latest?.frames.some((one) => one.purpose === 'application' && one.installNumber === this.#installNumber) === true;
      if (!isShown) await this.#inspect();
      return frame !== null && isShown && originOf(frame.url()) !== null;
    }).catch(() => {
      throw new StepFailure({
        ru: `После мастера портал не показал страницу приложения (${applicationUrl}).`,
        en: `After the wizard the portal did not show the application page (${applicationUrl}).`,
      });
    });
    const frame = await this.#frameOf(browser.page, traffic, 'application', this.#registration.appUrl);
    await this.#look(frame, traffic, 'application', signal);
  }

  /** The solution finds texts among its options; an uninstallation with data removal takes them away again. */
  async #plantOptions(): Promise<void> {
    const planted = { name: 'moderation_check', app: newCanaryText(), user: newCanaryText() };
    await this.#context.portal.control('plant-options', { code: this.#registration.code, ...planted });
    this.#optionCanary = planted;
  }

  async #rolesPhase(): Promise<void> {
    await this.#plantOptions();
    const noPage: LocalizedText = { ru: 'У решения нет страницы.', en: 'The solution has no page.' };
    if (this.#hasPage) {
      await this.#step('roles.administrator', (signal) => this.#openApplication('administrator', signal, true));
      await this.#step('roles.data', (signal) => this.#enterSampleData(signal));
      await this.#step('roles.user', (signal) => this.#openApplication('user', signal));
    } else {
      for (const id of ['roles.administrator', 'roles.data', 'roles.user']) this.#context.skip(id, noPage);
    }
    const placements = [...new Set((this.#latest?.placements ?? []).map((one) => one.placement))];
    if (placements.length > 0) await this.#step('roles.widgets', (signal) => this.#openWidgets(placements, signal));
    else this.#context.skip('roles.widgets', { ru: 'Решение не регистрирует виджетов.', en: 'The solution binds no widgets.' });
    const events = (this.#latest?.handlers ?? []).filter((one) => !one.event.startsWith('ONAPP') && !one.offline).map((one) => one.event);
    if (events.length > 0) await this.#step('roles.events', () => this.#raiseEvents([...new Set(events)]));
    else
      this.#context.skip('roles.events', {
        ru: 'Решение не подписано на события портала.',
        en: 'The solution is not subscribed to events of the portal.',
      });
  }

  /** Types a canary into the application and sees whether it is still there when the page is opened anew. */
  async #enterSampleData(signal: AbortSignal): Promise<void> {
    const text = newCanaryText();
    const canary = (wasKept: boolean, whyNot: string | null): CanaryFacts => ({ text, stepId: 'roles.data', wasKept, whyNot });
    const { browser, traffic } = await this.#watch.browser('administrator');
    const frame = await this.#frameOf(browser.page, traffic, 'application', this.#registration.appUrl);
    if (!(await plantCanary(frame, text).catch(() => false))) {
      this.#canary = canary(false, 'no form');
      return;
    }
    await pageAtRest(frame, traffic, signal);
    const again = await this.#openApplication('administrator', signal);
    const isThere =
      isShown(again, text) ||
      again.storage.some((one) => one.value.includes(text)) ||
      again.hiddenCookies.some((one) => one.value.includes(text));
    this.#canary = canary(isThere, isThere ? null : 'not kept');
  }

  async #openWidgets(placements: readonly string[], signal: AbortSignal): Promise<void> {
    for (const placement of placements) {
      const path = pageOfPlacement(placement);
      if (path === null) continue;
      const { page, traffic } = await this.#open('administrator', path);
      const widget = page.locator(portalSelectors.widget(placement)).first();
      if ((await widget.count()) === 0) continue;
      await widget.click();
      const frame = await this.#frameOf(page, traffic, 'widget', null);
      await this.#look(frame, traffic, 'widget', signal);
    }
  }

  async #raiseEvents(events: readonly string[]): Promise<void> {
    for (const event of events)
      await this.#context.portal.control('raise-event', {
        code: this.#registration.code,
        event,
        data: { FIELDS: { ID: '1' } },
        userId: this.#administratorId,
      });
    await this.#context.portal.eventsSettled();
  }

  async #uninstallPhase(): Promise<boolean> {
    await this.#context.portal.eventsSettled();
    this.#beforeUninstall = await this.#oncePutOff();
    const removed = await this.#step('uninstall.remove', async () => {
      const { page } = await this.#open('administrator', portalPaths.installed);
      await pressRemove(page, this.#registration.code, this.#context.options.clean);
      return true;
    });
    if (removed === null) {
      this.#context.couldNotLook('uninstall.events', { ru: 'Удаление не началось.', en: 'The uninstallation did not begin.' });
      return false;
    }
    await this.#step('uninstall.events', async () => {
      await this.#context.portal.eventsSettled();
      this.#afterErasure = await this.#inspect();
    });
    return true;
  }

  async #erasurePhase(): Promise<void> {
    await this.#step('erasure.watch', async (signal) => {
      await this.#context.portal.eventsSettled();
      // Meanwhile the card shows that the portal offers the solution again; it is where the reinstallation begins.
      await Promise.all([pause(this.#settings.watchMs, signal), this.#showCard()]);
      this.#afterErasure = await this.#inspect();
    });
  }

  /** A card that does not open fails the step that needs it. */
  async #showCard(): Promise<void> {
    await this.#open('administrator', portalPaths.card(this.#registration.code)).catch(() => undefined);
  }

  async #reinstallPhase(): Promise<boolean> {
    this.#installNumber = 2;
    const isBack = await this.#install('reinstall.start', 'reinstall.finish');
    if (!isBack) {
      for (const id of ['reinstall.application', 'reinstall.state']) {
        this.#context.couldNotLook(id, { ru: 'Повторная установка не завершилась.', en: 'The second installation did not finish.' });
      }
      return false;
    }
    if (this.#hasPage) await this.#step('reinstall.application', (signal) => this.#openApplication('administrator', signal));
    else this.#context.skip('reinstall.application', { ru: 'У решения нет страницы.', en: 'The solution has no page.' });
    await this.#step('reinstall.state', async () => {
      await this.#context.portal.eventsSettled();
      this.#afterReinstall = await this.#boundAgain();
    });
    return true;
  }

  /**
   * The solution before its uninstallation. A wizard that has registered nothing may have put that off until after its installFinish, which
   * has to be seen before everything is taken away again.
   */
  async #oncePutOff(): Promise<Bitrix24ApplicationInspection | null> {
    for (;;) {
      const application = await this.#inspect();
      const finishedAt = application?.installFinishCalls.find((call) => call.accepted)?.at;
      const hasRegistered = application?.bindings.some((one) => one.error === null) === true;
      if (finishedAt === undefined || hasRegistered || Date.now() > finishedAt + this.#settings.rebindMs) return application;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** The solution once everything that was registered before is registered again: a server may do it behind its answer, so it gets a while. */
  async #boundAgain(): Promise<Bitrix24ApplicationInspection | null> {
    const wanted = this.#beforeUninstall === null ? [] : boundNow(this.#beforeUninstall);
    const deadline = Date.now() + this.#settings.rebindMs;
    for (;;) {
      const application = await this.#inspect();
      const bound = new Set(application === null ? wanted : boundNow(application));
      if (wanted.every((name) => bound.has(name)) || Date.now() > deadline) return application;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Removes the solution and installs what the portal has on its card, as an administrator does it. */
  async #installAfresh(stepId: string, signal: AbortSignal): Promise<InstallAttempt> {
    const { portal } = this.#context;
    await portal.control('uninstall', { code: this.#registration.code, clean: true });
    await portal.eventsSettled();
    return await this.#installFromCard(stepId, signal);
  }

  async #installFromCard(stepId: string, signal: AbortSignal): Promise<InstallAttempt> {
    const { page } = await this.#open('administrator', portalPaths.card(this.#registration.code));
    this.#installNumber += 1;
    this.#attemptStartedAt = Date.now();
    await pressInstall(page);
    await this.#until(async () => (await this.#inspect())?.active === true);
    const attempt = this.#hasPage ? await this.#installWithPage(stepId, signal) : await this.#installWithoutPage(stepId);
    this.#installs.push(attempt);
    return attempt;
  }

  /** The published version is installed on the portal and then updated to the tested one (domain/bitrix24.md §5). */
  async #updatePhase(published: SolutionRegistration): Promise<void> {
    const { portal, solution } = this.#context;
    const { code } = this.#registration;
    const begun = await this.#step('update.published', async (signal) => {
      await portal.registerSolution(published);
      const attempt = await this.#installAfresh('update.published', signal);
      if (attempt.outcome !== 'finished')
        throw new Error(`version ${published.version}, which is to be updated, does not install on a clean portal`);
      return true;
    });
    await portal.registerSolution(solution);
    if (begun === null) {
      this.#leaveOutAll(['update.update', 'update.state'], {
        ru: 'Опубликованная версия не установилась, обновлять нечего.',
        en: 'The published version did not install, so there is nothing to update.',
      });
      return;
    }
    let outcome: InstallAttempt | null = null;
    let last: PageSnapshot | null = null;
    await this.#step('update.update', async (signal) => {
      const { page } = await this.#open('administrator', portalPaths.card(code));
      this.#attemptStartedAt = Date.now();
      await pressUpdate(page);
      await this.#until(async () => (await this.#inspect())?.installedVersion === solution.version);
      outcome = this.#hasPage ? await this.#installWithPage('update.update', signal) : this.#attempt('update.update', 'finished');
      this.#installs.push(outcome);
      if (this.#hasPage && outcome.outcome === 'finished') last = await this.#openApplication('administrator', signal);
    });
    await this.#step('update.state', async () => {
      await portal.eventsSettled();
      const after = await this.#inspect();
      if (after === null) return;
      const attempt: InstallAttempt = outcome ?? this.#attempt('update.update', 'stalled');
      this.#update = {
        stepId: 'update.update',
        fromVersion: published.version,
        outcome: attempt.outcome,
        lastText: attempt.lastText,
        page: last,
        after,
      };
    });
  }

  #leaveOutAll(stepIds: readonly string[], reason: LocalizedText): void {
    for (const id of stepIds) this.#context.couldNotLook(id, reason);
  }

  /** The solution is connected to another portal while the first one has it, and then the first one is looked at again. */
  async #secondPortalPhase(portal: Portal): Promise<void> {
    let facts: SecondPortalFacts | null = null;
    await this.#step('second-portal.install', async (signal) => {
      const canaryText = this.#hasPage ? await this.#plantAnew(signal) : null;
      const { browser } = await this.#watch.browser('administrator');
      // What is said to the second portal is no traffic between the vendor and the first.
      this.#watch.retire('administrator');
      await portal.registerSolution(this.#context.solution);
      const { address, users } = portal.describe();
      const administratorId = users.find((user) => user.role === 'administrator')?.id ?? this.#administratorId;
      const traffic = new VendorTraffic('administrator', browser.page, address, () => this.#watch.stepId);
      const inspect = async (): Promise<Bitrix24ApplicationInspection | undefined> =>
        ((await portal.inspect()) as Bitrix24Inspection).applications.find((one) => one.code === this.#registration.code);
      try {
        const page = await openPortalPage(portal, browser, administratorId, portalPaths.card(this.#registration.code));
        await pressInstall(page);
        await this.#until(async () => (await inspect())?.active === true);
        let isFinished = (await inspect())?.finished === true;
        let lastText = '';
        let seen: PageSnapshot | null = null;
        if (this.#hasPage) {
          if (!isFinished) {
            const result = await this.#walk(
              page,
              traffic,
              async () => (await inspect())?.finished === true,
              signal,
              async () => undefined,
            );
            ({ isFinished, lastText } = result);
          }
          if (isFinished) {
            await openPortalPage(portal, browser, administratorId, portalPaths.application(this.#registration.code));
            const frame = await this.#context.vendorFrame(page, portalSelectors.applicationFrame);
            seen = await this.#snapshot(frame, traffic, 'application', signal, address);
          }
        }
        await portal.eventsSettled();
        const delivery = (await inspect())?.events.findLast((one) => one.event === 'ONAPPINSTALL' && !one.forged);
        const handlerStatus = this.#hasPage ? null : (delivery?.status ?? null);
        const isAccepted =
          this.#hasPage || delivery === undefined || (handlerStatus !== null && handlerStatus >= 200 && handlerStatus < 300);
        facts = {
          stepId: 'second-portal.install',
          outcome: isFinished && isAccepted ? 'finished' : 'stalled',
          lastText,
          handlerStatus,
          page: seen,
          firstPage: null,
          strayCalls: [],
          canaryText,
        };
        this.#secondPortal = facts;
      } finally {
        traffic.stop();
      }
    });
    if (this.#hasPage) {
      await this.#step('second-portal.first', async (signal) => {
        const callsOf = async (of: Portal, after: number): Promise<readonly HttpExchange[]> =>
          (await of.exchanges(after)).filter((one) => one.direction === 'vendor-to-portal' && one.kind === 'rest');
        const last = async (of: Portal): Promise<number> => Math.max(0, ...(await of.exchanges(0)).map((one) => one.id));
        const [ofFirst, ofSecond] = [await last(this.#context.portal), await last(portal)];
        const { page, traffic } = await this.#open('administrator', portalPaths.application(this.#registration.code));
        const frame = await this.#context.vendorFrame(page, portalSelectors.applicationFrame);
        const firstPage = await this.#snapshot(frame, traffic, 'application', signal, this.#portalAddress);
        const wasFirstCalled = (await callsOf(this.#context.portal, ofFirst)).length > 0;
        const strayCalls = wasFirstCalled ? [] : (await callsOf(portal, ofSecond)).map((one) => one.name ?? '');
        if (facts !== null) this.#secondPortal = { ...facts, firstPage, strayCalls };
      });
    } else this.#context.skip('second-portal.first', { ru: 'У решения нет страницы.', en: 'The solution has no page.' });
  }

  /** Types a text into the application's page; null when it is not kept there. */
  async #plantAnew(signal: AbortSignal): Promise<string | null> {
    const text = newCanaryText();
    const { page, traffic } = await this.#open('administrator', portalPaths.application(this.#registration.code));
    const frame = await this.#frameOf(page, traffic, 'application', this.#registration.appUrl);
    if (!(await plantCanary(frame, text).catch(() => false))) return null;
    await pageAtRest(frame, traffic, signal);
    return (await this.#openApplication('administrator', signal)).text.includes(text) ? text : null;
  }

  async #probesPhase(): Promise<void> {
    if (this.#probes.includes('delayed-event')) await this.#step(probeStepId('delayed-event'), (signal) => this.#delayInstallEvent(signal));
    if (this.#probes.includes('duplicate-install'))
      await this.#step(probeStepId('duplicate-install'), (signal) => this.#installTwice(signal));
    if (this.#probes.includes('token-expiry')) await this.#step(probeStepId('token-expiry'), (signal) => this.#expireAccess(signal));
    if (this.#probes.includes('portal-busy')) {
      if (this.#hasPage) await this.#step(probeStepId('portal-busy'), (signal) => this.#keepPortalBusy(signal));
      else this.#context.skip(probeStepId('portal-busy'), { ru: 'У решения нет страницы.', en: 'The solution has no page.' });
    }
    if (this.#probes.includes('forged-event')) await this.#forgedEventProbe();
  }

  /** ONAPPINSTALL comes late, as the documentation warns: the page is opened before it and must be in order all the same. */
  async #delayInstallEvent(signal: AbortSignal): Promise<void> {
    const { portal } = this.#context;
    await portal.control('set-faults', { extraDelayMs: { ONAPPINSTALL: LATE_EVENT_MS } });
    try {
      await this.#installAfresh(probeStepId('delayed-event'), signal);
      if (this.#hasPage) await this.#openApplication('administrator', signal);
      await portal.eventsSettled();
    } finally {
      await portal.control('set-faults', { extraDelayMs: {} });
    }
    if (this.#hasPage) await this.#openApplication('administrator', signal);
  }

  /** The installer is left and opened again, or the install event is sent twice: afterwards everything is there once. */
  async #installTwice(signal: AbortSignal): Promise<void> {
    const { portal } = this.#context;
    const { code } = this.#registration;
    await portal.control('set-faults', { duplicateEvents: ['ONAPPINSTALL'] });
    try {
      await portal.control('uninstall', { code, clean: true });
      await portal.eventsSettled();
      // Installed without the pages, so that the installer is opened twice before anybody goes through it.
      const { traffic } = await this.#open('administrator', portalPaths.card(code));
      this.#installNumber += 1;
      this.#attemptStartedAt = Date.now();
      await portal.control('install', { code, userId: this.#administratorId });
      let attempt: InstallAttempt;
      if (this.#hasPage) {
        for (const path of [portalPaths.application(code), portalPaths.application(code)]) {
          const { page } = await this.#open('administrator', path);
          await pageAtRest(await this.#frameOf(page, traffic, 'installer', this.#registration.installUrl), traffic, signal);
        }
        attempt = await this.#installWithPage(probeStepId('duplicate-install'), signal);
      } else attempt = await this.#installWithoutPage(probeStepId('duplicate-install'));
      this.#installs.push(attempt);
      await portal.eventsSettled();
    } finally {
      await portal.control('set-faults', { duplicateEvents: [] });
    }
    if (this.#hasPage) await this.#openApplication('administrator', signal);
    this.#installedTwice = await this.#inspect();
  }

  /** All access of the solution expires; then it must take events and show its page as before. */
  async #expireAccess(signal: AbortSignal): Promise<void> {
    await this.#context.portal.control('expire-tokens', { code: this.#registration.code });
    const events = (this.#latest?.handlers ?? []).filter((one) => !one.event.startsWith('ONAPP') && !one.offline).map((one) => one.event);
    await this.#raiseEvents([...new Set(events)]);
    if (this.#hasPage) await this.#openApplication('administrator', signal);
  }

  /** The page is opened while the portal refuses calls; what it shows then is not judged, but the next opening must be in order. */
  async #keepPortalBusy(signal: AbortSignal): Promise<void> {
    const { portal } = this.#context;
    await portal.control('set-faults', { refuseNextCalls: REFUSED_CALLS });
    try {
      const { page, traffic } = await this.#open('administrator', portalPaths.application(this.#registration.code));
      const frame = await this.#frameOf(page, traffic, 'application', this.#registration.appUrl);
      await pageAtRest(frame, traffic, signal);
    } finally {
      await portal.control('set-faults', { refuseNextCalls: 0 });
    }
    await this.#openApplication('administrator', signal);
  }

  async #forgedEventProbe(): Promise<void> {
    const handler = this.#latest?.handlers.find((one) => one.event === 'ONAPPUNINSTALL');
    if (handler === undefined) {
      this.#context.skip('probes.forged-event', {
        ru: 'Решение не подписано на ONAPPUNINSTALL.',
        en: 'The solution is not subscribed to ONAPPUNINSTALL.',
      });
      return;
    }
    await this.#step('probes.forged-event', (signal) => this.#sendForgedEvent(signal));
  }

  /** Sends a forged ONAPPUNINSTALL and sees whether the data typed in before is still there afterwards. */
  async #sendForgedEvent(signal: AbortSignal): Promise<void> {
    const text = newCanaryText();
    let isKept = false;
    if (this.#hasPage) {
      const { browser, traffic } = await this.#watch.browser('administrator');
      const frame = await this.#frameOf(browser.page, traffic, 'application', this.#registration.appUrl);
      if (await plantCanary(frame, text).catch(() => false)) {
        await pageAtRest(frame, traffic, signal);
        isKept = (await this.#applicationShowing(text, signal)).includes(text);
      }
    }
    await this.#context.portal.control('forge-event', { code: this.#registration.code, event: 'ONAPPUNINSTALL' });
    const application = await this.#inspect();
    const delivery = application?.events.findLast((one) => one.forged);
    let stillWorks: boolean | null = null;
    let lastText = '';
    if (this.#hasPage) {
      lastText = await this.#applicationShowing(text, signal);
      stillWorks = isKept ? lastText.includes(text) : null;
    }
    this.#forged = {
      stepId: 'probes.forged-event',
      event: 'ONAPPUNINSTALL',
      status: delivery?.status ?? null,
      error: delivery?.error ?? null,
      stillWorks,
      lastText,
    };
  }

  /**
   * Opens the application until it shows the text or has come to rest. Looked at, but not judged as a page: an application that took a forgery
   * is expected to be out of order.
   * @returns what the page said then
   */
  async #applicationShowing(text: string, signal: AbortSignal): Promise<string> {
    const { page, traffic } = await this.#open('administrator', portalPaths.application(this.#registration.code));
    const frame = await this.#context.vendorFrame(page, portalSelectors.applicationFrame);
    const said = (): Promise<string> => frame.evaluate<string>(`(document.body ? document.body.innerText : '').slice(0, 4000)`);
    let isAtRest = false;
    const rest = pageAtRest(frame, traffic, signal).finally(() => {
      isAtRest = true;
    });
    // Of no interest once the text is there.
    rest.catch(() => undefined);
    while (!isAtRest) {
      const shown = await said().catch(() => '');
      if (shown.includes(text)) return shown;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    await rest;
    return await said();
  }

  async #until(isSo: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + this.#context.options.stepTimeoutMs;
    while (!(await isSo())) {
      if (Date.now() > deadline) throw new Error(`not so within ${this.#context.options.stepTimeoutMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async #report(): Promise<void> {
    // The portal may be gone when the run was broken off; then the last known state is judged.
    await this.#refresh().catch(() => undefined);
    this.#watch.report(judge(this.#facts()), severityOf);
    const application = this.#latest;
    if (application === null) return;
    this.#watch.reportCalls(application.restCalls.map(({ method, scope, count }) => ({ name: method, scope: scope ?? '', count })));
    this.#context.scopes({ declared: application.scopesDeclared, used: application.scopesUsed });
  }
}

/** The Bitrix24 lifecycle as a replayable test, with these limits. */
export function createBitrix24InstallTest(settings: Partial<InstallTestSettings> = {}): InstallTest {
  return async (context) => {
    await new InstallRun(context, { ...DEFAULT_SETTINGS, ...settings }).run();
  };
}

export const bitrix24InstallTest: InstallTest = createBitrix24InstallTest();
