import type { z } from 'zod';
import type { FurtherRun } from '../../shared/domain/install-test.ts';
import type { PriceLine, PriceOffer, PriceQuestion, PriceRemark, PriceTerms } from '../../shared/domain/prices.ts';
import type { FindingPlace, LocalizedText, Rulebook } from '../../shared/domain/rulebook.ts';
import type { SourceName } from '../../shared/domain/source-names.ts';
import type { SubmissionKind } from '../../shared/domain/submission.ts';
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
  /** Card of the last approved state in this region; null when nothing was approved. */
  readonly approvedCard: Readonly<Record<string, unknown>> | null;
  readonly isPublished: boolean;
  /** What needs more than the submission's own texts; absent where nobody has looked yet. */
  readonly looks?: Looks;
}

/** What was found out about a submission beforehand, so that checks stay pure functions. */
export interface Looks {
  readonly speller: Speller | null;
  /** By SHA-256 of the file; null where it could not be read. */
  readonly files: ReadonlyMap<string, FileLook | null>;
  /** By address; empty where no network was asked for. */
  readonly links: ReadonlyMap<string, LinkLook>;
  /** By origin of the vendor's server, e.g. "https://app.example"; empty where no network was asked for. */
  readonly certificates: ReadonlyMap<string, CertificateLook>;
}

export interface Speller {
  /** Whether the dictionary of the language knows the word. */
  knows(word: string, language: 'ru' | 'en'): boolean;
  /** At most three, the likeliest first. */
  suggest(word: string, language: 'ru' | 'en'): readonly string[];
}

export interface FileLook {
  /** Spread of the second derivative of brightness over the sharpest tenth of the picture; small means blurred. null: no picture. */
  readonly sharpness: number | null;
  /** 256 bits as 64 hex digits of brightness gradients; near-duplicates differ in few. null: no picture. */
  readonly fingerprint: string | null;
  /** Entries of a zip archive. */
  readonly entries: readonly { readonly path: string; readonly sizeBytes: number }[] | null;
  /** Its short text files: html, yaml, json. */
  readonly texts: readonly { readonly path: string; readonly text: string }[];
}

export interface LinkLook {
  readonly status: 'opened' | 'failed' | 'not-reached';
  /** HTTP status, 0 when there was no answer. */
  readonly httpStatus: number;
  readonly finalUrl: string;
  readonly mime: string;
  readonly isDownload: boolean;
  readonly asksPassword: boolean;
  readonly hasForm: boolean;
  /** Text of the page, shortened; empty where it has none. */
  readonly text: string;
}

/** How a server presents itself over TLS. A server that cannot be reached may be the fault of this machine's network: it says nothing. */
export type CertificateLook =
  | { readonly status: 'valid'; readonly validTo: string }
  | { readonly status: 'invalid'; readonly fault: CertificateFault }
  | { readonly status: 'not-reached' };

export type CertificateFault = 'expired' | 'not-yet-valid' | 'self-signed' | 'other-name' | 'unknown-issuer' | 'revoked' | 'broken';

/** One thing that a check found. */
export interface CheckFinding extends FindingPlace {
  readonly message: LocalizedText;
  readonly suggestion: LocalizedText | null;
}

export interface CheckResult {
  readonly status: 'pass' | 'fail' | 'could-not-look';
  readonly message: LocalizedText;
  /** Field path or file path the result is about. */
  readonly place: string | null;
  /** Every finding with its place; empty unless it failed. */
  readonly findings: readonly CheckFinding[];
}

/** A small pure function named by the rule it judges. */
export interface AutomaticCheck {
  readonly ruleId: string;
  run(input: CheckInput): CheckResult;
}

export interface CheckedRule extends CheckResult {
  readonly ruleId: string;
}

