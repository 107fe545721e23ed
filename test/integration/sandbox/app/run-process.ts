import { readFileSync } from 'node:fs';
import { AppError } from '../../../../shared/domain/errors.ts';
import type { HttpExchange } from '../../../../shared/domain/install-test.ts';
import type { Portal } from '../../../../electron/portals/portal.ts';
import { serveRun } from '../../../../electron/sandbox/run-server.ts';
import { tests } from './install-tests.ts';

/** A run process around a portal that is only an address: what a marketplace's portal does is not under test here. */
serveRun((request) => {
  return {
    loadInstallTest: async () => {
      const installTest = tests[String(request.registration['test'])];
      if (!installTest) throw new AppError('not-found', 'no such test');
      return installTest;
    },
    openPortal: async (): Promise<Portal> => {
      if (request.portal.port === 1) throw new AppError('port-taken', 'port 1');
      const address = String(request.registration['portalAddress']);
      const exchanges = JSON.parse(String(request.registration['exchanges'] ?? '[]')) as HttpExchange[];
      const caFile = request.registration['caFile'];
      return {
        describe: () => ({
          address,
          memberId: 'member-1',
          ca: typeof caFile === 'string' ? readFileSync(caFile, 'utf8') : null,
          users: [
            { id: '1', role: 'administrator', name: 'A' },
            { id: '2', role: 'user', name: 'B' },
          ],
        }),
        registerSolution: async () => undefined,
        signInUrl: async (_userId, path) => address + path,
        exchanges: async (afterId) => exchanges.filter((exchange) => exchange.id > afterId),
        eventsSettled: async () => undefined,
        inspect: async () => null,
        control: async () => null,
        secrets: async () => ['portal-access-token-7351'],
        stop: async () => undefined,
      };
    },
  };
});
