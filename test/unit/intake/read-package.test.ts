import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPackageSource } from '../../../electron/intake/package-source.ts';
import { readPackage } from '../../../electron/intake/read-package.ts';
import type { ImportProblem, IncomingSubmission, PackageReading } from '../../../shared/domain/incoming-submission.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { NOW, packageFiles, png, testMarketplace, writeFolder, zip, zipOf, type RawEntry } from './package-builder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'intake-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const options = { marketplaces: [testMarketplace], now: () => NOW, signal: { aborted: false } };
const read = (file: string): Promise<PackageReading> => readPackage(file, options);

async function readZip(bytes: Uint8Array): Promise<PackageReading> {
  // A folder of its own: readings may go on side by side.
  const file = path.join(await mkdtemp(path.join(root, 'zip-')), 'заявка.zip');
  await writeFile(file, bytes);
  return read(file);
}

async function accepted(reading: Promise<PackageReading>): Promise<IncomingSubmission> {
  const result = await reading;
  if (result.kind !== 'read') throw new Error(JSON.stringify(result, null, 2));
  return result.submission;
}

async function refused(reading: Promise<PackageReading>): Promise<readonly ImportProblem[]> {
  const result = await reading;
  if (result.kind !== 'refused') {
    if (result.kind === 'read') await result.submission.close();
    else if (result.kind === 'messages') await result.messages.close();
    throw new Error('accepted');
  }
  expect(result.code).toBe('package-refused');
  for (const each of result.problems) {
    expect(each.place).not.toBe('');
    for (const text of [each.reason.ru, each.remedy.ru]) expect(text).toMatch(/^[А-ЯЁ].*[.*)]$/su);
    for (const text of [each.reason.en, each.remedy.en]) expect(text).toMatch(/^[A-Z][^а-яё]*[.*)]$/su);
  }
  return result.problems;
}

const changed = (change: (value: Record<string, unknown>) => void): Buffer => zipOf(packageFiles(change));
const entries = (files = packageFiles()): RawEntry[] => [...files].map(([name, data]) => ({ name, data, deflate: true }));