/** Runs the checks of the rules wanted. A check that breaks could not look; it never passes. */
export function runChecksOf(checks: readonly AutomaticCheck[], wanted: ReadonlySet<string>, input: CheckInput): CheckedRule[] {
  return checks
    .filter(({ ruleId }) => wanted.has(ruleId))
    .map((check) => {
      try {
        return { ruleId: check.ruleId, ...check.run(input) };
      } catch {
        return {
          ruleId: check.ruleId,
          status: 'could-not-look' as const,
          message: { ru: 'Автоматическая проверка не смогла посмотреть.', en: 'The automatic check could not look.' },
          place: null,
          findings: [],
        };
      }
    });
}

/** How the interface shows one field of a card or version, in order. */
export interface FieldDescription {
  /** Dotted path in card or version, e.g. "texts.ru.description". */
  readonly path: string;
  readonly label: LocalizedText;
  readonly kind: 'text' | 'long-text' | 'list' | 'link' | 'boolean' | 'number' | 'code';
}

/**
 * An option of `install-test` with which a solution of this marketplace is described on the command line, where there is no submission.
 * Two marketplaces may have an option of the same name when its kind is the same too. Names of the command's own options
 * (--code, --solution-version, --portal-port, …) are taken.
 */
export interface SolutionOption {
  /** With its dashes, e.g. "--app-url". */
  readonly name: `--${string}`;
  /**
   * text: one value. list: words separated by commas or blanks, may be repeated. switch: without a value.
   * file: the name of a file, of which the marketplace gets the text.
   * secret: one value that is masked in everything a run leaves; the command offers `NAME-file` beside it.
   */
  readonly kind: 'text' | 'list' | 'switch' | 'file' | 'secret';
  /** What the help writes for the value, e.g. "url"; a switch needs none. */
  readonly argument?: string;
  /** A few English words for the help. */
  readonly description: string;
}

/** A solution as somebody described it on the command line. */
export interface DescribedSolution {
  /** --code and --solution-version, which every marketplace has; both have a default. */
  readonly code: string;
  readonly version: string;
  /** What was given, by the option's name: a text, the words of a list, `true` for a switch. Options that were not given are absent. */
  readonly values: Readonly<Record<string, string | readonly string[] | true>>;
}

/** How a solution is tested without a submission: `install-test --marketplace ID …`. */
export interface CommandLine {
  readonly options: readonly SolutionOption[];
  /**
   * Turns what was given into what the portal registers; pure.
   * @returns the registration, or why no portal can install it
   * @throws AppError 'invalid-request' whose message and `details.option` name the option that is missing or wrong
   */
  registration(described: DescribedSolution): SolutionRegistration | { readonly refused: LocalizedText };
}

/**
 * What of a submission a rule is judged by. Dotted paths with `*` for one part, e.g. "card.texts.*.description",
 * "version.scopes", "files.icon", "files.screenshot"; a path stands for all below it. "outside" is what no submission holds: the
 * vendor's server, the page behind a link, other solutions. It may have changed although the submission shows nothing.
 */
export type RuleInput = string;

/** Why a change of published content must be looked at again. */
export interface MaterialChange {
  readonly id: string;
  /** Changes of any of these. */
  readonly inputs: readonly RuleInput[];
  readonly reason: LocalizedText;
  /** Document and section. */
  readonly source: string;
}

/** A fault of the portal that a run can try out; `id` is its name in RunOptions.probes. */
export interface ProbeDescription {
  readonly id: string;
  readonly title: LocalizedText;
  /** Tried on every solution for which nobody chose otherwise. */
  readonly isDefault: boolean;
}

/** What must be so before a stage begins or ends. */
export type StageCondition =
  /** Another stage is finished. */
  | { readonly kind: 'stage'; readonly stageId: string }
  /** The submission waits for a decision. */
  | { readonly kind: 'under-review' }
  /** The rules bound to the stage have passed in the checklist of the submission. */
  | { readonly kind: 'checklist' }
  /** The last install test of the submission left no open finding. */
  | { readonly kind: 'install-test' }
  /** People noted so many different things. */
  | {
      readonly kind: 'records';
      readonly id: string;
      readonly text: LocalizedText;
      /** What is noted, as the label of a field. */
      readonly entry: LocalizedText;
      readonly count: number;
      /** Each counts only once the term of the stage has passed since it was noted. */
      readonly isTested: boolean;
    };

