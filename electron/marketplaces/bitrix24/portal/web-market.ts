import type express from 'express';
import type { Request, Response } from 'express';
import { readFile } from 'node:fs/promises';
import { effectiveRegistration, findApplication, findApplicationByClientId, type PortalCore } from './core.ts';
import { FrameApi } from './frame-api.ts';
import type { LifecycleResult } from './lifecycle.ts';
import { PORTAL_PAGES, PORTAL_STATES, portalPaths } from './page-map.ts';
import { html, type SafeHtml } from '../../portal-kit/html.ts';
import { messageBlock } from './pages/layout.ts';
import { cardPage, cataloguePage, installedPage } from './pages/market.ts';
import type { FrameData } from './pages/slider.ts';
import { portalTexts } from './pages/texts.ts';
import { parseBody, textField, type Fields } from '../../portal-kit/request-body.ts';
import type { Session } from './users.ts';
import { exchangeOf } from '../../portal-kit/web-exchange.ts';
import type { Notice, WebKit } from './web-kit.ts';

/** Catalogue, cards, installation, the solution's own page, removal; and the authorise page. */
export function marketRoutes(app: express.Express, kit: WebKit): void {
  const { core } = kit;
  app.get(
    portalPaths.catalogue,
    kit.signedIn((_request, response, session) => {
      const t = portalTexts[session.language];
      const content = cataloguePage(Object.values(core.state.applications), session.language);
      kit.show(response, session, { page: PORTAL_PAGES.catalogue, title: t.market, current: portalPaths.catalogue, content });
    }),
  );
  app.get(
    '/market/icon/:code',
    kit.signedIn(async (request, response) => {
      exchangeOf(request).kind = 'static';
      exchangeOf(request).logsAnswer = false;
      const path = findApplication(core, String(request.params['code']))?.registration.iconPath ?? null;
      const bytes = path === null ? null : await readFile(path).catch(() => null);
      const isPng = bytes?.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47])) === true;
      const isJpeg = bytes?.subarray(0, 2).equals(Buffer.from([0xff, 0xd8])) === true;
      if (bytes === null || (!isPng && !isJpeg)) response.status(404).end();
      else {
        response.status(200).setHeader('content-type', isPng ? 'image/png' : 'image/jpeg');
        response.end(bytes);
      }
    }),
  );
  app.get(
    '/market/detail/:code/',
    kit.signedIn((request, response, session) => {
      const application = findApplication(core, String(request.params['code']));
      if (application === null) {
        kit.notFound(response, session);
        return;
      }
      const { name } = application.registration;
      const content = cardPage({
        application,
        session,
        language: session.language,
        mayInstall: core.lifecycle.mayInstall(application, session.user),
      });
      const notice = noticeOf(request, session, name);
      kit.show(response, session, { page: PORTAL_PAGES.card, title: name, current: portalPaths.catalogue, content, notice });
    }),
  );

  const afterChange = (response: Response, session: Session, result: LifecycleResult, then: (code: string) => string): void => {
    if (result.ok) {
      response.redirect(303, then(result.application.registration.code));
      return;
    }
    const t = portalTexts[session.language];
    const status = result.refusal === 'not-allowed' ? 403 : result.refusal === 'unknown-solution' ? 404 : 409;
    kit.message(response, session, status, t.refusedTitle, t.refused[result.refusal], { href: portalPaths.catalogue, label: t.market });
  };
  app.post(
    '/market/install/',
    kit.posted((_request, response, session, fields) => {
      const result = core.lifecycle.install(textField(fields, 'code'), session.user, session.language);
      afterChange(response, session, result, (code) => pathAfter(core, code, 'installed'));
    }),
  );
  app.post(
    '/market/update/',
    kit.posted((_request, response, session, fields) => {
      const result = core.lifecycle.update(textField(fields, 'code'), session.user, session.language);
      afterChange(response, session, result, (code) => pathAfter(core, code, 'updated'));
    }),
  );
  app.post(
    '/market/remove/',
    kit.posted((_request, response, session, fields) => {
      const result = core.lifecycle.uninstall(
        textField(fields, 'code'),
        session.user,
        textField(fields, 'clean') === '1',
        session.language,
      );
      afterChange(response, session, result, (code) => `${portalPaths.installed}?done=removed&code=${encodeURIComponent(code)}`);
    }),
  );

  app.get(
    portalPaths.installed,
    kit.signedIn((request, response, session) => {
      const t = portalTexts[session.language];
      if (!session.user.isAdmin) {
        kit.message(response, session, 403, t.forbiddenTitle, t.forbiddenText);
        return;
      }
      const active = Object.values(core.state.applications).filter((application) => application.active);
      const removed = findApplication(core, textField(request.query as Fields, 'code'));
      const notice = removed === null ? null : noticeOf(request, session, removed.registration.name);
      const content = installedPage(active, session, session.language);
      kit.show(response, session, {
        page: PORTAL_PAGES.installed,
        title: t.installedTitle,
        current: portalPaths.installed,
        content,
        notice,
      });
    }),
  );
  app.get(
    '/market/app/:code/',
    kit.signedIn((request, response, session) => {
      applicationPage(kit, request, response, session);
    }),
  );
  frameApiRoute(app, kit);
  authorizeRoute(app, kit);
}

