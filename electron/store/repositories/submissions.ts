import type { SubmissionKind, SubmissionState, Turn, TurnReason } from '../../../shared/domain/submission.ts';
import type { FileRole } from '../../../shared/domain/incoming-submission.ts';
import type { ReadableDb, SqlValue, WritableDb } from '../connection.ts';

export interface SubmissionRow {
  readonly seq: number;
  readonly id: string;
  readonly lane: number;
  readonly marketplace: string;
  readonly external_id: string;
  readonly region: string;
  readonly kind: SubmissionKind;
  readonly solution_type: string;
  readonly solution_id: string;
  readonly solution_name: string;
  readonly solution_code: string;
  readonly vendor_name: string;
  readonly version: string;
  readonly chain_id: string;
  readonly attempt: number;
  readonly state: SubmissionState;
  readonly revision: number;
  readonly submitted_at: number;
  readonly queued_at: number;
  readonly decided_at: number | null;
  readonly claim_by: string | null;
  readonly claim_workstation: string | null;
  readonly claim_at: number | null;
  readonly claim_expires_at: number | null;
  readonly open_findings: number;
  readonly turn: Turn;
  readonly turn_reason: TurnReason;
  readonly turn_at: number;
  readonly card_sha256: string;
  readonly version_sha256: string;
  readonly icon_sha256: string | null;
}

const COLUMNS = `seq, id, lane, marketplace, external_id, region, kind, solution_type, solution_id, solution_name, solution_code, vendor_name,
  version, chain_id, attempt, state, revision, submitted_at, queued_at, decided_at, claim_by, claim_workstation, claim_at, claim_expires_at,
  open_findings, turn, turn_reason, turn_at, card_sha256, version_sha256, icon_sha256`;

export function submissionById(db: ReadableDb, id: string): SubmissionRow | undefined {
  return db.get<SubmissionRow>(`SELECT ${COLUMNS} FROM submissions WHERE id = ?`, id);
}

export function submissionByExternalId(db: ReadableDb, marketplace: string, externalId: string): SubmissionRow | undefined {
  return db.get<SubmissionRow>(`SELECT ${COLUMNS} FROM submissions WHERE marketplace = ? AND external_id = ?`, marketplace, externalId);
}

export interface Claim {
  readonly by: string;
  readonly workstationId: string;
  readonly at: number;
  readonly expiresAt: number;
}

/** Changes of a submission's standing; what is absent stays. */
export interface SubmissionChange {
  readonly state?: SubmissionState;
  readonly claim?: Claim | null;
  readonly decidedAt?: number | null;
  readonly openFindings?: number;
  /** Why it becomes somebody's turn now, and when (ms UTC); without it the turn follows from the state alone. */
  readonly turn?: { readonly reason: TurnReason; readonly at: number };
}

/** Whose move a state is, where nothing else (an open question) says otherwise. */
function turnOfState(state: SubmissionState): Turn {
  if (state === 'queued' || state === 'claimed') return 'us';
  return state === 'returned' ? 'vendor' : 'none';
}

const OPEN: readonly SubmissionState[] = ['queued', 'claimed'];

function turnAfter(
  before: SubmissionRow,
  state: SubmissionState,
  change: SubmissionChange,
): Pick<SubmissionRow, 'turn' | 'turn_reason' | 'turn_at'> {
  const isSame = state === before.state || (OPEN.includes(state) && OPEN.includes(before.state));
  return {
    // A question to the vendor stays open whoever claims or releases the submission meanwhile.
    turn: isSame ? before.turn : turnOfState(state),
    turn_reason: change.turn?.reason ?? before.turn_reason,
    turn_at: change.turn?.at ?? before.turn_at,
  };
}

