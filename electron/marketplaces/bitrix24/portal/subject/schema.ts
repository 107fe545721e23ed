/**
 * The subject matter of the demo portal: CRM and tasks, with the fields that solutions use most
 * (docs "crm/leads", "crm/deals", "crm/contacts", "crm/companies", "tasks").
 */
type Title = { readonly ru: string; readonly en: string };

export interface FieldSchema {
  readonly type:
    | 'string'
    | 'integer'
    | 'double'
    | 'char'
    | 'date'
    | 'datetime'
    | 'user'
    | 'crm_status'
    | 'crm_currency'
    | 'crm_company'
    | 'crm_contact'
    | 'crm_multifield';
  readonly title: Title;
  readonly isReadOnly?: boolean;
  readonly isRequired?: boolean;
  readonly isMultiple?: boolean;
  readonly statusType?: string;
  readonly initial?: string | null;
}

export const CRM_TYPES = ['lead', 'deal', 'contact', 'company'] as const;
export type CrmType = (typeof CRM_TYPES)[number];

/** entityTypeId of crm.item.* */
export const CRM_TYPE_IDS: Readonly<Record<CrmType, number>> = { lead: 1, deal: 2, contact: 3, company: 4 };

const common: Readonly<Record<string, FieldSchema>> = {
  ID: { type: 'integer', title: { ru: 'ID', en: 'ID' }, isReadOnly: true },
  ASSIGNED_BY_ID: { type: 'user', title: { ru: 'Ответственный', en: 'Responsible' }, initial: '1' },
  CREATED_BY_ID: { type: 'user', title: { ru: 'Кем создан', en: 'Created by' }, isReadOnly: true },
  MODIFY_BY_ID: { type: 'user', title: { ru: 'Кем изменён', en: 'Modified by' }, isReadOnly: true },
  DATE_CREATE: { type: 'datetime', title: { ru: 'Дата создания', en: 'Created on' }, isReadOnly: true },
  DATE_MODIFY: { type: 'datetime', title: { ru: 'Дата изменения', en: 'Modified on' }, isReadOnly: true },
  OPENED: { type: 'char', title: { ru: 'Доступен для всех', en: 'Available to everyone' }, initial: 'Y' },
  COMMENTS: { type: 'string', title: { ru: 'Комментарий', en: 'Comment' }, initial: '' },
  SOURCE_ID: { type: 'crm_status', title: { ru: 'Источник', en: 'Source' }, statusType: 'SOURCE', initial: null },
  SOURCE_DESCRIPTION: { type: 'string', title: { ru: 'Дополнительно об источнике', en: 'Source information' }, initial: null },
  ORIGINATOR_ID: { type: 'string', title: { ru: 'Внешний источник', en: 'External source' }, initial: null },
  ORIGIN_ID: { type: 'string', title: { ru: 'Идентификатор во внешнем источнике', en: 'Item ID in the external source' }, initial: null },
};

const money: Readonly<Record<string, FieldSchema>> = {
  OPPORTUNITY: { type: 'double', title: { ru: 'Сумма', en: 'Amount' }, initial: '0.00' },
  CURRENCY_ID: { type: 'crm_currency', title: { ru: 'Валюта', en: 'Currency' }, initial: 'RUB' },
};

const communication: Readonly<Record<string, FieldSchema>> = {
  PHONE: { type: 'crm_multifield', title: { ru: 'Телефон', en: 'Phone' }, isMultiple: true },
  EMAIL: { type: 'crm_multifield', title: { ru: 'E-mail', en: 'E-mail' }, isMultiple: true },
  WEB: { type: 'crm_multifield', title: { ru: 'Сайт', en: 'Site' }, isMultiple: true },
};

