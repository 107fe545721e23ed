import { describe, expect, it } from 'vitest';
import { nameFault, nameKey } from '../../../electron/intake/entry-name.ts';
import { LIMITS } from '../../../shared/limits.ts';

describe('nameFault', () => {
  it.each([
    'icon.png',
    'папка/снимок экрана 1.png',
    'a/b/c.d.e',
    'console.log',
    'x'.repeat(LIMITS.packagePathChars),
    'a/'.repeat(LIMITS.packageDepth - 1) + 'b',
  ])('lets %j pass', (name) => {
    expect(nameFault(name)).toBeNull();
  });

  it.each([
    '',
    '/etc/passwd',
    '../up.png',
    'a/../../b',
    'a/./b',
    'a//b',
    'a/',
    'C:\\x',
    'C:/x',
    'C:x',
    'a\\b',
    '\\\\?\\x',
    'a\0b',
    'a\nb',
    'photo\u202egnp.exe',
    'zero\u200bwidth',
    'trailing.',
    'trailing ',
    'dir./x',
    'CON',
    'con.png',
    'a/LPT1.txt',
    'what?.png',
    'x'.repeat(LIMITS.packagePathChars + 1),
    'a/'.repeat(LIMITS.packageDepth) + 'b',
  ])('refuses %j with a reason and a remedy in both languages', (name) => {
    const fault = nameFault(name);
    for (const text of [fault?.ru.reason, fault?.ru.remedy]) expect(text).toMatch(/[а-яё]/i);
    for (const text of [fault?.en.reason, fault?.en.remedy]) expect(text).toMatch(/^[A-Z].*\.|.* \*$/);
  });

  it('takes letter case and composition for one', () => {
    expect(nameKey('Икона.PNG')).toBe(nameKey('икона.png'));
    expect(nameKey('й')).toBe(nameKey('и\u0306'));
  });
});
