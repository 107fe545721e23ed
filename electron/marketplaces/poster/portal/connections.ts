import { randomBytes } from 'node:crypto';
import { AppError } from '../../../../shared/domain/errors.ts';
import { findApplication, type PosterCore } from './core.ts';
import { note, type WindowNote } from './observations.ts';
import type { PosterRegistration } from './registration.ts';
import type { ApplicationState } from './state.ts';
import type { AccountUser } from './users.ts';

/** The life of applications in the account: registered, connected, opened, removed (domain/poster.md §2, §3, §6). */
export class Connections {
  readonly #core: () => PosterCore;
  readonly #windows = new Map<string, { readonly note: WindowNote; readonly code: string }>();

  constructor(core: () => PosterCore) {
    this.#core = core;
  }

  register(registration: PosterRegistration): void {
    const core = this.#core();
    const { applicationSecret, ...stored } = registration;
    core.secrets.label('application_secret', applicationSecret);
    core.applicationSecrets.set(registration.code, applicationSecret);
    const known = findApplication(core, registration.code);
    if (known === null) {
      core.state.applications[registration.code] = {
        registration: stored,
        isConnected: false,
        isFinished: false,
        installNumber: 0,
        connectedBy: null,
        history: [],
        extras: {},
      };
    } else known.registration = stored;
    core.state.baseline ??= structuredClone(core.state.data);
    core.file.changed();
  }

  find(code: string): ApplicationState {
    const application = findApplication(this.#core(), code);
    if (application === null) throw new AppError('not-found', `The account does not know the application "${code}".`, { code });
    return application;
  }

  /** The user agrees to the accesses. A connection that is there already is renewed: its old token dies when a new one is given. */
  connect(application: ApplicationState, user: AccountUser): void {
    const core = this.#core();
    if (!application.isConnected) {
      application.isConnected = true;
      application.isFinished = false;
      application.installNumber += 1;
      application.connectedBy = user.id;
      this.#tell(application, 'connected');
      if (core.behaviour.installWebhook === 'before-redirect' || application.registration.mode === 'webhook')
        this.#sendAdded(application, user.id);
    }
    core.file.changed();
  }

  /** The vendor has exchanged a code; an exchange after the first changes nothing. */
  exchanged(application: ApplicationState, userId: string): void {
    if (application.isFinished) return;
    const isLate = this.#core().behaviour.installWebhook === 'after-exchange' && application.registration.mode !== 'webhook';
    this.finished(application);
    if (isLate) this.#sendAdded(application, userId);
  }

  /** The vendor holds a token. */
  finished(application: ApplicationState): void {
    if (application.isFinished) return;
    application.isFinished = true;
    this.#tell(application, 'finished');
  }

  #tell(application: ApplicationState, what: 'connected' | 'finished' | 'removed'): void {
    application.history.push({ at: Date.now(), what, installNumber: application.installNumber });
    this.#core().file.changed();
  }

  #sendAdded(application: ApplicationState, userId: string): void {
    const core = this.#core();
    if (application.registration.webhookUrl === null) return;
    const data = { user_id: Number(userId), access_token: core.tokens.issue(application, userId) };
    core.webhooks.raise(application, { object: 'application', objectId: core.behaviour.applicationObjectId, action: 'added', data });
  }

  remove(application: ApplicationState, user: AccountUser): void {
    const core = this.#core();
    if (!application.isConnected) return;
    application.isConnected = false;
    application.isFinished = false;
    core.tokens.end(application.registration.code, 'removed');
    if (!core.behaviour.keepsExtras) application.extras = {};
    this.#tell(application, 'removed');
    const data = { user_id: Number(user.id) };
    core.webhooks.raise(application, { object: 'application', objectId: core.behaviour.applicationObjectId, action: 'removed', data });
  }

  /** A new opening of the window in the admin panel: a new code every time. */
  openWindow(application: ApplicationState, user: AccountUser): { readonly id: string; readonly src: string; readonly origin: string } {
    const core = this.#core();
    const { manageUrl } = application.registration;
    if (manageUrl === null) throw new AppError('invalid-request', 'The application has no Manage URL.', {});
    const code = core.tokens.issueCode(application, 'manage', user.id);
    const id = randomBytes(8).toString('hex');
    const opened: WindowNote = {
      id,
      at: Date.now(),
      userId: user.id,
      installNumber: application.installNumber,
      codeLabel: core.secrets.label('code', code),
      spinnerHiddenAfterMs: null,
      isCodeExchanged: false,
    };
    this.#windows.set(code, { note: opened, code: application.registration.code });
    note(core.observations.of(application.registration.code).windows, opened);
    return { id, src: withQuery(manageUrl, { code }), origin: new URL(manageUrl).origin };
  }

  windowExchanged(code: string): void {
    const window = this.#windows.get(code);
    if (window !== undefined) window.note.isCodeExchanged = true;
  }

  /** The page told the admin panel {hideSpinner: true}. */
  spinnerHidden(windowId: string): void {
    for (const { note: opened } of this.#windows.values()) {
      if (opened.id === windowId) opened.spinnerHiddenAfterMs ??= Date.now() - opened.at;
    }
  }
}

/** Adds to a query that may be there already. */
export function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(query)) target.searchParams.append(name, value);
  return target.href;
}
