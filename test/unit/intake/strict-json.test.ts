import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../electron/intake/import-problem.ts';
import { parseStrictJson } from '../../../electron/intake/strict-json.ts';
import { LIMITS } from '../../../shared/limits.ts';

const read = (text: string | Uint8Array): unknown =>
  parseStrictJson(typeof text === 'string' ? Buffer.from(text) : text, 'submission.json');

function reasonOf(text: string | Uint8Array): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof Refusal) return error.problems[0]?.reason.ru ?? '';
    throw error;
  }
  return 'accepted';
}

describe('parseStrictJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }).filter((value) => !/"__proto__"|\\u0000|\\ud/i.test(JSON.stringify(value))),
        fc.constantFrom(undefined, 2, '\t'),
        (value, indent) => {
          const text = JSON.stringify(value, null, indent);
          expect(read(text)).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const near = fc.stringMatching(/^[[\]{}",:0-9a-fnrtsul\\ .eE+-]{0,14}$/);
    fc.assert(
      fc.property(near, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        if (!isJson) expect(() => read(text)).toThrow(Refusal);
      }),
      { numRuns: 5000 },
    );
  });

  it('tolerates a byte order mark', () => {
    expect(read(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{"a":1}')]))).toEqual({ a: 1 });
  });

  it('names line and column', () => {
    expect(reasonOf('{\n  "a": 1,\n  "b": ,\n}')).toContain('строка 3, знак 8');
    expect(reasonOf('{"a": [1, 2')).toContain('обрывается');
  });

  it('refuses equal keys, also when one is spelled with escapes', () => {
    expect(reasonOf('{"name": 1, "name": 2}')).toContain('дважды');
    expect(reasonOf('{"a":{"\\u006eame": 1, "name": 2}}')).toContain('дважды');
    expect(read('{"a":{"name":1},"b":{"name":2}}')).toEqual({ a: { name: 1 }, b: { name: 2 } });
  });

  it('refuses __proto__ and leaves prototypes alone', () => {
    expect(reasonOf('{"__proto__": {"polluted": true}}')).toContain('__proto__');
    expect(reasonOf('{"\\u005f_proto__": {"polluted": true}}')).toContain('__proto__');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('takes nesting up to the limit and not one level more', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(reasonOf(nested(LIMITS.jsonDepth))).toBe('accepted');
    expect(reasonOf(nested(LIMITS.jsonDepth + 1))).toContain('Вложенность');
    expect(reasonOf('['.repeat(1_000_000))).toContain('Вложенность');
    expect(reasonOf('{"a":'.repeat(300_000))).toContain('Вложенность');
  });

  it('takes files up to the limit and not one byte more', () => {
    const text = (bytes: number): string => JSON.stringify('x'.repeat(bytes - 2));
    expect(reasonOf(text(LIMITS.manifestBytes))).toBe('accepted');
    expect(reasonOf(text(LIMITS.manifestBytes + 1))).toContain('больше 2 МБ');
  });

  it.each([
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
    ['Windows-1251', Buffer.from([0x7b, 0x22, 0xf0, 0xf3, 0x22, 0x3a, 0x31, 0x7d])],
    ['a lone half of a pair', '"\\ud83d"'],
    ['a NUL', '"a\\u0000b"'],
    ['an endless number', '[1e999]'],
    ['a comment', '{"a": 1 /* x */}'],
    ['a trailing comma', '[1,]'],
    ['a leading zero', '[01]'],
    ['a raw line break in a string', '"a\nb"'],
    ['nothing', ''],
    ['two documents', '{} {}'],
  ])('refuses %s', (_name, text) => {
    expect(reasonOf(text)).not.toBe('accepted');
  });
});
