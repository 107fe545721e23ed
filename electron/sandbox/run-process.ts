import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import type { HttpExchange } from '../../shared/domain/install-test.ts';
import { startPortal } from '../portals/portal-host.ts';
import type { Portal } from '../portals/portal.ts';
import type { RunRequest } from './run-messages.ts';
import { serveRun } from './run-server.ts';

/** Entry of the process of one run: brings the marketplace's test and its portal together with the run's engine. */
const entry = path.join(import.meta.dirname, 'portal-process.js');

serveRun((request) => {
  return {
    loadInstallTest: async () => {
      // Reading the marketplaces takes its time; the portal needs only the name and starts meanwhile.
      const { marketplaces } = await import('../marketplaces/list.ts');
      const marketplace = marketplaces.find((each) => each.id === request.marketplace);
      if (marketplace === undefined)
        throw new AppError('not-found', `This build does not know the marketplace "${request.marketplace}".`, {
          marketplace: request.marketplace,
        });
      return await marketplace.loadInstallTest();
    },
    openPortal: (onExchange, onLost) => open(request, request.portal, onExchange, onLost),
    openSecondPortal: async (onLost) => {
      const stateDir = path.join(request.portal.stateDir, 'second');
      await mkdir(stateDir, { recursive: true });
      // Whoever trusts the first portal's authority trusts the second one.
      await copyFile(path.join(request.portal.stateDir, 'authority.json'), path.join(stateDir, 'authority.json')).catch(() => undefined);
      return await open(request, { ...request.portal, stateDir, port: 0 }, () => undefined, onLost);
    },
  };
});

async function open(
  request: RunRequest,
  options: RunRequest['portal'],
  onExchange: (exchange: HttpExchange) => void,
  onLost: (detail: string) => void,
): Promise<Portal> {
  const portal = await startPortal({
    marketplace: request.marketplace,
    options: { ...options, language: request.options.language },
    entry,
    onExchange,
  });
  void portal.exited.then(({ code, signal }) => {
    onLost(signal ?? `exit code ${String(code)}`);
  });
  return portal;
}
