import { dataBlock, html, type SafeHtml } from '../../../portal-kit/html.ts';
import { DOCUMENT_TITLES } from '../../vocabulary.ts';
import { portalPaths } from '../page-map.ts';
import type { Session } from '../users.ts';
import { portalTexts, type Language } from './texts.ts';

export interface PageInput {
  readonly page: string;
  readonly title: string;
  readonly content: SafeHtml;
  readonly current?: string;
  readonly notice?: { readonly kind: 'status' | 'alert'; readonly text: string } | null;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A page of the portal around its content; `session` null for those who are not signed in. */
export function renderPage(input: PageInput, session: Session | null, language: Language): string {
  const t = portalTexts[language];
  const notice = input.notice ?? null;
  const data = { formKey: session?.formKey ?? '', texts: t, ...(input.data ?? {}) };
  const main = html`<main id="content" class="ms-content">
    ${notice === null ? null : html`<p class="notice notice-${notice.kind}" data-role="notice" role="${notice.kind}">${notice.text}</p>`}${input.content}
  </main>`;
  const page = html`<html lang="${language}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${input.title} — ${t.product}</title>
      <link rel="icon" href="/portal/static/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/portal/static/portal.css" />
      <link rel="stylesheet" href="/portal/static/moysklad.css" />
    </head>
    <body
      data-page="${input.page}"
      data-role="${session === null ? 'guest' : session.user.isAdmin ? 'administrator' : 'user'}"
      data-ready="false"
    >
      ${session === null ? null : top(input, session, language)}${main}
      <div class="ms-toasts" data-role="toasts" aria-live="polite"></div>
      ${dataBlock('portal-data', data)}
      <script src="/portal/static/portal-page.js" type="module"></script>
    </body>
  </html>`;
  return `<!doctype html>\n${page.text}`;
}

function top(input: PageInput, session: Session, language: Language): SafeHtml {
  const t = portalTexts[language];
  const item = (href: string, label: string): SafeHtml =>
    html`<a href="${href}" class="ms-tab" ${input.current === href ? html`aria-current="page"` : null}>${label}</a>`;
  return html`<header class="ms-top">
    <a class="ms-brand" href="${portalPaths.home}"><span class="brand-mark" aria-hidden="true"></span>${t.product}</a>
    <nav aria-label="${t.menu}">
      ${item(portalPaths.home, t.home)}${Object.entries(DOCUMENT_TITLES).map(([type, title]) => item(portalPaths.list(type), title[language]))}
      ${item(portalPaths.chats, t.chats)}${item(portalPaths.employees, t.employees)}${item(portalPaths.catalogue, t.apps)}${item(portalPaths.installed, t.installed)}
    </nav>
    <form method="post" action="/portal/language/" class="inline">
      ${formKey(session)}<input type="hidden" name="language" value="${language === 'ru' ? 'en' : 'ru'}" />
      <button type="submit" class="quiet" title="${t.switchLanguageHint}">${t.switchLanguage}</button>
    </form>
    <span class="ms-user"><b>${session.user.shortName[language]}</b><small>${t.roles[session.user.role]}</small></span>
  </header>`;
}

/** Hidden field that proves a form was printed for this session. */
export function formKey(session: Session): SafeHtml {
  return html`<input type="hidden" name="formKey" value="${session.formKey}" />`;
}

export function messageBlock(title: string, text: string, link: { href: string; label: string } | null): SafeHtml {
  return html`<section class="card message">
    <h1>${title}</h1>
    <p>${text}</p>
    ${link === null ? null : html`<p><a class="button" href="${link.href}">${link.label}</a></p>`}
  </section>`;
}
