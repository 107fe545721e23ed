import { couldNotLook, failed, passed, quote, type Judgement } from '../../../page-watch/judgement.ts';
import { TABLES, type TableName } from '../../portal/account/account-data.ts';
import { nameOf, type DataChange } from '../../portal/account/changes.ts';
import type { PosterApiCalls } from '../../portal/inspection.ts';
import type { RunFacts } from '../facts.ts';

function ownChanges(facts: RunFacts): readonly DataChange[] {
  return (facts.inspection?.changes ?? []).filter(
    (change) => change.by.kind === 'application' && change.by.code === facts.registration.code,
  );
}

/** Probes repeat and forge events; what comes of that is their own rules' matter. */
function outsideProbes(facts: RunFacts, change: DataChange): boolean {
  return facts.stepAt(change.at)?.startsWith('probes.') !== true;
}

/** Fields that integrations are there to change. */
const OWN_BUSINESS: Partial<Record<TableName, readonly string[]>> = {
  clients: ['bonus', 'total_payed_sum', 'comment', 'client_groups_id', 'client_groups_name', 'card_number'],
  incomingOrders: ['status', 'updated_at', 'transaction_id'],
};

/** po-no-data-damage: what was in the account before is still there, as it was. */
export function judgeDataDamage(facts: RunFacts): Judgement[] {
  const rule = 'po-no-data-damage';
  if (facts.inspection === null || !facts.connects.some((one) => one.outcome === 'finished')) return [];
  const changes = ownChanges(facts).filter((change) => outsideProbes(facts, change));
  const made = new Set<string>();
  const judgements: Judgement[] = [];
  for (const change of changes) {
    const key = `${change.table} ${change.id}`;
    const table = TABLES[change.table];
    const name = nameOf(change.before ?? change.after ?? {}) || change.id;
    const stepId = facts.stepAt(change.at) ?? 'data.compare';
    if (change.action === 'added') {
      made.add(key);
      const twin = existingTwin(change);
      if (twin)
        judgements.push(
          failed(
            rule,
            stepId,
            `Добавлена запись, которая в аккаунте уже была: ${table.ru}, «${quote(name)}» (${change.how}).`,
            `A record was added that the account had already: ${table.en}, "${quote(name)}" (${change.how}).`,
          ),
        );
      continue;
    }
    if (made.has(key)) continue;
    if (change.action === 'removed') {
      judgements.push(
        failed(
          rule,
          stepId,
          `Удалено из данных клиента: ${table.ru}, «${quote(name)}» (${change.how}).`,
          `Removed from the client’s data: ${table.en}, "${quote(name)}" (${change.how}).`,
        ),
      );
      continue;
    }
    const allowed = OWN_BUSINESS[change.table] ?? [];
    const fields = Object.keys(change.after ?? {}).filter(
      (field) => !allowed.includes(field) && JSON.stringify(change.before?.[field]) !== JSON.stringify(change.after?.[field]),
    );
    if (fields.length > 0)
      judgements.push(
        failed(
          rule,
          stepId,
          `Изменены данные клиента, хотя об этом никто не просил: ${table.ru}, «${quote(name)}»: ${fields.join(', ')} (${change.how}).`,
          `The client’s data were changed although nobody asked for it: ${table.en}, "${quote(name)}": ${fields.join(', ')} (${change.how}).`,
        ),
      );
  }
  if (judgements.length > 0) return judgements;
  if (!facts.doneSteps.has('data.compare')) return [];
  const added = changes
    .filter((change) => change.action === 'added')
    .map((change) => `${TABLES[change.table].ru}: «${quote(nameOf(change.after ?? {}) || change.id)}»`);
  const addedEn = changes
    .filter((change) => change.action === 'added')
    .map((change) => `${TABLES[change.table].en}: "${quote(nameOf(change.after ?? {}) || change.id)}"`);
  return [
    passed(
      rule,
      'data.compare',
      added.length === 0
        ? 'Меню, клиенты, склад и заказы такие же, как до подключения.'
        : `Прежние данные целы. Добавлено приложением: ${quote(added.join('; '))}.`,
      added.length === 0
        ? 'Menu, clients, stock and orders are as they were before.'
        : `The old data are whole. Added by the application: ${quote(addedEn.join('; '))}.`,
    ),
  ];

  function existingTwin(change: DataChange): boolean {
    if (change.table !== 'products' && change.table !== 'categories' && change.table !== 'clients') return false;
    const name = nameOf(change.after ?? {});
    if (name === '') return false;
    const before =
      facts.inspection?.differences.filter((one) => one.table === change.table && one.action !== 'added' && one.name === name) ?? [];
    return before.length > 0;
  }
}

