import { randomBytes } from 'node:crypto';
import type { ElementHandle, Frame } from 'playwright';

const MOST_LISTS = 5;
const PRESS_LIMIT_MS = 3000;
const LIST_LIMIT_MS = 1000;

/**
 * Finds the first form that takes a text and can be saved, fills its text fields with the canary and returns the button that saves it
 * and the lists of choices that are left to a real click; no button when there is no such form. Search fields, passwords and fields too short
 * for the text are left alone. A list shown by a script of the page's own (ARIA combobox) takes no text, although some have a text field.
 */
function fillScript(text: string): string {
  return `(() => {
  const text = ${JSON.stringify(text)};
  const saves = /сохран|добав|созда|запис|save|add|create|submit|apply|примен/i;
  const isUsable = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && !element.disabled && getComputedStyle(element).visibility !== 'hidden';
  };
  const textOf = (element) => (element.innerText || element.value || element.getAttribute('aria-label') || '').trim();
  const takesText = (field) =>
    isUsable(field) && !field.readOnly && field.getAttribute('role') !== 'combobox' && (field.tagName === 'TEXTAREA' || ['text', ''].includes(field.type)) &&
    (field.maxLength < 0 || field.maxLength >= text.length) && !/search|поиск|filter|фильтр/i.test(field.name + field.id + field.placeholder);
  const set = (field, value) => {
    const prototype = field.tagName === 'TEXTAREA' ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
    Object.getOwnPropertyDescriptor(prototype, 'value').set.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const fields = Array.from(document.querySelectorAll('input, textarea')).filter(takesText);
  for (const first of fields) {
    let group = first.closest('form') ?? first.parentElement;
    let button = null;
    for (let level = 0; group !== null && level < 5; level += 1) {
      button = Array.from(group.querySelectorAll('button, input[type="submit"], [role="button"]')).find((one) => isUsable(one) && saves.test(textOf(one))) ?? null;
      if (button !== null || group.tagName === 'FORM') break;
      group = group.parentElement;
    }
    if (button === null) continue;
    for (const field of fields) if (group.contains(field)) set(field, text);
    const samples = { email: 'proba@example.org', tel: '+7 000 000-00-00', url: 'https://example.org/', number: '1' };
    for (const field of group.querySelectorAll('input')) {
      if (field.required && field.value === '' && samples[field.type] !== undefined) set(field, samples[field.type]);
      if (field.required && field.type === 'checkbox' && !field.checked) field.click();
    }
    for (const list of group.querySelectorAll('select')) {
      const choice = list.value === '' ? Array.from(list.options).find((one) => one.value !== '' && !one.disabled) : undefined;
      if (choice === undefined) continue;
      list.value = choice.value;
      list.dispatchEvent(new Event('change', { bubbles: true }));
    }
    const lists = Array.from(group.querySelectorAll('[role="combobox"]'));
    return { button, lists: lists.filter((list) => isUsable(list) && !list.matches('select, [aria-disabled="true"]') && !list.value).slice(0, ${MOST_LISTS}) };
  }
  return { button: null, lists: [] };
})()`;
}

/** A text that nobody else writes, e.g. "Проба 5f0c19aa". */
export function newCanaryText(): string {
  return `Проба ${randomBytes(4).toString('hex')}`;
}

/** Types the canary into the application and saves it. False when the page offers no form for that. */
export async function plantCanary(frame: Frame, text: string): Promise<boolean> {
  const form = await frame.evaluateHandle(fillScript(text));
  const button = (await form.getProperty('button')).asElement() as ElementHandle<never> | null;
  if (button === null) return false;
  const lists = await form.getProperty('lists');
  for (const [, list] of await lists.getProperties()) {
    const element = list.asElement() as ElementHandle<never> | null;
    if (element !== null) await choose(frame, element);
  }
  await button.click({ timeout: PRESS_LIMIT_MS, noWaitAfter: true });
  return true;
}

/** Takes the first choice of a list where none was made; a list that offers nothing is closed and stays as it is. */
async function choose(frame: Frame, list: ElementHandle): Promise<void> {
  const options = frame.locator('[role="option"]:not([aria-disabled="true"])').filter({ visible: true });
  try {
    await list.click({ timeout: LIST_LIMIT_MS, noWaitAfter: true });
    const first = options.first();
    await first.waitFor({ timeout: LIST_LIMIT_MS });
    const isChosen = (await options.and(frame.locator('[aria-selected="true"]')).count()) > 0;
    if (!isChosen) {
      await first.click({ timeout: LIST_LIMIT_MS, noWaitAfter: true });
      return;
    }
  } catch {
    // What cannot be chosen is left to the form's own checks.
  }
  await list.press('Escape', { timeout: LIST_LIMIT_MS, noWaitAfter: true }).catch(() => undefined);
}
