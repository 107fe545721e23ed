// Counting of stages, from the arguments to the line that ends a run.
import { SetupError } from './terminal.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number, reason?: string }} Counts */

/** What stands for something that should have counted tests and could not. @returns {Counts} */
export function onlyFailed() {
  return { passed: 0, failed: 1, skipped: 0 };
}

/**
 * @param {readonly string[]} args arguments of npm test
 * @param {readonly string[]} known every stage, in order
 * @returns {string[]} the stages to run, in that order
 */
export function stagesAsked(args, known) {
  const at = args.findIndex((argument) => argument === '--only' || argument.startsWith('--only='));
  if (at === -1) {
    if (args.length > 0) throw new SetupError(`Unknown argument ${args.join(' ')}. Stages are chosen with --only ${known.join(',')}.`);
    return [...known];
  }
  const names = (args[at].split('=')[1] ?? args[at + 1] ?? '').split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new SetupError(`There is no stage "${unknown.join(', ')}"; there are ${known.join(', ')}.`);
  return known.filter((name) => names.includes(name));
}

/**
 * Runs stages one after the other; one that breaks counts as failed and does not stop the rest.
 * @param {Record<string, () => Promise<Counts>>} stages
 * @param {(text: string) => void} say
 * @returns {Promise<Counts>} their sum
 */
export async function runStages(stages, say) {
  const results = [];
  for (const [name, work] of Object.entries(stages)) {
    say(`\n== ${name}`);
    const from = Date.now();
    let counts = onlyFailed();
    try {
      counts = await work();
    } catch (error) {
      say(error instanceof SetupError ? error.message : (error?.stack ?? String(error)));
    }
    results.push(counts);
    const reason = counts.reason === undefined ? '' : `; skipped: ${counts.reason}`;
    say(`== ${name}: ${lastLine(counts)} (${Math.round((Date.now() - from) / 1000)} s)${reason}`);
  }
  return totalOf(results);
}

/** Sum of the stages' counts. @param {readonly Counts[]} results @returns {Counts} */
export function totalOf(results) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const result of results) for (const key of Object.keys(total)) total[key] += result[key];
  return total;
}

/**
 * The line that ends a run, e.g. "12 passed, 0 failed, 1 skipped".
 * @param {Counts} counts
 */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A run without a test is no success. @param {Counts} counts @returns {0 | 1} */
export function exitCodeOf({ passed, failed }) {
  return failed > 0 || passed === 0 ? 1 : 0;
}
