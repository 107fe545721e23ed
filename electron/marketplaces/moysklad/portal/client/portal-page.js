// @ts-check
/**
 * Script of the portal's own pages: dialogs, and MoySklad's side of the conversation with the windows, widgets and popups of solutions
 * (domain/moysklad.md §6). Messages are objects with a `name`.
 */
const data = JSON.parse(document.getElementById('portal-data')?.textContent ?? '{}');
const t = data.texts ?? {};

/** @typedef {{ id: string, code: string, purpose: string, place: string, title: string, url: string, origin: string, heightPx: number | null, expand: boolean, supports: string[], uses: string[], popups: string[], objectId: string | null }} FrameData */
/** @typedef {{ isOpen: boolean, dialog: HTMLDialogElement, opener: HostedFrame | null, requestId: unknown, name: string, parameters: unknown }} Popup */
/** @typedef {{ data: FrameData, element: HTMLIFrameElement, openId: number, isOpening: boolean, isDirty: boolean, changeId: number, verdict: null | 'waiting' | 'valid' | string[], pending: Set<string>, popup: Popup | null }} HostedFrame */

/** @type {Map<string, HostedFrame>} */
const frames = new Map();
let lastMessageId = 0;

for (const opener of document.querySelectorAll('[data-opens]')) {
  opener.addEventListener('click', () => {
    const dialog = document.getElementById(opener.getAttribute('data-opens') ?? '');
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  });
}
for (const closer of document.querySelectorAll('[data-closes-dialog]'))
  closer.addEventListener('click', () => closer.closest('dialog')?.close());
// A second press while the first request is under way would ask twice.
for (const form of document.querySelectorAll('dialog form')) {
  form.addEventListener('submit', () => {
    for (const button of form.querySelectorAll('button')) button.disabled = true;
  });
}

/** @param {string} command @param {Record<string, unknown>} fields @returns {Promise<any>} */
async function ask(command, fields) {
  const response = await fetch('/portal/frame/', {
    method: 'POST',
    keepalive: true,
    headers: { 'content-type': 'application/json', 'x-form-key': data.formKey },
    body: JSON.stringify({ command, ...fields }),
  });
  return response.ok ? await response.json() : null;
}

// A connection under way shows its end by itself.
const awaited = document.querySelector('[data-awaits]:not([data-awaits=""])');
if (awaited !== null) {
  const code = awaited.getAttribute('data-awaits') ?? '';
  const timer = setInterval(() => {
    void ask('status', { code }).then((answer) => {
      if (answer === null || answer.status === 'Activating' || answer.status === 'Deactivating') return;
      clearInterval(timer);
      location.reload();
    });
  }, 250);
}

/** @param {string} text @param {{ url?: string, urlText?: string } | null} [link] */
function toast(text, link) {
  const box = document.createElement('div');
  box.className = 'ms-toast';
  box.dataset['role'] = 'toast';
  box.append(text);
  if (link?.url) {
    const anchor = document.createElement('a');
    anchor.href = portalHref(link.url);
    anchor.target = '_blank';
    anchor.rel = 'noopener noreferrer';
    anchor.textContent = ` ${link.urlText ?? link.url}`;
    box.append(anchor);
  }
  document.querySelector('[data-role="toasts"]')?.append(box);
  setTimeout(() => box.remove(), 8000);
}

/** Names of entities in the addresses of MoySklad's own pages, where they differ from the JSON API. @type {Record<string, string>} */
const PAGE_NAMES = { good: 'product', company: 'counterparty' };

/** Where an address of MoySklad's own pages leads here: "#customerorder/edit?id=…" and the like. @param {string} path */
function portalHref(path) {
  if (!path.startsWith('#')) return path;
  const [place = '', query = ''] = path.slice(1).split('?');
  const id = new URLSearchParams(query).get('id');
  const [type = '', ...rest] = place.split('/').filter((part) => part !== '');
  const parts = [PAGE_NAMES[type] ?? type, ...rest, ...(id === null ? [] : [id])].filter((part) => part !== '');
  return `/app/${parts.map((part) => `${encodeURIComponent(part)}/`).join('')}`;
}

// ---- frames

