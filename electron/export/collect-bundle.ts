import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../shared/domain/errors.ts';
import type { RunReport } from '../../shared/domain/install-test.ts';
import type { Rule } from '../../shared/domain/rulebook.ts';
import { MARKS } from '../../shared/domain/submission.ts';
import { LIMITS } from '../../shared/limits.ts';
import { marketplaceOf, requireSubmission, type DeskContext } from '../desk/desk-context.ts';
import type { SourceName } from '../../shared/domain/source-names.ts';
import type { FieldDescription } from '../marketplaces/marketplace.ts';
import type { ReadableDb } from '../store/connection.ts';
import type { HashedEvent } from '../store/event-chain.ts';
import { chainLinks, eventsOfSubmission } from '../store/event-log.ts';
import { messageFilesOf, threadOf } from '../store/repositories/correspondence.ts';
import { evidenceOf } from '../store/repositories/evidence.ts';
import { findingsOf } from '../store/repositories/findings.ts';
import { publicationIn } from '../store/repositories/publications.ts';
import { portalById, runById } from '../store/repositories/runs.ts';
import { documentBody, filesOf, hasTestData, solutionById, vendorById, type SubmissionRow } from '../store/repositories/submissions.ts';
import { verdictById, type VerdictRow } from '../store/repositories/verdicts.ts';
import type { ShownField } from './report.ts';
import { bundledName, VERDICT_FORMAT, VERDICT_FORMAT_VERSION, type ChainLineData, type VerdictDocumentData } from './verdict-document.ts';

export interface CollectOptions {
  /** Team notes and the notes on checklist items. */
  readonly includeNotes: boolean;
  readonly product: { readonly name: string; readonly version: string };
}

export interface Collected {
  readonly document: VerdictDocumentData;
  readonly lines: readonly ChainLineData[];
  readonly versionFields: readonly ShownField[];
  readonly cardFields: readonly ShownField[];
  readonly sources: readonly SourceName[];
}

/** The part of the desk's snapshot that a bundle shows; what was looked at, as it was when it was decided. */
const text = z.object({ ru: z.string(), en: z.string() });
const Snapshot = z.object({
  submission: z.object({ packageSha256: z.string(), cardSha256: z.string(), versionSha256: z.string() }),
  checklist: z
    .object({
      rulebookVersion: z.string(),
      rulesSha256: z.string(),
      items: z.array(
        z.object({
          ruleId: z.string(),
          mark: z.enum(MARKS),
          markedBy: z.string().nullable(),
          markedAt: z.int().nullable(),
          note: z.string(),
          automatic: z.array(
            z.object({
              source: z.enum(['install-test', 'check']),
              status: z.enum(['pass', 'fail', 'could-not-look']),
              message: text,
              place: z.string().nullable(),
              runId: z.string().nullable(),
              at: z.int(),
            }),
          ),
          evidence: z.array(z.string()),
        }),
      ),
    })
    .nullable(),
  findings: z.array(
    z.object({
      id: z.string(),
      ruleId: z.string(),
      severity: z.enum(['blocker', 'major', 'minor']),
      source: z.enum(['person', 'install-test', 'check']),
      included: z.boolean(),
      seen: text,
      steps: z.string(),
      runId: z.string().nullable(),
    }),
  ),
  evidence: z.array(z.object({ id: z.string() })),
  runs: z.array(z.object({ id: z.string() })),
});
type SnapshotData = z.output<typeof Snapshot>;

/**
 * Gathers all that a bundle says of a verdict, as it was when the verdict was made. Test data is not read at all.
 * Throws AppError 'not-found', 'not-allowed' for a verdict that was undone, 'storage-corrupt' when something is missing.
 */
