import { Worker } from 'node:worker_threads';
import type { CheckInput } from '../marketplaces/marketplace.ts';
import type { AutomaticResult } from './automatic-results.ts';

/** Looks closely at one submission: dictionaries, pictures, archives and, when asked, the pages behind its links. */
export interface CheckRunner {
  /** @returns null when the worker broke; what was known before stands. */
  run(request: {
    readonly marketplace: string;
    readonly input: CheckInput;
    readonly ruleIds: readonly string[];
    readonly withNetwork: boolean;
  }): Promise<readonly AutomaticResult[] | null>;
  close(): Promise<void>;
}

/** @param script the built check worker; it starts with the first submission and stays. @param evidence folder of the files */
export function startCheckRunner(script: string, evidence: string): CheckRunner {
  const waiting = new Map<number, (results: readonly AutomaticResult[] | null) => void>();
  let worker: Worker | null = null;
  let lastId = 0;
  const giveUp = (): void => {
    worker = null;
    for (const resolve of waiting.values()) resolve(null);
    waiting.clear();
  };
  const start = (): Worker => {
    const made = new Worker(script, { workerData: { evidence } });
    made.unref();
    made.on('message', ({ id, results }: { id: number; results: readonly AutomaticResult[] | null }) => {
      waiting.get(id)?.(results);
      waiting.delete(id);
    });
    made.on('error', giveUp);
    made.on('exit', giveUp);
    return made;
  };
  return {
    run: (request) =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        worker ??= start();
        worker.postMessage({ id: lastId, ...request });
      }),
    close: async () => {
      const running = worker;
      giveUp();
      await running?.terminate();
    },
  };
}
