import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import type { RunReport } from '../../shared/domain/install-test.ts';
import type { QueueRowView } from '../../shared/ipc/contract.ts';
import { getChecklist, markItem } from '../desk/checklist-desk.ts';
import { takeClaim } from '../desk/claim-desk.ts';
import { chatThread, sendMessage } from '../desk/correspondence-desk.ts';
import { listFindings, saveFinding } from '../desk/finding-desk.ts';
import { queuePage } from '../desk/queue-desk.ts';
import { getSubmission } from '../desk/submission-desk.ts';
import { decideVerdict, previewVerdict } from '../desk/verdict-desk.ts';
import type { Workspace } from '../desk/workspace.ts';
import { exportBundle } from '../export/export-bundle.ts';
import { verifyBundle } from '../export/verify-bundle.ts';
import { demoSummary } from './demo-summary.ts';
import { DEMO_MARKER, DemoServers } from './demo-servers.ts';
import { photographWindow, type DemoPicture, type WindowCommand } from './demo-window.ts';
import { fillDemoWorkspace } from './fill-demo-workspace.ts';

export type DemoLanguage = 'ru' | 'en';
type Text = { readonly ru: string; readonly en: string };

export interface DemoRequest {
  /** Folder for everything that the demonstration leaves behind. */
  readonly out: string;
  readonly language: DemoLanguage;
  /** Folder of the built entries: vendor-process.js and the pictures lie there. */
  readonly builtFolder: string;
  readonly openWorkspace: (path: string, create: boolean) => Workspace;
  /** How the workstation's window is started; null leaves the window out. */
  readonly window: WindowCommand | null;
  readonly say: (line: string) => void;
}

/** What one install test of the demonstration saw. */
export interface DemoTest {
  readonly solution: string;
  readonly version: string;
  readonly outcome: RunReport['outcome'];
  readonly durationMs: number;
  readonly phases: RunReport['phases'];
  readonly findings: readonly { readonly ruleId: string; readonly severity: string; readonly message: Text }[];
  readonly evidence: number;
}

export interface DemoVerdict {
  readonly kind: 'approve' | 'return';
  readonly solution: string;
  readonly version: string;
  readonly letter: string;
  readonly bundle: string;
  readonly sha256: string;
  readonly isValid: boolean;
  /** What verification says of a copy with one byte altered. */
  readonly altered: { readonly file: string | null; readonly offset: number | null };
}

export interface DemoOutcome {
  readonly out: string;
  readonly workspace: string;
  readonly waiting: number;
  readonly tests: readonly DemoTest[];
  readonly verdicts: readonly DemoVerdict[];
  readonly pictures: readonly DemoPicture[];
  readonly durationMs: number;
}

/** The vendor whose server keeps what it should erase, and two that do everything right. */
const FAULTY = { code: 'severlab.payments', region: 'ru' };
const GOOD = { code: 'polekadr.agreements', region: 'ru' };
/** Tested in the window, by keys. */
const IN_WINDOW = { code: 'severlab.invoices', region: 'ru', kind: 'new-version' };

/** How often the progress of a run is looked at, ms. */
const LOOK_EVERY_MS = 250;

/**
 * The whole job of a moderator on the demonstration, through the use-cases of the desk: queue, claim, install test,
 * checklist, conversation, verdict, bundle, verification; then the window itself. Leaves report.html, report.json,
 * bundles, screenshots and the workspace in `out`.
 * Throws AppError 'not-allowed' (the folder holds something else), 'port-taken' (a vendor's port), 'unavailable' (the
 * demonstration did not come out as it must), or what the use-cases throw.
 */
