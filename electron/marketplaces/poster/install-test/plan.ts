import type { LocalizedText } from '../../../../shared/domain/rulebook.ts';
import type { RunContext, StepOptions } from '../../../sandbox/run-context.ts';
import type { ProbeDescription } from '../../marketplace.ts';
import type { PosterRegistration } from '../portal/registration.ts';

type Plan = Parameters<RunContext['plan']>[0];

function text(ru: string, en: string): LocalizedText {
  return { ru, en };
}

/** Rules that every look at a vendor's page proves. */
const PAGE_RULES = ['po-prod-mode', 'po-usable', 'po-code-exchange-server-side', 'po-oauth-for-market', 'po-no-break-poster'] as const;
const WINDOW_RULES = ['po-manage-verify', 'po-manage-spinner', ...PAGE_RULES] as const;

function step(id: string, ru: string, en: string, ruleIds: readonly string[], role: StepOptions['role'] = 'administrator'): StepOptions {
  return { id, title: text(ru, en), ruleIds, role };
}

/** Faults of the account that a run can try out; each is the step `probes.NAME`. */
export const PROBES = [
  'duplicate-delivery',
  'wrong-verify',
  'install-webhook-first',
  'expired-token',
  'slow-answers',
  'no-rights',
  'tariff-limit',
  'empty-menu',
] as const;
export type Probe = (typeof PROBES)[number];
/** Tried unless the run names its probes: the documentation of webhooks asks every receiver to stand them (domain/poster.md §5). */
export const DEFAULT_PROBES: readonly Probe[] = ['duplicate-delivery', 'wrong-verify'];

export function probeStepId(probe: Probe): string {
  return `probes.${probe}`;
}

