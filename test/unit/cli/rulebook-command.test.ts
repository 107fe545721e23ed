import { Command } from 'commander';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CliServices } from '../../../electron/cli/cli-services.ts';
import { addRulebookCommand } from '../../../electron/cli/rulebook-command.ts';
import { readRulebookFiles } from '../../../electron/intake/rulebook-files.ts';
import { openBench, type Bench } from '../desk/desk-fixture.ts';

let bench: Bench;
beforeEach(() => {
  bench = openBench({ readRulebooks: readRulebookFiles });
});
afterEach(() => bench.end());

async function rulebook(...args: string[]): Promise<{ exitCode: number; out: string; err: string }> {
  let exitCode = 0;
  const out: string[] = [];
  const err: string[] = [];
  const services: CliServices = {
    open: () => Object.assign(Object.create(bench.workspace) as typeof bench.workspace, { close: () => Promise.resolve() }),
    print: (line) => out.push(line),
    complain: (line) => err.push(line),
    setExitCode: (code) => (exitCode = code),
  };
  bench.workspace.rulebooks.readAgain();
  const program = new Command('workstation').exitOverride();
  addRulebookCommand(program, services);
  await program.parseAsync(['rulebook', '--workspace', bench.root, ...args], { from: 'user' });
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
}

function write(value: object): void {
  const { rulebooks } = bench.workspace.context.folder;
  mkdirSync(rulebooks, { recursive: true });
  const head = { format: 'moderation-rulebook', formatVersion: 1, marketplace: 'testmarket', version: 'team-1' };
  writeFileSync(path.join(rulebooks, 'testmarket.json'), JSON.stringify({ ...head, ...value }));
}

describe('workstation rulebook', () => {
  it('shows the rulebooks of the application', async () => {
    expect(await rulebook()).toMatchObject({ exitCode: 0, out: 'testmarket\t2026-01-01.1\t6 rules' });
  });

  it('shows what a file of the workspace changes, also as JSON', async () => {
    write({ off: ['uninstall-erases'], change: { 'card-contacts': { severity: 'major' } } });
    expect(await rulebook()).toMatchObject({
      exitCode: 0,
      out: 'testmarket\t2026-01-01.1+team-1\t5 rules\ntestmarket.json\tapplied: 0 added, 1 changed, 1 off',
    });
    expect(JSON.parse((await rulebook('--json')).out)).toMatchObject({
      rulebooks: [{ marketplace: 'testmarket', version: '2026-01-01.1+team-1', rules: 5 }],
      files: [{ name: 'testmarket.json', isApplied: true, changed: 1, off: 1, problems: [] }],
    });
  });

  it('ends with 1 for a file that is refused; the rulebook of the application holds', async () => {
    write({ off: ['no-such-rule'] });
    const { exitCode, out } = await rulebook();
    expect(exitCode).toBe(1);
    expect(out).toBe('testmarket\t2026-01-01.1\t6 rules\ntestmarket.json\trefused; the rulebook of the application holds');
    const told = JSON.parse((await rulebook('--json')).out) as { files: { problems: { place: string }[] }[] };
    expect(told.files[0]?.problems).toMatchObject([{ place: 'off[0]' }]);
  });
});
