import type { SourceName } from '../../../shared/domain/source-names.ts';

/** What the rulebook calls its documents. */
export const sources: readonly SourceName[] = [
  { mark: 'MPE', title: { ru: 'пример manage-platform-example', en: 'sample manage-platform-example' } },
  { mark: 'API-PHP', title: { ru: 'библиотека joinposter/api-php', en: 'library joinposter/api-php' } },
  { mark: 'PD', title: { ru: 'Документация dev.joinposter.com:', en: 'Documentation dev.joinposter.com:' } },
  {
    mark: 'SEED2',
    title: { ru: '«Публикация в каталоге приложений» (Poster)', en: '“Publication in the catalogue of applications” (Poster)' },
  },
];
