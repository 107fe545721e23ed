import { textField, type Fields } from '../../portal-kit/request-body.ts';
import type { ExchangeTicket } from '../../portal-kit/exchange-log.ts';
import { CURRENCIES } from './account/account-data.ts';
import { findApplicationById, type PosterCore } from './core.ts';
import type { PosterExchange } from './inspection.ts';
import { note } from './observations.ts';
import { manageVerify } from './signatures.ts';
import type { ApplicationState } from './state.ts';
import { findUser } from './users.ts';

export interface ExchangeRequest {
  readonly kind: 'oauth' | 'manage';
  readonly generation: 'v2' | 'legacy';
  readonly fields: Fields;
  readonly source: 'vendor' | 'browser';
  readonly ticket: ExchangeTicket;
}

interface Refusal {
  readonly error: NonNullable<PosterExchange['error']>;
  readonly detail: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Gives a token for a code: OAuth and Manage, both generations of paths and field names (domain/poster.md §2, §3). */
export function exchangeCode(core: PosterCore, request: ExchangeRequest): { readonly status: number; readonly body: unknown } {
  const applicationId = textField(request.fields, 'application_id', 'client_id');
  const application = findApplicationById(core, applicationId);
  const result = judge(core, request, application, applicationId);
  const noted = {
    at: Date.now(),
    kind: request.kind,
    generation: request.generation,
    source: request.source,
    installNumber: application?.installNumber ?? 0,
    error: 'error' in result ? result.error : null,
    detail: 'error' in result ? core.secrets.mask(result.detail) : '',
    ticket: request.ticket,
  };
  if (application === null) note(core.observations.unknownExchanges, noted);
  else note(core.observations.of(application.registration.code).exchanges, noted);
  if ('error' in result || application === null) {
    return { status: core.behaviour.errorStatus, body: 'error' in result ? result.body : {} };
  }
  const token = core.tokens.issue(application, result.userId);
  if (request.kind === 'manage') core.connections.windowExchanged(textField(request.fields, 'code'));
  core.connections.exchanged(application, result.userId);
  return { status: 200, body: answerOf(core, application, result.userId, token, request.generation) };
}

function judge(
  core: PosterCore,
  request: ExchangeRequest,
  application: ApplicationState | null,
  applicationId: string,
): Refusal | { readonly userId: string } {
  return request.kind === 'oauth' ? judgeOAuth(core, request, application) : judgeManage(core, request, application, applicationId);
}

function judgeOAuth(
  core: PosterCore,
  { fields }: ExchangeRequest,
  application: ApplicationState | null,
): Refusal | { readonly userId: string } {
  const codes = core.behaviour.exchangeErrors;
  // The form of the error is documented, its numbers are not: they are settings.
  const refusal = (error: Refusal['error'], code: number, message: string, detail = message): Refusal => ({
    error,
    detail,
    body: { code, error_type: 'OAuthException', error_message: message },
  });
  if (application === null) return refusal('application', codes.application, 'Application not found');
  const secret = core.applicationSecrets.get(application.registration.code) ?? '';
  if (textField(fields, 'application_secret', 'client_secret') !== secret)
    return refusal('secret', codes.secret, 'Wrong application secret');
  if (textField(fields, 'grant_type') !== 'authorization_code')
    return refusal('grant-type', codes.grantType, 'grant_type must be authorization_code', `grant_type=${textField(fields, 'grant_type')}`);
  const redirectUri = textField(fields, 'redirect_uri');
  if (redirectUri !== application.registration.redirectUri)
    return refusal('redirect-uri', codes.redirectUri, 'redirect_uri does not match the registered one', redirectUri);
  const owner = core.tokens.redeem(application, 'oauth', textField(fields, 'code'));
  return 'why' in owner ? refusal('code', codes.code, 'Wrong code', owner.why) : owner;
}

function judgeManage(
  core: PosterCore,
  { fields }: ExchangeRequest,
  application: ApplicationState | null,
  applicationId: string,
): Refusal | { readonly userId: string } {
  const refusal = (error: Refusal['error'], code: number, message: string, field: string, detail = message): Refusal => ({
    error,
    detail,
    body: { error: code, message, field },
  });
  const given: Readonly<Record<string, string>> = {
    application_id: applicationId,
    application_secret: textField(fields, 'application_secret', 'client_secret'),
    code: textField(fields, 'code'),
    verify: textField(fields, 'verify'),
  };
  for (const [field, value] of Object.entries(given)) {
    if (value === '') return refusal('field', 34, `Поле ${field} обязательное для заполнения`, field, field);
  }
  if (application === null)
    return refusal('application', 143, "Requested code's application doesn't exist", 'application_id', applicationId);
  const secret = core.applicationSecrets.get(application.registration.code) ?? '';
  if (given['application_secret'] !== secret) return refusal('secret', 142, 'Verify code is not correct', 'verify', 'application_secret');
  if (given['verify']?.toLowerCase() !== manageVerify(applicationId, secret, given['code'] ?? ''))
    return refusal('verify', 142, 'Verify code is not correct', 'verify', 'verify');
  if (!application.isConnected) return refusal('not-connected', core.behaviour.manageCodeError, 'Application is not connected', 'code');
  const owner = core.tokens.redeem(application, 'manage', given['code'] ?? '');
  return 'why' in owner ? refusal('code', core.behaviour.manageCodeError, 'Code does not exist', 'code', owner.why) : owner;
}

function answerOf(core: PosterCore, application: ApplicationState, userId: string, token: string, generation: 'v2' | 'legacy'): unknown {
  return {
    access_token: token,
    // Old libraries read account_name and build the host from it [S API-PHP, MPE].
    ...(generation === 'legacy' ? { account_name: core.state.account } : {}),
    account_number: core.state.accountNumber,
    ...peopleOf(core, application, userId),
  };
}

/** user, ownerInfo and, with Poster's own billing, tariff: the same in both exchanges and in application.getInfo. */
export function peopleOf(core: PosterCore, application: ApplicationState, userId: string): Record<string, unknown> {
  const user = findUser(userId) ?? findUser('7');
  const owner = findUser('7');
  const currency = CURRENCIES[core.behaviour.currency];
  return {
    user: { id: Number(user?.id ?? 7), name: user?.name.en ?? '', email: user?.email ?? '', role_id: user?.roleId ?? 3 },
    ownerInfo: {
      email: owner?.email ?? '',
      phone: '+380000000000',
      city: '',
      country: currency.country,
      name: owner?.name.en ?? '',
      company_name: core.state.account,
    },
    ...(application.registration.posterBilling ? { tariff: tariffOf(core) } : {}),
  };
}

function tariffOf(core: PosterCore): Record<string, unknown> {
  const days = core.behaviour.tariffExpired ? -1 : 30;
  const date = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19).replace('T', ' ');
  return { key: 'base', name: 'Base', tariff_id: 1, date_trial: 14, price: 10, currency_iso_code: 'USD', next_pay_date: date };
}
