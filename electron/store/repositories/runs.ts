import type { RunOutcome, RunState } from '../../../shared/domain/install-test.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

export interface PortalRow {
  readonly id: string;
  readonly marketplace: string;
  readonly kind: 'simulated';
  readonly name: string;
  readonly member_id: string;
  readonly created_at: number;
  readonly created_by: string;
}

const PORTAL_COLUMNS = 'id, marketplace, kind, name, member_id, created_at, created_by';

export function insertPortal(tx: WritableDb, row: PortalRow): void {
  tx.run(
    `INSERT INTO portals (${PORTAL_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.marketplace,
    row.kind,
    row.name,
    row.member_id,
    row.created_at,
    row.created_by,
  );
}

export function portalById(db: ReadableDb, id: string): PortalRow | undefined {
  return db.get<PortalRow>(`SELECT ${PORTAL_COLUMNS} FROM portals WHERE id = ?`, id);
}

/** @param marketplace null for all. Newest first. */
export function portalsOf(db: ReadableDb, marketplace: string | null): PortalRow[] {
  return db.all<PortalRow>(
    `SELECT ${PORTAL_COLUMNS} FROM portals WHERE marketplace = coalesce(?, marketplace) ORDER BY created_at DESC, id DESC`,
    marketplace,
  );
}

export function setMemberId(tx: WritableDb, portalId: string, memberId: string): void {
  tx.run('UPDATE portals SET member_id = ? WHERE id = ?', memberId, portalId);
}

export interface PortalInstallRow {
  readonly portal_id: string;
  readonly solution_id: string;
  readonly solution_name: string;
  readonly version: string;
  readonly at: number;
}

export function recordPortalInstall(
  tx: WritableDb,
  portalId: string,
  solutionId: string,
  runId: string,
  version: string,
  at: number,
): boolean {
  return (
    tx.run(
      'INSERT INTO portal_installs (portal_id, solution_id, run_id, version, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      portalId,
      solutionId,
      runId,
      version,
      at,
    ) > 0
  );
}

/** @param solutionId null for the installs of every solution. */
export function portalInstalls(db: ReadableDb, portalId: string, solutionId: string | null): PortalInstallRow[] {
  return db.all<PortalInstallRow>(
    `SELECT portal_id, solution_id, solutions.name AS solution_name, version, at FROM portal_installs
     JOIN solutions ON solutions.id = portal_installs.solution_id
     WHERE portal_id = ? AND solution_id = coalesce(?, solution_id) ORDER BY at`,
    portalId,
    solutionId,
  );
}

export interface RunRow {
  readonly id: string;
  readonly submission_id: string;
  readonly solution_name: string;
  readonly portal_id: string;
  readonly portal_name: string;
  readonly version: string;
  readonly state: RunState;
  readonly outcome: RunOutcome | null;
  readonly started_at: number;
  readonly started_by: string;
  readonly finished_at: number | null;
  readonly is_clean: 0 | 1;
  readonly findings: number;
  readonly report_sha256: string | null;
  readonly owner_pid: number;
  readonly owner_session: string;
}

const SELECT_RUN = `SELECT runs.id, submission_id, submissions.solution_name, portal_id, portals.name AS portal_name, runs.version, runs.state,
  outcome, started_at, started_by, finished_at, is_clean, findings, report_sha256, owner_pid, owner_session
  FROM runs JOIN portals ON portals.id = runs.portal_id JOIN submissions ON submissions.id = runs.submission_id`;

export function insertRun(tx: WritableDb, row: Omit<RunRow, 'portal_name' | 'solution_name'>): void {
  tx.run(
    `INSERT INTO runs (id, submission_id, portal_id, version, state, outcome, started_at, started_by, finished_at, is_clean, findings,
       report_sha256, owner_pid, owner_session) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.submission_id,
    row.portal_id,
    row.version,
    row.state,
    row.outcome,
    row.started_at,
    row.started_by,
    row.finished_at,
    row.is_clean,
    row.findings,
    row.report_sha256,
    row.owner_pid,
    row.owner_session,
  );
}

export function runById(db: ReadableDb, id: string): RunRow | undefined {
  return db.get<RunRow>(`${SELECT_RUN} WHERE runs.id = ?`, id);
}

/** Newest first. */
export function runsOf(db: ReadableDb, submissionId: string): RunRow[] {
  return db.all<RunRow>(`${SELECT_RUN} WHERE submission_id = ? ORDER BY started_at DESC, runs.id DESC`, submissionId);
}

export function runsUnderWay(db: ReadableDb): RunRow[] {
  return db.all<RunRow>(`${SELECT_RUN} WHERE finished_at IS NULL ORDER BY started_at, runs.id`);
}

export function setRunState(tx: WritableDb, id: string, state: RunState): void {
  tx.run('UPDATE runs SET state = ? WHERE id = ? AND finished_at IS NULL', state, id);
}

export function finishRun(
  tx: WritableDb,
  id: string,
  end: { state: 'finished' | 'stopped'; outcome: RunOutcome; at: number; findings: number; reportSha256: string | null },
): void {
  tx.run(
    'UPDATE runs SET state = ?, outcome = ?, finished_at = ?, findings = ?, report_sha256 = ? WHERE id = ?',
    end.state,
    end.outcome,
    end.at,
    end.findings,
    end.reportSha256,
    id,
  );
}

/** Probes that somebody chose for this solution; undefined when nobody did. */
export function solutionProbes(db: ReadableDb, solutionId: string): readonly string[] | undefined {
  const row = db.get<{ probes: string }>('SELECT probes FROM solution_probes WHERE solution_id = ?', solutionId);
  return row === undefined ? undefined : (JSON.parse(row.probes) as string[]);
}

export function rememberProbes(tx: WritableDb, solutionId: string, probes: readonly string[]): void {
  tx.run(
    'INSERT INTO solution_probes (solution_id, probes) VALUES (?, ?) ON CONFLICT (solution_id) DO UPDATE SET probes = excluded.probes',
    solutionId,
    JSON.stringify(probes),
  );
}
