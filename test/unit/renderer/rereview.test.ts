import { describe, expect, it } from 'vitest';
import { isScaled, pictureDifference, type Pixels } from '../../../renderer/features/rereview/picture-difference.ts';
import { wordDifference } from '../../../renderer/features/rereview/word-difference.ts';

describe('difference of texts', () => {
  it('is by whole words of any alphabet', () => {
    expect(wordDifference('Печать счетов, актов и накладных', 'Печать счетов и документов')).toEqual([
      { kind: 'same', text: 'Печать счетов' },
      { kind: 'removed', text: ',' },
      { kind: 'same', text: ' ' },
      { kind: 'removed', text: 'актов ' },
      { kind: 'same', text: 'и ' },
      { kind: 'removed', text: 'накладных' },
      { kind: 'added', text: 'документов' },
    ]);
    expect(wordDifference('нельзя менять смену', 'можно вернуть смену')).toEqual([
      { kind: 'removed', text: 'нельзя менять' },
      { kind: 'added', text: 'можно вернуть' },
      { kind: 'same', text: ' смену' },
    ]);
    expect(wordDifference('', 'Новое')).toEqual([{ kind: 'added', text: 'Новое' }]);
    expect(wordDifference('так же', 'так же')).toEqual([{ kind: 'same', text: 'так же' }]);
    expect(wordDifference('', '')).toEqual([]);
  });

  it('gives back both texts whole', () => {
    const before = 'Строка 1.\n\nЦена 490 ₽ — скидка 10 %; e\u0301tude';
    const now = 'Строка 2.\nЦена 590 ₽ — без скидки; étude 👍🏽';
    const parts = wordDifference(before, now);
    const only = (leaveOut: string): string =>
      parts
        .filter(({ kind }) => kind !== leaveOut)
        .map(({ text }) => text)
        .join('');
    expect(only('added')).toBe(before);
    expect(only('removed')).toBe(now);
  });

  it('does not search without end in texts that have nothing in common', () => {
    const text = (word: string): string => Array.from({ length: 12_000 }, (_, index) => `${word}${String(index)}`).join(' ');
    const startedAt = performance.now();
    const parts = wordDifference(text('а'), text('б'));
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(parts.filter(({ kind }) => kind === 'same').every(({ text: same }) => same.trim() === '')).toBe(true);
  });
});

describe('difference of pictures', () => {
  const filled = (width: number, height: number, colour: readonly [number, number, number, number]): Pixels => ({
    width,
    height,
    data: Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) => colour[at % 4] ?? 0),
  });
  const WHITE = [255, 255, 255, 255] as const;

  it('finds the pixels that differ, and only those', () => {
    const now = filled(20, 10, WHITE);
    for (let y = 2; y < 6; y += 1) for (let x = 4; x < 14; x += 1) now.data.set([0, 0, 0, 255], (y * 20 + x) * 4);
    const found = pictureDifference(filled(20, 10, WHITE), now);
    expect(found).toMatchObject({ widthPx: 20, heightPx: 10, differing: 40, share: 0.2 });
    expect([...found.pixels.subarray((3 * 20 + 8) * 4, (3 * 20 + 8) * 4 + 3)]).toEqual([255, 0, 0]);
    expect(pictureDifference(now, now).differing).toBe(0);
  });

  it('does not count the noise of compression', () => {
    expect(pictureDifference(filled(10, 10, [200, 200, 200, 255]), filled(10, 10, [202, 199, 201, 255])).differing).toBe(0);
  });

  it('counts what only one of two sizes has', () => {
    const found = pictureDifference(filled(10, 10, WHITE), filled(12, 8, WHITE));
    // 10x2 below and 2x8 beside; the corner that neither has is no difference.
    expect(found).toMatchObject({ widthPx: 12, heightPx: 10, differing: 36 });
  });
});

describe('pictures of different size', () => {
  it.each([
    [[1280, 720], [1280, 720], false],
    [[1920, 1080], [1280, 720], true],
    [[1366, 768], [1280, 720], true],
    [[1280, 800], [1280, 720], false],
    [[400, 400], [512, 512], true],
  ] as const)('%j and %j: scaled %s', ([bw, bh], [nw, nh], expected) => {
    expect(isScaled({ width: bw, height: bh }, { width: nw, height: nh })).toBe(expected);
  });
});
