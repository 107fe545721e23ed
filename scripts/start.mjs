// npm start: set-up, build, and the workstation's window; without a display, the demo job.
import path from 'node:path';
import { build } from './build.mjs';
import { root } from './paths.mjs';
import { electronCommand, hasDisplay } from './runtime-info.mjs';
import { main, setUp } from './setup.mjs';
import { handOver, say } from './terminal.mjs';
import { runWorkstation } from './workstation.mjs';

await main(async () => {
  const info = await setUp();
  await build();
  const rest = process.argv.slice(2);
  if (!hasDisplay()) {
    const out = path.join(root, 'demo-output');
    say(`No display here: running the demo job unattended; results go to ${path.relative(process.cwd(), out) || out}`);
    return runWorkstation(info, ['demo', '--out', out, ...rest]);
  }
  const { command, args } = electronCommand(info, [root, ...rest]);
  return handOver(command, args, { env: { ...process.env, WORKSTATION_ELECTRON: info.executable } });
});
