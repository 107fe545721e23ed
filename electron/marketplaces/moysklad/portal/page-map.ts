/** Addresses and selectors of the simulated portal's pages, for whoever clicks them. The pages are written from these constants. */

export const portalPaths = {
  home: '/app/',
  catalogue: '/app/apps/',
  installed: '/app/installed/',
  employees: '/app/employees/',
  card: (code: string) => `/app/apps/${encodeURIComponent(code)}/`,
  mainWindow: (code: string) => `/app/embed-apps/${encodeURIComponent(code)}/`,
  chats: '/app/chats/',
  chat: (code: string) => `/app/chats/${encodeURIComponent(code)}/`,
  list: (type: string) => `/app/${type}/`,
  create: (type: string) => `/app/${type}/create/`,
  edit: (type: string, id: string) => `/app/${type}/edit/${id}/`,
} as const;

export const portalSelectors = {
  /** `data-page`, `data-role`, `data-ready="true"` once scripts ran. */
  ready: 'body[data-ready="true"]',
  /** `data-state` is the status of the installation, "none" without one. */
  state: '[data-role="solution-state"]',
  notice: '[data-role="notice"]',
  connect: '[data-action="connect"]',
  consentDialog: 'dialog[data-role="consent-dialog"][open]',
  confirmConnect: '[data-action="confirm-connect"]',
  remove: '[data-action="remove"]',
  removeDialog: 'dialog[data-role="remove-dialog"][open]',
  confirmRemove: '[data-action="confirm-remove"]',
  suspend: '[data-action="suspend"]',
  resume: '[data-action="resume"]',
  changeTariff: '[data-action="change-tariff"]',
  prolong: '[data-action="prolong"]',
  changeRights: '[data-action="change-rights"]',
  mainFrame: 'iframe[data-role="solution-frame"]',
  widgetFrame: (point: string) => `iframe[data-role="widget-frame"][data-point="${point}"]`,
  chatFrame: 'iframe[data-role="chat-frame"]',
  popupFrame: 'iframe[data-role="popup-frame"]',
  button: (name: string) => `[data-action="custom-button"][data-button="${name}"]`,
  toast: '[data-role="toast"]',
  saveDocument: '[data-action="save-document"]',
  closeDocument: '[data-action="close-document"]',
  nextDocument: '[data-action="next-document"]',
  choiceDialog: 'dialog[data-role="choice-dialog"][open]',
  closePopup: 'dialog[open] [data-action="close-popup"]',
  descriptionField: 'textarea[name="description"]',
} as const;
