import { afterAll, beforeAll, expect, it } from 'vitest';
import v8 from 'node:v8';
import vm from 'node:vm';
import type { HttpExchange, RunProgress } from '../../../shared/domain/install-test.ts';
import { takeClaim } from '../../../electron/desk/claim-desk.ts';
import { openBench, reportOf, type Bench } from './desk-fixture.ts';

/** As many runs as a team makes in a day, each with as much traffic as a real one; what the desk holds afterwards is what it held before. */
const RUNS = 40;
const EXCHANGES = 150;
const BODY = 'x'.repeat(4_000);

let bench: Bench;
beforeAll(() => {
  bench = openBench();
});
afterAll(() => bench.end());

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;

async function heldBytes(): Promise<number> {
  collect();
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function exchange(id: number): RunProgress {
  const one: HttpExchange = {
    id,
    at: id,
    direction: 'vendor-to-portal',
    kind: 'rest',
    name: 'crm.lead.list',
    method: 'POST',
    url: 'http://portal/rest/crm.lead.list.json',
    requestHeaders: { accept: '*/*' },
    requestBody: `${BODY}${String(id)}`,
    status: 200,
    responseHeaders: {},
    responseBody: `${BODY}${String(id)}`,
    durationMs: 1,
    error: null,
  };
  return { type: 'exchange', exchange: one, stepId: null };
}

it('the desk holds nothing of a run that has ended', { timeout: 120_000 }, async () => {
  const row = await bench.accept();
  const { context, installTests } = bench.workspace;
  takeClaim(context, { id: row.id, revision: 1 });
  const run = async (): Promise<void> => {
    const { runId } = installTests.start({ submissionId: row.id, portalId: null, clean: true, fullTrace: false, acceptUsedPortal: false });
    const played = bench.stage.runs.pop();
    if (played === undefined) throw new Error('no run was started');
    for (let id = 1; id <= EXCHANGES; id++) played.tell(exchange(id));
    played.end(reportOf(played.request));
    await installTests.whenFinished(runId);
    bench.emitted.length = 0;
  };
  // Statements are compiled and code is warm before anything is measured.
  for (let index = 0; index < 5; index++) await run();
  const before = await heldBytes();
  for (let index = 0; index < RUNS; index++) await run();
  const grown = (await heldBytes()) - before;
  // One run that stayed would hold a megabyte of bodies; a row in a list of runs is a few hundred bytes.
  expect(grown / RUNS).toBeLessThan(60_000);
});
