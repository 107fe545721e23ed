/** What a key press must look like, by the position of the key and not by the letter that a layout puts on it. */
export interface KeyBinding {
  /** KeyboardEvent.code, e.g. 'KeyJ', 'Slash', 'Digit1', 'F1'. */
  readonly code: string;
  /** Ctrl, or Cmd on a Mac. */
  readonly mod?: boolean;
  readonly shift?: boolean;
  readonly alt?: boolean;
  /** A character that means the same wherever a layout has it: "?" stands on another key in Russian. */
  readonly character?: string;
  /** Pressed and released before: the G of "G then M". */
  readonly prefix?: 'KeyG';
}

/** The part of a KeyboardEvent that matters here, so that tests need no browser. */
export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export type KeyPlatform = 'mac' | 'windows' | 'linux';

/** The number row and the number pad are the same digit. */
function sameCode(code: string, wanted: string): boolean {
  if (code === wanted) return true;
  if (wanted.startsWith('Digit')) return code === `Numpad${wanted.slice(5)}`;
  if (wanted === 'Enter') return code === 'NumpadEnter';
  return false;
}

/** @param prefix the prefix key pressed just before, if any. */
export function matches(press: KeyPress, binding: KeyBinding, platform: KeyPlatform, prefix: 'KeyG' | null): boolean {
  const mod = platform === 'mac' ? press.metaKey : press.ctrlKey;
  const isBare = !press.ctrlKey && !press.metaKey && !press.altKey;
  if (binding.character !== undefined && isBare && press.key === binding.character) return (binding.prefix ?? null) === prefix;
  // The key of "/" with another character on it is not "/" when that character is asked for elsewhere.
  if (press.key === '?' && isBare && binding.character === undefined && press.code === 'Slash') return false;
  const foreign = platform === 'mac' ? press.ctrlKey : press.metaKey;
  return (
    sameCode(press.code, binding.code) &&
    mod === (binding.mod ?? false) &&
    !foreign &&
    press.altKey === (binding.alt ?? false) &&
    press.shiftKey === (binding.shift ?? false) &&
    (binding.prefix ?? null) === prefix
  );
}

/** A press that writes a character must not act while a person types. */
export function isTyping(binding: KeyBinding): boolean {
  return binding.mod !== true && binding.alt !== true && !/^F\d+$/.test(binding.code);
}

const NAMES: Readonly<Record<string, string>> = {
  Slash: '/',
  Space: '␣',
  Enter: '↵',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Comma: ',',
  Period: '.',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
};

/** Latin name of the key, as printed on most keyboards next to the Cyrillic one. */
export function keyName(binding: KeyBinding, platform: KeyPlatform): readonly string[] {
  const parts: string[] = [];
  if (binding.prefix !== undefined) parts.push(binding.prefix.slice(3));
  if (binding.code === 'Slash' && binding.shift === true && binding.mod !== true) return [...parts, '?'];
  if (binding.mod === true) parts.push(platform === 'mac' ? '⌘' : 'Ctrl');
  if (binding.alt === true) parts.push(platform === 'mac' ? '⌥' : 'Alt');
  if (binding.shift === true) parts.push(platform === 'mac' ? '⇧' : 'Shift');
  parts.push(NAMES[binding.code] ?? binding.code.replace(/^(?:Key|Digit|Numpad)/, ''));
  return parts;
}

/** The value of aria-keyshortcuts for a binding. */
export function ariaKeys(binding: KeyBinding, platform: KeyPlatform): string | undefined {
  if (binding.prefix !== undefined) return undefined;
  const parts: string[] = [];
  if (binding.mod === true) parts.push(platform === 'mac' ? 'Meta' : 'Control');
  if (binding.alt === true) parts.push('Alt');
  if (binding.shift === true) parts.push('Shift');
  parts.push(binding.code.replace(/^(?:Key|Digit)/, ''));
  return parts.join('+');
}
