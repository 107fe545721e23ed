import path from 'node:path';
import { AppError, type ErrorCode } from '../../shared/domain/errors.ts';
import type { ImportProblem, IncomingReview, IncomingSubmission, PackageSource } from '../../shared/domain/incoming-submission.ts';
import type { Output } from '../../shared/ipc/contract.ts';
import type { WritableDb } from '../store/connection.ts';
import { canonicalJson, sha256Hex } from '../store/event-chain.ts';
import { newId } from '../store/ids.ts';
import { insertMessage } from '../store/repositories/correspondence.ts';
import { deleteRefused, insertRefused, refusedImports } from '../store/repositories/refused-imports.ts';
import {
  findDuplicate,
  insertFile,
  insertSolution,
  insertSubmission,
  insertTestData,
  laneFor,
  lastInQueue,
  latestOfKind,
  putDocument,
  putVendor,
  renameSolution,
  solutionByCode,
  type SubmissionRow,
} from '../store/repositories/submissions.ts';
import { marketplaceOf, handOver, record, type DeskContext } from './desk-context.ts';
import { indexSubmission } from './search-index.ts';
import { acceptMessages } from './message-import.ts';
import { acceptReviews, refusalOfReviews } from './review-desk.ts';

const REFUSED_SHOWN = 1_000;
/** Progress is told at most this often, ms. */
const PROGRESS_MS = 50;

function refuseDuplicate(existing: string | undefined, incoming: IncomingSubmission): void {
  if (existing === undefined) return;
  throw new AppError('package-duplicate', `Submission ${incoming.externalId} is already in the workspace.`, {
    externalId: incoming.externalId,
    submissionId: existing,
  });
}

/**
 * Stores a validated submission: its files first, then everything else in one transaction. A further attempt (the last
 * submission of the same solution, region and kind was returned) goes to the end of the queue (SEED0 §4); a first one
 * stands where its time of submission puts it.
 * @returns the new submission. Throws AppError 'package-duplicate', 'package-refused', 'storage-full' and the like; then
 * nothing of it is in the database.
 */
export async function acceptSubmission(context: DeskContext, incoming: IncomingSubmission): Promise<SubmissionRow> {
  marketplaceOf(context, incoming.marketplace);
  refuseDuplicate(findDuplicate(context.db, incoming.marketplace, incoming.externalId, incoming.packageSha256), incoming);
  const stored = new Set<string>();
  for (const file of incoming.files) {
    if (stored.has(file.sha256)) continue;
    const blob = await context.evidence.put(await file.read());
    if (blob.sha256 !== file.sha256 || blob.sizeBytes !== file.sizeBytes) {
      throw new AppError('package-refused', `The file ${file.path} changed while it was read.`, { path: file.path });
    }
    stored.add(file.sha256);
  }
  const sealed = incoming.testData === null ? null : context.secrets.seal(canonicalJson(incoming.testData));
  return context.db.write((tx) => {
    refuseDuplicate(findDuplicate(tx, incoming.marketplace, incoming.externalId, incoming.packageSha256), incoming);
    const solutionId = storeSolution(context, tx, incoming);
    const row = storeSubmission(context, tx, incoming, solutionId);
    incoming.files.forEach((file, position) => {
      insertFile(tx, row.id, position, {
        path: file.path,
        role: file.role,
        language: file.language,
        title: file.title,
        mime: file.mime,
        size_bytes: file.sizeBytes,
        sha256: file.sha256,
        width_px: file.image?.widthPx ?? null,
        height_px: file.image?.heightPx ?? null,
        has_transparent_pixels: file.image === null ? null : Number(file.image.hasTransparentPixels),
        is_animated: file.image === null ? null : Number(file.image.isAnimated),
      });
    });
    if (sealed !== null) {
      insertTestData(
        tx,
        row.id,
        { sealed, key_id: context.secrets.keyId, protection: `${context.secrets.protection}:${context.secrets.backend}` },
        context.now(),
      );
    }
    indexSubmission(tx, row, incoming.vendor.legalName, incoming.card);
    announce(context, tx, incoming, row);
    return row;
  });
}

