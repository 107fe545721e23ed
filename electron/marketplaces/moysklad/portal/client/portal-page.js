// @ts-check
/**
 * Script of the portal's own pages: dialogs, and MoySklad's side of the conversation with the windows, widgets and popups of solutions
 * (domain/moysklad.md §6). Messages are objects with a `name`.
 */
const data = JSON.parse(document.getElementById('portal-data')?.textContent ?? '{}');
const t = data.texts ?? {};

/** @typedef {{ id: string, code: string, purpose: string, place: string, title: string, url: string, origin: string, heightPx: number | null, expand: boolean, supports: string[], uses: string[], popups: string[], objectId: string | null }} FrameData */
/** @typedef {{ data: FrameData, element: HTMLIFrameElement, openId: number, isDirty: boolean, isValid: boolean, invalidText: string, changeId: number, popup: { dialog: HTMLDialogElement, opener: HostedFrame, requestId: unknown, name: string } | null }} HostedFrame */

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

/** Where an address of MoySklad's own pages leads here: "#customerorder/edit?id=…" and the like. @param {string} path */
function portalHref(path) {
  if (!path.startsWith('#')) return path;
  const [place = '', query = ''] = path.slice(1).split('?');
  const id = new URLSearchParams(query).get('id');
  return `/app/${place.replace(/\/+$/, '')}/${id === null ? '' : `${id}/`}`;
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

/** @param {HTMLIFrameElement} element @param {FrameData} frameData @param {HostedFrame['popup']} popup */
function host(element, frameData, popup) {
  /** @type {HostedFrame} */
  const frame = { data: frameData, element, openId: 0, isDirty: false, isValid: true, invalidText: '', changeId: 0, popup };
  frames.set(frameData.id, frame);
  const hides = frameData.supports.includes('open-feedback');
  if (hides) element.dataset['hidden'] = 'true';
  element.addEventListener('load', () => opened(frame));
  return frame;
}

/** @param {HostedFrame} frame */
function opened(frame) {
  const { purpose, place, objectId } = frame.data;
  if (purpose === 'widget') {
    frame.openId = send(frame, { name: 'Open', extensionPoint: place, objectId, displayMode: 'expanded' });
    if (frame.data.supports.includes('change-handler')) sendChange(frame);
  }
  if (purpose === 'popup' && frame.popup !== null)
    send(frame, { name: 'OpenPopup', popupName: frame.popup.name, popupParameters: popupParameters.get(frame.data.id) });
}

/** @type {Map<string, unknown>} */
const popupParameters = new Map();

for (const frameData of /** @type {FrameData[]} */ (data.frames ?? [])) {
  const element = document.querySelector(`iframe[data-frame="${frameData.id}"]`);
  if (!(element instanceof HTMLIFrameElement)) continue;
  host(element, frameData, null);
  // Loaded only now: a page that is ready before this script listens would never hear of its document.
  element.src = frameData.url;
}

const form = document.querySelector('[data-role="document-form"]');

/** @returns {Record<string, unknown>} */
function objectState() {
  const state = /** @type {Record<string, unknown>} */ ({ ...(data.object ?? {}) });
  if (form instanceof HTMLFormElement)
    for (const [name, value] of new FormData(form)) if (name === 'name' || name === 'description') state[name] = value;
  return state;
}

/** @param {HostedFrame} frame */
function sendChange(frame) {
  frame.isValid = !frame.data.supports.includes('validation-feedback') || frame.isValid;
  frame.changeId = send(frame, { name: 'Change', extensionPoint: frame.data.place, objectState: objectState() });
}

if (form instanceof HTMLFormElement) {
  form.addEventListener('change', () => {
    for (const frame of frames.values()) if (frame.data.supports.includes('change-handler')) sendChange(frame);
  });
  form.addEventListener('submit', (event) => {
    const invalid = [...frames.values()].find((frame) => !frame.isValid);
    if (invalid !== undefined) {
      event.preventDefault();
      toast(invalid.invalidText);
      return;
    }
    for (const frame of frames.values())
      if (frame.data.supports.includes('save-handler'))
        send(frame, { name: 'Save', extensionPoint: frame.data.place, objectId: frame.data.objectId });
  });
}

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

/** @type {Record<string, (frame: HostedFrame, message: Record<string, any>) => string | null | Promise<string | null>>} */
const handlers = {
  OpenFeedback(frame, message) {
    if (message['correlationId'] !== frame.openId) return 'correlationId is not that of the last Open';
    frame.element.dataset['hidden'] = 'false';
    frame.element.closest('.ms-widget')?.querySelector('[data-role="widget-waiting"]')?.remove();
    return null;
  },
  SetDirty(frame) {
    frame.isDirty = true;
    return null;
  },
  ClearDirty(frame) {
    frame.isDirty = false;
    return null;
  },
  ValidationFeedback(frame, message) {
    if (message['correlationId'] !== frame.changeId) return null;
    if (typeof message['valid'] !== 'boolean') return 'valid must be true or false';
    frame.isValid = message['valid'];
    frame.invalidText = String(message['message'] ?? '');
    return null;
  },
  UpdateRequest(frame, message) {
    const state = message['updateState'];
    if (typeof state !== 'object' || state === null) return 'updateState must be an object';
    for (const [name, value] of Object.entries(state)) {
      const field = form?.querySelector(`[name="${CSS.escape(name)}"]`);
      if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = String(value);
    }
    answer(frame, message['messageId'], { name: 'UpdateResponse', updateState: 'ok' });
    return null;
  },
  async UserContextRequest(frame, message) {
    const given = await ask('user-token', { frame: frame.data.id });
    answer(frame, message['messageId'], { name: 'UserContextResponse', token: given?.token ?? null });
    return null;
  },
  async SelectGoodFolderRequest(frame, message) {
    const choice = await choose(
      t.chooseFolder,
      (t.folders ?? []).map((/** @type {string} */ name) => ({ name, caption: name })),
    );
    answer(frame, message['messageId'], { name: 'SelectGoodFolderResponse', selected: choice !== null, goodFolderId: choice });
    return null;
  },
  async ShowDialogRequest(frame, message) {
    const buttons = message['buttons'];
    if (!Array.isArray(buttons) || buttons.some((one) => typeof one?.name !== 'string' || typeof one?.caption !== 'string'))
      return 'buttons must be a list with name and caption';
    const choice = await choose(String(message['dialogText'] ?? ''), buttons);
    answer(frame, message['messageId'], { name: 'ShowDialogResponse', dialogResponse: choice });
    return null;
  },
  NavigateRequest(frame, message) {
    if (typeof message['path'] !== 'string') return 'path must be a text';
    const href = portalHref(message['path']);
    if (!/^\/app\//.test(href)) return 'path must lead to a page of MoySklad';
    answer(frame, message['messageId'], { name: 'NavigateResponse' });
    if (message['target'] === 'self') location.assign(href);
    else window.open(href, '_blank', 'noopener');
    return null;
  },
  async ShowPopupRequest(frame, message) {
    const name = message['popupName'];
    if (typeof name !== 'string' || !frame.data.popups.includes(name)) return 'there is no such popup in the descriptor';
    await openPopup(frame, name, message['popupParameters'], message['messageId']);
    return null;
  },
  ClosePopup(frame, message) {
    if (frame.popup === null) return 'only a popup can be closed';
    closePopup(frame, message['popupResponse']);
    return null;
  },
};

/** @param {HostedFrame} opener @param {string} name @param {unknown} parameters @param {unknown} requestId */
async function openPopup(opener, name, parameters, requestId) {
  const frameData = await ask('popup', { code: opener.data.code, name });
  if (frameData === null) return;
  const dialog = document.createElement('dialog');
  dialog.className = 'ms-popup';
  dialog.setAttribute('aria-label', frameData.title);
  const element = document.createElement('iframe');
  element.dataset['role'] = 'popup-frame';
  element.dataset['frame'] = frameData.id;
  element.dataset['point'] = name;
  element.title = frameData.title;
  element.setAttribute('sandbox', 'allow-forms allow-scripts allow-same-origin allow-popups allow-modals allow-downloads');
  element.allow = 'clipboard-read; clipboard-write';
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = t.close;
  dialog.append(element, button);
  document.body.append(dialog);
  const frame = host(element, frameData, { dialog, opener, requestId, name });
  popupParameters.set(frameData.id, parameters);
  button.addEventListener('click', () => closePopup(frame, undefined));
  element.src = frameData.url;
  dialog.showModal();
}

/** @param {HostedFrame} frame @param {unknown} response */
function closePopup(frame, response) {
  const popup = frame.popup;
  if (popup === null) return;
  popup.dialog.close();
  popup.dialog.remove();
  frames.delete(frame.data.id);
  if (popup.requestId !== null)
    answer(popup.opener, popup.requestId, {
      name: 'ShowPopupResponse',
      popupName: popup.name,
      ...(response === undefined ? {} : { popupResponse: response }),
    });
}

/** @param {string} text @param {{ name: string, caption: string }[]} buttons @returns {Promise<string | null>} */
function choose(text, buttons) {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    dialog.dataset['role'] = 'choice-dialog';
    dialog.setAttribute('aria-label', t.dialogTitle);
    const words = document.createElement('p');
    words.textContent = text;
    const row = document.createElement('div');
    row.className = 'dialog-actions';
    for (const one of buttons) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = one.caption;
      button.addEventListener('click', () => {
        dialog.close(one.name);
      });
      row.append(button);
    }
    dialog.append(words, row);
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === '' ? null : dialog.returnValue);
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
    note(frame, 'height', frame.data.expand ? null : 'the height is not this page’s business');
    return;
  }
  if (typeof message.name !== 'string') return;
  void take(frame, message);
});

