/** Addresses and marks of the account's pages; install tests and browser tests find their way by them. */
export const portalPaths = {
  home: '/',
  catalogue: '/applications/',
  card: (code: string) => `/applications/${encodeURIComponent(code)}/`,
  connect: (code: string) => `/applications/${encodeURIComponent(code)}/connect/`,
  connected: '/manage/applications/',
  remove: (code: string) => `/manage/applications/${encodeURIComponent(code)}/remove/`,
  window: (code: string) => `/manage/applications/${encodeURIComponent(code)}/`,
  spinner: '/manage/window/spinner/',
  menu: '/manage/menu/',
  clients: '/manage/clients/',
  stock: '/manage/stock/',
  orders: '/manage/orders/',
  changes: '/manage/changes/',
  language: '/portal/language/',
} as const;

export const portalSelectors = {
  ready: 'body[data-ready="true"]',
  notice: '[data-role="notice"]',
  connectButton: '[data-action="connect"]',
  openButton: '[data-action="open-window"]',
  /** The consent page, whether it was reached from the card or from the vendor's own site. */
  consent: '[data-role="consent"]',
  accessItems: '[data-role="consent"] [data-access]',
  agreeButton: '[data-action="agree"]',
  refused: '[data-role="refused"]',
  connectedRow: (code: string) => `tr[data-code="${code}"]`,
  removeButton: (code: string) => `tr[data-code="${code}"] [data-action="remove"]`,
  removeDialog: 'dialog[data-role="remove-dialog"][open]',
  confirmRemoveButton: 'dialog[data-role="remove-dialog"][open] [data-action="confirm-remove"]',
  /** The window of the application in the admin panel. */
  applicationFrame: 'iframe[data-role="application-frame"]',
  spinner: '[data-role="spinner"]',
  decideButton: (orderId: string, decision: string) => `[data-order="${orderId}"] [data-action="${decision}"]`,
  changeRows: '[data-role="changes"] tbody tr',
} as const;