export async function runDemo(request: DemoRequest): Promise<DemoOutcome> {
  const startedAt = performance.now();
  const { out, language } = request;
  const tell = (text: Text): void => {
    request.say(text[language]);
  };
  const workspacePath = path.join(out, 'workspace');
  await makeRoom(out, workspacePath);

  const servers = new DemoServers(path.join(request.builtFolder, 'vendor-process.js'));
  try {
    const workspace = request.openWorkspace(workspacePath, true);
    let desk: DeskWork;
    try {
      desk = await work(workspace, servers, request, tell);
    } finally {
      await workspace.close();
    }
    // The window runs the vendors of a demonstration by itself.
    await servers.stop();
    const pictures =
      request.window === null
        ? []
        : await photographWindow({
            command: request.window,
            workspace: workspacePath,
            folder: path.join(out, 'screenshots'),
            language,
            returned: desk.returned,
            tested: desk.tested,
            tell,
          });
    const outcome: DemoOutcome = {
      out,
      workspace: workspacePath,
      waiting: desk.waiting,
      tests: desk.tests,
      verdicts: desk.verdicts,
      pictures,
      durationMs: Math.round(performance.now() - startedAt),
    };
    await writeFile(path.join(out, 'report.json'), `${JSON.stringify(outcome, null, 2)}\n`);
    await writeFile(path.join(out, 'report.html'), demoSummary(outcome, language));
    tell({
      ru: `Готово за ${seconds(outcome.durationMs)} с. Отчёт: ${path.join(out, 'report.html')}`,
      en: `Done in ${seconds(outcome.durationMs)} s. Report: ${path.join(out, 'report.html')}`,
    });
    return outcome;
  } finally {
    await servers.stop();
  }
}

/** Only what an earlier demonstration left is removed; anything else in the way is the user's. */
async function makeRoom(out: string, workspacePath: string): Promise<void> {
  if (existsSync(workspacePath) && !existsSync(path.join(workspacePath, DEMO_MARKER))) {
    throw new AppError('not-allowed', `${workspacePath} exists and is not a demonstration. Choose another folder with --out.`, {
      path: workspacePath,
    });
  }
  await mkdir(out, { recursive: true });
  for (const name of ['workspace', 'screenshots', 'bundles', 'report.html', 'report.json'])
    await rm(path.join(out, name), { recursive: true, force: true });
  await mkdir(path.join(out, 'bundles'));
}

interface DeskWork extends Pick<DemoOutcome, 'waiting' | 'tests' | 'verdicts'> {
  /** Name and version, as the queue shows them, for the window. */
  readonly returned: string;
  readonly tested: string;
}

async function work(workspace: Workspace, servers: DemoServers, request: DemoRequest, tell: (text: Text) => void): Promise<DeskWork> {
  const moderator = request.language === 'ru' ? 'Дежурный модератор' : 'Moderator on duty';
  workspace.settings.set({ locale: request.language, moderatorName: moderator, theme: 'light' });
  await fillDemoWorkspace(workspace, path.join(request.builtFolder, 'demo-media'));
  const failed = await servers.follow(workspace.path);
  if (failed.length > 0) {
    throw new AppError('port-taken', `Vendors of the demonstration could not start, their ports are taken: ${failed.join(', ')}`, {
      vendors: failed.join(', '),
    });
  }
  tell({ ru: 'Серверы разработчиков запущены.', en: 'The vendors’ servers are running.' });
  const queue = await queueOf(workspace);
  tell({
    ru: `Рабочее место заполнено: в очереди ${String(queue.length)} заявок, первая ждёт дольше всех — «${queue[0]?.solutionName ?? ''}».`,
    en: `The workspace is filled: ${String(queue.length)} submissions wait, the oldest is “${queue[0]?.solutionName ?? ''}”.`,
  });

  const faulty = find(queue, FAULTY);
  const first = await examine(workspace, faulty, tell);
  requireOutcome(first, 'findings');
  await correspond(workspace, faulty, first, tell);
  const returned = await decide(workspace, request, faulty, 'return', tell);

  const good = find(queue, GOOD);
  const second = await examine(workspace, good, tell);
  requireOutcome(second, 'passed');
  const approved = await decide(workspace, request, good, 'approve', tell);
  const label = (row: QueueRowView): string => `${row.solutionName} ${row.version}`;
  return {
    waiting: queue.length,
    tests: [first, second],
    verdicts: [returned, approved],
    returned: label(faulty),
    tested: label(find(queue, IN_WINDOW)),
  };
}

async function queueOf({ context }: Workspace): Promise<readonly QueueRowView[]> {
  const page = await queuePage(context, {
    query: { view: 'queue', marketplace: null, region: null, kind: null, search: null },
    start: { index: 0 },
    limit: 200,
  });
  return page.rows;
}

function find(
  queue: readonly QueueRowView[],
  wanted: { readonly code: string; readonly region: string; readonly kind?: string },
): QueueRowView {
  const row = queue.find(
    (each) =>
      each.solutionCode === wanted.code && each.region === wanted.region && (wanted.kind === undefined || each.kind === wanted.kind),
  );
  if (row === undefined) throw new AppError('unavailable', `The demonstration has no submission of ${wanted.code}.`);
  return row;
}

