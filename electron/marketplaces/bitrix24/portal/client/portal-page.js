// @ts-check
/**
 * Script of the portal's own pages: dialogs, and the portal's side of the conversation with vendors' frames.
 * Frames talk by postMessage: `command:JSON:callbackId:APP_SID`, or an object when the command holds a colon.
 */

const dataElement = document.getElementById('portal-data');
const data = JSON.parse(dataElement?.textContent ?? '{}');

/** @typedef {{ appSid: string, name: string, origin: string, placement: string, purpose: string, method: string, action: string, fields: [string, string][], title: string, closeHref: string }} FrameData */
/** @typedef {{ data: FrameData, element: HTMLIFrameElement, layer: HTMLElement | null, onClose: (() => void) | null }} HostedFrame */

/** @type {Map<string, HostedFrame>} */
const frames = new Map();

// ---- dialogs of the portal's own pages

for (const opener of document.querySelectorAll('[data-opens]')) {
  opener.addEventListener('click', () => {
    if (!(opener instanceof HTMLElement)) return;
    const dialog = document.getElementById(opener.dataset['opens'] ?? '');
    if (!(dialog instanceof HTMLDialogElement)) return;
    for (const target of dialog.querySelectorAll('[data-fills]')) {
      const value = opener.dataset[target.getAttribute('data-fills') ?? ''] ?? '';
      if (target instanceof HTMLInputElement) target.value = value;
      else target.textContent = value;
    }
    const tick = dialog.querySelector('input[type="checkbox"]');
    if (tick instanceof HTMLInputElement) tick.checked = false;
    dialog.showModal();
  });
}
for (const closer of document.querySelectorAll('[data-closes-dialog]')) {
  closer.addEventListener('click', () => closer.closest('dialog')?.close());
}
// A second press while the first request is under way would ask twice.
for (const form of document.querySelectorAll('dialog form')) {
  form.addEventListener('submit', () => {
    for (const button of form.querySelectorAll('button')) button.disabled = true;
  });
}

// A settings form asks for its next shape when a field that shapes it changes.
for (const field of document.querySelectorAll('[data-updates-form]')) {
  field.addEventListener('change', () => {
    const form = field.closest('form');
    const button = form?.querySelector('[data-action="refresh-settings"]');
    if (form instanceof HTMLFormElement && button instanceof HTMLElement) form.requestSubmit(button);
  });
}

// ---- the portal's server

/**
 * @param {string} command
 * @param {string} appSid
 * @param {unknown} params
 * @returns {Promise<any>}
 */
async function ask(command, appSid, params) {
  const response = await fetch('/portal/frame/', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-form-key': data.formKey },
    body: JSON.stringify({ command, appSid, params }),
  });
  if (!response.ok) return null;
  return (await response.json()).result;
}

/** Messages answered here are told to the server in bundles, so that a chatty frame costs little. @type {Map<string, { appSid: string, command: string, count: number }>} */
const noted = new Map();
let noteTimer = 0;
/** @param {string} appSid @param {string} command */
function noteMessage(appSid, command) {
  const name = String(command).slice(0, 60);
  const key = `${appSid} ${name}`;
  const entry = noted.get(key) ?? { appSid, command: name, count: 0 };
  entry.count += 1;
  noted.set(key, entry);
  if (noteTimer === 0) noteTimer = window.setTimeout(flushNotes, 250);
}
function flushNotes() {
  noteTimer = 0;
  const entries = [...noted.values()];
  noted.clear();
  if (entries.length > 0) void ask('portal.noteMessages', '', { entries }).catch(() => undefined);
}
window.addEventListener('pagehide', () => {
  const entries = [...noted.values()];
  if (entries.length === 0) return;
  void fetch('/portal/frame/', {
    method: 'POST',
    keepalive: true,
    headers: { 'content-type': 'application/json', 'x-form-key': data.formKey },
    body: JSON.stringify({ command: 'portal.noteMessages', appSid: '', params: { entries } }),
  }).catch(() => undefined);
});

// ---- messages

/**
 * First part is the command, last is APP_SID, the one before it the callback, what remains is JSON, which may hold colons itself.
 * @param {unknown} message
 * @returns {{ command: string, params: any, callback: string, appSid: string } | null}
 */
