import { portalPaths } from '../page-map.ts';
import { DEMO_USERS, fullName, type DemoUser } from '../users.ts';
import type { Widget } from '../widgets.ts';
import { widgetButtons } from './crm.ts';
import { html, type SafeHtml } from '../../../portal-kit/html.ts';
import { portalTexts, type Language } from './texts.ts';

export function usersPage(language: Language): SafeHtml {
  const t = portalTexts[language];
  return html`<header class="page-head"><h1>${t.usersTitle}</h1></header>
    <section class="card table-card">
      <table>
        <thead>
          <tr>
            <th scope="col">${t.nameColumn}</th>
            <th scope="col">${t.positionColumn}</th>
            <th scope="col">${t.roleColumn}</th>
            <th scope="col">${t.emailColumn}</th>
          </tr>
        </thead>
        <tbody>
          ${DEMO_USERS.map(
            (user) =>
              html`<tr data-user="${user.id}">
                <td><a href="/company/personal/user/${user.id}/">${fullName(user, language)}</a></td>
                <td>${user.position[language]}</td>
                <td>${user.isAdmin ? t.administrator : t.employee}</td>
                <td>${user.email}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
}

export function profilePage(user: DemoUser, language: Language, widgets: readonly Widget[]): SafeHtml {
  const t = portalTexts[language];
  const rows: [string, string][] = [
    [t.positionColumn, user.position[language]],
    [t.roleColumn, user.isAdmin ? t.administrator : t.employee],
    [t.emailColumn, user.email],
  ];
  return html`<div class="toolbar">
      <h1>${fullName(user, language)}</h1>
      ${widgetButtons(widgets, `?id=${user.id}`)}
    </div>
    <section class="card">
      <dl class="facts plain">
        ${rows.map(
          ([label, value]) =>
            html`<div>
              <dt>${label}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
    </section>
    <p><a href="${portalPaths.users}">${t.usersTitle}</a></p>`;
}