/** @param {HostedFrame} frame @param {Record<string, unknown>} message @returns {number} */
function send(frame, message) {
  lastMessageId += 1;
  frame.element.contentWindow?.postMessage({ messageId: lastMessageId, ...message }, frame.data.origin);
  return lastMessageId;
}

/** @param {HostedFrame} frame @param {unknown} correlationId @param {Record<string, unknown>} message */
function answer(frame, correlationId, message) {
  frame.element.contentWindow?.postMessage({ correlationId, ...message }, frame.data.origin);
}

/** @param {HTMLIFrameElement} element @param {FrameData} frameData @param {Popup | null} popup */
function host(element, frameData, popup) {
  /** @type {HostedFrame} */
  const frame = {
    data: frameData,
    element,
    openId: 0,
    isOpening: false,
    isDirty: false,
    changeId: 0,
    verdict: null,
    pending: new Set(),
    popup,
  };
  frames.set(frameData.id, frame);
  element.addEventListener('load', () => opened(frame));
  return frame;
}

/** A page is loaded once and then told of each document or opening. @param {HostedFrame} frame */
function opened(frame) {
  const { purpose, place, objectId, supports } = frame.data;
  if (purpose === 'widget') {
    Object.assign(frame, { isDirty: false, verdict: null, changeId: 0, isOpening: supports.includes('open-feedback') });
    waitForWidget(frame, frame.isOpening);
    frame.openId = send(frame, { name: 'Open', extensionPoint: place, objectId, displayMode: 'expanded' });
  }
  if (frame.popup?.isOpen === true)
    send(frame, {
      name: 'OpenPopup',
      popupName: frame.popup.name,
      ...(frame.popup.parameters === undefined ? {} : { popupParameters: frame.popup.parameters }),
    });
}

/** Until a widget says that it is ready, its content is not seen. @param {HostedFrame} frame @param {boolean} isWaiting */
function waitForWidget(frame, isWaiting) {
  frame.element.dataset['hidden'] = String(isWaiting);
  frame.element.closest('.ms-widget')?.querySelector('[data-role="widget-waiting"]')?.toggleAttribute('hidden', !isWaiting);
}

for (const frameData of /** @type {FrameData[]} */ (data.frames ?? [])) {
  const element = document.querySelector(`iframe[data-frame="${frameData.id}"]`);
  if (!(element instanceof HTMLIFrameElement)) continue;
  host(element, frameData, null);
  // Loaded only now: a page that is ready before this script listens would never hear of its document.
  element.src = frameData.url;
}

// ---- the document

/** How long the answer of a widget to the last change is waited for (MS, validation-feedback). */
const VERDICT_LIMIT_MS = 3000;
let isChanged = false;

const documentForm = () => /** @type {HTMLFormElement | null} */ (document.querySelector('[data-role="document-form"]'));

/** The unsaved document as the JSON API shows it; what only saving gives is null in a new one. @returns {Record<string, unknown>} */
function objectState() {
  const form = documentForm();
  const fields = form === null ? [] : [...new FormData(form)].filter(([name]) => name === 'name' || name === 'description');
  return { ...data.objectState, ...Object.fromEntries(fields) };
}

/** @param {HostedFrame} frame */
function sendChange(frame) {
  const { place: extensionPoint, supports } = frame.data;
  if (!supports.includes('change-handler')) return;
  if (supports.includes('validation-feedback')) frame.verdict = 'waiting';
  frame.changeId = send(frame, { name: 'Change', extensionPoint, changeHints: ['_fields'], objectState: objectState() });
}

function changed() {
  isChanged = true;
  for (const frame of frames.values()) sendChange(frame);
}

document.addEventListener('change', (event) => {
  if (event.target instanceof Element && event.target.closest('[data-role="document-form"]') !== null) changed();
});
document.addEventListener('submit', (event) => {
  if (event.target !== documentForm()) return;
  event.preventDefault();
  void save();
});

