// npm run corpus: precision and recall of every automatic rule on the labelled cards.
import path from 'node:path';
import { root } from './paths.mjs';
import { asNode } from './runtime-info.mjs';
import { main, setUp } from './setup.mjs';
import { handOver } from './terminal.mjs';

await main(async () => {
  const info = await setUp();
  const script = path.join(root, 'test', 'fixtures', 'corpus', 'print-scores.ts');
  return handOver(info.executable, [path.join(root, 'scripts', 'typescript.mjs'), script], { cwd: root, env: asNode(info) });
});
