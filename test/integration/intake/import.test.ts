import { Command } from 'commander';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addImportCommand } from '../../../electron/cli/import-command.ts';
import { addExportCommand } from '../../../electron/cli/export-command.ts';
import { addVerifyCommand } from '../../../electron/cli/verify-command.ts';
import { EXIT, type CliServices } from '../../../electron/cli/cli-services.ts';
import { listRefused } from '../../../electron/desk/intake-desk.ts';
import { queueCounts } from '../../../electron/desk/queue-desk.ts';
import { SUBMISSION_KINDS } from '../../../shared/domain/submission.ts';
import { verifyChain } from '../../../electron/store/event-log.ts';
import { manifest, packageFiles, png, writeFolder, zipOf } from '../../unit/intake/package-builder.ts';
import { openPlace, type Place } from '../export/export-fixture.ts';

let place: Place;
beforeEach(() => {
  place = openPlace();
});
afterEach(async () => {
  await place.end();
});

const MEDIA = packageFiles();
/** The same pictures with a manifest of its own. */
const numbered = (number: number): Map<string, Buffer> =>
  new Map([
    ...MEDIA,
    ['submission.json', Buffer.from(JSON.stringify({ ...manifest(), externalId: `N-${number}`, solution: { code: `code-${number}` } }))],
  ]);

async function inbox(count: number): Promise<string> {
  const folder = path.join(place.root, 'inbox');
  await mkdir(folder);
  for (let i = 0; i < count; i += 1) await writeFile(path.join(folder, `${String(i).padStart(5, '0')}.zip`), zipOf(numbered(i)));
  return folder;
}

const inQueue = (): number => queueCounts(place.workspace.context).views.find((each) => each.view === 'queue')?.count ?? -1;

describe('a batch', () => {
  it('of a thousand packages is imported with progress and a free event loop, and a fault stops only its own package', async () => {
    const folder = await inbox(1000);
    await writeFile(path.join(folder, '00500.zip'), 'broken');
    await writeFile(path.join(folder, '00600.zip'), zipOf(numbered(599)));
    await writeFile(path.join(folder, '00700.zip'), zipOf(packageFiles((value) => (value['formatVersion'] = 9))));
    await writeFolder(path.join(folder, 'zz-folder'), numbered(5000));
    const before = process.memoryUsage().rss;
    const told: number[] = [];
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const summary = await place.workspace.importer.importPaths([folder], ({ done, total }) => {
      expect(total).toBe(1001);
      told.push(done);
    });
    delay.disable();
    expect(summary).toEqual({ imported: 998, refused: 2, duplicates: 1, cancelled: false });
    expect(inQueue()).toBe(998);
    expect(told.length).toBeGreaterThan(3);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1001);
    expect(
      listRefused(place.workspace.context)
        .items.map(({ name, code }) => [name, code])
        .sort(),
    ).toEqual([
      ['00500.zip', 'package-refused'],
      ['00600.zip', 'package-duplicate'],
      ['00700.zip', 'package-refused'],
    ]);
    expect(verifyChain(place.workspace.context.db).broken).toBeNull();
    // Loose bounds for a busy machine; an import that worked in one go would exceed them by far.
    expect(delay.percentile(99) / 1e6).toBeLessThan(150);
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
  });

  it('can be cancelled between two packages; what was imported stays', async () => {
    const folder = await inbox(30);
    const { importer } = place.workspace;
    let seen = 0;
    const summary = await importer.importPaths([folder], undefined, () => {
      seen += 1;
      if (seen === 10) importer.cancel();
    });
    expect(summary).toEqual({ imported: 10, refused: 0, duplicates: 0, cancelled: true });
    expect(inQueue()).toBe(10);
    expect(await importer.importPaths([folder])).toEqual({ imported: 20, refused: 0, duplicates: 10, cancelled: false });
  });

  it('leaves nothing of a refused package in the workspace', async () => {
    const { context } = place.workspace;
    const blobs = async (): Promise<string[]> => (await readdir(context.folder.evidence, { recursive: true })).sort();
    const before = await blobs();
    await writeFile(
      place.file('bad.zip'),
      zipOf(
        packageFiles((value) => (value['media'] = { icon: 'icon.png', screenshots: [{ file: 'gone.png' }] })).set(
          'icon.png',
          png(300, 300),
        ),
      ),
    );
    expect(await place.workspace.importer.importPaths([place.file('bad.zip')])).toMatchObject({ imported: 0, refused: 1 });
    expect(await blobs()).toEqual(before);
    expect(inQueue()).toBe(0);
  });

  it('keeps test data out of everything but its own sealed column', async () => {
    await place.import('a.zip');
    const { raw } = place.workspace.context.db;
    const tables = raw.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").pluck().all() as string[];
    for (const table of tables) {
      for (const row of raw.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[]) {
        for (const value of Object.values(row)) {
          const text = Buffer.isBuffer(value) ? value.toString('utf8') : String(value);
          expect(text, table).not.toContain('очень-тайно-42');
        }
      }
    }
  });
});

