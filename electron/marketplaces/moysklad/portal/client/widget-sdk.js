// @ts-nocheck
/** Stand-in for the marketplace's library for widgets: the same calls, over the messages of domain/moysklad.md §6. */
(function () {
  function create(options) {
    let last = 0;
    let openId = null;
    let changeId = null;
    const waiting = new Map();
    const listeners = new Map();
    const post = (message) => {
      window.parent.postMessage(message, '*');
      return message;
    };
    const take = (event) => {
      const message = event.data;
      if (!message || typeof message !== 'object') return;
      const asked = waiting.get(message.correlationId);
      if (asked) {
        waiting.delete(message.correlationId);
        if (message.name === 'InvalidMessageError') {
          const error = new Error((message.errors && message.errors[0] && message.errors[0].error) || 'Unknown error');
          error.name = message.name;
          asked.reject(error);
        } else asked.resolve(message);
        return;
      }
      if (message.name === 'Open') openId = message.messageId;
      if (message.name === 'Change') changeId = message.messageId;
      for (const listener of listeners.get(message.name) || []) listener(message);
    };
    window.addEventListener('message', take);
    let timer = 0;
    const sdk = {
      debug: Boolean(options && options.debug),
      on(name, listener) {
        listeners.set(name, (listeners.get(name) || []).concat([listener]));
        return () => sdk.off(name, listener);
      },
      off(name, listener) {
        listeners.set(
          name,
          (listeners.get(name) || []).filter((one) => one !== listener),
        );
      },
      onOpen: (listener) => sdk.on('Open', listener),
      onOpenPopup: (listener) => sdk.on('OpenPopup', listener),
      onSave: (listener) => sdk.on('Save', listener),
      onChange: (listener) => sdk.on('Change', listener),
      sendRequest(message, limits) {
        last += 1;
        const id = message.messageId === undefined ? last : message.messageId;
        return new Promise((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          const limit = limits && limits.timeoutMs;
          if (limit) {
            setTimeout(() => {
              if (waiting.delete(id)) reject(Object.assign(new Error('No answer in time'), { name: 'RequestTimeoutError' }));
            }, limit);
          }
          post({ ...message, messageId: id });
        });
      },
      sendMessage(message) {
        last += 1;
        return post({ messageId: last, ...message });
      },
      selectGoodFolder: () => sdk.sendRequest({ name: 'SelectGoodFolderRequest' }),
      requestUserContextToken: (limits) =>
        sdk
          .sendRequest({ name: 'UserContextRequest' }, { timeoutMs: (limits && limits.timeoutMs) || 10000 })
          .then((answer) => answer.token),
      showDialog: (text, buttons) =>
        sdk.sendRequest({ name: 'ShowDialogRequest', dialogText: text, buttons: buttons || [{ name: 'Ok', caption: 'ОК' }] }),
      navigateTo: (path, target) => sdk.sendRequest({ name: 'NavigateRequest', path, target: target || 'blank' }),
      update: (updateState) => sdk.sendRequest({ name: 'UpdateRequest', updateState }),
      showPopup: (popupName, popupParameters) => sdk.sendRequest({ name: 'ShowPopupRequest', popupName, popupParameters }),
      closePopup: (popupResponse) => sdk.sendMessage({ name: 'ClosePopup', popupResponse }),
      openFeedback(id) {
        const correlationId = id === undefined || id === null ? openId : id;
        return correlationId === null ? null : sdk.sendMessage({ name: 'OpenFeedback', correlationId });
      },
      setDirty(id) {
        const openMessageId = id === undefined || id === null ? openId : id;
        return openMessageId === null ? null : sdk.sendMessage({ name: 'SetDirty', openMessageId });
      },
      clearDirty: () => sdk.sendMessage({ name: 'ClearDirty' }),
      validationFeedback(valid, text, id) {
        const correlationId = id === undefined || id === null ? changeId : id;
        if (correlationId === null) return null;
        return sdk.sendMessage({
          name: 'ValidationFeedback',
          correlationId,
          valid: Boolean(valid),
          message: text === undefined ? 'Invalid data' : text,
        });
      },
      autoResizeIframe(limits) {
        let height = 0;
        const tell = () => {
          const now = Math.ceil(document.documentElement.getBoundingClientRect().height);
          if (now === 0 || now === height || window.parent === window) return;
          height = now;
          post({ height: now });
        };
        clearInterval(timer);
        timer = setInterval(tell, Math.max(100, (limits && limits.intervalMs) || 250));
        tell();
        return () => clearInterval(timer);
      },
      destroy() {
        clearInterval(timer);
        window.removeEventListener('message', take);
        listeners.clear();
        for (const one of waiting.values()) one.reject(Object.assign(new Error('SDK destroyed'), { name: 'SDKDestroyed' }));
        waiting.clear();
      },
    };
    return sdk;
  }
  window.WidgetSDK = { create };
})();
