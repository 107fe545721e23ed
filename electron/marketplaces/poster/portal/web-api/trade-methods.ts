import { textField } from '../../../portal-kit/request-body.ts';
import { withExtras } from './account-methods.ts';
import { ApiError, given, needed, neededInteger, type ApiCall, type ApiMethods } from './method.ts';

function products(call: ApiCall): Record<string, unknown>[] {
  if (call.core.behaviour.emptyMenu) return [];
  return withExtras(call, 'product', call.core.account.list('products'), 'product_id');
}

function categories(call: ApiCall): Record<string, unknown>[] {
  if (call.core.behaviour.emptyMenu) return [];
  return withExtras(call, 'menu_category', call.core.account.list('categories'), 'category_id');
}

function foundProduct(call: ApiCall, name = 'product_id'): { readonly id: string; readonly record: Record<string, unknown> } {
  const id = needed(call.fields, call.fields[name] === undefined && call.fields['dish_id'] !== undefined ? 'dish_id' : name);
  const record = call.core.account.find('products', id);
  if (record === null) throw new ApiError(32, 'Id does not exist');
  return { id, record };
}

function priceFields(call: ApiCall): Record<string, unknown> {
  const { price } = call.fields;
  if (price === undefined) return {};
  const perSpot = typeof price === 'object' && price !== null ? (price as Record<string, unknown>) : { '1': price, '2': price };
  const text = Object.fromEntries(Object.entries(perSpot).map(([spot, value]) => [spot, String(value as string)]));
  return {
    price: text,
    spots: Object.entries(text).map(([spot, value]) => ({ spot_id: spot, price: value, profit: value, visible: '1' })),
  };
}

function createProduct(type: '2' | '3') {
  return (call: ApiCall): number => {
    const name = needed(call.fields, 'product_name');
    const isTaken = call.core.account.list('products').some((one) => one['product_name'] === name);
    if (isTaken) throw new ApiError(38, 'Such a name exists');
    const record = call.core.account.add(
      'products',
      {
        ...given(call.fields, ['menu_category_id', 'barcode', 'product_code', 'weight_flag', 'cost', 'workshop']),
        product_name: name,
        type,
        hidden: '0',
        ...priceFields(call),
      },
      call.context,
    );
    return Number(record['product_id']);
  };
}

function updateProduct(call: ApiCall): number {
  const { id } = foundProduct(call);
  const names = ['product_name', 'menu_category_id', 'barcode', 'product_code', 'cost', 'hidden', 'color', 'workshop', 'tax_id'];
  call.core.account.change('products', id, { ...given(call.fields, names), ...priceFields(call) }, call.context);
  return Number(id);
}

function removeProduct(call: ApiCall): true {
  const { id } = foundProduct(call);
  call.core.account.remove('products', id, call.context);
  return true;
}

const CLIENT_FIELDS = [
  'client_sex',
  'card_number',
  'discount_per',
  'phone',
  'email',
  'birthday',
  'city',
  'country',
  'address',
  'comment',
  'bonus',
  'total_payed_sum',
];

function digits(phone: unknown): string {
  return typeof phone === 'string' || typeof phone === 'number' ? String(phone).replace(/\D/g, '') : '';
}

function clientFields(call: ApiCall): Record<string, unknown> {
  const { fields, core } = call;
  const group = textField(fields, 'client_groups_id_client', 'client_groups_id');
  if (group !== '' && core.account.find('clientGroups', group) === null) throw new ApiError(32, 'Client group does not exist');
  const [lastname, firstname, patronymic] = textField(fields, 'client_name').split(' ');
  const names =
    textField(fields, 'client_name') === '' ? {} : { lastname: lastname ?? '', firstname: firstname ?? '', patronymic: patronymic ?? '' };
  const groupFields =
    group === '' ? {} : { client_groups_id: group, client_groups_name: core.account.find('clientGroups', group)?.['client_groups_name'] };
  const phone = fields['phone'] === undefined ? {} : { phone_number: digits(fields['phone']) };
  return { ...given(fields, CLIENT_FIELDS), ...names, ...groupFields, ...phone };
}

