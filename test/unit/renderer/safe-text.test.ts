import { describe, expect, it } from 'vitest';
import { isWebAddress, safeLine, safeText, splitLinks } from '../../../renderer/lib/safe-text.ts';

describe('texts of vendors', () => {
  it('lose what disguises them', () => {
    expect(safeText('фото\u202egnp.exe')).toBe('фотоgnp.exe');
    expect(safeText('a\u200bb\u2066c\u2069d\ufeffe\u0000f\u001b[31mg')).toBe('abcdef[31mg');
    expect(safeText('строка\r\nстрока\u2028строка\tс табуляцией')).toBe('строка\nстрока\nстрока\tс табуляцией');
  });
  it('keep letters, accents, emoji and Arabic', () => {
    for (const text of ['Ёлка — «ёж»', 'naïve', 'مرحبا', 'день 🎉']) expect(safeText(text)).toBe(text);
  });
  it('fit on a line', () => {
    expect(safeLine('  два\n\nслова\t и ещё ')).toBe('два слова и ещё');
  });
});

describe('links', () => {
  it('are only http and https', () => {
    expect(isWebAddress('https://vendor.example/x')).toBe(true);
    for (const text of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'vendor.example', '', 'https://'])
      expect(isWebAddress(text)).toBe(false);
  });
  it('are found in text without the punctuation around them', () => {
    expect(splitLinks('См. https://a.example/x?y=1, затем (http://b.example/).')).toEqual([
      { kind: 'text', text: 'См. ' },
      { kind: 'link', text: 'https://a.example/x?y=1', url: 'https://a.example/x?y=1' },
      { kind: 'text', text: ', затем (' },
      { kind: 'link', text: 'http://b.example/', url: 'http://b.example/' },
      { kind: 'text', text: ').' },
    ]);
  });
  it('put together again give the text', () => {
    const text = 'a https://x.example b http://y.example/… c';
    expect(
      splitLinks(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
});