function requireOutcome(test: DemoTest, outcome: DemoTest['outcome']): void {
  if (test.outcome === outcome) return;
  const seen = test.findings.map(({ ruleId }) => ruleId).join(', ');
  throw new AppError(
    'unavailable',
    `The install test of ${test.solution} ended with "${test.outcome}" instead of "${outcome}" (${seen}).`,
    {
      outcome: test.outcome,
    },
  );
}

/** Claims the submission and replays install, removal and reinstall on a fresh portal. */
async function examine(workspace: Workspace, row: QueueRowView, tell: (text: Text) => void): Promise<DemoTest> {
  const { context, installTests } = workspace;
  const name = `«${row.solutionName}» ${row.version}`;
  takeClaim(context, { id: row.id, revision: row.revision });
  tell({ ru: `Взято в работу: ${name}, разработчик ${row.vendorName}.`, en: `Claimed: ${name} by ${row.vendorName}.` });
  const { runId } = installTests.start({ submissionId: row.id, portalId: null, clean: true, fullTrace: false, acceptUsedPortal: false });

  let isOver = false;
  const finished = installTests.whenFinished(runId).then(() => {
    isOver = true;
  });
  const told = new Set<string>();
  const answered = new Set<string>();
  const look = (): void => {
    for (const each of installTests.get({ runId }).progress) {
      if (each.type === 'checkpoint' && !answered.has(each.checkpointId)) {
        answered.add(each.checkpointId);
        installTests.control({ runId, command: { type: 'answer', checkpointId: each.checkpointId, answer: 'skipped' } });
      }
      if (each.type !== 'phase' || each.phase.durationMs === null || told.has(each.phase.name)) continue;
      told.add(each.phase.name);
      const took = seconds(each.phase.durationMs);
      tell({ ru: `  ${each.phase.title.ru}: ${took} с`, en: `  ${each.phase.title.en}: ${took} s` });
    }
  };
  while (!isOver) {
    look();
    await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))]);
  }

  const { report } = installTests.get({ runId });
  if (report === null) throw new AppError('unavailable', 'The install test left no report.', { runId });
  if (report.problem !== null) throw new AppError('unavailable', report.problem.message.en, { code: report.problem.code });
  const findings = report.findings.filter(({ confidence }) => confidence !== 'could-not-look');
  tell({
    ru: `Тест установки ${name}: ${report.outcome === 'passed' ? 'замечаний нет' : `замечаний — ${String(findings.length)}`}, ${seconds(report.durationMs)} с.`,
    en: `Install test of ${name}: ${report.outcome === 'passed' ? 'nothing found' : `${String(findings.length)} findings`}, ${seconds(report.durationMs)} s.`,
  });
  for (const { ruleId, message } of findings) tell({ ru: `  [${ruleId}] ${message.ru}`, en: `  [${ruleId}] ${message.en}` });
  return {
    solution: row.solutionName,
    version: row.version,
    outcome: report.outcome,
    durationMs: report.durationMs,
    phases: report.phases,
    findings: findings.map(({ ruleId, severity, message }) => ({ ruleId, severity, message })),
    evidence: report.evidence.length,
  };
}

