import type { LocalizedText } from '../../../../shared/domain/rulebook.ts';
import type { RunContext, StepOptions } from '../../../sandbox/run-context.ts';
import type { ProbeDescription } from '../../marketplace.ts';
import { chatFrame, mainFrame, type Descriptor } from '../descriptor/descriptor.ts';

type Plan = Parameters<RunContext['plan']>[0];

function step(id: string, ru: string, en: string, ruleIds: readonly string[], role?: StepOptions['role']): StepOptions {
  return { id, title: { ru, en }, ruleIds, ...(role === undefined ? {} : { role }) };
}

/** Rules that every look at a vendor's page proves. */
const PAGE_RULES = [
  'ms-no-js-errors',
  'ms-stable-service',
  'ms-sandbox-compatible',
  'ms-no-login-password',
  'ms-jsonapi12-token-only',
] as const;

/** Faults that a run can try out; each is the step `probes.NAME`. */
export const PROBES = ['wrong-signature', 'expired-token', 'repeated-jti', 'repeated-request', 'busy-api', 'english-window'] as const;
export type Probe = (typeof PROBES)[number];
/** Tried unless the run names its probes: the documentation asks every solution to stand them (domain/moysklad.md §3). */
export const DEFAULT_PROBES: readonly Probe[] = ['wrong-signature', 'expired-token'];

export function probeStepId(probe: Probe): string {
  return `probes.${probe}`;
}

const PROBE_TITLES: Readonly<Record<Probe, LocalizedText>> = {
  'wrong-signature': { ru: 'Запрос с чужой подписью', en: 'A request with a wrong signature' },
  'expired-token': { ru: 'Запрос с истёкшим токеном', en: 'A request with an expired token' },
  'repeated-jti': { ru: 'Запрос с повторным jti', en: 'A request with a repeated jti' },
  'repeated-request': { ru: 'Повтор активации с тем же номером запроса', en: 'The activation repeated with the same request id' },
  'busy-api': { ru: 'JSON API отвечает 429: окно после этого', en: 'The JSON API answers 429: the window after that' },
  'english-window': { ru: 'Главное окно при английском МоемСкладе', en: 'The main window with MoySklad in English' },
};

const PROBE_RULES: Readonly<Record<Probe, readonly string[]>> = {
  'wrong-signature': ['ms-jwt-verified'],
  'expired-token': ['ms-jwt-verified'],
  'repeated-jti': ['ms-jwt-verified'],
  'repeated-request': ['ms-install-idempotent'],
  'busy-api': PAGE_RULES,
  'english-window': ['ms-locale-aware', ...PAGE_RULES],
};

/** The probes as the marketplace offers them. */
export const probes: readonly ProbeDescription[] = PROBES.map((id) => ({
  id,
  title: PROBE_TITLES[id],
  isDefault: DEFAULT_PROBES.includes(id),
}));

const WINDOW_STEPS: ReadonlySet<string> = new Set([
  'settings.window',
  'settings.expired-key',
  'work.employee',
  'subscription.window',
  'subscription.resumed',
  'reinstall.window',
]);

