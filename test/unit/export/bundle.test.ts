import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { verifyBundle, type BundleVerification } from '../../../electron/export/verify-bundle.ts';
import { fingerprintOf } from '../../../electron/export/signing-key.ts';
import { writeBundle, type BundleInput } from '../../../electron/export/write-bundle.ts';
import { AppError } from '../../../shared/domain/errors.ts';
import { bundleInput, id, sample, testSigner, type Sample } from './sample-bundle.ts';

let root: string;
let good: Buffer;
const signer = testSigner();
/** Where each file's content lies in the archive. */
const spans: { name: string; start: number; end: number }[] = [];

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'bundle-'));
  const written = await writeBundle(bundleInput(sample(), signer), path.join(root, 'good.zip'));
  good = await readFile(written.path);
  expect(written.sizeBytes).toBe(good.byteLength);
  const zip = await fromBufferPromise(good);
  for await (const entry of zip.eachEntry()) {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    spans.push({ name: entry.fileName, start: fileDataStart, end: fileDataStart + entry.uncompressedSize });
  }
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

async function verify(bytes: Uint8Array, options: { expectedFingerprint?: string } = {}): Promise<BundleVerification> {
  const file = path.join(root, 'checked.zip');
  await writeFile(file, bytes);
  return verifyBundle(file, options);
}

const faults = (result: BundleVerification) => result.checks.filter((each) => !each.ok);

async function verifyInput(change: (from: Sample) => void): Promise<BundleVerification> {
  const from = sample();
  change(from);
  const { path: file } = await writeBundle(bundleInput(from, signer), path.join(root, 'changed.zip'));
  return verifyBundle(file);
}