describe('a sound package', () => {
  it('is the same from a zip, from a zip with a top folder and from a folder', async () => {
    const folder = await writeFolder(path.join(root, 'folder'), packageFiles());
    const readings = [readZip(zipOf(packageFiles())), readZip(zipOf(packageFiles(), 'Счета 2.4.1/')), read(folder)];
    const hashes = new Set<string>();
    for (const reading of readings) {
      const submission = await accepted(reading);
      hashes.add(submission.packageSha256);
      expect(submission).toMatchObject({
        marketplace: 'market',
        kind: 'new-solution',
        externalId: 'M-1001',
        submittedAt: Date.UTC(2026, 10, 20, 11, 5),
        solution: { code: 'vektor.scheta', name: 'Счета и акты' },
        vendor: { code: 'vektor', name: 'Вектор', legalName: 'ООО «Вектор»', email: 'help@vektor.example' },
        version: { number: '2.4.1', mode: 'wizard' },
        testData: { note: 'Войдите под демо-учётной записью', values: [{ name: 'password', value: 'очень-тайно-42' }] },
      });
      expect(
        submission.files.map(({ path, role, language, title, mime, image }) => ({ path, role, language, title, mime, image })),
      ).toEqual([
        {
          path: 'icon.png',
          role: 'icon',
          language: null,
          title: null,
          mime: 'image/png',
          image: { widthPx: 64, heightPx: 64, hasTransparentPixels: true, isAnimated: false },
        },
        {
          path: 'screens/1.png',
          role: 'screenshot',
          language: 'ru',
          title: 'Список счетов',
          mime: 'image/png',
          image: { widthPx: 128, heightPx: 80, hasTransparentPixels: false, isAnimated: false },
        },
        { path: 'howto.txt', role: 'instruction', language: 'ru', title: null, mime: 'text/plain', image: null },
        { path: 'extra.zip', role: 'attachment', language: null, title: null, mime: 'application/zip', image: null },
      ]);
      for (const file of submission.files) {
        for (let again = 0; again < 2; again += 1) {
          const bytes = await file.read();
          expect(bytes.byteLength).toBe(file.sizeBytes);
          expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
        }
      }
      await submission.close();
      await submission.close();
    }
    expect(hashes.size).toBe(1);
  });

  it('has the same hash whatever the test data, and another one when a file or a field differs', async () => {
    const hashOf = async (files: Map<string, Buffer>): Promise<string> => {
      const submission = await accepted(readZip(zipOf(files)));
      await submission.close();
      return submission.packageSha256;
    };
    const plain = await hashOf(packageFiles());
    expect(await hashOf(packageFiles((value) => delete value['testData']))).toBe(plain);
    expect(await hashOf(packageFiles((value) => (value['region'] = 'ru')).set('icon.png', png(65, 64)))).not.toBe(plain);
    expect(await hashOf(packageFiles((value) => (value['externalId'] = 7)))).not.toBe(plain);
  });

  it('takes the number of a cabinet as text or number, and only the files that it names', async () => {
    const reading = await readZip(zipOf(packageFiles((value) => (value['externalId'] = 4217)).set('left-over.txt', Buffer.from('x'))));
    if (reading.kind !== 'read') throw new Error('refused');
    expect(reading.submission.externalId).toBe('4217');
    expect(reading.warnings?.map((each) => each.place)).toEqual(['left-over.txt']);
    await reading.submission.close();
  });

  it('takes a JPEG that is called PNG by its content, with a warning', async () => {
    const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
    const warned: string[] = [];
    const source = createPackageSource({ ...options, onWarnings: (_path, warnings) => warned.push(...warnings.map((each) => each.place)) });
    const file = path.join(root, 'a.zip');
    await writeFile(file, zipOf(packageFiles().set('icon.png', gif)));
    const submission = await accepted(source.read(file, { aborted: false }));
    expect(submission.files[0]).toMatchObject({ mime: 'image/gif', image: { widthPx: 1, heightPx: 1 } });
    expect(warned).toEqual(['icon.png']);
    await submission.close();
  });

  it('matches Cyrillic names however the archiver wrote them', async () => {
    const named = packageFiles((value) => (value['media'] = { icon: 'Значок Й.png' }));
    const manifest = named.get('submission.json') as Buffer;
    // The small table of code page 866 that this name needs.
    const cp866 = Buffer.from(
      [...'Значок Й.png'].map((char) =>
        char < '\x80' ? char.charCodeAt(0) : char <= 'п' ? char.charCodeAt(0) - 0x410 + 0x80 : char.charCodeAt(0) - 0x440 + 0xe0,
      ),
    );
    const spellings: readonly [Buffer, number][] = [
      [cp866, 0],
      [Buffer.from('Значок Й.png'), 0],
      [Buffer.from('Значок Й.png'), 0x800],
      [Buffer.from('Значок Й.png'.normalize('NFD')), 0x800],
    ];
    for (const [name, flags] of spellings) {
      const submission = await accepted(
        readZip(
          zip([
            { name: 'submission.json', data: manifest },
            { name, data: png(), flags },
          ]),
        ),
      );
      expect(submission.files.map((file) => file.path)).toEqual(['Значок Й.png']);
      await submission.close();
    }
  });

  it('passes over what systems leave behind', async () => {
    const files = packageFiles()
      .set('__MACOSX/._icon.png', Buffer.from('x'))
      .set('.DS_Store', Buffer.from('x'))
      .set('screens/Thumbs.db', Buffer.from('x'));
    const reading = await readZip(zipOf(files));
    expect(reading).toMatchObject({ kind: 'read', warnings: [] });
    if (reading.kind === 'read') await reading.submission.close();
  });
});