/** Writes the change and counts the revision up. @returns the row as it is now. */
export function changeSubmission(tx: WritableDb, before: SubmissionRow, change: SubmissionChange): SubmissionRow {
  const claim =
    change.claim === undefined
      ? {
          claim_by: before.claim_by,
          claim_workstation: before.claim_workstation,
          claim_at: before.claim_at,
          claim_expires_at: before.claim_expires_at,
        }
      : {
          claim_by: change.claim?.by ?? null,
          claim_workstation: change.claim?.workstationId ?? null,
          claim_at: change.claim?.at ?? null,
          claim_expires_at: change.claim?.expiresAt ?? null,
        };
  const after: SubmissionRow = {
    ...before,
    ...claim,
    ...turnAfter(before, change.state ?? before.state, change),
    state: change.state ?? before.state,
    decided_at: change.decidedAt === undefined ? before.decided_at : change.decidedAt,
    open_findings: change.openFindings ?? before.open_findings,
    revision: before.revision + 1,
  };
  tx.run(
    `UPDATE submissions SET state = ?, revision = ?, decided_at = ?, claim_by = ?, claim_workstation = ?, claim_at = ?, claim_expires_at = ?,
       open_findings = ?, turn = ?, turn_reason = ?, turn_at = ? WHERE seq = ?`,
    after.state,
    after.revision,
    after.decided_at,
    after.claim_by,
    after.claim_workstation,
    after.claim_at,
    after.claim_expires_at,
    after.open_findings,
    after.turn,
    after.turn_reason,
    after.turn_at,
    after.seq,
  );
  return after;
}

/** A question asked or answered hands the move over. Nothing of the submission itself changes, so its revision stays. */
export function setTurn(tx: WritableDb, before: SubmissionRow, turn: Turn, reason: TurnReason, at: number): SubmissionRow {
  tx.run('UPDATE submissions SET turn = ?, turn_reason = ?, turn_at = ? WHERE seq = ?', turn, reason, at, before.seq);
  return { ...before, turn, turn_reason: reason, turn_at: at };
}

/** In the order of their numbers, for work that goes through all of them. */
export function submissionsBehind(db: ReadableDb, seq: number, limit: number): SubmissionRow[] {
  return db.all<SubmissionRow>(`SELECT ${COLUMNS} FROM submissions WHERE seq > ? ORDER BY seq LIMIT ?`, seq, limit);
}

/** Submissions of a solution that are not decided yet. */
export function openSubmissionsOf(db: ReadableDb, solutionId: string): SubmissionRow[] {
  return db.all<SubmissionRow>(
    `SELECT ${COLUMNS} FROM submissions WHERE solution_id = ? AND state IN ('queued', 'claimed') ORDER BY seq`,
    solutionId,
  );
}

/** A renewed lease is no decision: neither revision nor event. */
export function extendClaim(tx: WritableDb, seq: number, expiresAt: number): void {
  tx.run('UPDATE submissions SET claim_expires_at = ? WHERE seq = ?', expiresAt, seq);
}

/** The machine's first look is no change of what a person has seen: the revision stays. */
export function setOpenFindings(tx: WritableDb, seq: number, openFindings: number): void {
  tx.run('UPDATE submissions SET open_findings = ? WHERE seq = ?', openFindings, seq);
}

export function claimsEndingBy(db: ReadableDb, now: number): SubmissionRow[] {
  return db.all<SubmissionRow>(
    `SELECT ${COLUMNS} FROM submissions INDEXED BY submissions_running_out WHERE state = 'claimed' AND claim_expires_at <= ?`,
    now,
  );
}

export function renameClaimant(tx: WritableDb, workstationId: string, from: string, to: string): number {
  return tx.run(
    "UPDATE submissions SET claim_by = ? WHERE state = 'claimed' AND claim_workstation = ? AND claim_by = ?",
    to,
    workstationId,
    from,
  );
}

export function submissionsOfChain(db: ReadableDb, chainId: string): SubmissionRow[] {
  return db.all<SubmissionRow>(
    `SELECT ${COLUMNS} FROM submissions WHERE id = ? UNION ALL
     SELECT ${COLUMNS} FROM submissions INDEXED BY submissions_of_chain WHERE chain_id = ? AND attempt > 1 ORDER BY attempt`,
    chainId,
    chainId,
  );
}