function storeSolution(context: DeskContext, tx: WritableDb, incoming: IncomingSubmission): string {
  const { marketplace, vendor, solution } = incoming;
  const vendorId = putVendor(tx, {
    id: newId(),
    marketplace,
    code: vendor.code,
    name: vendor.name,
    legal_name: vendor.legalName,
    email: vendor.email,
  });
  const known = solutionByCode(tx, marketplace, solution.code);
  if (known !== undefined) {
    if (known.vendor_id !== vendorId) {
      throw new AppError('package-refused', `The solution ${solution.code} belongs to another vendor.`, { code: solution.code });
    }
    if (known.name !== solution.name) renameSolution(tx, known.id, solution.name);
    return known.id;
  }
  const id = newId();
  insertSolution(tx, { id, marketplace, code: solution.code, name: solution.name, vendor_id: vendorId }, context.now());
  return id;
}

function storeSubmission(context: DeskContext, tx: WritableDb, incoming: IncomingSubmission, solutionId: string): SubmissionRow {
  const card = canonicalJson(incoming.card);
  const version = canonicalJson(incoming.version);
  const cardSha256 = sha256Hex(card);
  const versionSha256 = sha256Hex(version);
  putDocument(tx, cardSha256, card);
  putDocument(tx, versionSha256, version);
  const last = latestOfKind(tx, solutionId, incoming.region, incoming.kind);
  const previous = last?.state === 'returned' || last?.state === 'recalled' ? last : null;
  const now = context.now();
  const id = newId();
  if (previous?.state === 'returned') handOver(context, tx, previous, 'none', 'decided');
  return insertSubmission(tx, laneFor(tx, incoming.marketplace, incoming.region, incoming.kind), {
    id,
    marketplace: incoming.marketplace,
    externalId: incoming.externalId,
    region: incoming.region,
    kind: incoming.kind,
    solutionType: incoming.solutionType,
    solutionId,
    solutionName: incoming.solution.name,
    solutionCode: incoming.solution.code,
    vendorName: incoming.vendor.name,
    version: incoming.version.number,
    chainId: previous?.chain_id ?? id,
    attempt: (previous?.attempt ?? 0) + 1,
    submittedAt: incoming.submittedAt,
    // The clock of this machine may have gone back: the end of the queue is behind whatever stands there.
    queuedAt: previous === null ? Math.min(incoming.submittedAt, now) : Math.max(now, lastInQueue(tx) ?? 0),
    cardSha256,
    versionSha256,
    iconSha256: incoming.files.find(({ role }) => role === 'icon')?.sha256 ?? null,
    packageSha256: incoming.packageSha256,
  });
}

function announce(context: DeskContext, tx: WritableDb, incoming: IncomingSubmission, row: SubmissionRow): void {
  record(context, tx, {
    type: 'submission.accepted',
    submissionId: row.id,
    solutionId: row.solution_id,
    details: {
      marketplace: row.marketplace,
      externalId: row.external_id,
      kind: row.kind,
      region: row.region,
      version: row.version,
      attempt: row.attempt,
      submittedAt: row.submitted_at,
      queuedAt: row.queued_at,
      packageSha256: incoming.packageSha256,
      cardSha256: row.card_sha256,
      versionSha256: row.version_sha256,
      files: incoming.files.length,
      hasTestData: incoming.testData !== null,
    },
  });
  insertMessage(tx, {
    id: newId(),
    solution_id: row.solution_id,
    submission_id: row.id,
    at: context.now(),
    author: incoming.vendor.name,
    kind: 'system',
    text:
      context.locale() === 'ru'
        ? `Поступила заявка ${row.external_id}: версия ${row.version}, попытка ${String(row.attempt)}.`
        : `Submission ${row.external_id} has arrived: version ${row.version}, attempt ${String(row.attempt)}.`,
  });
  tx.afterCommit(() => {
    context.anchors.moved(null, row);
    context.notices.queueChanged();
    context.notices.chatChanged(row.solution_id);
  });
}

/** Keeps what could not be taken, with every reason, until a person forgets it. */
export function recordRefusal(context: DeskContext, name: string, code: ErrorCode, problems: readonly ImportProblem[]): void {
  context.db.write((tx) => {
    const id = newId();
    insertRefused(tx, { id, name, at: context.now(), code, problems: JSON.stringify(problems) });
    record(context, tx, { type: 'import.refused', details: { id, name, code, problems: problems.length } });
  });
}

