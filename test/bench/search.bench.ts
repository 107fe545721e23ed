import { searchSubmissions } from '../../electron/store/repositories/search.ts';
import { rowsBySeq } from '../../electron/store/repositories/queue.ts';
import { onlookerOf } from '../../electron/desk/desk-context.ts';
import { busyWait, interleave, report, seededRandom, type Arm } from './measure.ts';
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

const arms: Arm[] = searches.map(({ what, typed, finds }) => ({
  name: what,
  run: () => {
    const from = performance.now();
    const rows = first(typed);
    const spent = performance.now() - from;
    if (rows > 0 !== finds) throw new Error(`${what}: ${String(rows)} rows`);
    return spent;
  },
}));
arms.push(
  {
    name: 'a common word among the decided of one region',
    run: () => {
      const from = performance.now();
      first('склад', { ...everywhere, view: 'decided', region: 'ru' });
      return performance.now() - from;
    },
  },
  {
    name: 'a common word where nothing fits',
    run: () => {
      const from = performance.now();
      first('склад', { ...everywhere, view: 'waiting-vendor' });
      return performance.now() - from;
    },
  },
  {
    name: 'slowed rare word',
    run: () => {
      const from = performance.now();
      first(searches[0]?.typed ?? '');
      busyWait(GOAL_MS);
      return performance.now() - from;
    },
  },
);

const samples = await interleave(arms, 40, seededRandom(seed), 3);
report(`search-${String(count)}`, seed, samples, [{ measured: 'slowed rare word', baseline: 'one rare word', atLeast: 1.5 }], [], {
  limits: [...samples.keys()].filter((name) => !name.startsWith('slowed')).map((arm) => ({ arm, at: 'p95', atMost: GOAL_MS })),
});
await workspace.close();
