import { z } from 'zod';
import { AppError } from '../../../../shared/domain/errors.ts';
import { findApplication, webhookUrl, type PortalCore } from './core.ts';
import type { ApplicationState } from './state.ts';
import { DEMO_USERS, findUser, type DemoUser } from './users.ts';

/**
 * Commands of `Portal.control(command, input)`: input and result are JSON.
 *
 * | command                    | input                                   | does                                                                        | result |
 * | -------------------------- | --------------------------------------- | --------------------------------------------------------------------------- | ------ |
 * | install                    | code, userId?                           | installs without the pages                                                  | { ok, refusal? } |
 * | uninstall                  | code, clean, userId?                    | uninstalls without the pages                                                | { ok, refusal? } |
 * | update                     | code, userId?                           | updates to the registered version without the pages                         | { ok, refusal? } |
 * | finish                     | code, userId?                           | marks the installation as finished, as installFinish would                  | { finished } |
 * | expire-tokens              | code?                                   | access tokens expire now (all applications without code)                    | { expired } |
 * | revoke-tokens              | code                                    | access and refresh tokens die, the application stays                        | {} |
 * | rotate-application-token   | code                                    | a new application_token from now on                                         | {} |
 * | set-faults                 | any of the fields of Faults             | changes behaviour, see faults.ts; given fields only                         | the faults now |
 * | reset-faults               | —                                       | healthy again                                                               | the faults now |
 * | forge-event                | code, event?, url?                      | sends the event with a wrong application_token to its handler               | { sent, status, error, eventId } |
 * | plant-options              | code, name, app, user                   | writes a text into the application's options and those of every user        | {} |
 * | raise-event                | code, event, data?, userId?             | raises an event as if something had happened on the portal                  | {} |
 * | create-webhook             | scopes, userId?                         | makes an inbound webhook without the pages                                  | { url } |
 */
const commandInputs = {
  install: z.strictObject({ code: z.string(), userId: z.string().default('1') }),
  uninstall: z.strictObject({ code: z.string(), clean: z.boolean(), userId: z.string().default('1') }),
  update: z.strictObject({ code: z.string(), userId: z.string().default('1') }),
  finish: z.strictObject({ code: z.string(), userId: z.string().default('1') }),
  'expire-tokens': z.strictObject({ code: z.string().nullable().default(null) }),
  'revoke-tokens': z.strictObject({ code: z.string() }),
  'rotate-application-token': z.strictObject({ code: z.string() }),
  'set-faults': z
    .strictObject({
      deadTokenError: z.enum(['NO_AUTH_FOUND', 'expired_token']),
      accessLifetimeMs: z.number().int().min(0),
      refreshLifetimeMs: z.number().int().min(0),
      codeLifetimeMs: z.number().int().min(0),
      refuseNextCalls: z.number().int().min(0),
      breakNextCalls: z.number().int().min(0),
      rateLimit: z.boolean(),
      loseEvents: z.array(z.string()),
      extraDelayMs: z.record(z.string(), z.number().int().min(0)),
      duplicateEvents: z.array(z.string()),
      reusableRefreshTokens: z.boolean(),
      rotateApplicationToken: z.boolean(),
      wizardOnUpdate: z.boolean(),
      installEventOnUpdate: z.boolean(),
      paymentExpired: z.boolean(),
    })
    .partial(),
  'reset-faults': z.strictObject({}).default({}),
  'forge-event': z.strictObject({ code: z.string(), event: z.string().default('ONAPPUNINSTALL'), url: z.url().optional() }),
  'plant-options': z.strictObject({ code: z.string(), name: z.string(), app: z.string(), user: z.string() }),
  'raise-event': z.strictObject({
    code: z.string(),
    event: z.string(),
    data: z.record(z.string(), z.unknown()).default({}),
    userId: z.string().default('1'),
  }),
  'create-webhook': z.strictObject({ scopes: z.array(z.string()), userId: z.string().default('1') }),
} as const;

export type ControlCommand = keyof typeof commandInputs;
export type ControlInput<Command extends ControlCommand> = z.input<(typeof commandInputs)[Command]>;

function inputOf<Command extends ControlCommand>(command: Command, input: unknown): z.output<(typeof commandInputs)[Command]> {
  const parsed = commandInputs[command].safeParse(input ?? {});
  if (!parsed.success)
    throw new AppError('invalid-request', `Wrong input of the portal's command "${command}": ${z.prettifyError(parsed.error)}`, {
      command,
    });
  return parsed.data as z.output<(typeof commandInputs)[Command]>;
}

