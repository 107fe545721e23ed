import { textField } from '../../../portal-kit/request-body.ts';
import { CURRENCIES } from '../account/account-data.ts';
import { peopleOf } from '../exchange.ts';
import { ApiError, needed, neededInteger, type ApiCall, type ApiMethods } from './method.ts';

const EXTRAS_OF = [
  'spot',
  'tablet',
  'staff',
  'clients_group',
  'product',
  'ingredient',
  'menu_category',
  'ingredients_category',
  'client',
  'settings',
  'transactions',
];

/** Records with what this application wrote beside them. */
export function withExtras(
  call: ApiCall,
  entity: string,
  records: readonly Record<string, unknown>[],
  key: string,
): Record<string, unknown>[] {
  return records.map((record) => {
    const extras = call.application.extras[`${entity}:${String(record[key] as string)}`];
    return extras === undefined ? record : { ...record, extras };
  });
}

function settingsOf(call: ApiCall): Record<string, unknown> {
  const { core, application } = call;
  const currency = CURRENCIES[core.behaviour.currency];
  const extras = application.extras['settings'];
  return {
    COMPANY_ID: core.state.account,
    FIZ_ADRESS_CITY: '',
    FIZ_ADRESS_PHONE: '+380000000000',
    uses_tables: 1,
    uses_cash_shifts: 1,
    uses_taxes: 0,
    uses_multiprice: 1,
    tip_amount: 10,
    uses_bookkeeping: 1,
    uses_ipay: 0,
    uses_manufacturing: 0,
    uses_quick_waiter: 0,
    company_name: core.state.account,
    company_type: 1,
    timezones: currency.timezone,
    logo: '',
    lang: core.options.language,
    pos_phone: '+380000000000',
    analytics_plus_time: 0,
    uses_fiscality: 0,
    print_fiscal_by_default: 0,
    currency: {
      currency_id: currency.id,
      currency_name: currency.name,
      currency_code: currency.code,
      currency_symbol: currency.symbol,
      currency_code_iso: core.behaviour.currency,
    },
    email: 'owner@account.example',
    name: 'Owner',
    ...(extras === undefined ? {} : { extras }),
  };
}

function spotsOf(call: ApiCall): Record<string, unknown>[] {
  const storages = call.core.account.list('storages');
  const spots = call.core.account.list('spots').map((spot) => ({
    ...spot,
    storages: storages
      .filter((storage) => storage['spot_id'] === spot['spot_id'])
      .map(({ storage_id, storage_name, storage_adress }) => ({ storage_id, storage_name, storage_adress })),
  }));
  return withExtras(call, 'spot', spots, 'spot_id');
}

/** application.*, settings.*, access.*, spots.* */
export const accountMethods: ApiMethods = {
  'application.getInfo': {
    run: (call) => {
      const people = peopleOf(call.core, call.application, call.token.userId);
      return { ...people, user: { ...(people['user'] as object), access_mask: '2147483647' } };
    },
  },
  'application.changeTariff': { writes: true, run: changeTariff },
  'application.changTariff': { writes: true, run: changeTariff },
  'application.setEntityExtras': { writes: true, run: setEntityExtras },
  'settings.getAllSettings': { run: settingsOf },
  'settings.getCompanyName': { run: (call) => ({ value: settingsOf(call)['company_name'] }) },
  'settings.getCompanyType': { run: () => ({ value: '1' }) },
  'settings.getCurrency': { run: (call) => settingsOf(call)['currency'] },
  'settings.getLanguage': { run: (call) => ({ value: call.core.options.language }) },
  'settings.getLogo': { run: () => ({ value: '' }) },
  'settings.getTimeZones': { run: (call) => ({ value: settingsOf(call)['timezones'] }) },
  'access.getSpots': { run: spotsOf },
  'spots.getSpots': { run: spotsOf },
  'spots.getSpot': {
    run: (call) => {
      const spot = spotsOf(call).find((one) => one['spot_id'] === needed(call.fields, 'spot_id'));
      if (spot === undefined) throw new ApiError(32, 'Id does not exist');
      return spot;
    },
  },
  'spots.getSpotTablesHalls': { run: () => ['1', '2'].map((id) => ({ hall_id: id, hall_name: 'Зал', spot_id: id, delete: '0' })) },
  'spots.getTableHallTables': {
    run: () =>
      ['1', '2'].flatMap((spot) =>
        [1, 2, 3].map((number) => ({
          table_id: `${(Number(spot) - 1) * 3 + number}`,
          table_num: String(number),
          table_title: '',
          spot_id: spot,
          hall_id: spot,
        })),
      ),
  },
  'access.getEmployees': { run: (call) => withExtras(call, 'staff', call.core.account.list('employees'), 'user_id') },
  'access.getTablets': {
    run: () => ['1', '2'].map((id) => ({ tablet_id: id, tablet_name: `Касса ${id}`, spot_id: id })),
  },
  'payments.getPaymentMethods': {
    run: () => [
      { payment_method_id: '1', title: 'Наличные', color: '', money_type: '2', payment_type: '1', icon: '', is_active: '1' },
      { payment_method_id: '2', title: 'Карта', color: '', money_type: '1', payment_type: '1', icon: '', is_active: '1' },
    ],
  },
};

function setEntityExtras(call: ApiCall): true {
  const entity = needed(call.fields, 'entity_type');
  if (!EXTRAS_OF.includes(entity)) throw new ApiError(155, 'Wrong entity_type');
  const { extras } = call.fields;
  if (typeof extras !== 'object' || extras === null || Array.isArray(extras)) throw new ApiError(34, 'Field extras is empty');
  const key = entity === 'settings' ? 'settings' : `${entity}:${neededInteger(call.fields, 'entity_id')}`;
  call.application.extras[key] = { ...call.application.extras[key], ...(extras as Record<string, unknown>) };
  call.core.file.changed();
  return true;
}

function changeTariff(call: ApiCall): true {
  if (!call.application.registration.posterBilling) throw new ApiError(153, 'The application is not paid for through Poster');
  if (textField(call.fields, 'tariff_id', 'tariff_key', 'key') === '') throw new ApiError(34, 'Field tariff_id is empty');
  return true;
}