/**
 * Calls of the second installation with the token of the first. Where the new token is in use as well, something of the first one was
 * left running; where it is not, the second one works with the wrong token.
 */
export function callsWithOldToken(facts: RunFacts): {
  readonly afterlife: readonly PosterApiCalls[];
  readonly reinstall: readonly PosterApiCalls[];
} {
  const latest = facts.latest;
  // Until the vendor holds the new token, calls with the old one belong to the removal (po-uninstall-handled).
  const handedOverAt = latest?.history.find((one) => one.what === 'finished' && one.installNumber === 2)?.at ?? Infinity;
  const second = (latest?.calls ?? []).filter((call) => call.installNumber === 2 && call.source === 'vendor');
  const old = second.filter((call) => call.token === 'removed' && call.lastAt > handedOverAt + ON_ITS_WAY_MS);
  const isNewTokenUsed = second.some((call) => call.token === 'valid' && call.tokenInstallNumber === 2);
  return isNewTokenUsed ? { afterlife: old, reinstall: [] } : { afterlife: [], reinstall: old };
}

/** A call that arrives so soon after the new token was handed over, in milliseconds, may have left the vendor before. */
const ON_ITS_WAY_MS = 300;

/** po-reinstall-works: the second connection gives a working application with the new token and no doubles. */
export function judgeReconnecting(facts: RunFacts): Judgement[] {
  const rule = 'po-reinstall-works';
  const attempt = facts.connects.find((one) => one.installNumber === 2);
  if (attempt === undefined || facts.latest === null) return [];
  if (attempt.outcome !== 'finished') {
    const seen =
      attempt.lastText === ''
        ? { ru: '', en: '' }
        : { ru: ` На экране: «${quote(attempt.lastText)}».`, en: ` On the screen: "${quote(attempt.lastText)}".` };
    return [failed(rule, attempt.stepId, `Повторно подключить не удалось.${seen.ru}`, `It could not be connected again.${seen.en}`)];
  }
  const judgements: Judgement[] = [];
  const old = callsWithOldToken(facts).reinstall;
  if (old.length > 0) {
    const methods = [...new Set(old.map((call) => call.method))].join(', ');
    judgements.push(
      failed(
        rule,
        'reconnect.state',
        `После повторного подключения API вызывается со старым токеном: ${methods}.`,
        `After the second connection the API is called with the old token: ${methods}.`,
      ),
    );
  }
  const changes = ownChanges(facts).filter((change) => change.action === 'added' && outsideProbes(facts, change));
  const firstTime = new Set(changes.filter((change) => change.installNumber === 1).map((change) => twinKey(change)));
  for (const change of changes) {
    if (change.installNumber !== 2 || !COMPARED.has(change.table) || !firstTime.has(twinKey(change))) continue;
    const name = nameOf(change.after ?? {});
    judgements.push(
      failed(
        rule,
        facts.stepAt(change.at) ?? 'reconnect.state',
        `Повторное подключение добавило вторую запись: ${TABLES[change.table].ru}, «${quote(name)}».`,
        `The second connection added a second record: ${TABLES[change.table].en}, "${quote(name)}".`,
      ),
    );
  }
  if (judgements.length > 0) return judgements;
  if (!facts.doneSteps.has('reconnect.state')) return [];
  return [
    passed(
      rule,
      'reconnect.state',
      'Повторное подключение прошло, работает новый токен, двойных записей нет.',
      'The second connection succeeded; the new token works, nothing is doubled.',
    ),
  ];
}

