import { html, type SafeHtml } from '../../../portal-kit/html.ts';
import { TABLES } from '../account/account-data.ts';
import { differencesOf, type ChangeAuthor, type DataDifference } from '../account/changes.ts';
import type { PosterCore } from '../core.ts';
import { portalPaths } from '../page-map.ts';
import { formKey, tableBlock, type Session } from './layout.ts';
import { portalTexts, type Language } from './texts.ts';

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function money(value: unknown): string {
  return (Number(value) / 100).toFixed(2);
}

export function menuPage(core: PosterCore, language: Language): SafeHtml {
  const t = portalTexts[language];
  const rows = core.behaviour.emptyMenu
    ? []
    : core.account.list('products').map((one) => {
        const price = one['price'] as Record<string, unknown> | undefined;
        return html`<tr>
          <td>${text(one['product_id'])}</td>
          <td>${text(one['product_name'])}</td>
          <td>${text(one['category_name'])}</td>
          <td class="number">${money(price?.['1'] ?? 0)}</td>
        </tr>`;
      });
  return tableBlock('menu-items', [t.number, t.name, t.category, t.price], rows, t.empty);
}

export function clientsPage(core: PosterCore, language: Language): SafeHtml {
  const t = portalTexts[language];
  const rows = core.account.list('clients').map(
    (one) =>
      html`<tr>
        <td>${text(one['client_id'])}</td>
        <td>${text(one['firstname'])} ${text(one['lastname'])}</td>
        <td>${text(one['phone'])}</td>
        <td>${text(one['client_groups_name'])}</td>
        <td class="number">${money(one['bonus'])}</td>
      </tr>`,
  );
  return tableBlock('clients', [t.number, t.name, t.phone, t.group, t.bonus], rows, t.empty);
}

export function stockPage(core: PosterCore, language: Language): SafeHtml {
  const t = portalTexts[language];
  const rows = core.account.list('leftovers').map(
    (one) =>
      html`<tr>
        <td>${text(one['ingredient_name'])}</td>
        <td>${text(core.account.find('storages', text(one['storage_id']))?.['storage_name'])}</td>
        <td class="number">${text(one['ingredient_left'])} ${text(one['ingredient_unit'])}</td>
      </tr>`,
  );
  return tableBlock('stock', [t.name, t.storage, t.left], rows, t.empty);
}

export function ordersPage(core: PosterCore, session: Session): SafeHtml {
  const t = portalTexts[session.language];
  const rows = core.account.list('incomingOrders').map((one) => {
    const id = text(one['incoming_order_id']);
    const isClosed = one['transaction_id'] !== null;
    const status =
      one['status'] === 7 ? t.statusRejected : isClosed ? t.statusClosed : one['status'] === 1 ? t.statusAccepted : t.statusNew;
    const button = (decision: string, label: string): SafeHtml =>
      html`<button type="submit" name="decision" value="${decision}" data-action="${decision}">${label}</button>`;
    const buttons =
      one['status'] === 7 || isClosed
        ? null
        : html`<form method="post" action="${portalPaths.orders}">
            ${formKey(session)}<input type="hidden" name="orderId" value="${id}" />${
              one['status'] === 0 ? [button('accept', t.accept), button('reject', t.reject)] : button('close', t.close)
            }
          </form>`;
    return html`<tr data-order="${id}">
      <td>${id}</td>
      <td>${text(one['first_name'])} ${text(one['phone'])}</td>
      <td>${status}</td>
      <td>${buttons}</td>
    </tr>`;
  });
  return tableBlock('orders', [t.number, t.client, t.status, t.decisions], rows, t.noOrders);
}

/** What became of the account's data since the application was first registered, and who did it. */
export function changesPage(core: PosterCore, language: Language): SafeHtml {
  const t = portalTexts[language];
  const { baseline, data, changes } = core.state;
  const differences = baseline === null ? [] : differencesOf(baseline, data, changes);
  const rows = differences.map(
    (one) =>
      html`<tr>
        <td>${TABLES[one.table][language]}</td>
        <td>${one.name === '' ? one.id : one.name}</td>
        <td>${whatChanged(one, language)}</td>
        <td>${[...new Set(one.authors.map((author) => `${authorName(author.by, language)}: ${author.how}`))].join(', ')}</td>
      </tr>`,
  );
  return html`<p>${t.changesText}</p>
    ${tableBlock('changes', [t.table, t.record, t.what, t.who], rows, t.noChanges)}`;
}

function whatChanged(one: DataDifference, language: Language): SafeHtml {
  const t = portalTexts[language];
  const word = { added: t.added, changed: t.changed, removed: t.removedRecord }[one.action];
  if (one.action !== 'changed') return html`${word}`;
  return html`${word}
    <ul class="fields">
      ${one.fields.map((field) => html`<li><code>${field.field}</code>: ${field.before} → ${field.after}</li>`)}
    </ul>`;
}

export function authorName(by: ChangeAuthor, language: Language): string {
  const t = portalTexts[language];
  return by.kind === 'application' ? t.byApplication : by.kind === 'terminal' ? t.byTerminal : t.byOwner;
}
