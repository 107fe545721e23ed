// npm run bench [-- NAME…]: every benchmark in a process of its own, one after the other.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { root } from './paths.mjs';
import { asNode, onDisplay } from './runtime-info.mjs';
import { main, setUp } from './setup.mjs';
import { handOver, say } from './terminal.mjs';

await main(async () => {
  const info = await setUp();
  await build();
  const wanted = process.argv.slice(2);
  const names = readdirSync(path.join(root, 'test', 'bench'))
    .filter((name) => name.endsWith('.bench.ts'))
    .filter((name) => wanted.length === 0 || wanted.includes(name.replace('.bench.ts', '')));
  if (names.length === 0) {
    say('No benchmark of that name.');
    return 3;
  }
  let missed = 0;
  for (const name of names) {
    const { command, args } = onDisplay(info.executable, [
      path.join(root, 'scripts', 'typescript.mjs'),
      path.join(root, 'test', 'bench', name),
    ]);
    if ((await handOver(command, args, { cwd: root, env: asNode(info) })) !== 0) missed += 1;
  }
  say(`\n${names.length - missed} of ${names.length} benchmarks met their goals; samples are in bench-results`);
  return missed === 0 ? 0 : 1;
});
