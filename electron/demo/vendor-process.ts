import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SAMPLE_VENDORS } from './vendors/sample-vendors.ts';

/**
 * Runs one sample vendor in a process of its own:
 *   vendor-process.js --vendor bitrix24-invoices --data DIR [--port 0] [--host 127.0.0.1] [--client-id X --client-secret Y] [--ca FILE]
 * Prints one JSON line when it listens: {"event":"listening","vendor","address","registration"}; the registration is the
 * version card with absolute addresses. Ends on SIGTERM, on SIGINT, or when the process that forked it goes away.
 * Exit codes: 0 stopped, 1 could not start, 2 wrong arguments.
 */
const usage = `Usage: vendor-process --vendor NAME --data DIR [--port N] [--host H] [--client-id X] [--client-secret Y] [--ca FILE]
Vendors: ${SAMPLE_VENDORS.map((vendor) => vendor.name).join(', ')}`;

function fail(code: number, message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function readArguments(): Record<string, string | undefined> {
  try {
    return parseArgs({
      options: {
        vendor: { type: 'string' },
        data: { type: 'string' },
        port: { type: 'string', default: '0' },
        host: { type: 'string', default: '127.0.0.1' },
        'client-id': { type: 'string' },
        'client-secret': { type: 'string' },
        ca: { type: 'string' },
      },
    }).values;
  } catch (error) {
    return fail(2, `${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

const values = readArguments();
const vendor = SAMPLE_VENDORS.find((one) => one.name === values['vendor']) ?? null;
const port = Number(values['port']);
if (vendor === null || values['data'] === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) fail(2, usage);

const clientId = values['client-id'] ?? vendor.clientId;
const clientSecret = values['client-secret'] ?? vendor.clientSecret;
try {
  const running = await vendor.start({
    port,
    host: values['host'] ?? '127.0.0.1',
    dataDir: values['data'],
    clientId,
    clientSecret,
    ca: values['ca'] === undefined ? null : readFileSync(values['ca'], 'utf8'),
  });
  const stop = (): void => {
    void running.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  process.stdout.write(
    `${JSON.stringify({ event: 'listening', vendor: vendor.name, address: running.address, registration: { ...vendor.registration(running.address), clientId, clientSecret } })}\n`,
  );
} catch (error) {
  fail(1, `Cannot start ${vendor.name}: ${error instanceof Error ? error.message : String(error)}`);
}