export async function controlPortal(
  core: PortalCore,
  healthy: () => PortalCore['faults'],
  command: string,
  input: unknown,
): Promise<unknown> {
  if (!Object.hasOwn(commandInputs, command)) {
    throw new AppError('invalid-request', `Unknown command of the portal: "${command}". Known: ${Object.keys(commandInputs).join(', ')}.`, {
      command,
    });
  }
  core.observations.commands.push(command);
  const language = core.options.language;
  switch (command as ControlCommand) {
    case 'install': {
      const { code, userId } = inputOf('install', input);
      return outcome(core.lifecycle.install(code, userOf(userId), language));
    }
    case 'uninstall': {
      const { code, clean, userId } = inputOf('uninstall', input);
      return outcome(core.lifecycle.uninstall(code, userOf(userId), clean, language));
    }
    case 'update': {
      const { code, userId } = inputOf('update', input);
      return outcome(core.lifecycle.update(code, userOf(userId), language));
    }
    case 'finish': {
      const { code, userId } = inputOf('finish', input);
      return { finished: core.lifecycle.finish(applicationOf(core, code), userOf(userId), language, true, { id: 0 }) };
    }
    case 'expire-tokens':
      return { expired: core.tokens.expireAccess(inputOf('expire-tokens', input).code) };
    case 'revoke-tokens':
      core.tokens.revokeAll(inputOf('revoke-tokens', input).code, 'control');
      return {};
    case 'rotate-application-token':
      applicationOf(core, inputOf('rotate-application-token', input).code).applicationTokenNumber += 1;
      core.file.changed();
      return {};
    case 'set-faults': {
      const given = inputOf('set-faults', input);
      for (const [name, value] of Object.entries(given)) if (value !== undefined) Object.assign(core.faults, { [name]: value });
      return { ...core.faults };
    }
    case 'reset-faults':
      Object.assign(core.faults, healthy());
      return { ...core.faults };
    case 'forge-event': {
      const { code, event, url } = inputOf('forge-event', input);
      const application = applicationOf(core, code);
      const bound = application.handlers.find((handler) => handler.event === event.toUpperCase() && !handler.offline);
      const handler = bound ?? (url === undefined ? undefined : application.handlers[0]);
      if (handler === undefined && url === undefined)
        return { sent: false, status: null, error: 'no handler is bound to this event', eventId: null };
      const target = {
        ...(handler ?? { id: '0', event, userId: null, offline: false, connector: null, boundAt: 0, installNumber: 0, byPortal: true }),
        url: url ?? handler?.url ?? '',
      };
      const forged = 'f'.repeat(8) + core.state.memberId.slice(0, 24).split('').reverse().join('');
      const delivery = await core.events.sendForged(application, target, event.toUpperCase(), forged);
      return { sent: true, status: delivery.status, error: delivery.error, eventId: delivery.id };
    }
    case 'plant-options': {
      const { code, name, app, user } = inputOf('plant-options', input);
      const application = applicationOf(core, code);
      application.appOptions[name] = app;
      for (const { id } of DEMO_USERS) (application.userOptions[id] ??= {})[name] = user;
      core.file.changed();
      return {};
    }
    case 'create-webhook': {
      const { scopes, userId } = inputOf('create-webhook', input);
      const code = core.webhooks.create(userOf(userId).id, scopes);
      return { url: code === null ? null : webhookUrl(core, userId, code) };
    }
    case 'raise-event': {
      const { code, event, data, userId } = inputOf('raise-event', input);
      core.events.raise(applicationOf(core, code), { event: event.toUpperCase(), data, auth: { kind: 'access', userId } });
      return {};
    }
  }
}

function outcome(result: { ok: true } | { ok: false; refusal: string }): { ok: boolean; refusal?: string } {
  return result.ok ? { ok: true } : { ok: false, refusal: result.refusal };
}

function applicationOf(core: PortalCore, code: string): ApplicationState {
  const application = findApplication(core, code);
  if (application === null) throw new AppError('not-found', `The portal does not know the solution "${code}".`, { code });
  return application;
}

function userOf(id: string): DemoUser {
  const user = findUser(id);
  if (user === null) throw new AppError('not-found', `The portal has no user "${id}".`, { userId: id });
  return user;
}
