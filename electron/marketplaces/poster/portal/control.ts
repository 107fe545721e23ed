import { z } from 'zod';
import { AppError } from '../../../../shared/domain/errors.ts';
import { nameOf, type ChangeAuthor } from './account/changes.ts';
import { behaviourSchema, usualBehaviour } from './behaviour.ts';
import type { PosterCore } from './core.ts';
import { findUser, type AccountUser } from './users.ts';

/**
 * Commands of `Portal.control(command, input)`: input and result are JSON.
 *
 * | command            | input                                    | does                                                                  | result |
 * | ------------------ | ---------------------------------------- | --------------------------------------------------------------------- | ------ |
 * | connect            | code, userId?                            | connects without the pages                                            | {} |
 * | issue-code         | code, kind, userId?                      | a code as the redirect or the window would carry it                   | { code } |
 * | remove             | code, userId?                            | removes without the pages                                             | {} |
 * | set-behaviour      | any of the fields of behaviour.ts        | changes behaviour; given fields only                                  | the behaviour now |
 * | reset-behaviour    | —                                        | as usual again                                                        | the behaviour now |
 * | change-menu        | action, productId?                       | somebody changes the menu: webhook product or dish                    | { id } |
 * | decide-order       | orderId, decision                        | the terminal accepts, rejects or closes an online order               | { status } |
 * | raise-webhook      | code, object, objectId, action, data?    | an event as if something had happened in the account                  | { heard } |
 * | repeat-webhook     | code, object                             | the last event of this object comes once more, byte for byte          | { sent } |
 * | forge-webhook      | code, object, objectId, action, withToken? | an event whose verify is wrong; with a token that nobody was given   | { sent, status, error } |
 */
const USER = z.string().default('7');
const ACTION = z.enum(['added', 'changed', 'removed', 'transformed']);
const commandInputs = {
  connect: z.strictObject({ code: z.string(), userId: USER }),
  'issue-code': z.strictObject({ code: z.string(), kind: z.enum(['oauth', 'manage']), userId: USER }),
  remove: z.strictObject({ code: z.string(), userId: USER }),
  'set-behaviour': z.record(z.string(), z.unknown()),
  'reset-behaviour': z.strictObject({}).default({}),
  'change-menu': z.strictObject({ action: z.enum(['added', 'changed', 'removed']), productId: z.string().optional() }),
  'decide-order': z.strictObject({ orderId: z.string(), decision: z.enum(['accept', 'reject', 'close']) }),
  'raise-webhook': z.strictObject({
    code: z.string(),
    object: z.string(),
    objectId: z.number().int(),
    action: ACTION,
    data: z.record(z.string(), z.unknown()).optional(),
  }),
  'repeat-webhook': z.strictObject({ code: z.string(), object: z.string() }),
  'forge-webhook': z.strictObject({
    code: z.string(),
    object: z.string(),
    objectId: z.number().int(),
    action: ACTION,
    withToken: z.boolean().default(false),
  }),
} as const;

export type ControlCommand = keyof typeof commandInputs;

function inputOf<Command extends ControlCommand>(command: Command, input: unknown): z.output<(typeof commandInputs)[Command]> {
  const parsed = commandInputs[command].safeParse(input ?? {});
  if (!parsed.success)
    throw new AppError('invalid-request', `Wrong input of the portal's command "${command}": ${z.prettifyError(parsed.error)}`, {
      command,
    });
  return parsed.data as z.output<(typeof commandInputs)[Command]>;
}

