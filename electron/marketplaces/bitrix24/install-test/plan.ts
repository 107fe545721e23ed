import type { LocalizedText } from '../../../../shared/domain/rulebook.ts';
import type { ProbeDescription } from '../../marketplace.ts';
import type { RunContext, StepOptions } from '../../../sandbox/run-context.ts';

type Plan = Parameters<RunContext['plan']>[0];

function text(ru: string, en: string): LocalizedText {
  return { ru, en };
}

/** Rules that every look at a vendor's page proves. */
const PAGE_RULES = [
  'install-no-blank-page',
  'ui-no-js-errors',
  'ui-no-server-errors',
  'ui-no-broken-links',
  'ui-no-scrollbars',
  'sec-no-password-request',
  'sec-secret-not-in-browser',
] as const;

function step(id: string, title: LocalizedText, ruleIds: readonly string[], role?: StepOptions['role']): StepOptions {
  return { id, title, ruleIds, ...(role === undefined ? {} : { role }) };
}

/** Every step in order. Steps that only look at the portal belong to the administrator's window, whose picture goes with them. */
export const INSTALL_TEST_PLAN: Plan = [
  {
    name: 'registration',
    title: text('Проверка адресов', 'Address check'),
    steps: [
      step('registration.head', text('Адреса решения отвечают на HEAD', 'The solution’s addresses answer HEAD'), ['install-url-head']),
    ],
  },
  {
    name: 'install',
    title: text('Установка на чистый портал', 'Installation on a clean portal'),
    steps: [
      step(
        'install.card',
        text('Открыть карточку решения в каталоге', 'Open the solution’s card in the catalogue'),
        ['install-clean-portal'],
        'administrator',
      ),
      step('install.start', text('Нажать «Установить»', 'Press "Install"'), ['install-clean-portal'], 'administrator'),
      step(
        'install.finish',
        text('Пройти установку до конца', 'Go through the installation'),
        ['install-clean-portal', 'install-finish-called', 'install-callback-no-finish', ...PAGE_RULES],
        'administrator',
      ),
    ],
  },
  {
    name: 'verify',
    title: text('Проверка после установки', 'Check after the installation'),
    steps: [
      step('verify.application', text('Приложение открывается само', 'The application opens by itself'), PAGE_RULES, 'administrator'),
      step(
        'verify.state',
        text('Состояние на портале: установлено, подписки, виджеты', 'State on the portal: installed, handlers, widgets'),
        ['install-finish-called', 'rights-widgets-declared', 'sec-rest-economy', 'sec-token-refresh-sane'],
        'administrator',
      ),
    ],
  },
  {
    name: 'roles',
    title: text('Работа в разных ролях', 'Work in different roles'),
    steps: [
      step(
        'roles.administrator',
        text('Открыть приложение администратором', 'Open the application as administrator'),
        [...PAGE_RULES, 'rights-scopes-minimal', 'sec-rest-economy'],
        'administrator',
      ),
      step('roles.data', text('Ввести пробные данные', 'Enter sample data'), ['uninstall-data-removed'], 'administrator'),
      step(
        'roles.user',
        text('Открыть приложение сотрудником без прав администратора', 'Open the application as an employee'),
        ['install-nonadmin-open', 'func-admin-and-user', ...PAGE_RULES],
        'user',
      ),
      step(
        'roles.widgets',
        text('Открыть виджеты', 'Open the widgets'),
        ['install-widgets-live', 'rights-widgets-declared'],
        'administrator',
      ),
      step('roles.events', text('Вызвать события портала', 'Raise events of the portal'), ['install-events-received'], 'administrator'),
    ],
  },
  {
    name: 'uninstall',
    title: text('Удаление', 'Uninstallation'),
    steps: [
      step(
        'uninstall.remove',
        text('Удалить решение на портале', 'Remove the solution from the portal'),
        ['uninstall-handler'],
        'administrator',
      ),
      step(
        'uninstall.events',
        text('Сервер решения узнаёт об удалении', 'The vendor’s server learns of the uninstallation'),
        ['uninstall-handler'],
        'administrator',
      ),
    ],
  },
  {
    name: 'erasure',
    title: text('Проверка стирания', 'Erasure check'),
    steps: [
      step(
        'erasure.watch',
        text('Наблюдать за сервером решения', 'Watch the vendor’s server'),
        ['uninstall-no-afterlife', 'uninstall-data-removed'],
        'administrator',
      ),
    ],
  },
  {
    name: 'reinstall',
    title: text('Переустановка на тот же портал', 'Reinstallation on the same portal'),
    steps: [
      step('reinstall.start', text('Снова нажать «Установить»', 'Press "Install" again'), ['reinstall-works'], 'administrator'),
      step(
        'reinstall.finish',
        text('Снова пройти установку', 'Go through the installation again'),
        ['reinstall-works', 'install-finish-called', 'install-callback-no-finish'],
        'administrator',
      ),
      step(
        'reinstall.application',
        text('Приложение работает и не помнит прежних данных', 'The application works and remembers no old data'),
        ['reinstall-works', 'uninstall-data-removed', ...PAGE_RULES],
        'administrator',
      ),
      step(
        'reinstall.state',
        text('Подписки и виджеты зарегистрированы снова, по одному разу', 'Handlers and widgets are registered again, once each'),
        ['reinstall-rebinds'],
        'administrator',
      ),
    ],
  },
  {
    name: 'update',
    title: text('Обновление с опубликованной версии', 'Update from the published version'),
    steps: [
      step(
        'update.published',
        text('Установить опубликованную версию', 'Install the published version'),
        ['update-rebinds'],
        'administrator',
      ),
      step(
        'update.update',
        text('Обновить до проверяемой', 'Update to the tested one'),
        ['update-rebinds', ...PAGE_RULES],
        'administrator',
      ),
      step(
        'update.state',
        text('Подписки и виджеты зарегистрированы снова', 'Handlers and widgets are registered again'),
        ['update-rebinds', 'install-events-received'],
        'administrator',
      ),
    ],
  },
  {
    name: 'second-portal',
    title: text('Второй портал', 'Second portal'),
    steps: [
      step(
        'second-portal.install',
        text('Подключить решение ко второму порталу', 'Connect the solution to a second portal'),
        ['func-external-service-testable'],
        'administrator',
      ),
      step(
        'second-portal.first',
        text('Первый портал работает по-прежнему', 'The first portal works as before'),
        ['func-external-service-testable'],
        'administrator',
      ),
    ],
  },
  {
    name: 'probes',
    title: text('Пробы', 'Probes'),
    steps: [
      step(
        'probes.delayed-event',
        text('События установки опаздывают', 'The events of the installation come late'),
        [...PAGE_RULES, 'install-events-received', 'install-callback-no-finish'],
        'administrator',
      ),
      step(
        'probes.duplicate-install',
        text('Установку начинают дважды', 'The installation is begun twice'),
        ['reinstall-works', 'reinstall-rebinds', ...PAGE_RULES],
        'administrator',
      ),
      step(
        'probes.token-expiry',
        text('Доступ истёк: события и страница после этого', 'Access has expired: events and the page after that'),
        [...PAGE_RULES, 'install-events-received', 'sec-token-refresh-sane'],
        'administrator',
      ),
      step(
        'probes.portal-busy',
        text('Портал отвечает 503: страница после этого', 'The portal answers 503: the page after that'),
        PAGE_RULES,
        'administrator',
      ),
      step(
        'probes.forged-event',
        text('Поддельное событие с чужим application_token', 'A forged event with a wrong application_token'),
        ['sec-application-token-check'],
        'administrator',
      ),
    ],
  },
];

