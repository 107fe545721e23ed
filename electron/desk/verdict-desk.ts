import { AppError } from '../../shared/domain/errors.ts';
import type { EventType } from '../../shared/domain/event-types.ts';
import { bringsVersion, nextState, type PublicationState, type VerdictKind } from '../../shared/domain/submission.ts';
import type { Output, Parsed, VerdictDetails } from '../../shared/ipc/contract.ts';
import { LIMITS } from '../../shared/limits.ts';
import type { PublicationStage } from '../marketplaces/marketplace.ts';
import type { ReadableDb, WritableDb } from '../store/connection.ts';
import { canonicalJson, sha256Hex } from '../store/event-chain.ts';
import { newId } from '../store/ids.ts';
import { automaticOf, checklistOf, itemsOf } from '../store/repositories/checklists.ts';
import { insertMessage, insertOutbox, outboxOfVerdict, setOutboxState } from '../store/repositories/correspondence.ts';
import { boundEvidence, evidenceOf } from '../store/repositories/evidence.ts';
import { keptMarksOf } from '../store/repositories/kept-marks.ts';
import { publicationIn, setPublication } from '../store/repositories/publications.ts';
import { runsOf } from '../store/repositories/runs.ts';
import { filesOf, nextQueued, packageHashOf, putDocument, type SubmissionRow } from '../store/repositories/submissions.ts';
import { deleteUndoStepsFor } from '../store/repositories/undo-steps.ts';
import { insertVerdict, markUndone, verdictById } from '../store/repositories/verdicts.ts';
import { applyChange, record, rememberForUndo, requireRevision, requireSubmission, type DeskContext } from './desk-context.ts';
import { fullFindings } from './finding-desk.ts';
import { compileLetter } from './letter.ts';
import { refusalOf } from './submission-actions.ts';
import { requireFilledIn } from './template-desk.ts';
import { unfinishedStages } from './stage-desk.ts';
import { obstaclesOf } from './verdict-obstacles.ts';

type Text = { ru: string; en: string };

/** What will happen, who will be told, what still prevents it, and the letter in both languages. */
export function previewVerdict(context: DeskContext, input: { submissionId: string; kind: VerdictKind }): VerdictDetails {
  const { db } = context;
  const row = requireSubmission(db, input.submissionId);
  const included = fullFindings(db, row.id).filter(({ finding }) => finding.included === 1);
  const about = subjectOf(row);
  const { blockers, warnings } = obstaclesOf(context, db, row, input.kind);
  return {
    kind: input.kind,
    consequence: consequenceOf(context, input.kind, row, publicationIn(db, row.solution_id, row.region)),
    letter: { ru: compileLetter(input.kind, about, included, 'ru'), en: compileLetter(input.kind, about, included, 'en') },
    blockers,
    warnings,
    needsReason: input.kind === 'approve' ? stagesLeft(unfinishedStages(context, db, row)) : null,
  };
}

/** What an approval before the end of the way has to be justified for; null when nothing is left. */
function stagesLeft(stages: readonly PublicationStage[]): Text | null {
  if (stages.length === 0) return null;
  const names = (language: 'ru' | 'en'): string => stages.map(({ title }) => title[language]).join(', ');
  return { ru: `Не завершены этапы публикации: ${names('ru')}.`, en: `Stages of publication are not finished: ${names('en')}.` };
}

function subjectOf(row: SubmissionRow): { solutionName: string; version: string; externalId: string; attempt: number } {
  return { solutionName: row.solution_name, version: row.version, externalId: row.external_id, attempt: row.attempt };
}

/**
 * What buyers see afterwards. An approved first version is published at once; for later ones the vendor switches
 * visibility; a published solution can be withdrawn (SEED0 §4).
 */
export function publicationAfter(kind: VerdictKind, row: Pick<SubmissionRow, 'kind'>, now: PublicationState): PublicationState {
  if (kind === 'withdraw') return 'withdrawn';
  if (kind !== 'approve') return now;
  if (now === 'none' && bringsVersion(row.kind)) return 'published';
  return now === 'withdrawn' ? 'hidden' : now;
}

