import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PACKAGE_FORMAT, PACKAGE_FORMAT_VERSION } from '../intake/package-schema.ts';
import { markItem, noteItem, getChecklist } from '../desk/checklist-desk.ts';
import { takeClaim } from '../desk/claim-desk.ts';
import { queuePage } from '../desk/queue-desk.ts';
import { getSubmission } from '../desk/submission-desk.ts';
import { decideVerdict, previewVerdict } from '../desk/verdict-desk.ts';
import type { Workspace } from '../desk/workspace.ts';
import { DEMO_MARKER, DemoMarker } from './demo-servers.ts';
import { chooseFirstPort, demoAddress, demoRegistration } from './demo-vendors.ts';
import { moyskladSubmission } from './moysklad-submission.ts';
import { posterSubmission } from './poster-submission.ts';
import { demoReviews } from './reviews.ts';
import { DEMO_SOLUTIONS, type DemoSolution } from './solutions.ts';
import { DEMO_SUBMISSIONS, draftOf, FAULTS, type DemoSubmission } from './submissions.ts';

const DAY_MS = 24 * 3_600_000;
const MODES = { A: 'wizard', B: 'interface', C: 'callback', D: 'settings-form', E: 'archive' } as const;

/** Settings of the version card: those of the sample server, or addresses under the vendor's fictional domain. */
function versionOf(
  solution: DemoSolution,
  submission: DemoSubmission,
  firstPort: number,
): { version: Record<string, unknown>; keys: Record<string, string> } {
  const server = solution.server === undefined ? null : demoRegistration(solution.server, firstPort);
  const whatsNew =
    submission.kind === 'new-version'
      ? {
          ru: 'Ускорено открытие, исправлены ошибки печати и добавлен отбор по ответственным.',
          ...(solution.english === undefined ? {} : { en: 'Opens faster, printing errors are mended, filter by responsible person.' }),
        }
      : {};
  if (server !== null) {
    return {
      version: {
        number: submission.version,
        whatsNew,
        mode: MODES[server.mode],
        ...(server.appUrl === null ? {} : { appUrl: server.appUrl }),
        ...(server.installUrl === null ? {} : { installUrl: server.installUrl }),
        ...(server.eventUrl === null ? {} : { eventUrl: server.eventUrl }),
        scopes: server.scopes,
        placements: server.placements,
        menuItem: server.mode !== 'C',
      },
      keys: { client_id: server.clientId, client_secret: server.clientSecret },
    };
  }
  const base = `https://app.${solution.vendor.domain}/${solution.code.split('.')[1] ?? 'app'}`;
  return {
    version: {
      number: submission.version,
      whatsNew,
      mode: 'wizard',
      appUrl: `${base}/`,
      installUrl: `${base}/install`,
      scopes: [...solution.scopes],
      placements: [...(solution.placements ?? [])],
      menuItem: true,
    },
    keys: {
      client_id: `app.${solution.code}.demo`,
      client_secret: 'demo-secret-of-a-fictional-vendor',
      login: 'moderator',
      password: 'Пробный-доступ-1',
    },
  };
}

interface Material {
  /** Folder with the pictures. */
  readonly media: string;
  readonly now: number;
  /** Of the vendors' servers. */
  readonly firstPort: number;
}

async function writePackage(folder: string, submission: DemoSubmission, index: number, { media, now, firstPort }: Material): Promise<void> {
  const solution = DEMO_SOLUTIONS.find((each) => each.code === submission.code);
  if (solution === undefined) throw new Error(`The demonstration has no solution ${submission.code}`);
  const { version, keys } = versionOf(solution, submission, firstPort);
  const draft = draftOf(solution, version, keys);
  if (submission.fault !== undefined) FAULTS[submission.fault](draft);
  const target = path.join(folder, String(index).padStart(2, '0'));
  await mkdir(target, { recursive: true });
  for (const file of [draft.icon, ...draft.screenshots]) await cp(path.join(media, file), path.join(target, file));
  const { code, name, legalName, domain } = solution.vendor;
  const manifest = {
    format: PACKAGE_FORMAT,
    formatVersion: PACKAGE_FORMAT_VERSION,
    marketplace: 'bitrix24',
    kind: submission.kind,
    externalId: String(20_400 + index * 7),
    submittedAt: new Date(now - submission.daysAgo * DAY_MS - index * 60_000).toISOString(),
    region: submission.region ?? 'ru',
    solutionType: solution.type,
    solution: { code: solution.code },
    vendor: { code, name, legalName, email: `market@${domain}` },
    version: draft.version,
    card: draft.card,
    ...(draft.testData === null ? {} : { testData: draft.testData }),
    media: { icon: draft.icon, screenshots: draft.screenshots.map((file) => ({ file, language: 'ru' })) },
  };
  await writeFile(path.join(target, 'submission.json'), JSON.stringify(manifest, null, 2));
}