export const CRM_FIELDS: Readonly<Record<CrmType, Readonly<Record<string, FieldSchema>>>> = {
  lead: {
    ...common,
    TITLE: { type: 'string', title: { ru: 'Название лида', en: 'Lead name' }, initial: '' },
    NAME: { type: 'string', title: { ru: 'Имя', en: 'First name' }, initial: null },
    LAST_NAME: { type: 'string', title: { ru: 'Фамилия', en: 'Last name' }, initial: null },
    COMPANY_TITLE: { type: 'string', title: { ru: 'Название компании', en: 'Company name' }, initial: null },
    STATUS_ID: { type: 'crm_status', title: { ru: 'Стадия', en: 'Stage' }, statusType: 'STATUS', initial: 'NEW' },
    ...money,
    ...communication,
  },
  deal: {
    ...common,
    TITLE: { type: 'string', title: { ru: 'Название', en: 'Name' }, initial: '' },
    TYPE_ID: { type: 'crm_status', title: { ru: 'Тип', en: 'Type' }, statusType: 'DEAL_TYPE', initial: 'SALE' },
    CATEGORY_ID: { type: 'integer', title: { ru: 'Направление', en: 'Pipeline' }, initial: '0' },
    STAGE_ID: { type: 'crm_status', title: { ru: 'Стадия сделки', en: 'Deal stage' }, statusType: 'DEAL_STAGE', initial: 'NEW' },
    CLOSED: { type: 'char', title: { ru: 'Закрыта', en: 'Closed' }, initial: 'N' },
    ...money,
    COMPANY_ID: { type: 'crm_company', title: { ru: 'Компания', en: 'Company' }, initial: '0' },
    CONTACT_ID: { type: 'crm_contact', title: { ru: 'Контакт', en: 'Contact' }, initial: null },
    BEGINDATE: { type: 'date', title: { ru: 'Дата начала', en: 'Start date' }, initial: '' },
    CLOSEDATE: { type: 'date', title: { ru: 'Предполагаемая дата закрытия', en: 'Expected close date' }, initial: '' },
  },
  contact: {
    ...common,
    NAME: { type: 'string', title: { ru: 'Имя', en: 'First name' }, initial: '' },
    LAST_NAME: { type: 'string', title: { ru: 'Фамилия', en: 'Last name' }, initial: '' },
    SECOND_NAME: { type: 'string', title: { ru: 'Отчество', en: 'Second name' }, initial: null },
    POST: { type: 'string', title: { ru: 'Должность', en: 'Position' }, initial: null },
    TYPE_ID: { type: 'crm_status', title: { ru: 'Тип контакта', en: 'Contact type' }, statusType: 'CONTACT_TYPE', initial: 'CLIENT' },
    COMPANY_ID: { type: 'crm_company', title: { ru: 'Компания', en: 'Company' }, initial: null },
    ...communication,
  },
  company: {
    ...common,
    TITLE: { type: 'string', title: { ru: 'Название компании', en: 'Company name' }, initial: '' },
    COMPANY_TYPE: {
      type: 'crm_status',
      title: { ru: 'Тип компании', en: 'Company type' },
      statusType: 'COMPANY_TYPE',
      initial: 'CUSTOMER',
    },
    INDUSTRY: { type: 'crm_status', title: { ru: 'Сфера деятельности', en: 'Industry' }, statusType: 'INDUSTRY', initial: 'OTHER' },
    ...communication,
  },
};

export interface StatusItem {
  readonly type: string;
  readonly id: string;
  readonly title: Title;
}

