import { z } from 'zod';
import { BROWSER_ROLES, FURTHER_RUNS } from '../domain/install-test.ts';
import { ANSWER_QUALITIES, REVIEW_DECISIONS, REVIEW_FILTERS } from '../domain/review.ts';
import { MARKS, QUEUE_SORTS, QUEUE_VIEWS, SKIP_REASONS, SUBMISSION_KINDS, VERDICT_KINDS } from '../domain/submission.ts';
import { LIMITS } from '../limits.ts';
import type { Channel } from './channels.ts';

// Else zod would write and compile a function for each object at its first use, and every start would wait for that.
z.config({ jitless: true });

export const MENU_SECTIONS = ['file', 'edit', 'submission', 'checklist', 'view', 'go', 'help'] as const;

export const id = z.uuid();

export const at = z.int();

const none = z.strictObject({});

export const text = z.strictObject({ ru: z.string(), en: z.string() });

export const revision = z.int().nonnegative();

export const ruleId = z.string().min(1).max(100);

export const Settings = z.strictObject({
  locale: z.enum(['ru', 'en']),
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  density: z.enum(['comfortable', 'compact']),
  /** Shown in claims, events and verdicts. Empty until the moderator has introduced himself. */
  moderatorName: z.string().max(200),
  /** Working days after which a submission that waits for us is overdue: the team's own term, vendors are never told. */
  termDays: z.int().min(1).max(90),
  /** Which days terms count; days are of the local calendar. */
  calendar: z.strictObject({
    holidays: z.enum(['ru', 'none']),
    daysOff: z.array(z.iso.date()).max(200),
    workDays: z.array(z.iso.date()).max(200),
  }),
  /** Stage of publication -> its term in working days, where it is not the usual one. */
  stageDays: z.record(z.string().max(50), z.int().min(1).max(250)),
  /** Marketplace -> terms of payment, where they are not those of its source. */
  prices: z.record(
    z.string().max(50),
    z.strictObject({
      vendorSharePercent: z.number().min(0).max(100),
      /** Percent by number of months paid at once. */
      discounts: z.record(z.string().regex(/^\d{1,3}$/), z.number().min(0).max(100)),
    }),
  ),
  /** Pane sizes and the like, kept for the renderer. */
  layout: z.record(z.string().max(100), z.union([z.number(), z.string().max(500), z.boolean()])),
});

export const QueueQuery = z.strictObject({
  view: z.enum(QUEUE_VIEWS),
  marketplace: z.string().max(50).nullable(),
  region: z.string().max(50).nullable(),
  kind: z.enum(SUBMISSION_KINDS).nullable(),
  /** Absent: as the view is meant, the longest wait or the latest decision first. */
  sort: z.enum(QUEUE_SORTS).optional(),
  /** Free text over solution, vendor, code, card, messages, findings and notes; never an error whatever is typed. */
  search: z.string().max(LIMITS.searchChars).nullable(),
});

/** What a submission is compared with: what buyers see now, or the attempt that a moderator last looked at. */
export const COMPARE_WITH = ['approved', 'seen'] as const;

export const MessageFile = z.strictObject({
  name: z.string().min(1).max(255),
  mime: z.string().max(100),
  sizeBytes: z.int().nonnegative(),
  /** app://blob/<sha256> serves it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export const StatisticsQuery = z.strictObject({
  /** ms UTC; `to` is excluded. null: from the first submission, until now. */
  from: at.nullable(),
  to: at.nullable(),
  marketplace: z.string().max(50).nullable(),
  region: z.string().max(50).nullable(),
  moderator: z.string().max(200).nullable(),
});

const stageTerm = { owner: z.string().trim().min(1).max(200), days: z.int().min(1).max(250).nullable() };

export const StageChange = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('enter'), ...stageTerm }),
  /** Another owner or term. */
  z.strictObject({ to: z.literal('assign'), ...stageTerm }),
  z.strictObject({ to: z.literal('finish') }),
  z.strictObject({ to: z.literal('reopen') }),
  z.strictObject({ to: z.literal('record'), conditionId: z.string().max(50), text: z.string().trim().min(1).max(500) }),
  z.strictObject({ to: z.literal('forget'), recordId: id }),
]);

