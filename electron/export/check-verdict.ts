import { documentBytes, EVENTS, REPORT, VERDICT } from './bundle-entry.ts';
import { canonicalOffset } from './canonical-offset.ts';
import {
  bundledName,
  VERDICT_FORMAT,
  VERDICT_FORMAT_VERSION,
  VerdictDocument,
  type BundleManifestData,
  type VerdictDocumentData,
} from './verdict-document.ts';

export interface ContentFault {
  /** First byte of what does not fit. */
  readonly offset: number;
  readonly message: { readonly ru: string; readonly en: string };
}

/**
 * Whether verdict.json is what it must be: one spelling, the schema, and no statement that contradicts another one or
 * the manifest.
 */
export function checkVerdict(
  bytes: Buffer,
  manifest: BundleManifestData,
): { readonly fault: ContentFault | null; readonly document: VerdictDocumentData | null } {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
    const again = documentBytes(value);
    if (!again.equals(bytes)) {
      let offset = 0;
      while (offset < again.byteLength && again[offset] === bytes[offset]) offset += 1;
      return {
        fault: {
          offset,
          message: {
            ru: 'Запись JSON не в том виде, в каком её делает рабочее место.',
            en: 'The JSON is not spelled as the workstation does.',
          },
        },
        document: null,
      };
    }
  } catch {
    return { fault: { offset: 0, message: { ru: 'Файл не читается как JSON.', en: 'The file cannot be read as JSON.' } }, document: null };
  }
  const head = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  if (head['format'] !== VERDICT_FORMAT || head['formatVersion'] !== VERDICT_FORMAT_VERSION) {
    const version = typeof head['formatVersion'] === 'number' ? head['formatVersion'] : '?';
    return {
      fault: {
        offset: canonicalOffset(value, ['formatVersion']),
        message: {
          ru: `Версия формата ${version} не поддерживается: проверяется версия ${VERDICT_FORMAT_VERSION}. Возможно, нужно обновить рабочее место.`,
          en: `Format version ${version} is not supported: version ${VERDICT_FORMAT_VERSION} is checked. The workstation may need an update.`,
        },
      },
      document: null,
    };
  }
  const parsed = VerdictDocument.safeParse(value);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path ?? [];
    const place = path.map(String).join('.');
    return {
      fault: {
        offset: canonicalOffset(value, path),
        message: { ru: `Поле «${place}» не по схеме.`, en: `The field "${place}" does not follow the schema.` },
      },
      document: null,
    };
  }
  const document = parsed.data;
  const contradiction = contradictions(document, manifest)[0];
  if (!contradiction) return { fault: null, document };
  return {
    fault: { offset: canonicalOffset(value, contradiction.path), message: { ru: contradiction.ru, en: contradiction.en } },
    document,
  };
}

interface Contradiction {
  readonly path: readonly PropertyKey[];
  readonly ru: string;
  readonly en: string;
}

function contradictions(document: VerdictDocumentData, manifest: BundleManifestData): readonly Contradiction[] {
  const found: Contradiction[] = [];
  const add = (path: readonly PropertyKey[], ru: string, en: string): void => {
    found.push({ path, ru, en });
  };
  const { verdict, submission } = document;
  if (verdict.version !== submission.version.number) {
    add(
      ['verdict', 'version'],
      'Решение названо для одной версии, а заявка содержит другую.',
      'The verdict names one version, the submission holds another.',
    );
  }
  if (manifest.verdictId !== verdict.id)
    add(['verdict', 'id'], 'Опись названа для другого решения.', 'The manifest names another verdict.');
  if (manifest.at !== verdict.at)
    add(['verdict', 'at'], 'Опись называет другой момент решения.', 'The manifest names another moment of the verdict.');
  if (verdict.kind === 'return' && !document.findings.some((each) => each.included)) {
    add(['findings'], 'Возврат без единого замечания.', 'A return without a single finding.');
  }

  const files = new Map(manifest.files.map((each) => [each.path, each]));
  const used = new Set([VERDICT, REPORT, EVENTS]);
  const checkFile = (
    path: readonly PropertyKey[],
    folder: 'evidence' | 'media' | 'messages',
    each: { file: string | null; sha256: string; mime: string; sizeBytes: number },
  ): void => {
    if (each.file === null) return;
    used.add(each.file);
    const listed = files.get(each.file);
    if (
      each.file !== bundledName(folder, each.sha256, each.mime) ||
      listed?.sha256 !== each.sha256 ||
      listed.sizeBytes !== each.sizeBytes
    ) {
      add(
        [...path, 'file'],
        `Файла «${each.file}» в пакете нет, или он другой.`,
        `The bundle has no file "${each.file}", or it is another one.`,
      );
    }
  };
  for (const [i, each] of document.evidence.entries()) checkFile(['evidence', i], 'evidence', each);
  for (const [i, each] of submission.media.entries()) checkFile(['submission', 'media', i], 'media', each);
  for (const said of ['messages', 'notes'] as const) {
    for (const [i, message] of (document[said] ?? []).entries())
      for (const [j, each] of (message.files ?? []).entries()) checkFile([said, i, 'files', j], 'messages', each);
  }
  for (const each of manifest.files) {
    if (!used.has(each.path)) add([], `Файл «${each.path}» ни к чему не относится.`, `The file "${each.path}" belongs to nothing.`);
  }

  const evidence = new Set(document.evidence.map((each) => each.id));
  for (const list of ['checklist', 'findings'] as const) {
    for (const [i, each] of document[list].entries()) {
      for (const [j, id] of each.evidenceIds.entries()) {
        if (!evidence.has(id))
          add([list, i, 'evidenceIds', j], 'Названо доказательство, которого нет.', 'Evidence is named that does not exist.');
      }
    }
  }
  const runs = new Set(document.runs.map((each) => each.id));
  for (const [i, each] of document.findings.entries()) {
    if (each.runId !== null && !runs.has(each.runId))
      add(['findings', i, 'runId'], 'Назван тест установки, которого нет.', 'An install test is named that does not exist.');
  }
  return found;
}
