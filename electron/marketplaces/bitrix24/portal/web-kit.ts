import type { Request, RequestHandler, Response } from 'express';
import type { PortalCore } from './core.ts';
import type { Frame } from './frames.ts';
import { PORTAL_PAGES, type PortalPage } from './page-map.ts';
import { html, type SafeHtml } from '../../portal-kit/html.ts';
import { messageBlock, renderPage, type PageInput } from './pages/layout.ts';
import { frameBlock, frameData, slider, type FrameData } from './pages/slider.ts';
import { portalTexts } from './pages/texts.ts';
import { parseBody, textField, type Fields } from '../../portal-kit/request-body.ts';
import type { Session } from './users.ts';
import { exchangeOf } from '../../portal-kit/web-exchange.ts';
import { renderWidget, widgetsAt } from './widgets.ts';

export type Notice = NonNullable<PageInput['notice']> | null;

export interface ShownPage {
  readonly page: PortalPage;
  readonly title: string;
  readonly content: SafeHtml;
  readonly current?: string;
  readonly notice?: Notice;
  readonly overlay?: SafeHtml;
  readonly frames?: readonly FrameData[];
  readonly isBare?: boolean;
  readonly status?: number;
}

/** What every route of the portal's pages needs: who asks, and how a page is printed. */
export class WebKit {
  readonly core: PortalCore;
  readonly #cookieName: string;

  constructor(core: PortalCore) {
    this.core = core;
    // Cookies do not know ports: two portals on one machine must not overwrite each other's.
    this.#cookieName = `portal_session_${core.state.memberId.slice(0, 8)}`;
  }

  sessionOf(request: Request): Session | null {
    for (const pair of (request.headers.cookie ?? '').split(';')) {
      const at = pair.indexOf('=');
      if (at > 0 && pair.slice(0, at).trim() === this.#cookieName) return this.core.sessions.find(pair.slice(at + 1).trim());
    }
    return null;
  }

  setSession(response: Response, session: Session): void {
    response.setHeader(
      'set-cookie',
      `${this.#cookieName}=${session.id}; Path=/; HttpOnly; SameSite=Lax${this.core.address.isTls ? '; Secure' : ''}`,
    );
  }

  signedIn(handler: (request: Request, response: Response, session: Session) => void | Promise<void>): RequestHandler {
    return async (request, response) => {
      const session = this.sessionOf(request);
      if (session === null) {
        this.signIn(response, 401, false);
        return;
      }
      await handler(request, response, session);
    };
  }

  /** A form of the portal's own pages; others are refused. */
  posted(handler: (request: Request, response: Response, session: Session, fields: Fields) => void | Promise<void>): RequestHandler {
    return this.signedIn(async (request, response, session) => {
      const fields = parseBody(exchangeOf(request).body, request.headers['content-type'] ?? '');
      if (textField(fields, 'formKey') !== session.formKey) {
        const t = portalTexts[session.language];
        this.message(response, session, 403, t.forbiddenTitle, t.staleForm);
        return;
      }
      await handler(request, response, session, fields);
    });
  }

  show(response: Response, session: Session, shown: ShownPage): void {
    const { core } = this;
    const isBare = shown.isBare === true;
    const workers = isBare ? [] : this.#workers(session);
    const t = portalTexts[session.language];
    const frames = [...(shown.frames ?? []), ...workers];
    const overlay = html`${shown.overlay ?? null}${
      workers.length === 0
        ? null
        : html`<div hidden data-role="workers">${workers.map((worker) => frameBlock(worker, session.language))}</div>`
    }`;
    send(
      response,
      shown.status ?? 200,
      renderPage({
        page: shown.page,
        title: shown.title,
        session,
        language: session.language,
        content: shown.content,
        overlay,
        notice: shown.notice ?? null,
        menuWidgets: widgetsAt(core, session.language, (placement) => placement === 'LEFT_MENU'),
        isBare,
        ...(shown.current === undefined ? {} : { current: shown.current }),
        data: {
          frames,
          texts: {
            close: t.close,
            cancel: t.cancel,
            choose: t.choose,
            chooseUser: t.chooseUser,
            chooseAccess: t.chooseAccess,
            chooseCrm: t.chooseCrm,
          },
        },
      }),
    );
  }

  /** PAGE_BACKGROUND_WORKER: a hidden frame on every page. */
  #workers(session: Session): FrameData[] {
    return widgetsAt(this.core, session.language, (placement) => placement === 'PAGE_BACKGROUND_WORKER').map((widget) =>
      frameData(renderWidget(this.core, session, widget, {}), widget.title, '/'),
    );
  }

  /** The slider with a vendor's frame in it. */
  slider(session: Session, title: string, closeHref: string, state: string, content: SafeHtml, notice: Notice): SafeHtml {
    const shownNotice =
      notice === null ? null : html`<p class="notice notice-${notice.kind}" data-role="notice" role="${notice.kind}">${notice.text}</p>`;
    return slider(
      title,
      closeHref,
      session.language,
      html`<div class="slider-content" data-role="solution-state" data-state="${state}">${shownNotice}${content}</div>`,
    );
  }

  frame(frame: Frame, title: string, closeHref: string, session: Session): { data: FrameData; block: SafeHtml } {
    const data = frameData(frame, title, closeHref);
    return { data, block: frameBlock(data, session.language) };
  }

  message(
    response: Response,
    session: Session,
    status: number,
    title: string,
    text: string,
    link: { href: string; label: string } | null = null,
  ): void {
    const notice: Notice = status >= 400 ? { kind: 'alert', text } : null;
    this.show(response, session, { page: PORTAL_PAGES.message, title, content: messageBlock(title, text, link), notice, status });
  }

  notFound(response: Response, session: Session): void {
    const t = portalTexts[session.language];
    this.show(response, session, {
      page: PORTAL_PAGES.message,
      title: t.notFoundTitle,
      content: messageBlock(t.notFoundTitle, t.notFoundText, null),
      status: 404,
    });
  }

  signIn(response: Response, status: number, isUsed: boolean): void {
    const { language } = this.core.options;
    const t = portalTexts[language];
    const content = messageBlock(t.signInTitle, isUsed ? t.signInUsed : t.signInText, null);
    send(response, status, renderPage({ page: PORTAL_PAGES.signIn, title: t.signInTitle, session: null, language, content }));
  }
}

function send(response: Response, status: number, text: string): void {
  response.status(status);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader(
    'content-security-policy',
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; frame-src http: https:; form-action http: https:; frame-ancestors 'self'; base-uri 'none'; object-src 'none'",
  );
  response.end(text);
}
