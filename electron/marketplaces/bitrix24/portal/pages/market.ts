import { PORTAL_ACTIONS, PORTAL_STATES, portalPaths, type PortalState } from '../page-map.ts';
import type { Session } from '../users.ts';
import type { ApplicationState } from '../state.ts';
import { html, type SafeHtml } from '../../../portal-kit/html.ts';
import { formKey } from './layout.ts';
import { portalTexts, scopeName, type Language, type Texts } from './texts.ts';

/** Colour of the drawn icon, the same for the same solution everywhere. */
function hue(code: string): number {
  let sum = 0;
  for (const character of code) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return sum;
}

export function solutionIcon(application: ApplicationState, size: 'small' | 'large'): SafeHtml {
  const { code, name, iconPath } = application.registration;
  if (iconPath !== null) return html`<img class="solution-icon ${size}" src="/market/icon/${encodeURIComponent(code)}" alt="" />`;
  const letter = name.trim().slice(0, 1).toUpperCase();
  // A drawn square: style attributes are not allowed by the page's policy, so the colour is one of twelve classes.
  return html`<span class="solution-icon ${size} tint-${Math.floor(hue(code) / 30)}" aria-hidden="true">${letter}</span>`;
}

export function solutionState(application: ApplicationState): PortalState {
  if (!application.active) return PORTAL_STATES.notInstalled;
  if (!application.finished) return PORTAL_STATES.notFinished;
  return hasUpdate(application) ? PORTAL_STATES.updateAvailable : PORTAL_STATES.installed;
}

export function hasUpdate(application: ApplicationState): boolean {
  return application.installedRegistration !== null && application.installedRegistration.version !== application.registration.version;
}

function stateText(state: PortalState, t: Texts): string {
  if (state === PORTAL_STATES.notInstalled) return t.stateNotInstalled;
  if (state === PORTAL_STATES.notFinished) return t.stateNotFinished;
  return state === PORTAL_STATES.updateAvailable ? t.stateUpdate : t.stateInstalled;
}

export function stateBadge(application: ApplicationState, language: Language): SafeHtml {
  const state = solutionState(application);
  return html`<span class="badge badge-${state}" data-role="solution-state" data-state="${state}"
    >${stateText(state, portalTexts[language])}</span
  >`;
}

export function cataloguePage(applications: readonly ApplicationState[], language: Language): SafeHtml {
  const t = portalTexts[language];
  return html`<header class="page-head">
      <h1>${t.catalogueTitle}</h1>
      <p>${t.catalogueLead}</p>
    </header>
    ${
      applications.length === 0
        ? html`<section class="card message"><p>${t.catalogueEmpty}</p></section>`
        : html`<ul class="tiles">
            ${applications.map(
              (application) =>
                html`<li class="card tile" data-code="${application.registration.code}">
                  ${solutionIcon(application, 'small')}
                  <div>
                    <a class="tile-name" href="${portalPaths.card(application.registration.code)}">${application.registration.name}</a>
                    <div class="muted">${application.registration.vendorName}</div>
                  </div>
                  ${stateBadge(application, language)}
                </li>`,
            )}
          </ul>`
    }`;
}

function textBlock(title: string, text: string): SafeHtml | null {
  if (text === '') return null;
  return html`<section class="card text-block">
    <h2>${title}</h2>
    ${text.split(/\n{2,}/).map((paragraph) => html`<p>${paragraph}</p>`)}
  </section>`;
}

export function cardPage(input: { application: ApplicationState; session: Session; language: Language; mayInstall: boolean }): SafeHtml {
  const { application, session, language, mayInstall } = input;
  const t = portalTexts[language];
  const registration = application.registration;
  const texts = registration.texts[language] ?? registration.texts['ru'] ?? Object.values(registration.texts)[0];
  const state = solutionState(application);
  const isUpdate = application.active && hasUpdate(application);
  const hasPage = registration.mode !== 'C' && registration.mode !== 'D';
  const showInstall = !application.active || isUpdate;
  const action = isUpdate ? PORTAL_ACTIONS.update : PORTAL_ACTIONS.install;
  return html`<article class="solution">
    <section class="card solution-head">
      ${solutionIcon(application, 'large')}
      <div class="solution-name">
        <h1>${registration.name}</h1>
        <p class="muted">${registration.vendorName}</p>
        ${stateBadge(application, language)}
      </div>
      <div class="solution-actions">
        ${
          showInstall && mayInstall
            ? html`<button type="button" class="primary" data-action="${action}" data-opens="install-dialog">
                ${isUpdate ? t.update : t.install}
              </button>`
            : null
        }
        ${
          application.active && hasPage
            ? html`<a class="button" href="${portalPaths.application(registration.code)}" data-action="${PORTAL_ACTIONS.openApplication}"
                >${state === PORTAL_STATES.notFinished && mayInstall ? t.finishInstallation : t.open}</a
              >`
            : null
        }
        ${
          application.active && registration.mode === 'D'
            ? html`<a class="button" href="${portalPaths.settings(registration.code)}">${t.settingsTitle}</a>`
            : null
        }
        ${showInstall && !mayInstall ? html`<p class="muted">${t.adminOnlyInstall}</p>` : null}
      </div>
      <dl class="facts">
        <div>
          <dt>${t.vendor}</dt>
          <dd>${registration.vendorName}</dd>
        </div>
        <div>
          <dt>${t.version}</dt>
          <dd data-role="registered-version">${registration.version}</dd>
        </div>
        ${
          application.installedRegistration === null
            ? null
            : html`<div>
                <dt>${t.installedVersion}</dt>
                <dd data-role="installed-version">${application.installedRegistration.version}</dd>
              </div>`
        }
        <div>
          <dt>${t.code}</dt>
          <dd><code>${registration.code}</code></dd>
        </div>
      </dl>
    </section>
    ${textBlock(t.description, texts?.description ?? '') ?? textBlock(t.description, t.noDescription)}
    ${textBlock(t.whatsNew, texts?.whatsNew ?? '')} ${textBlock(t.installation, texts?.installation ?? '')}
    ${textBlock(t.support, texts?.support ?? '')}
    ${showInstall && mayInstall ? installDialog(application, session, language, isUpdate) : null}
  </article>`;
}

