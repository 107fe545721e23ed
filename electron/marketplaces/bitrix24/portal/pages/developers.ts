import { html, type SafeHtml } from '../../../portal-kit/html.ts';
import { PORTAL_ACTIONS, portalPaths } from '../page-map.ts';
import type { WebhookState } from '../state.ts';
import type { Session } from '../users.ts';
import { formKey } from './layout.ts';
import { portalTexts, scopeName } from './texts.ts';

/** Inbound webhooks. @param made address of the one that was just made, which is shown this once */
export function developersPage(
  webhooks: readonly WebhookState[],
  scopes: readonly string[],
  made: string | null,
  session: Session,
): SafeHtml {
  const t = portalTexts[session.language];
  return html`<header class="page-head">
      <h1>${t.developers}</h1>
      <p>${t.webhooksLead}</p>
    </header>
    ${
      made === null
        ? null
        : html`<section class="card">
            <label class="field"
              ><span>${t.webhookUrl}</span><input data-role="webhook-url" name="webhook" value="${made}" readonly
            /></label>
          </section>`
    }
    <section class="card">
      ${
        webhooks.length === 0
          ? html`<p class="muted">${t.webhooksEmpty}</p>`
          : html`<ul class="scopes">
              ${webhooks.map(
                (webhook) =>
                  html`<li data-webhook="${webhook.id}">
                    <span>${t.webhookNumber}${webhook.id}: ${webhook.scopes.join(', ')}</span>
                    <form method="post" action="${portalPaths.developers}remove/" class="inline">
                      ${formKey(session)}<input type="hidden" name="id" value="${webhook.id}" />
                      <button type="submit" class="quiet" data-action="${PORTAL_ACTIONS.removeWebhook}">${t.removeWebhook}</button>
                    </form>
                  </li>`,
              )}
            </ul>`
      }
      <form method="post" action="${portalPaths.developers}">
        ${formKey(session)}
        <fieldset>
          <legend>${t.webhookScopes}</legend>
          <div class="scopes">
            ${scopes.map(
              (scope) =>
                html`<label class="check"><input type="checkbox" name="scopes[]" value="${scope}" /> ${namedScope(scope, session)}</label>`,
            )}
          </div>
        </fieldset>
        <button type="submit" class="primary" data-action="${PORTAL_ACTIONS.createWebhook}">${t.createWebhook}</button>
      </form>
    </section>`;
}

function namedScope(scope: string, session: Session): SafeHtml {
  const name = scopeName(scope, session.language);
  return html`${name === scope ? null : name} <code>${scope}</code>`;
}
