import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSecretBox, type KeyProtector } from '../../../electron/store/secret-box.ts';
import { codeOf, newFolder } from './store-fixture.ts';

/** Stands for an operating system's key store: another session has another mask. */
const protector = (backend: string, mask: number): KeyProtector => ({
  backend,
  wrap: (plain) => plain.map((byte) => byte ^ mask),
  unwrap: (wrapped) => wrapped.map((byte) => byte ^ mask),
});

const keyFile = (keys: string): string => path.join(keys, 'workspace-key.json');

describe('the secret box', () => {
  it('opens what it sealed, also after a restart, and never seals the same twice', () => {
    const { keys } = newFolder();
    const box = openSecretBox(keys, null, 1);
    expect(box.protection).toBe('file');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(box.open(box.seal(text))).toBe(Buffer.from(text, 'utf8').toString('utf8'));
      }),
    );
    const [a, b] = [box.seal('секрет'), box.seal('секрет')];
    expect(Buffer.from(a).equals(Buffer.from(b))).toBe(false);
    expect(Buffer.from(a).includes(Buffer.from('секрет'))).toBe(false);
    expect(openSecretBox(keys, null, 2).open(a)).toBe('секрет');
    expect(statSync(keyFile(keys)).mode & 0o777).toBe(0o600);
    expect(readdirSync(keys)).toEqual(['workspace-key.json']);
  });

  it('notices every altered byte', () => {
    const { keys } = newFolder();
    const box = openSecretBox(keys, null, 1);
    const sealed = box.seal('пароль');
    for (let at = 0; at < sealed.length; at += 1) {
      const altered = Uint8Array.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(
        codeOf(() => box.open(altered)),
        `byte ${String(at)}`,
      ).toBe('secret-unreadable');
    }
    expect(codeOf(() => box.open(sealed.subarray(0, 20)))).toBe('secret-unreadable');
    expect(codeOf(() => box.open(randomBytes(200)))).toBe('secret-unreadable');
  });

  it('is read only by the key store that wrapped its key, but sealed by anybody', () => {
    const { keys } = newFolder();
    const app = openSecretBox(keys, protector('gnome_libsecret', 0x5a), 1);
    expect(app.protection).toBe('os');
    const sealed = app.seal('токен');
    expect(app.open(sealed)).toBe('токен');
    expect(readFileSync(keyFile(keys), 'utf8')).toContain('gnome_libsecret');

    const commandLine = openSecretBox(keys, null, 1);
    expect(commandLine.protection).toBe('os');
    expect(codeOf(() => commandLine.open(sealed))).toBe('secret-unreadable');
    expect(app.open(commandLine.seal('импорт'))).toBe('импорт');

    const otherSession = openSecretBox(keys, protector('kwallet6', 0x11), 1);
    expect(() => otherSession.open(sealed)).toThrow(/kwallet6.*gnome_libsecret/);
    expect(openSecretBox(keys, protector('gnome_libsecret', 0x5a), 1).open(sealed)).toBe('токен');
  });

  it('keeps a damaged key file and says so', () => {
    const { keys } = newFolder();
    openSecretBox(keys, null, 1);
    writeFileSync(keyFile(keys), '{"format":"moderation-workspace-key"');
    expect(codeOf(() => openSecretBox(keys, null, 1))).toBe('secret-unreadable');
    expect(readFileSync(keyFile(keys), 'utf8')).toBe('{"format":"moderation-workspace-key"');
  });

  it('does not open what another workspace sealed', () => {
    const [a, b] = [openSecretBox(newFolder().keys, null, 1), openSecretBox(newFolder().keys, null, 1)];
    expect(codeOf(() => a.open(b.seal('x')))).toBe('secret-unreadable');
  });
});