export const STATUSES: readonly StatusItem[] = [
  { type: 'DEAL_STAGE', id: 'NEW', title: { ru: 'Новая', en: 'New' } },
  { type: 'DEAL_STAGE', id: 'PREPARATION', title: { ru: 'Подготовка документов', en: 'Prepare documents' } },
  { type: 'DEAL_STAGE', id: 'PREPAYMENT_INVOICE', title: { ru: 'Счёт на предоплату', en: 'Prepayment invoice' } },
  { type: 'DEAL_STAGE', id: 'EXECUTING', title: { ru: 'В работе', en: 'In progress' } },
  { type: 'DEAL_STAGE', id: 'WON', title: { ru: 'Сделка успешна', en: 'Deal won' } },
  { type: 'DEAL_STAGE', id: 'LOSE', title: { ru: 'Сделка провалена', en: 'Deal lost' } },
  { type: 'STATUS', id: 'NEW', title: { ru: 'Не обработан', en: 'Unassigned' } },
  { type: 'STATUS', id: 'IN_PROCESS', title: { ru: 'В работе', en: 'In progress' } },
  { type: 'STATUS', id: 'PROCESSED', title: { ru: 'Обработан', en: 'Processed' } },
  { type: 'STATUS', id: 'CONVERTED', title: { ru: 'Качественный лид', en: 'Good lead' } },
  { type: 'STATUS', id: 'JUNK', title: { ru: 'Некачественный лид', en: 'Junk lead' } },
  { type: 'SOURCE', id: 'CALL', title: { ru: 'Звонок', en: 'Call' } },
  { type: 'SOURCE', id: 'EMAIL', title: { ru: 'Электронная почта', en: 'E-mail' } },
  { type: 'SOURCE', id: 'WEB', title: { ru: 'Веб-сайт', en: 'Website' } },
  { type: 'SOURCE', id: 'OTHER', title: { ru: 'Другое', en: 'Other' } },
  { type: 'DEAL_TYPE', id: 'SALE', title: { ru: 'Продажа', en: 'Sale' } },
  { type: 'DEAL_TYPE', id: 'SERVICE', title: { ru: 'Сервисное обслуживание', en: 'After-sale service' } },
  { type: 'CONTACT_TYPE', id: 'CLIENT', title: { ru: 'Клиенты', en: 'Clients' } },
  { type: 'CONTACT_TYPE', id: 'SUPPLIER', title: { ru: 'Поставщики', en: 'Suppliers' } },
  { type: 'COMPANY_TYPE', id: 'CUSTOMER', title: { ru: 'Клиент', en: 'Client' } },
  { type: 'COMPANY_TYPE', id: 'SUPPLIER', title: { ru: 'Поставщик', en: 'Supplier' } },
  { type: 'INDUSTRY', id: 'MANUFACTURING', title: { ru: 'Производство', en: 'Manufacturing' } },
  { type: 'INDUSTRY', id: 'SERVICES', title: { ru: 'Услуги', en: 'Services' } },
  { type: 'INDUSTRY', id: 'OTHER', title: { ru: 'Другое', en: 'Other' } },
];

export function statusTitle(type: string, id: unknown, language: 'ru' | 'en'): string {
  return STATUSES.find((status) => status.type === type && status.id === id)?.title[language] ?? String(id ?? '');
}

/** Stage field and its status type by entity. */
export const STAGE_FIELDS: Readonly<Record<'lead' | 'deal', { readonly field: string; readonly type: string }>> = {
  lead: { field: 'STATUS_ID', type: 'STATUS' },
  deal: { field: 'STAGE_ID', type: 'DEAL_STAGE' },
};

export const TASK_FIELDS: Readonly<Record<string, FieldSchema>> = {
  ID: { type: 'integer', title: { ru: 'ID', en: 'ID' }, isReadOnly: true },
  TITLE: { type: 'string', title: { ru: 'Название', en: 'Name' }, isRequired: true, initial: '' },
  DESCRIPTION: { type: 'string', title: { ru: 'Описание', en: 'Description' }, initial: '' },
  STATUS: { type: 'integer', title: { ru: 'Статус', en: 'Status' }, initial: '2' },
  PRIORITY: { type: 'integer', title: { ru: 'Приоритет', en: 'Priority' }, initial: '1' },
  DEADLINE: { type: 'datetime', title: { ru: 'Крайний срок', en: 'Deadline' }, initial: null },
  RESPONSIBLE_ID: { type: 'user', title: { ru: 'Исполнитель', en: 'Assignee' }, isRequired: true, initial: '1' },
  CREATED_BY: { type: 'user', title: { ru: 'Постановщик', en: 'Creator' }, initial: '1' },
  GROUP_ID: { type: 'integer', title: { ru: 'Проект', en: 'Project' }, initial: '0' },
  PARENT_ID: { type: 'integer', title: { ru: 'Базовая задача', en: 'Parent task' }, initial: null },
  CREATED_DATE: { type: 'datetime', title: { ru: 'Дата создания', en: 'Created on' }, isReadOnly: true },
  CHANGED_DATE: { type: 'datetime', title: { ru: 'Дата изменения', en: 'Changed on' }, isReadOnly: true },
  CLOSED_DATE: { type: 'datetime', title: { ru: 'Дата завершения', en: 'Completed on' }, initial: null },
  UF_CRM_TASK: { type: 'string', title: { ru: 'Элементы CRM', en: 'CRM items' }, isMultiple: true },
};

/** Values that a new entity starts with. */
export function initialValues(schema: Readonly<Record<string, FieldSchema>>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema)) {
    if (field.isMultiple === true) values[name] = [];
    else if (field.initial !== undefined) values[name] = field.initial;
  }
  return values;
}