/** The newest submission of the same thing, to see whether the next one is a further attempt. */
export function latestOfKind(db: ReadableDb, solutionId: string, region: string, kind: string): SubmissionRow | undefined {
  return db.get<SubmissionRow>(
    `SELECT ${COLUMNS} FROM submissions WHERE solution_id = ? AND region = ? AND kind = ? ORDER BY seq DESC LIMIT 1`,
    solutionId,
    region,
    kind,
  );
}

/**
 * The last approved submission of a solution in a region, before or beside this one: what buyers see now. The index is pinned: where
 * nobody has counted the rows, SQLite might walk everything that was ever approved.
 */
export function latestApproved(db: ReadableDb, solutionId: string, region: string, exceptId: string): SubmissionRow | undefined {
  return db.get<SubmissionRow>(
    `SELECT ${COLUMNS} FROM submissions INDEXED BY submissions_of_solution
     WHERE solution_id = ? AND region = ? AND state = 'approved' AND id <> ?
     ORDER BY decided_at DESC, seq DESC LIMIT 1`,
    solutionId,
    region,
    exceptId,
  );
}

/** Whether any version of the solution was approved before. */
export function wasEverApproved(db: ReadableDb, solutionId: string, exceptId: string): boolean {
  return (
    db.get(
      "SELECT 1 FROM submissions INDEXED BY submissions_of_solution WHERE solution_id = ? AND state IN ('approved', 'withdrawn') AND id <> ? LIMIT 1",
      solutionId,
      exceptId,
    ) !== undefined
  );
}

/** The submission that waits longest behind this place, or longest of all, and that this moderator has not put aside. */
export function nextQueued(db: ReadableDb, queuedAt: number, seq: number, by: string): string | null {
  const sql = (more: string): string =>
    `SELECT id FROM submissions INDEXED BY submissions_for_us WHERE state = 'queued' AND turn = 'us'${more}
       AND NOT EXISTS (SELECT 1 FROM skips WHERE skips.seq = submissions.seq AND skips.by = ?) ORDER BY queued_at, seq LIMIT 1`;
  return db.value<string>(sql(' AND (queued_at, seq) > (?, ?)'), queuedAt, seq, by) ?? db.value<string>(sql(''), by) ?? null;
}

// ---- what a submission brings ----

export interface NewSubmission {
  readonly id: string;
  readonly marketplace: string;
  readonly externalId: string;
  readonly region: string;
  readonly kind: SubmissionKind;
  readonly solutionType: string;
  readonly solutionId: string;
  readonly solutionName: string;
  readonly solutionCode: string;
  readonly vendorName: string;
  readonly version: string;
  readonly chainId: string;
  readonly attempt: number;
  readonly submittedAt: number;
  readonly queuedAt: number;
  readonly cardSha256: string;
  readonly versionSha256: string;
  readonly iconSha256: string | null;
  readonly packageSha256: string;
}

export function insertSubmission(tx: WritableDb, lane: number, row: NewSubmission): SubmissionRow {
  tx.run(
    `INSERT INTO submissions (id, lane, marketplace, external_id, region, kind, solution_type, solution_id, solution_name, solution_code,
       vendor_name, version, chain_id, attempt, state, revision, submitted_at, queued_at, card_sha256, version_sha256, icon_sha256,
       package_sha256, turn, turn_reason, turn_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 1, ?, ?, ?, ?, ?, ?, 'us', ?, ?)`,
    row.id,
    lane,
    row.marketplace,
    row.externalId,
    row.region,
    row.kind,
    row.solutionType,
    row.solutionId,
    row.solutionName,
    row.solutionCode,
    row.vendorName,
    row.version,
    row.chainId,
    row.attempt,
    row.submittedAt,
    row.queuedAt,
    row.cardSha256,
    row.versionSha256,
    row.iconSha256,
    Buffer.from(row.packageSha256, 'hex'),
    (row.attempt > 1 ? 'resubmitted' : 'submitted') satisfies TurnReason,
    row.queuedAt,
  );
  const inserted = submissionById(tx, row.id);
  if (inserted === undefined) throw new Error('the submission that was just inserted is not there');
  return inserted;
}

