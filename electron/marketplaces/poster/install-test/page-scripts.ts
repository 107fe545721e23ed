import type { ElementHandle, Frame } from 'playwright';

/** Fields that ask for a token, key or secret of Poster, with the words around them. */
const TOKEN_FIELDS = `(() => {
  const words = /токен|access.?token|api.?token|\\btoken\\b|api.?key|ключ (?:api|доступа)|личн\\S* интеграц|application.?secret/i;
  const isVisible = (field) => {
    const box = field.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(field).visibility !== 'hidden';
  };
  return Array.from(document.querySelectorAll('input, textarea'))
    .filter((field) => ['text', 'password', '', 'textarea'].includes(field.type) && !field.readOnly && !field.disabled && isVisible(field))
    .map((field) => [field.name, field.id, field.placeholder, field.getAttribute('aria-label'), ...Array.from(field.labels ?? []).map((label) => label.innerText)].filter(Boolean).join(' '))
    .filter((label) => words.test(label))
    .slice(0, 5)
    .map((label) => label.slice(0, 200));
})()`;

/** Fills the form of an order or booking and returns the button that sends it; null when the page offers none. */
const ORDER_BUTTON = `(() => {
  const words = /заказ|купить|оформить|заброни|бронь|\\border\\b|\\bbuy\\b|checkout|book (?:a|table|now)|reserve/i;
  const isUsable = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && !element.disabled && getComputedStyle(element).visibility !== 'hidden';
  };
  const textOf = (element) => (element.innerText || element.value || element.getAttribute('aria-label') || '').trim();
  const button = Array.from(document.querySelectorAll('button, input[type="submit"], [role="button"]')).find((one) => isUsable(one) && words.test(textOf(one))) ?? null;
  if (button === null) return null;
  const set = (field, value) => {
    Object.getOwnPropertyDescriptor(field.tagName === 'TEXTAREA' ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype, 'value').set.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const samples = { email: 'proba@example.org', tel: '+380000000077', url: 'https://example.org/', number: '1', date: '2027-01-15', time: '12:00', text: 'Проба' };
  for (const field of (button.form ?? document).querySelectorAll('input, textarea')) {
    if (field.type === 'checkbox' && field.required && !field.checked) field.click();
    else if (field.value === '' && samples[field.type === 'textarea' ? 'text' : field.type] !== undefined && !field.readOnly) {
      set(field, /phone|тел/i.test(field.name + field.id + field.placeholder) ? '+380000000077' : samples[field.type === 'textarea' ? 'text' : field.type]);
    }
  }
  return button;
})()`;

const PRESS_LIMIT_MS = 3000;

/** Words around the fields in which this page asks for a token. */
export async function tokenFieldsOf(frame: Frame): Promise<readonly string[]> {
  const found = await frame.evaluate<unknown>(TOKEN_FIELDS).catch(() => []);
  return Array.isArray(found) ? found.filter((one): one is string => typeof one === 'string').slice(0, 5) : [];
}

/** Presses the button of an order; false when the page has none. */
export async function pressOrder(frame: Frame): Promise<boolean> {
  const handle = await frame.evaluateHandle(ORDER_BUTTON);
  const button = handle.asElement() as ElementHandle<never> | null;
  if (button === null) return false;
  await button.click({ timeout: PRESS_LIMIT_MS, noWaitAfter: true });
  return true;
}

/** Visible lines of a page, without clock times: what people read, for comparing. */
export async function linesOf(frame: Frame): Promise<readonly string[]> {
  const text = await frame.evaluate<unknown>(`(document.body ? document.body.innerText : '').slice(0, 20000)`);
  return (typeof text === 'string' ? text : '')
    .split('\n')
    .map((line) =>
      line
        .replace(/\d{1,2}:\d{2}(?::\d{2})?/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '');
}
