import type express from 'express';
import type { Request } from 'express';
import { PORTAL_PAGES, PORTAL_STATES, portalPaths } from './page-map.ts';
import { crmItemPage, crmListPage, crmListPath, crmTitle, editableFields, taskPage, tasksPage, widgetsPage } from './pages/crm.ts';
import { profilePage, usersPage } from './pages/people.ts';
import { portalTexts } from './pages/texts.ts';
import { textField, type Fields } from '../../portal-kit/request-body.ts';
import { isoTime } from './rest/methods-common.ts';
import type { Entity } from './subject/entity-store.ts';
import { CRM_FIELDS, CRM_TYPES, initialValues, type CrmType } from './subject/schema.ts';
import { findUser, fullName, type Session } from './users.ts';
import type { WebKit } from './web-kit.ts';
import { findWidget, renderWidget, widgetsAt, type Widget } from './widgets.ts';

/** CRM, tasks, employees and the widgets on them. */
export function subjectRoutes(app: express.Express, kit: WebKit): void {
  const { core } = kit;
  const at = (session: Session, ...placements: readonly string[]): Widget[] =>
    widgetsAt(core, session.language, (placement) => placements.includes(placement));
  const isBare = (request: Request): boolean => textField(request.query as Fields, 'IFRAME') === 'Y';

  /** The frame of the tab that the address names. */
  const chosenTab = (request: Request, session: Session, tabs: readonly Widget[], options: Record<string, unknown>, closeHref: string) => {
    const widget = tabs.find((candidate) => candidate.id === textField(request.query as Fields, 'tab'));
    if (widget === undefined) return null;
    const { data, block } = kit.frame(renderWidget(core, session, widget, options), widget.title, closeHref, session);
    return { id: widget.id, frame: block, data };
  };

  for (const type of CRM_TYPES) {
    const upper = type.toUpperCase();
    const store = `crm.${type}`;
    app.get(
      crmListPath(type),
      kit.signedIn((request, response, session) => {
        const t = portalTexts[session.language];
        const content = crmListPage({
          type,
          entities: [...core.entities.list(store)].reverse().slice(0, 200),
          session,
          language: session.language,
          toolbar: at(session, `CRM_${upper}_LIST_TOOLBAR`, `CRM_${upper}_ROBOT_DESIGNER_TOOLBAR`),
          rowMenu: at(session, `CRM_${upper}_LIST_MENU`),
        });
        const title = { deal: t.deals, lead: t.leads, contact: t.contacts, company: t.companies }[type];
        kit.show(response, session, { page: PORTAL_PAGES.crmList, title, current: crmListPath(type), content, isBare: isBare(request) });
      }),
    );
    app.post(
      `/crm/${type}/add/`,
      kit.posted((_request, response, session, fields) => {
        const now = isoTime(Date.now());
        const stamps = {
          ASSIGNED_BY_ID: session.user.id,
          CREATED_BY_ID: session.user.id,
          MODIFY_BY_ID: session.user.id,
          DATE_CREATE: now,
          DATE_MODIFY: now,
        };
        const id = core.entities.add(
          store,
          { ...initialValues(CRM_FIELDS[type]), ...stamps, ...formValues(type, fields) },
          { userId: session.user.id, connector: null },
        );
        response.redirect(303, id === null ? crmListPath(type) : portalPaths.crmItem(type, id));
      }),
    );
    app.get(
      `/crm/${type}/details/:id/`,
      kit.signedIn((request, response, session) => {
        const entity = core.entities.get(store, String(request.params['id']));
        if (entity === null) {
          kit.notFound(response, session);
          return;
        }
        const id = String(entity['ID']);
        const tabs = at(session, `CRM_${upper}_DETAIL_TAB`);
        const shown = chosenTab(request, session, tabs, { ID: id }, portalPaths.crmItem(type, id));
        const content = crmItemPage({
          type,
          entity,
          session,
          language: session.language,
          tabs,
          toolbar: at(session, `CRM_${upper}_DETAIL_TOOLBAR`, `CRM_${upper}_DOCUMENTGENERATOR_BUTTON`),
          activity: at(session, `CRM_${upper}_DETAIL_ACTIVITY`, `CRM_${upper}_ACTIVITY_TIMELINE_MENU`),
          shown,
          isBare: isBare(request),
        });
        kit.show(response, session, {
          page: PORTAL_PAGES.crmItem,
          title: crmTitle(type, entity),
          current: crmListPath(type),
          content,
          frames: shown === null ? [] : [shown.data],
          isBare: isBare(request),
        });
      }),
    );
    app.post(
      `/crm/${type}/details/:id/`,
      kit.posted((request, response, session, fields) => {
        const id = String(request.params['id']);
        const stamps = { MODIFY_BY_ID: session.user.id, DATE_MODIFY: isoTime(Date.now()) };
        const isKnown = core.entities.update(
          store,
          id,
          { ...formValues(type, fields), ...stamps },
          { userId: session.user.id, connector: null },
        );
        if (isKnown) response.redirect(303, portalPaths.crmItem(type, id));
        else kit.notFound(response, session);
      }),
    );
  }

  app.get(
    portalPaths.tasks,
    kit.signedIn((_request, response, session) => {
      const t = portalTexts[session.language];
      const toolbar = at(session, 'TASK_USER_LIST_TOOLBAR', 'TASK_GROUP_LIST_TOOLBAR', 'TASK_ROBOT_DESIGNER_TOOLBAR');
      const content = tasksPage(core.entities.list('task'), session.language, toolbar, at(session, 'TASK_LIST_CONTEXT_MENU'));
      kit.show(response, session, { page: PORTAL_PAGES.tasks, title: t.tasks, current: portalPaths.tasks, content });
    }),
  );
  app.get(
    '/tasks/task/view/:id/',
    kit.signedIn((request, response, session) => {
      const task = core.entities.get('task', String(request.params['id']));
      if (task === null) {
        kit.notFound(response, session);
        return;
      }
      const tabs = at(session, 'TASK_VIEW_TAB', 'TASK_VIEW_MODE');
      const shown = chosenTab(request, session, tabs, { taskId: String(task['ID']) }, portalPaths.tasks);
      const toolbar = at(session, 'TASK_VIEW_TOP_PANEL', 'TASK_VIEW_SIDEBAR', 'TASK_VIEW_SLIDER');
      const content = taskPage({ task, language: session.language, tabs, toolbar, shown });
      const frames = shown === null ? [] : [shown.data];
      kit.show(response, session, { page: PORTAL_PAGES.task, title: String(task['TITLE']), current: portalPaths.tasks, content, frames });
    }),
  );

  app.get(
    portalPaths.users,
    kit.signedIn((_request, response, session) => {
      const t = portalTexts[session.language];
      kit.show(response, session, {
        page: PORTAL_PAGES.users,
        title: t.usersTitle,
        current: portalPaths.users,
        content: usersPage(session.language),
      });
    }),
  );
  app.get(
    '/company/personal/user/:id/',
    kit.signedIn((request, response, session) => {
      const user = findUser(String(request.params['id']));
      if (user === null) {
        kit.notFound(response, session);
        return;
      }
      const content = profilePage(user, session.language, at(session, 'USER_PROFILE_MENU', 'USER_PROFILE_TOOLBAR'));
      const title = fullName(user, session.language);
      kit.show(response, session, { page: PORTAL_PAGES.profile, title, current: portalPaths.users, content, isBare: isBare(request) });
    }),
  );

  app.get(
    portalPaths.widgets,
    kit.signedIn((_request, response, session) => {
      const t = portalTexts[session.language];
      const content = widgetsPage(
        widgetsAt(core, session.language, () => true),
        session.language,
      );
      kit.show(response, session, { page: PORTAL_PAGES.widgets, title: t.widgetsTitle, current: portalPaths.widgets, content });
    }),
  );
  app.get(
    '/widget/:id/',
    kit.signedIn((request, response, session) => {
      const widget = findWidget(core, session.language, String(request.params['id']));
      if (widget === null) {
        kit.notFound(response, session);
        return;
      }
      const query = request.query as Fields;
      const id = textField(query, 'id');
      const taskId = textField(query, 'taskId');
      const options = id !== '' ? { ID: id } : taskId !== '' ? { taskId } : {};
      const { data, block } = kit.frame(renderWidget(core, session, widget, options), widget.title, portalPaths.widgets, session);
      kit.show(response, session, {
        page: PORTAL_PAGES.widget,
        title: widget.title,
        content: widgetsPage(
          widgetsAt(core, session.language, () => true),
          session.language,
        ),
        overlay: kit.slider(session, widget.title, closingPath(request), PORTAL_STATES.application, block, null),
        frames: [data],
      });
    }),
  );
}

/** Closing the slider goes back to the page it was opened from. */
function closingPath(request: Request): string {
  const { referer } = request.headers;
  if (referer === undefined || !URL.canParse(referer)) return portalPaths.widgets;
  const { host, pathname, search } = new URL(referer);
  return host === request.headers.host && !pathname.startsWith('/widget/') ? `${pathname}${search}` : portalPaths.widgets;
}

function formValues(type: CrmType, fields: Fields): Entity {
  const values: Entity = {};
  for (const name of editableFields(type)) {
    if (!(name in fields)) continue;
    const text = textField(fields, name).slice(0, 250);
    values[name] = CRM_FIELDS[type][name]?.type === 'double' ? (Number(text) || 0).toFixed(2) : text;
  }
  return values;
}
