import { z } from 'zod';
import type { ErrorCode } from '../domain/errors.ts';
import {
  BROWSER_ROLES,
  EVIDENCE_KINDS,
  FURTHER_RUNS,
  RUN_OUTCOMES,
  RUN_STATES,
  type RunProgress,
  type RunReport,
} from '../domain/install-test.ts';
import { ANSWER_QUALITIES, ELIGIBILITY_FAULTS, PORTAL_PLANS, REVIEW_DECISIONS, REVIEW_FILTERS, REVIEW_STATES } from '../domain/review.ts';
import { RULE_PARTS } from '../domain/rule-changes.ts';
import { RULE_AREAS, SEVERITIES } from '../domain/rulebook.ts';
import {
  MARKS,
  OUTBOX_STATES,
  PUBLICATION_STATES,
  QUEUE_SORTS,
  QUEUE_VIEWS,
  SKIP_REASONS,
  SUBMISSION_KINDS,
  SUBMISSION_STATES,
  TURN_REASONS,
  TURNS,
  VERDICT_KINDS,
} from '../domain/submission.ts';
import { LIMITS } from '../limits.ts';
import type { Channel, EventName } from './channels.ts';

/**
 * The one contract between the window and the main process: per channel an input and an output schema.
 * Inputs are validated at run time on every call; outputs in development and tests. Results cross as Result<T>.
 */
const endpoint = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output }) as const;

export const MENU_SECTIONS = ['file', 'edit', 'submission', 'checklist', 'view', 'go', 'help'] as const;

const id = z.uuid();
const at = z.int();
const none = z.strictObject({});
const done = z.strictObject({});
const text = z.strictObject({ ru: z.string(), en: z.string() });
const revision = z.int().nonnegative();
const ruleId = z.string().min(1).max(100);

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

const Drift = z.strictObject({ since: z.string().nullable(), until: z.string().nullable(), says: text, source: z.string() });

const PriceTermsView = z.strictObject({
  currency: z.string().length(3),
  /** Of the source; the workspace may have another. */
  vendorSharePercent: z.number(),
  periods: z.array(z.int()),
  source: z.string(),
  drift: z.array(Drift),
  categories: z.array(z.strictObject({ id: z.string(), title: text })),
});

