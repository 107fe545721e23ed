import { html, type SafeHtml } from '../../../portal-kit/html.ts';
import { DOCUMENT_TITLES } from '../../vocabulary.ts';
import type { HostedPage } from '../frame-host.ts';
import { portalPaths } from '../page-map.ts';
import type { Session } from '../users.ts';
import { formKey } from './layout.ts';
import { portalTexts } from './texts.ts';

type Entity = Readonly<Record<string, unknown>>;

export interface CustomButton {
  readonly code: string;
  readonly name: string;
  readonly title: string;
  readonly point: string;
  /** In a list: the marked rows go with the press. */
  readonly usesSelected: boolean;
}

function customButtons(buttons: readonly CustomButton[]): SafeHtml {
  return html`${buttons.map(
    (one) =>
      html`<button
        type="button"
        data-action="custom-button"
        data-button="${one.name}"
        data-code="${one.code}"
        data-point="${one.point}"
        data-uses-selected="${String(one.usesSelected)}"
      >
        ${one.title}
      </button>`,
  )}`;
}

function moneyOf(entity: Entity): string {
  return typeof entity['sum'] === 'number' ? (entity['sum'] / 100).toFixed(2) : '';
}

export function listPage(type: string, entities: readonly Entity[], buttons: readonly CustomButton[], session: Session): SafeHtml {
  const t = portalTexts[session.language];
  return html`<div class="ms-toolbar">
      <h1>${DOCUMENT_TITLES[type]?.[session.language] ?? type}</h1>
      <a class="button" href="${portalPaths.create(type)}">${t.create}</a>${customButtons(buttons)}
    </div>
    <div class="card table-card">
      <table>
        <thead>
          <tr>
            <th><span class="visually-hidden">${t.select}</span></th>
            <th>${t.name}</th>
            <th class="number">${t.sum}</th>
          </tr>
        </thead>
        <tbody>
          ${entities.map(
            (one) =>
              html`<tr>
                <td>
                  <input
                    type="checkbox"
                    data-selects="${String(one['id'])}"
                    data-type="${type}"
                    aria-label="${t.select} ${String(one['name'])}"
                  />
                </td>
                <td><a href="${portalPaths.edit(type, String(one['id']))}">${String(one['name'])}</a></td>
                <td class="number">${moneyOf(one)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

export function documentPage(
  type: string,
  entity: Entity | null,
  widgets: readonly HostedPage[],
  buttons: readonly CustomButton[],
  nextId: string | null,
  session: Session,
): SafeHtml {
  const t = portalTexts[session.language];
  const shown = widgets.filter((one) => one.heightPx !== 0);
  const hidden = widgets.filter((one) => one.heightPx === 0);
  return html`<div class="ms-document">
    <form class="card" method="post" action="/app/do/save-document/" data-role="document-form">
      ${formKey(session)}<input type="hidden" name="type" value="${type}" /><input
        type="hidden"
        name="id"
        value="${String(entity?.['id'] ?? '')}"
      />
      <div class="ms-toolbar">
        <h1>${DOCUMENT_TITLES[type]?.[session.language] ?? type}: ${String(entity?.['name'] ?? t.newDocument)}</h1>
        <button type="submit" class="primary" data-action="save-document">${t.save}</button>
        <a class="button" data-action="close-document" href="${portalPaths.list(type)}">${t.close}</a>${
          nextId === null
            ? null
            : html`<a class="button" data-action="next-document" href="${portalPaths.edit(type, nextId)}">${t.next}</a>`
        }${customButtons(buttons)}
      </div>
      <label class="field"><span>${t.number}</span><input name="name" value="${String(entity?.['name'] ?? '')}" /></label>
      <label class="field"
        ><span>${t.comment}</span
        ><textarea name="description" rows="3">${typeof entity?.['description'] === 'string' ? entity['description'] : ''}</textarea>
      </label>
      <p class="muted">${t.sum}: ${moneyOf(entity ?? {})}</p>
    </form>
    ${
      shown.length === 0
        ? null
        : html`<aside class="ms-widgets" aria-label="${t.solutions}">${shown.map((one) => widgetBlock(one, session))}</aside>`
    }
    <div hidden>${hidden.map((one) => frameElement(one, 'widget-frame'))}</div>
  </div>`;
}

function widgetBlock(page: HostedPage, session: Session): SafeHtml {
  return html`<section class="card ms-widget">
    <h2>${page.title}</h2>
    <p class="muted" data-role="widget-waiting" ${page.supports.includes('open-feedback') ? null : html`hidden`}>
      ${portalTexts[session.language].waitsForWidget}
    </p>
    ${frameElement(page, 'widget-frame')}
  </section>`;
}

/** The frame with the sandbox and permissions that MoySklad gives (domain/moysklad.md §6); the page's script loads it. */
export function frameElement(page: HostedPage, role: string): SafeHtml {
  return html`<iframe
    data-role="${role}"
    data-frame="${page.id}"
    data-point="${page.place}"
    title="${page.title}"
    height="${page.heightPx ?? 768}"
    sandbox="allow-forms allow-scripts allow-same-origin allow-popups allow-modals allow-downloads"
    allow="clipboard-read; clipboard-write${page.purpose === 'main' ? '; fullscreen' : ''}"
  ></iframe>`;
}
