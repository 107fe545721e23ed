import { effectiveRegistration, findApplication, findApplicationByClientId, type PortalCore } from './core.ts';
import type { ExchangeTicket } from '../../portal-kit/exchange-log.ts';
import { note } from './observations.ts';
import { textField, type Fields } from '../../portal-kit/request-body.ts';
import { hashSecret } from '../../portal-kit/secrets.ts';
import type { ApplicationState, TokenState } from './state.ts';

export interface OAuthAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly grantType: string;
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  invalid_request: 'The request is missing a required parameter or includes an unsupported value',
  invalid_client: 'The client is unknown, its secret is wrong, or the application is not installed',
  invalid_grant: 'The code or refresh token is invalid, used, expired or belongs to another client',
  PAYMENT_REQUIRED: 'The application has to be paid',
};

/** The authorisation server's token address (domain/bitrix24.md §6). Statuses are not documented; 400 and 401 are what client libraries expect. */
export class OAuthServer {
  readonly #core: PortalCore;

  constructor(core: PortalCore) {
    this.#core = core;
  }

  token(fields: Fields, source: 'vendor' | 'browser', ticket: ExchangeTicket): OAuthAnswer {
    const core = this.#core;
    const grantType = textField(fields, 'grant_type');
    const clientId = textField(fields, 'client_id');
    const clientSecret = textField(fields, 'client_secret');
    const refreshToken = textField(fields, 'refresh_token');
    const code = textField(fields, 'code');
    core.secrets.label('client_secret', clientSecret);
    core.secrets.label('refresh_token', refreshToken);
    core.secrets.label('code', code);
    const application = findApplicationByClientId(core, clientId);
    const refresh = refreshToken === '' ? null : core.tokens.checkRefresh(refreshToken);
    if (refresh?.state === 'revoked' && refresh.token.revokedBecause === 'uninstalled') {
      this.#noteDeadToken(refresh.token, refreshToken, grantType, source, ticket);
    }
    const refuse = (error: string, status: number): OAuthAnswer => {
      this.#note(application, grantType, status, error, null, ticket);
      return { status, grantType, body: { error, error_description: DESCRIPTIONS[error] ?? error } };
    };
    if (grantType !== 'authorization_code' && grantType !== 'refresh_token') return refuse('invalid_request', 400);
    if (clientId === '' || clientSecret === '') return refuse('invalid_request', 400);
    if (
      application === null ||
      application.registration.clientId !== clientId ||
      application.clientSecretHash !== hashSecret(clientSecret)
    ) {
      return refuse('invalid_client', 401);
    }
    if (!application.active) return refuse('invalid_client', 401);
    if (core.faults.paymentExpired) return refuse('PAYMENT_REQUIRED', 402);
    if (grantType === 'authorization_code') {
      if (code === '') return refuse('invalid_request', 400);
      const userId = core.tokens.redeemCode(application, code);
      if (userId === null) return refuse('invalid_grant', 400);
      this.#note(application, grantType, 200, null, null, ticket);
      return this.#issue(application, userId, grantType);
    }
    if (refresh === null) return refuse('invalid_request', 400);
    if (refresh.state !== 'valid' || refresh.token.code !== application.registration.code) return refuse('invalid_grant', 400);
    core.tokens.refreshUsed(refresh.token);
    this.#note(application, grantType, 200, null, refresh.token.accessExpiresAt - Date.now(), ticket);
    return this.#issue(application, refresh.token.userId, grantType);
  }

  #issue(application: ApplicationState, userId: string, grantType: string): OAuthAnswer {
    const core = this.#core;
    const tokens = core.tokens.issue(application, userId, true);
    return {
      status: 200,
      grantType,
      body: {
        access_token: tokens.accessToken,
        expires: Math.floor(tokens.expiresAt / 1000),
        expires_in: tokens.expiresInSeconds,
        scope: tokens.scopes.join(','),
        domain: new URL(core.address.serverEndpoint).host,
        server_endpoint: core.address.serverEndpoint,
        status: effectiveRegistration(application).status,
        client_endpoint: core.address.clientEndpoint,
        member_id: core.state.memberId,
        user_id: Number(userId),
        refresh_token: tokens.refreshToken,
      },
    };
  }

  #note(
    application: ApplicationState | null,
    grantType: string,
    status: number,
    error: string | null,
    remainingMs: number | null,
    ticket: ExchangeTicket,
  ): void {
    const core = this.#core;
    if (application === null) {
      note(core.observations.unattributed, { at: Date.now(), kind: 'oauth', name: grantType, error: error ?? '', ticket });
      return;
    }
    const { installNumber } = application;
    const call = { at: Date.now(), grantType, status, error, installNumber, remainingMs, ticket };
    note(core.observations.of(application.registration.code).oauthCalls, call);
  }

  #noteDeadToken(token: TokenState, value: string, grantType: string, source: 'vendor' | 'browser', ticket: ExchangeTicket): void {
    const core = this.#core;
    note(core.observations.of(token.code).deadTokenUses, {
      at: Date.now(),
      kind: 'oauth',
      name: grantType,
      token: core.secrets.label('refresh_token', value),
      source,
      installNumber: token.installNumber,
      revokedAt: token.revokedAt ?? 0,
      afterReinstall: findApplication(core, token.code)?.active === true,
      ticket,
    });
  }
}