/** Saves the document unless a widget has something against it. @returns {Promise<boolean>} */
async function save() {
  const form = documentForm();
  if (form === null) return true;
  const deadline = Date.now() + VERDICT_LIMIT_MS;
  while ([...frames.values()].some((frame) => frame.verdict === 'waiting') && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 30));
  const against = [...frames.values()].find((frame) => frame.verdict !== null && frame.verdict !== 'valid');
  if (against !== undefined) {
    toast(`${against.data.title}: ${Array.isArray(against.verdict) ? against.verdict.join(' ') : t.widgetSilent}`);
    return false;
  }
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  const response = await fetch(form.action, { method: 'POST', headers: { accept: 'application/json' }, body });
  if (!response.ok) {
    toast(t.refusedTitle);
    return false;
  }
  isChanged = false;
  // A new document has its own address from now on, and the widgets of its own page.
  if (data.objectState?.id === null) {
    location.assign((await response.json()).path);
    return true;
  }
  toast(t.saved);
  for (const frame of frames.values())
    if (frame.data.supports.includes('save-handler'))
      send(frame, { name: 'Save', extensionPoint: frame.data.place, objectId: frame.data.objectId });
  return true;
}

/** Before the document is left: what is not saved, here or in a widget, is asked about. @returns {Promise<boolean>} */
async function mayLeave() {
  if (!isChanged && ![...frames.values()].some((frame) => frame.isDirty)) return true;
  const choice = await choose(t.unsaved, [
    { name: 'save', caption: t.save },
    { name: 'leave', caption: t.doNotSave },
    { name: 'stay', caption: t.cancel },
  ]);
  return choice === 'leave' || (choice === 'save' && (await save()));
}

document.addEventListener('click', (event) => {
  const link =
    event.target instanceof Element ? event.target.closest('a[data-action="close-document"], a[data-action="next-document"]') : null;
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  void mayLeave().then(async (may) => {
    if (!may) return;
    if (link.dataset['action'] === 'next-document') await showDocument(link.href);
    else location.assign(link.href);
  });
});

/** The next document on the same page: widgets stay loaded and are told by Open. @param {string} href */
async function showDocument(href) {
  const response = await fetch(href, { headers: { 'x-form-key': data.formKey } });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const form = page.querySelector('[data-role="document-form"]');
  const shown = JSON.parse(page.getElementById('portal-data')?.textContent ?? '{}');
  if (!response.ok || form === null) {
    location.assign(href);
    return;
  }
  documentForm()?.replaceWith(form);
  document.title = page.title;
  history.pushState(null, '', href);
  data.objectState = shown.objectState;
  isChanged = false;
  for (const frame of frames.values()) {
    if (frame.data.purpose !== 'widget') continue;
    frame.data.objectId = shown.objectState.id;
    opened(frame);
  }
}
window.addEventListener('popstate', () => location.reload());

// ---- messages of solutions

/** Protocols that a message needs in the descriptor. @type {Record<string, [kind: 'supports' | 'uses', name: string]>} */
const NEEDED = {
  OpenFeedback: ['supports', 'open-feedback'],
  SetDirty: ['supports', 'dirty-state'],
  ClearDirty: ['supports', 'dirty-state'],
  ValidationFeedback: ['supports', 'validation-feedback'],
  UpdateRequest: ['supports', 'update-provider'],
  SelectGoodFolderRequest: ['uses', 'good-folder-selector'],
  ShowDialogRequest: ['uses', 'standard-dialogs'],
  NavigateRequest: ['uses', 'navigation-service'],
  UserContextRequest: ['uses', 'user-context'],
};
const LONGEST_DIALOG = 4096;
const LONGEST_CAPTION = 100;

/** An error of the host window's table (MS, errors of widgets): 1000 state, 1001 missing, 1002 wrong value, 1003 parallel, 1004 protocol. */
class MessageError extends Error {
  /** @param {number} code @param {string} text */
  constructor(code, text) {
    super(text);
    this.code = code;
  }
}

/** @param {string} parameter @param {string} why @returns {never} */
function wrong(parameter, why) {
  throw new MessageError(1002, `Некорректное значение параметра ${parameter}: ${why}`);
}

/** @param {Record<string, any>} message @param {string} parameter */
function needed(message, parameter) {
  if (message[parameter] === undefined || message[parameter] === null)
    throw new MessageError(1001, `Отсутствует обязательный параметр ${parameter}`);
  return message[parameter];
}