/** @param {HostedFrame} frame @param {Record<string, any>} message */
async function take(frame, message) {
  const name = String(message['name']).slice(0, 60);
  const needed = Object.hasOwn(NEEDED, name) ? NEEDED[name] : undefined;
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  let error = null;
  let code = 1000;
  if (handler === undefined) {
    error = 'unknown message';
  } else if (needed !== undefined && !frame.data[needed[0]].includes(needed[1])) {
    error = `${needed[1]} is not in the descriptor`;
    code = 1004;
  } else {
    error = await handler(frame, message);
    code = 1002;
  }
  if (error !== null) answer(frame, message['messageId'], { name: 'InvalidMessageError', errors: [{ error, code }] });
  note(frame, name, error);
}

/** @param {HostedFrame} frame @param {string} name @param {string | null} error */
function note(frame, name, error) {
  void ask('note', { frame: frame.data.id, name, error });
}

// ---- custom buttons

for (const button of document.querySelectorAll('[data-action="custom-button"]')) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.addEventListener('click', () => {
    const { code = '', button: name = '', point = '' } = button.dataset;
    const selected = [...document.querySelectorAll('input[data-selects]:checked')].map((box) => ({
      id: box.getAttribute('data-selects') ?? '',
      type: box.getAttribute('data-type') ?? '',
    }));
    button.disabled = true;
    void ask('button', { code, name, point, objectId: data.object?.id ?? null, selected })
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
  else if (action === 'showPopup') {
    const opener = [...frames.values()].find((frame) => frame.data.code === code) ?? null;
    if (opener !== null) void openPopup(opener, String(params['popupName'] ?? ''), params['popupParameters'], null);
  } else toast(t.buttonFailed);
}

document.body.dataset['ready'] = 'true';
