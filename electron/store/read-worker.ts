import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../shared/domain/errors.ts';
import type { TaskAnswer, TaskRequest } from './read-client.ts';
import { createReadTasks } from './read-tasks.ts';

/** Entry of the worker thread: heavy reads, one after another, each answered as JSON. */
const { root } = workerData as { readonly root: string };
const { tasks } = createReadTasks(root);

parentPort?.on('message', ({ id, name, input }: TaskRequest) => {
  let answer: TaskAnswer;
  try {
    const value = (tasks[name] as (input: unknown) => unknown)(input);
    answer = { id, ok: true, json: JSON.stringify(value) };
  } catch (error) {
    const { code, details } = error instanceof AppError ? error : { code: null, details: {} };
    answer = { id, ok: false, code, message: error instanceof Error ? error.message : String(error), details };
  }
  parentPort?.postMessage(answer);
});
