// npm test [-- --only unit,e2e]: set-up, build, every stage; the last line counts what the runners' reports say.
import { build } from './build.mjs';
import { main, setUp } from './setup.mjs';
import { stages } from './stages.mjs';
import { say, SetupError } from './terminal.mjs';
import { exitCodeOf, lastLine, onlyFailed, runStages, stagesAsked } from './totals.mjs';

await main(async () => {
  let total = onlyFailed();
  try {
    const names = stagesAsked(process.argv.slice(2), Object.keys(stages));
    const info = await setUp();
    const asked = Object.fromEntries(names.map((name) => [name, () => stages[name](info)]));
    // A build that fails is a failure of its own and leaves the stages that need none.
    total = await runStages({ build: () => build().then(() => ({ passed: 0, failed: 0, skipped: 0 })), ...asked }, say);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`\nSet-up failed: ${error.message}`);
  } finally {
    process.stdout.write(`${lastLine(total)}\n`);
  }
  return exitCodeOf(total);
});