function createClient(call: ApiCall): number {
  const phone = digits(call.fields['phone']);
  // Two guests with one number cannot be (PD clients.createClient).
  if (phone !== '' && call.core.account.list('clients').some((one) => digits(one['phone']) === phone))
    throw new ApiError(99, 'Duplicate of a client');
  if (textField(call.fields, 'client_name') === '' && phone === '') throw new ApiError(34, 'Field client_name is empty');
  const record = call.core.account.add('clients', clientFields(call), call.context);
  return Number(record['client_id']);
}

function foundClient(call: ApiCall): string {
  const id = needed(call.fields, 'client_id');
  if (call.core.account.find('clients', id) === null) throw new ApiError(32, 'Id does not exist');
  return id;
}

/** A page of a list: `num` and `offset`. */
function paged<T>(call: ApiCall, records: readonly T[]): T[] {
  const offset = Number(textField(call.fields, 'offset') || '0');
  const count = Number(textField(call.fields, 'num') || '100');
  return records.slice(offset, offset + count);
}

const ORDER_FIELDS = [
  'first_name',
  'last_name',
  'phone',
  'email',
  'sex',
  'birthday',
  'address',
  'comment',
  'service_mode',
  'delivery_price',
  'payment',
  'promotion',
];

function createIncomingOrder(call: ApiCall): unknown {
  const { fields, core } = call;
  const spot = neededInteger(fields, 'spot_id');
  if (core.account.find('spots', String(spot)) === null) throw new ApiError(32, 'Spot does not exist');
  if (textField(fields, 'client_id') === '' && textField(fields, 'phone') === '') throw new ApiError(34, 'Field phone is empty');
  const ordered = fields['products'];
  if (ordered === undefined) throw new ApiError(34, 'Field products is empty');
  if (!Array.isArray(ordered)) throw new ApiError(36, 'products must be an array');
  const now = timeOf(Date.now());
  const lines = ordered.map((line: unknown, index) => {
    const { product_id: id, modificator_id: modificator, count } = (line ?? {}) as Record<string, unknown>;
    if (core.behaviour.emptyMenu || core.account.find('products', String(id as string)) === null)
      throw new ApiError(32, 'Product does not exist');
    if (!(Number(count) > 0)) throw new ApiError(155, 'Wrong count');
    return { io_product_id: index + 1, product_id: Number(id), modificator_id: modificator ?? null, count: Number(count), created_at: now };
  });
  const payment = fields['payment'] as Record<string, unknown> | undefined;
  if (payment !== undefined && Number(payment['type'] ?? 0) === 1) {
    if (!/^\d+$/.test(String(payment['sum'] as string))) throw new ApiError(701, 'payment.sum must be an integer');
    if (payment['currency'] !== core.behaviour.currency) throw new ApiError(4001, 'Wrong currency');
  }
  const record = core.account.add(
    'incomingOrders',
    {
      incoming_order_id: 0,
      type: 1,
      spot_id: spot,
      status: 0,
      client_id: Number(textField(fields, 'client_id') || '0'),
      ...Object.fromEntries(ORDER_FIELDS.map((name) => [name, fields[name] ?? null])),
      created_at: now,
      updated_at: now,
      transaction_id: null,
      application: call.application.registration.code,
      products: lines,
    },
    call.context,
  );
  const { application: _own, ...answer } = record;
  return answer;
}

function createReservation(call: ApiCall): unknown {
  const { fields, core } = call;
  const spot = neededInteger(fields, 'spot_id');
  if (core.account.find('spots', String(spot)) === null) throw new ApiError(32, 'Spot does not exist');
  needed(fields, 'date_reservation');
  const now = timeOf(Date.now());
  const record = core.account.add(
    'reservations',
    {
      incoming_order_id: 0,
      type: 2,
      spot_id: spot,
      status: 0,
      ...given(fields, [...ORDER_FIELDS, 'client_id', 'table_id', 'guests_count', 'duration', 'date_reservation']),
      created_at: now,
      updated_at: now,
      application: call.application.registration.code,
    },
    call.context,
  );
  const { application: _own, ...answer } = record;
  return answer;
}