export const ALL_STEP_IDS: readonly string[] = INSTALL_TEST_PLAN.flatMap((phase) => phase.steps.map((one) => one.id));

/** Faults of the portal that a run can try out; each is the step `probes.NAME`. */
export const PROBES = ['delayed-event', 'duplicate-install', 'token-expiry', 'portal-busy', 'forged-event'] as const;
export type Probe = (typeof PROBES)[number];
/** Tried unless the run names its probes: the documentation asks every solution to stand it (domain/bitrix24.md §4). */
export const DEFAULT_PROBES: readonly Probe[] = ['forged-event'];

export function probeStepId(probe: Probe): string {
  return `probes.${probe}`;
}

/** The probes as a person chooses among them. */
export const probes: readonly ProbeDescription[] = PROBES.map((id) => {
  const step = INSTALL_TEST_PLAN.flatMap((phase) => phase.steps).find((one) => one.id === probeStepId(id));
  if (step === undefined) throw new Error(`the probe "${id}" has no step`);
  return { id, title: step.title, isDefault: DEFAULT_PROBES.includes(id) };
});

/** Steps that only a solution with a page has; otherwise they are left out with the reason. */
const PAGE_STEP_IDS: ReadonlySet<string> = new Set([
  'verify.application',
  'roles.administrator',
  'roles.data',
  'roles.user',
  'roles.widgets',
  'reinstall.application',
  'probes.portal-busy',
]);

export interface RunChoices {
  /** Without a page nobody works as an ordinary user, so no browser is started for one. */
  readonly hasPage: boolean;
  readonly probes: readonly Probe[];
  readonly isUpdated: boolean;
  readonly hasSecondPortal: boolean;
}

/** The plan of a run with these choices. */
export function installTestPlan({ hasPage, probes, isUpdated, hasSecondPortal }: RunChoices): Plan {
  const wanted = new Set(probes.map(probeStepId));
  const isPlanned = (phase: string, stepId: string): boolean => {
    if (phase === 'probes') return wanted.has(stepId);
    if (phase === 'update') return isUpdated;
    return phase !== 'second-portal' || hasSecondPortal;
  };
  const plan = INSTALL_TEST_PLAN.map((phase) => ({ ...phase, steps: phase.steps.filter((one) => isPlanned(phase.name, one.id)) })).filter(
    (phase) => phase.steps.length > 0,
  );
  if (hasPage) return plan;
  return plan.map((phase) => ({
    ...phase,
    steps: phase.steps.map((one) => (PAGE_STEP_IDS.has(one.id) ? { id: one.id, title: one.title, ruleIds: one.ruleIds } : one)),
  }));
}