function parseMessage(message) {
  if (typeof message === 'object' && message !== null) {
    const fields = /** @type {Record<string, any>} */ (message);
    if (typeof fields['method'] !== 'string' || typeof fields['appSid'] !== 'string') return null;
    return {
      command: fields['method'],
      params: fields['params'] ?? null,
      callback: String(fields['callback'] ?? ''),
      appSid: fields['appSid'],
    };
  }
  if (typeof message !== 'string') return null;
  const parts = message.split(':');
  const command = parts.shift() ?? '';
  const appSid = parts.pop() ?? '';
  if (command === '' || appSid === '') return null;
  // Without a callback the part before APP_SID is the end of the JSON, which is never a plain word.
  const callback = /^[\w.-]*$/.test(parts.at(-1) ?? '') ? (parts.pop() ?? '') : '';
  const text = parts.join(':');
  return { command, params: text === '' ? null : parseJson(text), callback, appSid };
}

/** A value that is no JSON is taken as the text it is. @param {string} text */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param {HostedFrame} frame @param {string} callback @param {unknown} value */
function answer(frame, callback, value) {
  if (callback === '') return;
  frame.element.contentWindow?.postMessage(`${callback}:${JSON.stringify(value ?? null)}`, frame.data.origin);
}

window.addEventListener('message', (event) => {
  const message = parseMessage(event.data);
  if (message === null) return;
  const frame = frames.get(message.appSid);
  if (frame === undefined || event.origin !== frame.data.origin || event.source !== frame.element.contentWindow) return;
  noteMessage(message.appSid, message.command);
  const command = Object.hasOwn(commands, message.command) ? commands[message.command] : null;
  if (command === undefined || command === null) return;
  void Promise.resolve(command(frame, message.params, (value) => answer(frame, message.callback, value))).catch(() => undefined);
});

/** Commands that only the main page of a solution may give. @param {HostedFrame} frame */
function isMain(frame) {
  return frame.data.placement === 'DEFAULT';
}

/** @type {Record<string, (frame: HostedFrame, params: any, reply: (value: unknown) => void) => void | Promise<void>>} */
const commands = {
  async getInitData(frame, _params, reply) {
    reply(await ask('getInitData', frame.data.appSid, null));
  },
  async setInstall(frame, params, reply) {
    reply(await ask('setInstall', frame.data.appSid, params));
  },
  async setInstallFinish(frame) {
    const result = await ask('setInstallFinish', frame.data.appSid, null);
    if (result === null) return;
    const address = new URL(location.href);
    address.searchParams.set('install_finished', result.finished === true ? 'Y' : 'N');
    location.assign(address.href);
  },
  async refreshAuth(frame, _params, reply) {
    reply(await ask('refreshAuth', frame.data.appSid, null));
  },
  async setAppOption(frame, params, reply) {
    reply(await ask('setAppOption', frame.data.appSid, params));
  },
  async setUserOption(frame, params, reply) {
    reply(await ask('setUserOption', frame.data.appSid, params));
  },
  resizeWindow(frame, params, reply) {
    const height = Math.min(100_000, Math.max(0, Number(params?.height) || 0));
    const width = Number(params?.width);
    if (height > 0) frame.element.style.height = `${height}px`;
    if (params?.width !== '100%' && Number.isFinite(width) && width > 0) frame.element.style.width = `${Math.min(10_000, width)}px`;
    else frame.element.style.width = '100%';
    const box = frame.element.getBoundingClientRect();
    reply({ width: Math.round(box.width), height: Math.round(box.height) });
  },
  reloadWindow(frame) {
    if (isMain(frame)) location.reload();
  },
  setTitle(frame, params, reply) {
    if (!isMain(frame)) return;
    const title = String(params?.title ?? '').slice(0, 300);
    const element = frame.element.closest('[data-role="slider"]')?.querySelector('[data-role="slider-title"]');
    if (element !== null && element !== undefined) element.textContent = title;
    reply(title);
  },
  setScroll(frame, params, reply) {
    if (!isMain(frame)) return;
    const body = frame.element.closest('.slider-body');
    if (body !== null) body.scrollTop = Number(params?.scroll) || 0;
    reply(true);
  },
  async openApplication(frame, params, reply) {
    const opened = await ask('openApplication', frame.data.appSid, params);
    if (opened === null) return;
    openFrameLayer(opened, () => {
      reply(null);
    });
  },
  closeApplication(frame) {
    closeFrame(frame);
  },
  openPath(frame, params, reply) {
    openPath(String(params?.path ?? ''), reply);
  },
  async selectUser(frame, params, reply) {
    const choices = await ask('listChoices', frame.data.appSid, { what: 'users' });
    const isSeveral = params?.mult === true || params?.mult === 'Y' || params?.multiple === true;
    const chosen = await choose(data.texts?.chooseUser ?? '', choices, isSeveral);
    if (chosen !== null) reply(isSeveral ? chosen : chosen[0]);
  },
  async selectAccess(frame, params, reply) {
    const choices = await ask('listChoices', frame.data.appSid, { what: 'access' });
    const chosen = await choose(data.texts?.chooseAccess ?? '', choices, true);
    if (chosen !== null) reply(chosen);
  },
  async selectCRM(frame, params, reply) {
    const choices = await ask('listChoices', frame.data.appSid, { what: 'crm', entityTypes: params?.entityType ?? null });
    const isSeveral = params?.multiple === true || params?.multiple === 'Y';
    const chosen = await choose(data.texts?.chooseCrm ?? '', choices, isSeveral);
    if (chosen === null) return;
    /** @type {Record<string, any[]>} */
    const byType = { lead: [], contact: [], company: [], deal: [], quote: [] };
    for (const { name: _name, ...item } of chosen) byType[item.type]?.push(item);
    reply(byType);
  },
  getInterface(frame, _params, reply) {
    const common = ['getInterface', 'resizeWindow', 'openApplication', 'closeApplication', 'openPath'];
    // The portal raises no events of its own in frames, so it offers none.
    reply({ command: isMain(frame) ? [...common, 'setTitle', 'setScroll', 'reloadWindow'] : common, event: [] });
  },
};

