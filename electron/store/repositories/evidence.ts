import type { EvidenceKind } from '../../../shared/domain/install-test.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

export interface EvidenceRow {
  readonly id: string;
  readonly submission_id: string;
  readonly sha256: string;
  readonly kind: EvidenceKind;
  readonly title: string;
  readonly mime: string;
  readonly size_bytes: number;
  readonly source: 'person' | 'install-test' | 'check';
  readonly run_id: string | null;
  readonly step_id: string | null;
  readonly at: number;
  readonly added_by: string;
}

const COLUMNS = 'id, submission_id, sha256, kind, title, mime, size_bytes, source, run_id, step_id, at, added_by';

export function insertEvidence(tx: WritableDb, row: EvidenceRow): void {
  tx.run(
    `INSERT INTO evidence (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.submission_id,
    row.sha256,
    row.kind,
    row.title,
    row.mime,
    row.size_bytes,
    row.source,
    row.run_id,
    row.step_id,
    row.at,
    row.added_by,
  );
}

export function bindEvidence(tx: WritableDb, submissionId: string, ruleId: string, evidenceId: string): void {
  tx.run(
    'INSERT INTO checklist_evidence (submission_id, rule_id, evidence_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    submissionId,
    ruleId,
    evidenceId,
  );
}

/** @returns whether it was bound. The file stays: the event log names it. */
export function unbindEvidence(tx: WritableDb, submissionId: string, ruleId: string, evidenceId: string): boolean {
  return (
    tx.run('DELETE FROM checklist_evidence WHERE submission_id = ? AND rule_id = ? AND evidence_id = ?', submissionId, ruleId, evidenceId) >
    0
  );
}

export type BoundEvidenceRow = EvidenceRow & { readonly rule_id: string };

/** Every binding of a submission in the order in which the evidence was made. */
export function boundEvidence(db: ReadableDb, submissionId: string): BoundEvidenceRow[] {
  return db.all<BoundEvidenceRow>(
    `SELECT bound.rule_id, ${COLUMNS.split(', ')
      .map((column) => `evidence.${column}`)
      .join(', ')}
     FROM checklist_evidence AS bound JOIN evidence ON evidence.id = bound.evidence_id
     WHERE bound.submission_id = ? ORDER BY evidence.at, evidence.id`,
    submissionId,
  );
}

/** Evidence of a submission whether bound or not, and what it took over from another attempt or region. */
export function evidenceOf(db: ReadableDb, submissionId: string): EvidenceRow[] {
  return db.all<EvidenceRow>(
    `SELECT ${COLUMNS} FROM evidence WHERE submission_id = ?
       OR id IN (SELECT evidence_id FROM checklist_evidence WHERE submission_id = ?) ORDER BY at, id`,
    submissionId,
    submissionId,
  );
}