describe('the manifest', () => {
  it('of another version says which versions are read and what to do', async () => {
    const [newer] = await refused(readZip(changed((value) => (value['formatVersion'] = 2))));
    expect(newer).toMatchObject({ place: 'formatVersion', reason: { ru: 'Версия формата 2 не поддерживается: читается версия 1.' } });
    expect(newer?.remedy.ru).toContain('Обновите');
    const [text] = await refused(readZip(changed((value) => (value['formatVersion'] = '1'))));
    expect(text?.remedy.ru).toContain('formatVersion: 1');
    const [other] = await refused(readZip(changed((value) => (value['format'] = 'something'))));
    expect(other?.place).toBe('format');
  });

  it('is refused where the marketplace does not moderate such requests', async () => {
    const problems = await refused(readZip(changed((value) => (value['kind'] = 'price-change'))));
    expect(problems.map(({ place, remedy }) => [place, remedy.ru])).toEqual([
      ['kind', 'Известны: new-solution, new-version, card-change.'],
    ]);
  });

  it('is told every fault at once, each with its field', async () => {
    const problems = await refused(
      readZip(
        changed((value) => {
          Object.assign(value, { kind: 'new', region: 'mars', submittedAt: '2026-11-20 14:05', externalId: '' });
          delete value['vendor'];
          value['card'] = { texts: { ru: { name: 'Слишком длинное название решения', descripton: 'x' } }, price: -1 };
          value['version'] = { number: '1', mode: 'magic' };
        }),
      ),
    );
    expect(problems.map((each) => `${each.place}: ${each.reason.ru} ${each.remedy.ru}`).sort()).toEqual([
      'card.price: Число меньше допустимого: -1. Наименьшее значение: 0.',
      'card.texts.ru.descripton: Такого поля в формате нет. Вероятно, имелось в виду «description»: исправьте имя.',
      'card.texts.ru.name: Текст длиннее 20 знаков, а здесь 32. Сократите текст.',
      'externalId: Значение записано не по правилам: «». Нужно: номер или код до 100 знаков: буквы, цифры и . _ : / -.',
      'kind: Такого значения в формате нет: «new». Допустимо: «new-solution», «new-version», «card-change», «price-change», «trial-change», «publication-step».',
      'region: У маркетплейса нет такого региона. Известны: ru.',
      'submittedAt: Значение записано не по правилам: «2026-11-20 14:05». Нужно: момент с часовым поясом, например «2026-11-20T14:05:00+03:00».',
      'vendor: Обязательное поле не заполнено. Добавьте его. Здесь должно быть: объект в фигурных скобках.',
      'version.mode: Такого значения в формате нет: «magic». Допустимо: «wizard», «callback».',
    ]);
  });

  it.each<[string, string, (value: Record<string, unknown>) => void]>([
    ['marketplace', 'Known: market', (value) => (value['marketplace'] = 'elsewhere')],
    ['solutionType', 'Known: application', (value) => (value['solutionType'] = 'game')],
    ['submittedAt', 'Check the date', (value) => (value['submittedAt'] = '2031-01-01T00:00:00Z')],
    ['submittedAt', 'time zone', (value) => (value['submittedAt'] = '2026-11-20T14:05:00')],
    ['medya', '"media" was meant', (value) => (value['medya'] = {})],
    ['solution.code', 'letters, digits', (value) => (value['solution'] = { code: '../x' })],
    ['solution', 'in braces', (value) => (value['solution'] = 'vektor')],
    ['vendor.name', 'one line of text', (value) => (value['vendor'] = { code: 'v', name: ' \n ', legalName: 'x' })],
    ['vendor.email', 'mail address', (value) => (value['vendor'] = { code: 'v', name: 'v', legalName: 'x', email: 'nobody' })],
    ['version.number', 'Add it', (value) => (value['version'] = { mode: 'wizard' })],
    ['card', 'in braces', (value) => (value['card'] = [])],
    ['media.screenshots[0].file', 'Add it', (value) => (value['media'] = { screenshots: [{ title: 'x' }] })],
    ['media.icon', 'a string', (value) => (value['media'] = { icon: 5 })],
    [
      'testData.values',
      'Keep only',
      (value) =>
        (value['testData'] = { values: Object.fromEntries(Array.from({ length: LIMITS.testDataValues + 1 }, (_, i) => [`k${i}`, 'v'])) }),
    ],
  ])('names %s and says "%s"', async (place, remedy, change) => {
    const problems = await refused(readZip(changed(change)));
    expect(problems.map((each) => each.place)).toContain(place);
    expect(problems.find((each) => each.place === place)?.remedy.en).toContain(remedy);
  });

  it('never repeats test data in a message', async () => {
    const problems = await refused(
      readZip(changed((value) => (value['testData'] = { note: ['секрет-1'], values: { password: 424242 }, login: 'секрет-2' }))),
    );
    expect(problems.map((each) => each.place).sort()).toEqual(['testData.login', 'testData.note', 'testData.values.password']);
    expect(JSON.stringify(problems)).not.toMatch(/секрет|424242/);
  });

  it('does not show a spoofed name as it is', async () => {
    const problems = await refused(readZip(changed((value) => (value['\u202egnp\nx'] = 1))));
    expect(problems[0]?.place).toBe('·gnp·x');
  });

  it('may lie only at the root or in a single top folder', async () => {
    const [deep] = await refused(readZip(zipOf(packageFiles(), 'a/b/')));
    expect(deep?.reason.ru).toContain('«a/b/submission.json»');
    const [caps] = await refused(readZip(zip([{ name: 'Submission.JSON', data: Buffer.from('{}') }])));
    expect(caps?.reason.ru).toContain('«Submission.JSON»');
    const [none] = await refused(readZip(zip([{ name: 'readme.txt', data: Buffer.from('x') }])));
    expect(none?.reason.ru).toBe('В пакете нет файла submission.json.');
  });

  it('is not read past its limit, however well it shrinks', async () => {
    const files = packageFiles().set('submission.json', Buffer.alloc(LIMITS.manifestBytes + 1, ' '));
    const [problem] = await refused(readZip(zipOf(files)));
    expect(problem?.place).toBe('submission.json');
  });
});

