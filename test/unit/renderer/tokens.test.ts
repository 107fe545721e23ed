import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const css = readFileSync(path.join(root, 'renderer/app/tokens.css'), 'utf8');

type Theme = 'light' | 'dark' | 'contrast-light' | 'contrast-dark';

function block(selector: string): string {
  const start = css.indexOf(`${selector} {`);
  return css.slice(start, css.indexOf('\n}', start));
}

function colours(theme: Theme): Map<string, string> {
  const found = new Map<string, string>();
  const half = theme.endsWith('dark') ? 2 : 1;
  const blocks = theme.startsWith('contrast') ? [block(':root'), block(":root[data-theme='contrast']")] : [block(':root')];
  for (const text of blocks) {
    for (const match of text.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g))
      found.set(match[1] ?? '', match[half + 1] ?? '');
    for (const match of text.matchAll(/--([\w-]+): var\(--([\w-]+)\)/g)) found.set(match[1] ?? '', found.get(match[2] ?? '') ?? '');
  }
  return found;
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of WCAG 2. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const SURFACES = [
  'surface-frame',
  'surface-pane',
  'surface-sunken',
  'surface-hover',
  'surface-selected',
  'surface-raised',
  'surface-note',
  'surface-vendor',
  'surface-mine',
];
const TEXTS = ['text', 'text-soft', 'text-faint', 'accent-text'];
const MEANINGS = ['pass', 'fail', 'warning', 'unknown', 'info'];

describe.each<Theme>(['light', 'dark', 'contrast-light', 'contrast-dark'])('tokens, %s', (theme) => {
  const token = colours(theme);
  const of = (name: string): string => {
    const value = token.get(name);
    if (value === undefined) throw new Error(`no token ${name}`);
    return value;
  };
  const weak = (pairs: readonly (readonly [string, string])[], least: number): string[] =>
    pairs.filter(([a, b]) => contrast(of(a), of(b)) < least).map(([a, b]) => `${a} on ${b}: ${contrast(of(a), of(b)).toFixed(2)}`);

  it('text is legible on every surface', () => {
    expect(
      weak(
        SURFACES.flatMap((surface) => TEXTS.map((text) => [text, surface] as const)),
        4.5,
      ),
    ).toEqual([]);
  });
  it('meaning is legible on its own surface and on panes', () => {
    expect(
      weak(
        MEANINGS.flatMap((name) => [
          [name, `${name}-surface`] as const,
          [name, 'surface-pane'] as const,
          [name, 'surface-sunken'] as const,
          [name, 'surface-hover'] as const,
        ]),
        4.5,
      ),
    ).toEqual([]);
    expect(
      weak(
        [
          ['text-on-accent', 'accent'],
          ['text-on-accent', 'accent-hover'],
          ['on-mark', 'pass'],
          ['on-mark', 'fail'],
          ['on-mark', 'text-faint'],
        ],
        4.5,
      ),
    ).toEqual([]);
  });
  it('controls and focus are seen', () => {
    expect(
      weak(
        ['surface-pane', 'surface-sunken', 'surface-frame', 'surface-hover'].flatMap((surface) => [
          ['line-control', surface] as const,
          ['focus', surface] as const,
        ]),
        3,
      ),
    ).toEqual([]);
  });
});

describe('tokens', () => {
  it('give the list the row heights it computes with', () => {
    const list = readFileSync(path.join(root, 'renderer/features/queue/QueueList.tsx'), 'utf8');
    const heights = [...css.matchAll(/--row-queue: (\d+)px/g)].map((match) => match[1]);
    expect(heights).toEqual(['52', '28']);
    expect(list).toContain("density === 'compact' ? 28 : 52");
  });
});
