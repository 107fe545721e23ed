import { z } from 'zod';
import { effectiveRegistration, type PortalCore } from './core.ts';
import { formOf } from '../../portal-kit/request-body.ts';
import type { ApplicationState } from './state.ts';
import type { DemoUser } from './users.ts';

/** The form that a solution of mode D describes in JSON (docs "rest-only-installation-master"). */
const text = z.string().max(5000).default('');
const settingsFormSchema = z.object({
  title: z.string().min(1).max(500),
  version: z.literal(['1', 1]),
  steps: z
    .array(
      z.object({
        id: z.string().min(1).max(200),
        title: z.string().max(500),
        description: text,
        fields: z
          .array(
            z.object({
              id: z.string().min(1).max(200),
              name: z
                .string()
                .min(1)
                .max(200)
                .regex(/^[^[\]]+$/),
              type: z.enum(['input', 'dropdown-list']),
              label: text,
              placeholder: text,
              value: text,
              items: z
                .array(z.object({ value: z.coerce.string().max(500), name: z.coerce.string().max(500) }))
                .max(1000)
                .default([]),
              updateForm: z.boolean().default(false),
            }),
          )
          .max(200),
      }),
    )
    .min(1)
    .max(50),
  form: z.object({
    id: z.string().min(1).max(200),
    action: z.url({ protocol: /^https?$/ }),
    clientId: z.string().min(1).max(200),
    redirect: text,
    saveCaption: text,
    cancelCaption: text,
  }),
});
export type SettingsForm = z.output<typeof settingsFormSchema>;

export type SettingsEvent = 'OnAppSettingsInstall' | 'OnAppSettingsChange' | 'OnAppSettingsDisplay';

export type FormAnswer = { readonly form: SettingsForm } | { readonly problem: string };
export type SaveAnswer =
  | { readonly saved: true; readonly redirect: string }
  | {
      readonly saved: false;
      readonly errors: readonly { readonly field: string; readonly message: string }[];
      readonly problem: string | null;
    };

/** Asks the solution for its form. */
export async function requestForm(
  core: PortalCore,
  application: ApplicationState,
  user: DemoUser,
  event: SettingsEvent,
  values: Readonly<Record<string, string>>,
): Promise<FormAnswer> {
  const { settingsUrl } = effectiveRegistration(application);
  if (settingsUrl === null) return { problem: 'the version has no URL_SETTINGS' };
  const answer = await core.outgoing.send({
    kind: 'settings',
    name: event,
    method: 'POST',
    url: settingsUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Bitrix24 Webhook Engine' },
    body: formOf({ event, data: values, auth: authFields(core, application, user) }),
    timeoutMs: core.options.eventTimeoutMs,
    maxRedirects: 5,
  });
  if (answer.error !== null) return { problem: answer.error };
  if (answer.status !== 200) return { problem: `answered ${answer.status ?? 'nothing'}` };
  const parsed = settingsFormSchema.safeParse(parseJson(answer.body));
  if (!parsed.success)
    return {
      problem: `the form is not valid: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`.trim(),
    };
  return { form: parsed.data };
}

/** Sends the values to `form.action`. 200 with success saves; 400 with errors shows them under the fields. */
export async function saveForm(
  core: PortalCore,
  application: ApplicationState,
  user: DemoUser,
  form: SettingsForm,
  values: Readonly<Record<string, string>>,
): Promise<SaveAnswer> {
  const answer = await core.outgoing.send({
    kind: 'settings',
    name: 'saveform',
    method: 'POST',
    url: form.form.action,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Bitrix24 Webhook Engine' },
    body: formOf({ data: values, auth: authFields(core, application, user), saveform: 'Y' }),
    timeoutMs: core.options.eventTimeoutMs,
    maxRedirects: 5,
  });
  const body = parseJson(answer.body);
  if (answer.error === null && answer.status === 200 && isObject(body) && body['status'] === 'success') {
    application.settings = { ...values };
    core.file.changed();
    return { saved: true, redirect: form.form.redirect };
  }
  const errors = isObject(body) && Array.isArray(body['errors']) ? body['errors'] : [];
  const shown = errors.slice(0, 100).flatMap((error: unknown) => {
    return isObject(error) ? [{ field: String(error['field'] ?? ''), message: String(error['message'] ?? '').slice(0, 500) }] : [];
  });
  return { saved: false, errors: shown, problem: shown.length > 0 ? null : (answer.error ?? `answered ${answer.status ?? 'nothing'}`) };
}

function authFields(core: PortalCore, application: ApplicationState, user: DemoUser): Record<string, unknown> {
  const tokens = core.tokens.issue(application, user.id, true);
  const registration = effectiveRegistration(application);
  return {
    access_token: tokens.accessToken,
    expires: String(Math.floor(tokens.expiresAt / 1000)),
    expires_in: String(tokens.expiresInSeconds),
    scope: tokens.scopes.join(','),
    domain: core.address.domain,
    server_endpoint: core.address.serverEndpoint,
    status: registration.status,
    client_endpoint: core.address.clientEndpoint,
    member_id: core.state.memberId,
    refresh_token: tokens.refreshToken,
    user_id: user.id,
    client_id: registration.clientId,
    application_token: core.tokens.applicationToken(application),
  };
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
