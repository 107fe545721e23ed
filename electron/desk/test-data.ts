import { AppError } from '../../shared/domain/errors.ts';
import type { Output } from '../../shared/ipc/contract.ts';
import type { ReadableDb } from '../store/connection.ts';
import { testDataOf } from '../store/repositories/submissions.ts';
import { record, requireSubmission, type DeskContext } from './desk-context.ts';

export type TestData = Output<'submission.revealTestData'>;

/** Decrypts for use inside the workstation (a run). Throws AppError 'secret-unreadable'; null when there is none. */
export function openTestData(context: DeskContext, db: ReadableDb, submissionId: string): TestData | null {
  const row = testDataOf(db, submissionId);
  return row === undefined ? null : (JSON.parse(context.secrets.open(row.sealed)) as TestData);
}

/** The named values as a marketplace's registration takes them. */
export function testDataValues(data: TestData | null): Readonly<Record<string, string>> {
  return Object.fromEntries((data?.values ?? []).map(({ name, value }) => [name, value]));
}

/** Shows them to the moderator. That they were shown is logged; what they are is not. */
export function revealTestData(context: DeskContext, input: { id: string }): TestData {
  return context.db.write((tx) => {
    const row = requireSubmission(tx, input.id);
    const data = openTestData(context, tx, row.id);
    if (data === null) throw new AppError('not-found', 'The vendor gave no test data.', { id: row.id });
    record(context, tx, {
      type: 'testData.revealed',
      submissionId: row.id,
      solutionId: row.solution_id,
      details: { values: data.values.length },
    });
    return data;
  });
}