function installDialog(application: ApplicationState, session: Session, language: Language, isUpdate: boolean): SafeHtml {
  const t = portalTexts[language];
  const { registration } = application;
  return html`<dialog id="install-dialog" data-role="install-dialog" aria-labelledby="install-dialog-title">
    <form method="post" action="${isUpdate ? '/market/update/' : '/market/install/'}">
      ${formKey(session)}<input type="hidden" name="code" value="${registration.code}" />
      <h2 id="install-dialog-title">${isUpdate ? t.updateTitle : t.installTitle}</h2>
      <p><b>${registration.name}</b>, ${registration.version}</p>
      ${
        registration.scopes.length === 0
          ? html`<p>${t.noScopes}</p>`
          : html`<p>${t.scopesLead}</p>
              <ul class="scopes">
                ${registration.scopes.map((scope) => html`<li data-scope="${scope}">${scopeName(scope, language)} <code>${scope}</code></li>`)}
              </ul>`
      }
      <p class="muted">${isUpdate ? t.consentUpdate : t.consent}</p>
      <div class="dialog-actions">
        <button type="button" class="quiet" data-action="${PORTAL_ACTIONS.cancelInstall}" data-closes-dialog>${t.cancel}</button>
        <button type="submit" class="primary" data-action="${PORTAL_ACTIONS.confirmInstall}">${isUpdate ? t.update : t.install}</button>
      </div>
    </form>
  </dialog>`;
}

export function installedPage(applications: readonly ApplicationState[], session: Session, language: Language): SafeHtml {
  const t = portalTexts[language];
  const rows = applications.map((application) => {
    const registration = application.installedRegistration ?? application.registration;
    const hasPage = registration.mode !== 'C' && registration.mode !== 'D';
    return html`<tr data-code="${registration.code}">
      <td>
        <span class="cell-name"
          >${solutionIcon(application, 'small')}<a href="${portalPaths.card(registration.code)}">${registration.name}</a></span
        >
      </td>
      <td>${registration.version}</td>
      <td>${registration.vendorName}</td>
      <td>${stateBadge(application, language)}</td>
      <td class="row-actions">
        ${
          hasPage
            ? html`<a class="button" href="${portalPaths.application(registration.code)}" data-action="${PORTAL_ACTIONS.openApplication}"
                >${t.open}</a
              >`
            : null
        }
        ${registration.mode === 'D' ? html`<a class="button" href="${portalPaths.settings(registration.code)}">${t.settingsTitle}</a>` : null}
        <button
          type="button"
          class="danger"
          data-action="${PORTAL_ACTIONS.remove}"
          data-opens="remove-dialog"
          data-code="${registration.code}"
          data-question="${t.removeQuestion(registration.name)}"
        >
          ${t.remove}
        </button>
      </td>
    </tr>`;
  });
  return html`<header class="page-head"><h1>${t.installedTitle}</h1></header>
    ${
      rows.length === 0
        ? html`<section class="card message"><p data-role="empty">${t.installedEmpty}</p></section>`
        : html`<section class="card table-card">
            <table>
              <thead>
                <tr>
                  <th scope="col">${t.nameColumn}</th>
                  <th scope="col">${t.version}</th>
                  <th scope="col">${t.vendor}</th>
                  <th scope="col">${t.stateColumn}</th>
                  <th scope="col"><span class="visually-hidden">${t.actionsColumn}</span></th>
                </tr>
              </thead>
              <tbody>
                ${rows}
              </tbody>
            </table>
          </section>`
    }
    <dialog id="remove-dialog" data-role="remove-dialog" aria-labelledby="remove-dialog-title">
      <form method="post" action="/market/remove/">
        ${formKey(session)}<input type="hidden" name="code" value="" data-fills="code" />
        <h2 id="remove-dialog-title">${t.removeTitle}</h2>
        <p data-fills="question"></p>
        <label class="check"><input type="checkbox" name="clean" value="1" /><span>${t.removeData}</span></label>
        <p class="muted">${t.removeDataHint}</p>
        <div class="dialog-actions">
          <button type="button" class="quiet" data-action="${PORTAL_ACTIONS.cancelRemove}" data-closes-dialog>${t.cancel}</button>
          <button type="submit" class="danger" data-action="${PORTAL_ACTIONS.confirmRemove}">${t.remove}</button>
        </div>
      </form>
    </dialog>`;
}
