import { z } from 'zod';
import { CONFIDENCES, EVIDENCE_KINDS, RUN_OUTCOMES, RUN_STATES, STEP_STATES } from '../../shared/domain/install-test.ts';
import { FILE_ROLES } from '../../shared/domain/incoming-submission.ts';
import { RULE_AREAS, SEVERITIES } from '../../shared/domain/rulebook.ts';
import { MARKS, PUBLICATION_STATES, SUBMISSION_KINDS, VERDICT_KINDS } from '../../shared/domain/submission.ts';

/**
 * verdict.json, format version 1, described in docs/verdict-bundle.md. Moments are milliseconds UTC. Test data has no
 * place in it: there is no field that could hold it.
 */
export const VERDICT_FORMAT = 'moderation-verdict';
export const VERDICT_FORMAT_VERSION = 1;

const id = z.uuid();
const at = z.int();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.strictObject({ ru: z.string(), en: z.string() });
const record = z.record(z.string(), z.unknown());
/** Path inside the bundle; null: the content is not in it and only named by its hash. */
const bundledFile = z
  .string()
  .regex(/^(?:evidence|media|messages)\/[0-9a-f]{64}\.[a-z0-9]{1,8}$/)
  .nullable();

/** A file of a message. */
const attachedFile = z.strictObject({ name: z.string(), mime: z.string(), sizeBytes: z.int().nonnegative(), sha256, file: bundledFile });

/** The report of an install test as the run left it. Fields may be added to it by later versions of the product. */
const Report = z.looseObject({
  format: z.literal('moderation-install-test'),
  formatVersion: z.literal(1),
  runId: z.string(),
  marketplace: z.string(),
  outcome: z.enum(RUN_OUTCOMES),
  problem: z.looseObject({ code: z.string(), message: text }).nullable(),
  startedAt: at,
  durationMs: z.number(),
  solution: z.looseObject({ code: z.string(), version: z.string(), mode: z.string() }),
  portal: z.looseObject({ address: z.string(), memberId: z.string() }),
  phases: z.array(
    z.looseObject({
      name: z.string(),
      title: text,
      status: z.enum(STEP_STATES),
      startedAt: at.nullable(),
      durationMs: z.number().nullable(),
    }),
  ),
  steps: z.array(
    z.looseObject({
      id: z.string(),
      phase: z.string(),
      title: text,
      role: z.string().nullable(),
      state: z.enum(STEP_STATES),
      durationMs: z.number().nullable(),
      message: z.string().nullable(),
    }),
  ),
  findings: z.array(z.looseObject({ ruleId: z.string(), severity: z.enum(SEVERITIES), confidence: z.enum(CONFIDENCES), message: text })),
  ruleResults: z.array(z.looseObject({ ruleId: z.string(), status: z.enum(['pass', 'fail', 'could-not-look']), message: text })),
  calls: z.array(z.looseObject({ method: z.string(), scope: z.string(), count: z.number() })),
  scopes: z.looseObject({ declared: z.array(z.string()), used: z.array(z.string()) }),
});

export const VerdictDocument = z.strictObject({
  format: z.literal(VERDICT_FORMAT),
  formatVersion: z.literal(VERDICT_FORMAT_VERSION),
  product: z.strictObject({ name: z.string(), version: z.string() }),
  workstation: z.strictObject({ id: z.string() }),
  verdict: z.strictObject({
    id,
    kind: z.enum(VERDICT_KINDS),
    by: z.string(),
    at,
    language: z.enum(['ru', 'en']),
    letter: z.string(),
    /** Number of the version that was looked at; the same as submission.version.number. */
    version: z.string(),
    submissionRevision: z.int().positive(),
    /** The event that records it, in events.jsonl. */
    eventId: id,
  }),
  submission: z.strictObject({
    id,
    externalId: z.string(),
    marketplace: z.strictObject({ id: z.string(), title: text }),
    region: z.strictObject({ id: z.string(), title: text }),
    solutionType: z.strictObject({ id: z.string(), title: text }),
    kind: z.enum(SUBMISSION_KINDS),
    attempt: z.int().positive(),
    submittedAt: at,
    queuedAt: at,
    packageSha256: sha256,
    hasTestData: z.boolean(),
    solution: z.strictObject({ id, code: z.string(), name: z.string(), publication: z.enum(PUBLICATION_STATES) }),
    vendor: z.strictObject({ code: z.string(), name: z.string(), legalName: z.string(), email: z.string() }),
    version: record.and(z.looseObject({ number: z.string() })),
    card: record,
    media: z.array(
      z.strictObject({
        path: z.string(),
        role: z.enum(FILE_ROLES),
        title: z.string().nullable(),
        language: z.string().nullable(),
        mime: z.string(),
        sizeBytes: z.int().nonnegative(),
        widthPx: z.int().nullable(),
        heightPx: z.int().nullable(),
        sha256,
        file: bundledFile,
      }),
    ),
  }),
  rulebook: z.strictObject({ marketplace: z.string(), version: z.string() }).nullable(),
  checklist: z.array(
    z.strictObject({
      ruleId: z.string(),
      area: z.enum(RULE_AREAS),
      severity: z.enum(SEVERITIES),
      text,
      expected: text,
      source: z.string(),
      mark: z.enum(MARKS),
      markedBy: z.string().nullable(),
      markedAt: at.nullable(),
      /** Only when notes were exported. */
      note: z.string().optional(),
      /** What machines said; empty when none has looked. */
      automatic: z.array(
        z.strictObject({
          status: z.enum(['pass', 'fail', 'could-not-look']),
          source: z.enum(['install-test', 'check']),
          message: text,
          place: z.string().nullable(),
          runId: id.nullable(),
          at,
        }),
      ),
      evidenceIds: z.array(id),
    }),
  ),
  findings: z.array(
    z.strictObject({
      id,
      ruleId: z.string(),
      severity: z.enum(SEVERITIES),
      source: z.enum(['person', 'install-test', 'check']),
      /** It stands in the letter. */
      included: z.boolean(),
      expected: text,
      seen: text,
      steps: z.string(),
      evidenceIds: z.array(id),
      runId: id.nullable(),
      at,
    }),
  ),
  runs: z.array(
    z.strictObject({
      id,
      portal: z.strictObject({ id, name: z.string(), kind: z.string(), memberId: z.string() }),
      version: z.string(),
      state: z.enum(RUN_STATES),
      outcome: z.enum(RUN_OUTCOMES).nullable(),
      startedAt: at,
      finishedAt: at.nullable(),
      startedBy: z.string(),
      /** null when the run ended without leaving one. */
      report: Report.nullable(),
    }),
  ),
  evidence: z.array(
    z.strictObject({
      id,
      kind: z.enum(EVIDENCE_KINDS),
      title: z.string(),
      mime: z.string(),
      sizeBytes: z.int().nonnegative(),
      source: z.enum(['person', 'install-test', 'check']),
      runId: id.nullable(),
      stepId: z.string().nullable(),
      at,
      sha256,
      file: bundledFile,
    }),
  ),
  /** What was said about the submission before the verdict; absent in bundles of earlier versions of the product. */
  messages: z
    .array(
      z.strictObject({
        id,
        at,
        author: z.string(),
        kind: z.enum(['to-vendor', 'from-vendor']),
        text: z.string(),
        files: z.array(attachedFile),
      }),
    )
    .optional(),
  /** Team notes; only when they were exported. */
  notes: z.array(z.strictObject({ id, at, author: z.string(), text: z.string(), files: z.array(attachedFile).optional() })).optional(),
});

