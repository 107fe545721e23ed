import type { PublicationStage } from '../marketplace.ts';
import { text as t } from '../make-rule.ts';

const CHECKLIST = { kind: 'checklist' } as const;
const after = (stageId: string) => ({ kind: 'stage', stageId }) as const;

/** The way of an application into the catalogue (SEED2; PD market/release), in its order. */
export const stages: readonly PublicationStage[] = [
  {
    id: 'account',
    title: t('Аккаунт разработчика', 'Developer account'),
    source: 'SEED2 §1',
    workingDays: null,
    rules: ['po-redirect-exact', 'po-https'],
    entry: [],
    exit: [
      {
        kind: 'records',
        id: 'account',
        text: t(
          'Аккаунт зарегистрирован, ключи и тестовый аккаунт Poster получены',
          'The account is registered; keys and a test account of Poster are there',
        ),
        entry: t('Имя аккаунта', 'Name of the account'),
        count: 1,
        isTested: false,
      },
      CHECKLIST,
    ],
  },
  {
    id: 'introduction-call',
    title: t('Вводный звонок', 'Introduction call'),
    source: 'SEED2 §2',
    workingDays: null,
    rules: ['po-marketing-text'],
    entry: [after('account')],
    exit: [
      {
        kind: 'records',
        id: 'call',
        text: t(
          'Звонок состоялся: сервис, пользователи и работа у клиента обсуждены',
          'The call took place: service, users and work at the client were discussed',
        ),
        entry: t('Когда и с кем', 'When and with whom'),
        count: 1,
        isTested: false,
      },
      CHECKLIST,
    ],
  },
  {
    id: 'technical-call',
    title: t('Технический звонок', 'Technical call'),
    source: 'SEED2 §2',
    workingDays: null,
    rules: ['po-calls-done'],
    entry: [after('introduction-call')],
    exit: [
      {
        kind: 'records',
        id: 'call',
        text: t('Звонок состоялся: нужные методы API обсуждены', 'The call took place: the API methods needed were discussed'),
        entry: t('Когда и с кем', 'When and with whom'),
        count: 1,
        isTested: false,
      },
      CHECKLIST,
    ],
  },
  {
    id: 'development',
    title: t('Разработка', 'Development'),
    source: 'SEED2 §3',
    workingDays: null,
    rules: ['po-guideline-followed', 'po-all-scenarios-tested', 'po-multi-spot'],
    entry: [after('technical-call')],
    exit: [CHECKLIST],
  },
  {
    id: 'demo-video',
    title: t('Видео с демонстрацией', 'Demo video'),
    source: 'SEED2 §4',
    workingDays: null,
    rules: ['po-demo-video', 'po-connect-simple', 'po-usable', 'po-staff-understand'],
    entry: [after('development')],
    exit: [
      {
        kind: 'records',
        id: 'video',
        text: t('Видео получено и просмотрено', 'The video was received and watched'),
        entry: t('Ссылка на видео', 'Link to the video'),
        count: 1,
        isTested: false,
      },
      CHECKLIST,
    ],
  },
  {
    id: 'alpha',
    title: t('Альфа-тест', 'Alpha test'),
    source: 'SEED2 §5; PD market/release: 14',
    // Newer texts say 14; the setting `stageDays` of the workspace decides.
    workingDays: 5,
    rules: [
      'po-catalog-descriptions',
      'po-instruction-gif',
      'po-rights-minimal',
      'po-prod-mode',
      'po-no-break-poster',
      'po-no-data-damage',
      'po-alpha-term',
    ],
    entry: [after('demo-video'), { kind: 'under-review' }],
    exit: [{ kind: 'install-test' }, CHECKLIST],
  },
  {
    id: 'beta',
    title: t('Бета-тест', 'Beta test'),
    source: 'SEED2 §6',
    // Two weeks.
    workingDays: 10,
    rules: ['po-clients-list', 'po-beta-two-clients'],
    entry: [after('alpha')],
    exit: [
      {
        kind: 'records',
        id: 'clients',
        text: t('Два клиента отработали с интеграцией весь срок', 'Two clients have worked with the integration for the whole term'),
        entry: t('Клиент', 'Client'),
        count: 2,
        isTested: true,
      },
      CHECKLIST,
    ],
  },
  {
    id: 'release',
    title: t('Выпуск', 'Release'),
    source: 'SEED2 §7',
    workingDays: null,
    rules: ['po-support-contact', 'po-prices-regions', 'po-pos-dev-bundle-off'],
    entry: [after('beta')],
    exit: [
      {
        kind: 'records',
        id: 'published',
        text: t('Приложение опубликовано в каталоге и анонсировано', 'The application is published in the catalogue and announced'),
        entry: t('Ссылка на каталог', 'Link to the catalogue'),
        count: 1,
        isTested: false,
      },
      CHECKLIST,
    ],
  },
];
