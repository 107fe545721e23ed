import { AppError } from '../../shared/domain/errors.ts';
import type { EventType } from '../../shared/domain/event-types.ts';
import type { LocalizedText } from '../../shared/domain/rulebook.ts';
import { bringsVersion } from '../../shared/domain/submission.ts';
import { dueAfter, workingDaysAhead, workingDaysBetween } from '../../shared/domain/team-term.ts';
import type { Parsed, StagesView } from '../../shared/ipc/contract.ts';
import type { PublicationStage, StageCondition } from '../marketplaces/marketplace.ts';
import type { ReadableDb } from '../store/connection.ts';
import { newId } from '../store/ids.ts';
import { checklistOf, itemsOf } from '../store/repositories/checklists.ts';
import { findingsOf } from '../store/repositories/findings.ts';
import { publicationIn } from '../store/repositories/publications.ts';
import { runsOf } from '../store/repositories/runs.ts';
import {
  deleteStageRecord,
  insertStageRecord,
  putStage,
  stageRecords,
  stagesOf,
  type StageRecordRow,
  type StageRow,
} from '../store/repositories/stages.ts';
import type { SubmissionRow } from '../store/repositories/submissions.ts';
import { rulesFor } from './begin-checklist.ts';
import { isLeaseOver, isMine, marketplaceOf, record, requireSubmission, type DeskContext } from './desk-context.ts';
import { checklistRules } from './stored-documents.ts';

/** This many working days before its term a stage is told to be due soon. */
const SOON_DAYS = 1;

type StageView = StagesView['stages'][number];
type ConditionView = StageView['entry'][number];
type Change = Parsed<'stage.change'>['change'];

/** All that the conditions of a solution's stages are judged by, read once. */
interface Standing {
  readonly context: DeskContext;
  readonly db: ReadableDb;
  readonly submission: SubmissionRow;
  readonly stages: readonly PublicationStage[];
  readonly rows: ReadonlyMap<string, StageRow>;
  readonly records: readonly StageRecordRow[];
  readonly items: readonly { readonly ruleId: string; readonly text: LocalizedText; readonly isAdvice: boolean; readonly mark: string }[];
}

/** The stages of the solution, judged with the checklist and the install tests of this submission; none where its marketplace has none. */
export function listStages(context: DeskContext, input: { submissionId: string }): StagesView {
  return viewOf(standingOf(context, context.db, requireSubmission(context.db, input.submissionId)));
}

/**
 * Enters, hands over, finishes or reopens a stage, or notes something for one of its conditions.
 * Throws AppError 'conflict' when the stage changed meanwhile, 'claimed-by-other' while somebody else works on the submission,
 * 'blocked' while a condition is not met, 'not-allowed' when the stage is not open (or already is), 'not-found'.
 */
export function changeStage(context: DeskContext, input: Parsed<'stage.change'>): StagesView {
  return context.db.write((tx) => {
    const submission = requireSubmission(tx, input.submissionId);
    if (submission.state === 'claimed' && !isMine(context, submission) && !isLeaseOver(context, submission)) {
      throw new AppError('claimed-by-other', 'Somebody else has taken the submission.', { by: submission.claim_by ?? '' });
    }
    const before = standingOf(context, tx, submission);
    const stage = before.stages.find(({ id }) => id === input.stageId);
    if (stage === undefined) throw new AppError('not-found', 'There is no such stage.', { stage: input.stageId });
    const row = before.rows.get(stage.id);
    if ((row?.revision ?? 0) !== input.revision) {
      throw new AppError('conflict', 'The stage changed after it was looked at.', { seen: input.revision, now: row?.revision ?? 0 });
    }
    const tell = (type: EventType, details: Readonly<Record<string, unknown>>): void => {
      record(context, tx, {
        type,
        submissionId: submission.id,
        solutionId: submission.solution_id,
        details: { stage: stage.id, ...details },
      });
    };
    const { change } = input;
    if (change.to === 'enter') {
      if (row !== undefined) throw new AppError('not-allowed', 'The stage was entered before.', { stage: stage.id });
      requireMet(stage.entry.map((condition) => judge(before, stage, condition)));
      putStage(tx, {
        solution_id: submission.solution_id,
        stage_id: stage.id,
        owner: change.owner,
        days: change.days,
        entered_at: context.now(),
        finished_at: null,
        finished_by: null,
        revision: 1,
      });
      tell('stage.entered', { owner: change.owner, days: change.days });
    } else {
      if (row === undefined) throw new AppError('not-allowed', 'The stage was not entered yet.', { stage: stage.id });
      if ((row.finished_at !== null) !== (change.to === 'reopen')) {
        throw new AppError('not-allowed', 'The stage does not stand so.', { stage: stage.id });
      }
      const recordsBefore = before.records.filter((each) => each.stage_id === stage.id);
      putStage(tx, { ...row, ...changed(context, before, stage, change), revision: row.revision + 1 });
      switch (change.to) {
        case 'assign':
          tell('stage.assigned', { owner: change.owner, days: change.days });
          break;
        case 'finish':
          tell('stage.finished', {});
          break;
        case 'reopen':
          tell('stage.reopened', {});
          break;
        case 'record': {
          const condition = stage.exit.find((each) => each.kind === 'records' && each.id === change.conditionId);
          if (condition === undefined) throw new AppError('not-found', 'There is no such condition.', { condition: change.conditionId });
          const isNew = insertStageRecord(tx, {
            id: newId(),
            solution_id: submission.solution_id,
            stage_id: stage.id,
            condition_id: change.conditionId,
            text: change.text,
            at: context.now(),
            by: context.actor(),
          });
          if (!isNew) throw new AppError('not-allowed', 'That was noted before.', { stage: stage.id });
          tell('stage.noted', { condition: change.conditionId, said: change.text });
          break;
        }
        case 'forget': {
          const noted = recordsBefore.find(({ id }) => id === change.recordId);
          if (noted === undefined) throw new AppError('not-found', 'There is no such note.', { id: change.recordId });
          deleteStageRecord(tx, noted.id);
          tell('stage.noteRemoved', { condition: noted.condition_id, said: noted.text });
        }
      }
    }
    tx.afterCommit(() => {
      context.notices.submissionChanged(submission.id, submission.revision);
    });
    return viewOf(standingOf(context, tx, submission));
  });
}