function consequenceOf(context: DeskContext, kind: VerdictKind, row: SubmissionRow, published: PublicationState): Text {
  const regions = context.marketplaces.find(({ id }) => id === row.marketplace)?.regions ?? [];
  const region = regions.length > 1 ? regions.find(({ id }) => id === row.region)?.title : undefined;
  // Each region has its own verdicts: what is said holds for one of them.
  const where = region === undefined ? { ru: '', en: '' } : { ru: ` (${region.ru})`, en: ` (${region.en})` };
  const name = { ru: `«${row.solution_name}»${where.ru}`, en: `"${row.solution_name}"${where.en}` };
  const told = {
    ru: `Письмо для «${row.vendor_name}» встанет в исходящие; в кабинет разработчика его передаёт человек.`,
    en: `The letter to "${row.vendor_name}" goes to the outbox; a person hands it over to the vendor's cabinet.`,
  };
  const what: Readonly<Record<VerdictKind, Text>> = {
    approve:
      publicationAfter('approve', row, published) === 'published' && published === 'none'
        ? {
            ru: `Версия ${row.version} решения ${name.ru} будет одобрена и сразу опубликована.`,
            en: `Version ${row.version} of ${name.en} is approved and published at once.`,
          }
        : {
            ru: `Версия ${row.version} решения ${name.ru} будет одобрена; видимость для покупателей переключает разработчик.`,
            en: `Version ${row.version} of ${name.en} is approved; the vendor switches its visibility to buyers.`,
          },
    return: {
      ru: `Версия ${row.version} решения ${name.ru} вернётся разработчику на доработку; новая попытка встанет в конец очереди.`,
      en: `Version ${row.version} of ${name.en} goes back to the vendor for rework; the next attempt enters at the end of the queue.`,
    },
    refuse: {
      ru: `Решению ${name.ru} версии ${row.version} будет отказано в публикации; причину указывать не обязательно.`,
      en: `Publication of ${name.en}, version ${row.version}, is refused; no reason is owed.`,
    },
    withdraw: {
      ru: `Решение ${name.ru} будет снято с публикации: покупатели перестанут его видеть.`,
      en: `${name.en} is withdrawn from publication: buyers no longer see it.`,
    },
  };
  return { ru: `${what[kind].ru} ${told.ru}`, en: `${what[kind].en} ${told.en}` };
}

/**
 * Decides, once and for exactly what was looked at: revision and version must be the ones that were shown. Snapshot,
 * event, state, publication, letter and outbox are one transaction.
 * Throws AppError 'conflict', 'not-claimed', 'claimed-by-other', 'not-allowed' or 'blocked'.
 */
export function decideVerdict(context: DeskContext, input: Parsed<'verdict.decide'>): Output<'verdict.decide'> {
  return context.db.write((tx) => {
    const row = requireSubmission(tx, input.submissionId);
    requireRevision(row, input.revision);
    if (row.version !== input.version) {
      throw new AppError('conflict', 'The verdict names another version than the submission has.', {
        seen: input.version,
        now: row.version,
      });
    }
    requireAllowed(context, tx, row, input.kind);
    const { blockers } = obstaclesOf(context, tx, row, input.kind);
    const first = blockers[0];
    if (first !== undefined) {
      throw new AppError('blocked', first.message.en, { obstacle: first.code, ruleId: first.ruleId ?? '', obstacles: blockers.length });
    }
    const stages = input.kind === 'approve' ? unfinishedStages(context, tx, row) : [];
    const reason = (input.reason ?? '').trim();
    if (stages.length > 0 && reason === '') {
      throw new AppError('blocked', stagesLeft(stages)?.en ?? '', { obstacle: 'stages-unfinished', obstacles: stages.length });
    }
    const letter = letterOf(tx, row, input);
    requireFilledIn(context, tx, letter);
    const state = nextState(row.state, input.kind);
    if (state === null) throw new AppError('not-allowed', 'The state of the submission does not allow it.', { state: row.state });

    const at = context.now();
    const verdictId = newId();
    const previousPublication = publicationIn(tx, row.solution_id, row.region);
    const publication = publicationAfter(input.kind, row, previousPublication);
    const snapshotSha256 = storeSnapshot(tx, row);
    const after = applyChange(context, tx, row, {
      state,
      claim: null,
      decidedAt: at,
      turn: { reason: state === 'returned' ? 'returned' : 'decided', at },
    });
    const event = record(context, tx, {
      at,
      type: DECIDED[input.kind],
      submissionId: row.id,
      solutionId: row.solution_id,
      details: {
        verdictId,
        kind: input.kind,
        version: row.version,
        revision: row.revision,
        attempt: row.attempt,
        snapshotSha256,
        language: input.language,
        letterSha256: sha256Hex(letter),
        reasons: input.kind === 'return' ? includedRules(tx, row.id) : [],
        publication,
        previousPublication,
        ...(stages.length === 0 ? {} : { openStages: stages.map(({ id }) => id), approvalReason: reason }),
      },
    });
    insertVerdict(tx, {
      id: verdictId,
      submission_id: row.id,
      kind: input.kind,
      decided_by: context.actor(),
      at,
      version: row.version,
      revision: row.revision,
      language: input.language,
      letter,
      snapshot_sha256: snapshotSha256,
      undo_until: at + LIMITS.undoWindowMs,
      undone_at: null,
      undone_by: null,
      previous_publication: previousPublication,
      previous_decided_at: row.decided_at,
      event_id: event.id,
    });
    rememberForUndo(context, tx, {
      kind: 'verdict',
      submissionId: row.id,
      key: verdictId,
      before: {},
      after: { kind: input.kind },
    });
    changePublication(context, tx, row, previousPublication, publication, verdictId);
    postNotice(context, tx, row, input, letter, verdictId, at);
    return {
      verdictId,
      undoUntil: at + LIMITS.undoWindowMs,
      nextSubmissionId: nextQueued(tx, after.queued_at, after.seq, context.actor()),
    };
  });
}