/** In the middle of the queue, which begins with the solutions of the tour and ends with further attempts. */
async function writeOtherPackage(
  target: string,
  media: string,
  { manifest, pictures }: { readonly manifest: Record<string, unknown>; readonly pictures: readonly string[] },
): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const file of pictures) await cp(path.join(media, file), path.join(target, file));
  const format = { format: PACKAGE_FORMAT, formatVersion: PACKAGE_FORMAT_VERSION };
  await writeFile(path.join(target, 'submission.json'), JSON.stringify({ ...format, ...manifest }, null, 2));
}

/** Submissions to other marketplaces than Bitrix24, beside DEMO_SUBMISSIONS. */
export const OTHER_SUBMISSIONS = 2;

/** Decides a submission of the past through the ordinary use-cases. */
async function decide(workspace: Workspace, externalIndex: number, submission: DemoSubmission): Promise<void> {
  const { context } = workspace;
  const page = await queuePage(context, {
    query: { view: 'queue', marketplace: null, region: null, kind: null, search: null },
    start: { index: 0 },
    limit: 200,
  });
  const row = page.rows.find((each) => each.solutionCode === submission.code && each.version === submission.version);
  if (row === undefined) throw new Error(`The demonstration lost submission ${String(externalIndex)}`);
  takeClaim(context, { id: row.id, revision: row.revision });
  if (submission.reason !== undefined) {
    // What a moderator looks at on paper; the next attempt shows what of it still stands.
    for (const item of getChecklist(context, { submissionId: row.id }).items)
      if (item.area === 'card' || item.area === 'media') markItem(context, { submissionId: row.id, ruleId: item.ruleId, mark: 'pass' });
    noteItem(context, { submissionId: row.id, ruleId: submission.reason.ruleId, note: submission.reason.seen });
    markItem(context, { submissionId: row.id, ruleId: submission.reason.ruleId, mark: 'fail' });
  } else {
    for (const item of getChecklist(context, { submissionId: row.id }).items)
      markItem(context, { submissionId: row.id, ruleId: item.ruleId, mark: 'pass' });
  }
  const kind = submission.outcome === 'approved' ? 'approve' : 'return';
  const { letter } = previewVerdict(context, { submissionId: row.id, kind });
  const { revision, version } = getSubmission(context, { id: row.id });
  decideVerdict(context, { submissionId: row.id, revision, version, kind, letter: letter.ru, language: 'ru' });
}

/**
 * Fills a new workspace with the demonstration: packages in the open format, imported and partly decided through the
 * ordinary use-cases. @param media folder with the pictures
 */
export async function fillDemoWorkspace(workspace: Workspace, media: string): Promise<void> {
  const now = workspace.context.now();
  const material = { media, now, firstPort: await chooseFirstPort() };
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'workstation-demo-'));
  try {
    for (const [index, submission] of DEMO_SUBMISSIONS.entries()) {
      if (submission.outcome === undefined) continue;
      const folder = path.join(temporary, `past-${String(index)}`);
      await writePackage(folder, submission, index, material);
      await importFolder(workspace, folder);
      await decide(workspace, index, submission);
    }
    const folder = path.join(temporary, 'queue');
    for (const [index, submission] of DEMO_SUBMISSIONS.entries())
      if (submission.outcome === undefined) await writePackage(folder, submission, index, material);
    const address = (name: string): string => demoAddress(name, material.firstPort);
    await writeOtherPackage(path.join(folder, 'moysklad'), media, moyskladSubmission(address('moysklad-stock-bot'), now - 2.2 * DAY_MS));
    await writeOtherPackage(path.join(folder, 'poster'), media, posterSubmission(address('poster-loyalty'), now - 2.1 * DAY_MS));
    await importFolder(workspace, folder);
    const reviews = path.join(temporary, 'reviews');
    await mkdir(reviews);
    await writeFile(path.join(reviews, 'reviews.json'), JSON.stringify(demoReviews(now)));
    await importFolder(workspace, reviews);
    await writeFile(
      path.join(workspace.path, DEMO_MARKER),
      JSON.stringify(DemoMarker.parse({ createdAt: now, firstPort: material.firstPort })),
    );
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function importFolder(workspace: Workspace, folder: string): Promise<void> {
  const summary = await workspace.importer.importPaths([folder]);
  if (summary.refused + summary.duplicates > 0) throw new Error('A package of the demonstration was refused');
}
