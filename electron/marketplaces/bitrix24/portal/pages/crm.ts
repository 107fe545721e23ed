import { PORTAL_ACTIONS, portalPaths } from '../page-map.ts';
import type { Session } from '../users.ts';
import type { Entity } from '../subject/entity-store.ts';
import { CRM_FIELDS, STAGE_FIELDS, STATUSES, statusTitle, type CrmType } from '../subject/schema.ts';
import { findUser, fullName } from '../users.ts';
import type { Widget } from '../widgets.ts';
import { html, type SafeHtml } from '../../../portal-kit/html.ts';
import { formKey } from './layout.ts';
import { portalTexts, type Language } from './texts.ts';

export function crmTitle(type: CrmType, entity: Entity): string {
  if (type === 'contact') return [entity['NAME'], entity['LAST_NAME']].filter((part) => typeof part === 'string' && part !== '').join(' ');
  return String(entity['TITLE'] ?? '');
}

export function crmListPath(type: CrmType): string {
  return { deal: portalPaths.deals, lead: portalPaths.leads, contact: portalPaths.contacts, company: portalPaths.companies }[type];
}

function money(entity: Entity, language: Language): string {
  const amount = Number(entity['OPPORTUNITY'] ?? 0);
  return amount.toLocaleString(language === 'ru' ? 'ru-RU' : 'en-GB', {
    style: 'currency',
    currency: String(entity['CURRENCY_ID'] ?? 'RUB'),
    maximumFractionDigits: 0,
  });
}

function responsible(entity: Entity, language: Language): string {
  const user = findUser(String(entity['ASSIGNED_BY_ID'] ?? ''));
  return user === null ? '' : fullName(user, language);
}

function firstValue(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : null;
  return typeof first === 'object' && first !== null ? String((first as Entity)['VALUE'] ?? '') : '';
}

export function shownDate(value: unknown, language: Language): string {
  if (typeof value !== 'string' || value === '') return '';
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleDateString(language === 'ru' ? 'ru-RU' : 'en-GB', { timeZone: 'UTC' });
}

/** Buttons of widgets that open in a slider: toolbars, menus. */
export function widgetButtons(widgets: readonly Widget[], query: string): SafeHtml[] {
  return widgets.map(
    (widget) =>
      html`<a
        class="button"
        href="/widget/${widget.id}/${query}"
        data-action="${PORTAL_ACTIONS.openWidget}"
        data-placement="${widget.placement}"
        data-binding-id="${widget.id}"
        >${widget.title}</a
      >`,
  );
}

const EXTRA: Readonly<Record<CrmType, readonly ('stage' | 'amount' | 'phone' | 'email')[]>> = {
  deal: ['stage', 'amount'],
  lead: ['stage', 'amount'],
  contact: ['phone', 'email'],
  company: ['phone', 'email'],
};

export function crmListPage(input: {
  type: CrmType;
  entities: readonly Entity[];
  session: Session;
  language: Language;
  toolbar: readonly Widget[];
  rowMenu: readonly Widget[];
}): SafeHtml {
  const { type, language } = input;
  const t = portalTexts[language];
  const heading = { deal: t.deals, lead: t.leads, contact: t.contacts, company: t.companies }[type];
  const columns = EXTRA[type];
  const columnTitle = { stage: t.stage, amount: t.amount, phone: t.phone, email: t.email };
  const cell = (entity: Entity, column: (typeof columns)[number]): SafeHtml => {
    if (column === 'amount') return html`<td class="number">${money(entity, language)}</td>`;
    if (column === 'stage') return html`<td>${stageOf(type, entity, language)}</td>`;
    return html`<td>${firstValue(entity[column === 'phone' ? 'PHONE' : 'EMAIL'])}</td>`;
  };
  return html`<div class="toolbar">
      <h1>${heading}</h1>
      ${widgetButtons(input.toolbar, '')}
      <button type="button" class="primary" data-action="${PORTAL_ACTIONS.addItem}" data-opens="add-dialog">${t.add}</button>
    </div>
    <section class="card table-card">
      <table>
        <thead>
          <tr>
            <th scope="col">${t.titleColumn}</th>
            ${columns.map((column) => html`<th scope="col" ${column === 'amount' ? html`class="number"` : null}>${columnTitle[column]}</th>`)}
            <th scope="col">${t.responsible}</th>
            <th scope="col">${t.createdAt}</th>
            ${input.rowMenu.length === 0 ? null : html`<th scope="col">${t.solutions}</th>`}
          </tr>
        </thead>
        <tbody>
          ${input.entities.map((entity) => {
            const id = String(entity['ID']);
            return html`<tr data-item="${id}">
              <td><a href="${portalPaths.crmItem(type, id)}">${crmTitle(type, entity) || `#${id}`}</a></td>
              ${columns.map((column) => cell(entity, column))}
              <td>${responsible(entity, language)}</td>
              <td>${shownDate(entity['DATE_CREATE'], language)}</td>
              ${input.rowMenu.length === 0 ? null : html`<td class="row-actions">${widgetButtons(input.rowMenu, `?id=${id}`)}</td>`}
            </tr>`;
          })}
        </tbody>
      </table>
    </section>
    <dialog id="add-dialog" data-role="add-dialog" aria-labelledby="add-dialog-title">
      <form method="post" action="/crm/${type}/add/">
        ${formKey(input.session)}
        <h2 id="add-dialog-title">${t.add}</h2>
        ${editFields(type, {}, language)}
        <div class="dialog-actions">
          <button type="button" class="quiet" data-closes-dialog>${t.cancel}</button>
          <button type="submit" class="primary" data-action="${PORTAL_ACTIONS.confirmAdd}">${t.add}</button>
        </div>
      </form>
    </dialog>`;
}

