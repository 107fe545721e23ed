import type { z } from 'zod';
import type { LocalizedText, Rulebook } from '../../shared/domain/rulebook.ts';
import type { CreatePortal, SolutionRegistration } from '../portals/portal.ts';
import type { InstallTest } from '../sandbox/run-context.ts';

/** A picture or file of a submission, as intake measured it. Bytes are read on demand. */
export interface InspectedFile {
  readonly path: string;
  readonly role: 'icon' | 'screenshot' | 'instruction' | 'attachment';
  readonly language: string | null;
  readonly mime: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly image: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly hasTransparentPixels: boolean;
    readonly isAnimated: boolean;
  } | null;
}

/** What an automatic check sees: the validated submission and its measured files. */
export interface CheckInput {
  readonly kind: string;
  readonly region: string;
  readonly solutionType: string;
  readonly isFirstVersion: boolean;
  readonly card: Readonly<Record<string, unknown>>;
  readonly version: Readonly<Record<string, unknown>>;
  readonly vendor: Readonly<Record<string, unknown>>;
  readonly hasTestData: boolean;
  readonly files: readonly InspectedFile[];
}

export interface CheckResult {
  readonly status: 'pass' | 'fail' | 'could-not-look';
  readonly message: LocalizedText;
  /** Field path or file path the result is about. */
  readonly place: string | null;
}

/** A small pure function named by the rule it judges. */
export interface AutomaticCheck {
  readonly ruleId: string;
  run(input: CheckInput): CheckResult;
}

/** How the interface shows one field of a card or version, in order. */
export interface FieldDescription {
  /** Dotted path in card or version, e.g. "texts.ru.description". */
  readonly path: string;
  readonly label: LocalizedText;
  readonly kind: 'text' | 'long-text' | 'list' | 'link' | 'boolean' | 'number' | 'code';
}

/** All that differs between marketplaces. Adding one is a folder that exports this, and a line in list.ts. */
export interface Marketplace {
  readonly id: string;
  readonly title: LocalizedText;
  readonly regions: readonly { readonly id: string; readonly title: LocalizedText }[];
  readonly solutionTypes: readonly { readonly id: string; readonly title: LocalizedText }[];
  /** Validate `card` and `version` of a submission package; strict, with bounds. */
  readonly cardSchema: z.ZodType<Readonly<Record<string, unknown>>>;
  readonly versionSchema: z.ZodType<Readonly<Record<string, unknown>>>;
  /** Ordered field lists; `card` is a validated card so that only languages present are listed. */
  cardFields(card: Readonly<Record<string, unknown>>): readonly FieldDescription[];
  versionFields(version: Readonly<Record<string, unknown>>): readonly FieldDescription[];
  readonly rulebook: Rulebook;
  readonly checks: readonly AutomaticCheck[];
  readonly createPortal: CreatePortal;
  readonly installTest: InstallTest;
  /** Names for RunOptions.probes. */
  readonly probes: readonly string[];
  /** Turns a validated version, with the keys from the test data, into what the portal registers; a message when the version cannot be installed by a portal. */
  registration(
    solution: { readonly code: string; readonly name: string; readonly vendorName: string },
    version: Readonly<Record<string, unknown>>,
    testData: Readonly<Record<string, string>>,
  ): SolutionRegistration | { readonly refused: LocalizedText };
}
