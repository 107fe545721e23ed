import { AppError } from '../../shared/domain/errors.ts';
import type { Output, SubmissionDetails } from '../../shared/ipc/contract.ts';
import type { Marketplace } from '../marketplaces/marketplace.ts';
import type { ReadableDb } from '../store/connection.ts';
import { eventsOfSubmission } from '../store/event-log.ts';
import { outboxOfVerdict } from '../store/repositories/correspondence.ts';
import { dueDayOf, setDueDay } from '../store/repositories/due-days.ts';
import { publicationIn, standingsOf } from '../store/repositories/publications.ts';
import {
  filesOf,
  hasTestData,
  latestApproved,
  solutionById,
  submissionIdOf,
  submissionsOfChain,
  vendorById,
  type SubmissionRow,
} from '../store/repositories/submissions.ts';
import { standingVerdict } from '../store/repositories/verdicts.ts';
import { storedCard, storedVersion } from './stored-documents.ts';
import { changeReasons } from './comparison-desk.ts';
import { isMine, record, requireSubmission, type DeskContext } from './desk-context.ts';
import { fieldViews, mediaView } from './field-views.ts';
import { effectiveOutboxState } from './outbox-state.ts';
import { actionsOf } from './submission-actions.ts';
import { openTestData, testDataValues } from './test-data.ts';

type Text = { ru: string; en: string };

const plain = (text: string): Text => ({ ru: text, en: text });

/** Everything the submission screen shows. Throws AppError 'not-found'. */
export function getSubmission(context: DeskContext, input: { id: string }): SubmissionDetails {
  const { db } = context;
  const row = requireSubmission(db, input.id);
  const solution = solutionById(db, row.solution_id);
  const vendor = solution === undefined ? undefined : vendorById(db, solution.vendor_id);
  if (solution === undefined || vendor === undefined) throw new AppError('storage-corrupt', 'The submission has lost its solution.');
  const marketplace = context.marketplaces.find(({ id }) => id === row.marketplace) ?? null;
  const card = storedCard(db, row);
  const version = storedVersion(db, row);
  const approved = latestApproved(db, row.solution_id, row.region, row.id);
  return {
    id: row.id,
    revision: row.revision,
    externalId: row.external_id,
    marketplace: row.marketplace,
    marketplaceTitle: marketplace?.title ?? plain(row.marketplace),
    region: row.region,
    regionTitle: marketplace?.regions.find(({ id }) => id === row.region)?.title ?? plain(row.region),
    solutionType: row.solution_type,
    kind: row.kind,
    state: row.state,
    attempt: row.attempt,
    submittedAt: row.submitted_at,
    queuedAt: row.queued_at,
    decidedAt: row.decided_at,
    turn: row.turn,
    turnReason: row.turn_reason,
    turnAt: row.turn_at,
    claim:
      row.claim_by === null
        ? null
        : { by: row.claim_by, mine: isMine(context, row), at: row.claim_at ?? 0, expiresAt: row.claim_expires_at ?? 0 },
    solution: { id: solution.id, code: solution.code, name: row.solution_name, publication: publicationIn(db, solution.id, row.region) },
    vendor: { id: vendor.id, code: vendor.code, name: vendor.name, legalName: vendor.legal_name, email: vendor.email },
    version: row.version,
    iconSha256: row.icon_sha256,
    card:
      marketplace === null ? [] : fieldViews((values) => marketplace.cardFields(values), card, approved ? storedCard(db, approved) : null),
    versionFields:
      marketplace === null
        ? []
        : fieldViews((values) => marketplace.versionFields(values), version, approved ? storedVersion(db, approved) : null),
    media: filesOf(db, row.id).map(mediaView),
    hasTestData: hasTestData(db, row.id),
    regions: regionViews(db, marketplace, row),
    dueDay: dueDayOf(db, row.id)?.day ?? null,
    hasStages: marketplace?.stages !== undefined,
    changeReasons: marketplace === null || approved === undefined ? [] : changeReasons(db, marketplace, approved, row),
    installable: installable(context, marketplace, row, vendor.name, version),
    attempts: submissionsOfChain(db, row.chain_id).map((each) => ({
      id: each.id,
      attempt: each.attempt,
      version: each.version,
      state: each.state,
      submittedAt: each.submitted_at,
      decidedAt: each.decided_at,
    })),
    verdict: verdictView(context, row.id),
    actions: actionsOf(context, row),
  };
}

