import { openWorkspace } from '../../../electron/desk/workspace.ts';
import { noPackages, runStage, testMarket } from '../../unit/desk/desk-fixture.ts';

/** Another process: opens a workspace and says "open", or the code that it was refused with. */
const [, , folder = '', ...words] = process.argv;
try {
  openWorkspace({
    path: folder,
    create: true,
    exclusive: words.includes('exclusive'),
    appVersion: '0.1.0',
    marketplaces: [testMarket],
    packages: noPackages,
    startRun: runStage().startRun,
    keyProtector: null,
    emit: () => undefined,
    workerScript: null,
    housekeeping: false,
  });
  process.stdout.write('open\n');
  if (words.includes('stay')) setInterval(() => undefined, 1_000);
} catch (error) {
  process.stdout.write(`${error instanceof Error && 'code' in error ? String(error.code) : String(error)}\n`);
}