export function listRefused(context: DeskContext): Output<'intake.refused'> {
  return {
    items: refusedImports(context.db, REFUSED_SHOWN).map(({ id, name, at, code, problems }) => ({
      id,
      name,
      at,
      code,
      problems: JSON.parse(problems) as Output<'intake.refused'>['items'][number]['problems'],
    })),
  };
}

export function forgetRefused(context: DeskContext, input: { id: string }): void {
  context.db.write((tx) => {
    const row = deleteRefused(tx, input.id);
    if (row === undefined) throw new AppError('not-found', 'That refused package is not in the list.', { id: input.id });
    record(context, tx, { type: 'import.forgotten', details: { id: row.id, name: row.name, code: row.code } });
  });
}

export type ImportSummary = Output<'intake.importPaths'>;

export interface ImportProgress {
  readonly done: number;
  readonly total: number;
  readonly name: string;
}

/** What became of one package. */
export interface PackageResult {
  readonly path: string;
  readonly outcome: 'imported' | 'refused' | 'duplicate';
  readonly submissionId: string | null;
  /** Why not; the same as in the list of refused packages. */
  readonly refusal: { readonly code: ErrorCode; readonly problems: readonly ImportProblem[] } | null;
}

/** Imports many packages, one transaction each; can be cancelled between two of them. One import at a time. */
export class Importer {
  private underWay: AbortController | null = null;

  constructor(
    private readonly context: DeskContext,
    private readonly source: PackageSource,
  ) {}

  /** What was stored before a cancel or a fault of this machine stays. Throws AppError for such a fault. */
  async importPaths(
    paths: readonly string[],
    onProgress: (progress: ImportProgress) => void = () => undefined,
    onPackage: (result: PackageResult) => void = () => undefined,
  ): Promise<ImportSummary> {
    if (this.underWay !== null) throw new AppError('blocked', 'An import is under way.');
    const controller = new AbortController();
    this.underWay = controller;
    const summary = { imported: 0, refused: 0, duplicates: 0, cancelled: false };
    try {
      const packages = await this.source.find(paths, controller.signal);
      let toldAt = 0;
      for (const [done, each] of packages.entries()) {
        if (controller.signal.aborted) break;
        const name = path.basename(each);
        if (Date.now() - toldAt >= PROGRESS_MS) {
          toldAt = Date.now();
          onProgress({ done, total: packages.length, name });
        }
        const result = await this.importOne(each, name, controller.signal);
        summary[result.outcome === 'duplicate' ? 'duplicates' : result.outcome] += 1;
        onPackage(result);
      }
      summary.cancelled = controller.signal.aborted;
      onProgress({ done: summary.imported + summary.refused + summary.duplicates, total: packages.length, name: '' });
      return summary;
    } catch (error) {
      if (error instanceof AppError && error.code === 'cancelled') return { ...summary, cancelled: true };
      throw error;
    } finally {
      this.underWay = null;
    }
  }

  cancel(): void {
    this.underWay?.abort();
  }

