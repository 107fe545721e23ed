import { z } from 'zod';
import { BROWSER_ROLES, CONFIDENCES, EVIDENCE_KINDS, RUN_OUTCOMES, STEP_STATES, type RunReport } from '../../shared/domain/install-test.ts';
import { SEVERITIES, type LocalizedText } from '../../shared/domain/rulebook.ts';

/** The document that `install-test --json` prints; published as docs/install-test-report.schema.json and explained beside it. */
const moment = z.int().describe('Milliseconds since 1970, UTC');
const duration = z.int().min(0).describe('Milliseconds');
const texts = z.strictObject({ ru: z.string(), en: z.string() });
const said = { message: z.string().describe('In the language of the run'), messages: texts };
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const file = z.string().describe('Path in the output folder, with forward slashes');

export const InstallTestDocument = z.strictObject({
  format: z.literal('moderation-install-test'),
  formatVersion: z.literal(1),
  runId: z.string(),
  marketplace: z.string(),
  outcome: z.enum(RUN_OUTCOMES),
  problem: z
    .strictObject({ code: z.string(), ...said })
    .nullable()
    .describe('Why the run is incomplete or could not start'),
  startedAt: moment,
  durationMs: duration,
  outDir: z.string().describe('Absolute path of the output folder'),
  solution: z.strictObject({ code: z.string(), version: z.string(), mode: z.string() }),
  portal: z.strictObject({
    address: z.string(),
    member_id: z.string(),
    ca: z.string().nullable().describe('PEM of the authority that signed the portal, with --tls on'),
    services: z.record(z.string(), z.string()).describe('Addresses of the portal’s programming interfaces by name'),
  }),
  phases: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      status: z.enum(STEP_STATES),
      startedAt: moment.nullable(),
      durationMs: duration.nullable(),
    }),
  ),
  steps: z.array(
    z.strictObject({
      id: z.string(),
      phase: z.string(),
      title: z.string(),
      role: z.enum(BROWSER_ROLES).nullable(),
      status: z.enum(STEP_STATES),
      startedAt: moment.nullable(),
      durationMs: duration.nullable(),
      message: z.string().nullable(),
      ruleIds: z.array(z.string()),
    }),
  ),
  findings: z.array(
    z.strictObject({
      ruleId: z.string(),
      severity: z.enum(SEVERITIES),
      confidence: z.enum(CONFIDENCES),
      ...said,
      stepId: z.string().nullable(),
      evidence: z.array(z.strictObject({ sha256, path: file, kind: z.enum(EVIDENCE_KINDS) })),
    }),
  ),
  rules: z.array(
    z.strictObject({
      ruleId: z.string(),
      status: z.enum(['pass', 'fail', 'could-not-look']),
      ...said,
      evidence: z.array(z.strictObject({ sha256, path: file, kind: z.enum(EVIDENCE_KINDS) })),
    }),
  ),
  calls: z.array(z.strictObject({ method: z.string(), scope: z.string(), count: z.int().min(0) })),
  scopes: z.strictObject({ declared: z.array(z.string()), used: z.array(z.string()) }),
  evidence: z.array(
    z.strictObject({
      kind: z.enum(EVIDENCE_KINDS),
      stepId: z.string(),
      ruleIds: z.array(z.string()),
      title: z.string(),
      path: file,
      mime: z.string(),
      sizeBytes: z.int().min(0),
      sha256,
    }),
  ),
});
export type InstallTestDocument = z.output<typeof InstallTestDocument>;

/** @param outDir where the evidence lies, absolute */
export function installTestDocument(report: RunReport, outDir: string, language: 'ru' | 'en'): InstallTestDocument {
  const say = (text: LocalizedText): { message: string; messages: { ru: string; en: string } } => ({
    message: text[language],
    messages: { ru: text.ru, en: text.en },
  });
  const files = new Map(report.evidence.map((one) => [one.id, { sha256: one.sha256, path: one.path, kind: one.kind }]));
  const filesOf = (ids: readonly string[]): InstallTestDocument['findings'][number]['evidence'] => ids.flatMap((id) => files.get(id) ?? []);
  return {
    format: report.format,
    formatVersion: report.formatVersion,
    runId: report.runId,
    marketplace: report.marketplace,
    outcome: report.outcome,
    problem: report.problem && { code: report.problem.code, ...say(report.problem.message) },
    startedAt: report.startedAt,
    durationMs: report.durationMs,
    outDir,
    solution: report.solution,
    portal: {
      address: report.portal.address,
      member_id: report.portal.memberId,
      ca: report.portal.ca,
      services: { ...report.portal.services },
    },
    phases: report.phases.map(({ name, title, status, startedAt, durationMs }) => ({
      name,
      title: title[language],
      status,
      startedAt,
      durationMs,
    })),
    steps: report.steps.map(({ id, phase, title, role, state, startedAt, durationMs, message, ruleIds }) => ({
      id,
      phase,
      title: title[language],
      role,
      status: state,
      startedAt,
      durationMs,
      message,
      ruleIds: [...ruleIds],
    })),
    findings: report.findings.map(({ ruleId, severity, confidence, message, stepId, evidence }) => ({
      ruleId,
      severity,
      confidence,
      ...say(message),
      stepId,
      evidence: filesOf(evidence.map((one) => one.id)),
    })),
    rules: report.ruleResults.map(({ ruleId, status, message, evidenceIds }) => ({
      ruleId,
      status,
      ...say(message),
      evidence: filesOf(evidenceIds),
    })),
    calls: report.calls.map(({ method, scope, count }) => ({ method, scope, count })),
    scopes: { declared: [...report.scopes.declared], used: [...report.scopes.used] },
    evidence: report.evidence.map(({ kind, stepId, ruleIds, title, path, mime, sizeBytes, sha256: sum }) => ({
      kind,
      stepId,
      ruleIds: [...ruleIds],
      title,
      path,
      mime,
      sizeBytes,
      sha256: sum,
    })),
  };
}

/** Exit codes of `install-test`. */
export const INSTALL_TEST_EXIT = { passed: 0, findings: 1, incomplete: 2, couldNotStart: 3 } as const;

/** Problems that are not the vendor's and kept the test from beginning. */
const COULD_NOT_START: ReadonlySet<string> = new Set([
  'invalid-request',
  'not-found',
  'not-allowed',
  'not-claimed',
  'claimed-by-other',
  'run-active',
  'port-taken',
  'portal-busy',
  'portal-not-clean',
  'browser-unavailable',
  'secret-unreadable',
  'storage-busy',
  'storage-corrupt',
  'workspace-missing',
  'workspace-newer',
  'workspace-foreign',
  'workspace-read-only',
]);

export function exitCodeOf(report: RunReport): number {
  if (report.outcome !== 'incomplete') return INSTALL_TEST_EXIT[report.outcome];
  return report.problem && COULD_NOT_START.has(report.problem.code) ? INSTALL_TEST_EXIT.couldNotStart : INSTALL_TEST_EXIT.incomplete;
}