/** @type {Record<string, (frame: HostedFrame, message: Record<string, any>) => void | Promise<void>>} */
const handlers = {
  OpenFeedback(frame, message) {
    const id = needed(message, 'correlationId');
    if (!frame.isOpening)
      throw new MessageError(1000, 'Недопустимое состояние виджета Opened для сообщения OpenFeedback, допустимые состояния: Opening');
    if (id !== frame.openId) wrong('correlationId', 'не номер последнего сообщения Open');
    frame.isOpening = false;
    waitForWidget(frame, false);
  },
  SetDirty(frame, message) {
    if (needed(message, 'openMessageId') !== frame.openId) wrong('openMessageId', 'не номер последнего сообщения Open');
    frame.isDirty = true;
  },
  ClearDirty(frame) {
    frame.isDirty = false;
  },
  ValidationFeedback(frame, message) {
    // An answer to an earlier change is passed over in silence.
    if (needed(message, 'correlationId') !== frame.changeId) return;
    if (typeof needed(message, 'valid') !== 'boolean') wrong('valid', 'нужно true или false');
    frame.verdict = message['valid'] ? 'valid' : [String(message['message'] ?? '').slice(0, 100)];
  },
  UpdateRequest(frame, message) {
    const state = needed(message, 'updateState');
    if (typeof state !== 'object' || Array.isArray(state)) wrong('updateState', 'нужен объект');
    for (const [name, value] of Object.entries(state)) {
      const field = documentForm()?.querySelector(`[name="${CSS.escape(name)}"]`);
      if (name !== 'name' && name !== 'description') data.objectState = { ...data.objectState, [name]: value };
      else if (value !== null && typeof value !== 'string') wrong(name, 'нужна строка');
      else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = value ?? '';
    }
    answer(frame, message['messageId'], { name: 'UpdateResponse' });
    changed();
  },
  async UserContextRequest(frame, message) {
    const given = await ask('user-token', { frame: frame.data.id });
    answer(frame, message['messageId'], { name: 'UserContextResponse', token: given?.token ?? null });
  },
  async SelectGoodFolderRequest(frame, message) {
    const folders = /** @type {{ id: string, name: string }[]} */ (data.folders ?? []);
    const choice = await choose(
      t.chooseFolder,
      folders.map(({ id, name }) => ({ name: id, caption: name })),
    );
    answer(frame, message['messageId'], {
      name: 'SelectGoodFolderResponse',
      selected: choice !== null,
      ...(choice === null ? {} : { goodFolderId: choice }),
    });
  },
  async ShowDialogRequest(frame, message) {
    const text = needed(message, 'dialogText');
    const buttons = needed(message, 'buttons');
    if (typeof text !== 'string' || text.length > LONGEST_DIALOG) wrong('dialogText', `нужна строка до ${LONGEST_DIALOG} символов`);
    if (!Array.isArray(buttons) || buttons.some((one) => typeof one?.name !== 'string' || typeof one?.caption !== 'string'))
      wrong('buttons', 'нужен список объектов с name и caption');
    if (buttons.some((/** @type {any} */ one) => one.caption.length > LONGEST_CAPTION))
      wrong('buttons', `caption не длиннее ${LONGEST_CAPTION} символов`);
    const choice = await choose(text, buttons);
    answer(frame, message['messageId'], {
      name: 'ShowDialogResponse',
      ...(choice === null ? { dialogResolution: 'closedByUser' } : { buttonName: choice, dialogResolution: 'normal' }),
    });
  },
  NavigateRequest(frame, message) {
    const path = needed(message, 'path');
    const target = message['target'] ?? 'blank';
    if (typeof path !== 'string') wrong('path', 'нужна строка');
    if (target !== 'self' && target !== 'blank') wrong('target', 'бывает self или blank');
    const href = portalHref(path);
    if (!/^\/app\//.test(href)) wrong('path', 'ведёт не на страницу МоегоСклада');
    answer(frame, message['messageId'], { name: 'NavigateResponse' });
    if (target === 'self') location.assign(href);
    else window.open(href, '_blank', 'noopener');
  },
  async ShowPopupRequest(frame, message) {
    const name = needed(message, 'popupName');
    if (typeof name !== 'string' || !frame.data.popups.includes(name)) wrong('popupName', `popup with name = '${String(name)}' not found`);
    await openPopup(frame, frame.data.code, name, message['popupParameters'], message['messageId']);
  },
  ClosePopup(frame, message) {
    if (frame.popup?.isOpen !== true)
      throw new MessageError(1000, 'Недопустимое состояние для сообщения ClosePopup: закрыть можно только открытое модальное окно');
    closePopup(frame.popup, 'normal', message['popupResponse']);
  },
};
/** A second request of the kind has to wait for the answer to the first. */
const ONE_AT_A_TIME = ['SelectGoodFolderRequest', 'ShowDialogRequest', 'ShowPopupRequest'];

/** Popups stay loaded, by solution and name. @type {Map<string, HostedFrame>} */
const popups = new Map();

/** @param {HostedFrame | null} opener @param {string} code @param {string} name @param {unknown} parameters @param {unknown} requestId */
async function openPopup(opener, code, name, parameters, requestId) {
  const known = popups.get(`${code} ${name}`);
  if (known?.popup) {
    Object.assign(known.popup, { isOpen: true, opener, parameters, requestId });
    known.popup.dialog.showModal();
    opened(known);
    return;
  }
  const frameData = await ask('popup', { code, name });
  if (frameData === null) return;
  const dialog = document.createElement('dialog');
  dialog.className = 'ms-popup';
  dialog.setAttribute('aria-label', frameData.title);
  const bar = document.createElement('div');
  bar.className = 'ms-popup-bar';
  const title = document.createElement('h2');
  title.textContent = frameData.title;
  const cross = document.createElement('button');
  cross.type = 'button';
  cross.dataset['action'] = 'close-popup';
  cross.textContent = t.close;
  bar.append(title, cross);
  const element = document.createElement('iframe');
  element.dataset['role'] = 'popup-frame';
  element.dataset['frame'] = frameData.id;
  element.dataset['point'] = name;
  element.title = frameData.title;
  element.setAttribute('sandbox', 'allow-forms allow-scripts allow-same-origin allow-popups allow-modals allow-downloads');
  element.allow = 'clipboard-read; clipboard-write';
  dialog.append(bar, element);
  document.body.append(dialog);
  /** @type {Popup} */
  const popup = { isOpen: true, dialog, opener, requestId, name, parameters };
  popups.set(`${code} ${name}`, host(element, frameData, popup));
  cross.addEventListener('click', () => closePopup(popup, 'closedByUser'));
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    closePopup(popup, 'closedByUser');
  });
  element.src = frameData.url;
  dialog.showModal();
}