/** One step on the way into a catalogue that publishes in stages. */
export interface PublicationStage {
  readonly id: string;
  readonly title: LocalizedText;
  /** Document and section. */
  readonly source: string;
  /** Term unless the workspace or a person sets another; null: none is known. */
  readonly workingDays: number | null;
  /** Rules of the rulebook that are looked at in this stage. */
  readonly rules: readonly string[];
  readonly entry: readonly StageCondition[];
  readonly exit: readonly StageCondition[];
}

/** How solutions are paid for through the marketplace. */
export interface Prices {
  readonly terms: PriceTerms;
  /** One month first, then each period that can be paid for at once. */
  table(question: PriceQuestion): readonly PriceLine[];
  /** What the source says of a monthly price. @param category one of `terms.categories`, null where none is known */
  remarks(category: string | null, monthlyPrice: number): readonly PriceRemark[];
  /** Paid offers of a validated card, in its order. */
  offers(card: Readonly<Record<string, unknown>>, solutionType: string): readonly PriceOffer[];
}

/** What a submission says of a solution besides its version. */
export interface SolutionIdentity {
  readonly code: string;
  readonly name: string;
  readonly vendorName: string;
  /** One of the marketplace's `solutionTypes`. */
  readonly solutionType: string;
}

/** All that differs between marketplaces. Adding one is a folder that exports this, and a line in list.ts. */
export interface Marketplace {
  readonly id: string;
  readonly title: LocalizedText;
  readonly regions: readonly { readonly id: string; readonly title: LocalizedText }[];
  /** What vendors ask this marketplace to moderate; absent: COMMON_KINDS. */
  readonly kinds?: readonly SubmissionKind[];
  /** In their order; absent: a solution is published by one verdict. */
  readonly stages?: readonly PublicationStage[];
  readonly solutionTypes: readonly { readonly id: string; readonly title: LocalizedText }[];
  /** Validate `card` and `version` of a submission package; strict, with bounds. */
  readonly cardSchema: z.ZodType<Readonly<Record<string, unknown>>>;
  readonly versionSchema: z.ZodType<Readonly<Record<string, unknown>>>;
  /** Ordered field lists; `card` is a validated card so that only languages present are listed. */
  cardFields(card: Readonly<Record<string, unknown>>): readonly FieldDescription[];
  versionFields(version: Readonly<Record<string, unknown>>): readonly FieldDescription[];
  readonly rulebook: Rulebook;
  /** Names of the documents that the rulebook refers to by marks; absent: sources are words already. */
  readonly sources?: readonly SourceName[];
  readonly checks: readonly AutomaticCheck[];
  /**
   * Rule id -> what it is judged by, so that the next attempt keeps a mark where none of it changed. Rules that are not named
   * here are always looked at again.
   */
  readonly ruleInputs?: Readonly<Record<string, readonly RuleInput[]>>;
  /** In the order in which they are told; what fits none is told as another change. */
  readonly materialChanges?: readonly MaterialChange[];
  /** Absent: the marketplace takes no money for solutions, or nobody needs to reckon it. */
  readonly prices?: Prices;
  /** The simulated portal; only the process that hosts one loads it. */
  loadPortal(): Promise<CreatePortal>;
  /** The install test; only the process of a run loads it. */
  loadInstallTest(): Promise<InstallTest>;
  /** Further runs that the install test offers, see RunOptions.updateFrom and RunOptions.secondPortal. */
  readonly runs?: readonly FurtherRun[];
  /** Faults of the portal that a run can try out. */
  readonly probes: readonly ProbeDescription[];
  /** Turns a validated version, with the keys from the test data, into what the portal registers; a message when the version cannot be installed by a portal. */
  registration(
    solution: SolutionIdentity,
    version: Readonly<Record<string, unknown>>,
    testData: Readonly<Record<string, string>>,
  ): SolutionRegistration | { readonly refused: LocalizedText };
  readonly commandLine: CommandLine;
}