describe('files', () => {
  const media = (value: unknown) => changed((all) => (all['media'] = value));

  it('that are missing are named with the field that wants them', async () => {
    const [problem] = await refused(
      readZip(media({ icon: 'icon.png', screenshots: [{ file: 'screens/1.png' }, { file: 'screens/2.png' }] })),
    );
    expect(problem).toEqual({
      place: 'media.screenshots[1].file',
      reason: { ru: 'Файла «screens/2.png» в пакете нет.', en: 'The package has no file "screens/2.png".' },
      remedy: { ru: 'Добавьте файл или уберите ссылку на него.', en: 'Add the file, or remove the reference to it.' },
    });
  });

  it('with another letter case are pointed out', async () => {
    const [problem] = await refused(readZip(media({ icon: 'Icon.PNG' })));
    expect(problem?.remedy.ru).toContain('«icon.png»');
  });

  it.each(['../icon.png', '/etc/passwd', 'C:\\icon.png', 'screens/../icon.png', 'submission.json'])(
    'are not looked for at %s',
    async (name) => {
      const [problem] = await refused(readZip(media({ icon: name })));
      expect(problem?.place).toBe('media.icon');
    },
  );

  it.each<[string, Buffer, string]>([
    ['SVG', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'SVG'],
    ['HTML', Buffer.from('<html><script>alert(1)</script></html>'), 'no PNG, JPEG'],
    ['an executable', Buffer.from([0x4d, 0x5a, 0, 0]), 'no PNG, JPEG'],
    ['nothing', Buffer.alloc(0), 'empty'],
    ['half a picture', png(64, 64).subarray(0, 100), 'damaged'],
  ])('called icon.png that hold %s are refused', async (_name, data, reason) => {
    const [problem] = await refused(readZip(zipOf(packageFiles().set('icon.png', data))));
    expect(problem?.place).toBe('media.icon (icon.png)');
    expect(problem?.reason.en).toContain(reason);
  });

  it('of an instruction may be a text but not a program; an attachment may be anything', async () => {
    const [problem] = await refused(readZip(zipOf(packageFiles().set('howto.txt', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0])))));
    expect(problem?.place).toBe('media.instruction[0].file (howto.txt)');
    const submission = await accepted(readZip(zipOf(packageFiles().set('extra.zip', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0])))));
    expect(submission.files.at(-1)?.mime).toBe('application/octet-stream');
    await submission.close();
  });

  it('may be as large as the limit and no larger', async () => {
    const big = (bytes: number): RawEntry[] => [
      ...entries().filter((each) => each.name !== 'extra.zip'),
      { name: 'extra.zip', data: Buffer.alloc(bytes, 'ab') },
    ];
    const submission = await accepted(readZip(zip(big(LIMITS.packageEntryBytes))));
    expect(submission.files.at(-1)?.sizeBytes).toBe(LIMITS.packageEntryBytes);
    await submission.close();
    const [problem] = await refused(readZip(zip(big(LIMITS.packageEntryBytes + 1))));
    expect(problem).toMatchObject({ place: 'extra.zip', reason: { en: 'The file is larger than 64 MB.' } });
  });
});