/** Every step of a run for this descriptor, in order. Steps in which only servers talk need no browser. */
export function installTestPlan(descriptor: Descriptor, hasPublished: boolean, wanted: readonly Probe[]): Plan {
  const hasWindow = mainFrame(descriptor) !== null;
  const phases: Plan = [
    {
      name: 'registration',
      title: { ru: 'Проверка дескриптора', en: 'Descriptor check' },
      steps: [step('registration.descriptor', 'Прочитать дескриптор, найти сервер', 'Read the descriptor, find the server', [])],
    },
    {
      name: 'install',
      title: { ru: 'Подключение на чистый аккаунт', en: 'Connection to a clean account' },
      steps: [
        step(
          'install.card',
          'Открыть карточку решения',
          'Open the solution’s card',
          ['ms-descriptor-schema-v2', 'ms-descriptor-one-widget-per-point', 'ms-rights-consistent', 'ms-https-only'],
          'administrator',
        ),
        step(
          'install.connect',
          'Подключить и согласиться с правами',
          'Connect and consent to the rights',
          ['ms-install-put-200', 'ms-install-linked-account', 'ms-install-activating-finishes', 'ms-stable-service'],
          'administrator',
        ),
      ],
    },
    {
      name: 'settings',
      title: { ru: 'Настройка', en: 'Setting up' },
      steps: [
        step(
          'settings.window',
          'Открыть главное окно и сохранить настройки',
          'Open the main window and save the settings',
          [
            ...PAGE_RULES,
            'ms-context-key',
            'ms-frame-auto-height',
            'ms-frame-min-768',
            'ms-settings-in-main-window',
            'ms-unlink-in-settings',
          ],
          'administrator',
        ),
        step('settings.expired-key', 'Окно с истёкшим contextKey', 'The window with an expired contextKey', [
          'ms-context-key',
          'ms-errors-in-russian',
        ]),
        step('settings.state', 'Решение подключено', 'The solution is connected', ['ms-install-status-honest'], 'administrator'),
      ],
    },
    {
      name: 'work',
      title: { ru: 'Работа', en: 'Work' },
      steps: [
        step(
          'work.employee',
          'Открыть окно сотрудником без прав администратора',
          'Open the window as an employee',
          ['ms-user-rights-check', 'ms-errors-in-russian', ...PAGE_RULES],
          'user',
        ),
        step('work.widgets', 'Открыть виджеты', 'Open the widgets', ['ms-descriptor-supports-real', ...PAGE_RULES], 'administrator'),
        ...(chatFrame(descriptor) === null
          ? []
          : [step('work.chat', 'Открыть окно чатов', 'Open the chat window', ['ms-frame-min-768', ...PAGE_RULES], 'administrator')]),
        step('work.buttons', 'Нажать кнопки решения', 'Press the solution’s buttons', ['ms-buttons-answer']),
        step('work.scenario', 'Выполнить действия сценариев', 'Run the scenario actions', ['ms-scenario-answer']),
        step('work.webhooks', 'Вызвать вебхуки', 'Raise webhooks', ['ms-stable-service']),
        step('work.rights', 'Изменить права', 'Change the rights', ['ms-rights-old-installs']),
      ],
    },
    {
      name: 'subscription',
      title: { ru: 'Подписка', en: 'Subscription' },
      steps: [
        step('subscription.tariff', 'Сменить тариф и продлить', 'Change the tariff and prolong', ['ms-tariff-change-keeps-token']),
        step(
          'subscription.window',
          'Окно после смены тарифа',
          'The window after the change',
          ['ms-tariff-change-keeps-token'],
          'administrator',
        ),
        step('subscription.suspend', 'Приостановить', 'Suspend', ['ms-suspend-resume']),
        step('subscription.resume', 'Возобновить', 'Resume', ['ms-suspend-resume']),
        step('subscription.resumed', 'Окно после возобновления', 'The window after the resumption', ['ms-suspend-resume'], 'administrator'),
      ],
    },
    {
      name: 'uninstall',
      title: { ru: 'Удаление', en: 'Removal' },
      steps: [
        step('uninstall.remove', 'Удалить решение', 'Remove the solution', ['ms-uninstall-delete-2xx'], 'administrator'),
        step(
          'uninstall.watch',
          'Наблюдать за сервером решения',
          'Watch the vendor’s server',
          ['ms-uninstall-stops-access'],
          'administrator',
        ),
      ],
    },
    {
      name: 'reinstall',
      title: { ru: 'Повторное подключение', en: 'Reconnection' },
      steps: [
        step('reinstall.connect', 'Снова подключить', 'Connect again', ['ms-reinstall-works'], 'administrator'),
        step('reinstall.window', 'Окно работает', 'The window works', ['ms-reinstall-works', ...PAGE_RULES], 'administrator'),
        step(
          'reinstall.state',
          'Без двойных вебхуков и полей',
          'No double webhooks and fields',
          ['ms-reinstall-no-duplicates', 'ms-rights-minimal', 'ms-no-jsonapi11', 'ms-loyalty-configured'],
          'administrator',
        ),
      ],
    },
    ...(hasPublished
      ? [
          {
            name: 'version',
            title: { ru: 'Опубликованная версия', en: 'Published version' },
            steps: [
              step('version.credentials', 'Сервер принимает и прежние ключи', 'The server takes the earlier credentials too', [
                'ms-version-two-credentials',
              ]),
            ],
          },
        ]
      : []),
    ...(wanted.length > 0
      ? [
          {
            name: 'probes',
            title: { ru: 'Пробы', en: 'Probes' },
            steps: wanted.map((probe) => ({
              id: probeStepId(probe),
              title: PROBE_TITLES[probe],
              ruleIds: PROBE_RULES[probe],
              ...((probe === 'busy-api' || probe === 'english-window') && hasWindow ? { role: 'administrator' as const } : {}),
            })),
          },
        ]
      : []),
  ];
  if (hasWindow) return phases;
  // Without a window nobody looks at one, so no second browser is started for it.
  return phases.map((phase) => ({
    ...phase,
    steps: phase.steps.map((one) => (WINDOW_STEPS.has(one.id) ? { id: one.id, title: one.title, ruleIds: one.ruleIds } : one)),
  }));
}