function requireAllowed(context: DeskContext, db: ReadableDb, row: SubmissionRow, kind: VerdictKind): void {
  const refusal = refusalOf(context, db, row, kind);
  if (refusal === null) return;
  if (refusal === 'claimed-by-other')
    throw new AppError('claimed-by-other', 'Somebody else has taken the submission.', { by: row.claim_by ?? '' });
  if (refusal === 'not-claimed') throw new AppError('not-claimed', 'Take the submission first.', { id: row.id });
  throw new AppError('not-allowed', 'The state of the submission does not allow it.', { state: row.state });
}

/** The moderator's text; an empty one is replaced by the compiled letter, except that a return is written knowingly. */
function letterOf(tx: ReadableDb, row: SubmissionRow, input: Parsed<'verdict.decide'>): string {
  if (input.letter.trim() !== '') return input.letter;
  if (input.kind === 'return') throw new AppError('blocked', 'The letter of a return is empty.', { obstacle: 'empty-letter' });
  const included = fullFindings(tx, row.id).filter(({ finding }) => finding.included === 1);
  return compileLetter(input.kind, subjectOf(row), included, input.language);
}

/** All that was looked at, by content: the verdict can be held against it for ever. */
function storeSnapshot(tx: WritableDb, row: SubmissionRow): string {
  const checklist = checklistOf(tx, row.id);
  const automatic = automaticOf(tx, row.id);
  const bound = boundEvidence(tx, row.id);
  const kept = keptMarksOf(tx, row.id);
  const body = canonicalJson({
    format: 'moderation-verdict-snapshot',
    formatVersion: 1,
    submission: {
      id: row.id,
      externalId: row.external_id,
      marketplace: row.marketplace,
      region: row.region,
      kind: row.kind,
      solutionType: row.solution_type,
      solutionId: row.solution_id,
      solutionCode: row.solution_code,
      solutionName: row.solution_name,
      vendorName: row.vendor_name,
      version: row.version,
      attempt: row.attempt,
      revision: row.revision,
      submittedAt: row.submitted_at,
      packageSha256: packageHashOf(tx, row.seq),
      cardSha256: row.card_sha256,
      versionSha256: row.version_sha256,
      files: filesOf(tx, row.id).map(({ path, role, sha256, size_bytes: sizeBytes }) => ({ path, role, sha256, sizeBytes })),
    },
    checklist:
      checklist === undefined
        ? null
        : {
            rulebookVersion: checklist.rulebook_version,
            rulesSha256: checklist.rules_sha256,
            items: itemsOf(tx, row.id).map((item) => ({
              ruleId: item.rule_id,
              mark: item.mark,
              markedBy: item.marked_by,
              markedAt: item.marked_at,
              note: item.note,
              keptFrom: kept.get(item.rule_id),
              automatic: automatic
                .filter((each) => each.rule_id === item.rule_id)
                .map(({ source, status, message, place, run_id: runId, at }) => ({
                  source,
                  status,
                  message: JSON.parse(message) as unknown,
                  place,
                  runId,
                  at,
                })),
              evidence: bound.filter((each) => each.rule_id === item.rule_id).map(({ id }) => id),
            })),
          },
    findings: fullFindings(tx, row.id).map(({ finding, seen }) => ({
      id: finding.id,
      ruleId: finding.rule_id,
      severity: finding.severity,
      source: finding.source,
      included: finding.included === 1,
      seen,
      steps: finding.steps,
      runId: finding.run_id,
    })),
    evidence: evidenceOf(tx, row.id).map(
      ({ id, sha256, kind, title, mime, size_bytes: sizeBytes, source, run_id: runId, step_id: stepId, at }) => ({
        id,
        sha256,
        kind,
        title,
        mime,
        sizeBytes,
        source,
        runId,
        stepId,
        at,
      }),
    ),
    runs: runsOf(tx, row.id).map(({ id, state, outcome, started_at: startedAt, finished_at: finishedAt, report_sha256: reportSha256 }) => ({
      id,
      state,
      outcome,
      startedAt,
      finishedAt,
      reportSha256,
    })),
  });
  const sha256 = sha256Hex(body);
  putDocument(tx, sha256, body);
  return sha256;
}

