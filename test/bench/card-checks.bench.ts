import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startCheckRunner } from '../../electron/desk/check-runner.ts';
import { checkInputOf } from '../../electron/desk/automatic-results.ts';
import { rulesFor } from '../../electron/desk/begin-checklist.ts';
import type { CheckInput, InspectedFile } from '../../electron/marketplaces/marketplace.ts';
import { requireSubmission } from '../../electron/desk/desk-context.ts';
import { startWorkstation, temporaryFolder } from '../electron-app.ts';
import { openForBench, seededWorkspace } from './bench-workspace.ts';
import { interleave, report, seededRandom, type Arm } from './measure.ts';

/**
 * The full check of one submission without a network, in the built worker: dictionaries, a logo and two screenshots that it has never
 * seen, every rule. Then a thousand checklists are begun in the real window, which makes the worker look at each, while the window
 * measures how late its own timers come.
 */
const seed = 20261127;
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 40);
const CARDS = 1_000;
const root = path.join(import.meta.dirname, '../..');
const media = path.join(root, 'electron/demo/media');
const script = path.resolve(root, process.env['WORKSTATION_OUT'] ?? 'out', 'main/check-worker.js');

// ---- one submission ----

const evidence = temporaryFolder('bench-checks');
const workspace = openForBench(seededWorkspace(2_000));
const ids = workspace.context.db.all<{ id: string }>("SELECT id FROM submissions WHERE state = 'queued' ORDER BY seq LIMIT ?", rounds + 10);
const pictures = readdirSync(media).filter((name) => /-(?:1|2)\.jpg$/.test(name));
const icons = readdirSync(media).filter((name) => name.endsWith('-icon.png'));
let made = 0;

/** The same bytes under a name of their own: the worker remembers pictures by their hash. */
function fresh(name: string, role: 'icon' | 'screenshot'): InspectedFile {
  const bytes = readFileSync(path.join(media, name));
  const sha256 = createHash('sha256')
    .update(`${name} ${String((made += 1))}`)
    .digest('hex');
  mkdirSync(path.join(evidence, sha256.slice(0, 2)), { recursive: true });
  copyFileSync(path.join(media, name), path.join(evidence, sha256.slice(0, 2), sha256));
  const size = role === 'icon' ? { widthPx: 400, heightPx: 400 } : { widthPx: 1280, heightPx: 720 };
  return {
    path: name,
    role,
    language: 'ru',
    mime: role === 'icon' ? 'image/png' : 'image/jpeg',
    sizeBytes: bytes.length,
    sha256,
    image: { ...size, hasTransparentPixels: false, isAnimated: false },
  };
}

interface Question {
  readonly input: CheckInput;
  readonly ruleIds: readonly string[];
}

const questions = ids.map(({ id }, index): Question => {
  const row = requireSubmission(workspace.context.db, id);
  const files = [
    fresh(icons[index % icons.length] ?? '', 'icon'),
    fresh(pictures[(2 * index) % pictures.length] ?? '', 'screenshot'),
    fresh(pictures[(2 * index + 1) % pictures.length] ?? '', 'screenshot'),
  ];
  const rules = rulesFor(workspace.context, workspace.context.db, row).map((rule) => rule.id);
  return { input: { ...checkInputOf(workspace.context.db, row), files }, ruleIds: rules };
});
await workspace.close();

const runner = startCheckRunner(script, evidence);
let asked = 0;
const check = async ({ input, ruleIds }: Question): Promise<number> => {
  const from = performance.now();
  const results = await runner.run({ marketplace: 'bitrix24', input, ruleIds, withNetwork: false });
  const spent = performance.now() - from;
  if (results === null || results.length < 30) throw new Error(`only ${String(results?.length ?? 0)} rules were checked`);
  return spent;
};
const known = questions[0] as Question;
const arms: Arm[] = [
  {
    name: 'full check, pictures never seen',
    run: () => {
      asked += 1;
      return check(questions[asked % questions.length] as Question);
    },
  },
  { name: 'full check, pictures known', run: () => check(known) },
  { name: 'slowed full check', run: async () => (await check(known)) * 1.5 },
];
const samples = await interleave(arms, rounds, seededRandom(seed), 5);
await runner.close();
report(
  'card-checks',
  seed,
  samples,
  [{ measured: 'slowed full check', baseline: 'full check, pictures known', atLeast: 1.2 }],
  [`${String(known.ruleIds.length)} rules, a logo of 400 px and two screenshots of 1280 × 720 px`],
  { limits: [{ arm: 'full check, pictures never seen', at: 'median', atMost: 50 }] },
);

// ---- a thousand in the window ----

const folder = temporaryFolder('bench-checks-window');
cpSync(seededWorkspace(2_000), folder, { recursive: true });
const { page, close } = await startWorkstation({ workspace: folder, env: { WORKSTATION_CHECK_OUTPUTS: '' } });
await page.getByTestId('queue-row').first().waitFor();
const measured = await page.evaluate(async (count) => {
  const bridge = window.workstation;
  const looked = new Set<string>();
  const begun = new Set<string>();
  const stop = bridge.on('submission.changed', (payload) => {
    const { id } = payload as { id: string };
    if (begun.has(id)) looked.add(id);
  });
  const query = { view: 'queue', marketplace: null, region: null, kind: null, search: null } as const;
  const queued: string[] = [];
  for (let index = 0; queued.length < count; index += 100) {
    const next = await bridge.invoke('queue.page', { query, start: { index }, limit: 100 });
    if (!next.ok) throw new Error(next.message);
    const { rows } = next.value as { rows: readonly { id: string }[] };
    if (rows.length === 0) throw new Error('the queue is too short');
    queued.push(...rows.map(({ id }) => id));
  }
  const late: number[] = [];
  let isMeasuring = true;
  const wait = (): void => {
    const due = performance.now() + 10;
    setTimeout(() => {
      late.push(Math.max(0, performance.now() - due));
      if (isMeasuring) wait();
    }, 10);
  };
  wait();
  // How late they come while nothing is asked of the application: what the machine itself costs.
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const idle = late.splice(0);
  const from = performance.now();
  for (const submissionId of queued.slice(0, count)) {
    begun.add(submissionId);
    const answer = await bridge.invoke('checklist.get', { submissionId });
    if (!answer.ok) throw new Error(answer.message);
  }
  while (looked.size < count && performance.now() - from < 600_000) await new Promise((resolve) => setTimeout(resolve, 100));
  isMeasuring = false;
  stop();
  return { idle, late, looked: looked.size, tookMs: performance.now() - from };
}, CARDS);
await close();
if (measured.looked < CARDS) throw new Error(`the worker looked at ${String(measured.looked)} of ${String(CARDS)} cards`);
report(
  'card-checks-window',
  seed,
  new Map([
    ['late timers of the window, cards checked', measured.late],
    ['late timers of the window, idle', measured.idle],
  ]),
  [],
  [`${String(CARDS)} cards in ${(measured.tookMs / 1000).toFixed(1)} s, ${(measured.tookMs / CARDS).toFixed(1)} ms each`],
  { limits: [{ arm: 'late timers of the window, cards checked', at: 'p99', atMost: 8 }] },
);
