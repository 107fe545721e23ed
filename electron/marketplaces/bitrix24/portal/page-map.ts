/**
 * Addresses and selectors of the simulated portal's pages, for whoever clicks them. The pages are written from these constants,
 * so a selector here cannot drift from the markup.
 */

/** Values of `data-action` on buttons and links. */
export const PORTAL_ACTIONS = {
  install: 'install',
  confirmInstall: 'confirm-install',
  cancelInstall: 'cancel-install',
  update: 'update',
  openApplication: 'open-application',
  remove: 'remove',
  confirmRemove: 'confirm-remove',
  cancelRemove: 'cancel-remove',
  closeSlider: 'close-slider',
  switchLanguage: 'switch-language',
  openWidget: 'open-widget',
  saveSettings: 'save-settings',
  createWebhook: 'create-webhook',
  removeWebhook: 'remove-webhook',
  addItem: 'add-item',
  confirmAdd: 'confirm-add',
  saveItem: 'save-item',
} as const;
export type PortalAction = (typeof PORTAL_ACTIONS)[keyof typeof PORTAL_ACTIONS];

/** Values of `data-page` on <body>. */
export const PORTAL_PAGES = {
  home: 'home',
  catalogue: 'catalogue',
  card: 'card',
  application: 'application',
  installed: 'installed',
  users: 'users',
  signIn: 'sign-in',
  message: 'message',
  crmList: 'crm-list',
  crmItem: 'crm-item',
  tasks: 'tasks',
  task: 'task',
  profile: 'profile',
  widgets: 'widgets',
  widget: 'widget',
  settings: 'settings',
  developers: 'developers',
} as const;
export type PortalPage = (typeof PORTAL_PAGES)[keyof typeof PORTAL_PAGES];

/** Values of `data-state` on the element that tells what the page is about; see `selectors.state`. */
export const PORTAL_STATES = {
  notInstalled: 'not-installed',
  installed: 'installed',
  updateAvailable: 'update-available',
  installer: 'installer',
  application: 'application',
  notFinished: 'not-finished',
  noPage: 'no-page',
  settings: 'settings',
} as const;
export type PortalState = (typeof PORTAL_STATES)[keyof typeof PORTAL_STATES];

/** Paths for `Portal.signInUrl(userId, path)` and `page.goto`. */
export const portalPaths = {
  home: '/',
  catalogue: '/market/',
  installed: '/market/installed/',
  users: '/company/',
  tasks: '/tasks/',
  /** Inbound webhooks of the administrator who looks. */
  developers: '/devops/',
  /** All widgets that are bound, each with a button that opens it. */
  widgets: '/widgets/',
  deals: '/crm/deal/',
  leads: '/crm/lead/',
  contacts: '/crm/contact/',
  companies: '/crm/company/',
  card: (code: string) => `/market/detail/${encodeURIComponent(code)}/`,
  application: (code: string) => `/market/app/${encodeURIComponent(code)}/`,
  settings: (code: string) => `/market/settings/${encodeURIComponent(code)}/`,
  crmItem: (entity: 'deal' | 'lead' | 'contact' | 'company', id: string) => `/crm/${entity}/details/${encodeURIComponent(id)}/`,
} as const;

const action = (name: PortalAction) => `[data-action="${name}"]`;

/** CSS selectors. Those with `code` narrow to the row of one solution. */
export const portalSelectors = {
  /** Present on every page; `data-page`, `data-user-id`, `data-role`, `data-ready="true"` once scripts ran. */
  body: 'body[data-page]',
  ready: 'body[data-ready="true"]',
  page: (page: PortalPage) => `body[data-page="${page}"]`,
  /** `data-state` holds one of PORTAL_STATES. */
  state: '[data-role="solution-state"]',
  /** Sentence about success or refusal after an action (role="status" or "alert"). */
  notice: '[data-role="notice"]',
  installButton: action(PORTAL_ACTIONS.install),
  updateButton: action(PORTAL_ACTIONS.update),
  installDialog: 'dialog[data-role="install-dialog"][open]',
  scopeItems: 'dialog[data-role="install-dialog"] [data-scope]',
  confirmInstallButton: action(PORTAL_ACTIONS.confirmInstall),
  openApplicationButton: action(PORTAL_ACTIONS.openApplication),
  slider: '[data-role="slider"]',
  closeSlider: action(PORTAL_ACTIONS.closeSlider),
  /** The vendor's frame: application, installer or widget. */
  applicationFrame: 'iframe[data-role="application-frame"]',
  notFinishedText: '[data-role="not-finished"]',
  installedRows: 'tr[data-code]',
  installedRow: (code: string) => `tr[data-code="${code}"]`,
  removeButton: (code: string) => `tr[data-code="${code}"] ${action(PORTAL_ACTIONS.remove)}`,
  openInstalledButton: (code: string) => `tr[data-code="${code}"] ${action(PORTAL_ACTIONS.openApplication)}`,
  removeDialog: 'dialog[data-role="remove-dialog"][open]',
  /** The tick «Удалить настройки и данные». */
  removeDataCheckbox: 'dialog[data-role="remove-dialog"][open] input[name="clean"]',
  confirmRemoveButton: `dialog[data-role="remove-dialog"][open] ${action(PORTAL_ACTIONS.confirmRemove)}`,
  languageButton: action(PORTAL_ACTIONS.switchLanguage),
  menu: 'nav[data-role="menu"]',
  /** Links or tabs that open a bound widget; `data-placement` names the place. */
  /** Form of a solution of mode D; its fields are named `data[NAME]`. */
  settingsForm: 'form[data-role="settings-form"]',
  saveSettingsButton: action(PORTAL_ACTIONS.saveSettings),
  createWebhookButton: action(PORTAL_ACTIONS.createWebhook),
  removeWebhookButton: action(PORTAL_ACTIONS.removeWebhook),
  /** The address of the webhook that was just made. */
  webhookUrl: 'input[data-role="webhook-url"]',
  addItemButton: action(PORTAL_ACTIONS.addItem),
  addDialog: 'dialog[data-role="add-dialog"][open]',
  confirmAddButton: action(PORTAL_ACTIONS.confirmAdd),
  saveItemButton: action(PORTAL_ACTIONS.saveItem),
  /** Dialogs that a frame asks for: selectUser and the like. */
  choiceDialog: 'dialog[data-role="choice-dialog"][open]',
  confirmChoiceButton: '[data-action="confirm-choice"]',
  widgets: '[data-placement]',
  widget: (placement: string) => `[data-placement="${placement}"]`,
} as const;