export async function collectBundle(context: DeskContext, verdictId: string, options: CollectOptions): Promise<Collected> {
  const { db } = context;
  const verdict = verdictById(db, verdictId);
  if (!verdict) throw new AppError('not-found', 'There is no such verdict.', { id: verdictId });
  if (verdict.undone_at !== null)
    throw new AppError('not-allowed', 'The verdict was undone: there is nothing to prove.', { id: verdictId });
  const row = requireSubmission(db, verdict.submission_id);
  const marketplace = marketplaceOf(context, row.marketplace);
  const snapshot = Snapshot.parse(document(db, verdict.snapshot_sha256, 'snapshot'));
  const card = record(document(db, snapshot.submission.cardSha256, 'card'));
  const version = record(document(db, snapshot.submission.versionSha256, 'version'));
  const events = eventsOfSubmission(db, row.id);
  const language = verdict.language;

  const entry = (list: readonly { readonly id: string; readonly title: { readonly ru: string; readonly en: string } }[], id: string) => ({
    id,
    title: { ...(list.find((each) => each.id === id)?.title ?? { ru: id, en: id }) },
  });
  return {
    document: {
      format: VERDICT_FORMAT,
      formatVersion: VERDICT_FORMAT_VERSION,
      product: { ...options.product },
      workstation: { id: context.workstationId },
      verdict: {
        id: verdict.id,
        kind: verdict.kind,
        by: verdict.decided_by,
        at: verdict.at,
        language,
        letter: verdict.letter,
        version: verdict.version,
        submissionRevision: verdict.revision,
        eventId: verdict.event_id,
      },
      submission: {
        id: row.id,
        externalId: row.external_id,
        marketplace: { id: marketplace.id, title: { ...marketplace.title } },
        region: entry(marketplace.regions, row.region),
        solutionType: entry(marketplace.solutionTypes, row.solution_type),
        kind: row.kind,
        attempt: row.attempt,
        submittedAt: row.submitted_at,
        queuedAt: row.queued_at,
        packageSha256: snapshot.submission.packageSha256,
        hasTestData: hasTestData(db, row.id),
        ...partiesOf(db, row, verdict, events),
        version: { ...version, number: row.version },
        card,
        media: mediaOf(db, row),
      },
      ...checklistOf(db, row, snapshot, options.includeNotes),
      findings: findingsWithRules(db, row, snapshot),
      runs: snapshot.runs.map(({ id }) => runOf(db, id)),
      evidence: evidenceIn(db, row, snapshot),
      messages: messagesOf(db, row, verdict),
      ...(options.includeNotes ? { notes: notesOf(db, row) } : {}),
    },
    lines: await chainOf(db, events),
    versionFields: shownFields(marketplace.versionFields(version), version, language),
    cardFields: shownFields(marketplace.cardFields(card), card, language),
    sources: marketplace.sources ?? [],
  };
}

function document(db: ReadableDb, sha256: string, what: string): unknown {
  const body = documentBody(db, sha256);
  if (body === undefined) throw new AppError('storage-corrupt', `A stored document is missing: ${what}.`, { sha256 });
  return JSON.parse(body);
}

function record(value: unknown): Readonly<Record<string, unknown>> & { readonly [name: string]: unknown } {
  return value as Record<string, unknown>;
}

function partiesOf(
  db: ReadableDb,
  row: SubmissionRow,
  verdict: VerdictRow,
  events: readonly HashedEvent[],
): Pick<VerdictDocumentData['submission'], 'solution' | 'vendor'> {
  const solution = solutionById(db, row.solution_id);
  const vendor = solution && vendorById(db, solution.vendor_id);
  if (!solution || !vendor) throw new AppError('storage-corrupt', 'The submission has lost its solution or vendor.', { id: row.id });
  // As the verdict left it; it may have changed since.
  const publication = events.find((each) => each.id === verdict.event_id)?.details['publication'];
  return {
    solution: {
      id: solution.id,
      code: row.solution_code,
      name: row.solution_name,
      publication: isPublication(publication) ? publication : publicationIn(db, row.solution_id, row.region),
    },
    vendor: { code: vendor.code, name: row.vendor_name, legalName: vendor.legal_name, email: vendor.email },
  };
}

function isPublication(value: unknown): value is VerdictDocumentData['submission']['solution']['publication'] {
  return value === 'none' || value === 'published' || value === 'hidden' || value === 'withdrawn';
}

