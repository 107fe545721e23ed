import type { SourceName } from '../../../shared/domain/source-names.ts';

/** What the rulebook calls its documents. */
export const sources: readonly SourceName[] = [
  {
    mark: 'RU-CR',
    title: { ru: '«Общие требования к решениям» (apidocs.bitrix24.ru)', en: '“Common requirements” (apidocs.bitrix24.ru)' },
  },
  { mark: 'RU-CL', title: { ru: '«Чек-лист перед публикацией» (apidocs.bitrix24.ru)', en: '“Checklist” (apidocs.bitrix24.ru)' } },
  {
    mark: 'RU-PR',
    title: { ru: '«Требования к публикации» (apidocs.bitrix24.ru)', en: '“Publication requirements” (apidocs.bitrix24.ru)' },
  },
  { mark: 'RU', title: { ru: 'Документация apidocs.bitrix24.ru:', en: 'Documentation apidocs.bitrix24.ru:' } },
  { mark: 'EN', title: { ru: 'Документация apidocs.bitrix24.com:', en: 'Documentation apidocs.bitrix24.com:' } },
  { mark: 'PR370', title: { ru: 'правка документации № 370', en: 'change 370 of the documentation' } },
  {
    mark: 'SEED0',
    title: { ru: '«Порядок публикации решений в Битрикс24 Маркетплейс»', en: '“How solutions are published in Bitrix24 Marketplace”' },
  },
  { mark: 'SEED1', title: { ru: '«Приложения Битрикс24 Маркетплейс»', en: '“Applications of Bitrix24 Marketplace”' } },
  { mark: 'SEED4', title: { ru: '«Отзывы в Битрикс24 Маркет»', en: '“Reviews in Bitrix24 Market”' } },
];