export async function controlPortal(core: PosterCore, command: string, input: unknown): Promise<unknown> {
  if (!Object.hasOwn(commandInputs, command))
    throw new AppError('invalid-request', `Unknown command of the portal: "${command}". Known: ${Object.keys(commandInputs).join(', ')}.`, {
      command,
    });
  switch (command as ControlCommand) {
    case 'connect': {
      const { code, userId } = inputOf('connect', input);
      core.connections.connect(core.connections.find(code), userOf(userId));
      return {};
    }
    case 'issue-code': {
      const { code, kind, userId } = inputOf('issue-code', input);
      return { code: core.tokens.issueCode(core.connections.find(code), kind, userOf(userId).id) };
    }
    case 'remove': {
      const { code, userId } = inputOf('remove', input);
      core.connections.remove(core.connections.find(code), userOf(userId));
      return {};
    }
    case 'set-behaviour': {
      const changed = inputOf('set-behaviour', input);
      const parsed = behaviourSchema.safeParse({ ...core.behaviour, ...changed });
      if (!parsed.success) throw new AppError('invalid-request', `Wrong behaviour: ${z.prettifyError(parsed.error)}`, { command });
      Object.assign(core.behaviour, parsed.data);
      return { ...core.behaviour };
    }
    case 'reset-behaviour':
      Object.assign(core.behaviour, usualBehaviour());
      return { ...core.behaviour };
    case 'change-menu': {
      const { action, productId } = inputOf('change-menu', input);
      return { id: changeMenu(core, action, productId) };
    }
    case 'decide-order': {
      const { orderId, decision } = inputOf('decide-order', input);
      return { status: decideOrder(core, orderId, decision) };
    }
    case 'raise-webhook': {
      const { code, data, ...raised } = inputOf('raise-webhook', input);
      const application = core.connections.find(code);
      core.webhooks.raise(application, { ...raised, ...(data === undefined ? {} : { data }) });
      return { heard: application.registration.webhookUrl !== null && core.webhooks.hears(application, raised.object) };
    }
    case 'repeat-webhook': {
      const { code, object } = inputOf('repeat-webhook', input);
      return { sent: await core.webhooks.repeat(core.connections.find(code), object) };
    }
    case 'forge-webhook': {
      const { code, withToken, ...raised } = inputOf('forge-webhook', input);
      const data = withToken ? { user_id: 7, access_token: core.tokens.forge() } : undefined;
      const answer = await core.webhooks.forge(core.connections.find(code), { ...raised, ...(data === undefined ? {} : { data }) });
      return answer === null ? { sent: false, status: null, error: 'the application has no webhook address' } : { sent: true, ...answer };
    }
  }
}

const OWNER: ChangeAuthor = { kind: 'owner' };
const TERMINAL: ChangeAuthor = { kind: 'terminal' };

/** What the account's owner does in the menu; applications hear of it by the webhooks that the change raises. */
function changeMenu(core: PosterCore, action: 'added' | 'changed' | 'removed', productId: string | undefined): number {
  const context = { by: OWNER, installNumber: null, how: 'menu' };
  if (action === 'added') {
    const number = core.account.list('products').length + 1;
    const fields = {
      product_name: `Пробный товар ${number}`,
      type: '3',
      menu_category_id: '3',
      category_name: 'Напитки',
      hidden: '0',
      price: { '1': '4000', '2': '4000' },
      spots: [],
    };
    return Number(core.account.add('products', fields, context)['product_id']);
  }
  const id = productId ?? '2';
  const product = core.account.find('products', id);
  if (product === null) throw new AppError('not-found', `There is no product ${id}.`, { productId: id });
  if (action === 'removed') core.account.remove('products', id, context);
  else {
    // Never the same name twice, so that every change is one.
    const [, name = '', number = '0'] = /^(.*?)(?: \(проба (\d+)\))?$/.exec(nameOf(product)) ?? [];
    core.account.change('products', id, { product_name: `${name} (проба ${Number(number) + 1})` }, context);
  }
  return Number(id);
}

/** Status of an online order: 0 new, 1 accepted, 7 cancelled (PD incomingOrders). A closed one has a receipt. */
export function decideOrder(core: PosterCore, orderId: string, decision: 'accept' | 'reject' | 'close'): number {
  const order = core.account.find('incomingOrders', orderId);
  if (order === null) throw new AppError('not-found', `There is no online order ${orderId}.`, { orderId });
  const context = { by: TERMINAL, installNumber: null, how: decision };
  const updated = { updated_at: new Date().toISOString().slice(0, 19).replace('T', ' ') };
  if (decision === 'close') {
    const receipt = core.account.add(
      'transactions',
      {
        transaction_id: '',
        date_close: String(Date.now()),
        status: '2',
        spot_id: String(order['spot_id'] as number),
        client_id: String((order['client_id'] as number | null) ?? 0),
        sum: '0',
        incoming_order_id: orderId,
      },
      context,
    );
    core.account.change('incomingOrders', orderId, { ...updated, status: 1, transaction_id: Number(receipt['transaction_id']) }, context);
    return 1;
  }
  const status = decision === 'accept' ? 1 : 7;
  core.account.change('incomingOrders', orderId, { ...updated, status }, context);
  return status;
}

function userOf(id: string): AccountUser {
  const user = findUser(id);
  if (user === null) throw new AppError('not-found', `The account has no user "${id}".`, { userId: id });
  return user;
}