/** Pictures of the card are in the bundle; attachments and films are named by their hash. */
function mediaOf(db: ReadableDb, row: SubmissionRow): VerdictDocumentData['submission']['media'] {
  return filesOf(db, row.id).map((file) => ({
    path: file.path,
    role: file.role,
    title: file.title,
    language: file.language,
    mime: file.mime,
    sizeBytes: file.size_bytes,
    widthPx: file.width_px,
    heightPx: file.height_px,
    sha256: file.sha256,
    file: file.role !== 'attachment' && file.mime.startsWith('image/') ? bundledName('media', file.sha256, file.mime) : null,
  }));
}

function checklistOf(
  db: ReadableDb,
  row: SubmissionRow,
  snapshot: SnapshotData,
  includeNotes: boolean,
): Pick<VerdictDocumentData, 'rulebook' | 'checklist'> {
  if (!snapshot.checklist) return { rulebook: null, checklist: [] };
  const rules = rulesOf(db, snapshot);
  return {
    rulebook: { marketplace: row.marketplace, version: snapshot.checklist.rulebookVersion },
    checklist: snapshot.checklist.items.map(({ evidence, note, ...item }) => {
      const rule = rules.get(item.ruleId);
      if (!rule) throw new AppError('storage-corrupt', 'The checklist has lost a rule.', { ruleId: item.ruleId });
      const { area, severity, text: wording, expected, source } = rule;
      return {
        ...item,
        area,
        severity,
        text: { ...wording },
        expected: { ...expected },
        source,
        evidenceIds: evidence,
        ...(includeNotes && note !== '' ? { note } : {}),
      };
    }),
  };
}

function rulesOf(db: ReadableDb, snapshot: SnapshotData): ReadonlyMap<string, Rule> {
  if (!snapshot.checklist) return new Map();
  const rules = document(db, snapshot.checklist.rulesSha256, 'rules') as readonly Rule[];
  return new Map(rules.map((rule) => [rule.id, rule]));
}

function findingsWithRules(db: ReadableDb, row: SubmissionRow, snapshot: SnapshotData): VerdictDocumentData['findings'] {
  const rules = rulesOf(db, snapshot);
  const moments = new Map(findingsOf(db, row.id).map((each) => [each.id, each.at]));
  const evidence = new Map(snapshot.checklist?.items.map((item) => [item.ruleId, item.evidence]));
  return snapshot.findings.map((finding) => ({
    ...finding,
    expected: { ...(rules.get(finding.ruleId)?.expected ?? { ru: '', en: '' }) },
    evidenceIds: [...(evidence.get(finding.ruleId) ?? [])],
    at: moments.get(finding.id) ?? 0,
  }));
}

function runOf(db: ReadableDb, id: string): VerdictDocumentData['runs'][number] {
  const run = runById(db, id);
  const portal = run && portalById(db, run.portal_id);
  if (!run || !portal) throw new AppError('storage-corrupt', 'An install test or its portal is missing.', { id });
  return {
    id: run.id,
    portal: { id: portal.id, name: portal.name, kind: portal.kind, memberId: portal.member_id },
    version: run.version,
    state: run.state,
    outcome: run.outcome,
    startedAt: run.started_at,
    finishedAt: run.finished_at,
    startedBy: run.started_by,
    report:
      run.report_sha256 === null
        ? null
        : (document(db, run.report_sha256, 'report') as RunReport & VerdictDocumentData['runs'][number]['report']),
  };
}

/** Evidence that was there when it was decided; what came later belongs to the next verdict. */
function evidenceIn(db: ReadableDb, row: SubmissionRow, snapshot: SnapshotData): VerdictDocumentData['evidence'] {
  const known = new Set(snapshot.evidence.map((each) => each.id));
  return evidenceOf(db, row.id)
    .filter((each) => known.has(each.id))
    .map((each) => ({
      id: each.id,
      kind: each.kind,
      title: each.title,
      mime: each.mime,
      sizeBytes: each.size_bytes,
      source: each.source,
      runId: each.run_id,
      stepId: each.step_id,
      at: each.at,
      sha256: each.sha256,
      file: bundledName('evidence', each.sha256, each.mime),
    }));
}

type AttachedFile = NonNullable<VerdictDocumentData['messages']>[number]['files'][number];

