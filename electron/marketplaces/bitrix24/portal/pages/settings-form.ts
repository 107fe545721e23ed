import { PORTAL_ACTIONS } from '../page-map.ts';
import type { Session } from '../users.ts';
import type { SettingsForm } from '../settings-form.ts';
import { html, type SafeHtml } from '../../../portal-kit/html.ts';
import { formKey } from './layout.ts';
import { portalTexts, type Language } from './texts.ts';

/** The form that a solution of mode D described (docs "rest-only-installation-master"). */
export function settingsFormBlock(input: {
  form: SettingsForm;
  path: string;
  session: Session;
  language: Language;
  values: Readonly<Record<string, string>>;
  errors: readonly { readonly field: string; readonly message: string }[];
  isInstallation: boolean;
  closeHref: string;
}): SafeHtml {
  const { form, values, errors } = input;
  const t = portalTexts[input.language];
  const errorsOf = (name: string): SafeHtml[] =>
    errors
      .filter((error) => error.field === name)
      .map((error) => html`<small role="alert" data-error-of="${name}">${error.message}</small>`);
  const fieldBlock = (field: SettingsForm['steps'][number]['fields'][number]): SafeHtml => {
    const value = values[field.name] ?? field.value;
    const control =
      field.type === 'dropdown-list'
        ? html`<select name="data[${field.name}]" ${field.updateForm ? html`data-updates-form` : null}>
            ${field.items.map((item) => html`<option value="${item.value}" ${item.value === value ? html`selected` : null}>${item.name}</option>`)}
          </select>`
        : html`<input
            type="text"
            name="data[${field.name}]"
            value="${value}"
            placeholder="${field.placeholder}"
            ${field.updateForm ? html`data-updates-form` : null}
          />`;
    return html`<label class="field" data-field="${field.name}"
      ><span>${field.label || field.name}</span>${control}${errorsOf(field.name)}</label
    >`;
  };
  return html`<form class="card" method="post" action="${input.path}" data-role="settings-form">
    ${formKey(input.session)}<input type="hidden" name="isInstallation" value="${input.isInstallation ? '1' : ''}" />
    <h2>${form.title}</h2>
    ${form.steps.map(
      (step) =>
        html`<fieldset data-step="${step.id}">
          <legend>${step.title}</legend>
          ${step.description === '' ? null : html`<p class="muted">${step.description}</p>`} ${step.fields.map(fieldBlock)}
        </fieldset>`,
    )}
    <div class="dialog-actions">
      <a class="button" href="${input.closeHref}">${form.form.cancelCaption || t.cancel}</a>
      <button type="submit" class="primary" name="what" value="save" data-action="${PORTAL_ACTIONS.saveSettings}">
        ${form.form.saveCaption || t.save}
      </button>
      <button type="submit" name="what" value="change" data-action="refresh-settings" hidden>${t.save}</button>
    </div>
  </form>`;
}
