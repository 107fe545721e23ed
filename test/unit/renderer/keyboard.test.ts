import { describe, expect, it } from 'vitest';
import { ACTIONS, effectOf } from '../../../renderer/app/actions.ts';
import { acceleratorOf, MENU, menuSections } from '../../../renderer/app/menu.ts';
import { actionFor, isPrefix, type FocusPlace } from '../../../renderer/app/keyboard.ts';
import { keyName, type KeyPress } from '../../../renderer/lib/keys.ts';

const nowhere: FocusPlace = { isField: false, isControl: false, isOverlay: false, zone: null };
const press = (code: string, key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  code,
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('keys', () => {
  it.each([
    ['KeyJ', 'j', 'о', 'queue.next'],
    ['KeyK', 'k', 'л', 'queue.previous'],
    ['KeyC', 'c', 'с', 'claim.take'],
    ['KeyA', 'a', 'ф', 'verdict.approve'],
    ['KeyR', 'r', 'к', 'verdict.return'],
    ['KeyU', 'u', 'г', 'undo.last'],
    ['KeyT', 't', 'е', 'test.run'],
    ['KeyN', 'n', 'т', 'item.note'],
    ['KeyS', 's', 'ы', 'queue.skip'],
    ['Slash', '/', '.', 'queue.search'],
  ])('%s does the same on a Latin and a Cyrillic layout', (code, latin, cyrillic, action) => {
    expect(actionFor(press(code, latin), nowhere, 'linux', null)?.id).toBe(action);
    expect(actionFor(press(code, cyrillic), nowhere, 'linux', null)?.id).toBe(action);
  });

  it('opens palette and sheet on any layout', () => {
    expect(actionFor(press('KeyK', 'л', { ctrlKey: true }), nowhere, 'linux', null)?.id).toBe('palette.open');
    expect(actionFor(press('KeyK', 'k', { metaKey: true }), nowhere, 'mac', null)?.id).toBe('palette.open');
    expect(actionFor(press('KeyK', 'k', { ctrlKey: true }), nowhere, 'mac', null)).toBeNull();
    expect(actionFor(press('Slash', ',', { shiftKey: true }), nowhere, 'linux', null)?.id).toBe('shortcuts.open');
  });

  it('opens the sheet by the question mark, wherever the layout has it', () => {
    expect(actionFor(press('Digit7', '?', { shiftKey: true }), nowhere, 'linux', null)?.id).toBe('shortcuts.open');
    expect(actionFor(press('Slash', '?', { shiftKey: true }), nowhere, 'linux', null)?.id).toBe('shortcuts.open');
    expect(actionFor(press('Digit7', '?', { shiftKey: true }), { ...nowhere, isField: true }, 'linux', null)).toBeNull();
  });

  it('lets letters be typed into fields, but keeps commands', () => {
    const field = { ...nowhere, isField: true, isControl: true };
    expect(actionFor(press('KeyA', 'ф'), field, 'linux', null)).toBeNull();
    expect(actionFor(press('Digit1', '1'), field, 'linux', null)).toBeNull();
    expect(actionFor(press('Slash', '/'), field, 'linux', null)).toBeNull();
    expect(actionFor(press('KeyK', 'k', { ctrlKey: true }), field, 'linux', null)?.id).toBe('palette.open');
    expect(actionFor(press('F1', 'F1'), field, 'linux', null)?.id).toBe('go.help');
    expect(isPrefix(press('KeyG', 'п'), field)).toBe(false);
  });

  it('does not act behind a dialog', () => {
    const overlay = { ...nowhere, isOverlay: true };
    expect(actionFor(press('KeyA', 'a'), overlay, 'linux', null)).toBeNull();
    expect(actionFor(press('Enter', 'Enter'), overlay, 'linux', null)).toBeNull();
    expect(isPrefix(press('KeyG', 'g'), overlay)).toBe(false);
  });

  it('leaves Enter and Space to the control that has the focus', () => {
    const control = { ...nowhere, isControl: true };
    expect(actionFor(press('Enter', 'Enter'), control, 'linux', null)).toBeNull();
    expect(actionFor(press('Space', ' '), control, 'linux', null)).toBeNull();
    expect(actionFor(press('Enter', 'Enter'), nowhere, 'linux', null)?.id).toBe('queue.open');
    expect(actionFor(press('Space', ' '), nowhere, 'linux', null)?.id).toBe('test.pause');
  });

  it('means the item in the checklist and the submission elsewhere', () => {
    const checklist = { ...nowhere, zone: 'checklist' };
    expect(actionFor(press('KeyJ', 'о'), checklist, 'linux', null)?.id).toBe('item.next');
    expect(actionFor(press('KeyJ', 'о'), nowhere, 'linux', null)?.id).toBe('queue.next');
    expect(actionFor(press('ArrowDown', 'ArrowDown'), nowhere, 'linux', null)).toBeNull();
  });

  it('marks with the number row and the number pad', () => {
    for (const [digit, action] of [
      ['1', 'item.pass'],
      ['2', 'item.fail'],
      ['3', 'item.notApplicable'],
      ['0', 'item.clear'],
    ] as const) {
      expect(actionFor(press(`Digit${digit}`, digit), nowhere, 'linux', null)?.id).toBe(action);
      expect(actionFor(press(`Numpad${digit}`, digit), nowhere, 'linux', null)?.id).toBe(action);
    }
  });

  it('goes to a view after G, and not without it', () => {
    expect(isPrefix(press('KeyG', 'п'), nowhere)).toBe(true);
    expect(actionFor(press('KeyM', 'ь'), nowhere, 'linux', 'KeyG')?.id).toBe('go.mine');
    expect(actionFor(press('KeyA', 'ф'), nowhere, 'linux', 'KeyG')?.id).toBe('go.all');
    expect(actionFor(press('KeyM', 'ь'), nowhere, 'linux', null)?.id).toBe('chat.write');
  });

  it('does nothing for letters with Ctrl, Alt or Cmd that mean something else', () => {
    expect(actionFor(press('KeyC', 'c', { ctrlKey: true }), nowhere, 'linux', null)).toBeNull();
    expect(actionFor(press('KeyA', 'a', { ctrlKey: true }), nowhere, 'linux', null)).toBeNull();
    expect(actionFor(press('KeyA', 'a', { altKey: true }), nowhere, 'linux', null)).toBeNull();
    expect(actionFor(press('KeyR', 'r', { metaKey: true }), nowhere, 'linux', null)).toBeNull();
  });
});

describe('action table', () => {
  it('has each id once', () => {
    expect(new Set(ACTIONS.map((action) => action.id)).size).toBe(ACTIONS.length);
  });

  it('gives a key to one action only, within its part of the window', () => {
    const taken = new Map<string, string>();
    for (const action of ACTIONS) {
      for (const key of action.keys) {
        const name = JSON.stringify([
          key.code,
          key.mod ?? false,
          key.shift ?? false,
          key.alt ?? false,
          key.prefix ?? null,
          action.zone ?? null,
        ]);
        expect(taken.get(name), `${action.id} and ${taken.get(name)} share ${name}`).toBeUndefined();
        taken.set(name, action.id);
      }
    }
  });

  it('is the whole of the native menu: titles, keys and availability come from it, in both languages', () => {
    const known = new Set(ACTIONS.map((action) => action.id));
    expect(MENU.flatMap(({ actions }) => actions).filter((id) => id !== null && !known.has(id))).toEqual([]);
    const sections = menuSections();
    expect(sections.map(({ title }) => title)).toContain('Заявка');
    expect(sections[0]?.items[0]).toEqual({
      action: 'import.files',
      label: 'Принять пакеты',
      accelerator: 'CmdOrCtrl+O',
      isEnabled: false,
    });
    expect(acceleratorOf({ code: 'KeyJ' })).toBeNull();
    expect(acceleratorOf({ code: 'F1' })).toBe('F1');
    expect(acceleratorOf({ code: 'KeyG', prefix: 'KeyG' })).toBeNull();
  });

  it('says of every action that changes something what it will do and who is told', () => {
    const SHOWS_ONLY = /^(?:go|tab|pane|view|palette|shortcuts|tour)\.|\.(?:next|previous|open|details|search)$|\.sort\b/;
    expect(ACTIONS.filter((action) => !SHOWS_ONLY.test(action.id) && effectOf(action.id) === null).map((action) => action.id)).toEqual([]);
  });

  it('prints keys as they are on the keyboard', () => {
    expect(keyName({ code: 'KeyK', mod: true }, 'linux')).toEqual(['Ctrl', 'K']);
    expect(keyName({ code: 'KeyK', mod: true }, 'mac')).toEqual(['⌘', 'K']);
    expect(keyName({ code: 'Slash', shift: true }, 'linux')).toEqual(['?']);
    expect(keyName({ code: 'KeyM', prefix: 'KeyG' }, 'linux')).toEqual(['G', 'M']);
    expect(keyName({ code: 'Digit1' }, 'linux')).toEqual(['1']);
  });
});
