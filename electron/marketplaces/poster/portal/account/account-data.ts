import type { Behaviour } from '../behaviour.ts';

/** Everything in the account that an integration can read or change: tables of records by their id. */
export type Table = Record<string, Record<string, unknown>>;
export interface AccountData {
  readonly spots: Table;
  readonly storages: Table;
  readonly employees: Table;
  readonly categories: Table;
  readonly products: Table;
  readonly ingredients: Table;
  /** Stock: what lies in which storage. */
  readonly leftovers: Table;
  readonly clientGroups: Table;
  readonly clients: Table;
  readonly incomingOrders: Table;
  readonly reservations: Table;
  readonly transactions: Table;
  /** Writes through methods that this portal does not model: method, fields. */
  readonly others: Table;
}
export type TableName = keyof AccountData;

/** Tables whose words moderators read; `key` is the field that holds the id. */
export const TABLES: Readonly<Record<TableName, { readonly key: string; readonly ru: string; readonly en: string }>> = {
  spots: { key: 'spot_id', ru: 'Заведения', en: 'Spots' },
  storages: { key: 'storage_id', ru: 'Склады', en: 'Storages' },
  employees: { key: 'user_id', ru: 'Сотрудники', en: 'Employees' },
  categories: { key: 'category_id', ru: 'Категории меню', en: 'Menu categories' },
  products: { key: 'product_id', ru: 'Меню', en: 'Menu' },
  ingredients: { key: 'ingredient_id', ru: 'Ингредиенты', en: 'Ingredients' },
  leftovers: { key: 'leftover_id', ru: 'Остатки склада', en: 'Stock' },
  clientGroups: { key: 'client_groups_id', ru: 'Группы клиентов', en: 'Client groups' },
  clients: { key: 'client_id', ru: 'Клиенты', en: 'Clients' },
  incomingOrders: { key: 'incoming_order_id', ru: 'Онлайн-заказы', en: 'Online orders' },
  reservations: { key: 'incoming_order_id', ru: 'Бронирования', en: 'Reservations' },
  transactions: { key: 'transaction_id', ru: 'Чеки', en: 'Receipts' },
  others: { key: 'id', ru: 'Прочее', en: 'Other' },
};

const CREATED = '2026-01-12 09:00:00';

function tableOf(key: string, records: readonly Record<string, unknown>[]): Table {
  return Object.fromEntries(records.map((record) => [String(record[key] as string), record]));
}

function product(id: number, name: string, categoryId: number, categoryName: string, type: 2 | 3, price: number): Record<string, unknown> {
  return {
    product_id: String(id),
    product_name: name,
    menu_category_id: String(categoryId),
    category_name: categoryName,
    type: String(type),
    barcode: '',
    product_code: `P-${id}`,
    unit: '',
    cost: String(Math.round(price * 0.4)),
    fiscal: '0',
    hidden: '0',
    workshop: '1',
    nodiscount: '0',
    photo: null,
    photo_origin: null,
    sort_order: '999',
    tax_id: '0',
    product_tax_id: '0',
    weight_flag: '0',
    color: 'white',
    ingredient_id: type === 3 ? String(id) : '0',
    cooking_time: type === 2 ? '300' : '0',
    out: type === 2 ? 200 : 0,
    price: { '1': String(price), '2': String(price + 500) },
    spots: ['1', '2'].map((spot, index) => ({
      spot_id: spot,
      price: String(price + index * 500),
      profit: String(price - Math.round(price * 0.4)),
      visible: '1',
    })),
  };
}

function client(id: number, first: string, last: string, phone: string, group: number, bonus: number): Record<string, unknown> {
  return {
    client_id: String(id),
    firstname: first,
    lastname: last,
    patronymic: '',
    client_sex: '0',
    client_groups_id: String(group),
    client_groups_name: group === 1 ? 'Гости' : 'Постоянные гости',
    card_number: `20000${id}`,
    discount_per: '0',
    phone,
    phone_number: phone.replace(/\D/g, ''),
    email: `guest${id}@account.example`,
    birthday: '0000-00-00',
    city: '',
    country: '',
    address: '',
    comment: '',
    bonus: String(bonus),
    total_payed_sum: '0',
    date_activale: CREATED,
    addresses: [],
  };
}

