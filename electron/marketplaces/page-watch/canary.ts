import { randomBytes } from 'node:crypto';
import type { ElementHandle, Frame } from 'playwright';

/**
 * Marks the first form that takes a text and can be saved: fills its text fields with the canary and returns the button that
 * saves it; null when there is no such form. Search fields, passwords and fields too short for the text are left alone.
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
    isUsable(field) && !field.readOnly && (field.tagName === 'TEXTAREA' || ['text', ''].includes(field.type)) &&
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
    }
    return button;
  }
  return null;
})()`;
}

const PRESS_LIMIT_MS = 3000;

/** A text that nobody else writes, e.g. "Проба 5f0c19aa". */
export function newCanaryText(): string {
  return `Проба ${randomBytes(4).toString('hex')}`;
}

/** Types the canary into the application and saves it. False when the page offers no form for that. */
export async function plantCanary(frame: Frame, text: string): Promise<boolean> {
  const handle = await frame.evaluateHandle(fillScript(text));
  const button = handle.asElement() as ElementHandle<never> | null;
  if (button === null) return false;
  await button.click({ timeout: PRESS_LIMIT_MS, noWaitAfter: true });
  return true;
}