/** @returns the id of a submission that is the same one, or undefined. */
export function findDuplicate(db: ReadableDb, marketplace: string, externalId: string, packageSha256: string): string | undefined {
  return (
    db.value<string>('SELECT id FROM submissions WHERE marketplace = ? AND external_id = ?', marketplace, externalId) ??
    db.value<string>('SELECT id FROM submissions WHERE package_sha256 = ?', Buffer.from(packageSha256, 'hex'))
  );
}

export function laneFor(tx: WritableDb, marketplace: string, region: string, kind: SubmissionKind): number {
  const find = (): number | undefined =>
    tx.value<number>('SELECT id FROM lanes WHERE marketplace = ? AND region = ? AND kind = ?', marketplace, region, kind);
  const found = find();
  if (found !== undefined) return found;
  tx.run('INSERT INTO lanes (marketplace, region, kind) VALUES (?, ?, ?)', marketplace, region, kind);
  const made = find();
  if (made === undefined) throw new Error('the lane that was just inserted is not there');
  return made;
}

/** Stores a JSON text under its hash; the same text is stored once. */
export function putDocument(tx: WritableDb, sha256: string, body: string): void {
  tx.run('INSERT INTO documents (sha256, body) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING', sha256, body);
}

export function documentBody(db: ReadableDb, sha256: string): string | undefined {
  return db.value<string>('SELECT body FROM documents WHERE sha256 = ?', sha256);
}

export interface FileRow {
  readonly path: string;
  readonly role: FileRole;
  readonly language: string | null;
  readonly title: string | null;
  readonly mime: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly width_px: number | null;
  readonly height_px: number | null;
  readonly has_transparent_pixels: number | null;
  readonly is_animated: number | null;
}

