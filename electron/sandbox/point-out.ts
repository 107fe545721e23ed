import type { Frame, Page } from 'playwright';
import type { LocalizedText } from '../../shared/domain/rulebook.ts';
import type { PictureMark } from './run-context.ts';

/** What the words of a fault name that can be looked for on a page: quoted texts and addresses. */
export interface Named {
  readonly texts: readonly string[];
  readonly urls: readonly string[];
}

const LIMIT_MS = 2_500;
const MOST_MARKS = 12;
/** A quotation may have been cut, and blanks were joined in it. */
const COMPARED_CHARS = 60;
const SMALLEST_PX = 14;

/** Texts in «» and web addresses, without the punctuation that follows them. */
export function namedIn(message: LocalizedText): Named {
  const texts = [...message.ru.matchAll(/«([^»]{3,400})»/g)].map((match) => (match[1] ?? '').replace(/…$/, '').slice(0, COMPARED_CHARS));
  const urls = [...message.ru.matchAll(/https?:\/\/[^\s«»"'()<>]+/g)].map(([url]) => url.replace(/[.,;:!?]+$/, ''));
  return { texts: [...new Set(texts.map((text) => text.trim()).filter((text) => text.length >= 3))], urls: [...new Set(urls)] };
}

/**
 * Places in the window that show what a fault names: elements of that address, texts, fields of that name or value; where nothing of the
 * kind is found, the frame that has the address. The first one is scrolled into view. What a page answers is only ever a rectangle.
 * @returns at most twelve places, none when the page does not answer
 */
export async function findPlaces(page: Page, named: Named): Promise<readonly PictureMark[]> {
  if (named.texts.length + named.urls.length === 0) return [];
  const looked = Promise.all(page.frames().map((frame) => placesIn(frame, named).catch(() => [])));
  const limit = new Promise<PictureMark[][]>((resolve) => {
    setTimeout(() => resolve([]), LIMIT_MS);
  });
  const found = (await Promise.race([looked, limit])).flat();
  if (found.length > 0) return found.slice(0, MOST_MARKS);
  const whole = await Promise.race([Promise.all(page.frames().map((frame) => frameBox(frame, named).catch(() => null))), limit]);
  return whole.flatMap((box) => (box === null || Array.isArray(box) ? [] : [box])).slice(0, 1);
}

async function frameBox(frame: Frame, named: Named): Promise<PictureMark | null> {
  if (frame.parentFrame() === null) return null;
  const address = frame.url().split(/[?#]/)[0];
  if (!named.urls.some((url) => url.split(/[?#]/)[0] === address)) return null;
  return await (await frame.frameElement()).boundingBox();
}

async function placesIn(frame: Frame, named: Named): Promise<PictureMark[]> {
  const boxes = await frame.evaluate<unknown>(`(${LOOK})(${JSON.stringify({ ...named, most: MOST_MARKS })})`);
  if (!Array.isArray(boxes) || boxes.length === 0) return [];
  const around = frame.parentFrame() === null ? null : await (await frame.frameElement()).boundingBox();
  if (frame.parentFrame() !== null && around === null) return [];
  const window = around ?? { x: 0, y: 0, width: Number.POSITIVE_INFINITY, height: Number.POSITIVE_INFINITY };
  return boxes.slice(0, MOST_MARKS).flatMap((box: unknown) => {
    if (!Array.isArray(box) || box.length !== 4 || !box.every((number) => typeof number === 'number' && Number.isFinite(number))) return [];
    const [left, top, width, height] = box as [number, number, number, number];
    // Only what can be seen through the frame.
    if (left + width < 0 || top + height < 0 || left > window.width || top > window.height) return [];
    const x = Math.max(0, left);
    const y = Math.max(0, top);
    return [
      {
        x: window.x + x,
        y: window.y + y,
        width: Math.max(SMALLEST_PX, Math.min(width - (x - left), window.width - x)),
        height: Math.max(SMALLEST_PX, Math.min(height - (y - top), window.height - y)),
      },
    ];
  });
}

// Runs inside the page.
const LOOK = `({ texts, urls, most }) => {
  const ELEMENTS = 'img, a[href], script[src], link[href], iframe[src], video[src], audio[src], source[src], object[data], form[action]';
  const flat = (text) => String(text ?? '').replace(/\\s+/g, ' ').trim();
  const found = [];
  const add = (node, box) => {
    if (box.width > 0 || box.height > 0) found.push({ node, box });
  };
  for (const element of document.querySelectorAll(ELEMENTS)) {
    const address = element.currentSrc || element.src || element.href || element.data || element.action || '';
    if (urls.some((url) => String(address).split(/[?#]/)[0] === url.split(/[?#]/)[0])) add(element, element.getBoundingClientRect());
  }
  for (const field of document.querySelectorAll('input:not([type="hidden"]), textarea, select')) {
    if (texts.some((text) => field.name === text || field.id === text || (field.type !== 'password' && flat(field.value).includes(text))))
      add(field, field.getBoundingClientRect());
  }
  const holds = (element) => texts.some((text) => flat(element.textContent).includes(text));
  const innermost = (element) => {
    const inner = Array.from(element.children).filter((child) => !/^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/.test(child.tagName) && holds(child));
    if (inner.length > 0) inner.forEach(innermost);
    else if (/^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/.test(element.tagName) === false) add(element, element.getBoundingClientRect());
  };
  if (texts.length > 0 && document.body && holds(document.body)) innermost(document.body);
  const [first] = found;
  if (first) first.node.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  return found.slice(0, most).map(({ node }) => {
    const box = node.getBoundingClientRect();
    return [box.x, box.y, box.width, box.height];
  });
}`;