/** Files of the messages of a solution, by message. */
function attachedFiles(db: ReadableDb, solutionId: string): ReadonlyMap<string, readonly AttachedFile[]> {
  const files = new Map<string, AttachedFile[]>();
  for (const { message_id: of, name, mime, size_bytes: sizeBytes, sha256 } of messageFilesOf(db, solutionId)) {
    const file = bundledName('messages', sha256, mime);
    files.set(of, [...(files.get(of) ?? []), { name, mime, sizeBytes, sha256, file }]);
  }
  return files;
}

/** What both sides said about the submission until it was decided; notes of the team are not among it. */
function messagesOf(db: ReadableDb, row: SubmissionRow, verdict: VerdictRow): NonNullable<VerdictDocumentData['messages']> {
  const files = attachedFiles(db, row.solution_id);
  return threadOf(db, row.solution_id).flatMap(({ id, at, author, kind, text: body, submission_id: of }) =>
    (kind === 'to-vendor' || kind === 'from-vendor') && of === row.id && at <= verdict.at
      ? [{ id, at, author, kind, text: body, files: [...(files.get(id) ?? [])] }]
      : [],
  );
}

function notesOf(db: ReadableDb, row: SubmissionRow): NonNullable<VerdictDocumentData['notes']> {
  const files = attachedFiles(db, row.solution_id);
  return threadOf(db, row.solution_id)
    .filter((each) => each.kind === 'note' && each.submission_id === row.id)
    .map(({ id, at, author, text: body }) => ({ id, at, author, text: body, files: [...(files.get(id) ?? [])] }));
}

/** The submission's events and, between them, the links of all others, so that the chain can be recomputed. */
async function chainOf(db: ReadableDb, events: readonly HashedEvent[]): Promise<readonly ChainLineData[]> {
  const lines: ChainLineData[] = [];
  const chains = new Map<string, HashedEvent[]>();
  for (const event of events) chains.set(event.workstationId, [...(chains.get(event.workstationId) ?? []), event]);
  const between = [...chains.values()].flatMap((chain) =>
    chain.slice(1).map((event, i) => event.sequence - (chain[i] as HashedEvent).sequence - 1),
  );
  const longest = longestShown(between);
  for (const chain of chains.values()) {
    let last: HashedEvent | null = null;
    for (const event of chain) {
      if (last && event.sequence - last.sequence - 1 > longest) {
        lines.push({
          line: 'gap',
          workstationId: event.workstationId,
          firstSequence: last.sequence + 1,
          lastSequence: event.sequence - 1,
          hash: event.previousHash,
        });
      } else if (last) {
        for (let after = last.sequence; after < event.sequence - 1;) {
          const links = chainLinks(db, event.workstationId, after, event.sequence, 500);
          if (links.length === 0) break;
          for (const link of links) lines.push({ line: 'link', workstationId: event.workstationId, ...link });
          after = links.at(-1)?.sequence ?? event.sequence;
          // Hashing thousands of events must not hold the window.
          await nextTurn();
        }
      }
      lines.push({ line: 'event', ...event });
      last = event;
    }
  }
  return lines;
}

/** The longest stretch that can be shown in full so that all shown ones together stay within the limit. */
function longestShown(stretches: readonly number[]): number {
  let left: number = LIMITS.bundleChainLinks;
  let longest = 0;
  for (const stretch of [...stretches].sort((a, b) => a - b)) {
    left -= stretch;
    if (left < 0) break;
    longest = stretch;
  }
  return longest;
}

function shownFields(
  fields: readonly FieldDescription[],
  values: Readonly<Record<string, unknown>>,
  language: 'ru' | 'en',
): readonly ShownField[] {
  return fields.map((field) => {
    const value = field.path
      .split('.')
      .reduce<unknown>(
        (at, part) =>
          typeof at === 'object' && at !== null && Object.hasOwn(at, part) ? (at as Record<string, unknown>)[part] : undefined,
        values,
      );
    return { label: field.label[language], value: shown(value, language) };
  });
}

function shown(value: unknown, language: 'ru' | 'en'): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? { ru: 'да', en: 'yes' }[language] : { ru: 'нет', en: 'no' }[language];
  if (Array.isArray(value)) return value.map((each) => shown(each, language)).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number);
}
