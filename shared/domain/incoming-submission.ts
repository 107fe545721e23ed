import type { ErrorCode } from './errors.ts';
import type { PortalPlan } from './review.ts';
import type { LocalizedText } from './rulebook.ts';
import type { SubmissionKind } from './submission.ts';

/**
 * The seam between intake (untrusted bytes in) and the desk (stores what is valid). Everything here was validated and
 * measured by intake; the desk adds what only the workspace knows: duplicates, attempt number, place in the queue.
 */
export const FILE_ROLES = ['icon', 'screenshot', 'instruction', 'attachment'] as const;
export type FileRole = (typeof FILE_ROLES)[number];

export interface IncomingFile {
  /** Path inside the package with forward slashes; kept as data, never used to write a file. */
  readonly path: string;
  readonly role: FileRole;
  readonly language: string | null;
  readonly title: string | null;
  readonly mime: string;
  readonly sizeBytes: number;
  /** Lower-case hex of the content. The desk hashes the bytes again and refuses what does not fit. */
  readonly sha256: string;
  readonly image: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly hasTransparentPixels: boolean;
    readonly isAnimated: boolean;
  } | null;
  /** @returns the whole content (at most LIMITS.packageEntryBytes). May be called more than once until `close`. */
  read(): Promise<Uint8Array>;
}

export interface IncomingSubmission {
  readonly marketplace: string;
  readonly kind: SubmissionKind;
  /** Id of the submission where it comes from; unique in its marketplace. */
  readonly externalId: string;
  /** When the vendor pressed "submit", ms UTC. */
  readonly submittedAt: number;
  readonly region: string;
  readonly solutionType: string;
  readonly solution: { readonly code: string; readonly name: string };
  readonly vendor: {
    readonly code: string;
    readonly name: string;
    readonly legalName: string;
    readonly email: string;
  };
  /** As validated by the marketplace's `versionSchema`, plus the number. */
  readonly version: Readonly<Record<string, unknown>> & { readonly number: string };
  /** As validated by the marketplace's `cardSchema`. */
  readonly card: Readonly<Record<string, unknown>>;
  /** Secret: goes to the database encrypted, never into events, logs or exports. */
  readonly testData: {
    readonly note: string;
    readonly values: readonly { readonly name: string; readonly value: string }[];
  } | null;
  readonly files: readonly IncomingFile[];
  /** Over the manifest and the hashes of its files: the same content packed twice has the same value. Lower-case hex. */
  readonly packageSha256: string;
  /** Releases the archive. The desk always calls it, stored or not. */
  close(): Promise<void>;
}

/** One thing that is wrong with a package: where, why, and how to mend it. */
export interface ImportProblem {
  /** Field path ("card.texts.ru.name") or file path. */
  readonly place: string;
  readonly reason: LocalizedText;
  readonly remedy: LocalizedText;
}

/** Words of the vendor (and of moderators elsewhere) that came as a package; files as of a submission. */
export interface IncomingMessages {
  readonly marketplace: string;
  readonly solutionCode: string;
  /** Number of the submission they are about; null: the solution as a whole. */
  readonly submissionExternalId: string | null;
  readonly region: string | null;
  readonly messages: readonly {
    /** Unique within the solution; the same message is taken once. */
    readonly externalId: string;
    /** ms UTC */
    readonly at: number;
    /** Empty: the vendor. */
    readonly author: string;
    readonly text: string;
    readonly files: readonly Omit<IncomingFile, 'role' | 'language' | 'title' | 'image'>[];
  }[];
  close(): Promise<void>;
}

/** One review of a package of reviews, validated. Times in ms UTC. */
export interface IncomingReview {
  readonly marketplace: string;
  readonly externalId: string;
  readonly submittedAt: number;
  readonly solution: { readonly code: string; readonly name: string };
  readonly vendor: { readonly code: string; readonly name: string };
  readonly author: string;
  /** null: the package does not tell. */
  readonly portal: { readonly address: string; readonly plan: PortalPlan | null; readonly installed: boolean | null };
  readonly rating: number | null;
  readonly text: string;
  readonly answer: { readonly text: string; readonly at: number } | null;
  readonly correction: { readonly text: string; readonly at: number } | null;
  readonly dispute: { readonly text: string; readonly at: number } | null;
}

export interface ReviewsReading {
  readonly kind: 'reviews';
  readonly reviews: readonly IncomingReview[];
}

export type PackageReading =
  | { readonly kind: 'messages'; readonly messages: IncomingMessages }
  | ReviewsReading
  | {
      readonly kind: 'read';
      readonly submission: IncomingSubmission;
      /** Worth telling, no reason to refuse: files that nothing refers to, misleading extensions. */
      readonly warnings?: readonly ImportProblem[];
    }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly problems: readonly ImportProblem[] };

/** An AbortSignal fits. */
export interface Cancellation {
  readonly aborted: boolean;
}

/** What the desk's import needs of intake. */
export interface PackageSource {
  /** Files and folders as chosen by a person -> the packages in them, in a stable order. Throws AppError. */
  find(paths: readonly string[], signal: Cancellation): Promise<readonly string[]>;
  /** Never throws for what is wrong with the package itself; throws AppError for faults of this machine (disk full). */
  read(packagePath: string, signal: Cancellation): Promise<PackageReading>;
}
