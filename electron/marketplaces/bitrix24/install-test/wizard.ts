import type { ElementHandle, Frame } from 'playwright';
import { PAGE_PULSE } from '../../page-watch/page-script.ts';

/**
 * Finds the button that leads on: a visible, enabled one whose text is a word of progress. A button without such a word is
 * taken only when it is the only one on the page. Returns null when nothing invites to be pressed.
 */
const FIND_NEXT = `(() => {
  const onward = [
    /^(?:установить|завершить|готово|закончить|начать(?: работу| пользоваться)?|подключить(?: портал)?|продолжить|далее|дальше|следующ\\S*|принять|согла\\S*|сохранить|открыть приложение|перейти к приложению|запустить|активировать|ок)/i,
    /^(?:install|finish|done|complete|start|connect|continue|next|accept|agree|save|open (?:the )?app|launch|activate|get started|ok)\\b/i,
    /установ|заверш|подключ|продолж|начать|finish|install|continue/i,
  ];
  const backward = /отмен|назад|удал|закрыть|выйти|справк|подробн|помощь|cancel|back|delete|remove|close|help|learn|decline|отказ/i;
  const isUsable = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && !element.disabled && element.getAttribute('aria-disabled') !== 'true' && getComputedStyle(element).visibility !== 'hidden';
  };
  const textOf = (element) => (element.innerText || element.value || element.getAttribute('aria-label') || element.title || '').trim();
  const buttons = Array.from(document.querySelectorAll('button, input[type="submit"], input[type="button"], [role="button"], a[href]')).filter(isUsable);
  const isLink = (element) => element.tagName === 'A' && element.getAttribute('role') !== 'button';
  for (const [index, words] of onward.entries()) {
    // A link is followed only when its text begins with a word of progress: "Инструкция по установке" is reading matter.
    const found = buttons.find(
      (element) => words.test(textOf(element)) && !backward.test(textOf(element)) && element.target !== '_blank' && (index < 2 || !isLink(element)),
    );
    if (found) return found;
  }
  const real = buttons.filter((element) => !isLink(element) && !backward.test(textOf(element)));
  return real.length === 1 ? real[0] : null;
})()`;

/** Fills what the form insists on, so that a button can be pressed; returns how many fields. Portals' passwords are never invented. */
const FILL_REQUIRED = `(() => {
  let filled = 0;
  const set = (field, value) => {
    const prototype = field.tagName === 'TEXTAREA' ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
    Object.getOwnPropertyDescriptor(prototype, 'value').set.call(field, value);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    filled += 1;
  };
  const samples = { email: 'proba@example.org', tel: '+7 000 000-00-00', url: 'https://example.org/', number: '1', date: '2026-01-15' };
  for (const field of document.querySelectorAll('input, textarea, select')) {
    if (field.disabled || field.readOnly || !field.required) continue;
    if (field.type === 'checkbox') {
      if (!field.checked) { field.click(); filled += 1; }
    } else if (field.type === 'password' || field.type === 'hidden' || field.type === 'file' || field.type === 'radio') {
      continue;
    } else if (field.tagName === 'SELECT') {
      const option = Array.from(field.options).find((one) => one.value !== '' && !one.disabled);
      if (field.value === '' && option) { field.value = option.value; field.dispatchEvent(new Event('change', { bubbles: true })); filled += 1; }
    } else if (field.value === '') {
      set(field, samples[field.type] ?? 'Проба');
    }
  }
  return filled;
})()`;

const PRESS_LIMIT_MS = 3000;
const MOST_PRESSES = 12;
const POLL_MS = 30;

export interface WizardPort {
  /** The installer's frame now; null while the portal shows none. */
  frame(): Promise<Frame | null>;
  /** Whether the portal counts the solution as installed. */
  isFinished(): Promise<boolean>;
  /** Waits until the page has come to rest. */
  atRest(frame: Frame): Promise<void>;
  /** Called once for each page of the wizard, when it is at rest and before anything is pressed. */
  onPage(frame: Frame): Promise<void>;
}

export interface WizardResult {
  readonly isFinished: boolean;
  readonly pressed: readonly string[];
  readonly lastText: string;
}

/**
 * Goes through a vendor's installation wizard as a person who says yes to everything: waits, fills what is required, presses
 * what leads on. Ends when the portal counts the solution as installed, or when nothing has changed for `idleMs`.
 */
export async function walkWizard(port: WizardPort, idleMs: number, signal: AbortSignal): Promise<WizardResult> {
  const pressed: string[] = [];
  const seen = new Set<string>();
  let lastText = '';
  let lastPulse = '';
  let idleSince = Date.now();
  while (!signal.aborted) {
    if (await port.isFinished()) return { isFinished: true, pressed, lastText };
    const frame = await port.frame();
    if (frame !== null) {
      await port.atRest(frame);
      if (await port.isFinished()) return { isFinished: true, pressed, lastText };
      const look = await lookAt(frame);
      if (look !== null) {
        lastText = look.text;
        if (look.pulse !== lastPulse) {
          lastPulse = look.pulse;
          idleSince = Date.now();
        }
        if (!seen.has(look.key)) {
          seen.add(look.key);
          await port.onPage(frame);
          const label = pressed.length < MOST_PRESSES ? await pressNext(frame) : null;
          if (label !== null) {
            pressed.push(label);
            idleSince = Date.now();
            continue;
          }
        }
      }
    }
    if (Date.now() - idleSince >= idleMs) return { isFinished: false, pressed, lastText };
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return { isFinished: false, pressed, lastText };
}

async function lookAt(frame: Frame): Promise<{ text: string; pulse: string; key: string } | null> {
  try {
    const text = await frame.evaluate<string>(`(document.body ? document.body.innerText : '').slice(0, 4000)`);
    const pulse = `${frame.url()} ${await frame.evaluate<string>(PAGE_PULSE)}`;
    // The same screen is answered once: a button that changes nothing is not pressed for ever.
    return { text, pulse, key: `${frame.url()} ${text}` };
  } catch {
    return null;
  }
}

async function pressNext(frame: Frame): Promise<string | null> {
  try {
    await frame.evaluate(FILL_REQUIRED);
    const handle = await frame.evaluateHandle(FIND_NEXT);
    const element = handle.asElement() as ElementHandle<never> | null;
    if (element === null) return null;
    const label = ((await element.innerText().catch(() => '')) || (await element.getAttribute('value')) || '').trim().slice(0, 60);
    await element.click({ timeout: PRESS_LIMIT_MS, noWaitAfter: true });
    return label;
  } catch {
    // The page moved on by itself, or something lies over the button: the next look decides.
    return null;
  }
}
