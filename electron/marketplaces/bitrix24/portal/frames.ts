import { randomBytes } from 'node:crypto';
import { effectiveRegistration, type PortalCore } from './core.ts';
import { note } from './observations.ts';
import type { ApplicationState } from './state.ts';
import type { IssuedTokens } from './tokens.ts';
import type { DemoUser } from './users.ts';

export type FramePurpose = 'installer' | 'application' | 'widget' | 'settings';

/** One rendering of a vendor's page inside the portal. */
export interface Frame {
  readonly appSid: string;
  readonly code: string;
  readonly user: DemoUser;
  readonly language: 'ru' | 'en';
  readonly purpose: FramePurpose;
  readonly placement: string;
  readonly placementOptions: string;
  /** Address with the documented query (domain/bitrix24.md §2). */
  readonly action: string;
  /** Origin that messages of this frame must come from. */
  readonly origin: string;
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Body fields of the form, in order. */
  readonly fields: readonly (readonly [string, string])[];
  readonly firstRun: boolean;
  tokens: IssuedTokens;
}

const KEPT_FRAMES = 500;

/** Makes frames and remembers them by APP_SID, so that their messages can be answered. */
export class Frames {
  readonly #core: () => PortalCore;
  readonly #frames = new Map<string, Frame>();

  constructor(core: () => PortalCore) {
    this.#core = core;
  }

  render(input: {
    application: ApplicationState;
    user: DemoUser;
    language: 'ru' | 'en';
    purpose: FramePurpose;
    url: string;
    method: 'GET' | 'POST';
    placement: string;
    placementOptions: Record<string, unknown>;
  }): Frame {
    const core = this.#core();
    const { application, user, language, purpose } = input;
    const registration = effectiveRegistration(application);
    const appSid = randomBytes(16).toString('hex');
    const protocol = core.address.isTls ? '1' : '0';
    const action = withQuery(input.url, { DOMAIN: core.address.domain, PROTOCOL: protocol, LANG: language, APP_SID: appSid });
    const tokens = core.tokens.issue(application, user.id, true);
    const placementOptions = JSON.stringify(input.placementOptions);
    const firstRun = !application.firstRunDone.includes(firstRunKey(application, user));
    const frame: Frame = {
      appSid,
      code: registration.code,
      user,
      language,
      purpose,
      placement: input.placement,
      placementOptions,
      action,
      origin: new URL(input.url).origin,
      name: `${core.address.domain}|${protocol}|${appSid}`,
      method: input.method,
      fields: [
        ['AUTH_ID', tokens.accessToken],
        ['AUTH_EXPIRES', String(tokens.expiresInSeconds)],
        ['REFRESH_ID', tokens.refreshToken],
        ['SERVER_ENDPOINT', core.address.serverEndpoint],
        ['APPLICATION_TOKEN', core.tokens.applicationToken(application)],
        ['APPLICATION_SCOPE', registration.scopes.join(',')],
        ['member_id', core.state.memberId],
        ['status', registration.status],
        ['PLACEMENT', input.placement],
        ['PLACEMENT_OPTIONS', placementOptions],
      ],
      firstRun,
      tokens,
    };
    this.#frames.set(appSid, frame);
    if (this.#frames.size > KEPT_FRAMES) {
      const oldest = this.#frames.keys().next().value;
      if (oldest !== undefined) this.#frames.delete(oldest);
    }
    note(core.observations.of(registration.code).frames, {
      at: Date.now(),
      appSid,
      userId: user.id,
      url: core.secrets.mask(input.url),
      method: input.method,
      purpose,
      placement: input.placement,
      placementOptions,
      installNumber: application.installNumber,
      version: registration.version,
      firstRun,
    });
    return frame;
  }

  find(appSid: string): Frame | null {
    return this.#frames.get(appSid) ?? null;
  }

  /** After an uninstall or update the frames still open get no answers any more. */
  forget(code: string): void {
    for (const [appSid, frame] of this.#frames) if (frame.code === code) this.#frames.delete(appSid);
  }
}

export function firstRunKey(application: ApplicationState, user: DemoUser): string {
  return `${user.id}:${effectiveRegistration(application).version}`;
}

function withQuery(url: string, query: Record<string, string>): string {
  const separator = url.includes('?') ? (url.endsWith('?') || url.endsWith('&') ? '' : '&') : '?';
  return `${url}${separator}${new URLSearchParams(query).toString()}`;
}
