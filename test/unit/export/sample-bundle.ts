import { canonicalJson } from '../../../shared/domain/canonical-json.ts';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { chainHash, GENESIS_HASH, hashContent, type ChainedEvent } from '../../../electron/store/event-chain.ts';
import type { Signer } from '../../../electron/export/signing-key.ts';
import { bundledName, type ChainLineData, type VerdictDocumentData } from '../../../electron/export/verdict-document.ts';
import type { BundleInput } from '../../../electron/export/write-bundle.ts';
import { png } from '../intake/package-builder.ts';

export const id = (number: number): string => `01930000-0000-7000-8000-${String(number).padStart(12, '0')}`;
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
export const AT = Date.UTC(2026, 10, 21, 9, 30, 15);

export function testSigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
    sign: (bytes) => sign(null, bytes, privateKey),
  };
}

export interface Sample {
  readonly contents: Map<string, Uint8Array>;
  readonly document: VerdictDocumentData;
  readonly lines: ChainLineData[];
}

/** A return with one finding, a screenshot, an icon, a run, and a chain with events of other submissions in between. */
export function sample(): Sample {
  const contents = new Map<string, Uint8Array>();
  const keep = (bytes: Uint8Array): { sha256: string; sizeBytes: number } => {
    const hash = sha256(bytes);
    contents.set(hash, bytes);
    return { sha256: hash, sizeBytes: bytes.byteLength };
  };
  const shot = keep(png(40, 30));
  const log = keep(
    Buffer.from(JSON.stringify({ exchanges: Array.from({ length: 40 }, (_, i) => ({ i, url: `https://portal.test/${i}` })) })),
  );
  const icon = keep(png(64, 64, 0));
  const manual = keep(Buffer.from('%PDF-1.4 a manual'));
  const film = sha256('a film that stays outside');
  const letter = 'Здравствуйте!\n\nРешение возвращено на доработку.';
  const title = { ru: 'Название', en: 'Title' };
  const document: VerdictDocumentData = {
    format: 'moderation-verdict',
    formatVersion: 1,
    product: { name: 'Moderation Workstation', version: '0.1.0' },
    workstation: { id: id(1) },
    verdict: {
      id: id(2),
      kind: 'return',
      by: 'Дежурный модератор',
      at: AT,
      language: 'ru',
      letter,
      version: '2.4.1',
      submissionRevision: 7,
      eventId: id(104),
    },
    submission: {
      id: id(3),
      externalId: 'M-1001',
      marketplace: { id: 'market', title },
      region: { id: 'ru', title: { ru: 'Россия', en: 'Russia' } },
      solutionType: { id: 'application', title: { ru: 'Приложение', en: 'Application' } },
      kind: 'new-version',
      attempt: 2,
      submittedAt: AT - 3 * 86_400_000,
      queuedAt: AT - 2 * 86_400_000,
      packageSha256: sha256('package'),
      hasTestData: true,
      solution: { id: id(4), code: 'vektor.scheta', name: 'Счета и акты', publication: 'published' },
      vendor: { code: 'vektor', name: 'Вектор', legalName: 'ООО «Вектор»', email: 'help@vektor.example' },
      version: { number: '2.4.1', mode: 'wizard' },
      card: { texts: { ru: { name: 'Счета и акты', description: '<script>alert("card")</script> & «кавычки»' } } },
      media: [
        {
          path: 'icon.png',
          role: 'icon',
          title: null,
          language: null,
          mime: 'image/png',
          widthPx: 64,
          heightPx: 64,
          ...icon,
          file: bundledName('media', icon.sha256, 'image/png'),
        },
        {
          path: 'how.mp4',
          role: 'instruction',
          title: 'Как подключить',
          language: 'ru',
          mime: 'video/mp4',
          widthPx: null,
          heightPx: null,
          sizeBytes: 9_000_000,
          sha256: film,
          file: null,
        },
      ],
    },
    rulebook: { marketplace: 'market', version: '2026-11-21.1' },
    checklist: [
      {
        ruleId: 'reinstall-works',
        area: 'reinstall',
        severity: 'blocker',
        text: { ru: 'Повторная установка на том же портале проходит', en: 'A second install on the same portal succeeds' },
        expected: { ru: 'Установка завершается', en: 'The install finishes' },
        source: 'SEED0 §3A',
        mark: 'fail',
        markedBy: 'Дежурный модератор',
        markedAt: AT - 60_000,
        automatic: [
          {
            status: 'fail',
            source: 'install-test',
            message: { ru: 'Мастер не открылся', en: 'The wizard did not open' },
            place: null,
            runId: id(6),
            at: AT - 90_000,
          },
        ],
        evidenceIds: [id(7)],
      },
    ],
    findings: [
      {
        id: id(5),
        ruleId: 'reinstall-works',
        severity: 'blocker',
        source: 'install-test',
        included: true,
        expected: { ru: 'Установка завершается', en: 'The install finishes' },
        seen: { ru: 'Мастер не открылся: ошибка 500.', en: 'The wizard did not open: error 500.' },
        steps: '1. Удалить с данными. 2. Установить снова.',
        evidenceIds: [id(7)],
        runId: id(6),
        at: AT - 80_000,
      },
    ],
    runs: [
      {
        id: id(6),
        portal: { id: id(8), name: 'Портал 1', kind: 'simulated', memberId: 'a'.repeat(32) },
        version: '2.4.1',
        state: 'finished',
        outcome: 'findings',
        startedAt: AT - 200_000,
        finishedAt: AT - 100_000,
        startedBy: 'Дежурный модератор',
        report: {
          format: 'moderation-install-test',
          formatVersion: 1,
          runId: id(6),
          marketplace: 'market',
          outcome: 'findings',
          problem: null,
          startedAt: AT - 200_000,
          durationMs: 100_000,
          solution: { code: 'vektor.scheta', version: '2.4.1', mode: 'wizard' },
          portal: { address: 'http://127.0.0.1:40001', memberId: 'a'.repeat(32), ca: null },
          phases: [
            {
              name: 'reinstall',
              title: { ru: 'Переустановка', en: 'Reinstall' },
              status: 'failed',
              startedAt: AT - 120_000,
              durationMs: 15_000,
            },
          ],
          steps: [
            {
              id: 'reinstall.open',
              phase: 'reinstall',
              name: 'install.open',
              title: { ru: 'Открыть мастер', en: 'Open the wizard' },
              role: 'administrator',
              state: 'failed',
              startedAt: AT - 120_000,
              durationMs: 15_000,
              message: 'HTTP 500',
              ruleIds: ['reinstall-works'],
              evidenceIds: ['e1'],
            },
          ],
          findings: [
            {
              ruleId: 'reinstall-works',
              severity: 'blocker',
              confidence: 'observed',
              message: title,
              stepId: 'reinstall.open',
              evidence: [],
            },
          ],
          ruleResults: [{ ruleId: 'reinstall-works', status: 'fail', message: title, evidenceIds: ['e1'] }],
          calls: [{ method: 'app.info', scope: '', count: 3 }],
          scopes: { declared: ['crm'], used: [] },
          evidence: [],
        },
      },
    ],
    messages: [
      {
        id: id(10),
        at: AT - 200_000,
        author: 'Модератор',
        kind: 'to-vendor',
        text: 'Пришлите, пожалуйста, инструкцию',
        files: [],
      },
      {
        id: id(11),
        at: AT - 190_000,
        author: 'Ромашка Дев',
        kind: 'from-vendor',
        text: 'Инструкция во вложении',
        files: [
          {
            name: 'инструкция <1>.pdf',
            mime: 'application/pdf',
            ...manual,
            file: bundledName('messages', manual.sha256, 'application/pdf'),
          },
        ],
      },
    ],
    evidence: [
      {
        id: id(7),
        kind: 'screenshot',
        title: 'Пустой мастер',
        mime: 'image/png',
        source: 'install-test',
        runId: id(6),
        stepId: 'reinstall.open',
        at: AT - 105_000,
        ...shot,
        file: bundledName('evidence', shot.sha256, 'image/png'),
      },
      {
        id: id(9),
        kind: 'http',
        title: 'Обмен с порталом',
        mime: 'application/json',
        source: 'install-test',
        runId: id(6),
        stepId: 'reinstall.open',
        at: AT - 105_000,
        ...log,
        file: bundledName('evidence', log.sha256, 'application/json'),
      },
    ],
  };
  return { contents, document, lines: chain(document) };
}