/** Every step in order. Steps that only look at the account belong to the owner's window, whose picture goes with them. */
export const INSTALL_TEST_PLAN: Plan = [
  {
    name: 'registration',
    title: text('Проверка адресов', 'Address check'),
    steps: [step('registration.addresses', 'Адреса приложения отвечают', 'The application’s addresses answer', ['po-redirect-exact'])],
  },
  {
    name: 'connect',
    title: text('Подключение к новому аккаунту', 'Connecting to a new account'),
    steps: [
      step('connect.card', 'Открыть приложение в маркете, сверить доступы', 'Open the application in the market, compare the accesses', [
        'po-rights-minimal',
      ]),
      step('connect.consent', 'Нажать «Подключить» и разрешить доступ', 'Press "Connect" and allow the access', ['po-connect-simple']),
      step('connect.finish', 'Сервер приложения получает токен', 'The application’s server gets its token', [
        'po-connect-simple',
        'po-redirect-exact',
        ...WINDOW_RULES,
      ]),
    ],
  },
  {
    name: 'use',
    title: text('Работа в разных ролях', 'Work in different roles'),
    steps: [
      step('use.window', 'Открыть окно в админ-панели владельцем', 'Open the window in the admin panel as owner', [
        ...WINDOW_RULES,
        'po-multi-spot',
      ]),
      step(
        'use.employee',
        'Открыть окно в админ-панели сотрудником',
        'Open the window in the admin panel as an employee',
        WINDOW_RULES,
        'user',
      ),
      step('use.site', 'Открыть сайт приложения ещё раз', 'Open the application’s site again', [...PAGE_RULES, 'po-multi-spot']),
      step('use.order', 'Сделать онлайн-заказ', 'Make an online order', ['po-ec-order-sent', 'po-res-required-fields']),
    ],
  },
  {
    name: 'events',
    title: text('События аккаунта', 'Events of the account'),
    steps: [
      step('events.account', 'Изменить меню и данные аккаунта', 'Change the menu and the account’s data', [
        'po-webhook-200',
        'po-ec-menu-hooks',
      ]),
      step('events.orders', 'Касса принимает, отклоняет и закрывает заказы', 'The terminal accepts, rejects and closes orders', [
        'po-ec-order-status',
        'po-webhook-200',
      ]),
    ],
  },
  {
    name: 'remove',
    title: text('Отключение', 'Disconnecting'),
    steps: [
      step('remove.disconnect', 'Отключить приложение в админ-панели', 'Disconnect the application in the admin panel', [
        'po-uninstall-handled',
      ]),
      step('remove.webhook', 'Сервер приложения узнаёт об отключении', 'The application’s server learns of it', [
        'po-uninstall-handled',
        'po-webhook-200',
      ]),
      step('remove.watch', 'Наблюдать: старый токен больше не используется', 'Watch: the old token is used no more', [
        'po-uninstall-handled',
      ]),
    ],
  },
  {
    name: 'reconnect',
    title: text('Повторное подключение', 'Connecting again'),
    steps: [
      step('reconnect.consent', 'Снова подключить', 'Connect again', ['po-reinstall-works']),
      step('reconnect.finish', 'Сервер приложения получает новый токен', 'The application’s server gets a new token', [
        'po-reinstall-works',
        ...WINDOW_RULES,
      ]),
      step('reconnect.window', 'Приложение работает с новым токеном', 'The application works with the new token', [
        'po-reinstall-works',
        ...WINDOW_RULES,
      ]),
      step('reconnect.state', 'Нет двойных групп, клиентов и товаров', 'No doubled groups, clients or products', ['po-reinstall-works']),
    ],
  },
  {
    name: 'data',
    title: text('Сравнение данных клиента', 'Comparison of the client’s data'),
    steps: [
      step('data.compare', 'Меню, клиенты, склад и заказы до и после', 'Menu, clients, stock and orders before and after', [
        'po-no-data-damage',
        'po-no-break-poster',
      ]),
    ],
  },
  {
    name: 'probes',
    title: text('Пробы', 'Probes'),
    steps: [
      step('probes.duplicate-delivery', 'Каждое событие приходит ещё раз', 'Every event comes once more', ['po-webhook-idempotent']),
      step('probes.wrong-verify', 'Поддельные события с неверным verify', 'Forged events with a wrong verify', ['po-webhook-verify']),
      step(
        'probes.install-webhook-first',
        'Вебхук об установке приходит раньше перехода',
        'The install webhook comes before the redirect',
        ['po-connect-simple', 'po-reinstall-works'],
      ),
      step('probes.expired-token', 'Токен истёк (ошибка 12)', 'The token has expired (error 12)', PAGE_RULES),
      step('probes.slow-answers', 'API отвечает медленно', 'The API answers slowly', PAGE_RULES),
      step('probes.no-rights', 'Права отозваны (ошибка 20)', 'Rights withdrawn (error 20)', PAGE_RULES),
      step('probes.tariff-limit', 'Ограничение тарифа (ошибка 700)', 'Limit of the tariff (error 700)', [
        'po-billing-tariff-keys',
        ...PAGE_RULES,
      ]),
      step('probes.empty-menu', 'Пустое меню', 'An empty menu', PAGE_RULES),
    ],
  },
];

export const ALL_STEP_IDS: readonly string[] = INSTALL_TEST_PLAN.flatMap((phase) => phase.steps.map((one) => one.id));

/** The probes as a person chooses among them. */
export const probes: readonly ProbeDescription[] = PROBES.map((id) => {
  const found = INSTALL_TEST_PLAN.flatMap((phase) => phase.steps).find((one) => one.id === probeStepId(id));
  if (found === undefined) throw new Error(`the probe "${id}" has no step`);
  return { id, title: found.title, isDefault: DEFAULT_PROBES.includes(id) };
});

/** The plan of a run with these probes. Without a window nobody works as an employee, so no browser is started for one. */
export function installTestPlan(registration: PosterRegistration, probes: readonly Probe[]): Plan {
  const wanted = new Set(probes.map(probeStepId));
  return INSTALL_TEST_PLAN.map((phase) =>
    phase.name === 'probes' ? { ...phase, steps: phase.steps.filter((one) => wanted.has(one.id)) } : phase,
  )
    .filter((phase) => phase.steps.length > 0)
    .map((phase) => ({
      ...phase,
      steps: phase.steps.map((one) => {
        if (one.role !== 'user' || registration.manageUrl !== null) return one;
        const { role: _role, ...rest } = one;
        return rest;
      }),
    }));
}
