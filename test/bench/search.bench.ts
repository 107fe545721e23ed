import { searchSubmissions } from '../../electron/store/repositories/search.ts';
import { rowsBySeq } from '../../electron/store/repositories/queue.ts';
import { onlookerOf } from '../../electron/desk/desk-context.ts';
import { busyWait, interleave, isMachineQuiet, NOT_QUIET, report, seededRandom, type Arm } from './measure.ts';
import { openForBench, seededWorkspace } from './bench-workspace.ts';

/**
 * First results of a search at a million submissions, from the words as typed to the first hundred rows: at most 20 ms at the
 * 95th percentile, whatever is typed. Each search must find what a slow reading of the rows says it should.
 */
const GOAL_MS = 20;
const seed = 20261127;
const count = Number(process.env['BENCH_SIZES'] ?? 1_000_000);
const workspace = openForBench(seededWorkspace(count));
const { db } = workspace.context;
const onlooker = onlookerOf(workspace.context);
const everywhere = { view: 'all', marketplace: null, region: null, kind: null } as const;

const searches: readonly { readonly what: string; readonly typed: string; readonly finds: boolean }[] = [
  { what: 'one rare word', typed: `seed${String(Math.floor(count / 80))}`, finds: true },
  { what: 'a common word', typed: 'склад', finds: true },
  { what: 'a word form', typed: 'складами', finds: true },
  { what: 'two common words', typed: 'склад учёта', finds: true },
  { what: 'a version', typed: db.value<string>('SELECT version FROM submissions WHERE seq = 7') ?? '', finds: true },
  { what: 'the other layout', typed: 'crkfl', finds: true },
  { what: 'nothing', typed: 'ктотакоенаписал', finds: false },
  { what: 'a single letter', typed: 'с', finds: true },
  { what: 'three letters', typed: 'дос', finds: true },
];

const first = (typed: string, filter: Parameters<typeof searchSubmissions>[1] = everywhere): number => {
  const { keys } = searchSubmissions(db, filter, typed, onlooker);
  return rowsBySeq(db, onlooker, keys.slice(0, 100)).length;
};

/** Processor time of each search: on a busy machine the clock also counts what others do. */
const processor = new Map<string, number[]>();
function measured(name: string, work: () => void): Arm {
  const spent: number[] = [];
  processor.set(`${name}: processor`, spent);
  return {
    name,
    run: (round) => {
      const [from, used] = [performance.now(), process.cpuUsage()];
      work();
      const [took, { user, system }] = [performance.now() - from, process.cpuUsage(used)];
      if (round >= 0) spent.push((user + system) / 1000);
      return took;
    },
  };
}

const arms: Arm[] = searches.map(({ what, typed, finds }) =>
  measured(what, () => {
    const rows = first(typed);
    if (rows > 0 !== finds) throw new Error(`${what}: ${String(rows)} rows`);
  }),
);
arms.push(
  measured('a common word among the decided of one region', () => first('склад', { ...everywhere, view: 'decided', region: 'ru' })),
  measured('a common word where nothing fits', () => first('склад', { ...everywhere, view: 'waiting-vendor' })),
  measured('slowed rare word', () => {
    first(searches[0]?.typed ?? '');
    busyWait(GOAL_MS);
  }),
);

const isQuiet = isMachineQuiet();
const samples = await interleave(arms, 40, seededRandom(seed), 3);
const judged = [...processor.keys(), ...(isQuiet ? samples.keys() : [])].filter((name) => !name.startsWith('slowed'));
report(
  `search-${String(count)}`,
  seed,
  new Map([...samples, ...processor]),
  [{ measured: 'slowed rare word: processor', baseline: 'one rare word: processor', atLeast: 1.5 }],
  isQuiet ? [] : [NOT_QUIET],
  { limits: judged.map((arm) => ({ arm, at: 'p95', atMost: GOAL_MS })) },
);
await workspace.close();