describe('a bundle', () => {
  it('is valid, and says what it holds and who signed it', async () => {
    const result = await verify(good);
    expect(faults(result)).toEqual([]);
    expect(result).toMatchObject({
      valid: true,
      fingerprint: fingerprintOf(signer.publicKey),
      verdict: { kind: 'return', version: '2.4.1' },
    });
    expect(result.checks.map((each) => each.name).sort()).toEqual(['archive', 'events', 'files', 'manifest', 'signature', 'verdict']);
    expect(result.checks.find((each) => each.name === 'events')?.message.en).toContain('3 events of the submission, 4 links');
  });

  it('is the same every time', async () => {
    const again = await writeBundle(bundleInput(sample(), signer), path.join(root, 'again.zip'));
    expect((await readFile(again.path)).equals(good)).toBe(true);
  });

  it('opens in other programs', async () => {
    expect(spans.map((each) => each.name.replace(/[0-9a-f]{64}/, '#')).sort()).toEqual([
      'events.jsonl',
      'evidence/#.json',
      'evidence/#.png',
      'manifest.json',
      'media/#.png',
      'messages/#.pdf',
      'report.html',
      'signature.json',
      'verdict.json',
    ]);
    const python = 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(z.infolist()[0].date_time)';
    try {
      expect(execFileSync('python3', ['-c', python, path.join(root, 'good.zip')], { encoding: 'utf8' })).toContain(
        '(2026, 11, 21, 9, 30, 14)',
      );
    } catch (error) {
      // Not every machine has Python.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  });

  it('that cannot be finished leaves nothing behind', async () => {
    const folder = await mkdtemp(path.join(root, 'out-'));
    const input: BundleInput = { ...bundleInput(), content: () => Promise.reject(new AppError('not-found', 'gone')) };
    await expect(writeBundle(input, path.join(folder, 'a.zip'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(writeBundle(bundleInput(), path.join(folder, 'a.zip'), { aborted: true })).rejects.toMatchObject({ code: 'cancelled' });
    await expect(writeBundle(bundleInput(), path.join(folder, 'missing', 'a.zip'))).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused when it would hold what the schema does not know', async () => {
    const from = sample();
    (from.document.submission as Record<string, unknown>)['testData'] = { password: 'x' };
    await expect(writeBundle(bundleInput(from), path.join(root, 'x.zip'))).rejects.toThrow('testData');
  });
});

describe('an altered byte', () => {
  /** Where the checks must point: exactly, wherever it is. */
  function expected(at: number): { file: string; offset: number } {
    const span = spans.find((each) => at >= each.start && at < each.end);
    return span ? { file: span.name, offset: at - span.start } : { file: 'checked.zip', offset: at };
  }

  async function check(at: number, change: number): Promise<void> {
    const bad = Buffer.from(good);
    bad[at] = (bad[at] as number) ^ change;
    const result = await verify(bad);
    expect(result.valid, `byte ${at}`).toBe(false);
    const { file, offset } = expected(at);
    const first = faults(result)[0];
    expect({ at, file: first?.file, offset: first?.offset }).toEqual({ at, file, offset });
  }

  it('anywhere is found and named', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: good.byteLength - 1 }), fc.integer({ min: 1, max: 255 }), check), {
      numRuns: 400,
    });
  });

  // Every third byte, beginning elsewhere each time: the whole range within a few runs.
  const begin = Date.now() % 3;

  it('in the records of the archive is found and named', async () => {
    for (let at = begin; at < good.byteLength; at += 3) {
      if (!spans.some((each) => at >= each.start && at < each.end)) await check(at, 1 << (at % 8));
    }
  });

  it('in the signature file is found and named', async () => {
    const span = spans.find((each) => each.name === 'signature.json');
    for (let at = (span?.start ?? 0) + begin; at < (span?.end ?? 0); at += 3) await check(at, 1 << (at % 7));
  });
});

describe('other alterations', () => {
  it('of several bytes are placed in the block where they begin', async () => {
    const span = spans.find((each) => each.name === 'verdict.json') as { start: number; end: number };
    const bad = Buffer.from(good);
    bad.fill(0x20, span.start + 1000, span.start + 1400);
    const [first] = faults(await verify(bad));
    expect(first).toMatchObject({ name: 'files', file: 'verdict.json', offset: 768 });
  });

  it('by cutting are named by where the file ends', async () => {
    for (const length of [0, 10, 60, 1000, good.byteLength - 5000, good.byteLength - 30, good.byteLength - 1]) {
      const result = await verify(good.subarray(0, length));
      expect(result.valid, String(length)).toBe(false);
      expect(faults(result).length).toBeGreaterThan(0);
    }
    expect(faults(await verify(good.subarray(0, good.byteLength - 1)))[0]).toMatchObject({ name: 'archive', offset: good.byteLength - 1 });
  });

  it('by adding, removing and exchanging bytes are found', async () => {
    expect(faults(await verify(Buffer.concat([good, Buffer.from('x')])))[0]).toMatchObject({ name: 'archive', offset: good.byteLength });
    expect((await verify(Buffer.concat([Buffer.from('x'), good]))).valid).toBe(false);
    const middle = spans[4]?.start ?? 0;
    const removed = await verify(Buffer.concat([good.subarray(0, middle + 5), good.subarray(middle + 6)]));
    expect(removed.valid).toBe(false);
  });

  it('by another program that packs the same files anew are found', async () => {
    const folder = path.join(root, 'unpacked');
    const python = [
      'import sys, zipfile',
      'z = zipfile.ZipFile(sys.argv[1])',
      "o = zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED)",
      '[o.writestr(i.filename, z.read(i)) for i in z.infolist()]',
      'o.close()',
    ].join('\n');
    try {
      execFileSync('python3', ['-c', python, path.join(root, 'good.zip'), `${folder}.zip`]);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
      throw error;
    }
    const result = await verifyBundle(`${folder}.zip`);
    expect(result.valid).toBe(false);
    expect(
      faults(result)
        .map((each) => each.message.en)
        .join(),
    ).toContain('another program');
  });

  it('that are random never end in an exception', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: good.byteLength - 1 }), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 30,
        }),
        fc.option(fc.integer({ min: 0, max: good.byteLength })),
        async (edits, length) => {
          const bad = Buffer.from(good);
          for (const [at, value] of edits) bad[at] = value;
          const result = await verify(bad.subarray(0, length ?? bad.byteLength));
          expect(result.valid).toBe(bad.equals(good) && (length === null || length === good.byteLength));
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello '.repeat(100))],
    ['zeros', Buffer.alloc(5000)],
  ])('of everything into %s are refused', async (_name, bytes) => {
    const result = await verify(bytes);
    expect(result).toMatchObject({ valid: false, verdict: null, fingerprint: null });
    expect(faults(result)).toHaveLength(1);
  });
});

