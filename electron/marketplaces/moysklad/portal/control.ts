import { z } from 'zod';
import { AppError } from '../../../../shared/domain/errors.ts';
import { descriptorSchema } from '../descriptor/descriptor.ts';
import { findSolution, type PortalCore } from './core.ts';
import { healthyPortal } from './settings.ts';
import type { SolutionState } from './state.ts';

/**
 * Commands of `Portal.control(command, input)`: input and result are JSON.
 *
 * | command            | input                | does                                                                            |
 * | ------------------ | -------------------- | ------------------------------------------------------------------------------- |
 * | install, uninstall, suspend, resume, forget | code | the same without the pages                                    |
 * | change-tariff, prolong | code             | PUT TariffChanged, Autoprolongation                                             |
 * | change-permissions | code, access?        | other rights from now on; those of the registered descriptor without `access`  |
 * | run-scenario       | code, name           | POST scenario                                                                   |
 * | press-button       | code, name, point, objectId | POST button as the administrator                                         |
 * | probe              | code, probe          | one activation that a vendor must refuse or stand; see PROBES                    |
 * | probe-published    | code                 | installs and removes with the published version's credentials                   |
 * | raise-event        | code, entityType     | an entity changes, webhooks are told                                            |
 * | first-entity       | entityType           | { id } of an entity of the type, or null                                        |
 * | repeat-activation  | code                 | the last activation with access again: same request id, new token               |
 * | set                | fields of PortalSettings | changes behaviour, see settings.ts                                          |
 * | reset              | —                    | healthy again                                                                   |
 */
const code = z.string();
const access = descriptorSchema.shape.access;
const commandInputs = {
  install: z.strictObject({ code }),
  uninstall: z.strictObject({ code }),
  suspend: z.strictObject({ code }),
  resume: z.strictObject({ code }),
  forget: z.strictObject({ code }),
  'change-tariff': z.strictObject({ code }),
  prolong: z.strictObject({ code }),
  'change-permissions': z.strictObject({ code, access: access.optional() }),
  'run-scenario': z.strictObject({ code, name: z.string() }),
  'press-button': z.strictObject({ code, name: z.string(), point: z.string() }),
  probe: z.strictObject({ code, probe: z.enum(['wrong-signature', 'expired-token', 'repeated-jti']) }),
  'probe-published': z.strictObject({ code }),
  'raise-event': z.strictObject({ code, entityType: z.string() }),
  'first-entity': z.strictObject({ entityType: z.string() }),
  'repeat-activation': z.strictObject({ code }),
  set: z
    .strictObject({
      contextKeyLifetimeMs: z.number().int().min(0),
      userTokenLifetimeMs: z.number().int().min(0),
      retryTotalMs: z.number().int().min(0),
      longRetryAttempts: z.number().int().min(1),
      timeoutAttempts: z.number().int().min(1),
      malformedAnswer: z.enum(['fails', 'retries']),
      rateLimit: z.number().int().min(1),
      refuseNextCalls: z.number().int().min(0),
      language: z.enum(['ru', 'en']).nullable(),
    })
    .partial(),
  reset: z.strictObject({}),
} as const;

type Command = keyof typeof commandInputs;