  private async importOne(file: string, name: string, signal: AbortSignal): Promise<PackageResult> {
    const refuse = (outcome: 'refused' | 'duplicate', code: ErrorCode, problems: readonly ImportProblem[]): PackageResult => {
      recordRefusal(this.context, name, code, problems);
      return { path: file, outcome, submissionId: null, refusal: { code, problems } };
    };
    const reading = await this.source.read(file, signal);
    if (reading.kind === 'refused') return refuse('refused', reading.code, reading.problems);
    if (reading.kind === 'messages') {
      try {
        const taken = await acceptMessages(this.context, reading.messages);
        if (taken === 0) return refuse('duplicate', 'package-duplicate', [knownMessagesProblem()]);
        return { path: file, outcome: 'imported', submissionId: null, refusal: null };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (error.code === 'not-found') return refuse('refused', 'package-refused', [strangeMessagesProblem(error)]);
        if (error.code !== 'package-refused' && error.code !== 'unavailable') throw error;
        return refuse('refused', 'package-refused', [refusalProblem(error)]);
      } finally {
        await reading.messages.close();
      }
    }
    if (reading.kind === 'reviews') return this.importReviews(file, reading.reviews, refuse);
    const { submission } = reading;
    try {
      const { id } = await acceptSubmission(this.context, submission);
      return { path: file, outcome: 'imported', submissionId: id, refusal: null };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'package-duplicate') return refuse('duplicate', error.code, [duplicateProblem(submission)]);
      if (error.code !== 'package-refused' && error.code !== 'unavailable') throw error;
      return refuse('refused', 'package-refused', [refusalProblem(error)]);
    } finally {
      await submission.close();
    }
  }

  private importReviews(
    file: string,
    reviews: readonly IncomingReview[],
    refuse: (outcome: 'refused' | 'duplicate', code: ErrorCode, problems: readonly ImportProblem[]) => PackageResult,
  ): PackageResult {
    try {
      const { accepted } = acceptReviews(this.context, reviews);
      if (accepted === 0) return refuse('duplicate', 'package-duplicate', [KNOWN_REVIEWS]);
      return { path: file, outcome: 'imported', submissionId: null, refusal: null };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'package-refused') throw error;
      return refuse('refused', error.code, [refusalOfReviews(error)]);
    }
  }
}

function knownMessagesProblem(): ImportProblem {
  return {
    place: 'messages',
    reason: { ru: 'Все сообщения пакета уже есть в переписке.', en: 'All messages of the package are in the conversation already.' },
    remedy: { ru: 'Ничего делать не нужно.', en: 'Nothing needs to be done.' },
  };
}

function strangeMessagesProblem(error: AppError): ImportProblem {
  const place = String(error.details['place'] ?? 'solution.code');
  return {
    place,
    reason:
      place === 'solution.code'
        ? { ru: 'Решения с таким кодом в рабочей папке нет.', en: 'The workspace has no solution of this code.' }
        : { ru: 'У решения нет заявки с таким номером.', en: 'The solution has no submission of this number.' },
    remedy: {
      ru: 'Сначала импортируйте заявку, затем сообщения к ней.',
      en: 'Import the submission first, then the messages about it.',
    },
  };
}
const KNOWN_REVIEWS: ImportProblem = {
  place: 'reviews',
  reason: { ru: 'Все отзывы пакета уже есть, нового в нём нет.', en: 'All reviews of the package are known, it brings nothing new.' },
  remedy: { ru: 'Ничего делать не нужно.', en: 'Nothing needs to be done.' },
};

function duplicateProblem(submission: IncomingSubmission): ImportProblem {
  return {
    place: 'externalId',
    reason: {
      ru: `Заявка ${submission.externalId} уже есть в рабочей папке.`,
      en: `Submission ${submission.externalId} is already in the workspace.`,
    },
    remedy: {
      ru: 'Ничего делать не нужно. Если это новая попытка, у неё должен быть свой номер заявки.',
      en: 'Nothing needs to be done. A further attempt has a submission number of its own.',
    },
  };
}

function refusalProblem(error: AppError): ImportProblem {
  if (typeof error.details['path'] === 'string') {
    return {
      place: error.details['path'],
      reason: { ru: 'Файл изменился, пока его читали.', en: 'The file changed while it was read.' },
      remedy: {
        ru: 'Дождитесь конца записи пакета и импортируйте его ещё раз.',
        en: 'Wait until the package is written and import it again.',
      },
    };
  }
  if (error.code === 'unavailable') {
    return {
      place: 'marketplace',
      reason: { ru: 'Эта сборка не знает такого маркетплейса.', en: 'This build does not know the marketplace.' },
      remedy: { ru: 'Проверьте поле marketplace или обновите приложение.', en: 'Check the field "marketplace" or update the application.' },
    };
  }
  return {
    place: 'solution.code',
    reason: { ru: 'Решение с этим кодом принадлежит другому разработчику.', en: 'The solution of this code belongs to another vendor.' },
    remedy: {
      ru: 'Проверьте код решения и код разработчика в submission.json.',
      en: 'Check the codes of the solution and of the vendor in submission.json.',
    },
  };
}
