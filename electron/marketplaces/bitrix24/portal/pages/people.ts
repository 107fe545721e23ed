import { DEMO_USERS, fullName } from '../users.ts';
import { html, type SafeHtml } from './html.ts';
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
                <td>${fullName(user, language)}</td>
                <td>${user.position[language]}</td>
                <td>${user.isAdmin ? t.administrator : t.employee}</td>
                <td>${user.email}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
}
