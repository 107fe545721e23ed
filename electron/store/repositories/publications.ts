import type { PublicationState, SubmissionState } from '../../../shared/domain/submission.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

/** What buyers of one region see of a solution. */
export function publicationIn(db: ReadableDb, solutionId: string, region: string): PublicationState {
  return db.value<PublicationState>('SELECT state FROM publications WHERE solution_id = ? AND region = ?', solutionId, region) ?? 'none';
}

export function setPublication(tx: WritableDb, solutionId: string, region: string, state: PublicationState): void {
  tx.run(
    'INSERT INTO publications (solution_id, region, state) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state',
    solutionId,
    region,
    state,
  );
}

/** How a solution stands in one region: its newest submission there and what buyers see. */
export interface RegionStanding {
  readonly region: string;
  readonly submissionId: string;
  readonly version: string;
  readonly state: SubmissionState;
  readonly publication: PublicationState;
}

/** The regions that a solution was submitted to, each with its newest submission. */
export function standingsOf(db: ReadableDb, solutionId: string): RegionStanding[] {
  return db.all<RegionStanding>(
    `SELECT s.region, s.id AS submissionId, s.version, s.state, coalesce(p.state, 'none') AS publication
     FROM (SELECT region, max(seq) AS seq FROM submissions INDEXED BY submissions_of_solution WHERE solution_id = ? GROUP BY region) AS newest
     JOIN submissions AS s ON s.seq = newest.seq
     LEFT JOIN publications AS p ON p.solution_id = s.solution_id AND p.region = s.region ORDER BY s.region`,
    solutionId,
  );
}
