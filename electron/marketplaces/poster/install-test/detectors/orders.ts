import { couldNotLook, failed, passed, type Judgement } from '../../../page-watch/judgement.ts';
import type { RunFacts } from '../facts.ts';

const REASONS: Readonly<Record<number, { readonly ru: string; readonly en: string }>> = {
  32: { ru: 'такого заведения или товара нет', en: 'no such spot or product' },
  34: { ru: 'пустое обязательное поле', en: 'a needed field is empty' },
  36: { ru: 'products должен быть массивом', en: 'products must be an array' },
  155: { ru: 'неверное значение', en: 'a wrong value' },
  701: { ru: 'сумма должна быть целым числом копеек', en: 'the sum must be a whole number' },
  4001: { ru: 'валюта оплаты не совпадает с валютой аккаунта', en: 'the payment’s currency is not the account’s' },
};

/** po-ec-order-sent: an order reaches Poster by createIncomingOrder and is accepted by it. */
export function judgeOrders(facts: RunFacts): Judgement[] {
  const rule = 'po-ec-order-sent';
  const orders = (facts.latest?.orders ?? []).filter(
    (one) => one.method === 'incomingOrders.createIncomingOrder' && facts.stepAt(one.at)?.startsWith('probes.') !== true,
  );
  if (orders.length === 0) return [];
  const failures = orders.flatMap((order) => {
    if (order.errorCode === null || order.errorCode === 20) return [];
    const reason = REASONS[order.errorCode] ?? { ru: '', en: '' };
    return [
      failed(
        rule,
        facts.stepAt(order.at),
        `Poster не принял заказ: ошибка ${order.errorCode}, ${reason.ru}.`,
        `Poster refused the order: error ${order.errorCode}, ${reason.en}.`,
      ),
    ];
  });
  if (failures.length > 0) return failures;
  return [
    passed(
      rule,
      facts.stepAt(orders[0]?.at ?? 0),
      `Заказов отправлено: ${orders.length}, все приняты.`,
      `Orders sent: ${orders.length}, all accepted.`,
    ),
  ];
}

/** po-ec-order-status: accept, reject and close come back to the shop. */
export function judgeDecisions(facts: RunFacts): Judgement[] {
  const rule = 'po-ec-order-status';
  const { decisions } = facts;
  if (decisions === null || decisions.decided.length === 0) return [];
  if (decisions.isShown || decisions.asked)
    return [passed(rule, decisions.stepId, 'Решения кассы дошли до приложения.', 'The terminal’s decisions reached the application.')];
  if (!decisions.isTold)
    return [
      failed(
        rule,
        decisions.stepId,
        'Решения кассы до приложения не доходят: вебхук incoming_order не выбран, состояние заказов оно не запрашивает.',
        'The terminal’s decisions do not reach the application: no webhook incoming_order, and it does not ask for the state of orders.',
        'not-observed',
      ),
    ];
  return [
    couldNotLook(
      rule,
      decisions.stepId,
      'Вебхуки о решениях кассы отправлены; показало ли их приложение, снаружи не видно.',
      'Webhooks about the decisions were sent; whether the application shows them cannot be seen from outside.',
    ),
  ];
}

/** po-res-required-fields: a booking carries phone, guest's name, time and duration. */
export function judgeReservations(facts: RunFacts): Judgement[] {
  const rule = 'po-res-required-fields';
  const bookings = (facts.latest?.orders ?? []).filter((one) => one.method === 'incomingOrders.createReservation');
  if (bookings.length === 0) return [];
  const failures = bookings.flatMap((one) => {
    const missing = ['phone', 'first_name', 'date_reservation', 'duration'].filter((field) => (one.fields[field] ?? '') === '');
    return missing.length === 0
      ? []
      : [
          failed(
            rule,
            facts.stepAt(one.at),
            `В бронировании нет полей: ${missing.join(', ')}.`,
            `The booking lacks: ${missing.join(', ')}.`,
          ),
        ];
  });
  if (failures.length > 0) return failures;
  return [
    passed(
      rule,
      facts.stepAt(bookings[0]?.at ?? 0),
      'В бронировании есть телефон, имя, время и длительность.',
      'The booking has phone, name, time and duration.',
    ),
  ];
}

/** po-loy-no-dup-clients: a guest is looked for before he is created. */
export function judgeDuplicateClients(facts: RunFacts): Judgement[] {
  const rule = 'po-loy-no-dup-clients';
  const made = (facts.latest?.orders ?? []).filter(
    (one) => one.method === 'clients.createClient' && facts.stepAt(one.at)?.startsWith('probes.') !== true,
  );
  if (made.length === 0) return [];
  const refused = made.find((one) => one.errorCode === 99);
  if (refused !== undefined)
    return [
      failed(
        rule,
        facts.stepAt(refused.at),
        'Приложение создаёт гостя, который в аккаунте уже есть (ошибка 99): перед созданием его не искали.',
        'The application creates a guest whom the account already has (error 99): it did not look for him first.',
      ),
    ];
  const hasLooked = (facts.latest?.calls ?? []).some(
    (call) => (call.method === 'clients.getClients' || call.method === 'clients.getClient') && call.count > 0,
  );
  if (!hasLooked)
    return [
      failed(
        rule,
        facts.stepAt(made[0]?.at ?? 0),
        'Гость создан без поиска: clients.getClients не вызывался.',
        'A guest was created without a search: clients.getClients was not called.',
        'not-observed',
      ),
    ];
  return [
    passed(
      rule,
      facts.stepAt(made[0]?.at ?? 0),
      'Перед созданием гостя приложение ищет его.',
      'The application looks for a guest before it creates one.',
    ),
  ];
}