/** After an installation the portal opens the solution, its settings form, or its card when it has neither. */
function pathAfter(core: PortalCore, code: string, done: 'installed' | 'updated'): string {
  const application = findApplication(core, code);
  const mode = application === null ? 'C' : effectiveRegistration(application).mode;
  if (mode === 'C') return `${portalPaths.card(code)}?done=${done}`;
  return mode === 'D' ? `${portalPaths.settings(code)}?install=Y` : portalPaths.application(code);
}

function noticeOf(request: Request, session: Session, name: string): Notice {
  const t = portalTexts[session.language];
  const done = textField(request.query as Fields, 'done');
  if (done === 'installed') return { kind: 'status', text: t.noticeInstalled(name) };
  if (done === 'updated') return { kind: 'status', text: t.noticeUpdated(name) };
  if (done === 'removed') return { kind: 'status', text: t.noticeRemoved(name) };
  if (done === 'settings') return { kind: 'status', text: t.settingsSaved };
  return null;
}

/** The solution's page: its application or, until the installation is finished, its installer (domain/bitrix24.md §1). */
function applicationPage(kit: WebKit, request: Request, response: Response, session: Session): void {
  const { core } = kit;
  const { language, user } = session;
  const t = portalTexts[language];
  const code = String(request.params['code']);
  const application = findApplication(core, code);
  if (application === null) {
    kit.notFound(response, session);
    return;
  }
  const registration = effectiveRegistration(application);
  const title = registration.name;
  const closeHref = user.isAdmin ? portalPaths.installed : portalPaths.catalogue;
  const query = request.query as Fields;
  const notice: Notice = textField(query, 'install_finished') === 'N' ? { kind: 'alert', text: t.noticeFinishRefused } : null;
  const show = (state: string, content: SafeHtml, frame: FrameData | null): void => {
    kit.show(response, session, {
      page: PORTAL_PAGES.application,
      title,
      current: portalPaths.catalogue,
      content: cataloguePage(Object.values(core.state.applications), language),
      overlay: kit.slider(session, title, closeHref, state, content, notice),
      frames: frame === null ? [] : [frame],
    });
  };
  const card = { href: portalPaths.card(code), label: t.toCard };
  if (!application.active) {
    show(PORTAL_STATES.notInstalled, messageBlock(t.notInstalledTitle, t.notInstalledText, card), null);
    return;
  }
  const isInstaller = !application.finished;
  if (isInstaller && !core.lifecycle.mayFinish(application, user)) {
    show(PORTAL_STATES.notFinished, messageBlock(t.notFinishedTitle, t.notFinishedText, null, html`data-role="not-finished"`), null);
    return;
  }
  const url = core.lifecycle.pageUrl(application, isInstaller);
  if (url === null) {
    show(PORTAL_STATES.noPage, messageBlock(t.noPageTitle, t.noPageText, card), null);
    return;
  }
  const parameters = query['params'];
  const rendered = core.frames.render({
    application,
    user,
    language,
    purpose: isInstaller ? 'installer' : 'application',
    url,
    method: registration.mode === 'E' ? 'GET' : 'POST',
    placement: 'DEFAULT',
    placementOptions: { ...(typeof parameters === 'object' && parameters !== null ? parameters : {}), IFRAME: 'Y' },
  });
  const { data, block } = kit.frame(rendered, title, closeHref, session);
  show(isInstaller ? PORTAL_STATES.installer : PORTAL_STATES.application, block, data);
}

/** What the page's script asks on behalf of a frame. */
function frameApiRoute(app: express.Express, kit: WebKit): void {
  const frameApi = new FrameApi(kit.core);
  app.post(
    '/portal/frame/',
    kit.signedIn((request, response, session) => {
      const exchange = exchangeOf(request);
      exchange.kind = 'api';
      const body = parseBody(exchange.body, 'application/json');
      const command = textField(body, 'command');
      exchange.name = command;
      if (request.headers['x-form-key'] !== session.formKey) {
        response.status(403).json({ error: 'form-key' });
        return;
      }
      const result = frameApi.answer(session, command, textField(body, 'appSid'), body['params'], exchange.ticket);
      if (result === undefined) response.status(404).json({ error: 'unknown-frame' });
      else response.json({ result });
    }),
  );
}

/** The page that gives an authorisation code for the signed-in user (domain/bitrix24.md §6). */
function authorizeRoute(app: express.Express, kit: WebKit): void {
  const { core } = kit;
  app.get(
    ['/oauth/authorize', '/oauth/authorize/'],
    kit.signedIn((request, response, session) => {
      exchangeOf(request).kind = 'oauth';
      exchangeOf(request).name = 'authorize';
      const query = request.query as Fields;
      const application = findApplicationByClientId(core, textField(query, 'client_id'));
      const registration = application === null ? null : effectiveRegistration(application);
      const target = registration === null ? null : (registration.appUrl ?? registration.eventUrl);
      if (application === null || registration === null || !application.active || target === null) {
        const t = portalTexts[session.language];
        kit.message(response, session, 400, t.notInstalledTitle, t.authorizeRefused);
        return;
      }
      const address = new URL(target);
      const fields = {
        code: core.tokens.issueCode(application, session.user.id),
        state: textField(query, 'state'),
        domain: core.address.domain,
        member_id: core.state.memberId,
        scope: registration.scopes.join(','),
        server_domain: new URL(core.address.serverEndpoint).host,
      };
      for (const [name, value] of Object.entries(fields)) address.searchParams.set(name, value);
      response.redirect(302, address.href);
    }),
  );
}