export function insertFile(tx: WritableDb, submissionId: string, position: number, file: FileRow): void {
  tx.run(
    `INSERT INTO submission_files (submission_id, position, path, role, language, title, mime, size_bytes, sha256, width_px, height_px,
       has_transparent_pixels, is_animated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    submissionId,
    position,
    file.path,
    file.role,
    file.language,
    file.title,
    file.mime,
    file.size_bytes,
    file.sha256,
    file.width_px,
    file.height_px,
    file.has_transparent_pixels,
    file.is_animated,
  );
}

export function filesOf(db: ReadableDb, submissionId: string): FileRow[] {
  return db.all<FileRow>(
    `SELECT path, role, language, title, mime, size_bytes, sha256, width_px, height_px, has_transparent_pixels, is_animated
     FROM submission_files WHERE submission_id = ? ORDER BY position`,
    submissionId,
  );
}

/** MIME type of a stored blob by what refers to it; undefined when nothing does. */
export function mimeOfBlob(db: ReadableDb, sha256: string): string | undefined {
  return (
    db.value<string>('SELECT mime FROM submission_files WHERE sha256 = ? LIMIT 1', sha256) ??
    db.value<string>('SELECT mime FROM evidence WHERE sha256 = ? LIMIT 1', sha256) ??
    db.value<string>('SELECT mime FROM message_files WHERE sha256 = ? LIMIT 1', sha256)
  );
}

export interface SealedRow {
  readonly sealed: Uint8Array;
  readonly key_id: string;
  readonly protection: string;
}

export function insertTestData(tx: WritableDb, submissionId: string, row: SealedRow, at: number): void {
  tx.run(
    'INSERT INTO test_data (submission_id, sealed, key_id, protection, sealed_at) VALUES (?, ?, ?, ?, ?)',
    submissionId,
    row.sealed,
    row.key_id,
    row.protection,
    at,
  );
}

export function testDataOf(db: ReadableDb, submissionId: string): SealedRow | undefined {
  return db.get<SealedRow>('SELECT sealed, key_id, protection FROM test_data WHERE submission_id = ?', submissionId);
}

export function hasTestData(db: ReadableDb, submissionId: string): boolean {
  return db.get('SELECT 1 FROM test_data WHERE submission_id = ?', submissionId) !== undefined;
}

// ---- vendors and solutions ----

export interface VendorRow {
  readonly id: string;
  readonly marketplace: string;
  readonly code: string;
  readonly name: string;
  readonly legal_name: string;
  readonly email: string;
}

export interface SolutionRow {
  readonly id: string;
  readonly marketplace: string;
  readonly code: string;
  readonly name: string;
  readonly vendor_id: string;
}

/** Inserts, or brings name and address up to date. @returns the id. */
export function putVendor(tx: WritableDb, row: VendorRow): string {
  tx.run(
    `INSERT INTO vendors (id, marketplace, code, name, legal_name, email) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (marketplace, code) DO UPDATE SET name = excluded.name, legal_name = excluded.legal_name, email = excluded.email`,
    row.id,
    row.marketplace,
    row.code,
    row.name,
    row.legal_name,
    row.email,
  );
  return tx.value<string>('SELECT id FROM vendors WHERE marketplace = ? AND code = ?', row.marketplace, row.code) ?? row.id;
}

export function vendorById(db: ReadableDb, id: string): VendorRow | undefined {
  return db.get<VendorRow>('SELECT id, marketplace, code, name, legal_name, email FROM vendors WHERE id = ?', id);
}

export function solutionById(db: ReadableDb, id: string): SolutionRow | undefined {
  return db.get<SolutionRow>('SELECT id, marketplace, code, name, vendor_id FROM solutions WHERE id = ?', id);
}

export function solutionByCode(db: ReadableDb, marketplace: string, code: string): SolutionRow | undefined {
  return db.get<SolutionRow>(
    'SELECT id, marketplace, code, name, vendor_id FROM solutions WHERE marketplace = ? AND code = ?',
    marketplace,
    code,
  );
}

export function insertSolution(tx: WritableDb, row: SolutionRow, at: number): void {
  tx.run(
    'INSERT INTO solutions (id, marketplace, code, name, vendor_id, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    row.id,
    row.marketplace,
    row.code,
    row.name,
    row.vendor_id,
    at,
  );
}

export function renameSolution(tx: WritableDb, id: string, name: string): void {
  tx.run('UPDATE solutions SET name = ? WHERE id = ?', name, id);
}

// ---- search index ----

export interface SearchTexts {
  readonly name: string;
  readonly code: string;
  readonly vendor: string;
  readonly version: string;
  readonly texts: string;
}

export function insertSearchTexts(tx: WritableDb, seq: number, texts: SearchTexts): void {
  const values: SqlValue[] = [seq, texts.name, texts.code, texts.vendor, texts.version, texts.texts];
  tx.run('INSERT INTO submission_search (rowid, name, code, vendor, version, texts) VALUES (?, ?, ?, ?, ?, ?)', ...values);
}

/** The latest entry time in the whole order. */
export function lastInQueue(db: ReadableDb): number | undefined {
  return db.value<number>('SELECT queued_at FROM submissions INDEXED BY submissions_in_order ORDER BY queued_at DESC, seq DESC LIMIT 1');
}

export function packageHashOf(db: ReadableDb, seq: number): string {
  return (db.value<string>('SELECT lower(hex(package_sha256)) FROM submissions WHERE seq = ?', seq) ?? '').padStart(64, '0');
}

/** By id, or by its number where it comes from (the newest when several marketplaces use the number). */
export function submissionIdOf(db: ReadableDb, text: string): string | undefined {
  return (
    db.value<string>('SELECT id FROM submissions WHERE id = ?', text) ??
    db.value<string>('SELECT id FROM submissions WHERE external_id = ? ORDER BY seq DESC LIMIT 1', text)
  );
}