// ---- frames

/** @param {FrameData} frameData @param {HTMLIFrameElement} element @param {HTMLElement | null} layer @param {(() => void) | null} onClose */
function hostFrame(frameData, element, layer, onClose) {
  frames.set(frameData.appSid, { data: frameData, element, layer, onClose });
}

/** @param {HostedFrame} frame */
function closeFrame(frame) {
  frames.delete(frame.data.appSid);
  if (frame.layer === null) {
    location.assign(frame.data.closeHref);
    return;
  }
  frame.layer.remove();
  frame.onClose?.();
}

/** A further slider over the page, with its own close button. @param {string} title @param {() => void} onClose */
function newLayer(title, onClose) {
  const layer = document.createElement('div');
  layer.className = 'slider-layer';
  const panel = document.createElement('section');
  panel.className = 'slider';
  panel.dataset['role'] = 'slider';
  panel.setAttribute('role', 'dialog');
  panel.setAttribute('aria-modal', 'true');
  panel.setAttribute('aria-label', title);
  const head = document.createElement('header');
  head.className = 'slider-head';
  const heading = document.createElement('h1');
  heading.dataset['role'] = 'slider-title';
  heading.textContent = title;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'slider-close quiet';
  close.dataset['action'] = 'close-slider';
  close.setAttribute('aria-label', data.texts?.close ?? 'Close');
  close.textContent = '×';
  close.addEventListener('click', onClose);
  head.append(heading, close);
  const body = document.createElement('div');
  body.className = 'slider-body';
  panel.append(head, body);
  layer.append(panel);
  document.body.append(layer);
  return { layer, body };
}

/** @param {FrameData} frameData @param {() => void} onClose */
function openFrameLayer(frameData, onClose) {
  const { layer, body } = newLayer(frameData.title, () => {
    const frame = frames.get(frameData.appSid);
    if (frame !== undefined) closeFrame(frame);
  });
  const element = document.createElement('iframe');
  element.className = 'application-frame';
  element.dataset['role'] = 'application-frame';
  element.dataset['appSid'] = frameData.appSid;
  element.name = frameData.name;
  element.title = frameData.title;
  element.allow = 'geolocation *; microphone *; camera *; autoplay *';
  body.append(element);
  hostFrame(frameData, element, layer, onClose);
  if (frameData.method === 'GET') {
    element.src = frameData.action;
    return;
  }
  const form = document.createElement('form');
  form.method = 'post';
  form.action = frameData.action;
  form.target = frameData.name;
  form.hidden = true;
  for (const [name, value] of frameData.fields) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}