/** By channel, what the window may send; validated at run time on every call. */
export const inputs = {
  'app.info': none,
  'app.openExternal': z.strictObject({ url: z.string().max(2048) }),
  /** The native menu as the window's action table has it now; the system's own items are added by main. */
  'window.setMenu': z.strictObject({
    sections: z
      .array(
        z.strictObject({
          id: z.enum(MENU_SECTIONS),
          title: z.string().max(100),
          /** null: a line between groups. */
          items: z
            .array(
              z
                .strictObject({
                  action: z.string().max(100),
                  label: z.string().max(200),
                  accelerator: z.string().max(40).nullable(),
                  isEnabled: z.boolean(),
                })
                .nullable(),
            )
            .max(60),
        }),
      )
      .max(10),
  }),
  /** 1 and -1: one step larger or smaller; 0: actual size. @returns the factor. */
  'window.zoom': z.strictObject({ by: z.union([z.literal(1), z.literal(-1), z.literal(0)]) }),
  /** Prints what the window shows under print media. path: where the PDF was saved; null when cancelled or printed on paper. */
  'window.print': z.strictObject({ to: z.enum(['printer', 'pdf']), name: z.string().min(1).max(200) }),
  'workspace.open': z.strictObject({ kind: z.enum(['empty', 'demo']) }),
  'workspace.choose': none,
  'settings.get': none,
  'settings.set': Settings.partial(),
  'queue.page': z.strictObject({
    query: QueueQuery,
    /** Where the page starts: behind a row's cursor, or at a position counted from 0. */
    start: z.union([z.strictObject({ after: z.string().max(500) }), z.strictObject({ index: z.int().nonnegative() })]),
    limit: z.int().min(1).max(LIMITS.pageRows),
  }),
  'queue.counts': none,
  'savedView.list': none,
  'savedView.save': z.strictObject({ name: z.string().trim().min(1).max(LIMITS.savedViewNameChars), query: QueueQuery }),
  'savedView.forget': z.strictObject({ id }),
  'submission.skip': z.strictObject({ id, reason: z.enum(SKIP_REASONS), note: z.string().max(LIMITS.noteChars) }),
  'submission.get': z.strictObject({ id }),
  'submission.compare': z.strictObject({ id, with: z.enum(COMPARE_WITH) }),
  'submission.history': z.strictObject({ id }),
  /** null takes it back. */
  'submission.setDueDay': z.strictObject({ id, day: z.iso.date().nullable() }),
  'submission.revealTestData': z.strictObject({ id }),
  'claim.take': z.strictObject({ id, revision }),
  'claim.release': z.strictObject({ id, revision, note: z.string().max(LIMITS.noteChars) }),
  'claim.takeOver': z.strictObject({ id, revision, note: z.string().max(LIMITS.noteChars) }),
  'claim.renew': z.strictObject({ id }),
  /** The rulebooks that hold in this workspace and the files that change them, read anew. */
  'rulebook.files': none,
  'checklist.get': z.strictObject({ submissionId: id }),
  /** `was`: what the person saw; when it is no longer so, the answer is 'conflict' with the other value (`theirs`, `by`). */
  'checklist.mark': z.strictObject({ submissionId: id, ruleId, mark: z.enum(MARKS), was: z.enum(MARKS).optional() }),
  'checklist.note': z.strictObject({
    submissionId: id,
    ruleId,
    note: z.string().max(LIMITS.noteChars),
    was: z.string().max(LIMITS.noteChars).optional(),
  }),
  'checklist.acceptFinding': z.strictObject({
    submissionId: id,
    ruleId,
    index: z.int().nonnegative(),
    reason: z.string().trim().min(1).max(LIMITS.noteChars),
    days: z.int().min(1).max(730),
  }),
  'checklist.runChecks': z.strictObject({ submissionId: id }),
  'evidence.attach': z.strictObject({
    submissionId: id,
    ruleId,
    name: z.string().max(255),
    mime: z.string().max(100),
    bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength > 0 && bytes.byteLength <= LIMITS.evidenceBytes),
  }),
  'evidence.chooseAndAttach': z.strictObject({ submissionId: id, ruleId }),
  'evidence.detach': z.strictObject({ submissionId: id, ruleId, evidenceId: id }),
  /** Console, network and HTTP evidence as text, at most `LIMITS.evidenceTextBytes` of it. */
  'evidence.share': z.strictObject({ submissionId: id, ruleId, evidenceId: id }),
  'evidence.readText': z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** Saves a file of evidence where the person wants it, e.g. a trace. */
  'evidence.save': z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), name: z.string().min(1).max(200) }),
  'finding.list': z.strictObject({ submissionId: id }),
  'finding.save': z.strictObject({
    submissionId: id,
    ruleId,
    seen: z.string().max(LIMITS.noteChars),
    steps: z.string().max(LIMITS.noteChars),
    was: z.strictObject({ seen: z.string(), steps: z.string() }).optional(),
  }),
  'finding.setIncluded': z.strictObject({ submissionId: id, findingId: id, included: z.boolean() }),
  'installTest.portals': z.strictObject({ submissionId: id }),
  'installTest.start': z.strictObject({
    submissionId: id,
    /** null makes a fresh portal. */
    portalId: id.nullable(),
    clean: z.boolean(),
    /** Faults of the portal to try out; kept for the solution. Absent: what was chosen for it last, else the marketplace's own choice. */
    probes: z.array(z.string().min(1).max(100)).max(100).optional(),
    /** Done after the usual course, of those that installTest.options offers. */
    further: z.array(z.enum(FURTHER_RUNS)).max(FURTHER_RUNS.length).optional(),
    fullTrace: z.boolean(),
    /** Install on a portal that is not clean for this solution, knowingly. */
    acceptUsedPortal: z.boolean(),
  }),
  'installTest.control': z.strictObject({
    runId: id,
    command: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('pause') }),
      z.strictObject({ type: z.literal('resume') }),
      z.strictObject({ type: z.literal('stop') }),
      z.strictObject({ type: z.literal('watch'), role: z.enum(BROWSER_ROLES).nullable() }),
      z.strictObject({ type: z.literal('answer'), checkpointId: z.string().max(100), answer: z.enum(['pass', 'fail', 'skipped']) }),
    ]),
  }),
  /** What can be chosen for a run of this submission, with what was chosen for its solution last. */
  'installTest.options': z.strictObject({ submissionId: id }),
  'installTest.active': none,
  'installTest.list': z.strictObject({ submissionId: id }),
  /** Progress so far of a live run (plan, steps, findings, exchanges), or the stored report of a finished one. */
  'installTest.get': z.strictObject({ runId: id }),
  /**
   * Writes the HTTP requests that show a fault of the portal's REST interface, for the platform's support.
   * @param exchangeIds null takes every REST and OAuth request that failed
   */
  'installTest.saveSupportLog': z.strictObject({ runId: id, exchangeIds: z.array(z.int()).max(10_000).nullable() }),
  'portal.create': z.strictObject({ marketplace: z.string().max(50), name: z.string().trim().min(1).max(100) }),
  'portal.list': none,
  'chat.thread': z.strictObject({ solutionId: id }),
  'chat.send': z.strictObject({
    solutionId: id,
    submissionId: id.nullable(),
    /** Region of the thread; null (or left out): that of the submission. */
    region: z.string().max(50).nullable().optional(),
    kind: z.enum(['to-vendor', 'from-vendor', 'note']),
    text: z.string().trim().min(1).max(LIMITS.messageChars),
    files: z.array(MessageFile).max(LIMITS.messageFiles).optional(),
  }),
  /** Keeps a file for a message that is being written. */
  'chat.attach': z.strictObject({
    solutionId: id,
    name: z.string().min(1).max(255),
    mime: z.string().max(100),
    bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength > 0 && bytes.byteLength <= LIMITS.evidenceBytes),
  }),
  'chat.chooseFiles': z.strictObject({ solutionId: id }),
  /** Saves a file of a message where the person says. */
  'chat.saveFile': z.strictObject({ messageId: id, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  'chat.markRead': z.strictObject({ solutionId: id, messageIds: z.array(id).max(10_000) }),
  'chat.unread': none,
  'outbox.list': none,
  /** A person confirms that the text was handed over to the vendor. */
  'outbox.confirm': z.strictObject({ id }),
  /** Puts the text on the clipboard. */
  'outbox.copy': z.strictObject({ id }),
  'draft.get': z.strictObject({ key: z.string().min(1).max(200) }),
  'draft.save': z.strictObject({
    key: z.string().min(1).max(200),
    text: z.string().max(LIMITS.letterChars),
    /** The stored text that the writer last saw: another one is not overwritten. */
    was: z.string().max(LIMITS.letterChars).optional(),
    /** The text has become something else; typing it cannot be undone any more. */
    isUsed: z.boolean().optional(),
  }),
  /** With a submission: what is known of it is filled in. */
  'template.list': z.strictObject({ submissionId: id.nullable() }),
  'template.save': z.strictObject({
    /** null makes a new one. */
    id: z.string().max(100).nullable(),
    title: z.string().trim().min(1).max(200),
    text: z.strictObject({ ru: z.string().max(LIMITS.messageChars), en: z.string().max(LIMITS.messageChars) }),
    ruleIds: z.array(ruleId).max(100),
  }),
  'template.delete': z.strictObject({ id: z.string().max(100) }),
  'verdict.preview': z.strictObject({ submissionId: id, kind: z.enum(VERDICT_KINDS) }),
  'verdict.decide': z.strictObject({
    submissionId: id,
    /** Revision and version that were looked at; refused when the submission changed meanwhile. */
    revision,
    version: z.string().max(100),
    kind: z.enum(VERDICT_KINDS),
    letter: z.string().max(LIMITS.letterChars),
    language: z.enum(['ru', 'en']),
    /** Where the preview says that one is needed; kept in the log. */
    reason: z.string().max(LIMITS.noteChars).optional(),
  }),
  'verdict.undo': z.strictObject({ verdictId: id }),
  'statistics.get': StatisticsQuery,
  'statistics.export': z.strictObject({ query: StatisticsQuery, format: z.enum(['csv', 'json']) }),
  /** Takes back the last own action that can be; null when there is none. */
  'undo.last': none,
  'bundle.export': z.strictObject({ verdictId: id, includeNotes: z.boolean() }),
  'bundle.verify': none,
  'price.calculate': z.strictObject({
    marketplace: z.string().max(50),
    category: z.string().max(50).nullable(),
    monthlyPrice: z.number().min(0).max(10_000_000),
    vendorSharePercent: z.number().min(0).max(100),
    discounts: z.record(z.string().regex(/^\d{1,3}$/), z.number().min(0).max(100)),
  }),
  /** Prices that the card of a submission asks for; none where its marketplace takes no money. */
  'price.offers': z.strictObject({ submissionId: id }),
  'stage.list': z.strictObject({ submissionId: id }),
  'stage.change': z.strictObject({ submissionId: id, stageId: z.string().max(50), revision, change: StageChange }),
  'review.list': z.strictObject({ filter: z.enum(REVIEW_FILTERS) }),
  'review.get': z.strictObject({ id }),
  'review.decide': z.strictObject({
    id,
    revision,
    decision: z.enum(REVIEW_DECISIONS),
    /** Needed to remove it. */
    reason: z.string().max(LIMITS.noteChars),
    /** For the vendor, into the outbox; empty tells nobody. */
    message: z.string().max(LIMITS.messageChars),
  }),
  /** What reached the moderator by chat or mail. */
  'review.record': z.strictObject({
    id,
    revision,
    what: z.enum(['answer', 'correction', 'dispute']),
    text: z.string().trim().min(1).max(LIMITS.reviewChars),
  }),
  'review.markAnswer': z.strictObject({ id, quality: z.enum(ANSWER_QUALITIES), mark: z.enum(MARKS) }),
  'intake.choose': z.strictObject({ what: z.enum(['files', 'folder']) }),
  /** Paths of files dropped on the window, resolved by the preload script. */
  'intake.importPaths': z.strictObject({ paths: z.array(z.string().min(1).max(4096)).min(1).max(LIMITS.importBatchPackages) }),
  'intake.cancel': none,
  'intake.refused': none,
  'intake.forget': z.strictObject({ id }),
} satisfies { readonly [C in Channel]: z.ZodType };
