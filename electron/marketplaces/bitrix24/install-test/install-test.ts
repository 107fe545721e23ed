import type { Frame, Page } from 'playwright';
import { AppError } from '../../../../shared/domain/errors.ts';
import type { BrowserRole, HttpExchange } from '../../../../shared/domain/install-test.ts';
import type { LocalizedText } from '../../../../shared/domain/rulebook.ts';
import { StepFailure, type InstallTest, type RunContext, type SandboxBrowser } from '../../../sandbox/run-context.ts';
import type { Bitrix24ApplicationInspection, Bitrix24Inspection } from '../portal/inspection.ts';
import { portalPaths, portalSelectors } from '../portal/page-map.ts';
import { bitrix24RegistrationSchema, type Bitrix24Registration } from '../portal/registration.ts';
import { newCanaryText, plantCanary } from '../../page-watch/canary.ts';
import { currentVendorFrame, openPortalPage, pageOfPlacement, pressInstall, pressRemove } from './drive-portal.ts';
import { whyUnopened } from '../../page-watch/page-content.ts';
import type { PageSnapshot, UnopenedPage } from '../../page-watch/page-facts.ts';
import type { CanaryFacts, ForgedEventFacts, InstallAttempt, RunFacts } from './facts.ts';
import { judge, judgeEach } from './judge.ts';
import { originOf } from '../../page-watch/judgement.ts';
import { pageAtRest, takeSnapshot } from '../../page-watch/page-snapshot.ts';
import { ALL_STEP_IDS, DEFAULT_PROBES, installTestPlan, probeStepId, PROBES, type Probe } from './plan.ts';
import { reachVendor } from '../../page-watch/reachability.ts';
import { severityOf } from './severity.ts';
import { VendorTraffic } from '../../page-watch/vendor-traffic.ts';
import { walkWizard } from './wizard.ts';

/** Limits of the test, in milliseconds. */
export interface InstallTestSettings {
  /** How long the vendor's server is watched after the uninstallation, once the events have settled. */
  readonly watchMs: number;
  /** A wizard in which nothing has happened for so long is given up. */
  readonly wizardIdleMs: number;
  /** A slower answer to an event is a finding. */
  readonly slowEventMs: number;
  /** Limit for the first contact with the vendor's server. */
  readonly reachLimitMs: number;
}

export const DEFAULT_SETTINGS: InstallTestSettings = { watchMs: 2000, wizardIdleMs: 6000, slowEventMs: 3000, reachLimitMs: 10_000 };

