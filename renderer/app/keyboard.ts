import { isTyping, matches, type KeyPlatform, type KeyPress } from '../lib/keys.ts';
import { ACTIONS, type Action } from './actions.ts';

/** What the focus is on, as far as keys care. */
export interface FocusPlace {
  /** A text is being typed. */
  readonly isField: boolean;
  /** Enter and Space belong to it: a button, a tab, a choice. */
  readonly isControl: boolean;
  /** A dialog or menu is open; only its own keys act. */
  readonly isOverlay: boolean;
  readonly zone: string | null;
}

const PREFIX_MS = 1_500;

/**
 * Which action a key press means.
 * @param prefix whether G was pressed just before. @returns null when none, e.g. a letter typed into a field.
 */
export function actionFor(press: KeyPress, place: FocusPlace, platform: KeyPlatform, prefix: 'KeyG' | null): Action | null {
  let found: Action | null = null;
  for (const action of ACTIONS) {
    for (const binding of action.keys) {
      if (!matches(press, binding, platform, prefix)) continue;
      if (isTyping(binding) && (place.isField || place.isOverlay)) continue;
      if (place.isOverlay && binding.mod !== true && !/^F\d+$/.test(binding.code)) continue;
      if ((binding.code === 'Enter' || binding.code === 'Space') && place.isControl) continue;
      if (action.zone !== undefined && action.zone !== place.zone) continue;
      // The narrower one wins: J in the checklist is the next item, elsewhere the next submission.
      if (found === null || (action.zone !== undefined && found.zone === undefined)) found = action;
    }
  }
  return found;
}

/** Whether the press begins "G then a letter". */
export function isPrefix(press: KeyPress, place: FocusPlace): boolean {
  return (
    press.code === 'KeyG' && !press.ctrlKey && !press.metaKey && !press.altKey && !press.shiftKey && !place.isField && !place.isOverlay
  );
}

const TEXT_INPUTS = new Set(['text', 'search', 'email', 'url', 'number', 'password', 'tel', '']);

/** Reads the place from the document. */
export function placeOf(target: Element | null): FocusPlace {
  const field =
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && TEXT_INPUTS.has(target.type)) ||
    (target instanceof HTMLElement && target.isContentEditable);
  return {
    isField: field,
    isControl:
      target !== null && target.closest('button, a, summary, input, select, [role="tab"], [role="separator"], [role="menuitem"]') !== null,
    isOverlay: document.querySelector('[data-overlay]') !== null,
    zone: target?.closest<HTMLElement>('[data-zone]')?.dataset['zone'] ?? null,
  };
}

interface Listening {
  readonly platform: () => KeyPlatform;
  readonly onPrefix: (isPending: boolean) => void;
}

/** Listens to the whole window. @returns stops listening. */
export function listenToKeys({ platform, onPrefix }: Listening): () => void {
  let prefix: 'KeyG' | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const endPrefix = (): void => {
    clearTimeout(timer);
    if (prefix !== null) onPrefix(false);
    prefix = null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || /^(?:Shift|Control|Alt|Meta)/.test(event.code)) return;
    const place = placeOf(event.target instanceof Element ? event.target : null);
    const before = prefix;
    endPrefix();
    const action = actionFor(event, place, platform(), before);
    if (action !== null) {
      if (action.availability().state !== 'ready') {
        // A blocked key does nothing, but must not fall through to the browser (Ctrl+O would open a file there).
        if (event.ctrlKey || event.metaKey) event.preventDefault();
        return;
      }
      event.preventDefault();
      if (!event.repeat || action.id.endsWith('.next') || action.id.endsWith('.previous')) void action.run();
      return;
    }
    if (before === null && isPrefix(event, place)) {
      event.preventDefault();
      prefix = 'KeyG';
      onPrefix(true);
      timer = setTimeout(endPrefix, PREFIX_MS);
    }
  };
  window.addEventListener('keydown', onKeyDown);
  return () => {
    endPrefix();
    window.removeEventListener('keydown', onKeyDown);
  };
}