/** Records that must not come twice; orders may. */
const COMPARED: ReadonlySet<TableName> = new Set(['products', 'categories', 'clients', 'clientGroups', 'ingredients']);

function twinKey(change: DataChange): string {
  return `${change.table} ${nameOf(change.after ?? {})}`;
}

/** po-rights-minimal: every access is used, and nothing beyond them is asked for. */
export function judgeRights(facts: RunFacts): Judgement[] {
  const rule = 'po-rights-minimal';
  const { latest } = facts;
  if (latest === null || !facts.connects.some((one) => one.installNumber === 1 && one.outcome === 'finished')) return [];
  const declared = latest.accessesDeclared;
  if (declared === null) {
    const used = latest.accessesUsed.join(', ');
    return [
      couldNotLook(
        rule,
        'connect.card',
        `Доступы не указаны, сравнить не с чем. Использованы: ${used || 'никакие'}.`,
        `The accesses were not given, so there is nothing to compare. Used: ${used || 'none'}.`,
      ),
    ];
  }
  const judgements: Judgement[] = [];
  const refused = latest.calls.filter(
    (call) => (call.errors['20'] ?? 0) > 0 && !declared.includes(call.section) && call.section !== 'application',
  );
  if (refused.length > 0) {
    const methods = [...new Set(refused.map((call) => call.method))].join(', ');
    judgements.push(
      failed(
        rule,
        facts.stepAt(refused[0]?.firstAt ?? 0),
        `Вызваны методы, на которые доступа нет (ошибка 20): ${methods}.`,
        `Methods were called without access to them (error 20): ${methods}.`,
      ),
    );
  }
  // Hearing of orders needs their section, whether or not its methods are called.
  const heard = latest.webhooks.flatMap((one) => SECTION_OF[one.object] ?? []);
  const unused = declared.filter((section) => !latest.accessesUsed.includes(section) && !heard.includes(section));
  const isBroken = facts.pages.some((page) => page.httpStatus !== null && page.httpStatus >= 400) || facts.unopened.length > 0;
  if (unused.length > 0 && isBroken)
    return [
      ...judgements,
      couldNotLook(
        rule,
        'connect.card',
        `Не использованы: ${unused.join(', ')}; но страницы не работают, судить нельзя.`,
        `Not used: ${unused.join(', ')}; but pages do not work, so it cannot be judged.`,
      ),
    ];
  // An order that no machine could make would have used its access.
  const isUnmade = unused.length === 1 && unused[0] === 'incomingOrders' && !facts.doneSteps.has('use.order');
  if (isUnmade)
    return [
      ...judgements,
      couldNotLook(
        rule,
        'use.order',
        'Доступ incomingOrders не использован: сделать заказ на сайте приложения робот не смог.',
        'The access incomingOrders was not used: the test found no way to make an order on the application’s site.',
      ),
    ];
  if (unused.length > 0)
    judgements.push(
      failed(
        rule,
        'connect.card',
        `Запрошены, но за весь прогон не использованы доступы: ${unused.join(', ')}.`,
        `Accesses asked for and never used during the run: ${unused.join(', ')}.`,
        'not-observed',
      ),
    );
  if (judgements.length > 0) return judgements;
  return [
    passed(
      rule,
      'connect.card',
      declared.length === 0 ? 'Приложение не просит доступа к данным.' : `Все доступы использованы: ${declared.join(', ')}.`,
      declared.length === 0 ? 'The application asks for no access.' : `Every access was used: ${declared.join(', ')}.`,
    ),
  ];
}

const SECTION_OF: Readonly<Record<string, readonly string[]>> = {
  product: ['menu'],
  dish: ['menu'],
  category: ['menu'],
  incoming_order: ['incomingOrders'],
  client: ['clients'],
  clients_group: ['clients'],
  stock: ['storage'],
  transaction: ['transactions', 'dash'],
};
