import { randomBytes } from 'node:crypto';
import type { DescriptorPage } from '../descriptor/descriptor.ts';
import type { PortalCore } from './core.ts';
import type { FrameRender } from './inspection.ts';
import { note } from './observations.ts';
import type { SolutionState } from './state.ts';
import type { DemoUser, Session } from './users.ts';

/** A vendor's page as one rendering of a portal's page shows it. */
export interface HostedPage {
  readonly id: string;
  readonly code: string;
  readonly purpose: FrameRender['purpose'];
  /** Extension point, name of a popup, "main" or "chat". */
  readonly place: string;
  readonly title: string;
  readonly url: string;
  readonly origin: string;
  /** Null for a frame whose height is the page's own business. */
  readonly heightPx: number | null;
  readonly expand: boolean;
  readonly supports: readonly string[];
  readonly uses: readonly string[];
  readonly popups: readonly string[];
  readonly objectId: string | null;
}

interface Hosted {
  readonly page: HostedPage;
  readonly user: DemoUser;
  readonly language: 'ru' | 'en';
  readonly render: { wasContextRead: boolean };
}

const KEPT = 1000;

/** Makes the addresses of vendors' frames and remembers what they are, so that their messages can be answered. */
export class FrameHost {
  readonly #core: PortalCore;
  readonly #hosted = new Map<string, Hosted>();

  constructor(core: PortalCore) {
    this.#core = core;
  }

  open(
    solution: SolutionState,
    session: Session,
    what: Pick<HostedPage, 'purpose' | 'place' | 'heightPx' | 'expand' | 'supports' | 'objectId'>,
    page: DescriptorPage,
  ): HostedPage {
    const core = this.#core;
    const { registration } = solution;
    const seen = core.observations.of(registration.code);
    const id = randomBytes(12).toString('hex');
    const render = {
      id,
      at: Date.now(),
      purpose: what.purpose,
      place: what.place,
      url: core.secrets.mask(page.sourceUrl),
      userId: session.user.id,
      installNumber: solution.installNumber,
      contextKey: null as string | null,
      wasContextRead: false,
    };
    const query: Record<string, string> = {};
    if (page.usesContextKey) {
      const { key, label } = core.contexts.createKey({
        code: registration.code,
        user: session.user,
        language: session.language,
        onRead: () => {
          render.wasContextRead = true;
        },
      });
      query['contextKey'] = key;
      render.contextKey = label;
    }
    const locale = session.language === 'ru' ? 'ru_RU' : 'en_US';
    Object.assign(query, { appUid: registration.appUid, appId: registration.appId, userLocale: locale });
    const hosted: HostedPage = {
      ...what,
      id,
      code: registration.code,
      title: registration.name,
      url: withQuery(page.sourceUrl, query),
      origin: URL.canParse(page.sourceUrl) ? new URL(page.sourceUrl).origin : '',
      // The window of chats has no services of the host window, whatever its descriptor names; popups belong to the others (MS, окна).
      uses: what.purpose === 'chat' ? [] : page.uses,
      popups: what.purpose === 'chat' ? [] : registration.descriptor.popups.map((popup) => popup.name),
    };
    note(seen.frames, render);
    this.#hosted.set(hosted.id, { page: hosted, user: session.user, language: session.language, render });
    if (this.#hosted.size > KEPT) {
      const oldest = this.#hosted.keys().next().value;
      if (oldest !== undefined) this.#hosted.delete(oldest);
    }
    return hosted;
  }

  find(id: string): HostedPage | null {
    return this.#hosted.get(id)?.page ?? null;
  }

  /** A one-use token for a page that asked for it by message. */
  userToken(id: string): string | null {
    const hosted = this.#hosted.get(id);
    if (hosted === undefined) return null;
    return this.#core.contexts.createToken({
      code: hosted.page.code,
      user: hosted.user,
      language: hosted.language,
      onRead: () => {
        hosted.render.wasContextRead = true;
      },
    });
  }
}

function withQuery(url: string, query: Record<string, string>): string {
  const separator = url.includes('?') ? '&' : '?';
  return `${url}${separator}${new URLSearchParams(query).toString()}`;
}