/** The moderator agrees with the machine, adds what he saw in his own words, and writes to the developer. */
async function correspond(workspace: Workspace, row: QueueRowView, test: DemoTest, tell: (text: Text) => void): Promise<void> {
  const { context } = workspace;
  const language = workspace.settings.get().locale;
  for (const item of getChecklist(context, { submissionId: row.id }).items) {
    if (item.automatic?.status === 'fail') markItem(context, { submissionId: row.id, ruleId: item.ruleId, mark: 'fail' });
    else if (item.automatic?.status === 'pass') markItem(context, { submissionId: row.id, ruleId: item.ruleId, mark: 'pass' });
  }
  const erasure = test.findings.find(({ ruleId }) => ruleId.startsWith('uninstall-'));
  if (erasure !== undefined) {
    saveFinding(context, {
      submissionId: row.id,
      ruleId: erasure.ruleId,
      seen: erasure.message[language],
      steps:
        language === 'ru'
          ? '1. Установить решение и сохранить настройки.\n2. Удалить решение вместе с настройками и данными.\n3. Дождаться события удаления и установить решение снова.'
          : '1. Install the solution and save its settings.\n2. Remove it together with settings and data.\n3. Wait for the removal event and install again.',
    });
  }
  const { solution } = getSubmission(context, { id: row.id });
  const write = (kind: 'to-vendor' | 'from-vendor' | 'note', text: string): void => {
    sendMessage(context, { solutionId: solution.id, submissionId: row.id, kind, text });
  };
  if (language === 'ru') {
    write(
      'to-vendor',
      'Здравствуйте! После удаления решения с данными ваш сервер сохранил настройки портала. Подробности пришлём в письме.',
    );
    write('from-vendor', 'Спасибо, повторили у себя: обработчик удаления не доходит до хранилища настроек. Исправляем.');
    write('note', 'Разработчик подтвердил ошибку. На повторной заявке смотреть удаление и переустановку в первую очередь.');
  } else {
    write('to-vendor', 'Hello! After removal with data your server kept the settings of the portal. Details will follow in the letter.');
    write('from-vendor', 'Thank you, we see it too: the removal handler never reaches the store of settings. We are on it.');
    write('note', 'The vendor confirmed the fault. On the next attempt look at removal and reinstall first.');
  }
  const { messages } = chatThread(context, { solutionId: solution.id });
  const findings = listFindings(context, { submissionId: row.id }).findings.filter(({ included }) => included).length;
  tell({
    ru: `Чек-лист отмечен, замечаний в письме: ${String(findings)}, сообщений в переписке: ${String(messages.length)}.`,
    en: `Checklist marked, findings in the letter: ${String(findings)}, messages in the conversation: ${String(messages.length)}.`,
  });
}

/** Decides, exports the bundle, verifies it, and shows that an altered copy is noticed. */
async function decide(
  workspace: Workspace,
  request: DemoRequest,
  row: QueueRowView,
  kind: DemoVerdict['kind'],
  tell: (text: Text) => void,
): Promise<DemoVerdict> {
  const { context } = workspace;
  if (kind === 'approve') {
    for (const item of getChecklist(context, { submissionId: row.id }).items)
      if (item.automatic?.status !== 'fail') markItem(context, { submissionId: row.id, ruleId: item.ruleId, mark: 'pass' });
  }
  const preview = previewVerdict(context, { submissionId: row.id, kind });
  const letter = preview.letter[request.language];
  const { revision, version } = getSubmission(context, { id: row.id });
  const { verdictId } = decideVerdict(context, { submissionId: row.id, revision, version, kind, letter, language: request.language });
  tell(preview.consequence);

  const file = path.join(request.out, 'bundles', `${kind}-${row.solutionCode.replaceAll(/[^\w-]/g, '-')}.zip`);
  const bundle = await exportBundle(workspace, { verdictId, includeNotes: false, path: file });
  const { valid } = await verifyBundle(file, { expectedFingerprint: bundle.fingerprint });
  if (!valid) throw new AppError('bundle-invalid', 'The bundle that was just written does not verify.', { path: file });
  const altered = await alteredCopy(file, bundle.sizeBytes);
  tell({
    ru: `Пакет решения ${path.basename(file)} проверен: ${String(bundle.sizeBytes)} байт. В копии с одним изменённым байтом проверка указала на ${altered.file ?? '?'}, смещение ${String(altered.offset)}.`,
    en: `Bundle ${path.basename(file)} verified: ${String(bundle.sizeBytes)} bytes. In a copy with one altered byte verification points to ${altered.file ?? '?'}, offset ${String(altered.offset)}.`,
  });
  return {
    kind,
    solution: row.solutionName,
    version,
    letter,
    bundle: path.relative(request.out, file).replaceAll('\\', '/'),
    sha256: bundle.sha256,
    isValid: valid,
    altered,
  };
}

async function alteredCopy(file: string, sizeBytes: number): Promise<DemoVerdict['altered']> {
  const copy = `${file}.altered`;
  try {
    await copyFile(file, copy);
    const at = Math.floor(sizeBytes / 2);
    const byte = (await readFile(copy)).subarray(at, at + 1);
    const handle = await open(copy, 'r+');
    try {
      await handle.write(Uint8Array.of((byte[0] ?? 0) ^ 1), 0, 1, at);
    } finally {
      await handle.close();
    }
    const { valid, checks } = await verifyBundle(copy);
    if (valid) throw new AppError('bundle-invalid', 'An altered bundle was not noticed.', { path: file });
    const fault = checks.find(({ ok, offset }) => !ok && offset !== null) ?? checks.find(({ ok }) => !ok);
    return { file: fault?.file ?? null, offset: fault?.offset ?? null };
  } finally {
    await rm(copy, { force: true });
  }
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(1);
}
