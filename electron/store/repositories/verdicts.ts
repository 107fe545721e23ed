import type { PublicationState, VerdictKind } from '../../../shared/domain/submission.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

export interface VerdictRow {
  readonly id: string;
  readonly submission_id: string;
  readonly kind: VerdictKind;
  readonly decided_by: string;
  readonly at: number;
  readonly version: string;
  /** Revision that was looked at. */
  readonly revision: number;
  readonly language: 'ru' | 'en';
  readonly letter: string;
  readonly snapshot_sha256: string;
  readonly undo_until: number;
  readonly undone_at: number | null;
  readonly undone_by: string | null;
  readonly previous_publication: PublicationState;
  readonly previous_decided_at: number | null;
  readonly event_id: string;
}

const COLUMNS = `id, submission_id, kind, decided_by, at, version, revision, language, letter, snapshot_sha256, undo_until, undone_at,
  undone_by, previous_publication, previous_decided_at, event_id`;

export function insertVerdict(tx: WritableDb, row: VerdictRow): void {
  tx.run(
    `INSERT INTO verdicts (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.submission_id,
    row.kind,
    row.decided_by,
    row.at,
    row.version,
    row.revision,
    row.language,
    row.letter,
    row.snapshot_sha256,
    row.undo_until,
    row.undone_at,
    row.undone_by,
    row.previous_publication,
    row.previous_decided_at,
    row.event_id,
  );
}

export function verdictById(db: ReadableDb, id: string): VerdictRow | undefined {
  return db.get<VerdictRow>(`SELECT ${COLUMNS} FROM verdicts WHERE id = ?`, id);
}

/** The newest verdict that was not undone. */
export function standingVerdict(db: ReadableDb, submissionId: string): VerdictRow | undefined {
  return db.get<VerdictRow>(
    `SELECT ${COLUMNS} FROM verdicts WHERE submission_id = ? AND undone_at IS NULL ORDER BY at DESC, id DESC LIMIT 1`,
    submissionId,
  );
}

export function verdictsOf(db: ReadableDb, submissionId: string): VerdictRow[] {
  return db.all<VerdictRow>(`SELECT ${COLUMNS} FROM verdicts WHERE submission_id = ? ORDER BY at, id`, submissionId);
}

export function markUndone(tx: WritableDb, id: string, at: number, by: string): void {
  tx.run('UPDATE verdicts SET undone_at = ?, undone_by = ? WHERE id = ?', at, by, id);
}
