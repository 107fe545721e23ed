import { Command } from 'commander';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addSolutionOptions, givenOptions, type GivenOptions } from '../../../electron/cli/solution-options.ts';
import { marketplaces } from '../../../electron/marketplaces/list.ts';
import type { Marketplace, SolutionOption } from '../../../electron/marketplaces/marketplace.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'solution-options-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function marketplace(id: string, options: readonly SolutionOption[]): Marketplace {
  const [real] = marketplaces;
  if (real === undefined) throw new Error('no marketplace');
  return { ...real, id, title: { ru: id, en: id }, commandLine: { ...real.commandLine, options } };
}

const address: SolutionOption = { name: '--page-url', kind: 'text', argument: 'url', description: 'a page' };
const shop = marketplace('shop', [
  address,
  { name: '--key', kind: 'secret', description: 'the key' },
  { name: '--right', kind: 'list', description: 'rights' },
  { name: '--quiet', kind: 'switch', description: 'no page' },
]);
const market = marketplace('market', [address, { name: '--form', kind: 'file', argument: 'file', description: 'the form' }]);
const both = [shop, market];

async function given(id: string, args: readonly string[]): Promise<GivenOptions> {
  const chosen = both.find((one) => one.id === id) ?? shop;
  const command = new Command('test').exitOverride();
  addSolutionOptions(command, both);
  command.parse([...args], { from: 'user' });
  return givenOptions(command.opts(), chosen, both);
}

describe('options with which marketplaces describe a solution on the command line', () => {
  it('come as they were given, without those that were not', async () => {
    expect(await given('shop', ['--page-url', 'https://a.test/', '--right', 'a,b', '--right', 'c', '--quiet', '--key', 'k-1'])).toEqual({
      values: { '--page-url': 'https://a.test/', '--right': ['a', 'b', 'c'], '--quiet': true, '--key': 'k-1' },
      secrets: ['k-1'],
    });
    expect(await given('shop', [])).toEqual({ values: {}, secrets: [] });
  });

  it('take the text of a file, and a secret from one', async () => {
    const file = path.join(folder, 'text');
    writeFileSync(file, ' <form/>\n');
    expect(await given('market', ['--form', file])).toEqual({ values: { '--form': ' <form/>\n' }, secrets: [] });
    expect(await given('shop', ['--key-file', file])).toEqual({ values: { '--key': '<form/>' }, secrets: ['<form/>'] });
  });

  it('are refused with their name: a file that is none, and an option of another marketplace', async () => {
    await expect(given('market', ['--form', path.join(folder, 'missing')])).rejects.toMatchObject({
      code: 'invalid-request',
      details: { option: '--form' },
    });
    await expect(given('market', ['--quiet'])).rejects.toMatchObject({ code: 'invalid-request', details: { option: '--quiet' } });
    await expect(given('market', ['--key-file', 'x'])).rejects.toMatchObject({ details: { option: '--key-file' } });
    expect((await given('market', ['--page-url', 'https://a.test/'])).values).toEqual({ '--page-url': 'https://a.test/' });
  });

  it('of the same name must mean the same', () => {
    const odd = marketplace('odd', [{ name: '--page-url', kind: 'list', description: 'pages' }]);
    expect(() => {
      addSolutionOptions(new Command('test'), [shop, odd]);
    }).toThrow('--page-url');
  });

  it('stand in the help under their marketplace, and the real ones live together', () => {
    const command = new Command('test');
    addSolutionOptions(command, marketplaces);
    for (const one of marketplaces) {
      expect(command.helpInformation()).toContain(`Solution of ${one.title.en}:`);
      for (const option of one.commandLine.options) expect(command.helpInformation()).toContain(option.name);
    }
  });
});
