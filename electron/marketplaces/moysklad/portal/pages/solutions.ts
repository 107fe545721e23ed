import { html, type SafeHtml } from '../../../portal-kit/html.ts';
import { mainFrame, rightsOf } from '../../descriptor/descriptor.ts';
import { portalPaths } from '../page-map.ts';
import type { SolutionState } from '../state.ts';
import type { Session } from '../users.ts';
import { formKey } from './layout.ts';
import { portalTexts, rightInWords } from './texts.ts';

function stateBadge(solution: SolutionState, session: Session): SafeHtml {
  const state = solution.status ?? 'none';
  const tone = state === 'Activated' ? 'installed' : state === 'none' ? '' : 'not-finished';
  return html`<span class="badge badge-${tone}" data-role="solution-state" data-state="${state}" data-code="${solution.registration.code}">
    ${portalTexts[session.language].states[state]}
  </span>`;
}

export function cataloguePage(solutions: readonly SolutionState[], session: Session): SafeHtml {
  const t = portalTexts[session.language];
  if (solutions.length === 0) return html`<p class="muted">${t.noApps}</p>`;
  return html`<h1>${t.apps}</h1>
    <div class="tiles">
      ${solutions.map(
        (one) =>
          html`<a class="card tile" href="${portalPaths.card(one.registration.code)}">
            <b class="tile-name">${one.registration.name}</b
            ><span class="muted">${one.registration.vendorName}</span>${stateBadge(one, session)}
          </a>`,
      )}
    </div>`;
}

function doForm(session: Session, action: string, code: string, button: SafeHtml): SafeHtml {
  return html`<form method="post" action="/app/do/${action}/" class="inline">
    ${formKey(session)}<input type="hidden" name="code" value="${code}" />${button}
  </form>`;
}

export function cardPage(solution: SolutionState, session: Session): SafeHtml {
  const t = portalTexts[session.language];
  const { registration, status } = solution;
  const { code, descriptor } = registration;
  const isReady = status === 'SettingsRequired' || status === 'Activated';
  const canConnect = status === null || status === 'ActivationFailed';
  const action = (name: string, label: string, kind = ''): SafeHtml =>
    doForm(session, name, code, html`<button type="submit" class="${kind}" data-action="${name}">${label}</button>`);
  const rightsDiffer = isReady && rightsOf(solution).join() !== rightsOf(descriptor).join();
  return html`<section class="card" data-role="solution" data-awaits="${status === 'Activating' || status === 'Deactivating' ? code : ''}">
      <div class="solution-head">
        <div class="solution-name">
          <h1>${registration.name}</h1>
          <p class="muted">${t.developer}: ${registration.vendorName} · ${t.version} ${registration.version}</p>
          ${stateBadge(solution, session)}
        </div>
        <div class="solution-actions">
          ${
            canConnect && session.user.isAdmin
              ? html`<button type="button" class="primary" data-action="connect" data-opens="consent-dialog">${t.connect}</button>`
              : null
          }
          ${status === 'Activating' ? html`<span class="muted">${t.connecting}</span>` : null}
          ${
            isReady && mainFrame(descriptor) !== null
              ? html`<a class="button" data-action="open-window" href="${portalPaths.mainWindow(code)}">
                  ${status === 'SettingsRequired' ? t.settings : t.open}
                </a>`
              : null
          }
          ${
            session.user.isAdmin && status !== null && status !== 'Deactivating'
              ? html`<button type="button" class="danger" data-action="remove" data-opens="remove-dialog">${t.remove}</button>`
              : null
          }
          ${session.user.isAdmin && status === 'DeactivationFailed' ? action('forget', t.forget) : null}
        </div>
      </div>
      ${session.user.isAdmin ? null : html`<p class="muted">${t.onlyAdmin}</p>`}
      ${session.user.isAdmin && (isReady || status === 'Suspended') ? subscription(solution, session, action) : null}
      ${rightsDiffer && session.user.isAdmin ? html`<div class="ms-actions"><span>${t.rightsChanged}</span>${action('change-rights', t.changeRights)}</div>` : null}
    </section>
    ${consentDialog(solution, session)}
    <dialog id="remove-dialog" data-role="remove-dialog" aria-labelledby="remove-title">
      <h2 id="remove-title">${t.removeTitle}</h2>
      <p>${t.removeText}</p>
      <div class="dialog-actions">
        ${doForm(session, 'uninstall', code, html`<button type="submit" class="danger" data-action="confirm-remove">${t.remove}</button>`)}
        <button type="button" data-closes-dialog>${t.cancel}</button>
      </div>
    </dialog>`;
}

function subscription(solution: SolutionState, session: Session, action: (name: string, label: string) => SafeHtml): SafeHtml {
  const t = portalTexts[session.language];
  const { status } = solution;
  const day = new Date(solution.subscription?.expiryAt ?? 0).toLocaleDateString(session.language === 'ru' ? 'ru-RU' : 'en-GB');
  return html`<h2>${t.subscription}</h2>
    <p>«${solution.subscription?.tariffName ?? ''}» · ${solution.subscription?.trial === true ? t.trialUntil : t.paidUntil} ${day}</p>
    <div class="ms-actions">
      ${
        status === 'Suspended'
          ? action('resume', t.resume)
          : [action('change-tariff', t.changeTariff), action('prolong', t.prolong), action('suspend', t.suspend)]
      }
    </div>`;
}

function consentDialog(solution: SolutionState, session: Session): SafeHtml {
  const t = portalTexts[session.language];
  const { code, descriptor } = solution.registration;
  const { access } = descriptor;
  const rights = Object.entries(access?.permissions ?? {});
  return html`<dialog id="consent-dialog" data-role="consent-dialog" aria-labelledby="consent-title">
    <h2 id="consent-title">${t.consentTitle}</h2>
    ${
      access === null
        ? html`<p>${t.consentNone}</p>`
        : access.scope === 'admin'
          ? html`<p>${t.consentAdmin}</p>`
          : html`<ul class="scopes">
              ${rights.map(([name, levels]) => html`<li data-right="${name}">${rightInWords(name, levels, session.language)}</li>`)}
            </ul>`
    }
    <div class="dialog-actions">
      ${doForm(session, 'install', code, html`<button type="submit" class="primary" data-action="confirm-connect">${t.allow}</button>`)}
      <button type="button" data-closes-dialog>${t.cancel}</button>
    </div>
  </dialog>`;
}

export function installedPage(solutions: readonly SolutionState[], session: Session): SafeHtml {
  const t = portalTexts[session.language];
  const here = solutions.filter((one) => one.status !== null);
  return html`<h1>${t.installed}</h1>
    ${
      here.length === 0
        ? html`<p class="muted">${t.noInstalled}</p>`
        : html`<div class="card table-card">
            <table>
              <tbody>
                ${here.map(
                  (one) =>
                    html`<tr data-code="${one.registration.code}">
                      <td><a href="${portalPaths.card(one.registration.code)}">${one.registration.name}</a></td>
                      <td>${stateBadge(one, session)}</td>
                      <td>«${one.subscription?.tariffName ?? ''}»</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }`;
}
