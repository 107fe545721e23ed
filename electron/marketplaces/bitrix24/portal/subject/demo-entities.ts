import type { Entity } from './entity-store.ts';

/** Companies, deals and so on of a company that does not exist: no real phones, addresses or people. */
const COMPANIES: readonly [string, string][] = [
  ['ООО «Синий фрегат»', 'MANUFACTURING'],
  ['ООО «Полевой телеграф»', 'SERVICES'],
  ['АО «Кленовый мост»', 'MANUFACTURING'],
  ['ООО «Тёплый причал»', 'SERVICES'],
  ['ООО «Медный чайник»', 'OTHER'],
  ['ООО «Ветряная мельница»', 'OTHER'],
];

const CONTACTS: readonly [string, string, number][] = [
  ['Отдел', 'закупок', 1],
  ['Главный', 'инженер', 2],
  ['Финансовый', 'отдел', 3],
  ['Служба', 'эксплуатации', 4],
  ['Приёмная', 'директора', 5],
  ['Отдел', 'логистики', 6],
];

const DEALS: readonly [string, number, string, number][] = [
  ['Поставка офисной мебели', 480_000, 'EXECUTING', 1],
  ['Обслуживание принтеров на год', 96_000, 'PREPARATION', 2],
  ['Монтаж переговорной комнаты', 1_250_000, 'PREPAYMENT_INVOICE', 3],
  ['Поставка чая и кофе, первый квартал', 54_500, 'WON', 4],
  ['Аренда стендов на выставку', 210_000, 'NEW', 5],
  ['Ремонт складского погрузчика', 73_900, 'EXECUTING', 6],
  ['Печать каталога продукции', 128_000, 'NEW', 1],
  ['Годовая подписка на обслуживание', 340_000, 'LOSE', 2],
];

const LEADS: readonly [string, string, number][] = [
  ['Заявка с сайта: нужен расчёт', 'NEW', 0],
  ['Звонок: вопрос о доставке', 'IN_PROCESS', 35_000],
  ['Письмо: запрос прайс-листа', 'NEW', 0],
  ['Выставка: оставили визитку', 'PROCESSED', 120_000],
];

const TASKS: readonly [string, string, string][] = [
  ['Подготовить коммерческое предложение', '3', '2'],
  ['Сверить остатки на складе', '2', '4'],
  ['Согласовать договор с клиентом', '2', '3'],
  ['Отправить закрывающие документы', '5', '4'],
];

const PRODUCTS: readonly [string, number][] = [
  ['Стол рабочий 140 × 70', 18_900],
  ['Кресло офисное', 12_400],
  ['Выезд специалиста, час', 2_500],
  ['Доставка по городу', 1_800],
];

const SINCE = Date.UTC(2026, 0, 12, 6, 0, 0);
const HOUR = 3_600_000;

function at(hours: number): string {
  return new Date(SINCE + hours * HOUR).toISOString().replace(/\.\d+Z$/, '+00:00');
}

function stamps(index: number): Entity {
  return { CREATED_BY_ID: '1', MODIFY_BY_ID: '1', DATE_CREATE: at(index * 5), DATE_MODIFY: at(index * 5 + 2), OPENED: 'Y', COMMENTS: '' };
}

function phone(id: number): Entity[] {
  return [{ ID: String(id), VALUE_TYPE: 'WORK', VALUE: `+7 000 000-00-${String(id).padStart(2, '0')}`, TYPE_ID: 'PHONE' }];
}

function email(id: number, name: string): Entity[] {
  return [{ ID: String(id + 100), VALUE_TYPE: 'WORK', VALUE: `${name}@client.example`, TYPE_ID: 'EMAIL' }];
}

/** First contents of the stores, by store name and id. */
export function demoEntities(): Record<string, Record<string, Entity>> {
  const numbered = (items: readonly Entity[]): Record<string, Entity> =>
    Object.fromEntries(items.map((item, index) => [String(index + 1), { ID: String(index + 1), ...item }]));
  return {
    'crm.company': numbered(
      COMPANIES.map(([title, industry], index) => ({
        ...stamps(index),
        TITLE: title,
        COMPANY_TYPE: 'CUSTOMER',
        INDUSTRY: industry,
        ASSIGNED_BY_ID: String((index % 3) + 1),
        PHONE: phone(index + 1),
        EMAIL: email(index + 1, `company${index + 1}`),
        WEB: [],
      })),
    ),
    'crm.contact': numbered(
      CONTACTS.map(([name, lastName, company], index) => ({
        ...stamps(index),
        NAME: name,
        LAST_NAME: lastName,
        SECOND_NAME: null,
        POST: null,
        TYPE_ID: 'CLIENT',
        COMPANY_ID: String(company),
        ASSIGNED_BY_ID: '2',
        PHONE: phone(index + 20),
        EMAIL: email(index + 20, `contact${index + 1}`),
        WEB: [],
      })),
    ),
    'crm.deal': numbered(
      DEALS.map(([title, amount, stage, company], index) => ({
        ...stamps(index),
        TITLE: title,
        TYPE_ID: 'SALE',
        CATEGORY_ID: '0',
        STAGE_ID: stage,
        CLOSED: stage === 'WON' || stage === 'LOSE' ? 'Y' : 'N',
        OPPORTUNITY: amount.toFixed(2),
        CURRENCY_ID: 'RUB',
        COMPANY_ID: String(company),
        CONTACT_ID: String(company),
        ASSIGNED_BY_ID: String((index % 2) + 2),
        BEGINDATE: at(index * 24),
        CLOSEDATE: at(index * 24 + 240),
        SOURCE_ID: 'CALL',
      })),
    ),
    'crm.lead': numbered(
      LEADS.map(([title, status, amount], index) => ({
        ...stamps(index),
        TITLE: title,
        NAME: null,
        LAST_NAME: null,
        COMPANY_TITLE: null,
        STATUS_ID: status,
        OPPORTUNITY: amount.toFixed(2),
        CURRENCY_ID: 'RUB',
        SOURCE_ID: 'WEB',
        ASSIGNED_BY_ID: '2',
        PHONE: phone(index + 40),
        EMAIL: [],
        WEB: [],
      })),
    ),
    'crm.product': numbered(
      PRODUCTS.map(([name, price]) => ({
        NAME: name,
        PRICE: price.toFixed(2),
        CURRENCY_ID: 'RUB',
        ACTIVE: 'Y',
        MEASURE: null,
        VAT_ID: null,
        VAT_INCLUDED: 'N',
        DESCRIPTION: '',
      })),
    ),
    task: numbered(
      TASKS.map(([title, status, responsible], index) => ({
        TITLE: title,
        DESCRIPTION: '',
        STATUS: status,
        PRIORITY: '1',
        DEADLINE: at(index * 24 + 100),
        RESPONSIBLE_ID: responsible,
        CREATED_BY: '1',
        GROUP_ID: '0',
        PARENT_ID: null,
        CREATED_DATE: at(index * 7),
        CHANGED_DATE: at(index * 7 + 1),
        CLOSED_DATE: status === '5' ? at(index * 7 + 1) : null,
        UF_CRM_TASK: index === 0 ? ['D_1'] : [],
      })),
    ),
  };
}