function stageOf(type: CrmType, entity: Entity, language: Language): string {
  if (type !== 'deal' && type !== 'lead') return '';
  const { field, type: statusType } = STAGE_FIELDS[type];
  return statusTitle(statusType, entity[field], language);
}

/** Fields that the portal's own forms write. */
export function editableFields(type: CrmType): readonly string[] {
  if (type === 'contact') return ['NAME', 'LAST_NAME'];
  if (type === 'company') return ['TITLE'];
  return ['TITLE', STAGE_FIELDS[type].field, 'OPPORTUNITY'];
}

function editFields(type: CrmType, entity: Entity, language: Language): SafeHtml[] {
  return editableFields(type).map((name) => {
    const field = CRM_FIELDS[type][name];
    const label = field?.title[language] ?? name;
    const value = String(entity[name] ?? '');
    if (field?.statusType !== undefined) {
      const options = STATUSES.filter((status) => status.type === field.statusType);
      return html`<label class="field"
        ><span>${label}</span
        ><select name="${name}">
          ${options.map((option) => html`<option value="${option.id}" ${option.id === value ? html`selected` : null}>${option.title[language]}</option>`)}
        </select></label
      >`;
    }
    const type_ = field?.type === 'double' ? html`type="number" step="0.01" min="0"` : html`type="text" maxlength="250"`;
    return html`<label class="field"><span>${label}</span><input ${type_} name="${name}" value="${value}" /></label>`;
  });
}

