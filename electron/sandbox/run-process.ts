import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import { marketplaces } from '../marketplaces/list.ts';
import { startPortal } from '../portals/portal-host.ts';
import { serveRun } from './run-server.ts';

/** Entry of the process of one run: brings the marketplace's test and its portal together with the run's engine. */
const entry = path.join(import.meta.dirname, 'portal-process.js');

serveRun((request) => {
  const marketplace = marketplaces.find((each) => each.id === request.marketplace);
  if (marketplace === undefined)
    throw new AppError('not-found', `This build does not know the marketplace "${request.marketplace}".`, {
      marketplace: request.marketplace,
    });
  return Promise.resolve({
    installTest: marketplace.installTest,
    openPortal: async (onExchange, onLost) => {
      const portal = await startPortal({
        marketplace: request.marketplace,
        options: { ...request.portal, language: request.options.language },
        entry,
        onExchange,
      });
      void portal.exited.then(({ code, signal }) => {
        onLost(signal ?? `exit code ${String(code)}`);
      });
      return portal;
    },
  });
});
