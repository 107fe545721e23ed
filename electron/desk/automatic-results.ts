import { DEFAULT_AUTOMATIC, type LocalizedText, type Rule } from '../../shared/domain/rulebook.ts';
import { runChecksOf, type CheckFinding, type CheckInput, type CheckResult } from '../marketplaces/marketplace.ts';
import type { ReadableDb, WritableDb } from '../store/connection.ts';
import { newId } from '../store/ids.ts';
import { itemsOf, putAutomatic, type AutomaticRow, type ItemRow } from '../store/repositories/checklists.ts';
import { acceptedOf } from '../store/repositories/accepted-findings.ts';
import { findingsOf, putFinding, type FindingRow } from '../store/repositories/findings.ts';
import { publicationIn } from '../store/repositories/publications.ts';
import {
  filesOf,
  hasTestData,
  latestApproved,
  solutionById,
  vendorById,
  wasEverApproved,
  type SubmissionRow,
} from '../store/repositories/submissions.ts';
import { withAccepted } from './accepted-findings.ts';
import { storedCard, storedVersion } from './stored-documents.ts';
import { marketplaceOf, type DeskContext } from './desk-context.ts';

/** What a machine says about one rule. */
export interface AutomaticResult {
  readonly ruleId: string;
  readonly status: CheckResult['status'];
  readonly message: LocalizedText;
  readonly place: string | null;
  /** Absent where the machine was an install test. */
  readonly findings?: readonly CheckFinding[];
}

/** Machines and a person's mark: a mark that answers the rule also answers what the machine found. */
export function isAnswered(mark: ItemRow['mark']): boolean {
  return mark === 'pass' || mark === 'not-applicable';
}

/**
 * Stores what a machine says, apart from the marks. A failure becomes a finding that goes into the letter unless a person
 * has already answered the rule; what a person wrote or chose about a finding is left alone.
 */
export function storeAutomaticResults(
  context: DeskContext,
  tx: WritableDb,
  row: SubmissionRow,
  rules: readonly Rule[],
  source: AutomaticRow['source'],
  runId: string | null,
  results: readonly AutomaticResult[],
): void {
  const at = context.now();
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const marks = new Map(itemsOf(tx, row.id).map((item) => [item.rule_id, item.mark]));
  const findings = new Map(findingsOf(tx, row.id).map((finding) => [finding.rule_id, finding]));
  const accepted = acceptedOf(tx, row.solution_id, at);
  const input = source === 'check' ? checkInputOf(tx, row) : null;
  for (const found of results) {
    const result = input === null ? found : withAccepted(found, input, accepted);
    const rule = byId.get(result.ruleId);
    // Rules that this checklist does not have (another region, an older rulebook) are not judged here.
    if (rule === undefined) continue;
    const message = JSON.stringify(result.message);
    const places = JSON.stringify(result.findings ?? []);
    putAutomatic(tx, row.id, { rule_id: rule.id, source, status: result.status, message, place: result.place, places, run_id: runId, at });
    const answered = isAnswered(marks.get(rule.id) ?? 'not-checked');
    const known = findings.get(rule.id);
    // A check that is not enforced gives a hint and no finding.
    const counts = source === 'install-test' || (rule.automatic ?? DEFAULT_AUTOMATIC).enforced;
    if (result.status === 'fail' && counts) {
      putFinding(tx, failedFinding({ known, row, rule, source, runId, message, answered, at }));
    } else if (known?.source === source && known.included_by === null && known.seen === null && marks.get(rule.id) !== 'fail') {
      putFinding(tx, { ...known, included: 0 });
    }
  }
}

function failedFinding(about: {
  known: FindingRow | undefined;
  row: SubmissionRow;
  rule: Rule;
  source: AutomaticRow['source'];
  runId: string | null;
  message: string;
  answered: boolean;
  at: number;
}): FindingRow {
  const { known, row, rule, source, runId, message, answered, at } = about;
  const included = answered ? 0 : 1;
  if (known === undefined) {
    return {
      id: newId(),
      submission_id: row.id,
      rule_id: rule.id,
      severity: rule.severity,
      source,
      included,
      included_by: null,
      message,
      seen: null,
      steps: '',
      run_id: runId,
      at,
    };
  }
  return { ...known, message, run_id: runId ?? known.run_id, included: known.included_by === null ? included : known.included };
}

/** What the automatic checks of a marketplace look at. */
export function checkInputOf(db: ReadableDb, row: SubmissionRow): CheckInput {
  const solution = solutionById(db, row.solution_id);
  const vendor = solution === undefined ? undefined : vendorById(db, solution.vendor_id);
  const approved = latestApproved(db, row.solution_id, row.region, row.id);
  return {
    kind: row.kind,
    region: row.region,
    solutionType: row.solution_type,
    isFirstVersion: !wasEverApproved(db, row.solution_id, row.id),
    card: storedCard(db, row),
    version: storedVersion(db, row),
    vendor: { code: vendor?.code ?? '', name: vendor?.name ?? '', legalName: vendor?.legal_name ?? '', email: vendor?.email ?? '' },
    hasTestData: hasTestData(db, row.id),
    approvedCard: approved === undefined ? null : storedCard(db, approved),
    isPublished: publicationIn(db, row.solution_id, row.region) === 'published',
    files: filesOf(db, row.id).map((file) => ({
      path: file.path,
      role: file.role,
      language: file.language,
      mime: file.mime,
      sizeBytes: file.size_bytes,
      sha256: file.sha256,
      image:
        file.width_px === null || file.height_px === null
          ? null
          : {
              widthPx: file.width_px,
              heightPx: file.height_px,
              hasTransparentPixels: file.has_transparent_pixels === 1,
              isAnimated: file.is_animated === 1,
            },
    })),
  };
}

/** Ids of the rules whose checks are enabled. */
export function rulesToCheck(rules: readonly Rule[]): ReadonlySet<string> {
  return new Set(rules.filter((rule) => (rule.automatic ?? DEFAULT_AUTOMATIC).enabled).map(({ id }) => id));
}

/** Runs the automatic checks of the rules given. A check that breaks could not look; it never passes. */
export function runAutomaticChecks(context: DeskContext, db: ReadableDb, row: SubmissionRow, rules: readonly Rule[]): AutomaticResult[] {
  const wanted = rulesToCheck(rules);
  const input = checkInputOf(db, row);
  return runChecksOf(marketplaceOf(context, row.marketplace).checks, wanted, input);
}

export function tally(results: readonly AutomaticResult[]): { passed: number; failed: number; couldNotLook: number } {
  const count = (status: AutomaticResult['status']): number => results.filter((each) => each.status === status).length;
  return { passed: count('pass'), failed: count('fail'), couldNotLook: count('could-not-look') };
}