function ordersOf(table: 'incomingOrders' | 'reservations', onlyOwn: boolean, single: boolean) {
  return (call: ApiCall): unknown => {
    const records = call.core.account
      .list(table)
      .filter((one) => !onlyOwn || one['application'] === call.application.registration.code)
      .map(({ application: _own, ...rest }) => rest);
    if (!single) {
      const status = textField(call.fields, 'status');
      return status === '' ? records : records.filter((one) => String(one['status'] as number) === status);
    }
    const id = needed(call.fields, 'incoming_order_id');
    const found = records.find((one) => String(one['incoming_order_id'] as number) === id);
    if (found === undefined) throw new ApiError(404, 'Record not found');
    return found;
  };
}

function timeOf(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

function removeClient(call: ApiCall): true {
  call.core.account.remove('clients', foundClient(call), call.context);
  return true;
}

/** menu.*, clients.*, incomingOrders.*, storage.*, transactions.*, dash.* as far as the account has data for them. */
export const tradeMethods: ApiMethods = {
  'menu.getProducts': {
    run: (call) => {
      const category = textField(call.fields, 'category_id');
      const type = { products: '3', batchtickets: '2' }[textField(call.fields, 'type')];
      return products(call).filter(
        (one) => (category === '' || one['menu_category_id'] === category) && (type === undefined || one['type'] === type),
      );
    },
  },
  'menu.getProduct': { run: (call) => withExtras(call, 'product', [foundProduct(call).record], 'product_id')[0] },
  'menu.getCategories': { run: categories },
  'menu.getCategory': {
    run: (call) => {
      const found = categories(call).find((one) => one['category_id'] === needed(call.fields, 'category_id'));
      if (found === undefined) throw new ApiError(32, 'Id does not exist');
      return found;
    },
  },
  'menu.getIngredients': { run: (call) => withExtras(call, 'ingredient', call.core.account.list('ingredients'), 'ingredient_id') },
  'menu.createProduct': { writes: true, run: createProduct('3') },
  'menu.createDish': { writes: true, run: createProduct('2') },
  'menu.updateProduct': { writes: true, run: updateProduct },
  'menu.updateDish': { writes: true, run: updateProduct },
  'menu.updateProductPrice': { writes: true, run: updateProduct },
  'menu.removeProduct': { writes: true, run: removeProduct },
  'menu.removeDish': { writes: true, run: removeProduct },
  'menu.createCategory': {
    writes: true,
    run: (call) => {
      const name = needed(call.fields, 'category_name');
      if (call.core.account.list('categories').some((one) => one['category_name'] === name)) throw new ApiError(38, 'Such a name exists');
      const fields = { ...given(call.fields, ['parent_category', 'category_color']), category_name: name, category_hidden: '0' };
      return Number(call.core.account.add('categories', fields, call.context)['category_id']);
    },
  },
  'menu.updateCategory': {
    writes: true,
    run: (call) => {
      const id = needed(call.fields, 'category_id');
      if (call.core.account.find('categories', id) === null) throw new ApiError(32, 'Id does not exist');
      call.core.account.change(
        'categories',
        id,
        given(call.fields, ['category_name', 'parent_category', 'category_color', 'category_hidden']),
        call.context,
      );
      return Number(id);
    },
  },
  'menu.removeCategory': {
    writes: true,
    run: (call) => {
      const id = needed(call.fields, 'category_id');
      if (call.core.account.find('categories', id) === null) throw new ApiError(32, 'Id does not exist');
      call.core.account.remove('categories', id, call.context);
      return true;
    },
  },
  'clients.getClients': {
    run: (call) => {
      const phone = digits(textField(call.fields, 'phone'));
      const group = textField(call.fields, 'group_id');
      const found = call.core.account
        .list('clients')
        .filter((one) => (phone === '' || digits(one['phone']).endsWith(phone)) && (group === '' || one['client_groups_id'] === group));
      return withExtras(call, 'client', paged(call, found), 'client_id');
    },
  },
  // Real answers hold the client in a list of one.
  'clients.getClient': {
    run: (call) => withExtras(call, 'client', [call.core.account.find('clients', foundClient(call)) ?? {}], 'client_id'),
  },
  'clients.createClient': { writes: true, run: createClient },
  'clients.updateClient': {
    writes: true,
    run: (call) => {
      const id = foundClient(call);
      call.core.account.change('clients', id, clientFields(call), call.context);
      return Number(id);
    },
  },
  'clients.removeClient': { writes: true, run: removeClient },
  'clients.changeClientBonus': {
    writes: true,
    run: (call) => {
      const id = foundClient(call);
      const bonus = Number(call.core.account.find('clients', id)?.['bonus'] ?? 0) + Number(textField(call.fields, 'count') || '0');
      call.core.account.change('clients', id, { bonus: String(bonus) }, call.context);
      return Number(id);
    },
  },
  'clients.getGroups': { run: (call) => withExtras(call, 'clients_group', call.core.account.list('clientGroups'), 'client_groups_id') },
  'clients.getGroup': {
    run: (call) => {
      const found = call.core.account.find('clientGroups', needed(call.fields, 'group_id'));
      if (found === null) throw new ApiError(32, 'Id does not exist');
      return found;
    },
  },
  'clients.createGroup': {
    writes: true,
    run: (call) => {
      const name = needed(call.fields, 'client_groups_name');
      const fields = {
        ...given(call.fields, ['loyalty_type', 'birthday_bonus', 'use_ewallet']),
        client_groups_name: name,
        client_groups_discount: textField(call.fields, 'client_groups_discount') || '0',
      };
      return Number(call.core.account.add('clientGroups', fields, call.context)['client_groups_id']);
    },
  },
  'clients.updateGroup': {
    writes: true,
    run: (call) => {
      const id = needed(call.fields, 'client_groups_id');
      if (call.core.account.find('clientGroups', id) === null) throw new ApiError(32, 'Id does not exist');
      call.core.account.change(
        'clientGroups',
        id,
        given(call.fields, ['client_groups_name', 'client_groups_discount', 'birthday_bonus']),
        call.context,
      );
      return Number(id);
    },
  },
  'clients.removeGroup': {
    writes: true,
    run: (call) => {
      const id = needed(call.fields, 'group_id');
      if (call.core.account.find('clientGroups', id) === null) throw new ApiError(32, 'Id does not exist');
      call.core.account.remove('clientGroups', id, call.context);
      return true;
    },
  },
  'incomingOrders.createIncomingOrder': { writes: true, run: createIncomingOrder },
  'incomingOrders.createReservation': { writes: true, run: createReservation },
  'incomingOrders.getIncomingOrders': { run: ordersOf('incomingOrders', false, false) },
  'incomingOrders.getIncomingOrder': { run: ordersOf('incomingOrders', false, true) },
  'incomingOrders.getOwnIncomingOrders': { run: ordersOf('incomingOrders', true, false) },
  'incomingOrders.getOwnIncomingOrder': { run: ordersOf('incomingOrders', true, true) },
  'incomingOrders.getReservations': { run: ordersOf('reservations', false, false) },
  'incomingOrders.getReservation': { run: ordersOf('reservations', false, true) },
  'incomingOrders.getOwnReservations': { run: ordersOf('reservations', true, false) },
  'incomingOrders.getOwnReservation': { run: ordersOf('reservations', true, true) },
  'storage.getStorages': { run: (call) => call.core.account.list('storages') },
  'storage.getStorageLeftovers': {
    run: (call) => {
      const storage = textField(call.fields, 'storage_id');
      return call.core.account.list('leftovers').filter((one) => storage === '' || one['storage_id'] === storage);
    },
  },
  'transactions.getTransactions': {
    run: (call) => ({
      count: call.core.account.list('transactions').length,
      page: { per_page: 100, page: 1, count: 1 },
      data: call.core.account.list('transactions'),
    }),
  },
  'dash.getTransactions': { run: (call) => call.core.account.list('transactions') },
  'dash.getTransaction': {
    run: (call) => {
      const found = call.core.account.find('transactions', needed(call.fields, 'transaction_id'));
      if (found === null) throw new ApiError(404, 'Record not found');
      return [found];
    },
  },
  'dash.getAnalytics': {
    run: () => ({
      data: Array.from({ length: 24 }, (_, hour) => (hour === 10 ? 16500 : 0)),
      data_hourly: Array.from({ length: 24 }, (_, hour) => (hour === 10 ? 16500 : 0)),
      counters: { revenue: 16500, profit: 9900, transactions: 1, visitors: 2, average_receipt: 16500, average_time: 30 },
    }),
  },
};
