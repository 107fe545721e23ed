import type { Entity } from './entity-store.ts';

/** A name in Russian and in English. */
type Name = readonly [ru: string, en: string];

/** Companies, deals and so on of a company that does not exist: no real phones, addresses or people. */
const COMPANIES: readonly (readonly [Name, string])[] = [
  [['ООО «Синий фрегат»', 'Blue Frigate Ltd'], 'MANUFACTURING'],
  [['ООО «Полевой телеграф»', 'Field Telegraph Ltd'], 'SERVICES'],
  [['АО «Кленовый мост»', 'Maple Bridge Inc.'], 'MANUFACTURING'],
  [['ООО «Тёплый причал»', 'Warm Pier Ltd'], 'SERVICES'],
  [['ООО «Медный чайник»', 'Copper Kettle Ltd'], 'OTHER'],
  [['ООО «Ветряная мельница»', 'Windmill Ltd'], 'OTHER'],
];

const CONTACTS: readonly (readonly [first: Name, last: Name, company: number])[] = [
  [['Отдел', 'Purchasing'], ['закупок', 'Department'], 1],
  [['Главный', 'Chief'], ['инженер', 'Engineer'], 2],
  [['Финансовый', 'Finance'], ['отдел', 'Department'], 3],
  [['Служба', 'Maintenance'], ['эксплуатации', 'Service'], 4],
  [['Приёмная', 'Director’s'], ['директора', 'Office'], 5],
  [['Отдел', 'Logistics'], ['логистики', 'Department'], 6],
];

const DEALS: readonly (readonly [Name, number, string, number])[] = [
  [['Поставка офисной мебели', 'Office furniture delivery'], 480_000, 'EXECUTING', 1],
  [['Обслуживание принтеров на год', 'Printer maintenance for a year'], 96_000, 'PREPARATION', 2],
  [['Монтаж переговорной комнаты', 'Fitting out a meeting room'], 1_250_000, 'PREPAYMENT_INVOICE', 3],
  [['Поставка чая и кофе, первый квартал', 'Tea and coffee, first quarter'], 54_500, 'WON', 4],
  [['Аренда стендов на выставку', 'Exhibition stands for rent'], 210_000, 'NEW', 5],
  [['Ремонт складского погрузчика', 'Forklift repair'], 73_900, 'EXECUTING', 6],
  [['Печать каталога продукции', 'Printing of the product catalogue'], 128_000, 'NEW', 1],
  [['Годовая подписка на обслуживание', 'Yearly service contract'], 340_000, 'LOSE', 2],
];

const LEADS: readonly (readonly [Name, string, number])[] = [
  [['Заявка с сайта: нужен расчёт', 'Web form: quote wanted'], 'NEW', 0],
  [['Звонок: вопрос о доставке', 'Call: question about delivery'], 'IN_PROCESS', 35_000],
  [['Письмо: запрос прайс-листа', 'E-mail: price list wanted'], 'NEW', 0],
  [['Выставка: оставили визитку', 'Exhibition: left a card'], 'PROCESSED', 120_000],
];

const TASKS: readonly (readonly [Name, string, string])[] = [
  [['Подготовить коммерческое предложение', 'Prepare an offer'], '3', '2'],
  [['Сверить остатки на складе', 'Check the stock'], '2', '4'],
  [['Согласовать договор с клиентом', 'Agree the contract with the client'], '2', '3'],
  [['Отправить закрывающие документы', 'Send the closing documents'], '5', '4'],
];

const PRODUCTS: readonly (readonly [Name, number])[] = [
  [['Стол рабочий 140 × 70', 'Desk 140 × 70'], 18_900],
  [['Кресло офисное', 'Office chair'], 12_400],
  [['Выезд специалиста, час', 'Specialist on site, hour'], 2_500],
  [['Доставка по городу', 'Delivery in town'], 1_800],
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

/** First contents of the stores, by store name and id, in the language of the portal. */
export function demoEntities(language: 'ru' | 'en'): Record<string, Record<string, Entity>> {
  const said = ([ru, en]: Name): string => (language === 'ru' ? ru : en);
  const numbered = (items: readonly Entity[]): Record<string, Entity> =>
    Object.fromEntries(items.map((item, index) => [String(index + 1), { ID: String(index + 1), ...item }]));
  return {
    'crm.company': numbered(
      COMPANIES.map(([title, industry], index) => ({
        ...stamps(index),
        TITLE: said(title),
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
        NAME: said(name),
        LAST_NAME: said(lastName),
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
        TITLE: said(title),
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
        TITLE: said(title),
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
        NAME: said(name),
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
        TITLE: said(title),
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
