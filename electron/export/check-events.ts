import { setImmediate as nextTurn } from 'node:timers/promises';
import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import { chainHash, hashContent, sha256Hex } from '../store/event-chain.ts';
import type { ContentFault } from './check-verdict.ts';
import { ChainLine, type ChainLineData, type VerdictDocumentData } from './verdict-document.ts';

type EventLine = Extract<ChainLineData, { line: 'event' }>;

interface Place {
  readonly sequence: number;
  readonly hash: string;
}

/**
 * Recomputes the chain of events.jsonl: every event's hash from its content and the hash before it, through the links of
 * other submissions' events, workstation by workstation. Where a gap was left, the chain is taken up again behind it.
 */
export async function checkEvents(
  bytes: Buffer,
  document: VerdictDocumentData,
): Promise<{ readonly fault: ContentFault | null; readonly message: { readonly ru: string; readonly en: string } }> {
  const fault = (offset: number, ru: string, en: string) => ({ fault: { offset, message: { ru, en } }, message: { ru, en } });
  const last = new Map<string, Place>();
  let events = 0;
  let links = 0;
  let omitted = 0;
  let hasVerdict = false;
  let offset = 0;
  for (let number = 1; offset < bytes.byteLength; number += 1) {
    // A chain may have tens of thousands of links, and the window must keep answering.
    if (number % 500 === 0) await nextTurn();
    const end = bytes.indexOf(0x0a, offset);
    if (end < 0) return fault(bytes.byteLength, 'Последняя строка не закончена.', 'The last line is not complete.');
    const line = parseLine(bytes.subarray(offset, end));
    if (!line)
      return fault(
        offset,
        `Строка ${number} не читается или записана не по формату.`,
        `Line ${number} cannot be read or does not follow the format.`,
      );
    const before = last.get(line.workstationId);
    const sequence = line.line === 'gap' ? line.firstSequence : line.sequence;
    if (before ? sequence !== before.sequence + 1 : line.line !== 'event') {
      return fault(offset, `Перед строкой ${number} в цепочке пропуск.`, `The chain has a hole before line ${number}.`);
    }
    if (line.line === 'event') {
      if (before && line.previousHash !== before.hash) {
        return fault(
          offset,
          `Строка ${number} не продолжает предыдущую: хеши расходятся.`,
          `Line ${number} does not follow the one before: the hashes differ.`,
        );
      }
      if (line.hash !== chainHash(line.previousHash, hashContent(line))) {
        return fault(
          offset,
          `Хеш события в строке ${number} не сходится с его содержанием.`,
          `The hash of the event in line ${number} does not fit its content.`,
        );
      }
      if (line.submissionId !== document.submission.id) {
        return fault(
          offset,
          `Событие в строке ${number} относится к другой заявке.`,
          `The event in line ${number} belongs to another submission.`,
        );
      }
      const other = line.type === 'submission.accepted' ? otherContent(line, document) : null;
      if (other !== null) {
        return fault(
          offset,
          `Принята была другая заявка, чем записана в решении: ${other}.`,
          `Another submission was accepted than the verdict holds: ${other}.`,
        );
      }
      if (line.id === document.verdict.eventId) {
        const said = mismatch(line, document);
        if (said !== null)
          return fault(
            offset,
            `Событие решения в строке ${number} говорит другое: ${said}.`,
            `The verdict's event in line ${number} says otherwise: ${said}.`,
          );
        hasVerdict = true;
      }
      events += 1;
    } else if (line.line === 'link') {
      if (line.hash !== chainHash((before as Place).hash, line.contentHash)) {
        return fault(
          offset,
          `Звено в строке ${number} не продолжает предыдущее.`,
          `The link in line ${number} does not follow the one before.`,
        );
      }
      links += 1;
    } else {
      if (line.lastSequence < line.firstSequence)
        return fault(offset, `Пропуск в строке ${number} записан неверно.`, `The gap in line ${number} is wrong.`);
      omitted += line.lastSequence - line.firstSequence + 1;
    }
    last.set(line.workstationId, { sequence: line.line === 'gap' ? line.lastSequence : line.sequence, hash: line.hash });
    offset = end + 1;
  }
  if (!hasVerdict) return fault(bytes.byteLength, 'В цепочке нет события этого решения.', "The chain lacks this verdict's event.");
  const gapRu = omitted === 0 ? '' : `, опущено чужих событий: ${omitted}`;
  const gapEn = omitted === 0 ? '' : `, ${omitted} events of others left out`;
  return {
    fault: null,
    message: {
      ru: `Цепочка событий сходится: событий заявки ${events}, звеньев других заявок ${links}${gapRu}.`,
      en: `The event chain fits: ${events} events of the submission, ${links} links of others${gapEn}.`,
    },
  };
}

function parseLine(bytes: Buffer): ChainLineData | null {
  try {
    const text = bytes.toString('utf8');
    const value: unknown = JSON.parse(text);
    if (canonicalJson(value) !== text) return null;
    const parsed = ChainLine.safeParse(value);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Card and version in verdict.json must be those that were accepted. @returns the hash that differs */
function otherContent(event: EventLine, document: VerdictDocumentData): string | null {
  const { submission } = document;
  return differing(event, {
    cardSha256: sha256Hex(canonicalJson(submission.card)),
    versionSha256: sha256Hex(canonicalJson(submission.version)),
    packageSha256: submission.packageSha256,
  });
}

/** @returns the first of the values that the event states otherwise */
function differing(event: EventLine, said: Readonly<Record<string, unknown>>): string | null {
  return Object.keys(said).find((name) => event.details[name] !== undefined && event.details[name] !== said[name]) ?? null;
}

/** What the event records of the verdict must be what verdict.json says. @returns the field that differs */
function mismatch(event: EventLine, document: VerdictDocumentData): string | null {
  const { verdict } = document;
  const other = differing(event, {
    verdictId: verdict.id,
    kind: verdict.kind,
    version: verdict.version,
    revision: verdict.submissionRevision,
    letterSha256: sha256Hex(verdict.letter),
  });
  if (other !== null) return other;
  return event.actor === verdict.by && event.at === verdict.at ? null : 'actor, at';
}
