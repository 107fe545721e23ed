import { findApplication, type PortalCore } from './core.ts';
import type { ExchangeTicket } from '../../portal-kit/exchange-log.ts';
import { firstRunKey, type Frame } from './frames.ts';
import { frameData, type FrameData } from './pages/slider.ts';
import { portalTexts } from './pages/texts.ts';
import { crmTitle } from './pages/crm.ts';
import { portalPaths } from './page-map.ts';
import type { ApplicationState } from './state.ts';
import { CRM_TYPES } from './subject/schema.ts';
import { DEMO_USERS, fullName, type Session } from './users.ts';

const MAX_OPTIONS_CHARACTERS = 1_000_000;

/** Answers what the portal's page script asks on behalf of a vendor's frame (domain/bitrix24.md §3). */
export class FrameApi {
  readonly #core: PortalCore;

  constructor(core: PortalCore) {
    this.#core = core;
  }

  /** The result, or undefined when the frame is not known any more or belongs to another user. */
  answer(session: Session, command: string, appSid: string, params: unknown, ticket: ExchangeTicket): unknown {
    const core = this.#core;
    if (command === 'portal.noteMessages') {
      this.#noteMessages(params);
      return true;
    }
    const frame = core.frames.find(appSid);
    if (frame === null || frame.user.id !== session.user.id) return undefined;
    const application = findApplication(core, frame.code);
    if (application === null || !application.active) return undefined;
    switch (command) {
      case 'getInitData':
        return this.#initData(frame, application);
      case 'setInstall':
        if (isObject(params) && params['install'] === true) {
          const key = firstRunKey(application, frame.user);
          if (!application.firstRunDone.includes(key)) application.firstRunDone.push(key);
          core.file.changed();
        }
        return true;
      case 'setInstallFinish':
        return { finished: core.lifecycle.finish(application, frame.user, frame.language, frame.purpose === 'installer', ticket) };
      case 'refreshAuth': {
        frame.tokens = core.tokens.issue(application, frame.user.id, true);
        return authOf(frame);
      }
      case 'setAppOption':
        if (!frame.user.isAdmin) return null;
        return this.#setOption(application.appOptions, params);
      case 'setUserOption':
        return this.#setOption((application.userOptions[frame.user.id] ??= {}), params);
      case 'openApplication':
        return this.#openApplication(frame, application, params);
      case 'listChoices':
        return this.#choices(frame, params);
      default:
        return undefined;
    }
  }

  #noteMessages(params: unknown): void {
    const entries = isObject(params) && Array.isArray(params['entries']) ? (params['entries'] as unknown[]) : [];
    for (const entry of entries.slice(0, 200)) {
      if (!isObject(entry)) continue;
      const frame = this.#core.frames.find(String(entry['appSid']));
      const count = Number(entry['count']);
      if (frame === null || !Number.isInteger(count) || count < 1) continue;
      const messages = this.#core.observations.of(frame.code).frameMessages;
      const command = String(entry['command']).slice(0, 60);
      if (messages.size < 500 || messages.has(command)) messages.set(command, (messages.get(command) ?? 0) + count);
    }
  }

  #initData(frame: Frame, application: ApplicationState): Record<string, unknown> {
    const core = this.#core;
    return {
      LANG: frame.language,
      DOMAIN: core.address.domain,
      PROTOCOL: core.address.isTls ? 1 : 0,
      PATH: '/rest',
      ...authOf(frame),
      MEMBER_ID: core.state.memberId,
      FIRST_RUN: !application.firstRunDone.includes(firstRunKey(application, frame.user)),
      IS_ADMIN: frame.user.isAdmin,
      INSTALL: !application.finished,
      USER_OPTIONS: application.userOptions[frame.user.id] ?? {},
      APP_OPTIONS: application.appOptions,
      PLACEMENT: frame.placement,
      PLACEMENT_OPTIONS: frame.placementOptions,
    };
  }

  #setOption(options: Record<string, unknown>, params: unknown): Record<string, unknown> {
    if (isObject(params) && typeof params['name'] === 'string' && params['name'] !== '__proto__') {
      const merged = { ...options, [params['name']]: params['value'] ?? '' };
      if (JSON.stringify(merged).length <= MAX_OPTIONS_CHARACTERS) {
        options[params['name']] = params['value'] ?? '';
        this.#core.file.changed();
      }
    }
    return options;
  }

  #openApplication(frame: Frame, application: ApplicationState, params: unknown): FrameData | undefined {
    const core = this.#core;
    const registration = application.installedRegistration;
    const url = core.lifecycle.pageUrl(application, false);
    if (registration === null || url === null || !application.finished) return undefined;
    const opened = core.frames.render({
      application,
      user: frame.user,
      language: frame.language,
      purpose: 'application',
      url,
      method: registration.mode === 'E' ? 'GET' : 'POST',
      placement: 'DEFAULT',
      placementOptions: { ...(isObject(params) ? params : {}), IFRAME: 'Y' },
    });
    return frameData(opened, registration.name, portalPaths.installed);
  }

  #choices(frame: Frame, params: unknown): { group: string; items: Record<string, unknown>[] }[] {
    const core = this.#core;
    const t = portalTexts[frame.language];
    const what = isObject(params) ? params['what'] : null;
    const users = DEMO_USERS.map((user) => ({
      id: what === 'access' ? `U${user.id}` : user.id,
      name: fullName(user, frame.language),
      photo: '',
      position: user.position[frame.language],
      url: `${core.address.origin}/company/personal/user/${user.id}/`,
      sub: false,
      sup: false,
    }));
    if (what === 'users') return [{ group: t.employees, items: users }];
    if (what === 'access') return [{ group: t.employees, items: [{ id: 'AU', name: t.everybody }, ...users] }];
    if (what === 'crm') {
      const asked = isObject(params) && Array.isArray(params['entityTypes']) ? params['entityTypes'].map(String) : [...CRM_TYPES];
      const headings = { lead: t.leads, deal: t.deals, contact: t.contacts, company: t.companies };
      const letters = { lead: 'L', deal: 'D', contact: 'C', company: 'CO' };
      return CRM_TYPES.filter((type) => asked.includes(type)).map((type) => ({
        group: headings[type],
        items: core.entities.list(`crm.${type}`).map((entity) => {
          const id = String(entity['ID']);
          const title = crmTitle(type, entity);
          return { id: `${letters[type]}_${id}`, name: title, type, place: type, title, desc: '', url: `/crm/${type}/show/${id}/` };
        }),
      }));
    }
    return [];
  }
}

function authOf(frame: Frame): { AUTH_ID: string; AUTH_EXPIRES: number; REFRESH_ID: string } {
  return { AUTH_ID: frame.tokens.accessToken, AUTH_EXPIRES: frame.tokens.expiresInSeconds, REFRESH_ID: frame.tokens.refreshToken };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
