import type { LocalizedText } from '../../../shared/domain/rulebook.ts';

/** Closed word lists of the MoySklad catalogue of solutions, with the words a moderator reads. */
export interface Term<Id extends string> {
  readonly id: Id;
  readonly title: LocalizedText;
}

function terms<const Id extends string>(entries: Readonly<Record<Id, readonly [ru: string, en: string]>>): readonly Term<Id>[] {
  return (Object.keys(entries) as Id[]).map((id) => ({ id, title: { ru: entries[id][0], en: entries[id][1] } }));
}

export const MARKETPLACE_ID = 'moysklad';

/** One catalogue for everybody. */
export const REGIONS = terms({ ru: ['Россия и СНГ', 'Russia and CIS'] });

/** Types of a solution (domain/moysklad.md §8). */
export const SOLUTION_TYPES = terms({
  server: ['Серверное решение', 'Server solution'],
  telephony: ['Телефония', 'Telephony'],
  private: ['Приватное решение', 'Private solution'],
});

/** How a version is installed: with its own main window or without one, both by Vendor API; telephony by Phone API, without a descriptor. */
export const INSTALL_MODES = ['main-window', 'no-window', 'phone-api'] as const;
export type InstallMode = (typeof INSTALL_MODES)[number];

export const INSTALL_MODE_TITLES: Readonly<Record<InstallMode, LocalizedText>> = {
  'main-window': { ru: 'С главным окном', en: 'With a main window' },
  'no-window': { ru: 'Без главного окна', en: 'Without a main window' },
  'phone-api': { ru: 'Phone API, без дескриптора', en: 'Phone API, without a descriptor' },
};

/** Groups of the catalogue that the price recommendations name (MS §4), and the rest. */
export const CATEGORIES = terms({
  cms: ['Сайты и CMS', 'Sites and CMS'],
  delivery: ['Доставка', 'Delivery'],
  marketplaces: ['Маркетплейсы', 'Marketplaces'],
  complex: ['Комплексные решения', 'Complex solutions'],
  banks: ['Банки и оплата', 'Banks and payments'],
  telephony: ['Телефония', 'Telephony'],
  crm: ['CRM и лояльность', 'CRM and loyalty'],
  analytics: ['Аналитика', 'Analytics'],
  documents: ['Документы и печать', 'Documents and printing'],
  warehouse: ['Склад и маркировка', 'Warehouse and product marking'],
  other: ['Другое', 'Other'],
});

/** Statuses that a vendor may answer an activation with (MS §6.3). */
export const ACTIVATION_STATUSES = ['Activating', 'SettingsRequired', 'Activated'] as const;
export type ActivationStatus = (typeof ACTIVATION_STATUSES)[number];

export const ACTIVATION_CAUSES = ['Install', 'Resume', 'TariffChanged', 'Autoprolongation'] as const;
export type ActivationCause = (typeof ACTIVATION_CAUSES)[number];
export const DEACTIVATION_CAUSES = ['Uninstall', 'Suspend'] as const;
export type DeactivationCause = (typeof DEACTIVATION_CAUSES)[number];

/** Rights without levels, for reports (MS §5.3). */
export const REPORT_RIGHTS = [
  'viewDashboard',
  'viewAudit',
  'viewSaleProfit',
  'viewTurnover',
  'viewCompanyCRM',
  'viewProfitAndLoss',
  'viewMoneyDashboard',
  'viewProductCostAndProfit',
  'viewCustomerBalanceList',
  'viewStockReport',
] as const;

/** Rights without levels that only solutions have. */
export const SPECIAL_RIGHTS = ['useOwnWebhooks', 'useAllWebhooks', 'useOwnAttributeMetadata', 'useAllAttributeMetadata'] as const;

const OPERATIONS = [
  'purchaseOrder',
  'invoiceIn',
  'supply',
  'purchaseReturn',
  'factureIn',
  'customerOrder',
  'invoiceOut',
  'demand',
  'commissionReportIn',
  'commissionReportOut',
  'salesReturn',
  'factureOut',
  'enter',
  'loss',
  'internalOrder',
  'move',
  'priceList',
  'paymentIn',
  'paymentOut',
  'cashIn',
  'cashOut',
  'retailDemand',
  'retailSalesReturn',
  'retailDrawerCashIn',
  'retailDrawerCashOut',
  'bonusTransaction',
  'prepayment',
  'prepaymentReturn',
  'processing',
  'processingOrder',
  'productionTask',
  'payroll',
] as const;
const DICTIONARIES = [
  'good',
  'inventory',
  'company',
  'contract',
  'retailShift',
  'productionStageCompletion',
  'counterpartyAdjustment',
] as const;
const BASES = [
  'retailStore',
  'processingPlan',
  'myCompany',
  'employee',
  'warehouse',
  'currency',
  'project',
  'country',
  'uom',
  'customDictionary',
  'customEntity',
  'expenseItem',
  'processingStage',
  'processingProcess',
  'salesChannel',
  'taxRate',
] as const;

/** Levels by entity right. */
export const ENTITY_RIGHTS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...OPERATIONS.map((name) => [name, ['view', 'create', 'update', 'delete', 'print', 'approve']] as const),
  ...DICTIONARIES.map((name) => [name, ['view', 'create', 'update', 'delete', 'print']] as const),
  ...BASES.map((name) => [name, ['view', 'create', 'update', 'delete', 'print']] as const),
]);

/** The right that guards an entity of the JSON API; documents are named alike in both, dictionaries are not. */
const RIGHT_OF_ENTITY: Readonly<Record<string, string>> = {
  assortment: 'good',
  product: 'good',
  service: 'good',
  bundle: 'good',
  variant: 'good',
  productfolder: 'good',
  consignment: 'good',
  counterparty: 'company',
  contactperson: 'company',
  organization: 'myCompany',
  store: 'warehouse',
  group: 'employee',
};

export function rightOfEntity(type: string): string | null {
  const known = RIGHT_OF_ENTITY[type];
  if (known !== undefined) return known;
  return [...ENTITY_RIGHTS.keys()].find((name) => name.toLowerCase() === type) ?? null;
}

/** Extension points of widgets and buttons that the portal has pages for are these types; others are legal and not shown. */
export const DOCUMENT_TITLES: Readonly<Record<string, LocalizedText>> = {
  customerorder: { ru: 'Заказы покупателей', en: 'Customer orders' },
  invoiceout: { ru: 'Счета покупателям', en: 'Invoices' },
  demand: { ru: 'Отгрузки', en: 'Shipments' },
  supply: { ru: 'Приёмки', en: 'Receipts' },
  counterparty: { ru: 'Контрагенты', en: 'Counterparties' },
  product: { ru: 'Товары', en: 'Products' },
};
