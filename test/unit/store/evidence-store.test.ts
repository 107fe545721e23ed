import { createHash } from 'node:crypto';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EvidenceStore } from '../../../electron/store/evidence-store.ts';
import { codeOf, temporaryFolder } from './store-fixture.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the evidence store', () => {
  it('keeps content under its hash, once, whole, and gives it back', async () => {
    const root = temporaryFolder();
    const store = new EvidenceStore(root);
    const bytes = Buffer.from('доказательство');
    const [first, second] = await Promise.all([store.put(bytes), store.put(bytes)]);
    expect(first).toEqual(second);
    expect(first).toEqual({ sha256: sha256('доказательство'), sizeBytes: bytes.length });
    expect(store.pathOf(first.sha256)).toBe(path.join(root, first.sha256.slice(0, 2), first.sha256));
    expect(Buffer.from(await store.read(first.sha256)).equals(bytes)).toBe(true);
    expect(readdirSync(path.dirname(store.pathOf(first.sha256)))).toEqual([first.sha256]);
    expect(statSync(store.pathOf(first.sha256)).mode & 0o777).toBe(0o600);
  });

  it('notices altered content, and a good copy mends it', async () => {
    const store = new EvidenceStore(temporaryFolder());
    const { sha256: hash } = await store.put(Buffer.from('abc'));
    writeFileSync(store.pathOf(hash), 'abd');
    await expect(store.read(hash)).rejects.toMatchObject({ code: 'storage-corrupt' });
    await store.put(Buffer.from('abc'));
    expect(Buffer.from(await store.read(hash)).toString()).toBe('abc');
  });

  it('takes files of a run only when they are what the run said', async () => {
    const root = temporaryFolder();
    const store = new EvidenceStore(path.join(root, 'evidence'));
    const file = path.join(root, 'shot.png');
    writeFileSync(file, 'picture');
    await expect(store.putFile(file, sha256('other'))).rejects.toMatchObject({ code: 'storage-corrupt' });
    await store.putFile(file, sha256('picture'));
    expect(await store.has(sha256('picture'))).toBe(true);
    expect(await store.has(sha256('other'))).toBe(false);
  });

  it('refuses names that are no hashes, and says what is missing', async () => {
    const store = new EvidenceStore(temporaryFolder());
    for (const name of ['../../etc/passwd', '', 'A'.repeat(64), `${'a'.repeat(63)}/`, 'a'.repeat(65)])
      expect(codeOf(() => store.pathOf(name))).toBe('invalid-request');
    await expect(store.read('a'.repeat(64))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('handles content of several chunks', async () => {
    const store = new EvidenceStore(temporaryFolder());
    const bytes = Buffer.alloc(3 * 1024 * 1024 + 17, 7);
    const { sha256: hash } = await store.put(bytes);
    expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(Buffer.from(await store.read(hash)).equals(bytes)).toBe(true);
  });
});