export function crmItemPage(input: {
  type: CrmType;
  entity: Entity;
  session: Session;
  language: Language;
  tabs: readonly Widget[];
  toolbar: readonly Widget[];
  activity: readonly Widget[];
  /** Binding of the chosen widget tab with its frame; null for the tab "General". */
  shown: { readonly id: string; readonly frame: SafeHtml } | null;
  isBare: boolean;
}): SafeHtml {
  const { type, entity, language, shown } = input;
  const t = portalTexts[language];
  const id = String(entity['ID']);
  const path = portalPaths.crmItem(type, id);
  const bare = input.isBare ? '&IFRAME=Y' : '';
  const rows: [string, string][] = [
    ...(type === 'deal' || type === 'lead'
      ? ([
          [t.stage, stageOf(type, entity, language)],
          [t.amount, money(entity, language)],
        ] as [string, string][])
      : ([
          [t.phone, firstValue(entity['PHONE'])],
          [t.email, firstValue(entity['EMAIL'])],
        ] as [string, string][])),
    [t.responsible, responsible(entity, language)],
    [t.createdAt, shownDate(entity['DATE_CREATE'], language)],
  ];
  return html`<div class="toolbar">
      <h1>${crmTitle(type, entity) || `#${id}`}</h1>
      ${widgetButtons(input.toolbar, `?id=${id}`)}
    </div>
    <nav class="tabs" aria-label="${t.general}">
      <a href="${path}${input.isBare ? '?IFRAME=Y' : ''}" ${shown === null ? html`aria-current="page"` : null}>${t.general}</a>
      ${input.tabs.map(
        (widget) =>
          html`<a
            href="${path}?tab=${widget.id}${bare}"
            data-action="${PORTAL_ACTIONS.openWidget}"
            data-placement="${widget.placement}"
            data-binding-id="${widget.id}"
            ${shown?.id === widget.id ? html`aria-current="page"` : null}
            >${widget.title}</a
          >`,
      )}
    </nav>
    ${
      shown === null
        ? html`<section class="card">
              <h2>${t.fields}</h2>
              <dl class="facts plain">
                ${rows.map(
                  ([label, value]) =>
                    html`<div>
                      <dt>${label}</dt>
                      <dd>${value}</dd>
                    </div>`,
                )}
              </dl>
              ${input.activity.length === 0 ? null : html`<div class="toolbar">${widgetButtons(input.activity, `?id=${id}`)}</div>`}
            </section>
            <section class="card">
              <form method="post" action="${path}">
                ${formKey(input.session)}${editFields(type, entity, language)}
                <button type="submit" class="primary" data-action="${PORTAL_ACTIONS.saveItem}">${t.save}</button>
              </form>
            </section>`
        : html`<section class="card widget-frame" data-role="widget">${shown.frame}</section>`
    }`;
}

export function tasksPage(tasks: readonly Entity[], language: Language, toolbar: readonly Widget[], rowMenu: readonly Widget[]): SafeHtml {
  const t = portalTexts[language];
  return html`<div class="toolbar">
      <h1>${t.tasks}</h1>
      ${widgetButtons(toolbar, '')}
    </div>
    <section class="card table-card">
      <table>
        <thead>
          <tr>
            <th scope="col">${t.titleColumn}</th>
            <th scope="col">${t.status}</th>
            <th scope="col">${t.responsible}</th>
            <th scope="col">${t.deadline}</th>
            ${rowMenu.length === 0 ? null : html`<th scope="col">${t.solutions}</th>`}
          </tr>
        </thead>
        <tbody>
          ${tasks.map((task) => {
            const id = String(task['ID']);
            const user = findUser(String(task['RESPONSIBLE_ID']));
            return html`<tr data-item="${id}">
              <td><a href="/tasks/task/view/${id}/">${String(task['TITLE'])}</a></td>
              <td>${t.task[String(task['STATUS'])] ?? ''}</td>
              <td>${user === null ? '' : fullName(user, language)}</td>
              <td>${shownDate(task['DEADLINE'], language)}</td>
              ${rowMenu.length === 0 ? null : html`<td class="row-actions">${widgetButtons(rowMenu, `?taskId=${id}`)}</td>`}
            </tr>`;
          })}
        </tbody>
      </table>
    </section>`;
}

export function taskPage(input: {
  task: Entity;
  language: Language;
  tabs: readonly Widget[];
  toolbar: readonly Widget[];
  shown: { readonly id: string; readonly frame: SafeHtml } | null;
}): SafeHtml {
  const { task, language, shown } = input;
  const t = portalTexts[language];
  const id = String(task['ID']);
  const path = `/tasks/task/view/${id}/`;
  const user = findUser(String(task['RESPONSIBLE_ID']));
  return html`<div class="toolbar">
      <h1>${String(task['TITLE'])}</h1>
      ${widgetButtons(input.toolbar, `?taskId=${id}`)}
    </div>
    <nav class="tabs" aria-label="${t.general}">
      <a href="${path}" ${shown === null ? html`aria-current="page"` : null}>${t.general}</a>
      ${input.tabs.map(
        (widget) =>
          html`<a
            href="${path}?tab=${widget.id}"
            data-action="${PORTAL_ACTIONS.openWidget}"
            data-placement="${widget.placement}"
            data-binding-id="${widget.id}"
            ${shown?.id === widget.id ? html`aria-current="page"` : null}
            >${widget.title}</a
          >`,
      )}
    </nav>
    ${
      shown === null
        ? html`<section class="card">
            <dl class="facts plain">
              <div>
                <dt>${t.status}</dt>
                <dd>${t.task[String(task['STATUS'])] ?? ''}</dd>
              </div>
              <div>
                <dt>${t.responsible}</dt>
                <dd>${user === null ? '' : fullName(user, language)}</dd>
              </div>
              <div>
                <dt>${t.deadline}</dt>
                <dd>${shownDate(task['DEADLINE'], language)}</dd>
              </div>
            </dl>
            <p>${String(task['DESCRIPTION'] ?? '')}</p>
          </section>`
        : html`<section class="card widget-frame" data-role="widget">${shown.frame}</section>`
    }`;
}

/** Every widget that is bound, for places that this portal has no page of its own for. */
export function widgetsPage(widgets: readonly Widget[], language: Language): SafeHtml {
  const t = portalTexts[language];
  return html`<header class="page-head"><h1>${t.widgetsTitle}</h1></header>
    ${
      widgets.length === 0
        ? html`<section class="card message"><p data-role="empty">${t.widgetsEmpty}</p></section>`
        : html`<section class="card table-card">
            <table>
              <thead>
                <tr>
                  <th scope="col">${t.nameColumn}</th>
                  <th scope="col">${t.placeColumn}</th>
                  <th scope="col"><span class="visually-hidden">${t.actionsColumn}</span></th>
                </tr>
              </thead>
              <tbody>
                ${widgets.map(
                  (widget) =>
                    html`<tr data-widget-of="${widget.application.registration.code}">
                      <td>${widget.title}</td>
                      <td><code>${widget.placement}</code></td>
                      <td class="row-actions">${widgetButtons([{ ...widget, title: t.open }], '')}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </section>`
    }`;
}