function regionViews(db: ReadableDb, marketplace: Marketplace | null, row: SubmissionRow): SubmissionDetails['regions'] {
  if (marketplace === null || marketplace.regions.length < 2) return [];
  return standingsOf(db, row.solution_id).map(({ region, ...standing }) => ({
    ...standing,
    id: region,
    title: { ...(marketplace.regions.find(({ id }) => id === region)?.title ?? plain(region)) },
  }));
}

/**
 * The team's own day for one submission. The log names it without being part of the submission's own record, which goes into
 * bundles. Throws AppError 'not-found'.
 */
export function setSubmissionDueDay(context: DeskContext, input: { id: string; day: string | null }): void {
  context.db.write((tx) => {
    const row = requireSubmission(tx, input.id);
    const before = dueDayOf(tx, row.id)?.day ?? null;
    if (before === input.day) return;
    setDueDay(tx, row.id, input.day, context.actor(), context.now());
    record(context, tx, { type: 'team.dueDaySet', details: { of: row.id, day: input.day ?? '', before: before ?? '' } });
    tx.afterCommit(() => {
      context.anchors.forgetDays();
      context.notices.submissionChanged(row.id, row.revision);
      context.notices.queueChanged();
    });
  });
}

function installable(
  context: DeskContext,
  marketplace: Marketplace | null,
  row: SubmissionRow,
  vendorName: string,
  version: Readonly<Record<string, unknown>>,
): SubmissionDetails['installable'] {
  if (marketplace === null) {
    return {
      possible: false,
      reason: { ru: 'Эта сборка не знает такого маркетплейса.', en: 'This build does not know the marketplace.' },
    };
  }
  try {
    const values = testDataValues(openTestData(context, context.db, row.id));
    const { solution_code: code, solution_name: name, solution_type: solutionType } = row;
    const registration = marketplace.registration({ code, name, vendorName, solutionType }, version, values);
    return 'refused' in registration ? { possible: false, reason: registration.refused as Text } : { possible: true, reason: null };
  } catch (error) {
    const isSecret = error instanceof AppError && error.code === 'secret-unreadable';
    if (error instanceof AppError && !isSecret) throw error;
    // A version that was stored under an older schema must not close the whole screen.
    return {
      possible: false,
      reason: isSecret
        ? {
            ru: 'Тестовые данные не читаются: ключ рабочей папки недоступен на этой машине.',
            en: 'The test data cannot be read: the key of the workspace is not available on this machine.',
          }
        : {
            ru: 'Карточку версии не понимает эта сборка: установка на портал невозможна.',
            en: 'This build does not understand the version card: it cannot be installed on a portal.',
          },
    };
  }
}

function verdictView(context: DeskContext, submissionId: string): SubmissionDetails['verdict'] {
  const verdict = standingVerdict(context.db, submissionId);
  if (verdict === undefined) return null;
  const notice = outboxOfVerdict(context.db, verdict.id);
  const outboxState = notice === undefined ? 'cancelled' : effectiveOutboxState(notice.state, notice.held_until, context.now());
  return {
    id: verdict.id,
    kind: verdict.kind,
    by: verdict.decided_by,
    at: verdict.at,
    outboxState,
    undoUntil: outboxState === 'held' ? verdict.undo_until : null,
    letter: verdict.letter,
  };
}

/** Oldest first. Hashes let the reader compare with an exported bundle. */
export function submissionHistory(context: DeskContext, input: { id: string }): Output<'submission.history'> {
  requireSubmission(context.db, input.id);
  return {
    events: eventsOfSubmission(context.db, input.id).map(({ sequence, at, actor, type, details, hash }) => ({
      sequence,
      at,
      actor,
      type,
      details: { ...details },
      hash,
    })),
  };
}

/** @param text id, or the number in the vendor cabinet. Throws AppError 'not-found'. */
export function findSubmissionId(context: DeskContext, text: string): string {
  const id = submissionIdOf(context.db, text);
  if (id === undefined) throw new AppError('not-found', `There is no submission "${text}".`, { submission: text });
  return id;
}