const OPEN_PATHS = [
  /^\/crm\/(deal|lead|contact|company|type)\//,
  /^\/market(place)?\//,
  /^\/company\/personal\/user\/\d+\//,
  /^\/workgroups\/group\/\d+\//,
];

/** @param {string} path @param {(value: unknown) => void} reply */
function openPath(path, reply) {
  const address = URL.canParse(path, location.origin) ? new URL(path, location.origin) : null;
  if (address === null || address.origin !== location.origin || !OPEN_PATHS.some((allowed) => allowed.test(address.pathname))) {
    reply({ result: 'error', errorCode: 'PATH_NOT_AVAILABLE' });
    return;
  }
  address.searchParams.set('IFRAME', 'Y');
  const { layer, body } = newLayer('', () => {
    layer.remove();
    reply({ result: 'close' });
  });
  const element = document.createElement('iframe');
  element.className = 'application-frame';
  element.src = address.href;
  element.title = address.pathname;
  body.append(element);
}

/**
 * @param {string} title
 * @param {{ group: string, items: { id: string, name: string }[] }[] | null} groups
 * @param {boolean} isSeveral
 * @returns {Promise<any[] | null>}
 */
function choose(title, groups, isSeveral) {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    dialog.dataset['role'] = 'choice-dialog';
    dialog.setAttribute('aria-label', title);
    const heading = document.createElement('h2');
    heading.textContent = title;
    const list = document.createElement('div');
    list.className = 'choices';
    /** @type {Map<HTMLInputElement, any>} */
    const inputs = new Map();
    for (const group of groups ?? []) {
      const caption = document.createElement('h3');
      caption.textContent = group.group;
      list.append(caption);
      for (const item of group.items) {
        const label = document.createElement('label');
        label.className = 'check';
        label.dataset['choice'] = item.id;
        const input = document.createElement('input');
        input.type = isSeveral ? 'checkbox' : 'radio';
        input.name = 'choice';
        const text = document.createElement('span');
        text.textContent = item.name;
        label.append(input, text);
        inputs.set(input, item);
        list.append(label);
      }
    }
    const actions = document.createElement('div');
    actions.className = 'dialog-actions';
    const cancel = document.createElement('button');
    cancel.type = 'button';
    cancel.className = 'quiet';
    cancel.dataset['action'] = 'cancel-choice';
    cancel.textContent = data.texts?.cancel ?? 'Cancel';
    const confirm = document.createElement('button');
    confirm.type = 'button';
    confirm.className = 'primary';
    confirm.dataset['action'] = 'confirm-choice';
    confirm.textContent = data.texts?.choose ?? 'Choose';
    actions.append(cancel, confirm);
    dialog.append(heading, list, actions);
    document.body.append(dialog);
    /** @param {any[] | null} value */
    const finish = (value) => {
      dialog.remove();
      resolve(value);
    };
    cancel.addEventListener('click', () => finish(null));
    dialog.addEventListener('cancel', () => finish(null));
    confirm.addEventListener('click', () => {
      const chosen = [...inputs].filter(([input]) => input.checked).map(([, item]) => item);
      finish(chosen.length === 0 ? null : chosen);
    });
    dialog.showModal();
  });
}

for (const frameData of /** @type {FrameData[]} */ (data.frames ?? [])) {
  const element = document.querySelector(`iframe[data-app-sid="${frameData.appSid}"]`);
  if (!(element instanceof HTMLIFrameElement)) continue;
  hostFrame(frameData, element, null, null);
  const form = document.querySelector(`form[data-frame-form="${frameData.appSid}"]`);
  if (form instanceof HTMLFormElement) HTMLFormElement.prototype.submit.call(form);
}

document.body.dataset['ready'] = 'true';