/** Rules that the vendor is told of; the log names them so that reasons can be counted. */
function includedRules(db: ReadableDb, submissionId: string): string[] {
  return fullFindings(db, submissionId).flatMap(({ finding, rule }) => (finding.included === 1 ? [rule.id] : []));
}

function changePublication(
  context: DeskContext,
  tx: WritableDb,
  row: SubmissionRow,
  from: PublicationState,
  to: PublicationState,
  verdictId: string,
): void {
  if (from === to) return;
  setPublication(tx, row.solution_id, row.region, to);
  record(context, tx, {
    type: to === 'none' ? 'solution.unpublished' : `solution.${to}`,
    submissionId: row.id,
    solutionId: row.solution_id,
    details: { from, to, verdictId, region: row.region },
  });
}

const DECIDED = {
  approve: 'submission.approved',
  return: 'submission.returned',
  refuse: 'submission.refused',
  withdraw: 'submission.withdrawn',
} as const satisfies Record<VerdictKind, EventType>;

const TITLES: Readonly<Record<VerdictKind, Text>> = {
  approve: { ru: 'Одобрено', en: 'Approved' },
  return: { ru: 'Возвращено на доработку', en: 'Returned for rework' },
  refuse: { ru: 'Отказано в публикации', en: 'Publication refused' },
  withdraw: { ru: 'Снято с публикации', en: 'Withdrawn from publication' },
};

/** The notice in the thread, held in the outbox until the undo window closes. */
function postNotice(
  context: DeskContext,
  tx: WritableDb,
  row: SubmissionRow,
  input: Parsed<'verdict.decide'>,
  letter: string,
  verdictId: string,
  at: number,
): void {
  const messageId = newId();
  insertMessage(tx, {
    id: messageId,
    solution_id: row.solution_id,
    submission_id: row.id,
    at,
    author: context.actor(),
    kind: 'system',
    text: letter,
  });
  insertOutbox(tx, {
    id: newId(),
    kind: 'verdict',
    message_id: messageId,
    verdict_id: verdictId,
    solution_id: row.solution_id,
    submission_id: row.id,
    title: `${TITLES[input.kind][input.language]}: ${row.solution_name} ${row.version}`,
    state: 'held',
    created_at: at,
    held_until: at + LIMITS.undoWindowMs,
    handed_over_at: null,
  });
  tx.afterCommit(() => {
    context.notices.chatChanged(row.solution_id);
    context.notices.outboxChanged();
  });
}

/** Takes the verdict back while its notice is still held: state, claim and publication are as before. */
export function undoVerdict(context: DeskContext, input: { verdictId: string }): void {
  context.db.write((tx) => {
    const verdict = verdictById(tx, input.verdictId);
    if (verdict === undefined) throw new AppError('not-found', 'There is no such verdict.', { id: input.verdictId });
    if (verdict.undone_at !== null) return;
    const row = requireSubmission(tx, verdict.submission_id);
    const notice = outboxOfVerdict(tx, verdict.id);
    const state = nextState(row.state, 'undo');
    if (state === null || notice === undefined || refusalOf(context, tx, row, 'undo') !== null) {
      throw new AppError('not-allowed', 'The notice has left the outbox; the verdict stands.', { id: verdict.id });
    }
    const at = context.now();
    markUndone(tx, verdict.id, at, context.actor());
    deleteUndoStepsFor(tx, 'verdict', verdict.id);
    setOutboxState(tx, notice.id, 'cancelled', null);
    const claim =
      state === 'claimed' ? { by: context.actor(), workstationId: context.workstationId, at, expiresAt: at + LIMITS.claimLeaseMs } : null;
    applyChange(context, tx, row, {
      state,
      claim,
      decidedAt: verdict.previous_decided_at,
      turn: { reason: state === 'claimed' ? 'verdict-undone' : 'decided', at },
    });
    record(context, tx, {
      at,
      type: 'verdict.undone',
      submissionId: row.id,
      solutionId: row.solution_id,
      details: { verdictId: verdict.id, kind: verdict.kind, state },
    });
    changePublication(context, tx, row, publicationIn(tx, row.solution_id, row.region), verdict.previous_publication, verdict.id);
    tx.afterCommit(() => {
      context.notices.chatChanged(row.solution_id);
      context.notices.outboxChanged();
    });
  });
}

/** File name for the bundle of a verdict: what it is about, in letters that every file system takes. */
export function suggestedBundleName(context: DeskContext, verdictId: string): string {
  const verdict = verdictById(context.db, verdictId);
  if (verdict === undefined) throw new AppError('not-found', 'There is no such verdict.', { id: verdictId });
  const row = requireSubmission(context.db, verdict.submission_id);
  const safe = (text: string): string => text.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60);
  return `${safe(row.solution_code)}-${safe(verdict.version)}-${verdict.kind}-${verdict.id.slice(0, 8)}.zip`;
}