/** @param {Popup} popup @param {'normal' | 'closedByUser'} popupResolution @param {unknown} [response] */
function closePopup(popup, popupResolution, response) {
  if (!popup.isOpen) return;
  popup.isOpen = false;
  popup.dialog.close();
  // One that a button opened has nobody to answer.
  if (popup.opener === null) return;
  popup.opener.pending.delete('ShowPopupRequest');
  answer(popup.opener, popup.requestId, {
    name: 'ShowPopupResponse',
    popupName: popup.name,
    popupResolution,
    ...(response === undefined ? {} : { popupResponse: response }),
  });
}

/** @param {string} text @param {{ name: string, caption: string }[]} buttons @returns {Promise<string | null>} null: closed without a choice */
function choose(text, buttons) {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    dialog.dataset['role'] = 'choice-dialog';
    dialog.setAttribute('aria-label', t.dialogTitle);
    const words = document.createElement('p');
    words.textContent = text;
    const row = document.createElement('div');
    row.className = 'dialog-actions';
    /** @type {string | null} */
    let choice = null;
    for (const one of buttons) {
      const button = document.createElement('button');
      button.type = 'button';
      button.dataset['choice'] = one.name;
      button.textContent = one.caption;
      button.addEventListener('click', () => {
        choice = one.name;
        dialog.close();
      });
      row.append(button);
    }
    dialog.append(words, row);
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(choice);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

window.addEventListener('message', (event) => {
  const frame = [...frames.values()].find((one) => one.element.contentWindow === event.source);
  if (frame === undefined || event.origin !== frame.data.origin) return;
  const message = event.data;
  if (typeof message !== 'object' || message === null) return;
  if (message.name === undefined && typeof message.height === 'number') {
    if (frame.data.expand && message.height > 0 && message.height < 20_000)
      frame.element.height = String(Math.max(768, Math.ceil(message.height)));
    note(frame, 'height', null);
    return;
  }
  if (typeof message.name === 'string') void take(frame, message);
});

/** @param {HostedFrame} frame @param {string} name @param {Record<string, any>} message */
function check(frame, name, message) {
  const protocol = Object.hasOwn(NEEDED, name) ? NEEDED[name] : undefined;
  const isMissing = protocol !== undefined && !frame.data[protocol[0]].includes(protocol[1]);
  // On pages of new documents widgets have no services but the user context (MS, widgets).
  const isTooEarly = protocol?.[0] === 'uses' && protocol[1] !== 'user-context' && frame.data.place.endsWith('.create');
  if (isMissing || isTooEarly) throw new MessageError(1004, `Виджет не поддерживает протокол для обработки сообщения ${name}`);
  if (name.endsWith('Request') && !Number.isInteger(needed(message, 'messageId'))) wrong('messageId', 'нужно целое число');
  if (frame.pending.has(name)) throw new MessageError(1003, `Параллельный запрос ${name}`);
}

/** @param {HostedFrame} frame @param {Record<string, any>} message */
async function take(frame, message) {
  const name = String(message['name']).slice(0, 60);
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (handler === undefined) {
    note(frame, name, 'unknown message');
    return;
  }
  let isPending = false;
  try {
    check(frame, name, message);
    isPending = ONE_AT_A_TIME.includes(name);
    if (isPending) frame.pending.add(name);
    note(frame, name, null);
    await handler(frame, message);
    // A popup is answered when it is closed.
    if (name !== 'ShowPopupRequest') frame.pending.delete(name);
  } catch (error) {
    if (isPending) frame.pending.delete(name);
    const { code, message: text } = error instanceof MessageError ? error : new MessageError(1006, `Ошибка обработки сообщения ${name}`);
    answer(frame, message['messageId'] ?? null, { name: 'InvalidMessageError', invalidMessage: message, errors: [{ code, error: text }] });
    note(frame, name, `${code} ${text}`);
  }
}

/** @param {HostedFrame} frame @param {string} name @param {string | null} error */
function note(frame, name, error) {
  void ask('note', { frame: frame.data.id, name, error: error ?? '' });
}

// ---- custom buttons

for (const button of document.querySelectorAll('[data-action="custom-button"]')) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.addEventListener('click', () => {
    const { code = '', button: name = '', point = '' } = button.dataset;
    const boxes = button.dataset['usesSelected'] === 'true' ? document.querySelectorAll('input[data-selects]:checked') : [];
    const selected = [...boxes].map((box) => ({ id: box.getAttribute('data-selects') ?? '', type: box.getAttribute('data-type') ?? '' }));
    if (button.dataset['usesSelected'] === 'true' && point.endsWith('.list') && selected.length === 0) {
      toast(t.pressFirst);
      return;
    }
    button.disabled = true;
    void ask('button', { code, name, point, objectId: data.objectState?.id ?? '', selected })
      .then((result) => {
        if (result === null || result.error !== null) {
          toast(result?.error ?? t.buttonFailed);
          return;
        }
        perform(code, result.action, result.params ?? {});
      })
      .finally(() => {
        button.disabled = false;
      });
  });
}

/** @param {string} code @param {string} action @param {Record<string, any>} params */
function perform(code, action, params) {
  if (action === 'showNotification') toast(String(params['text'] ?? ''), { url: params['url'], urlText: params['urlText'] });
  else if (action === 'navigateTo') toast(String(params['url'] ?? ''), { url: String(params['url'] ?? '') });
  else if (action === 'showPopup') void openPopup(null, code, String(params['popupName'] ?? ''), params['popupParameters'], null);
  else toast(t.buttonFailed);
}

document.body.dataset['ready'] = 'true';