/** Sequences 11 to 17: the submission's own events are 11, 14 and 17. */
function chain({ verdict, submission }: VerdictDocumentData): ChainLineData[] {
  const lines: ChainLineData[] = [];
  let previousHash = sha256(GENESIS_HASH);
  for (let sequence = 11; sequence <= 17; sequence += 1) {
    const isOwn = sequence % 3 === 2;
    const event: ChainedEvent = {
      id: sequence === 17 ? id(104) : id(200 + sequence),
      workstationId: id(1),
      sequence,
      at: sequence === 17 ? AT : AT - (20 - sequence) * 1000,
      actor: 'Дежурный модератор',
      type: sequence === 17 ? 'submission.returned' : sequence === 11 ? 'submission.accepted' : 'submission.claimed',
      submissionId: isOwn ? id(3) : id(999),
      solutionId: id(4),
      details:
        sequence === 17
          ? { verdictId: id(2), kind: 'return', version: '2.4.1', letterSha256: sha256(verdict.letter) }
          : sequence === 11
            ? { cardSha256: sha256(canonicalJson(submission.card)), versionSha256: sha256(canonicalJson(submission.version)) }
            : {},
    };
    const contentHash = hashContent(event);
    const hash = chainHash(previousHash, contentHash);
    lines.push(
      isOwn ? { line: 'event', ...event, previousHash, hash } : { line: 'link', workstationId: id(1), sequence, contentHash, hash },
    );
    previousHash = hash;
  }
  return lines;
}

export function bundleInput(from: Sample = sample(), signer: Signer = testSigner()): BundleInput {
  return {
    document: from.document,
    lines: from.lines,
    report: '<!doctype html><title>Отчёт</title>',
    content: async (hash) => {
      const bytes = from.contents.get(hash);
      if (!bytes) throw new Error(`no content ${hash}`);
      return bytes;
    },
    signer,
  };
}