describe('the command line', () => {
  let printed: string[];
  let complained: string[];
  let code: number;
  async function run(...args: string[]): Promise<unknown> {
    printed = [];
    complained = [];
    code = 0;
    const services: CliServices = {
      open: () => ({ ...place.workspace, close: () => Promise.resolve() }),
      print: (line) => printed.push(line),
      complain: (line) => complained.push(line),
      setExitCode: (given) => {
        code = given;
      },
    };
    const program = new Command().exitOverride();
    addImportCommand(program, services);
    addExportCommand(program, services);
    addVerifyCommand(program, services);
    await program.parseAsync(args, { from: 'user' });
    return args.includes('--json') ? JSON.parse(printed.join('\n')) : null;
  }

  it('imports, and says of each refused package where, why and how to mend it', async () => {
    await writeFile(place.file('good.zip'), zipOf(numbered(1)));
    await writeFile(place.file('bad.zip'), zipOf(packageFiles((value) => delete value['kind'])));
    await run('import', place.file('good.zip'), '--workspace', 'here');
    expect({ code, printed }).toEqual({ code: EXIT.done, printed: ['Импортировано: 1, отклонено: 0, повторов: 0.'] });
    await run('import', place.file('bad.zip'), place.file('good.zip'), '--workspace', 'here');
    expect(code).toBe(EXIT.refused);
    expect(printed.join('\n')).toContain(
      `\tkind: Обязательное поле не заполнено. Добавьте его. Здесь должно быть: одно из: ${SUBMISSION_KINDS.join(', ')}.`,
    );
    expect(printed.at(-1)).toBe('Импортировано: 0, отклонено: 1, повторов: 1.');
    const result = await run('import', place.file('bad.zip'), '--workspace', 'here', '--json');
    expect(result).toMatchObject({
      imported: 0,
      refused: 1,
      packages: [{ path: place.file('bad.zip'), outcome: 'refused', refusal: { code: 'package-refused', problems: [{ place: 'kind' }] } }],
    });
  });

  it('verifies with 0 for a valid bundle, 1 for an invalid one and 3 for one that cannot be read', async () => {
    await run('verify', place.file('gone.zip'), '--json');
    expect(code).toBe(EXIT.couldNotStart);
    await writeFile(place.file('no-bundle.zip'), zipOf(numbered(1)));
    const result = await run('verify', place.file('no-bundle.zip'), '--json');
    expect(code).toBe(EXIT.refused);
    expect(result).toMatchObject({ valid: false, checks: [{ name: 'archive', ok: false }] });
    await run('export', 'nothing', '--workspace', 'here');
    expect(code).toBe(EXIT.refused);
    expect(complained.join()).toContain('not-found');
  });
});