export type VerdictDocumentData = z.output<typeof VerdictDocument>;

/** One line of events.jsonl. */
export const ChainLine = z.discriminatedUnion('line', [
  /** An event of this submission, whole. */
  z.strictObject({
    line: z.literal('event'),
    id: z.string(),
    workstationId: z.string(),
    sequence: z.int().positive(),
    at,
    actor: z.string(),
    type: z.string(),
    submissionId: z.string().nullable(),
    solutionId: z.string().nullable(),
    details: record,
    previousHash: sha256,
    hash: sha256,
  }),
  /** An event of another submission: only what the chain needs. */
  z.strictObject({ line: z.literal('link'), workstationId: z.string(), sequence: z.int().positive(), contentHash: sha256, hash: sha256 }),
  /** So many events of others that they are left out; the chain goes on from `hash`. */
  z.strictObject({
    line: z.literal('gap'),
    workstationId: z.string(),
    firstSequence: z.int().positive(),
    lastSequence: z.int().positive(),
    hash: sha256,
  }),
]);
export type ChainLineData = z.output<typeof ChainLine>;

const fileSums = {
  sizeBytes: z.int().nonnegative(),
  sha256,
  crc32: z.int().nonnegative().max(0xffff_ffff),
  blockBytes: z.int().positive(),
  blocks: z.base64(),
};

export const BUNDLE_FORMAT = 'moderation-verdict-bundle';
export const BUNDLE_FORMAT_VERSION = 1;

/** manifest.json: every other file but signature.json, in the order of the archive. */
export const BundleManifest = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  formatVersion: z.literal(BUNDLE_FORMAT_VERSION),
  verdictId: id,
  /** Moment of the verdict; also the time of every file in the archive. */
  at,
  files: z.array(
    z.strictObject({
      path: z.string().regex(/^(?:verdict\.json|report\.html|events\.jsonl|(?:evidence|media|messages)\/[0-9a-f]{64}\.[a-z0-9]{1,8})$/),
      ...fileSums,
    }),
  ),
});
export type BundleManifestData = z.output<typeof BundleManifest>;

export const SIGNATURE_FORMAT = 'moderation-bundle-signature';

/** signature.json. The signature is over the bytes of manifest.json. */
export const BundleSignature = z.strictObject({
  format: z.literal(SIGNATURE_FORMAT),
  formatVersion: z.literal(1),
  algorithm: z.literal('Ed25519'),
  /** Base64 of the 32 bytes of the public key. */
  publicKey: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
  /** SHA-256 of the public key, lower-case hex: what people compare. */
  fingerprint: sha256,
  /** Base64 of 64 bytes. */
  signature: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
  manifest: z.strictObject(fileSums),
});
export type BundleSignatureData = z.output<typeof BundleSignature>;

/** Name of a content in the bundle. @param folder where it stands */
export function bundledName(folder: 'evidence' | 'media' | 'messages', contentSha256: string, mime: string): string {
  return `${folder}/${contentSha256}.${EXTENSIONS[mime.split(';', 1)[0]?.trim().toLowerCase() ?? ''] ?? 'bin'}`;
}

/** Closed: a name in a bundle never comes from a stranger. Types that a browser would run are kept as text. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'application/json': 'json',
  'application/x-ndjson': 'jsonl',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'text/plain': 'txt',
  'text/html': 'txt',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};