/** The window in which a role works; the rule about scrollbars starts at 1280. */
const WINDOWS: Readonly<Record<BrowserRole, { width: number; height: number }>> = {
  administrator: { width: 1280, height: 800 },
  user: { width: 1920, height: 1080 },
};

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
  readonly #traffic = new Map<BrowserRole, VendorTraffic>();
  readonly #oldTraffic: VendorTraffic[] = [];
  readonly #pages: PageSnapshot[] = [];
  readonly #unopened: UnopenedPage[] = [];
  readonly #installs: InstallAttempt[] = [];
  readonly #doneSteps = new Set<string>();
  readonly #stepStarts: { readonly id: string; readonly at: number }[] = [];
  #stepId: string | null = null;
  #beforeUninstall: Bitrix24ApplicationInspection | null = null;
  #afterErasure: Bitrix24ApplicationInspection | null = null;
  #latest: Bitrix24ApplicationInspection | null = null;
  #canary: CanaryFacts | null = null;
  #forged: ForgedEventFacts | null = null;
  #exchanges: readonly HttpExchange[] = [];
  #secrets: readonly string[] = [];
  #installNumber = 1;
  readonly #probes: readonly Probe[];
  readonly #planned: ReadonlySet<string>;

  constructor(context: RunContext, settings: InstallTestSettings) {
    this.#context = context;
    this.#settings = settings;
    this.#registration = bitrix24RegistrationSchema.parse(context.solution);
    const { appUrl, installUrl, eventUrl, settingsUrl } = this.#registration;
    this.#vendorOrigins = new Set(
      [appUrl, installUrl, eventUrl, settingsUrl].flatMap((url) => (url === null ? [] : [originOf(url) ?? ''])),
    );
    this.#probes = probesOf(context.options.probes);
    this.#planned = new Set(installTestPlan(this.#hasPage, this.#probes).flatMap((phase) => phase.steps.map((one) => one.id)));
    const { address, users } = context.portal.describe();
    this.#portalAddress = address;
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
    this.#context.plan(installTestPlan(this.#hasPage, this.#probes));
    try {
      await this.#phases();
    } finally {
      // Also after a stop or a crash: what was seen until then is told.
      await this.#report();
      for (const traffic of [...this.#traffic.values(), ...this.#oldTraffic]) traffic.stop();
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
    if (this.#probes.length === 0) return;
    if (!isBack) {
      this.#leaveOut('probes.token-expiry', {
        ru: 'Решение не переустановилось, пробу выполнить нельзя.',
        en: 'The solution was not reinstalled, so the probe cannot be done.',
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
    let result: { readonly value: T } | null = null;
    await this.#context.step(id, async (signal) => {
      this.#stepId = id;
      this.#stepStarts.push({ id, at: Date.now() });
      const value = await work(signal);
      result = { value };
      this.#doneSteps.add(id);
      await this.#refresh();
      const [failure] = judgeEach(this.#facts()).filter((one) => one.status === 'fail' && one.stepId === id);
      if (failure !== undefined) throw new StepFailure(failure.message);
      return value;
    });
    // A step that failed only because of what it found has done its work.
    return result === null ? null : (result as { readonly value: T }).value;
  }

  async #inspect(): Promise<Bitrix24ApplicationInspection | null> {
    const inspection = (await this.#context.portal.inspect()) as Bitrix24Inspection;
    this.#latest = inspection.applications.find((one) => one.code === this.#registration.code) ?? null;
    return this.#latest;
  }

  async #refresh(): Promise<void> {
    await Promise.all([...this.#traffic.values()].map((traffic) => traffic.settled()));
    await this.#inspect();
    this.#secrets = await this.#context.portal.secrets();
    this.#exchanges = await this.#context.portal.exchanges(0);
  }

  #facts(): RunFacts {
    const everyTraffic = [...this.#oldTraffic, ...this.#traffic.values()];
    return {
      registration: this.#registration,
      clean: this.#context.options.clean,
      portalAddress: this.#portalAddress,
      vendorOrigins: this.#vendorOrigins,
      secrets: this.#secrets,
      pages: this.#pages,
      unopened: this.#unopened,
      bodies: everyTraffic.flatMap((traffic) => traffic.bodies),
      failedResponses: everyTraffic.flatMap((traffic) => traffic.failedResponses),
      observations: [...this.#observations.values()].flat(),
      exchanges: this.#exchanges,
      installs: this.#installs,
      beforeUninstall: this.#beforeUninstall,
      afterErasure: this.#afterErasure,
      latest: this.#latest,
      canary: this.#canary,
      watchMs: this.#settings.watchMs,
      forged: this.#forged,
      doneSteps: this.#doneSteps,
      stepAt: (at) => this.#stepStarts.findLast((step) => step.at <= at)?.id ?? null,
      slowEventMs: this.#settings.slowEventMs,
    };
  }

  readonly #observations = new Map<BrowserRole, SandboxBrowser['observations']>();

  async #browser(role: BrowserRole): Promise<{ browser: SandboxBrowser; traffic: VendorTraffic }> {
    const browser = await this.#context.browser(role);
    this.#observations.set(role, browser.observations);
    let traffic = this.#traffic.get(role);
    if (traffic === undefined || traffic.page !== browser.page) {
      if (traffic !== undefined) this.#oldTraffic.push(traffic);
      traffic = new VendorTraffic(role, browser.page, this.#portalAddress, () => this.#stepId);
      this.#traffic.set(role, traffic);
      await browser.page.setViewportSize(WINDOWS[role]).catch(() => {
        // An engine that cannot resize keeps its window; the width is measured, not assumed.
      });
    }
    return { browser, traffic };
  }

  async #open(role: BrowserRole, path: string): Promise<{ page: Page; traffic: VendorTraffic }> {
    const { browser, traffic } = await this.#browser(role);
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
        this.#unopened.push({ stepId: this.#stepId ?? '', role: traffic.role, purpose, installNumber: this.#installNumber, ...place });
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
    const snapshot = await takeSnapshot(frame, traffic, {
      stepId: this.#stepId ?? '',
      purpose,
      installNumber: this.#installNumber,
      portalAddress: this.#portalAddress,
      vendorOrigins: this.#vendorOrigins,
      signal,
      opensLinks,
    });
    this.#pages.push(snapshot);
    return snapshot;
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
      const { browser, traffic } = await this.#browser('administrator');
      traffic.takeFailure();
      await pressInstall(browser.page);
      await this.#until(async () => (await this.#inspect())?.active === true);
      return true;
    });
    if (started === null) {
      this.#installs.push({ installNumber: this.#installNumber, stepId: startStepId, outcome: 'refused', pressed: [], lastText: '' });
      this.#context.couldNotLook(finishStepId, { ru: 'Портал не начал установку.', en: 'The portal did not begin the installation.' });
      return false;
    }
    const finished = await this.#step(finishStepId, async (signal) => {
      const attempt = this.#hasPage ? await this.#installWithPage(finishStepId, signal) : await this.#installWithoutPage(finishStepId);
      this.#installs.push(attempt);
      return attempt.outcome === 'finished';
    });
    if (finished === null && !this.#installs.some((one) => one.installNumber === this.#installNumber)) {
      this.#installs.push({ installNumber: this.#installNumber, stepId: finishStepId, outcome: 'stalled', pressed: [], lastText: '' });
    }
    return finished === true;
  }

  async #installWithPage(stepId: string, signal: AbortSignal): Promise<InstallAttempt> {
    const { browser, traffic } = await this.#browser('administrator');
    const { page } = browser;
    const attempt = (outcome: InstallAttempt['outcome'], pressed: readonly string[], lastText: string): InstallAttempt => ({
      installNumber: this.#installNumber,
      stepId,
      outcome,
      pressed,
      lastText,
    });
    if ((await this.#inspect())?.finished === true) {
      const frame = await this.#frameOf(page, traffic, 'application', this.#registration.appUrl);
      return attempt('finished', [], (await this.#look(frame, traffic, 'application', signal)).text);
    }
    await this.#frameOf(page, traffic, 'installer', this.#registration.installUrl);
    const isFinished = async (): Promise<boolean> => (await this.#inspect())?.finished === true;
    const walk = () =>
      walkWizard(
        {
          frame: () => currentVendorFrame(page),
          isFinished,
          atRest: (frame) => pageAtRest(frame, traffic, signal),
          onPage: async (frame) => {
            await this.#look(frame, traffic, 'installer', signal).catch(() => undefined);
          },
        },
        this.#settings.wizardIdleMs,
        signal,
      );
    let result = await walk();
    if (!result.isFinished && this.#context.options.attended) {
      const answer = await this.#context.checkpoint({
        ru: 'Мастер установки ждёт человека. Пройдите его в окне песочницы до конца и продолжите.',
        en: 'The installation wizard waits for a person. Complete it in the sandbox window and go on.',
      });
      if (answer !== 'skipped') result = { ...(await walk()), pressed: result.pressed };
    }
    return attempt(result.isFinished ? 'finished' : 'stalled', result.pressed, result.lastText);
  }

  async #installWithoutPage(stepId: string): Promise<InstallAttempt> {
    await this.#context.portal.eventsSettled();
    const application = await this.#inspect();
    const delivery = application?.events.find(
      (one) => one.event === 'ONAPPINSTALL' && one.installNumber === this.#installNumber && !one.forged,
    );
    // Mode D may have only a settings form: then there is no event to wait for.
    if (delivery === undefined && this.#registration.eventUrl === null) {
      return {
        installNumber: this.#installNumber,
        stepId,
        outcome: application?.finished === true ? 'finished' : 'refused',
        pressed: [],
        lastText: '',
      };
    }
    const isAccepted = delivery !== undefined && delivery.status !== null && delivery.status >= 200 && delivery.status < 300;
    return { installNumber: this.#installNumber, stepId, outcome: isAccepted ? 'finished' : 'stalled', pressed: [], lastText: '' };
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
    const { browser, traffic } = await this.#browser('administrator');
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

  async #rolesPhase(): Promise<void> {
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
    const { browser, traffic } = await this.#browser('administrator');
    const frame = await this.#frameOf(browser.page, traffic, 'application', this.#registration.appUrl);
    if (!(await plantCanary(frame, text).catch(() => false))) {
      this.#canary = canary(false, 'no form');
      return;
    }
    await pageAtRest(frame, traffic, signal);
    const again = await this.#openApplication('administrator', signal);
    const isThere =
      again.text.includes(text) ||
      again.fieldValues.some((value) => value.includes(text)) ||
      again.storage.some((one) => one.value.includes(text));
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
    this.#beforeUninstall = await this.#inspect();
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
      await this.#pause(this.#settings.watchMs, signal);
      this.#afterErasure = await this.#inspect();
    });
  }

  async #reinstallPhase(): Promise<boolean> {
    this.#installNumber = 2;
    const { browser } = await this.#browser('administrator');
    await this.#context.portal.describe();
    await openPortalPage(this.#context.portal, browser, this.#administratorId, portalPaths.card(this.#registration.code)).catch(
      () => undefined,
    );
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
    });
    return true;
  }

  async #probesPhase(): Promise<void> {
    if (this.#probes.includes('token-expiry')) await this.#step(probeStepId('token-expiry'), (signal) => this.#expireAccess(signal));
    if (this.#probes.includes('portal-busy')) {
      if (this.#hasPage) await this.#step(probeStepId('portal-busy'), (signal) => this.#keepPortalBusy(signal));
      else this.#context.skip(probeStepId('portal-busy'), { ru: 'У решения нет страницы.', en: 'The solution has no page.' });
    }
    if (this.#probes.includes('forged-event')) await this.#forgedEventProbe();
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
      const { browser, traffic } = await this.#browser('administrator');
      const frame = await this.#frameOf(browser.page, traffic, 'application', this.#registration.appUrl);
      if (await plantCanary(frame, text).catch(() => false)) {
        await pageAtRest(frame, traffic, signal);
        isKept = (await this.#openApplication('administrator', signal)).text.includes(text);
      }
    }
    await this.#context.portal.control('forge-event', { code: this.#registration.code, event: 'ONAPPUNINSTALL' });
    const application = await this.#inspect();
    const delivery = application?.events.findLast((one) => one.forged);
    let stillWorks: boolean | null = null;
    let lastText = '';
    if (this.#hasPage) {
      // Looked at, but not judged as a page: an application that took the forgery is expected to be out of order now.
      const { page, traffic } = await this.#open('administrator', portalPaths.application(this.#registration.code));
      const frame = await this.#context.vendorFrame(page, portalSelectors.applicationFrame);
      await pageAtRest(frame, traffic, signal);
      lastText = await frame.evaluate<string>(`(document.body ? document.body.innerText : '').slice(0, 4000)`);
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

  async #until(isSo: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + this.#context.options.stepTimeoutMs;
    while (!(await isSo())) {
      if (Date.now() > deadline) throw new Error(`not so within ${this.#context.options.stepTimeoutMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }

  async #report(): Promise<void> {
    // The portal may be gone when the run was broken off; then the last known state is judged.
    await this.#refresh().catch(() => undefined);
    const facts = this.#facts();
    for (const one of judge(facts)) {
      this.#context.ruleResult({ ruleId: one.ruleId, status: one.status, message: one.message, evidenceIds: [] });
      if (one.status !== 'fail') continue;
      this.#context.finding({
        ruleId: one.ruleId,
        severity: severityOf(one.ruleId),
        confidence: one.confidence,
        message: one.message,
        ...(one.stepId === null ? {} : { stepId: one.stepId }),
      });
    }
    const application = this.#latest;
    if (application === null) return;
    const counts = new Map<string, { scope: string; count: number }>();
    for (const call of application.restCalls) {
      const known = counts.get(call.method);
      if (known === undefined) counts.set(call.method, { scope: call.scope ?? '', count: call.count });
      else known.count += call.count;
    }
    this.#context.calls([...counts].map(([method, { scope, count }]) => ({ method, scope, count })));
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
