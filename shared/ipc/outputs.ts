import { z } from 'zod';
import { EVIDENCE_KINDS, FURTHER_RUNS, RUN_OUTCOMES, RUN_STATES, type RunProgress, type RunReport } from '../domain/install-test.ts';
import { ANSWER_QUALITIES, ELIGIBILITY_FAULTS, PORTAL_PLANS, REVIEW_FILTERS, REVIEW_STATES } from '../domain/review.ts';
import { RULE_PARTS } from '../domain/rule-changes.ts';
import { RULE_AREAS, SEVERITIES } from '../domain/rulebook.ts';
import {
  MARKS,
  OUTBOX_STATES,
  PUBLICATION_STATES,
  QUEUE_VIEWS,
  SKIP_REASONS,
  SUBMISSION_KINDS,
  SUBMISSION_STATES,
  TURN_REASONS,
  TURNS,
  VERDICT_KINDS,
} from '../domain/submission.ts';
import type { Channel } from './channels.ts';
import { text, id, at, revision, COMPARE_WITH, MessageFile, Settings, QueueQuery } from './inputs.ts';

const done = z.strictObject({});

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

/** By channel, what the main process answers; validated in development and tests, and not even loaded otherwise. */
export const outputs = {
  'app.info': z.strictObject({
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
        /** What its rulebook calls its documents, see sourceInWords. */
        sources: z.array(z.strictObject({ mark: z.string(), title: text })),
      }),
    ),
    platform: z.enum(['mac', 'windows', 'linux']),
  }),
  'app.openExternal': z.strictObject({ opened: z.boolean() }),
  'window.setMenu': done,
  'window.zoom': z.strictObject({ factor: z.number() }),
  'window.print': z.strictObject({ path: z.string().nullable() }),
  'workspace.open': done,
  'workspace.choose': z.strictObject({ path: z.string().nullable() }),
  'settings.get': Settings,
  'settings.set': Settings,
  'queue.page': z.strictObject({
    rows: z.array(QueueRow),
    /** Index of the first row returned, when known. */
    firstIndex: z.int().nullable(),
    /** Exact, or capped for searches (`totalIsCapped`). */
    total: z.int(),
    totalIsCapped: z.boolean(),
    /** What was looked for when nothing fits the words as typed but does in the other keyboard layout. */
    readAs: z.string().nullable(),
  }),
  'queue.counts': z.strictObject({
    views: z.array(z.strictObject({ view: z.enum(QUEUE_VIEWS), count: z.int(), oldestAt: at.nullable() })),
    /** What waits for us, by marketplace and region. */
    places: z.array(z.strictObject({ marketplace: z.string(), region: z.string(), count: z.int(), oldestAt: at })),
  }),
  'savedView.list': z.strictObject({
    views: z.array(z.strictObject({ id, name: z.string(), query: QueueQuery, count: z.int().nullable(), oldestAt: at.nullable() })),
  }),
  'savedView.save': done,
  'savedView.forget': done,
  'submission.skip': done,
  'submission.get': SubmissionView,
  'submission.compare': Comparison,
  'submission.history': z.strictObject({ events: z.array(HistoryEvent) }),
  'submission.setDueDay': done,
  'submission.revealTestData': z.strictObject({
    note: z.string(),
    values: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  }),
  'claim.take': done,
  'claim.release': done,
  'claim.takeOver': done,
  'claim.renew': z.strictObject({ expiresAt: at }),
  'rulebook.files': RulebookFiles,
  'checklist.get': Checklist,
  'checklist.mark': ChecklistItem,
  'checklist.note': ChecklistItem,
  'checklist.acceptFinding': ChecklistItem,
  'checklist.runChecks': Checklist,
  'evidence.attach': ChecklistItem,
  'evidence.chooseAndAttach': ChecklistItem.nullable(),
  'evidence.detach': ChecklistItem,
  'evidence.share': ChecklistItem,
  'evidence.readText': z.strictObject({ text: z.string(), isTruncated: z.boolean() }),
  'evidence.save': z.strictObject({ path: z.string().nullable() }),
  'finding.list': z.strictObject({ findings: z.array(FindingView) }),
  'finding.save': FindingView,
  'finding.setIncluded': FindingView,
  'installTest.portals': z.strictObject({ portals: z.array(PortalView) }),
  'installTest.start': z.strictObject({ runId: id }),
  'installTest.control': done,
  'installTest.options': z.strictObject({
    probes: z.array(z.strictObject({ id: z.string(), title: text, isChosen: z.boolean() })),
    further: z.array(z.enum(FURTHER_RUNS)),
    /** So many tests run at the same time; further ones wait. */
    parallelRuns: z.int().positive(),
  }),
  'installTest.active': z.strictObject({ runs: z.array(RunView) }),
  'installTest.list': z.strictObject({ runs: z.array(RunView) }),
  'installTest.get': z.strictObject({ run: RunView, report: runReport.nullable(), progress: z.array(runProgress) }),
  'installTest.saveSupportLog': z.strictObject({ path: z.string().nullable(), requests: z.int() }),
  'portal.create': PortalView,
  'portal.list': z.strictObject({ portals: z.array(PortalView) }),
  'chat.thread': z.strictObject({
    messages: z.array(MessageView),
    /** Regions that have a thread of their own; empty where the marketplace has one thread per solution. */
    regions: z.array(z.strictObject({ id: z.string(), title: text })),
  }),
  'chat.send': MessageView,
  'chat.attach': MessageFile,
  'chat.chooseFiles': z.strictObject({ files: z.array(MessageFile) }),
  'chat.saveFile': z.strictObject({ path: z.string().nullable() }),
  'chat.markRead': done,
  'chat.unread': z.strictObject({
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
  'outbox.list': z.strictObject({ items: z.array(OutboxItem) }),
  'outbox.confirm': done,
  'outbox.copy': done,
  'draft.get': z.strictObject({ text: z.string() }),
  'draft.save': done,
  'template.list': /** placeholders: every name that a ready text asks to fill in. */ z.strictObject({
    templates: z.array(TemplateView),
    placeholders: z.array(z.string()),
  }),
  'template.save': TemplateView,
  'template.delete': done,
  'verdict.preview': VerdictPreview,
  'verdict.decide': z.strictObject({ verdictId: id, undoUntil: at, nextSubmissionId: id.nullable() }),
  'verdict.undo': done,
  'statistics.get': StatisticsView,
  'statistics.export': z.strictObject({ path: z.string().nullable() }),
  'undo.last': z.strictObject({ undone: Undone.nullable() }),
  'bundle.export': z.strictObject({ path: z.string().nullable(), sha256: z.string().nullable() }),
  'bundle.verify': z.strictObject({
    path: z.string().nullable(),
    valid: z.boolean(),
    /** Each thing that was checked and, where it does not fit, the file and the first byte. */
    checks: z.array(
      z.strictObject({ name: z.string(), ok: z.boolean(), file: z.string().nullable(), offset: z.int().nullable(), message: text }),
    ),
  }),
  'price.calculate': z.strictObject({
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
  'price.offers': z.strictObject({
    offers: z.array(z.strictObject({ name: z.string(), monthlyPrice: z.number(), trialDays: z.int(), category: z.string().nullable() })),
  }),
  'stage.list': StageList,
  'stage.change': StageList,
  'review.list': z.strictObject({
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
  'review.get': ReviewView,
  'review.decide': ReviewView,
  'review.record': ReviewView,
  'review.markAnswer': ReviewView,
  'intake.choose': ImportSummary.nullable(),
  'intake.importPaths': ImportSummary,
  'intake.cancel': done,
  'intake.refused': z.strictObject({ items: z.array(RefusedImport) }),
  'intake.forget': done,
} satisfies { readonly [C in Channel]: z.ZodType };
