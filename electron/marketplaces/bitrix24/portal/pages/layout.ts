import { PORTAL_ACTIONS, portalPaths, type PortalPage } from '../page-map.ts';
import type { Session } from '../users.ts';
import { fullName } from '../users.ts';
import { dataBlock, html, type HtmlValue, type SafeHtml } from '../../../portal-kit/html.ts';
import { portalTexts, type Language } from './texts.ts';

/** A link that a bound widget adds to the menu. */
export interface MenuWidget {
  readonly placement: string;
  readonly id: string;
  readonly title: string;
}

export interface PageInput {
  readonly page: PortalPage;
  readonly title: string;
  readonly session: Session | null;
  readonly language: Language;
  readonly content: SafeHtml;
  /** Shown over the content, e.g. the slider. */
  readonly overlay?: SafeHtml | null;
  readonly notice?: { readonly kind: 'status' | 'alert'; readonly text: string } | null;
  readonly menuWidgets?: readonly MenuWidget[];
  /** Inside a slider frame: no menu around. */
  readonly isBare?: boolean;
  /** Path that the menu marks as current. */
  readonly current?: string;
  /** For the page's script. */
  readonly data?: Readonly<Record<string, unknown>>;
}

const ICONS = {
  home: 'M3 10.5 12 3l9 7.5V21h-6v-6H9v6H3z',
  crm: 'M4 5h16l-6 7v6l-4 2v-8z',
  tasks: 'M4 4h16v16H4z M8 12l3 3 5-6',
  employees: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4 21a8 8 0 0 1 16 0',
  market: 'M4 8h16l-1.5 12h-13z M9 8a3 3 0 0 1 6 0',
  installed: 'M12 3v10m0 0 4-4m-4 4-4-4 M4 15v5h16v-5',
  developers: 'M9 7 4 12l5 5 M15 7l5 5-5 5',
  widget: 'M4 4h7v7H4z M13 4h7v7h-7z M4 13h7v7H4z M13 13h7v7h-7z',
} as const;

function icon(name: keyof typeof ICONS): SafeHtml {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"></path></svg>`;
}

export function renderPage(input: PageInput): string {
  const t = portalTexts[input.language];
  const { session } = input;
  const isAdmin = session?.user.isAdmin === true;
  const notice =
    input.notice === undefined || input.notice === null
      ? null
      : html`<p class="notice notice-${input.notice.kind}" data-role="notice" role="${input.notice.kind}">${input.notice.text}</p>`;
  const data = { formKey: session?.formKey ?? '', language: input.language, ...(input.data ?? {}) };
  const body =
    session === null || input.isBare === true
      ? html`<main class="bare" id="content">${notice}${input.content}</main>`
      : html`<div class="shell">
          ${menu(input, isAdmin)}
          <div class="main">
            ${topBar(input, session)}
            <main id="content" class="content">${notice}${input.content}</main>
          </div>
        </div>`;
  const page = html`<html lang="${input.language}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${input.title} — ${t.company}</title>
      <link rel="icon" href="/portal/static/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/portal/static/portal.css" />
    </head>
    <body
      data-page="${input.page}"
      data-user-id="${session?.user.id ?? ''}"
      data-role="${session === null ? 'guest' : isAdmin ? 'administrator' : 'user'}"
      data-ready="false"
    >
      ${body}${input.overlay ?? null}${dataBlock('portal-data', data)}
      <script src="/portal/static/portal-page.js" type="module"></script>
    </body>
  </html>`;
  return `<!doctype html>\n${page.text}`;
}

function menu(input: PageInput, isAdmin: boolean): SafeHtml {
  const t = portalTexts[input.language];
  const item = (href: string, label: string, name: keyof typeof ICONS, nested = false): SafeHtml =>
    html`<li>
      <a href="${href}" class="${nested ? 'menu-item nested' : 'menu-item'}" ${input.current === href ? html`aria-current="page"` : null}
        >${nested ? null : icon(name)}<span>${label}</span></a
      >
    </li>`;
  const widgets = (input.menuWidgets ?? []).map(
    (widget) =>
      html`<li>
        <a
          href="/widget/${widget.id}/"
          class="menu-item"
          data-placement="${widget.placement}"
          data-action="${PORTAL_ACTIONS.openWidget}"
          data-binding-id="${widget.id}"
          >${icon('widget')}<span>${widget.title}</span></a
        >
      </li>`,
  );
  return html`<nav class="menu" data-role="menu" aria-label="${t.menu}">
    <a class="brand" href="${portalPaths.home}"><span class="brand-mark" aria-hidden="true"></span>${t.company}</a>
    <ul>
      ${item(portalPaths.home, t.home, 'home')}
      <li>
        <span class="menu-item group">${icon('crm')}<span>${t.crm}</span></span>
      </li>
      ${item(portalPaths.deals, t.deals, 'crm', true)} ${item(portalPaths.leads, t.leads, 'crm', true)}
      ${item(portalPaths.contacts, t.contacts, 'crm', true)} ${item(portalPaths.companies, t.companies, 'crm', true)}
      ${item(portalPaths.tasks, t.tasks, 'tasks')} ${item(portalPaths.users, t.employees, 'employees')}
      ${item(portalPaths.catalogue, t.market, 'market')} ${isAdmin ? item(portalPaths.installed, t.installed, 'installed') : null}
      ${item(portalPaths.widgets, t.widgetsTitle, 'widget')} ${isAdmin ? item(portalPaths.developers, t.developers, 'developers') : null}
    </ul>
    ${
      widgets.length === 0
        ? null
        : html`<h2 class="menu-title">${t.solutions}</h2>
            <ul>
              ${widgets}
            </ul>`
    }
  </nav>`;
}

function topBar(input: PageInput, session: Session): SafeHtml {
  const t = portalTexts[input.language];
  const name = fullName(session.user, input.language);
  const initials = name
    .split(' ')
    .map((word) => word.slice(0, 1).toUpperCase())
    .slice(0, 2)
    .join('');
  return html`<header class="top">
    <div class="top-title">${input.title}</div>
    <form method="post" action="/portal/language/" class="inline">
      ${formKey(session)}<input type="hidden" name="language" value="${input.language === 'ru' ? 'en' : 'ru'}" />
      <button type="submit" class="quiet" data-action="${PORTAL_ACTIONS.switchLanguage}" title="${t.switchLanguageHint}">
        ${t.switchLanguage}
      </button>
    </form>
    <div class="user">
      <span class="avatar" aria-hidden="true">${initials}</span>
      <span class="user-text"><b>${name}</b><small>${session.user.isAdmin ? t.administrator : t.employee}</small></span>
    </div>
  </header>`;
}

/** Hidden field that proves a form was printed for this session. */
export function formKey(session: Session): SafeHtml {
  return html`<input type="hidden" name="formKey" value="${session.formKey}" />`;
}

/** A page with one sentence, for refusals and empty places. */
export function messageBlock(
  title: string,
  text: string,
  link: { href: string; label: string } | null,
  attributes: HtmlValue = null,
): SafeHtml {
  return html`<section class="card message" ${attributes}>
    <h1>${title}</h1>
    <p>${text}</p>
    ${link === null ? null : html`<p><a class="button" href="${link.href}">${link.label}</a></p>`}
  </section>`;
}
