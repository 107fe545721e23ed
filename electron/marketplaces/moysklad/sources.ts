import type { SourceName } from '../../../shared/domain/source-names.ts';

/** What the rulebook calls its documents. */
export const sources: readonly SourceName[] = [
  { mark: 'MS', title: { ru: 'Документация МойСклад, Vendor API 1.0', en: 'MoySklad documentation, Vendor API 1.0' } },
  { mark: 'SEED3', title: { ru: '«Условия размещения и оплаты приложений»', en: '“Terms of placement and payment of applications”' } },
  { mark: 'REG', title: { ru: '«Регламент модерации» (по пересказу)', en: '“Moderation regulations” (as retold)' } },
  { mark: 'PHPDEMO', title: { ru: 'пример php-demo-app', en: 'sample php-demo-app' } },
  { mark: 'PYDEMO', title: { ru: 'пример python-demo-app', en: 'sample python-demo-app' } },
  { mark: 'DUMMY', title: { ru: 'пример php-dummyapp-marketplace-1.0', en: 'sample php-dummyapp-marketplace-1.0' } },
  { mark: 'NODEDEMO', title: { ru: 'пример node-js-demo-app', en: 'sample node-js-demo-app' } },
];