describe('a hostile archive', () => {
  const withEntry = (entry: RawEntry): Buffer => zip([...entries(), entry]);

  it.each<[string, RawEntry, string]>([
    ['climbs out', { name: '../evil.png', data: png() }, '".."'],
    ['is absolute', { name: '/evil.png', data: png() }, 'absolute'],
    ['names a drive', { name: 'C:evil.png', data: png() }, 'absolute'],
    ['uses backslashes', { name: '..\\evil.png', data: png() }, 'backslash'],
    ['hides a NUL', { name: 'a\0.png', data: png() }, 'control'],
    ['is a symbolic link', { name: 'link', data: Buffer.from('/etc/passwd'), mode: 0o120777 }, 'symbolic link'],
    ['is a device', { name: 'tty', data: Buffer.alloc(0), mode: 0o020666 }, 'special object'],
    ['is encrypted', { name: 'secret.bin', data: Buffer.alloc(20), flags: 0x801, declaredBytes: 8 }, 'encrypted'],
    ['is packed in an odd way', { name: 'x.bin', data: Buffer.alloc(20), method: 14 }, 'Compression method 14'],
    ['occurs twice', { name: 'icon.png', data: png() }, 'twice'],
    ['clashes by letter case', { name: 'ICON.png', data: png() }, 'letter case'],
    ['is a Windows device', { name: 'aux.png', data: png() }, 'Windows'],
    ['claims to be endless', { name: 'x.bin', data: Buffer.from('x'), deflate: true, declaredBytes: 0xfffffff0 }, 'larger than'],
  ])('with an entry that %s is refused', async (_name, entry, reason) => {
    const problems = await refused(readZip(withEntry(entry)));
    expect(problems.map((each) => each.reason.en).join()).toContain(reason);
  });

  it('that lies about checksums or sizes is refused', async () => {
    const lying = (change: Partial<RawEntry>): Buffer =>
      zip(entries().map((each) => (each.name === 'icon.png' ? { ...each, ...change } : each)));
    for (const change of [{ crc: 1 }, { declaredBytes: 5 }, { declaredBytes: 50_000 }]) {
      const [problem] = await refused(readZip(lying(change)));
      expect(problem).toMatchObject({ place: 'icon.png' });
    }
  });

  it('that is a bomb is stopped while it inflates', async () => {
    const bomb = zip([
      ...entries().filter((each) => each.name !== 'extra.zip'),
      { name: 'extra.zip', data: Buffer.alloc(60 * 1024 * 1024), deflate: true },
    ]);
    expect(bomb.byteLength).toBeLessThan(100_000);
    const [problem] = await refused(readZip(bomb));
    expect(problem?.reason.en).toContain('archive bombs');
  });

  it('with entries up to the limit is read, with one more refused', async () => {
    const many = (count: number): Buffer =>
      zip([...entries(), ...Array.from({ length: count - 5 }, (_, i) => ({ name: `x/${i}`, data: Buffer.alloc(0) }))]);
    const submission = await accepted(readZip(many(LIMITS.packageEntries)));
    await submission.close();
    const [problem] = await refused(readZip(many(LIMITS.packageEntries + 1)));
    expect(problem?.reason.en).toContain('more than 2000 files');
  });

  it('that is no archive, or a broken one, says so', async () => {
    const good = zipOf(packageFiles());
    for (const bytes of [Buffer.alloc(0), Buffer.from('not a zip at all'), good.subarray(0, good.byteLength - 30), good.subarray(200)]) {
      const [problem] = await refused(readZip(bytes));
      expect(problem?.place).toBe('заявка.zip');
    }
  });
});