describe('a bundle that was signed with a lie in it', () => {
  it.each<[string, string, (from: Sample) => void]>([
    ['names another version than the submission has', '"2.4.1"', (from) => (from.document.submission.version = { number: '2.4.2' })],
    ['returns without a finding', '', (from) => (from.document.findings = [])],
    ['names evidence that does not exist', `"${id(77)}"`, (from) => from.document.findings[0]?.evidenceIds.push(id(77))],
  ])('%s', async (_name, at, change) => {
    const result = await verifyInput(change);
    expect(result.valid).toBe(false);
    const fault = faults(result)[0];
    expect(fault).toMatchObject({ name: 'verdict', file: 'verdict.json' });
    const zip = await readFile(path.join(root, 'changed.zip'));
    const parsed = await fromBufferPromise(zip);
    for await (const entry of parsed.eachEntry()) {
      if (entry.fileName !== 'verdict.json') continue;
      const { fileDataStart } = await parsed.readLocalFileHeaderPromise(entry, { minimal: true });
      expect(zip.toString('utf8', fileDataStart + (fault?.offset ?? 0)).startsWith(at)).toBe(true);
    }
  });

  it.each<[string, (from: Sample) => void]>([
    ['lost an event', (from) => from.lines.splice(3, 1)],
    ['lost a link', (from) => from.lines.splice(1, 1)],
    ['exchanged two', (from) => from.lines.reverse()],
    ['changed what an event says', (from) => Object.assign(from.lines[0] as object, { actor: 'Кто-то другой' })],
    ['changed a link', (from) => Object.assign(from.lines[1] as object, { contentHash: 'f'.repeat(64) })],
    ['lost the event of the verdict', (from) => from.lines.pop()],
    ['is of another submission', (from) => (from.document.submission.id = id(42))],
    ['is of another card', (from) => (from.document.submission.card['price'] = 5)],
    ['says another letter', (from) => (from.document.verdict.letter += ' ')],
  ])('whose chain %s', async (_name, change) => {
    const result = await verifyInput(change);
    expect(result.valid).toBe(false);
    expect(faults(result)[0]).toMatchObject({ name: 'events', file: 'events.jsonl' });
  });

  it('is refused when another key signed in the name of this one', async () => {
    const forged = { publicKey: signer.publicKey, sign: testSigner().sign };
    const { path: file } = await writeBundle(bundleInput(sample(), forged), path.join(root, 'forged.zip'));
    expect(faults(await verifyBundle(file))).toMatchObject([{ name: 'signature', file: 'signature.json' }]);
  });

  it('is known by its key', async () => {
    const other = testSigner();
    const { path: file, fingerprint } = await writeBundle(bundleInput(sample(), other), path.join(root, 'other.zip'));
    expect((await verifyBundle(file)).valid).toBe(true);
    expect((await verifyBundle(file, { expectedFingerprint: fingerprint.toUpperCase().replace(/(.{8})/g, '$1 ') })).valid).toBe(true);
    const result = await verifyBundle(file, { expectedFingerprint: fingerprintOf(signer.publicKey) });
    expect(faults(result)[0]).toMatchObject({ name: 'signature', file: 'signature.json' });
  });
});

it('a file that cannot be read is not called invalid', async () => {
  await expect(verifyBundle(path.join(root, 'gone.zip'))).rejects.toMatchObject({ code: 'not-found' });
  await expect(verifyBundle(root)).rejects.toMatchObject({ code: 'not-allowed' });
  if (process.platform === 'win32') return;
  execFileSync('mkfifo', [path.join(root, 'pipe.zip')]);
  await expect(verifyBundle(path.join(root, 'pipe.zip'))).rejects.toMatchObject({ code: 'not-allowed' });
});