export const QueueRow = z.strictObject({
  id,
  /** Position key of this row: pass it back as `after` to get the rows behind it. */
  cursor: z.string(),
  solutionName: z.string(),
  solutionCode: z.string(),
  vendorName: z.string(),
  version: z.string(),
  marketplace: z.string(),
  region: z.string(),
  kind: z.enum(SUBMISSION_KINDS),
  state: z.enum(SUBMISSION_STATES),
  attempt: z.int().positive(),
  submittedAt: at,
  queuedAt: at,
  claimedBy: z.string().nullable(),
  claimedByMe: z.boolean(),
  claimExpiresAt: at.nullable(),
  openFindings: z.int(),
  turn: z.enum(TURNS),
  /** What made it that side's turn, and when. */
  turnReason: z.enum(TURN_REASONS),
  turnAt: at,
  isOverdue: z.boolean(),
  /** The day that the team agreed on. */
  dueDay: z.iso.date().nullable(),
  /** Why this moderator put it aside; null when he did not. */
  skipReason: z.enum(SKIP_REASONS).nullable(),
  /** Search results that were found elsewhere than in the solution itself. */
  foundIn: z.enum(['message', 'finding', 'note']).optional(),
  revision,
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

const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);

export const FieldView = z.strictObject({
  path: z.string(),
  label: text,
  kind: z.enum(['text', 'long-text', 'list', 'link', 'boolean', 'number', 'code']),
  value: fieldValue,
  /** Value in the last approved state, when there is one and it differs. */
  previous: fieldValue.optional(),
  changed: z.boolean(),
});

export const MediaView = z.strictObject({
  /** app://blob/<sha256> serves it. */
  sha256: z.string().length(64),
  role: z.enum(['icon', 'screenshot', 'instruction', 'attachment']),
  name: z.string(),
  mime: z.string(),
  sizeBytes: z.int(),
  widthPx: z.int().nullable(),
  heightPx: z.int().nullable(),
  language: z.string().nullable(),
});

export const SubmissionView = z.strictObject({
  id,
  revision,
  externalId: z.string(),
  marketplace: z.string(),
  marketplaceTitle: text,
  region: z.string(),
  regionTitle: text,
  solutionType: z.string(),
  kind: z.enum(SUBMISSION_KINDS),
  state: z.enum(SUBMISSION_STATES),
  attempt: z.int().positive(),
  submittedAt: at,
  queuedAt: at,
  decidedAt: at.nullable(),
  claim: z.strictObject({ by: z.string(), mine: z.boolean(), at, expiresAt: at }).nullable(),
  turn: z.enum(TURNS),
  turnReason: z.enum(TURN_REASONS),
  turnAt: at,
  solution: z.strictObject({ id, code: z.string(), name: z.string(), publication: z.enum(PUBLICATION_STATES) }),
  vendor: z.strictObject({ id, code: z.string(), name: z.string(), legalName: z.string(), email: z.string() }),
  version: z.string(),
  iconSha256: z.string().nullable(),
  card: z.array(FieldView),
  versionFields: z.array(FieldView),
  media: z.array(MediaView),
  hasTestData: z.boolean(),
  /** Where the solution was submitted to, of a marketplace with several regions; each has its own verdicts. */
  regions: z.array(
    z.strictObject({
      id: z.string(),
      title: text,
      publication: z.enum(PUBLICATION_STATES),
      /** Its newest submission there. */
      submissionId: id,
      version: z.string(),
      state: z.enum(SUBMISSION_STATES),
    }),
  ),
  /** The day that the team agreed on, "YYYY-MM-DD"; nobody outside is told. */
  dueDay: z.iso.date().nullable(),
  /** Its marketplace publishes in stages. */
  hasStages: z.boolean(),
  /** Why what changed since the last approval must be looked at, with the fields concerned; empty when nothing was approved before. */
  changeReasons: z.array(z.strictObject({ id: z.string(), reason: text, source: z.string(), places: z.array(text) })),
  /** Whether a simulated portal can install this version, and if not, why. */
  installable: z.strictObject({ possible: z.boolean(), reason: text.nullable() }),
  attempts: z.array(
    z.strictObject({
      id,
      attempt: z.int(),
      version: z.string(),
      state: z.enum(SUBMISSION_STATES),
      submittedAt: at,
      decidedAt: at.nullable(),
    }),
  ),
  /** Latest verdict on this submission, if any. */
  verdict: z
    .strictObject({
      id,
      kind: z.enum(VERDICT_KINDS),
      by: z.string(),
      at,
      outboxState: z.enum(OUTBOX_STATES),
      undoUntil: at.nullable(),
      letter: z.string(),
    })
    .nullable(),
  /** Every action of the state machine with whether it is allowed now; a reason code where it is not. */
  actions: z.array(z.strictObject({ action: z.string(), allowed: z.boolean(), reason: z.string().nullable() })),
});

/** What a submission is compared with: what buyers see now, or the attempt that a moderator last looked at. */
export const COMPARE_WITH = ['approved', 'seen'] as const;

export const Comparison = z.strictObject({
  /** What there is to compare with; empty for the first submission of a solution. */
  baselines: z.array(
    z.strictObject({ with: z.enum(COMPARE_WITH), submissionId: id, version: z.string(), attempt: z.int(), decidedAt: at.nullable() }),
  ),
  /** The one compared with; null when there is none. */
  with: z.enum(COMPARE_WITH).nullable(),
  card: z.array(FieldView),
  versionFields: z.array(FieldView),
  files: z.array(
    z.strictObject({
      change: z.enum(['same', 'changed', 'added', 'removed']),
      before: MediaView.nullable(),
      now: MediaView.nullable(),
    }),
  ),
});

export const EvidenceView = z.strictObject({
  id,
  sha256: z.string().length(64),
  kind: z.enum(EVIDENCE_KINDS),
  title: z.string(),
  mime: z.string(),
  sizeBytes: z.int(),
  source: z.enum(['person', 'install-test', 'check']),
  runId: id.nullable(),
  stepId: z.string().nullable(),
  at,
});

export const ChecklistItem = z.strictObject({
  ruleId: z.string(),
  area: z.enum(RULE_AREAS),
  severity: z.enum(SEVERITIES),
  text,
  expected: text,
  source: z.string(),
  checks: z.array(z.enum(['submission', 'run', 'manual'])),
  /** The source recommends it and does not refuse for it. */
  isAdvice: z.boolean(),
  /** What other versions of the source say. */
  drift: z.array(Drift),
  settings: z.strictObject({ enabled: z.boolean(), enforced: z.boolean(), required: z.boolean() }),
  mark: z.enum(MARKS),
  markedBy: z.string().nullable(),
  markedAt: at.nullable(),
  note: z.string(),
  /** What the machine says; never changes `mark`. null: it has not looked. */
  automatic: z
    .strictObject({
      status: z.enum(['pass', 'fail', 'could-not-look']),
      source: z.enum(['install-test', 'check']),
      message: text,
      place: z.string().nullable(),
      /** Every finding of the check with its place; indexes are those of checklist.acceptFinding. */
      findings: z.array(
        z.strictObject({
          message: text,
          suggestion: text.nullable(),
          field: z.string().nullable(),
          range: z.tuple([z.int().nonnegative(), z.int().nonnegative()]).nullable(),
          sha256: z.string().nullable(),
          link: z.string().nullable(),
          accepted: z.strictObject({ by: z.string(), until: at, reason: z.string() }).nullable(),
        }),
      ),
      runId: id.nullable(),
      at,
    })
    .nullable(),
  evidence: z.array(EvidenceView),
  /** Ready paragraphs for the finding. */
  templates: z.array(text),
  /** The mark was taken over from this attempt: what the rule is judged by has not changed. null: it was not, or was marked since. */
  keptFromAttempt: z.int().nullable(),
  /** The same rule in other regions that the same version was submitted to: what was marked and proved there. */
  elsewhere: z.array(
    z.strictObject({
      submissionId: id,
      region: z.string(),
      mark: z.enum(MARKS),
      markedBy: z.string().nullable(),
      /** Without what this item has already. */
      evidence: z.array(EvidenceView),
    }),
  ),
  /** What the letters of earlier attempts said about this rule, oldest first. */
  earlier: z.array(z.strictObject({ submissionId: id, attempt: z.int(), seen: text })),
  /** How it stands to them; null without earlier findings. */
  standing: z.enum(['says-fixed', 'unchanged', 'returned', 'fixed']).nullable(),
});

const RuleWords = z.strictObject({
  severity: z.enum(SEVERITIES),
  text,
  expected: text,
  source: z.string(),
  settings: z.strictObject({ enabled: z.boolean(), enforced: z.boolean(), required: z.boolean() }),
});

export const Checklist = z.strictObject({
  submissionId: id,
  rulebookVersion: z.string(),
  items: z.array(ChecklistItem),
  /** What the rulebook of today says otherwise for this submission; the checklist stays as it was begun. null: it says the same. */
  newer: z
    .strictObject({
      version: z.string(),
      changes: z.array(
        z.strictObject({
          ruleId: z.string(),
          change: z.enum(['added', 'removed', 'changed']),
          parts: z.array(z.enum(RULE_PARTS)),
          before: RuleWords.nullable(),
          now: RuleWords.nullable(),
        }),
      ),
    })
    .nullable(),
  /** Items that a person marked, out of all. */
  decided: z.int(),
  total: z.int(),
});

export const RulebookFiles = z.strictObject({
  /** Folder that the files lie in; it need not exist. */
  folder: z.string(),
  rulebooks: z.array(z.strictObject({ marketplace: z.string(), title: text, version: z.string(), rules: z.int() })),
  files: z.array(
    z.strictObject({
      name: z.string(),
      marketplace: z.string().nullable(),
      /** Otherwise it is refused as a whole, for the problems named. */
      isApplied: z.boolean(),
      added: z.int(),
      changed: z.int(),
      off: z.int(),
      problems: z.array(z.strictObject({ place: z.string(), reason: text, remedy: text })),
    }),
  ),
});

export const FindingView = z.strictObject({
  id,
  ruleId: z.string(),
  severity: z.enum(SEVERITIES),
  source: z.enum(['person', 'install-test', 'check']),
  /** Goes into the letter. */
  included: z.boolean(),
  expected: z.string(),
  seen: z.string(),
  steps: z.string(),
  evidenceIds: z.array(id),
  runId: id.nullable(),
  at,
  /** Earlier attempts whose letters named the same rule: the finding has returned. */
  earlierAttempts: z.array(z.int()),
});

export const PortalView = z.strictObject({
  id,
  name: z.string(),
  marketplace: z.string(),
  kind: z.enum(['simulated']),
  memberId: z.string(),
  createdAt: at,
  /** Installs of this solution known on it (all installs in portal.list); empty means clean. */
  installedBefore: z.array(z.strictObject({ solutionName: z.string(), version: z.string(), at })),
  isClean: z.boolean(),
  isBusy: z.boolean(),
});

export const RunView = z.strictObject({
  id,
  submissionId: id,
  solutionName: z.string(),
  portalId: id,
  portalName: z.string(),
  state: z.enum(RUN_STATES),
  outcome: z.enum(RUN_OUTCOMES).nullable(),
  startedAt: at,
  finishedAt: at.nullable(),
  findings: z.int(),
});

export const MessageFile = z.strictObject({
  name: z.string().min(1).max(255),
  mime: z.string().max(100),
  sizeBytes: z.int().nonnegative(),
  /** app://blob/<sha256> serves it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export const MessageView = z.strictObject({
  id,
  at,
  author: z.string(),
  /** note: team only, never exported by default. system: notices of verdicts and submissions. */
  kind: z.enum(['to-vendor', 'from-vendor', 'note', 'system']),
  text: z.string(),
  submissionId: id.nullable(),
  /** Region of the thread; null belongs to all of them. */
  region: z.string().nullable(),
  /** entered: the vendor's words, typed in by `enteredBy`; package: imported from a message package. */
  source: z.enum(['written', 'entered', 'package']),
  enteredBy: z.string().nullable(),
  files: z.array(MessageFile),
  isUnread: z.boolean(),
  outboxState: z.enum(OUTBOX_STATES).nullable(),
});

export const OutboxItem = z.strictObject({
  id,
  kind: z.enum(['message', 'verdict']),
  solutionName: z.string(),
  vendorName: z.string(),
  submissionId: id.nullable(),
  title: z.string(),
  text: z.string(),
  state: z.enum(OUTBOX_STATES),
  createdAt: at,
  /** The outbox lets it go at this moment; until then it can be undone. */
  heldUntil: at.nullable(),
  handedOverAt: at.nullable(),
});

export const HistoryEvent = z.strictObject({
  sequence: z.int(),
  at,
  actor: z.string(),
  /** `noun.pastParticiple`, e.g. submission.claimed */
  type: z.string(),
  details: z.record(z.string(), z.unknown()),
  hash: z.string(),
});

const obstacle = z.strictObject({ code: z.string(), message: text, ruleId: z.string().nullable() });

export const VerdictPreview = z.strictObject({
  kind: z.enum(VERDICT_KINDS),
  /** What will happen and who will be told, in one sentence. */
  consequence: text,
  letter: text,
  /** What still prevents it, each with the checklist item to jump to. */
  blockers: z.array(obstacle),
  /** Does not prevent it but should be read. */
  warnings: z.array(obstacle),
  /** What must be justified in words before it; null: nothing. */
  needsReason: text.nullable(),
});

/** A ready text for messages, letters and findings. */
export const TemplateView = z.strictObject({
  id: z.string(),
  title: text,
  text,
  /** Rules that it is offered for as a finding; none: it is for messages and letters. */
  ruleIds: z.array(z.string()),
  /** Comes with the application and is not changed. */
  isReady: z.boolean(),
});

export const StatisticsQuery = z.strictObject({
  /** ms UTC; `to` is excluded. null: from the first submission, until now. */
  from: at.nullable(),
  to: at.nullable(),
  marketplace: z.string().max(50).nullable(),
  region: z.string().max(50).nullable(),
  moderator: z.string().max(200).nullable(),
});

const durations = z.strictObject({ n: z.int(), medianMs: z.int().nullable(), p90Ms: z.int().nullable() });
const decisions = { approved: z.int(), returned: z.int(), refused: z.int(), withdrawn: z.int() };
const waited = z.strictObject({ submissions: z.int(), totalMs: z.int() });

/** Numbers from the event log; what each means is said in electron/store/statistics.ts and on the screen. */
export const StatisticsView = z.strictObject({
  from: at,
  to: at,
  events: z.int(),
  submitted: z.int(),
  decided: z.strictObject(decisions),
  undone: z.int(),
  open: z.int(),
  firstDecision: durations,
  waiting: z.strictObject({ us: waited, vendor: waited }),
  volume: z.array(z.strictObject({ at, submitted: z.int(), decided: z.int() })),
  bucket: z.enum(['day', 'week', 'month']),
  attempts: z.array(z.strictObject({ attempt: z.int(), decided: z.int(), returned: z.int() })),
  reasons: z.array(z.strictObject({ marketplace: z.string(), ruleId: z.string(), text: text.nullable(), returns: z.int() })),
  moderators: z.array(z.strictObject({ ...decisions, name: z.string(), claimed: z.int(), undone: z.int(), handling: durations })),
  places: z.array(
    z.strictObject({ ...decisions, marketplace: z.string(), region: z.string(), submitted: z.int(), firstDecision: durations }),
  ),
  known: z.strictObject({ moderators: z.array(z.string()), firstAt: at.nullable() }),
});

const undoneAbout = {
  at,
  submissionId: id.nullable(),
  solutionName: z.string().nullable(),
  ruleId: z.string().nullable(),
  ruleText: text.nullable(),
};

/** What was taken back, in all that the sentence about it needs. */
export const Undone = z.discriminatedUnion('kind', [
  z.strictObject({ ...undoneAbout, kind: z.literal('mark'), from: z.enum(MARKS), to: z.enum(MARKS) }),
  z.strictObject({ ...undoneAbout, kind: z.literal('note'), to: z.string() }),
  z.strictObject({ ...undoneAbout, kind: z.literal('finding'), to: z.string() }),
  z.strictObject({ ...undoneAbout, kind: z.literal('draft'), key: z.string(), to: z.string() }),
  z.strictObject({ ...undoneAbout, kind: z.literal('verdict'), verdict: z.enum(VERDICT_KINDS) }),
]);

const stageCondition = z.strictObject({
  text,
  isMet: z.boolean(),
  /** What people noted for it; null where nothing is to be noted. */
  records: z
    .strictObject({
      conditionId: z.string(),
      /** Label of what is noted. */
      entry: text,
      wanted: z.int(),
      /** countsFrom: it counts from then on; null: at once. */
      given: z.array(z.strictObject({ id, text: z.string(), at, by: z.string(), countsFrom: at.nullable() })),
    })
    .nullable(),
});

export const StageList = z.strictObject({
  stages: z.array(
    z.strictObject({
      id: z.string(),
      title: text,
      source: z.string(),
      state: z.enum(['not-entered', 'open', 'finished']),
      /** 0: never entered. */
      revision: z.int().nonnegative(),
      owner: z.string().nullable(),
      /** Term in working days: agreed, or usual where it was not entered yet; null: none. */
      days: z.int().nullable(),
      enteredAt: at.nullable(),
      dueAt: at.nullable(),
      /** Whole working days until it is due, below zero after it; null unless it is open and has a term. */
      daysLeft: z.int().nullable(),
      reminder: z.enum(['overdue', 'due-soon']).nullable(),
      finishedAt: at.nullable(),
      finishedBy: z.string().nullable(),
      entry: z.array(stageCondition),
      exit: z.array(stageCondition),
      /** The rules bound to the stage, as the checklist of the submission has them. */
      checklist: z.array(z.strictObject({ ruleId: z.string(), text, mark: z.enum(MARKS) })),
    }),
  ),
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

export const ReviewEntryView = z.strictObject({
  id,
  revision,
  solutionName: z.string(),
  author: z.string(),
  rating: z.int().nullable(),
  state: z.enum(REVIEW_STATES),
  submittedAt: at,
  /** When it is published by itself; null: it is not. */
  publishAt: at.nullable(),
  excerpt: z.string(),
  isAnswered: z.boolean(),
  isDisputed: z.boolean(),
  hasCorrection: z.boolean(),
  eligibility: z.enum(['eligible', 'not-eligible', 'could-not-look']),
});

const dated = z.strictObject({ text: z.string(), at });

export const ReviewView = z.strictObject({
  id,
  revision,
  externalId: z.string(),
  marketplace: z.string(),
  /** id: null while no submission of the solution is in the workspace. */
  solution: z.strictObject({ id: id.nullable(), code: z.string(), name: z.string() }),
  vendor: z.strictObject({ code: z.string(), name: z.string() }),
  /** How many reviews the vendor has not answered, in all and of this solution. */
  unanswered: z.strictObject({ vendor: z.int(), solution: z.int() }),
  author: z.string(),
  portal: z.string(),
  plan: z.enum(PORTAL_PLANS).nullable(),
  installed: z.boolean().nullable(),
  eligibility: z.strictObject({
    status: z.enum(['eligible', 'not-eligible', 'could-not-look']),
    faults: z.array(z.enum(ELIGIBILITY_FAULTS)),
  }),
  rating: z.int().nullable(),
  state: z.enum(REVIEW_STATES),
  text: z.string(),
  submittedAt: at,
  publishAt: at,
  formerTexts: z.array(z.strictObject({ text: z.string(), at, by: z.string() })),
  answer: dated.nullable(),
  correction: dated.nullable(),
  dispute: dated.nullable(),
  decision: z.strictObject({ by: z.string(), at, reason: z.string() }).nullable(),
  /** What makes a good answer; empty while there is none. */
  qualities: z.array(
    z.strictObject({
      quality: z.enum(ANSWER_QUALITIES),
      isExpected: z.boolean(),
      hint: z.enum(['pass', 'fail', 'could-not-look']),
      mark: z.enum(MARKS),
      markedBy: z.string().nullable(),
    }),
  ),
  history: z.array(z.strictObject({ at, actor: z.string(), type: z.string() })),
});

export const RefusedImport = z.strictObject({
  id,
  name: z.string(),
  at,
  code: z.string(),
  /** Which field or file, why, and how to mend it. */
  problems: z.array(z.strictObject({ place: z.string(), reason: text, remedy: text })),
});

export const ImportSummary = z.strictObject({
  imported: z.int(),
  refused: z.int(),
  duplicates: z.int(),
  cancelled: z.boolean(),
});

/** Reports and progress come from our own run process; their shape is checked where they are read. */
const runReport = z.custom<RunReport>((value) => typeof value === 'object' && value !== null);
const runProgress = z.custom<RunProgress>((value) => typeof value === 'object' && value !== null);

export const contract = {
  'app.info': endpoint(
    none,
    z.strictObject({
      version: z.string(),
      electron: z.string(),
      workspace: z.strictObject({
        path: z.string(),
        state: z.enum(['missing', 'open', 'failed']),
        errorCode: z.string().nullable(),
        errorMessage: z.string().nullable(),
      }),
      /** os: the key is wrapped by the operating system; file: it lies beside the data, protected by file rights only. */
      secretsProtection: z.enum(['os', 'file']),
      settings: Settings,
      workstationId: z.string(),
      marketplaces: z.array(
        z.strictObject({
          id: z.string(),
          title: text,
          regions: z.array(z.strictObject({ id: z.string(), title: text })),
          /** null: the marketplace takes no money for solutions. */
          prices: PriceTermsView.nullable(),
        }),
      ),
      platform: z.enum(['mac', 'windows', 'linux']),
    }),
  ),
  'app.openExternal': endpoint(z.strictObject({ url: z.string().max(2048) }), z.strictObject({ opened: z.boolean() })),
  /** The native menu as the window's action table has it now; the system's own items are added by main. */
  'window.setMenu': endpoint(
    z.strictObject({
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
    done,
  ),
  /** 1 and -1: one step larger or smaller; 0: actual size. @returns the factor. */
  'window.zoom': endpoint(
    z.strictObject({ by: z.union([z.literal(1), z.literal(-1), z.literal(0)]) }),
    z.strictObject({ factor: z.number() }),
  ),
  /** Prints what the window shows under print media. path: where the PDF was saved; null when cancelled or printed on paper. */
  'window.print': endpoint(
    z.strictObject({ to: z.enum(['printer', 'pdf']), name: z.string().min(1).max(200) }),
    z.strictObject({ path: z.string().nullable() }),
  ),
  'workspace.open': endpoint(z.strictObject({ kind: z.enum(['empty', 'demo']) }), done),
  'workspace.choose': endpoint(none, z.strictObject({ path: z.string().nullable() })),
  'settings.get': endpoint(none, Settings),
  'settings.set': endpoint(Settings.partial(), Settings),
  'queue.page': endpoint(
    z.strictObject({
      query: QueueQuery,
      /** Where the page starts: behind a row's cursor, or at a position counted from 0. */
      start: z.union([z.strictObject({ after: z.string().max(500) }), z.strictObject({ index: z.int().nonnegative() })]),
      limit: z.int().min(1).max(LIMITS.pageRows),
    }),
    z.strictObject({
      rows: z.array(QueueRow),
      /** Index of the first row returned, when known. */
      firstIndex: z.int().nullable(),
      /** Exact, or capped for searches (`totalIsCapped`). */
      total: z.int(),
      totalIsCapped: z.boolean(),
      /** What was looked for when nothing fits the words as typed but does in the other keyboard layout. */
      readAs: z.string().nullable(),
    }),
  ),
  'queue.counts': endpoint(
    none,
    z.strictObject({
      views: z.array(z.strictObject({ view: z.enum(QUEUE_VIEWS), count: z.int(), oldestAt: at.nullable() })),
      /** What waits for us, by marketplace and region. */
      places: z.array(z.strictObject({ marketplace: z.string(), region: z.string(), count: z.int(), oldestAt: at })),
    }),
  ),
  'savedView.list': endpoint(
    none,
    z.strictObject({
      views: z.array(z.strictObject({ id, name: z.string(), query: QueueQuery, count: z.int().nullable(), oldestAt: at.nullable() })),
    }),
  ),
  'savedView.save': endpoint(z.strictObject({ name: z.string().trim().min(1).max(LIMITS.savedViewNameChars), query: QueueQuery }), done),
  'savedView.forget': endpoint(z.strictObject({ id }), done),
  'submission.skip': endpoint(z.strictObject({ id, reason: z.enum(SKIP_REASONS), note: z.string().max(LIMITS.noteChars) }), done),
  'submission.get': endpoint(z.strictObject({ id }), SubmissionView),
  'submission.compare': endpoint(z.strictObject({ id, with: z.enum(COMPARE_WITH) }), Comparison),
  'submission.history': endpoint(z.strictObject({ id }), z.strictObject({ events: z.array(HistoryEvent) })),
  /** null takes it back. */
  'submission.setDueDay': endpoint(z.strictObject({ id, day: z.iso.date().nullable() }), done),
  'submission.revealTestData': endpoint(
    z.strictObject({ id }),
    z.strictObject({ note: z.string(), values: z.array(z.strictObject({ name: z.string(), value: z.string() })) }),
  ),
  'claim.take': endpoint(z.strictObject({ id, revision }), done),
  'claim.release': endpoint(z.strictObject({ id, revision, note: z.string().max(LIMITS.noteChars) }), done),
  'claim.takeOver': endpoint(z.strictObject({ id, revision, note: z.string().max(LIMITS.noteChars) }), done),
  'claim.renew': endpoint(z.strictObject({ id }), z.strictObject({ expiresAt: at })),
  /** The rulebooks that hold in this workspace and the files that change them, read anew. */
  'rulebook.files': endpoint(none, RulebookFiles),
  'checklist.get': endpoint(z.strictObject({ submissionId: id }), Checklist),
  /** `was`: what the person saw; when it is no longer so, the answer is 'conflict' with the other value (`theirs`, `by`). */
  'checklist.mark': endpoint(
    z.strictObject({ submissionId: id, ruleId, mark: z.enum(MARKS), was: z.enum(MARKS).optional() }),
    ChecklistItem,
  ),
  'checklist.note': endpoint(
    z.strictObject({
      submissionId: id,
      ruleId,
      note: z.string().max(LIMITS.noteChars),
      was: z.string().max(LIMITS.noteChars).optional(),
    }),
    ChecklistItem,
  ),
  'checklist.acceptFinding': endpoint(
    z.strictObject({
      submissionId: id,
      ruleId,
      index: z.int().nonnegative(),
      reason: z.string().trim().min(1).max(LIMITS.noteChars),
      days: z.int().min(1).max(730),
    }),
    ChecklistItem,
  ),
  'checklist.runChecks': endpoint(z.strictObject({ submissionId: id }), Checklist),
  'evidence.attach': endpoint(
    z.strictObject({
      submissionId: id,
      ruleId,
      name: z.string().max(255),
      mime: z.string().max(100),
      bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength > 0 && bytes.byteLength <= LIMITS.evidenceBytes),
    }),
    ChecklistItem,
  ),
  'evidence.chooseAndAttach': endpoint(z.strictObject({ submissionId: id, ruleId }), ChecklistItem.nullable()),
  'evidence.detach': endpoint(z.strictObject({ submissionId: id, ruleId, evidenceId: id }), ChecklistItem),
  /** Console, network and HTTP evidence as text, at most `LIMITS.evidenceTextBytes` of it. */
  'evidence.share': endpoint(z.strictObject({ submissionId: id, ruleId, evidenceId: id }), ChecklistItem),
  'evidence.readText': endpoint(
    z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    z.strictObject({ text: z.string(), isTruncated: z.boolean() }),
  ),
  /** Saves a file of evidence where the person wants it, e.g. a trace. */
  'evidence.save': endpoint(
    z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), name: z.string().min(1).max(200) }),
    z.strictObject({ path: z.string().nullable() }),
  ),
  'finding.list': endpoint(z.strictObject({ submissionId: id }), z.strictObject({ findings: z.array(FindingView) })),
  'finding.save': endpoint(
    z.strictObject({
      submissionId: id,
      ruleId,
      seen: z.string().max(LIMITS.noteChars),
      steps: z.string().max(LIMITS.noteChars),
      was: z.strictObject({ seen: z.string(), steps: z.string() }).optional(),
    }),
    FindingView,
  ),
  'finding.setIncluded': endpoint(z.strictObject({ submissionId: id, findingId: id, included: z.boolean() }), FindingView),
  'installTest.portals': endpoint(z.strictObject({ submissionId: id }), z.strictObject({ portals: z.array(PortalView) })),
  'installTest.start': endpoint(
    z.strictObject({
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
    z.strictObject({ runId: id }),
  ),
  'installTest.control': endpoint(
    z.strictObject({
      runId: id,
      command: z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('pause') }),
        z.strictObject({ type: z.literal('resume') }),
        z.strictObject({ type: z.literal('stop') }),
        z.strictObject({ type: z.literal('watch'), role: z.enum(BROWSER_ROLES).nullable() }),
        z.strictObject({ type: z.literal('answer'), checkpointId: z.string().max(100), answer: z.enum(['pass', 'fail', 'skipped']) }),
      ]),
    }),
    done,
  ),
  /** What can be chosen for a run of this submission, with what was chosen for its solution last. */
  'installTest.options': endpoint(
    z.strictObject({ submissionId: id }),
    z.strictObject({
      probes: z.array(z.strictObject({ id: z.string(), title: text, isChosen: z.boolean() })),
      further: z.array(z.enum(FURTHER_RUNS)),
      /** So many tests run at the same time; further ones wait. */
      parallelRuns: z.int().positive(),
    }),
  ),
  'installTest.active': endpoint(none, z.strictObject({ runs: z.array(RunView) })),
  'installTest.list': endpoint(z.strictObject({ submissionId: id }), z.strictObject({ runs: z.array(RunView) })),
  /** Progress so far of a live run (plan, steps, findings, exchanges), or the stored report of a finished one. */
  'installTest.get': endpoint(
    z.strictObject({ runId: id }),
    z.strictObject({ run: RunView, report: runReport.nullable(), progress: z.array(runProgress) }),
  ),
  /**
   * Writes the HTTP requests that show a fault of the portal's REST interface, for the platform's support.
   * @param exchangeIds null takes every REST and OAuth request that failed
   */
  'installTest.saveSupportLog': endpoint(
    z.strictObject({ runId: id, exchangeIds: z.array(z.int()).max(10_000).nullable() }),
    z.strictObject({ path: z.string().nullable(), requests: z.int() }),
  ),
  'portal.create': endpoint(z.strictObject({ marketplace: z.string().max(50), name: z.string().trim().min(1).max(100) }), PortalView),
  'portal.list': endpoint(none, z.strictObject({ portals: z.array(PortalView) })),
  'chat.thread': endpoint(
    z.strictObject({ solutionId: id }),
    z.strictObject({
      messages: z.array(MessageView),
      /** Regions that have a thread of their own; empty where the marketplace has one thread per solution. */
      regions: z.array(z.strictObject({ id: z.string(), title: text })),
    }),
  ),
  'chat.send': endpoint(
    z.strictObject({
      solutionId: id,
      submissionId: id.nullable(),
      /** Region of the thread; null (or left out): that of the submission. */
      region: z.string().max(50).nullable().optional(),
      kind: z.enum(['to-vendor', 'from-vendor', 'note']),
      text: z.string().trim().min(1).max(LIMITS.messageChars),
      files: z.array(MessageFile).max(LIMITS.messageFiles).optional(),
    }),
    MessageView,
  ),
  /** Keeps a file for a message that is being written. */
  'chat.attach': endpoint(
    z.strictObject({
      solutionId: id,
      name: z.string().min(1).max(255),
      mime: z.string().max(100),
      bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength > 0 && bytes.byteLength <= LIMITS.evidenceBytes),
    }),
    MessageFile,
  ),
  'chat.chooseFiles': endpoint(z.strictObject({ solutionId: id }), z.strictObject({ files: z.array(MessageFile) })),
  /** Saves a file of a message where the person says. */
  'chat.saveFile': endpoint(
    z.strictObject({ messageId: id, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    z.strictObject({ path: z.string().nullable() }),
  ),
  'chat.markRead': endpoint(z.strictObject({ solutionId: id, messageIds: z.array(id).max(10_000) }), done),
  'chat.unread': endpoint(
    none,
    z.strictObject({
      threads: z.array(
        z.strictObject({
          solutionId: id,
          solutionName: z.string(),
          vendorName: z.string(),
          submissionId: id.nullable(),
          region: z.string().nullable(),
          count: z.int(),
          at,
          text: z.string(),
        }),
      ),
    }),
  ),
  'outbox.list': endpoint(none, z.strictObject({ items: z.array(OutboxItem) })),
  /** A person confirms that the text was handed over to the vendor. */
  'outbox.confirm': endpoint(z.strictObject({ id }), done),
  /** Puts the text on the clipboard. */
  'outbox.copy': endpoint(z.strictObject({ id }), done),
  'draft.get': endpoint(z.strictObject({ key: z.string().min(1).max(200) }), z.strictObject({ text: z.string() })),
  'draft.save': endpoint(
    z.strictObject({
      key: z.string().min(1).max(200),
      text: z.string().max(LIMITS.letterChars),
      /** The stored text that the writer last saw: another one is not overwritten. */
      was: z.string().max(LIMITS.letterChars).optional(),
      /** The text has become something else; typing it cannot be undone any more. */
      isUsed: z.boolean().optional(),
    }),
    done,
  ),
  /** With a submission: what is known of it is filled in. */
  'template.list': endpoint(
    z.strictObject({ submissionId: id.nullable() }),
    /** placeholders: every name that a ready text asks to fill in. */
    z.strictObject({ templates: z.array(TemplateView), placeholders: z.array(z.string()) }),
  ),
  'template.save': endpoint(
    z.strictObject({
      /** null makes a new one. */
      id: z.string().max(100).nullable(),
      title: z.string().trim().min(1).max(200),
      text: z.strictObject({ ru: z.string().max(LIMITS.messageChars), en: z.string().max(LIMITS.messageChars) }),
      ruleIds: z.array(ruleId).max(100),
    }),
    TemplateView,
  ),
  'template.delete': endpoint(z.strictObject({ id: z.string().max(100) }), done),
  'verdict.preview': endpoint(z.strictObject({ submissionId: id, kind: z.enum(VERDICT_KINDS) }), VerdictPreview),
  'verdict.decide': endpoint(
    z.strictObject({
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
    z.strictObject({ verdictId: id, undoUntil: at, nextSubmissionId: id.nullable() }),
  ),
  'verdict.undo': endpoint(z.strictObject({ verdictId: id }), done),
  'statistics.get': endpoint(StatisticsQuery, StatisticsView),
  'statistics.export': endpoint(
    z.strictObject({ query: StatisticsQuery, format: z.enum(['csv', 'json']) }),
    z.strictObject({ path: z.string().nullable() }),
  ),
  /** Takes back the last own action that can be; null when there is none. */
  'undo.last': endpoint(none, z.strictObject({ undone: Undone.nullable() })),
  'bundle.export': endpoint(
    z.strictObject({ verdictId: id, includeNotes: z.boolean() }),
    z.strictObject({ path: z.string().nullable(), sha256: z.string().nullable() }),
  ),
  'bundle.verify': endpoint(
    none,
    z.strictObject({
      path: z.string().nullable(),
      valid: z.boolean(),
      /** Each thing that was checked and, where it does not fit, the file and the first byte. */
      checks: z.array(
        z.strictObject({ name: z.string(), ok: z.boolean(), file: z.string().nullable(), offset: z.int().nullable(), message: text }),
      ),
    }),
  ),
  'price.calculate': endpoint(
    z.strictObject({
      marketplace: z.string().max(50),
      category: z.string().max(50).nullable(),
      monthlyPrice: z.number().min(0).max(10_000_000),
      vendorSharePercent: z.number().min(0).max(100),
      discounts: z.record(z.string().regex(/^\d{1,3}$/), z.number().min(0).max(100)),
    }),
    z.strictObject({
      lines: z.array(
        z.strictObject({
          months: z.int(),
          discountPercent: z.number(),
          userPays: z.number(),
          userPaysMonthly: z.number(),
          vendorReceivesMonthly: z.number(),
          vendorReceives: z.number(),
        }),
      ),
      remarks: z.array(z.strictObject({ isRequired: z.boolean(), isMet: z.boolean(), text, source: z.string() })),
    }),
  ),
  /** Prices that the card of a submission asks for; none where its marketplace takes no money. */
  'price.offers': endpoint(
    z.strictObject({ submissionId: id }),
    z.strictObject({
      offers: z.array(z.strictObject({ name: z.string(), monthlyPrice: z.number(), trialDays: z.int(), category: z.string().nullable() })),
    }),
  ),
  'stage.list': endpoint(z.strictObject({ submissionId: id }), StageList),
  'stage.change': endpoint(z.strictObject({ submissionId: id, stageId: z.string().max(50), revision, change: StageChange }), StageList),
  'review.list': endpoint(
    z.strictObject({ filter: z.enum(REVIEW_FILTERS) }),
    z.strictObject({
      reviews: z.array(ReviewEntryView),
      counts: z.array(z.strictObject({ filter: z.enum(REVIEW_FILTERS), count: z.int() })),
      /** Reviews without an answer, by vendor and solution, most first. */
      unanswered: z.array(
        z.strictObject({
          vendorCode: z.string(),
          vendorName: z.string(),
          solutionCode: z.string(),
          solutionName: z.string(),
          count: z.int(),
        }),
      ),
    }),
  ),
  'review.get': endpoint(z.strictObject({ id }), ReviewView),
  'review.decide': endpoint(
    z.strictObject({
      id,
      revision,
      decision: z.enum(REVIEW_DECISIONS),
      /** Needed to remove it. */
      reason: z.string().max(LIMITS.noteChars),
      /** For the vendor, into the outbox; empty tells nobody. */
      message: z.string().max(LIMITS.messageChars),
    }),
    ReviewView,
  ),
  /** What reached the moderator by chat or mail. */
  'review.record': endpoint(
    z.strictObject({
      id,
      revision,
      what: z.enum(['answer', 'correction', 'dispute']),
      text: z.string().trim().min(1).max(LIMITS.reviewChars),
    }),
    ReviewView,
  ),
  'review.markAnswer': endpoint(z.strictObject({ id, quality: z.enum(ANSWER_QUALITIES), mark: z.enum(MARKS) }), ReviewView),
  'intake.choose': endpoint(z.strictObject({ what: z.enum(['files', 'folder']) }), ImportSummary.nullable()),
  /** Paths of files dropped on the window, resolved by the preload script. */
  'intake.importPaths': endpoint(
    z.strictObject({ paths: z.array(z.string().min(1).max(4096)).min(1).max(LIMITS.importBatchPackages) }),
    ImportSummary,
  ),
  'intake.cancel': endpoint(none, done),
  'intake.refused': endpoint(none, z.strictObject({ items: z.array(RefusedImport) })),
  'intake.forget': endpoint(z.strictObject({ id }), done),
} satisfies { readonly [C in Channel]: { input: z.ZodType; output: z.ZodType } };

export type Contract = typeof contract;
/** What the renderer sends. */
export type Input<C extends Channel> = z.input<Contract[C]['input']>;
/** What a handler receives after validation. */
export type Parsed<C extends Channel> = z.output<Contract[C]['input']>;
export type Output<C extends Channel> = z.output<Contract[C]['output']>;
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly details: Readonly<Record<string, string | number>> };

/** Payloads of the events that main pushes to the window. */
export interface EventPayloads {
  'queue.changed': { readonly version: number };
  'submission.changed': { readonly id: string; readonly revision: number };
  'chat.changed': { readonly solutionId: string };
  'outbox.changed': { readonly waiting: number };
  /** The vendor's words have come in: from a message package, or typed in by another process. */
  'message.arrived': {
    readonly solutionId: string;
    readonly solutionName: string;
    readonly submissionId: string | null;
    readonly count: number;
  };
  'draft.changed': { readonly key: string; readonly text: string };
  'reviews.changed': Readonly<Record<string, never>>;
  'settings.changed': z.output<typeof Settings>;
  'workspace.changed': { readonly state: 'missing' | 'open' | 'failed' };
  'run.progressed': { readonly runId: string; readonly submissionId: string; readonly progress: readonly RunProgress[] };
  'run.framed': { readonly runId: string; readonly role: 'administrator' | 'user'; readonly jpeg: Uint8Array };
  'import.progressed': { readonly done: number; readonly total: number; readonly name: string };
  'menu.chosen': { readonly action: string };
  /** A claim of this moderator runs out soon because nobody has touched it. */
  'claim.expiring': { readonly submissionId: string; readonly solutionName: string; readonly expiresAt: number };
  /** A notification was clicked. */
  'submission.wanted': { readonly submissionId: string };
}
export type EventPayload<E extends EventName> = EventPayloads[E];

export type SettingsView = z.output<typeof Settings>;
export type StagesView = z.output<typeof StageList>;
export type QueueRowView = z.output<typeof QueueRow>;
export type QueueQueryView = z.output<typeof QueueQuery>;
export type SubmissionDetails = z.output<typeof SubmissionView>;
export type ChecklistView = z.output<typeof Checklist>;
export type ChecklistItemView = z.output<typeof ChecklistItem>;
export type EvidenceDetails = z.output<typeof EvidenceView>;
export type FindingDetails = z.output<typeof FindingView>;
export type PortalDetails = z.output<typeof PortalView>;
export type RunDetails = z.output<typeof RunView>;
export type MessageDetails = z.output<typeof MessageView>;
export type MessageFileDetails = z.output<typeof MessageFile>;
export type OutboxDetails = z.output<typeof OutboxItem>;
export type VerdictDetails = z.output<typeof VerdictPreview>;
export type FieldDetails = z.output<typeof FieldView>;
export type MediaDetails = z.output<typeof MediaView>;
export type TemplateDetails = z.output<typeof TemplateView>;
export type ReviewDetails = z.output<typeof ReviewView>;
export type ReviewEntryDetails = z.output<typeof ReviewEntryView>;
export type ComparisonDetails = z.output<typeof Comparison>;
export type StatisticsDetails = z.output<typeof StatisticsView>;
export type StatisticsQuestion = z.output<typeof StatisticsQuery>;
export type RefusedDetails = z.output<typeof RefusedImport>;
export type HistoryEntry = z.output<typeof HistoryEvent>;
