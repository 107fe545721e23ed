import type express from 'express';
import type { Response } from 'express';
import { textField } from '../../portal-kit/request-body.ts';
import { webhookUrl } from './core.ts';
import { PORTAL_PAGES, portalPaths } from './page-map.ts';
import { developersPage } from './pages/developers.ts';
import { portalTexts } from './pages/texts.ts';
import { KNOWN_SCOPES } from './rest/catalogue.ts';
import type { Session } from './users.ts';
import type { Notice, WebKit } from './web-kit.ts';

/** «Разработчикам»: inbound webhooks. Nobody allowed employees to make them, so they are the administrators' alone. */
export function developerRoutes(app: express.Express, kit: WebKit): void {
  const { core } = kit;
  const show = (response: Response, session: Session, notice: Notice, made: string | null = null): void => {
    kit.show(response, session, {
      page: PORTAL_PAGES.developers,
      title: portalTexts[session.language].developers,
      current: portalPaths.developers,
      content: developersPage(core.webhooks.of(session.user.id), KNOWN_SCOPES, made, session),
      notice,
      status: notice?.kind === 'alert' ? 400 : 200,
    });
  };
  const isAllowed = (response: Response, session: Session): boolean => {
    const t = portalTexts[session.language];
    if (!session.user.isAdmin) kit.message(response, session, 403, t.forbiddenTitle, t.forbiddenText);
    return session.user.isAdmin;
  };
  app.get(
    portalPaths.developers,
    kit.signedIn((_request, response, session) => {
      if (isAllowed(response, session)) show(response, session, null);
    }),
  );
  app.post(
    portalPaths.developers,
    kit.posted((_request, response, session, fields) => {
      if (!isAllowed(response, session)) return;
      const t = portalTexts[session.language];
      const asked: readonly unknown[] = Array.isArray(fields['scopes']) ? fields['scopes'] : [];
      const scopes = KNOWN_SCOPES.filter((scope) => asked.includes(scope));
      const code = scopes.length === 0 ? null : core.webhooks.create(session.user.id, scopes);
      if (code === null) show(response, session, { kind: 'alert', text: t.webhookNeedsScope });
      else show(response, session, { kind: 'status', text: t.webhookMade }, webhookUrl(core, session.user.id, code));
    }),
  );
  app.post(
    `${portalPaths.developers}remove/`,
    kit.posted((_request, response, session, fields) => {
      if (!isAllowed(response, session)) return;
      const isGone = core.webhooks.remove(session.user.id, textField(fields, 'id'));
      show(response, session, isGone ? { kind: 'status', text: portalTexts[session.language].webhookRemoved } : null);
    }),
  );
}
