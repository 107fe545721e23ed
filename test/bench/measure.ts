import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

/**
 * Measuring honestly: all arms in one run, interleaved in a shuffled order with a printed seed; medians, spread and a
 * bootstrap interval of the ratio; every arm must end in the same checked state; a deliberately slowed arm proves that
 * the bench would notice.
 */

/** One side of a comparison. `run` does the work once; it returns the time in ms where it measures it itself. */
export interface Arm {
  readonly name: string;
  run(round: number): Promise<number | undefined> | number | undefined;
}

/** In the unit of the samples. */
export interface Summary {
  readonly n: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly min: number;
  readonly max: number;
}

export interface Ratio {
  readonly value: number;
  /** 95 % bootstrap interval. */
  readonly low: number;
  readonly high: number;
}

/** Small seeded generator (mulberry32), so that an order can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function summarise(samples: readonly number[]): Summary {
  return {
    n: samples.length,
    median: quantile(samples, 0.5),
    p95: quantile(samples, 0.95),
    p99: quantile(samples, 0.99),
    min: Math.min(...samples),
    max: Math.max(...samples),
  };
}

/**
 * Ratio of medians of two arms measured in the same run, with its interval. Arms of the same rounds are resampled by round: what else the
 * machine did in a round slowed both, and says nothing about their ratio.
 */
export function ratioOf(measured: readonly number[], baseline: readonly number[], random: () => number): Ratio {
  const draw = (from: readonly number[]): number[] => from.map(() => Math.floor(random() * from.length));
  const at = (samples: readonly number[], rounds: readonly number[]): number[] => rounds.map((round) => samples[round] ?? 0);
  const ratios: number[] = [];
  for (let i = 0; i < 1000; i++) {
    const rounds = draw(measured);
    const others = baseline.length === measured.length ? rounds : draw(baseline);
    ratios.push(quantile(at(measured, rounds), 0.5) / quantile(at(baseline, others), 0.5));
  }
  return { value: quantile(measured, 0.5) / quantile(baseline, 0.5), low: quantile(ratios, 0.025), high: quantile(ratios, 0.975) };
}

/** Runs every arm `rounds` times, in an order shuffled anew each round. @returns samples in ms by arm name. */
export async function interleave(arms: readonly Arm[], rounds: number, random: () => number, warmUp = 1): Promise<Map<string, number[]>> {
  const samples = new Map<string, number[]>(arms.map((arm) => [arm.name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    const order = [...arms];
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const [a, b] = [order[i], order[j]];
      if (a !== undefined && b !== undefined) [order[i], order[j]] = [b, a];
    }
    for (const arm of order) {
      const from = performance.now();
      const own = await arm.run(round);
      const spent = own ?? performance.now() - from;
      if (round >= 0) samples.get(arm.name)?.push(spent);
    }
  }
  return samples;
}

/** Whether a processor is free: milliseconds of a machine that others keep busy say nothing of this application. */
export function isMachineQuiet(): boolean {
  return (os.loadavg()[0] ?? 0) <= os.cpus().length - 1;
}

export const NOT_QUIET = 'Other programs kept the machine busy, so milliseconds are not judged in this run.';

/** Spends the given share of `ms` on top: the slowed arm of a negative control. */
export function busyWait(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

export interface Goal {
  readonly measured: string;
  readonly baseline: string;
  /** The interval's bad end must not be above it; absent for a comparison without a goal. */
  readonly atMost?: number;
  /** The interval's good end must be above it: a negative control that must be noticed. */
  readonly atLeast?: number;
}

/** What an arm must not exceed in itself, in the unit of the samples. */
export interface Limit {
  readonly arm: string;
  readonly at: 'median' | 'p95' | 'p99' | 'max';
  readonly atMost: number;
}

export interface ReportOptions {
  readonly limits?: readonly Limit[];
  readonly unit?: 'ms' | 'MB';
}

/** Prints a table, writes bench-results/NAME.json and sets the exit code when a goal or a limit is missed. */
export function report(
  name: string,
  seed: number,
  samples: ReadonlyMap<string, readonly number[]>,
  goals: readonly Goal[],
  notes: readonly string[] = [],
  { limits = [], unit = 'ms' }: ReportOptions = {},
): boolean {
  const random = seededRandom(seed + 1);
  const arms = [...samples].map(([arm, values]) => ({ arm, ...summarise(values) }));
  const ratios = goals.map((goal) => {
    const ratio = ratioOf(samples.get(goal.measured) ?? [], samples.get(goal.baseline) ?? [], random);
    const isMet = (goal.atMost === undefined || ratio.high <= goal.atMost) && (goal.atLeast === undefined || ratio.low >= goal.atLeast);
    return { ...goal, ...ratio, isMet };
  });
  const kept = limits.map((limit) => {
    const value = summarise(samples.get(limit.arm) ?? [])[limit.at];
    return { ...limit, value, isMet: value <= limit.atMost };
  });
  const shown = (value: number): string => (unit === 'ms' && value < 1 ? `${(value * 1000).toFixed(1)} µs` : `${value.toFixed(2)} ${unit}`);
  console.log(`\n${name} (seed ${String(seed)})`);
  for (const arm of arms)
    console.log(
      `  ${arm.arm.padEnd(44)} median ${shown(arm.median).padStart(11)}  p95 ${shown(arm.p95).padStart(11)}  p99 ${shown(arm.p99).padStart(11)}  max ${shown(arm.max).padStart(11)}  n ${String(arm.n)}`,
    );
  for (const ratio of ratios) {
    const goal =
      ratio.atMost !== undefined
        ? ` goal <= ${String(ratio.atMost)}`
        : ratio.atLeast !== undefined
          ? ` must be noticed (>= ${String(ratio.atLeast)})`
          : '';
    console.log(
      `  ${ratio.isMet ? 'ok  ' : 'MISS'} ${ratio.measured} / ${ratio.baseline} = ${ratio.value.toFixed(2)} [${ratio.low.toFixed(2)}, ${ratio.high.toFixed(2)}]${goal}`,
    );
  }
  for (const limit of kept)
    console.log(`  ${limit.isMet ? 'ok  ' : 'MISS'} ${limit.arm}: ${limit.at} ${shown(limit.value)}, at most ${shown(limit.atMost)}`);
  for (const note of notes) console.log(`  note: ${note}`);
  const folder = path.join(import.meta.dirname, '../../bench-results');
  mkdirSync(folder, { recursive: true });
  const machine = {
    cpus: os.cpus().length,
    model: os.cpus()[0]?.model ?? '',
    memoryBytes: os.totalmem(),
    platform: process.platform,
    versions: process.versions,
  };
  writeFileSync(
    path.join(folder, `${name}.json`),
    JSON.stringify({ name, seed, unit, machine, arms, ratios, limits: kept, notes, samples: Object.fromEntries(samples) }, null, 1),
  );
  const isMet = [...ratios, ...kept].every((each) => each.isMet);
  if (!isMet) process.exitCode = 1;
  return isMet;
}
