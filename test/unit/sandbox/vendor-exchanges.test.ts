import { describe, expect, it } from 'vitest';
import { MASK, Masker } from '../../../electron/sandbox/masking.ts';
import { cutBody, VENDOR_BODY_CAP } from '../../../electron/sandbox/vendor-exchanges.ts';

const SECRET = 'k7Qx'.repeat(40);
const masker = new Masker([SECRET]);
const cut = (text: string): string => cutBody(text, text.length, (part) => masker.text(part));

describe('a body that is kept', () => {
  it('is whole and masked when it is short', () => {
    expect(cut(`a ${SECRET} b`)).toBe(`a ${MASK} b`);
  });

  it('is cut at the cap when it is only a little longer', () => {
    expect(cut('x'.repeat(VENDOR_BODY_CAP + 1))).toBe(`${'x'.repeat(VENDOR_BODY_CAP)}\n‹cut after 65536 characters, 65537 in all›`);
  });

  it('is cut at the cap, and says so', () => {
    const shown = cut('x'.repeat(VENDOR_BODY_CAP + 20_000));
    expect(shown).toBe(`${'x'.repeat(VENDOR_BODY_CAP)}\n‹cut after 65536 characters, 85536 in all›`);
  });

  it('shows no part of a secret that lies across the cap', () => {
    for (const before of [1, 60, SECRET.length - 1]) {
      const text = `${'x'.repeat(VENDOR_BODY_CAP - before)}${SECRET}${'y'.repeat(30_000)}`;
      expect(cut(text)).not.toContain(SECRET.slice(0, Math.min(before, 12)));
    }
  });

  it('shows no part of a secret that masking has drawn nearer to the cap', () => {
    // Sixty secrets before it become short masks, so that the place where the text was cut through moves to before the cap.
    const text = `${SECRET.repeat(60)}${'x'.repeat(VENDOR_BODY_CAP + 8 * 1024 - 61 * SECRET.length + 60)}${SECRET}${'y'.repeat(30_000)}`;
    expect(cut(text)).not.toContain(SECRET.slice(0, 12));
  });
});
