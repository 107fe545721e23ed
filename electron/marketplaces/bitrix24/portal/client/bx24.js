// @ts-check
/**
 * The library that vendors' pages load from /api/v1/: written from the public documentation and the message grammar,
 * for the simulated portal. It offers the global BX24.
 */
(() => {
  'use strict';
  const scope = /** @type {any} */ (window);
  if (scope.BX24) return;

  const nameParts = String(window.name).split('|');
  const query = new URLSearchParams(location.search);
  const isNamed = nameParts.length >= 3;
  /** @type {Record<string, any>} */
  const state = {
    domain: (isNamed ? nameParts[0] : query.get('DOMAIN')) ?? '',
    isTls: (isNamed ? nameParts[1] : query.get('PROTOCOL')) === '1',
    appSid: (isNamed ? nameParts[2] : query.get('APP_SID')) ?? '',
    lang: query.get('LANG') ?? '',
    path: '/rest',
    auth: null,
    authExpiresAt: 0,
    init: null,
    isInitAsked: false,
  };
  const origin = () => `${state['isTls'] ? 'https' : 'http'}://${String(state['domain']).replace(/:(80|443)$/, '')}`;

  // ---- messages to the portal

  let lastCallback = 0;
  /** @type {Map<string, { handler: (value: any) => void, isLasting: boolean }>} */
  const callbacks = new Map();

  /** @param {string} command @param {unknown} [params] @param {((value: any) => void) | null} [handler] @param {boolean} [isLasting] */
  function send(command, params, handler, isLasting) {
    let key = '';
    if (typeof handler === 'function') {
      lastCallback += 1;
      key = `cb${lastCallback}_${Math.random().toString(36).slice(2, 8)}`;
      callbacks.set(key, { handler, isLasting: isLasting === true });
    }
    const text = params === undefined || params === null ? '' : JSON.stringify(params);
    window.parent.postMessage(`${command}:${text}:${key}:${state['appSid']}`, origin());
  }

  window.addEventListener('message', (event) => {
    if (event.origin !== origin() || typeof event.data !== 'string') return;
    const at = event.data.indexOf(':');
    const key = at < 0 ? event.data : event.data.slice(0, at);
    const callback = callbacks.get(key);
    if (callback === undefined) return;
    if (!callback.isLasting) callbacks.delete(key);
    const text = at < 0 ? '' : event.data.slice(at + 1);
    callback.handler(text === '' ? null : JSON.parse(text));
  });

  // ---- start

  /** @type {(() => void)[]} */
  const initHandlers = [];
  /** @type {(() => void)[]} */
  const installHandlers = [];
  /** @type {(() => void)[]} */
  const readyHandlers = [];
  let isReady = document.readyState !== 'loading';

  if (!isReady) {
    document.addEventListener('DOMContentLoaded', () => {
      isReady = true;
      for (const handler of readyHandlers.splice(0)) handler();
    });
  }

  /** @param {any} data */
  function takeAuth(data) {
    state['auth'] = { access_token: data.AUTH_ID, refresh_token: data.REFRESH_ID, expires_in: Number(data.AUTH_EXPIRES) };
    state['authExpiresAt'] = Date.now() + Number(data.AUTH_EXPIRES) * 1000;
  }

  /** @param {any} data */
  function takeInitData(data) {
    if (data === null) return;
    state['init'] = data;
    state['lang'] = data.LANG ?? state['lang'];
    state['path'] = data.PATH ?? state['path'];
    takeAuth(data);
    if (data.FIRST_RUN === true && installHandlers.length > 0) {
      for (const handler of installHandlers.splice(0)) handler();
    }
    if (data.FIRST_RUN === true) send('setInstall', { install: true });
    for (const handler of initHandlers.splice(0)) handler();
  }

  /** @param {() => void} handler */
  function whenInitialised(handler) {
    if (state['init'] !== null) {
      handler();
      return;
    }
    initHandlers.push(handler);
    if (state['isInitAsked']) return;
    state['isInitAsked'] = true;
    send('getInitData', null, takeInitData);
  }

  // ---- REST

  /** @param {any} value @param {string} prefix @param {URLSearchParams} into */
  function encode(value, prefix, into) {
    if (value === undefined || value === null) {
      into.append(prefix, '');
    } else if (value instanceof Date) {
      into.append(prefix, value.toISOString());
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => encode(item, `${prefix}[${index}]`, into));
    } else if (typeof value === 'object') {
      for (const [key, item] of Object.entries(value)) encode(item, prefix === '' ? key : `${prefix}[${key}]`, into);
    } else {
      into.append(prefix, value === true ? '1' : value === false ? '0' : String(value));
    }
  }

  class AjaxError {
    /** @param {number} status @param {any} answer */
    constructor(status, answer) {
      this.status = status;
      this.ex = answer;
    }
    getError() {
      return this.ex;
    }
    getStatus() {
      return this.status;
    }
    toString() {
      const description = this.ex.error_description ? `: ${this.ex.error_description}` : '';
      return `${this.ex.error}${description} (${this.status})`;
    }
  }

  class AjaxResult {
    /** @param {any} answer @param {any} request @param {number} status */
    constructor(answer, request, status) {
      this.answer = answer;
      this.query = request;
      this.status = status;
      if (this.answer.next !== undefined) this.answer.next = Number(this.answer.next);
    }
    data() {
      return this.answer.result;
    }
    error() {
      return this.answer.error === undefined || this.answer.error === '' ? undefined : new AjaxError(this.status, this.answer);
    }
    error_description() {
      return this.answer.error_description;
    }
    more() {
      return this.answer.next !== undefined && !Number.isNaN(this.answer.next);
    }
    total() {
      return Number(this.answer.total);
    }
    time() {
      return this.answer.time;
    }
    /** @param {(result: AjaxResult) => void} [handler] */
    next(handler) {
      if (!this.more()) return false;
      this.query.data.start = this.answer.next;
      ajax(this.query.method, this.query.data, handler ?? this.query.callback);
      return true;
    }
  }

  /** @param {string} method @param {any} data @param {((result: AjaxResult) => void) | undefined} handler @param {boolean} [isRepeat] */
  function ajax(method, data, handler, isRepeat) {
    const body = new URLSearchParams();
    encode(data ?? {}, '', body);
    body.set('auth', state['auth'].access_token);
    const request = new XMLHttpRequest();
    request.open('POST', `${origin()}${state['path']}/${encodeURIComponent(method)}.json`);
    request.setRequestHeader('content-type', 'application/x-www-form-urlencoded');
    /** @param {any} answer */
    const finish = (answer) => handler?.(new AjaxResult(answer, { method, data: data ?? {}, callback: handler }, request.status));
    request.onload = () => {
      let answer;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        answer = { error: 'ERROR_UNEXPECTED_ANSWER', error_description: `Unexpected answer of the portal, status ${request.status}` };
      }
      if (answer.error === 'expired_token' && isRepeat !== true) {
        api.refreshAuth(() => ajax(method, data, handler, true));
        return;
      }
      finish(answer);
    };
    request.onerror = () => finish({ error: 'ERROR_NETWORK', error_description: 'The portal cannot be reached' });
    request.send(body);
  }

  /** @param {string} method @param {any} data */
  function commandText(method, data) {
    const fields = new URLSearchParams();
    encode(data ?? {}, '', fields);
    const text = fields.toString();
    return text === '' ? method : `${method}?${text}`;
  }

  /** @param {any} value */
  function describeCall(value) {
    return Array.isArray(value)
      ? { method: String(value[0]), data: value[1] ?? {} }
      : { method: String(value.method), data: value.params ?? {} };
  }

  // ---- options

  /** @param {string} command @param {string} list */
  function optionApi(command, list) {
    return {
      /** @param {string} name @param {unknown} value @param {(options: any) => void} [handler] */
      set(name, value, handler) {
        send(command, { name, value }, (options) => {
          if (options !== null && typeof options === 'object' && !Array.isArray(options)) state['init'][list] = options;
          handler?.(options);
        });
      },
      /** @param {string} [name] */
      get(name) {
        const options = state['init']?.[list] ?? {};
        return name === undefined ? options : options[name];
      },
    };
  }

  const api = {
    /** @param {() => void} handler */
    init(handler) {
      whenInitialised(() => handler());
    },
    /** @param {() => void} handler */
    install(handler) {
      if (state['init'] === null) {
        installHandlers.push(handler);
        whenInitialised(() => undefined);
      } else if (state['init'].FIRST_RUN === true) {
        handler();
      }
    },
    installFinish() {
      whenInitialised(() => {
        if (state['init'].INSTALL !== false) send('setInstallFinish', {});
      });
    },
    /** @param {() => void} handler */
    ready(handler) {
      if (isReady) handler();
      else readyHandlers.push(handler);
    },
    isReady: () => isReady,
    getAuth() {
      if (state['auth'] === null || state['authExpiresAt'] <= Date.now()) return false;
      return {
        access_token: state['auth'].access_token,
        refresh_token: state['auth'].refresh_token,
        expires_in: state['auth'].expires_in,
        domain: state['domain'],
        member_id: state['init']?.MEMBER_ID ?? '',
      };
    },
    /** @param {(auth: any) => void} [handler] */
    refreshAuth(handler) {
      send('refreshAuth', null, (data) => {
        if (data !== null) takeAuth(data);
        handler?.(api.getAuth());
      });
    },
    /** @param {string} method @param {any} [data] @param {(result: AjaxResult) => void} [handler] */
    callMethod(method, data, handler) {
      whenInitialised(() => {
        if (api.getAuth() === false) api.refreshAuth(() => ajax(method, data, handler));
        else ajax(method, data, handler);
      });
    },
    /** @param {any} calls @param {(results: any) => void} [handler] @param {boolean} [halt] */
    callBatch(calls, handler, halt) {
      const isList = Array.isArray(calls);
      /** @type {Record<string, string>} */
      const cmd = {};
      /** @type {Record<string, { method: string, data: any }>} */
      const described = {};
      for (const [key, value] of Object.entries(calls)) {
        described[key] = describeCall(value);
        cmd[key] = commandText(described[key].method, described[key].data);
      }
      api.callMethod('batch', { halt: halt ? 1 : 0, cmd }, (result) => {
        if (handler === undefined) return;
        const error = result.error();
        /** @type {any} */
        const results = isList ? [] : {};
        const answer = result.data() ?? {};
        for (const [key, call] of Object.entries(described)) {
          /** @type {any} */
          const one = { result: answer.result?.[key] };
          if (error !== undefined) Object.assign(one, { error: error.ex.error, error_description: error.ex.error_description });
          else if (answer.result_error?.[key] !== undefined) Object.assign(one, answer.result_error[key]);
          else if (one.result === undefined) continue;
          if (answer.result_total?.[key] !== undefined) one.total = answer.result_total[key];
          if (answer.result_next?.[key] !== undefined) one.next = answer.result_next[key];
          if (answer.result_time?.[key] !== undefined) one.time = answer.result_time[key];
          results[key] = new AjaxResult(one, { method: call.method, data: call.data, callback: handler }, result.status);
        }
        handler(results);
      });
    },
    /** @param {string} event @param {string} handler @param {any} [authType] @param {any} [callback] */
    callBind(event, handler, authType, callback) {
      const isShort = typeof authType === 'function';
      api.callMethod(
        'event.bind',
        { event, handler, ...(isShort || authType === undefined ? {} : { auth_type: authType }) },
        isShort ? authType : callback,
      );
    },
    /** @param {string} event @param {string} handler @param {any} [authType] @param {any} [callback] */
    callUnbind(event, handler, authType, callback) {
      const isShort = typeof authType === 'function';
      api.callMethod(
        'event.unbind',
        { event, handler, ...(isShort || authType === undefined ? {} : { auth_type: authType }) },
        isShort ? authType : callback,
      );
    },
    userOption: optionApi('setUserOption', 'USER_OPTIONS'),
    appOption: optionApi('setAppOption', 'APP_OPTIONS'),
    isAdmin: () => state['init']?.IS_ADMIN === true,
    getLang: () => state['lang'],
    getDomain: () => state['domain'],
    getVersion: () => 1,
    canUse: () => true,
    /** @param {(user: any) => void} handler */
    selectUser(handler) {
      send('selectUser', { mult: false }, handler);
    },
    /** @param {(users: any) => void} handler */
    selectUsers(handler) {
      send('selectUser', { mult: true }, handler);
    },
    /** @param {any} value @param {any} [handler] */
    selectAccess(value, handler) {
      send('selectAccess', { value: typeof value === 'function' ? [] : value }, typeof value === 'function' ? value : handler);
    },
    /** @param {any} params @param {any} [handler] */
    selectCRM(params, handler) {
      send('selectCRM', typeof params === 'function' ? {} : params, typeof params === 'function' ? params : handler);
    },
    /** @param {number | string} width @param {number | string} height @param {any} [handler] */
    resizeWindow(width, height, handler) {
      send('resizeWindow', { width, height }, handler);
    },
    /** @param {any} [handler] */
    fitWindow(handler) {
      send('resizeWindow', { width: '100%', height: api.getScrollSize().scrollHeight }, handler);
    },
    getScrollSize: () => ({
      scrollWidth: Math.max(document.documentElement.scrollWidth, document.documentElement.offsetWidth),
      scrollHeight: Math.max(document.documentElement.scrollHeight, document.documentElement.offsetHeight),
    }),
    /** @param {any} [handler] */
    reloadWindow(handler) {
      send('reloadWindow', {}, handler);
    },
    /** @param {string} title @param {any} [handler] */
    setTitle(title, handler) {
      send('setTitle', { title: String(title) }, handler);
    },
    /** @param {number} scroll @param {any} [handler] */
    scrollParentWindow(scroll, handler) {
      send('setScroll', { scroll: Number(scroll) }, handler);
    },
    /** @param {any} [params] @param {any} [handler] */
    openApplication(params, handler) {
      send('openApplication', params ?? {}, handler);
    },
    /** @param {any} [handler] */
    closeApplication(handler) {
      send('closeApplication', {}, handler);
    },
    /** @param {string} path @param {any} [handler] */
    openPath(path, handler) {
      send('openPath', { path }, handler);
    },
    /** @param {string} source @param {() => void} [handler] */
    loadScript(source, handler) {
      const sources = Array.isArray(source) ? [...source] : [source];
      const loadNext = () => {
        const next = sources.shift();
        if (next === undefined) {
          handler?.();
          return;
        }
        const element = document.createElement('script');
        element.src = next;
        element.onload = loadNext;
        element.onerror = loadNext;
        document.head.append(element);
      };
      loadNext();
    },
    /** @param {(...values: any[]) => any} method @param {any} context */
    proxy: (method, context) => method.bind(context),
    /** @param {EventTarget} element @param {string} event @param {EventListener} handler */
    bind(element, event, handler) {
      element.addEventListener(event, handler);
    },
    /** @param {EventTarget} element @param {string} event @param {EventListener} handler */
    unbind(element, event, handler) {
      element.removeEventListener(event, handler);
    },
    placement: {
      info: () => {
        const text = state['init']?.PLACEMENT_OPTIONS;
        return {
          placement: state['init']?.PLACEMENT ?? 'DEFAULT',
          options: typeof text === 'string' && text !== '' ? JSON.parse(text) : (text ?? {}),
        };
      },
      /** @param {(value: any) => void} handler */
      getInterface(handler) {
        send('getInterface', null, handler);
      },
      /** @param {string} command @param {any} [params] @param {any} [handler] */
      call(command, params, handler) {
        if (typeof params === 'function') send(command, null, params);
        else send(command, params, handler);
      },
      /** @param {string} event @param {(value: any) => void} handler */
      bindEvent(event, handler) {
        send('placementBindEvent', { event }, handler, true);
      },
    },
    im: {
      /** @param {any} userId @param {boolean} [video] */
      callTo(userId, video) {
        send('imCallTo', { userId, video: video !== false });
      },
      /** @param {any} phone */
      phoneTo(phone) {
        send('imPhoneTo', { phone });
      },
      /** @param {any} dialogId */
      openMessenger(dialogId) {
        send('imOpenMessenger', { dialogId });
      },
      /** @param {any} dialogId */
      openHistory(dialogId) {
        send('imOpenHistory', { dialogId });
      },
    },
  };
  scope.BX24 = api;
})();
