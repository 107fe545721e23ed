import { nextId } from '../core.ts';
import { anyCaseText } from '../../../portal-kit/request-body.ts';
import { RestError, restErrors, type RestCall, type RestMethod } from './method.ts';
import { pageOf } from './methods-common.ts';

/**
 * Features that a solution registers on the portal by a code: robots, activities, bots, message senders, telephone lines.
 * The portal keeps and lists them and drops them with the application; it does not run them.
 */
interface RegistrationKind {
  readonly kind: string;
  readonly scope: string;
  readonly add: string;
  readonly list: string | null;
  readonly remove: string | null;
  readonly code: string;
  /** bizproc takes one code once; a bot may be registered again. */
  readonly isUnique: boolean;
  readonly answersId: boolean;
}

const KINDS: readonly RegistrationKind[] = [
  {
    kind: 'robot',
    scope: 'bizproc',
    add: 'bizproc.robot.add',
    list: 'bizproc.robot.list',
    remove: 'bizproc.robot.delete',
    code: 'CODE',
    isUnique: true,
    answersId: false,
  },
  {
    kind: 'activity',
    scope: 'bizproc',
    add: 'bizproc.activity.add',
    list: 'bizproc.activity.list',
    remove: 'bizproc.activity.delete',
    code: 'CODE',
    isUnique: true,
    answersId: false,
  },
  {
    kind: 'trigger',
    scope: 'crm',
    add: 'crm.automation.trigger.add',
    list: 'crm.automation.trigger.list',
    remove: 'crm.automation.trigger.delete',
    code: 'CODE',
    isUnique: true,
    answersId: false,
  },
  {
    kind: 'userfieldtype',
    scope: 'placement',
    add: 'userfieldtype.add',
    list: 'userfieldtype.list',
    remove: 'userfieldtype.delete',
    code: 'USER_TYPE_ID',
    isUnique: true,
    answersId: false,
  },
  {
    kind: 'sender',
    scope: 'messageservice',
    add: 'messageservice.sender.add',
    list: 'messageservice.sender.list',
    remove: 'messageservice.sender.delete',
    code: 'CODE',
    isUnique: true,
    answersId: false,
  },
  {
    kind: 'line',
    scope: 'telephony',
    add: 'telephony.externalline.add',
    list: 'telephony.externalline.get',
    remove: 'telephony.externalline.delete',
    code: 'NUMBER',
    isUnique: false,
    answersId: true,
  },
  {
    kind: 'bot',
    scope: 'imbot',
    add: 'imbot.register',
    list: 'imbot.bot.list',
    remove: 'imbot.unregister',
    code: 'CODE',
    isUnique: false,
    answersId: true,
  },
  {
    kind: 'command',
    scope: 'imbot',
    add: 'imbot.command.register',
    list: null,
    remove: 'imbot.command.unregister',
    code: 'COMMAND',
    isUnique: false,
    answersId: true,
  },
  {
    kind: 'connector',
    scope: 'imconnector',
    add: 'imconnector.register',
    list: 'imconnector.list',
    remove: 'imconnector.unregister',
    code: 'ID',
    isUnique: false,
    answersId: false,
  },
  {
    kind: 'paysystem',
    scope: 'pay_system',
    add: 'sale.paysystem.handler.add',
    list: 'sale.paysystem.handler.list',
    remove: null,
    code: 'CODE',
    isUnique: true,
    answersId: true,
  },
];

function registrationMethods(kind: RegistrationKind): RestMethod[] {
  const scopes = [kind.scope];
  const all = (call: RestCall): Record<string, Record<string, unknown>> => (call.application.registrations[kind.kind] ??= {});
  const methods: RestMethod[] = [
    {
      name: kind.add,
      scopes,
      adminOnly: kind.kind !== 'bot' && kind.kind !== 'command',
      run(call) {
        const code = anyCaseText(call.params, kind.code);
        if (code === '' || code === '__proto__') throw restErrors.missingArgument(kind.code);
        const registrations = all(call);
        const known = Object.hasOwn(registrations, code) ? registrations[code] : undefined;
        if (known !== undefined && kind.isUnique)
          throw new RestError(`ERROR_${kind.kind.toUpperCase()}_ALREADY_INSTALLED`, `${kind.kind} is already registered`);
        const id = typeof known?.['ID'] === 'string' ? known['ID'] : nextId(call.core);
        registrations[code] = { ...call.params, ID: id };
        call.core.file.changed();
        return kind.answersId ? (kind.kind === 'line' ? { ID: Number(id) } : Number(id)) : true;
      },
    },
  ];
  if (kind.list !== null) {
    methods.push({
      name: kind.list,
      scopes,
      run: (call) => (kind.answersId || kind.kind === 'userfieldtype' ? pageOf(Object.values(all(call)), call) : Object.keys(all(call))),
    });
  }
  if (kind.remove !== null) {
    methods.push({
      name: kind.remove,
      scopes,
      run(call) {
        const registrations = all(call);
        const wanted = anyCaseText(call.params, kind.code) || anyCaseText(call.params, 'BOT_ID') || anyCaseText(call.params, 'COMMAND_ID');
        const code = Object.keys(registrations).find((candidate) => candidate === wanted || registrations[candidate]?.['ID'] === wanted);
        if (code === undefined) throw new RestError(`ERROR_${kind.kind.toUpperCase()}_NOT_FOUND`, `${kind.kind} not found`);
        Reflect.deleteProperty(registrations, code);
        call.core.file.changed();
        return true;
      },
    });
  }
  return methods;
}

/** Messages that the portal takes and shows to nobody: their number is what the caller needs. */
function takenMethods(name: string, scope: string, required: readonly string[]): RestMethod {
  return {
    name,
    scopes: [scope],
    run(call) {
      for (const field of required) if (anyCaseText(call.params, field) === '') throw restErrors.missingArgument(field);
      return Number(nextId(call.core));
    },
  };
}

export const registrationsMethods: readonly RestMethod[] = [
  ...KINDS.flatMap(registrationMethods),
  takenMethods('im.notify.personal.add', 'im', ['USER_ID', 'MESSAGE']),
  takenMethods('im.notify.system.add', 'im', ['USER_ID', 'MESSAGE']),
  takenMethods('im.notify', 'im', ['MESSAGE']),
  takenMethods('im.message.add', 'im', ['DIALOG_ID', 'MESSAGE']),
  takenMethods('imbot.message.add', 'imbot', ['DIALOG_ID', 'MESSAGE']),
  takenMethods('log.blogpost.add', 'log', ['POST_MESSAGE']),
  {
    name: 'telephony.externalcall.register',
    scopes: ['telephony'],
    run(call) {
      if (anyCaseText(call.params, 'PHONE_NUMBER') === '') throw restErrors.missingArgument('PHONE_NUMBER');
      return { CALL_ID: `externalCall.${call.core.state.memberId}.${nextId(call.core)}`, CRM_CREATED_LEAD: null, CRM_CREATED_ENTITIES: [] };
    },
  },
  {
    name: 'telephony.externalcall.finish',
    scopes: ['telephony'],
    run(call) {
      const id = anyCaseText(call.params, 'CALL_ID');
      if (id === '') throw restErrors.missingArgument('CALL_ID');
      return {
        CALL_ID: id,
        CALL_DURATION: anyCaseText(call.params, 'DURATION') || '0',
        CALL_FAILED_CODE: anyCaseText(call.params, 'STATUS_CODE') || '200',
      };
    },
  },
];
