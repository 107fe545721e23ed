import { parentPort, workerData } from 'node:worker_threads';
import path from 'node:path';
import { loadSpeller } from './looks/dictionaries.ts';
import { look } from './looks/look.ts';
import { marketplaces } from './list.ts';
import { runChecksOf, type CheckedRule, type CheckInput, type Speller } from './marketplace.ts';

/** One submission to look at closely. */
export interface CheckRequest {
  readonly id: number;
  readonly marketplace: string;
  readonly input: CheckInput;
  readonly ruleIds: readonly string[];
  readonly withNetwork: boolean;
}

export interface CheckAnswer {
  readonly id: number;
  /** Null when something broke; the checks that were made before stand. */
  readonly results: readonly CheckedRule[] | null;
}

/** Entry of the check worker: one submission after another, with dictionaries, pictures, archives and, when asked, the network. */
const { evidence } = workerData as { readonly evidence: string };
let speller: Promise<Speller | null> | null = null;
let last: Promise<void> = Promise.resolve();

async function check({ id, marketplace, input, ruleIds, withNetwork }: CheckRequest): Promise<CheckAnswer> {
  const found = marketplaces.find((each) => each.id === marketplace);
  if (found === undefined) return { id, results: null };
  try {
    speller ??= loadSpeller().catch(() => null);
    const looks = await look(input, await speller, (sha256) => path.join(evidence, sha256.slice(0, 2), sha256), withNetwork);
    return { id, results: runChecksOf(found.checks, new Set(ruleIds), { ...input, looks }) };
  } catch {
    return { id, results: null };
  }
}

parentPort?.on('message', (request: CheckRequest) => {
  last = last.then(async () => {
    parentPort?.postMessage(await check(request));
  });
});
