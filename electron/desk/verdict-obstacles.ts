import type { LocalizedText } from '../../shared/domain/rulebook.ts';
import { DEFAULT_AUTOMATIC } from '../../shared/domain/rulebook.ts';
import { bringsVersion, type VerdictKind } from '../../shared/domain/submission.ts';
import type { VerdictDetails } from '../../shared/ipc/contract.ts';
import type { ReadableDb } from '../store/connection.ts';
import { automaticOf, checklistOf, itemsOf } from '../store/repositories/checklists.ts';
import { countIncluded } from '../store/repositories/findings.ts';
import { runsOf } from '../store/repositories/runs.ts';
import { latestApproved, type SubmissionRow } from '../store/repositories/submissions.ts';
import { worstOf } from './checklist-desk.ts';
import type { DeskContext } from './desk-context.ts';
import { checklistRules } from './stored-documents.ts';
import { refusalOf } from './submission-actions.ts';

type Obstacle = VerdictDetails['blockers'][number];

const obstacle = (code: string, ru: string, en: string, ruleId: string | null = null): Obstacle => ({ code, message: { ru, en }, ruleId });

const REFUSALS: Readonly<Record<string, LocalizedText>> = {
  'not-claimed': { ru: 'Заявка не взята в работу.', en: 'The submission is not claimed.' },
  'claimed-by-other': { ru: 'Заявку взял другой модератор.', en: 'Another moderator has claimed the submission.' },
  'not-allowed': { ru: 'В этом состоянии такое решение невозможно.', en: 'The state of the submission does not allow this verdict.' },
};

/** What prevents a verdict, and what does not but should be read. The preview and the decision ask the same question. */
export function obstaclesOf(
  context: DeskContext,
  db: ReadableDb,
  row: SubmissionRow,
  kind: VerdictKind,
): { blockers: Obstacle[]; warnings: Obstacle[] } {
  const blockers: Obstacle[] = [];
  const warnings: Obstacle[] = [];
  const refusal = refusalOf(context, db, row, kind);
  if (refusal !== null) {
    const { ru, en } = REFUSALS[refusal] ?? { ru: refusal, en: refusal };
    blockers.push(obstacle(refusal, ru, en));
  }
  if (kind === 'withdraw') {
    const newer = latestApproved(db, row.solution_id, row.region, row.id);
    if (newer !== undefined && isDecidedLater(newer, row)) {
      blockers.push(
        obstacle(
          'later-approved',
          `Позже одобрена версия ${newer.version}: снимайте её.`,
          `Version ${newer.version} was approved later: withdraw that one.`,
        ),
      );
    }
    return { blockers, warnings };
  }
  const included = countIncluded(db, row.id);
  if (kind === 'return' && included === 0) {
    blockers.push(obstacle('no-finding', 'Для возврата нужно хотя бы одно замечание.', 'A return needs at least one finding.'));
  }
  if (kind === 'refuse') return { blockers, warnings };
  addChecklistObstacles(db, row, kind, blockers, warnings);
  if (kind === 'approve' && included > 0) {
    warnings.push(
      obstacle(
        'findings-left',
        `Замечаний, которые не войдут в письмо: ${String(included)}.`,
        `Findings that the letter will not name: ${String(included)}.`,
      ),
    );
  }
  addRunObstacles(db, row, kind, blockers, warnings);
  return { blockers, warnings };
}

function addChecklistObstacles(db: ReadableDb, row: SubmissionRow, kind: VerdictKind, blockers: Obstacle[], warnings: Obstacle[]): void {
  const checklist = checklistOf(db, row.id);
  if (checklist === undefined) {
    warnings.push(obstacle('no-checklist', 'Чек-лист не начат.', 'The checklist was not begun.'));
    return;
  }
  const marks = new Map(itemsOf(db, row.id).map((item) => [item.rule_id, item.mark]));
  const automatic = automaticOf(db, row.id);
  let unchecked = 0;
  for (const rule of checklistRules(db, checklist.rules_sha256)) {
    const mark = marks.get(rule.id) ?? 'not-checked';
    const machine = worstOf(automatic.filter((each) => each.rule_id === rule.id));
    if (mark === 'not-checked') unchecked += 1;
    if (kind === 'approve' && mark === 'fail') {
      blockers.push(obstacle('failed-mark', `Не выполнено: ${rule.text.ru}`, `Not met: ${rule.text.en}`, rule.id));
    }
    if (kind === 'approve' && mark === 'not-checked' && machine?.status === 'fail') {
      const settings = rule.automatic ?? DEFAULT_AUTOMATIC;
      const list = rule.severity === 'blocker' && (settings.enforced || machine.source === 'install-test') ? blockers : warnings;
      list.push(
        obstacle(
          'unanswered-failure',
          `Проверка не пройдена, отметки нет: ${rule.text.ru}`,
          `The check failed and nobody has marked it: ${rule.text.en}`,
          rule.id,
        ),
      );
    }
    const isRequired = (rule.automatic ?? DEFAULT_AUTOMATIC).required;
    if (mark === 'not-checked' && (machine?.status === 'could-not-look' || (isRequired && machine === null))) {
      // A required check that could not look keeps an approval waiting until a person has.
      (isRequired && kind === 'approve' ? blockers : warnings).push(
        obstacle('could-not-look', `Не удалось проверить: ${rule.text.ru}`, `Could not be looked at: ${rule.text.en}`, rule.id),
      );
    }
  }
  if (unchecked > 0) {
    warnings.push(obstacle('unchecked-items', `Пунктов без отметки: ${String(unchecked)}.`, `Items without a mark: ${String(unchecked)}.`));
  }
}

function addRunObstacles(db: ReadableDb, row: SubmissionRow, kind: VerdictKind, blockers: Obstacle[], warnings: Obstacle[]): void {
  const runs = runsOf(db, row.id);
  if (runs.some(({ finished_at: finishedAt }) => finishedAt === null)) {
    const list = kind === 'approve' ? blockers : warnings;
    list.push(obstacle('run-active', 'Тест установки ещё идёт.', 'An install test is still running.'));
  }
  if (bringsVersion(row.kind) && !runs.some(({ state, outcome }) => state === 'finished' && outcome !== 'incomplete')) {
    warnings.push(obstacle('no-install-test', 'Тест установки не проведён до конца.', 'No install test has been carried through.'));
  }
}

/** Within one millisecond, or after the clock went back, the order of arrival decides. */
function isDecidedLater(a: SubmissionRow, b: SubmissionRow): boolean {
  const difference = (a.decided_at ?? 0) - (b.decided_at ?? 0);
  return difference > 0 || (difference === 0 && a.seq > b.seq);
}