/** What a change makes of the row of its stage; refuses what the conditions forbid. */
function changed(context: DeskContext, standing: Standing, stage: PublicationStage, change: Change): Partial<StageRow> {
  if (change.to === 'assign') return { owner: change.owner, days: change.days };
  if (change.to === 'finish') {
    requireMet(stage.exit.map((condition) => judge(standing, stage, condition)));
    return { finished_at: context.now(), finished_by: context.actor() };
  }
  if (change.to === 'reopen') {
    const follower = standing.stages.find(
      ({ id, entry }) => standing.rows.has(id) && entry.some((each) => each.kind === 'stage' && each.stageId === stage.id),
    );
    if (follower !== undefined) throw new AppError('not-allowed', 'The next stage was entered already.', { stage: follower.id });
    return { finished_at: null, finished_by: null };
  }
  return {};
}

/**
 * Stages that the first publication in a region would leave out: all but the last, which publishing itself belongs to, must be
 * finished. A solution that is published has gone its way.
 */
export function unfinishedStages(context: DeskContext, db: ReadableDb, submission: SubmissionRow): readonly PublicationStage[] {
  const stages = context.marketplaces.find(({ id }) => id === submission.marketplace)?.stages ?? [];
  if (!bringsVersion(submission.kind) || publicationIn(db, submission.solution_id, submission.region) !== 'none') return [];
  const finished = new Set(stagesOf(db, submission.solution_id).flatMap((row) => (row.finished_at === null ? [] : [row.stage_id])));
  return stages.slice(0, -1).filter(({ id }) => !finished.has(id));
}

function requireMet(conditions: readonly ConditionView[]): void {
  const missing = conditions.find(({ isMet }) => !isMet);
  if (missing !== undefined) throw new AppError('blocked', `A condition of the stage is not met: ${missing.text.en}`);
}

function standingOf(context: DeskContext, db: ReadableDb, submission: SubmissionRow): Standing {
  const stages = marketplaceOf(context, submission.marketplace).stages ?? [];
  if (stages.length === 0) return { context, db, submission, stages, rows: new Map(), records: [], items: [] };
  const checklist = checklistOf(db, submission.id);
  const rules = checklist === undefined ? rulesFor(context, db, submission) : checklistRules(db, checklist.rules_sha256);
  const marks = new Map(itemsOf(db, submission.id).map(({ rule_id, mark }) => [rule_id, mark]));
  return {
    context,
    db,
    submission,
    stages,
    rows: new Map(stagesOf(db, submission.solution_id).map((row) => [row.stage_id, row])),
    records: stageRecords(db, submission.solution_id),
    items: rules.map(({ id, text, isAdvice }) => ({
      ruleId: id,
      text,
      isAdvice: isAdvice ?? false,
      mark: marks.get(id) ?? 'not-checked',
    })),
  };
}

