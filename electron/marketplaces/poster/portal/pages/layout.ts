import { dataBlock, html, type HtmlValue, type SafeHtml } from '../../../portal-kit/html.ts';
import type { PortalSession } from '../../../portal-kit/sessions.ts';
import { portalPaths } from '../page-map.ts';
import type { AccountUser } from '../users.ts';
import { portalTexts, type Language } from './texts.ts';

export type Session = PortalSession<AccountUser>;

export interface PageInput {
  readonly page: string;
  readonly title: string;
  readonly session: Session | null;
  readonly language: Language;
  readonly account: string;
  readonly content: SafeHtml;
  readonly notice?: string | null;
  /** Path that the menu marks as current. */
  readonly current?: string;
  /** For the page's script. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export function renderPage(input: PageInput): string {
  const t = portalTexts[input.language];
  const { session } = input;
  const notice =
    input.notice === undefined || input.notice === null
      ? null
      : html`<p class="notice" data-role="notice" role="status">${input.notice}</p>`;
  const main = html`<main id="content">${session === null ? null : html`<h1>${input.title}</h1>`}${notice}${input.content}</main>`;
  const data = { formKey: session?.formKey ?? '', spinnerPath: portalPaths.spinner, ...input.data };
  const page = html`<html lang="${input.language}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${input.title} — ${t.panel}</title>
      <link rel="icon" href="/portal/static/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/portal/static/panel.css" />
      <script src="/portal/static/panel.js"></script>
    </head>
    <body data-page="${input.page}" data-user-id="${session?.user.id ?? ''}" data-ready="false">
      ${session === null ? html`<div class="alone">${main}</div>` : html`<div class="shell">${side(input, session)}${main}</div>`}${dataBlock('portal-data', data)}
    </body>
  </html>`;
  return `<!doctype html>\n${page.text}`;
}

function side(input: PageInput, session: Session): SafeHtml {
  const t = portalTexts[input.language];
  const item = (href: string, label: string): SafeHtml =>
    html`<li><a href="${href}" ${input.current === href ? html`aria-current="page"` : null}>${label}</a></li>`;
  return html`<nav class="side" aria-label="${t.navigation}">
    <div class="brand">${input.account}<small>${t.simulated}</small></div>
    <ul>
      ${item(portalPaths.home, t.home)}${item(portalPaths.menu, t.menu)}${item(portalPaths.clients, t.clients)}${item(portalPaths.stock, t.stock)}${item(
        portalPaths.orders,
        t.orders,
      )}${item(portalPaths.catalogue, t.catalogue)}${item(portalPaths.connected, t.connected)}${item(portalPaths.changes, t.changes)}
    </ul>
    <div class="person">
      <b>${session.user.name[input.language]}</b><small>${session.user.role[input.language]}</small>
      <form method="post" action="${portalPaths.language}">
        ${formKey(session)}<input type="hidden" name="language" value="${input.language === 'ru' ? 'en' : 'ru'}" />
        <button type="submit" class="quiet" title="${t.languageHint}">${t.language}</button>
      </form>
    </div>
  </nav>`;
}

/** Hidden field that proves a form was printed for this session. */
export function formKey(session: Session): SafeHtml {
  return html`<input type="hidden" name="formKey" value="${session.formKey}" />`;
}

/** A page with one sentence, for refusals and empty places. */
export function messageBlock(title: string, text: string, attributes: HtmlValue = null): SafeHtml {
  return html`<section class="card message" ${attributes}>
    <h2>${title}</h2>
    <p>${text}</p>
  </section>`;
}

/** A table of records; without rows, the sentence. */
export function tableBlock(role: string, columns: readonly string[], rows: readonly SafeHtml[], empty: string): SafeHtml {
  if (rows.length === 0) return html`<section class="card"><p>${empty}</p></section>`;
  return html`<section class="card">
    <table data-role="${role}">
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </section>`;
}