/** @throws AppError invalid-request, not-found */
export async function controlPortal(core: PortalCore, command: string, input: unknown): Promise<unknown> {
  if (!Object.hasOwn(commandInputs, command)) throw new AppError('invalid-request', `The portal has no command "${command}".`, { command });
  const parsed = commandInputs[command as Command].safeParse(input ?? {});
  if (!parsed.success) throw new AppError('invalid-request', `${command}: ${z.prettifyError(parsed.error)}`, { command });
  const fields = parsed.data as Record<string, never>;
  const { lifecycle } = core;
  switch (command as Command) {
    case 'install':
      return lifecycle.install(fields['code'] ?? '', true);
    case 'uninstall':
      return lifecycle.uninstall(fields['code'] ?? '', true);
    case 'suspend':
      return lifecycle.suspend(fields['code'] ?? '', true);
    case 'resume':
      return lifecycle.resume(fields['code'] ?? '', true);
    case 'forget':
      return lifecycle.forget(fields['code'] ?? '');
    case 'change-tariff':
      return lifecycle.changeSubscription(fields['code'] ?? '', 'TariffChanged', true);
    case 'prolong':
      return lifecycle.changeSubscription(fields['code'] ?? '', 'Autoprolongation', true);
    case 'change-permissions':
      return lifecycle.changePermissions(fields['code'] ?? '', fields['access'] ?? null, true);
    case 'run-scenario': {
      const [order] = core.entities.list('customerorder');
      await lifecycle.runScenario(fields['code'] ?? '', fields['name'] ?? '', 'MODIFY', 'customerorder', String(order?.['id']));
      return {};
    }
    case 'press-button': {
      const point = String(fields['point']);
      const type = point.split('.')[1] ?? 'customerorder';
      const [first] = core.entities.has(type) ? core.entities.list(type) : [];
      const id = String(first?.['id'] ?? core.state.accountId);
      // A document that is not saved yet has no id, and a button may do without the selected rows.
      const usesSelected = solutionOf(core, fields['code'] ?? '').registration.descriptor.buttons.some(
        (one) => one.name === fields['name'] && one.usesSelected,
      );
      const inList = usesSelected ? { selected: [{ id, type }] } : null;
      const object = point.endsWith('.list') ? inList : point.endsWith('.create') ? null : { objectId: id };
      const administrator = { employeeId: '7c1e0a10-5d00-4e00-8a00-000000000001', role: 'admin' };
      await lifecycle.pressButton(fields['code'] ?? '', fields['name'] ?? '', point, object, administrator);
      return {};
    }
    case 'probe':
      return probe(core, solutionOf(core, fields['code'] ?? ''), fields['probe'] ?? '');
    case 'probe-published': {
      const published = core.keys.publishedOf(fields['code'] ?? '');
      if (published !== null) await lifecycle.probePublished(fields['code'] ?? '', published);
      return {};
    }
    case 'raise-event': {
      const type = String(fields['entityType']);
      const [first] = core.entities.has(type) ? core.entities.list(type) : [];
      if (first !== undefined) {
        const href = core.entities.href(type, String(first['id']));
        for (const action of ['CREATE', 'UPDATE', 'DELETE'] as const) core.webhooks.raise(type, action, href);
      }
      await core.webhooks.settled();
      return {};
    }
    case 'first-entity': {
      const type = String(fields['entityType']);
      return { id: core.entities.has(type) ? (core.entities.list(type)[0]?.['id'] ?? null) : null };
    }
    case 'repeat-activation':
      await lifecycle.repeatActivation(fields['code'] ?? '');
      return {};
    case 'set':
      Object.assign(core.settings, fields);
      return { ...core.settings };
    case 'reset':
      Object.assign(core.settings, healthyPortal());
      return { ...core.settings };
  }
}

function solutionOf(core: PortalCore, name: string): SolutionState {
  const solution = findSolution(core, name);
  if (solution === null) throw new AppError('not-found', `The portal has no solution "${name}".`, { code: name });
  return solution;
}

/** One deviating PUT, or two of which the second repeats the first. What comes of it is in the inspection, by the probe's name. */
async function probe(core: PortalCore, solution: SolutionState, name: string): Promise<unknown> {
  const body = core.lifecycle.activationBody(solution, 'TariffChanged', null);
  const call = (options: object): ReturnType<typeof core.vendor.call> =>
    core.vendor.call(solution, 'activation', 'TariffChanged', body, { probe: name, ...options });
  const now = Math.floor(Date.now() / 1000);
  switch (name) {
    case 'wrong-signature':
      await call({ key: 'a-key-that-is-not-the-solution-s-0001' });
      break;
    case 'expired-token':
      await call({ claims: { iat: now - 4000, exp: now - 3700, jti: `expired-${now}` } });
      break;
    default: {
      // What the first of the two is answered is not the probe's business: the last one counts.
      const first = await call({});
      await call({ jwt: first.jwt });
    }
  }
  return {};
}
