import { nextId } from '../core.ts';
import { ListPage, type RestMethod } from './method.ts';

/**
 * Methods that a portal has and this one does not play: it knows their sections and scopes (docs "api-reference", "scopes/permissions") and how
 * their names end, checks the token and the scope, and answers with nothing in particular. Without them a solution that calls
 * `im.notify.personal.add` would be blamed for a method that exists. Which ones were called is told by the inspection.
 */
const SECTIONS: readonly (readonly [prefix: string, scope: string])[] = [
  ['ai.', 'ai_admin'],
  ['biconnector.', 'biconnector'],
  ['bizproc.', 'bizproc'],
  ['booking.', 'booking'],
  ['calendar.', 'calendar'],
  ['call.', 'call'],
  ['catalog.', 'catalog'],
  ['department.', 'department'],
  ['disk.', 'disk'],
  ['documentgenerator.', 'documentgenerator'],
  ['im.', 'im'],
  ['imbot.', 'imbot'],
  ['imconnector.', 'imconnector'],
  ['imopenlines.', 'imopenlines'],
  ['landing.', 'landing'],
  ['lists.', 'lists'],
  ['log.', 'log'],
  ['mailservice.', 'mailservice'],
  ['messageservice.', 'messageservice'],
  ['pull.', 'pull'],
  ['rpa.', 'rpa'],
  ['sale.cashbox.', 'cashbox'],
  ['sale.delivery.', 'delivery'],
  ['sale.paysystem.', 'pay_system'],
  ['sale.', 'sale'],
  ['salescenter.', 'salescenter'],
  ['sign.', 'sign.b2e'],
  ['socialnetwork.', 'sonet_group'],
  ['sonet_group.', 'sonet_group'],
  ['task.', 'task'],
  ['tasks.', 'task'],
  ['telephony.', 'telephony'],
  ['timeman.', 'timeman'],
  ['user.userfield.', 'user.userfield'],
  ['userconsent.', 'userconsent'],
  ['userfieldconfig.', 'userfieldconfig'],
  ['voximplant.', 'telephony'],
];

/** In the CRM, where most calls go, a misspelt object is worth telling. */
const CRM_OBJECTS =
  /^crm\.(?:activity|address|automation|calllist|category|company|contact|currency|deal|dealcategory|documentgenerator|duplicate|entity|enum|externalchannel|invoice|item|lead|livefeedmessage|measure|multifield|orderentity|paysystem|persontype|product|productrow|productsection|property|quote|requisite|settings|sign|site|stagehistory|status|timeline|tracking|type|userfield|vat|webform)\./;

const LISTS = /(?:list|search|find|items|tree|types|history|children|recent)$/;
const DESCRIPTIONS = /(?:fields|fieldsbyfilter|schema)$/;
const MAKERS = /\.(?:\w*add|create|register|send|import|copy|clone|new|upload\w*)$/;
const READERS = /\.(?:get\w*|read|count|counters|current|info|status|settings|config|describe)$/;
const CHANGERS =
  /\.(?:update|set\w*|save|edit|rename|change\w*|delete|remove|trash|restore|markdeleted|unregister|bind|unbind|attach\w*|detach\w*|start|stop|pause|resume|renew|complete|close|open|finish|begin|approve|disapprove|accept|answer|decline|transfer|join|leave|invite|activate|deactivate|enable|disable|pin|unpin|mute|unmute|like|show|hide|moveto|copyto|mark\w*|publish\w*|unpublish|execute|run|call|terminate|defer|delegate|typing|event)$/;

/** The stand-in for a method of this name (lower case); null when portals have no such method as far as is known. */
export function standInFor(name: string): RestMethod | null {
  const section = CRM_OBJECTS.test(name) ? (['crm.', 'crm'] as const) : SECTIONS.find(([prefix]) => name.startsWith(prefix));
  if (section === undefined) return null;
  const run = answerOf(name);
  return run === null ? null : { name, scopes: [section[1]], run };
}

function answerOf(name: string): RestMethod['run'] | null {
  if (LISTS.test(name)) return () => new ListPage([], 0, null);
  if (DESCRIPTIONS.test(name) || READERS.test(name)) return () => ({});
  if (MAKERS.test(name)) return (call) => Number(nextId(call.core));
  return CHANGERS.test(name) ? () => true : null;
}