function judge(standing: Standing, stage: PublicationStage, condition: StageCondition): ConditionView {
  const { context, db, submission } = standing;
  const plain = (text: LocalizedText, isMet: boolean): ConditionView => ({ text: { ...text }, isMet, records: null });
  switch (condition.kind) {
    case 'stage': {
      const before = standing.stages.find(({ id }) => id === condition.stageId);
      const title = before?.title ?? { ru: condition.stageId, en: condition.stageId };
      return plain(
        { ru: `Завершён этап «${title.ru}»`, en: `The stage “${title.en}” is finished` },
        (standing.rows.get(condition.stageId)?.finished_at ?? null) !== null,
      );
    }
    case 'under-review':
      return plain(
        { ru: 'Приложение отправлено на проверку и ждёт решения', en: 'The application was sent for review and waits for a decision' },
        submission.state === 'queued' || submission.state === 'claimed',
      );
    case 'checklist':
      return plain(
        { ru: 'Пункты чек-листа этапа пройдены', en: 'The checklist items of the stage have passed' },
        boundItems(standing, stage).every(
          ({ mark, isAdvice }) => mark === 'pass' || mark === 'not-applicable' || (isAdvice && mark !== 'not-checked'),
        ),
      );
    case 'install-test': {
      const last = runsOf(db, submission.id).find(({ state }) => state === 'finished');
      // What a person took out of the letter is no hindrance any more.
      const hasOpen = findingsOf(db, submission.id).some(({ source, included }) => source === 'install-test' && included === 1);
      return plain(
        {
          ru: 'Последний тест установки этой заявки доведён до конца, открытых замечаний от него нет',
          en: 'The last install test of this submission ran to its end and left no open findings',
        },
        last !== undefined && (last.outcome === 'passed' || (last.outcome === 'findings' && !hasOpen)),
      );
    }
    case 'records': {
      const row = standing.rows.get(stage.id);
      const days = condition.isTested ? (row?.days ?? null) : null;
      const records = standing.records
        .filter((each) => each.stage_id === stage.id && each.condition_id === condition.id)
        .map(({ id, text, at, by }) => ({
          id,
          text,
          at,
          by,
          countsFrom: days === null ? null : dueAfter(at, days, context.calendar()),
        }));
      const counted = records.filter(({ countsFrom }) => countsFrom === null || countsFrom <= context.now());
      return {
        text: { ...condition.text },
        isMet: counted.length >= condition.count,
        records: { conditionId: condition.id, entry: { ...condition.entry }, wanted: condition.count, given: records },
      };
    }
  }
}

function boundItems({ items }: Standing, stage: PublicationStage): Standing['items'] {
  return items.filter(({ ruleId }) => stage.rules.includes(ruleId));
}

function viewOf(standing: Standing): StagesView {
  const { context, rows } = standing;
  const now = context.now();
  const calendar = context.calendar();
  return {
    stages: standing.stages.map((stage): StageView => {
      const row = rows.get(stage.id);
      const isOpen = row !== undefined && row.finished_at === null;
      const dueAt = row === undefined || row.days === null ? null : dueAfter(row.entered_at, row.days, calendar);
      const isOverdue = dueAt !== null && dueAt <= now;
      const isDueSoon = dueAt !== null && dueAt <= dueAfter(now, SOON_DAYS, calendar);
      return {
        id: stage.id,
        title: { ...stage.title },
        source: stage.source,
        state: row === undefined ? 'not-entered' : isOpen ? 'open' : 'finished',
        revision: row?.revision ?? 0,
        owner: row?.owner ?? null,
        days: row === undefined ? (context.stageDays()[stage.id] ?? stage.workingDays) : row.days,
        enteredAt: row?.entered_at ?? null,
        dueAt,
        daysLeft:
          !isOpen || dueAt === null ? null : isOverdue ? -workingDaysBetween(dueAt, now, calendar) : workingDaysAhead(now, dueAt, calendar),
        reminder: !isOpen ? null : isOverdue ? 'overdue' : isDueSoon ? 'due-soon' : null,
        finishedAt: row?.finished_at ?? null,
        finishedBy: row?.finished_by ?? null,
        entry: stage.entry.map((condition) => judge(standing, stage, condition)),
        exit: stage.exit.map((condition) => judge(standing, stage, condition)),
        checklist: boundItems(standing, stage).map(({ ruleId, text, mark }) => ({
          ruleId,
          text: { ...text },
          mark: mark as StageView['checklist'][number]['mark'],
        })),
      };
    }),
  };
}
