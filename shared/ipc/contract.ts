import type { z } from 'zod';
import type { ErrorCode } from '../domain/errors.ts';
import type { RunProgress } from '../domain/install-test.ts';
import type { Channel, EventName } from './channels.ts';
import type { inputs, QueueQuery, MessageFile, Settings, StatisticsQuery } from './inputs.ts';
import type {
  outputs,
  Checklist,
  ChecklistItem,
  Comparison,
  EvidenceView,
  FieldView,
  FindingView,
  HistoryEvent,
  MediaView,
  MessageView,
  OutboxItem,
  PortalView,
  QueueRow,
  RefusedImport,
  ReviewEntryView,
  ReviewView,
  RunView,
  StageList,
  StatisticsView,
  SubmissionView,
  TemplateView,
  VerdictPreview,
} from './outputs.ts';

/**
 * The one contract between the window and the main process, as types: per channel an input (`inputs.ts`) and an output
 * (`outputs.ts`). Results cross as Result<T>. Here: what the renderer sends.
 */
export type Input<C extends Channel> = z.input<(typeof inputs)[C]>;
/** What a handler receives after validation. */
export type Parsed<C extends Channel> = z.output<(typeof inputs)[C]>;
export type Output<C extends Channel> = z.output<(typeof outputs)[C]>;
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
