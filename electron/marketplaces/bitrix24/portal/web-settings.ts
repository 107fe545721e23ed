import type express from 'express';
import { effectiveRegistration, findApplication } from './core.ts';
import { PORTAL_PAGES, PORTAL_STATES, portalPaths } from './page-map.ts';
import { cataloguePage } from './pages/market.ts';
import { messageBlock } from './pages/layout.ts';
import { settingsFormBlock } from './pages/settings-form.ts';
import { portalTexts } from './pages/texts.ts';
import { textField, type Fields } from '../../portal-kit/request-body.ts';
import { localPath } from '../../portal-kit/sessions.ts';
import type { Session } from './users.ts';
import { requestForm, saveForm, type FormAnswer, type SettingsEvent } from './settings-form.ts';
import type { ApplicationState } from './state.ts';
import type { Notice, WebKit } from './web-kit.ts';
import type { Response } from 'express';

/** The settings slider of solutions without a page (mode D). */
export function settingsRoutes(app: express.Express, kit: WebKit): void {
  const { core } = kit;
  const find = (response: Response, session: Session, code: string): ApplicationState | null => {
    const t = portalTexts[session.language];
    const application = findApplication(core, code);
    if (application === null) kit.notFound(response, session);
    else if (!session.user.isAdmin) kit.message(response, session, 403, t.forbiddenTitle, t.forbiddenText);
    else if (!application.active || effectiveRegistration(application).mode !== 'D') {
      kit.message(response, session, 409, t.notInstalledTitle, t.notInstalledText, { href: portalPaths.card(code), label: t.toCard });
    } else return application;
    return null;
  };
  const show = (
    response: Response,
    session: Session,
    application: ApplicationState,
    answer: FormAnswer,
    values: Readonly<Record<string, string>>,
    errors: readonly { readonly field: string; readonly message: string }[],
    isInstallation: boolean,
    notice: Notice,
  ): void => {
    const t = portalTexts[session.language];
    const { code, name } = effectiveRegistration(application);
    const closeHref = `${portalPaths.card(code)}${isInstallation ? '?done=installed' : ''}`;
    const path = portalPaths.settings(code);
    const content =
      'problem' in answer
        ? messageBlock(t.settingsUnavailable, answer.problem, { href: closeHref, label: t.toCard })
        : settingsFormBlock({ form: answer.form, path, session, language: session.language, values, errors, isInstallation, closeHref });
    kit.show(response, session, {
      page: PORTAL_PAGES.settings,
      title: name,
      current: portalPaths.catalogue,
      content: cataloguePage(Object.values(core.state.applications), session.language),
      overlay: kit.slider(session, name, closeHref, 'problem' in answer ? PORTAL_STATES.noPage : PORTAL_STATES.settings, content, notice),
      status: 'problem' in answer ? 502 : 200,
    });
  };
  app.get(
    '/market/settings/:code/',
    kit.signedIn(async (request, response, session) => {
      const application = find(response, session, String(request.params['code']));
      if (application === null) return;
      const isInstallation = textField(request.query as Fields, 'install') === 'Y';
      const event: SettingsEvent = isInstallation ? 'OnAppSettingsInstall' : 'OnAppSettingsDisplay';
      const values = texts(application.settings);
      show(
        response,
        session,
        application,
        await requestForm(core, application, session.user, event, values),
        values,
        [],
        isInstallation,
        null,
      );
    }),
  );
  app.post(
    '/market/settings/:code/',
    kit.posted(async (request, response, session, fields) => {
      const application = find(response, session, String(request.params['code']));
      if (application === null) return;
      const t = portalTexts[session.language];
      const data = fields['data'];
      const values = texts(typeof data === 'object' && data !== null ? (data as Fields) : {});
      const isInstallation = textField(fields, 'isInstallation') === '1';
      const answer = await requestForm(core, application, session.user, 'OnAppSettingsChange', values);
      if (textField(fields, 'what') === 'change' || 'problem' in answer) {
        show(response, session, application, answer, values, [], isInstallation, null);
        return;
      }
      const saved = await saveForm(core, application, session.user, answer.form, values);
      if (saved.saved) {
        response.redirect(
          303,
          saved.redirect === '' ? `${portalPaths.card(application.registration.code)}?done=settings` : localPath(saved.redirect),
        );
        return;
      }
      const notice: Notice = { kind: 'alert', text: saved.problem === null ? t.settingsFailed : `${t.settingsFailed} ${saved.problem}` };
      show(response, session, application, answer, values, saved.errors, isInstallation, notice);
    }),
  );
}

function texts(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, 5000) : '']));
}