describe('a folder', () => {
  it('with a link anywhere is refused, and nothing behind the link is read', async () => {
    const outside = path.join(root, 'outside.png');
    await writeFile(outside, png());
    const folder = await writeFolder(path.join(root, 'package'), packageFiles());
    await unlink(path.join(folder, 'icon.png'));
    await symlink(outside, path.join(folder, 'icon.png'));
    const [problem] = await refused(read(folder));
    expect(problem).toMatchObject({ place: 'icon.png', reason: { en: 'This is a symbolic link.' } });
  });

  it('whose file becomes a link after it was listed is not followed', async () => {
    const outside = path.join(root, 'outside.png');
    await writeFile(outside, png());
    const folder = await writeFolder(path.join(root, 'package'), packageFiles());
    const submission = await accepted(read(folder));
    await unlink(path.join(folder, 'icon.png'));
    await symlink(outside, path.join(folder, 'icon.png'));
    await expect(submission.files[0]?.read()).rejects.toMatchObject({ code: 'package-refused', details: { path: 'icon.png' } });
    await submission.close();
  });

  it.runIf(process.platform !== 'win32')('with a named pipe is refused and does not hang', async () => {
    const { execFileSync } = await import('node:child_process');
    const folder = await writeFolder(path.join(root, 'package'), packageFiles());
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    const [problem] = await refused(read(folder));
    expect(problem?.place).toBe('pipe');
    execFileSync('mkfifo', [path.join(root, 'pipe.zip')]);
    const [asZip] = await refused(read(path.join(root, 'pipe.zip')));
    expect(asZip?.reason.en).toContain('not an ordinary file');
  });

  it('that is something else entirely says that there is no manifest', async () => {
    const folder = path.join(root, 'photos');
    await mkdir(folder);
    for (let i = 0; i <= LIMITS.packageEntries; i += 1) await writeFile(path.join(folder, `${i}.txt`), '');
    const [problem] = await refused(read(folder));
    expect(problem?.reason.ru).toBe('В пакете нет файла submission.json.');
  });

  it('or file that is not there, or may not be read, is refused with the reason', async () => {
    expect((await refused(read(path.join(root, 'gone.zip'))))[0]?.reason.ru).toBe('Такого файла или папки нет.');
    if (process.getuid?.() === 0) return;
    const file = path.join(root, 'locked.zip');
    await writeFile(file, zipOf(packageFiles()));
    await chmod(file, 0o000);
    expect((await refused(read(file)))[0]?.reason.ru).toContain('EACCES');
  });
});

describe('find', () => {
  const source = createPackageSource(options);
  const find = (...paths: string[]) => source.find(paths, { aborted: false });

  it('takes zip files and folders with a manifest, at any depth, each once and in order', async () => {
    const inbox = path.join(root, 'inbox');
    await writeFolder(path.join(inbox, 'b-folder'), packageFiles());
    await writeFolder(path.join(inbox, 'c', 'd', 'deep'), packageFiles());
    await writeFile(path.join(inbox, 'a.zip'), zipOf(packageFiles()));
    await writeFile(path.join(inbox, 'c', 'Z.ZIP'), zipOf(packageFiles()));
    await writeFile(path.join(inbox, 'notes.txt'), 'x');
    await symlink(inbox, path.join(inbox, 'loop'));
    const all = ['a.zip', 'b-folder', 'c/Z.ZIP', 'c/d/deep'].map((each) => path.join(inbox, each));
    expect(await find(inbox, path.join(inbox, 'a.zip'))).toEqual(all);
    expect(await find(path.join(inbox, 'b-folder', 'submission.json'))).toEqual([path.join(inbox, 'b-folder')]);
  });

  it('keeps what was chosen by hand, so that it is refused with a reason', async () => {
    await mkdir(path.join(root, 'empty'));
    await writeFile(path.join(root, 'notes.txt'), 'x');
    const chosen = ['empty', 'notes.txt', 'gone.zip'].map((each) => path.join(root, each));
    const found = await find(...chosen);
    expect(found).toEqual(chosen);
    for (const each of found) await refused(read(each));
  });

  it('stops when cancelled', async () => {
    await expect(source.find([root], { aborted: true })).rejects.toMatchObject({ code: 'cancelled' });
    await writeFile(path.join(root, 'a.zip'), zipOf(packageFiles()));
    await expect(readPackage(path.join(root, 'a.zip'), { ...options, signal: { aborted: true } })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
