import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunReport } from '../../shared/domain/install-test.ts';
import type { VerdictKind } from '../../shared/domain/submission.ts';
import { getChecklist, markItem, runChecks } from '../desk/checklist-desk.ts';
import { takeClaim } from '../desk/claim-desk.ts';
import { sendMessage } from '../desk/correspondence-desk.ts';
import { listFindings } from '../desk/finding-desk.ts';
import { queuePage } from '../desk/queue-desk.ts';
import { getSubmission } from '../desk/submission-desk.ts';
import { decideVerdict, previewVerdict } from '../desk/verdict-desk.ts';
import type { Workspace } from '../desk/workspace.ts';
import { exportBundle } from '../export/export-bundle.ts';
import { verifyBundle } from '../export/verify-bundle.ts';
import { DemoServers } from './demo-vendors.ts';
import { fillDemoWorkspace } from './fill-demo-workspace.ts';
import { takePictures } from './take-pictures.ts';

export interface DemoOptions {
  /** Output folder; what an earlier demonstration left in it is replaced. */
  readonly out: string;
  readonly openWorkspace: (path: string) => Workspace;
  /** Folder of the built entries (out/main). */
  readonly entries: string;
  /** One line of progress. */
  readonly tell: (line: string) => void;
}

export interface DemoCase {
  readonly solution: string;
  readonly outcome: RunReport['outcome'] | null;
  readonly findings: readonly string[];
  readonly verdict: VerdictKind;
  readonly bundle: string;
  readonly bundleIsValid: boolean;
}

export interface DemoResult {
  readonly workspace: string;
  readonly submissions: number;
  readonly cases: readonly DemoCase[];
  /** File names of the pictures, or why there are none. */
  readonly pictures: readonly string[];
  readonly picturesProblem: string | null;
}

const POLL_MS = 250;

/**
 * The whole job, unattended, on a new demonstration workspace: import, claim, install test, checklist, message, verdict,
 * bundle, verification. Every part is the ordinary one; nothing is staged.
 */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const { out, tell } = options;
  const folder = path.join(out, 'workspace');
  for (const name of ['workspace', 'bundles', 'screenshots']) await rm(path.join(out, name), { recursive: true, force: true });
  await mkdir(path.join(out, 'bundles'), { recursive: true });

  tell('Making the demonstration workspace');
  const workspace = options.openWorkspace(folder);
  const servers = new DemoServers(path.join(options.entries, 'vendor-process.js'));
  const cases: DemoCase[] = [];
  let submissions = 0;
  try {
    await fillDemoWorkspace(workspace, path.join(options.entries, 'demo-media'));
    await servers.follow(folder);
    workspace.settings.set({ moderatorName: 'Дежурный модератор' });
    submissions = (await page(workspace, 'all')).total;
    tell(`  ${String(submissions)} submissions, vendors' servers are running`);
    // One vendor forgets to erase data after removal; the other does everything right.
    cases.push(await judge(options, workspace, 'severlab.payments', 'return'));
    cases.push(await judge(options, workspace, 'severlab.invoices', 'approve'));
  } finally {
    await workspace.close();
    await servers.stop();
  }

  tell('Taking pictures of the workstation');
  const { pictures, problem } = await takePictures(path.dirname(path.dirname(options.entries)), folder, path.join(out, 'screenshots'));
  tell(problem === null ? `  ${String(pictures.length)} pictures` : `  not available: ${problem}`);
  const result: DemoResult = { workspace: folder, submissions, cases, pictures, picturesProblem: problem };
  await writeFile(path.join(out, 'demo.json'), JSON.stringify(result, null, 2));
  return result;
}

function page(workspace: Workspace, view: 'queue' | 'all') {
  return queuePage(workspace.context, {
    query: { view, marketplace: null, region: view === 'all' ? null : 'ru', kind: null, search: null },
    start: { index: 0 },
    limit: 200,
  });
}

async function judge(options: DemoOptions, workspace: Workspace, code: string, kind: 'approve' | 'return'): Promise<DemoCase> {
  const { tell } = options;
  const { context } = workspace;
  const { rows } = await page(workspace, 'queue');
  const row = rows.find((each) => each.solutionCode === code && each.kind !== 'card-change');
  if (row === undefined) throw new Error(`The demonstration has no submission of ${code}`);
  tell(`${row.solutionName} ${row.version}: claimed`);
  takeClaim(context, { id: row.id, revision: row.revision });
  const submissionId = row.id;
  runChecks(context, { submissionId });

  tell('  install test: install, use, remove with data, install again');
  const { runId } = workspace.installTests.start({ submissionId, portalId: null, clean: true, fullTrace: false, acceptUsedPortal: false });
  const report = await finished(workspace, runId);
  tell(
    `  install test: ${report?.outcome ?? 'incomplete'}${report === null || report.findings.length === 0 ? '' : `, ${report.findings.map((finding) => finding.ruleId).join(', ')}`}`,
  );

  if (kind === 'approve') {
    // What the machine did not judge, a person must: here the demonstration's moderator looks and agrees.
    for (const item of getChecklist(context, { submissionId }).items) {
      if (item.automatic?.status !== 'fail') markItem(context, { submissionId, ruleId: item.ruleId, mark: 'pass' });
    }
  } else {
    for (const item of getChecklist(context, { submissionId }).items) {
      if (item.automatic?.status === 'fail') markItem(context, { submissionId, ruleId: item.ruleId, mark: 'fail' });
    }
    sendMessage(context, {
      solutionId: getSubmission(context, { id: submissionId }).solution.id,
      submissionId,
      kind: 'to-vendor',
      text: 'Проверка установки закончена: замечания и картинки будут в решении.',
    });
  }
  const preview = previewVerdict(context, { submissionId, kind });
  for (const blocker of preview.blockers) tell(`  still prevents the verdict: ${blocker.message.en}`);
  const { revision, version } = getSubmission(context, { id: submissionId });
  const { verdictId } = decideVerdict(context, { submissionId, revision, version, kind, letter: preview.letter.ru, language: 'ru' });
  tell(kind === 'approve' ? '  approved' : `  returned with ${String(listFindings(context, { submissionId }).findings.length)} findings`);

  const file = path.join(options.out, 'bundles', `${code}-${version}-${kind}.zip`);
  await exportBundle(workspace, { verdictId, includeNotes: false, path: file });
  const { valid } = await verifyBundle(file);
  tell(`  bundle: ${path.relative(options.out, file)}, ${valid ? 'valid' : 'NOT VALID'}`);
  return {
    solution: code,
    outcome: report?.outcome ?? null,
    findings: report?.findings.map((finding) => finding.ruleId) ?? [],
    verdict: kind,
    bundle: path.relative(options.out, file),
    bundleIsValid: valid,
  };
}

async function finished(workspace: Workspace, runId: string): Promise<RunReport | null> {
  for (;;) {
    const { run, report } = workspace.installTests.get({ runId });
    // The last step's end is told before the results are stored: the outcome comes with them.
    if (run.outcome !== null || run.finishedAt !== null) return report;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