/** The account before anybody touched it: two spots, a small menu, stock, guests, one closed receipt. Everything is invented. */
export function freshAccountData(): AccountData {
  return {
    spots: tableOf('spot_id', [
      { spot_id: '1', spot_name: 'Кофейня на Садовой', spot_adress: 'Садовая, 1', name: 'Кофейня на Садовой', address: 'Садовая, 1' },
      { spot_id: '2', spot_name: 'Кофейня на Речной', spot_adress: 'Речная, 2', name: 'Кофейня на Речной', address: 'Речная, 2' },
    ]),
    storages: tableOf('storage_id', [
      { storage_id: 1, storage_name: 'Склад на Садовой', storage_adress: 'Садовая, 1', spot_id: '1' },
      { storage_id: 2, storage_name: 'Склад на Речной', storage_adress: 'Речная, 2', spot_id: '2' },
    ]),
    employees: tableOf('user_id', [
      {
        user_id: 7,
        name: 'Владелец',
        login: 'owner@account.example',
        role_id: 3,
        role_name: 'Владелец',
        access_mask: '2147483647',
        user_type: 0,
      },
      {
        user_id: 8,
        name: 'Управляющий',
        login: 'manager@account.example',
        role_id: 2,
        role_name: 'Управляющий',
        access_mask: '1023',
        user_type: 0,
      },
      { user_id: 9, name: 'Официант', login: '', role_id: 1, role_name: 'Официант', access_mask: '15', user_type: 1 },
    ]),
    categories: tableOf('category_id', [
      {
        category_id: '1',
        category_name: 'Кофе',
        parent_category: '0',
        category_color: 'brown',
        category_hidden: '0',
        sort_order: '1',
        fiscal: '0',
        nodiscount: '0',
        tax_id: '0',
        left: '2',
        right: '3',
        level: '1',
        category_tag: null,
        visible: [
          { spot_id: 1, visible: 1 },
          { spot_id: 2, visible: 1 },
        ],
      },
      {
        category_id: '2',
        category_name: 'Десерты',
        parent_category: '0',
        category_color: 'pink',
        category_hidden: '0',
        sort_order: '2',
        fiscal: '0',
        nodiscount: '0',
        tax_id: '0',
        left: '4',
        right: '5',
        level: '1',
        category_tag: null,
        visible: [
          { spot_id: 1, visible: 1 },
          { spot_id: 2, visible: 1 },
        ],
      },
      {
        category_id: '3',
        category_name: 'Напитки',
        parent_category: '0',
        category_color: 'blue',
        category_hidden: '0',
        sort_order: '3',
        fiscal: '0',
        nodiscount: '0',
        tax_id: '0',
        left: '6',
        right: '7',
        level: '1',
        category_tag: null,
        visible: [
          { spot_id: 1, visible: 1 },
          { spot_id: 2, visible: 1 },
        ],
      },
    ]),
    products: tableOf('product_id', [
      product(1, 'Эспрессо', 1, 'Кофе', 2, 4500),
      product(2, 'Капучино', 1, 'Кофе', 2, 7000),
      product(3, 'Латте', 1, 'Кофе', 2, 7500),
      product(4, 'Чизкейк', 2, 'Десерты', 2, 9500),
      product(5, 'Вода газированная', 3, 'Напитки', 3, 3000),
      product(6, 'Сок яблочный', 3, 'Напитки', 3, 5500),
    ]),
    ingredients: tableOf('ingredient_id', [
      {
        ingredient_id: '1',
        ingredient_name: 'Кофе в зёрнах',
        ingredient_unit: 'kg',
        ingredients_type: '1',
        ingredient_left: '12',
        limit_value: '2',
        ingredients_losses_clear: '0',
        ingredients_losses_cook: '0',
      },
      {
        ingredient_id: '2',
        ingredient_name: 'Молоко',
        ingredient_unit: 'l',
        ingredients_type: '1',
        ingredient_left: '40',
        limit_value: '5',
        ingredients_losses_clear: '0',
        ingredients_losses_cook: '0',
      },
      {
        ingredient_id: '5',
        ingredient_name: 'Вода газированная',
        ingredient_unit: 'p',
        ingredients_type: '2',
        ingredient_left: '96',
        limit_value: '12',
        ingredients_losses_clear: '0',
        ingredients_losses_cook: '0',
      },
    ]),
    leftovers: tableOf('leftover_id', [
      {
        leftover_id: '1',
        storage_id: '1',
        ingredient_id: '1',
        ingredient_name: 'Кофе в зёрнах',
        ingredient_left: '12',
        ingredient_unit: 'kg',
        ingredients_type: '1',
        storage_ingredient_sum: '480000',
      },
      {
        leftover_id: '2',
        storage_id: '1',
        ingredient_id: '2',
        ingredient_name: 'Молоко',
        ingredient_left: '40',
        ingredient_unit: 'l',
        ingredients_type: '1',
        storage_ingredient_sum: '120000',
      },
      {
        leftover_id: '3',
        storage_id: '2',
        ingredient_id: '5',
        ingredient_name: 'Вода газированная',
        ingredient_left: '96',
        ingredient_unit: 'p',
        ingredients_type: '2',
        storage_ingredient_sum: '96000',
      },
    ]),
    clientGroups: tableOf('client_groups_id', [
      {
        client_groups_id: '1',
        client_groups_name: 'Гости',
        client_groups_discount: '0',
        loyalty_type: '1',
        birthday_bonus: '0',
        use_ewallet: '0',
      },
      {
        client_groups_id: '2',
        client_groups_name: 'Постоянные гости',
        client_groups_discount: '5',
        loyalty_type: '1',
        birthday_bonus: '0',
        use_ewallet: '0',
      },
    ]),
    clients: tableOf('client_id', [
      client(1, 'Первый', 'Гость', '+380 00 000 0001', 1, 0),
      client(2, 'Вторая', 'Гостья', '+380 00 000 0002', 2, 1200),
      client(3, 'Третий', 'Гость', '+380 00 000 0003', 2, 300),
    ]),
    incomingOrders: {},
    reservations: {},
    transactions: tableOf('transaction_id', [
      {
        transaction_id: '1',
        date_start: '1768204800000',
        date_close: '1768206600000',
        status: '2',
        guests_count: '2',
        discount: '0',
        bonus: '0',
        pay_type: '1',
        payed_bonus: '0',
        payed_card: '0',
        payed_cash: '16500',
        payed_sum: '16500',
        sum: '16500',
        spot_id: '1',
        table_id: '1',
        name: 'Официант',
        user_id: '9',
        client_id: '2',
      },
    ]),
    others: {},
  };
}

export const CURRENCIES: Readonly<
  Record<
    Behaviour['currency'],
    {
      readonly id: number;
      readonly name: string;
      readonly code: string;
      readonly symbol: string;
      readonly country: string;
      readonly timezone: string;
    }
  >
> = {
  UAH: { id: 1, name: 'Гривна', code: 'грн.', symbol: '₴', country: 'UA', timezone: 'Europe/Kiev' },
  USD: { id: 2, name: 'Доллар', code: '$', symbol: '$', country: 'US', timezone: 'America/New_York' },
  EUR: { id: 3, name: 'Евро', code: '€', symbol: '€', country: 'DE', timezone: 'Europe/Berlin' },
  KZT: { id: 4, name: 'Тенге', code: 'тг', symbol: '₸', country: 'KZ', timezone: 'Asia/Almaty' },
  PLN: { id: 5, name: 'Злотый', code: 'zł', symbol: 'zł', country: 'PL', timezone: 'Europe/Warsaw' },
};
