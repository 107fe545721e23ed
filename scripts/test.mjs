// npm test [-- --only unit,e2e]: set-up, build, every stage; the last line counts what the runners' reports say.
import { build } from './build.mjs';
import { main, setUp } from './setup.mjs';
import { stages } from './stages.mjs';
import { say, SetupError } from './terminal.mjs';
import { lastLine, totalOf } from './totals.mjs';

await main(async () => {
  const only = process.argv.includes('--only') ? (process.argv[process.argv.indexOf('--only') + 1] ?? '').split(',') : Object.keys(stages);
  const unknown = only.filter((name) => !(name in stages));
  if (unknown.length > 0) throw new SetupError(`There is no stage ${unknown.join(', ')}; there are ${Object.keys(stages).join(', ')}.`);
  const info = await setUp();
  await build();
  const results = [];
  for (const name of only) {
    say(`\n== ${name}`);
    const from = Date.now();
    const counts = await stages[name](info);
    results.push({ name, ...counts });
    say(
      `== ${name}: ${lastLine(counts)} (${Math.round((Date.now() - from) / 1000)} s)${counts.reason === undefined ? '' : `; skipped: ${counts.reason}`}`,
    );
  }
  const total = totalOf(results);
  process.stdout.write(`${lastLine(total)}\n`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
});
