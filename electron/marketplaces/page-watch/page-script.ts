/**
 * Read-only code that looks at a vendor's page from inside its frame. It runs among the page's own scripts, so nothing it
 * returns is trusted: the answer is cut and checked by page-snapshot.ts.
 */
export const PAGE_SCRIPT = `(() => {
  const cut = (text, length) => String(text ?? '').slice(0, length);
  const all = (selector, limit) => Array.from(document.querySelectorAll(selector)).slice(0, limit);
  const isVisible = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== 'hidden';
  };
  const root = document.scrollingElement ?? document.documentElement;
  const styles = [getComputedStyle(document.documentElement)].concat(document.body ? [getComputedStyle(document.body)] : []);
  const hides = (axis) => styles.some((style) => ['hidden', 'clip'].includes(style[axis]));
  const storageOf = (kind, area) => {
    try {
      return Object.keys(area()).slice(0, 100).map((key) => ({ kind, key: cut(key, 200), value: cut(area().getItem(key), 4000) }));
    } catch {
      return [];
    }
  };
  const cookies = () => {
    try {
      return document.cookie.split('; ').filter(Boolean).slice(0, 100).map((pair) => {
        const at = pair.indexOf('=');
        return { kind: 'cookie', key: cut(pair.slice(0, at), 200), value: cut(decodeURIComponent(pair.slice(at + 1)), 4000) };
      });
    } catch {
      return [];
    }
  };
  const contextOf = (field) => {
    const labels = Array.from(field.labels ?? []).map((label) => label.innerText);
    const around = field.closest('form, fieldset, section, dialog') ?? field.parentElement;
    return cut([field.name, field.id, field.placeholder, field.getAttribute('aria-label'), ...labels, around ? around.innerText : ''].join(' '), 600);
  };
  const debugMarks = [
    ['Laravel Debugbar', '.phpdebugbar'],
    ['Symfony Profiler', '.sf-toolbar, [id^="sfwdt"]'],
    ['Django Debug Toolbar', '#djDebug'],
    ['Yii Debugger', '#yii-debug-toolbar'],
    ['Bitrix Debug', '.bx-component-debug, .bx-debug-summary'],
    ['Tracy', '#tracy-debug'],
    ['Vite dev server', 'script[src*="/@vite/client"]'],
    ['webpack dev server', '#webpack-dev-server-client-overlay, script[src*="webpack-dev-server"], script[src*="webpack-hot-middleware"]'],
    ['Eruda', '#eruda'],
    ['vConsole', '#__vconsole'],
  ].filter(([, selector]) => document.querySelector(selector) !== null).map(([name]) => name);
  const text = document.body ? document.body.innerText : '';
  const wordsOfDebug = /(?:режим отладки|отладочный режим|debug mode|DEBUG ?= ?(?:True|1))/i.exec(text);
  if (wordsOfDebug !== null) debugMarks.push('«' + wordsOfDebug[0] + '»');
  const parts = all('script[src], link[rel~="stylesheet"][href], img[src], iframe[src], video[src], audio[src], source[src], object[data]', 500);
  return {
    url: location.href,
    title: cut(document.title, 300),
    text: cut(text, 20000),
    html: cut(document.documentElement.outerHTML, 400000),
    visibleElements: all('img, svg, canvas, video, input:not([type="hidden"]), select, textarea, button, iframe, object, embed', 2000).filter(isVisible).length,
    layout: {
      windowWidth: 0,
      frameWidth: innerWidth,
      frameHeight: innerHeight,
      contentWidth: root.scrollWidth,
      contentHeight: root.scrollHeight,
      scrollsHorizontally: root.scrollWidth > root.clientWidth + 1 && !hides('overflowX'),
      scrollsVertically: root.scrollHeight > root.clientHeight + 1 && !hides('overflowY'),
    },
    brokenImages: all('img[src]', 500).filter((image) => image.complete && image.naturalWidth === 0 && image.getAttribute('src') !== '').map((image) => cut(image.currentSrc || image.src, 2000)),
    links: all('a[href]', 500).filter((link) => /^https?:$/.test(link.protocol)).map((link) => ({ href: cut(link.href, 2000), text: cut(link.innerText, 200) })),
    // Written out as http: an address without a scheme takes the page's own, which on a test set-up may be plain.
    insecureParts: parts.map((part) => ({ tag: part.tagName.toLowerCase(), url: cut(part.getAttribute('src') || part.getAttribute('href') || part.getAttribute('data'), 2000).trim() })).filter((part) => part.url.toLowerCase().startsWith('http:')),
    passwordFields: all('input[type="password"]', 20).filter(isVisible).map((field) => ({ name: cut(field.name || field.id, 100), context: contextOf(field) })),
    fieldValues: all('input:not([type="password"]):not([type="hidden"]), textarea', 500).map((field) => cut(field.value, 1000)).filter(Boolean),
    storage: [...storageOf('local', () => localStorage), ...storageOf('session', () => sessionStorage), ...cookies()],
    debugMarks,
  };
})()`;

const GLANCE = `[document.readyState, document.body ? document.body.innerText.length : 0, document.querySelectorAll('*').length, document.documentElement.scrollHeight, innerHeight].join(' ')`;

/** What a page looks like at a glance, for noticing when it has come to rest. */
export const PAGE_PULSE = `(() => ${GLANCE})()`;

/**
 * Remembers in a page when something in it last changed, so that the time it has been still counts from there and not from the first look.
 * Meant for the beginning of every document; harmless when it is run again.
 */
export const NOTE_CHANGES = `(() => {
  const key = Symbol.for('page-watch');
  if (window[key] !== undefined && window[key].document === document) return;
  const notes = { document, changedAt: performance.now(), stillSince: 0, lookedAt: 0, glance: '' };
  const note = () => { notes.changedAt = performance.now(); };
  Object.defineProperty(window, key, { value: notes, configurable: true });
  new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  document.addEventListener('readystatechange', note);
  window.addEventListener('load', note);
})()`;

/**
 * Glance of the page and for how many milliseconds it has looked like that. A change that no mutation explains, a picture that came in for
 * example, counts from the look that noticed it; mutations that change nothing in the glance, those of a spinner, do not count at all.
 */
export const PAGE_STILLNESS = `(() => {
  ${NOTE_CHANGES};
  const notes = window[Symbol.for('page-watch')];
  const glance = ${GLANCE};
  const now = performance.now();
  if (glance !== notes.glance) {
    notes.glance = glance;
    notes.stillSince = notes.changedAt > notes.lookedAt ? notes.changedAt : now;
  }
  notes.lookedAt = now;
  return { glance, stillMs: now - notes.stillSince };
})()`;
