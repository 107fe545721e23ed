import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../shared/domain/errors.ts';
import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import type {
  Cancellation,
  FileRole,
  ImportProblem,
  IncomingFile,
  IncomingMessages,
  PackageReading,
} from '../../shared/domain/incoming-submission.ts';
import { LIMITS } from '../../shared/limits.ts';
import { COMMON_KINDS } from '../../shared/domain/submission.ts';
import type { Marketplace } from '../marketplaces/marketplace.ts';

import { nameFault, nameKey } from './entry-name.ts';
import { extensionMisleads, INSTRUCTION_TYPES, isPictureType, looksLikeSvg, TYPE_HEAD_BYTES, typeOf } from './file-type.ts';
import { openFolder } from './folder-files.ts';
import { MANIFEST_NAME, MESSAGES_NAME, problem, quoted, Refusal, REVIEWS_NAME, sizeText, type Wording } from './import-problem.ts';
import { checkFormat, notOneOf, WRONG_MOMENT, type ExpectedFormat } from './manifest-head.ts';
import { readWhole, type PackageFiles } from './package-files.ts';
import { PACKAGE_FORMAT, PACKAGE_FORMAT_VERSION, SubmissionPackage, type SubmissionPackageData } from './package-schema.ts';
import { MessagePackage, MESSAGES_FORMAT } from './message-package-schema.ts';
import { measurePicture } from './picture.ts';
import { PictureFault } from './picture-fault.ts';
import { readReviews } from './read-reviews.ts';
import { placeOf, problemsOf } from './schema-problems.ts';
import { parseStrictJson } from './strict-json.ts';
import { openZip, tooLarge } from './zip-files.ts';

const SUBMISSION_MANIFEST: ExpectedFormat = {
  manifest: MANIFEST_NAME,
  format: PACKAGE_FORMAT,
  version: PACKAGE_FORMAT_VERSION,
  otherwise: { ru: 'Это не заявка на модерацию.', en: 'This is not a submission.' },
  document: 'docs/submission-package.md',
};
const MESSAGE_MANIFEST: ExpectedFormat = {
  ...SUBMISSION_MANIFEST,
  manifest: MESSAGES_NAME,
  format: MESSAGES_FORMAT,
  otherwise: { ru: 'Это не пакет сообщений.', en: 'This is not a package of messages.' },
};

/** What intake needs to know of a marketplace. */
export type MarketplaceFormat = Pick<Marketplace, 'id' | 'regions' | 'kinds' | 'solutionTypes' | 'cardSchema' | 'versionSchema'>;

export interface ReadOptions {
  readonly marketplaces: readonly MarketplaceFormat[];
  /** Milliseconds UTC; a submission from the future is refused. */
  readonly now: () => number;
  readonly signal: Cancellation;
}

/**
 * Reads one package: a zip or a folder. Nothing is unpacked to disk; names in it never become paths.
 * @param packagePath absolute path, as found by find-packages.ts
 * @returns the validated submission, whose files are read from the package until `close`, or every problem found
 * Throws AppError 'cancelled', and AppError for faults of this machine.
 */
export async function readPackage(packagePath: string, options: ReadOptions): Promise<PackageReading> {
  const name = path.basename(packagePath);
  let source: PackageFiles | null = null;
  try {
    source = await openPackage(packagePath, name);
    const has = (manifest: string): boolean => source?.files.some((file) => file.path === manifest) === true;
    // A submission may bring a file of any other name.
    if (has(REVIEWS_NAME) && !has(MANIFEST_NAME)) return await readReviews(source, options);
    const isMessages = has(MESSAGES_NAME) && !has(MANIFEST_NAME);
    const reading = isMessages ? await readMessages(source, options) : await readSubmission(source, options);
    source = null;
    return reading;
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', code: error.code, problems: error.problems };
    if (error instanceof AppError) throw error;
    return { kind: 'refused', code: 'package-refused', problems: [problem(name, unreadable(error))] };
  } finally {
    await source?.close();
  }
}

async function openPackage(packagePath: string, name: string): Promise<PackageFiles> {
  const isFolder = (await stat(packagePath)).isDirectory();
  return isFolder ? openFolder(packagePath, name) : openZip(packagePath, name);
}

async function readSubmission(source: PackageFiles, options: ReadOptions): Promise<PackageReading> {
  const manifest = parseStrictJson(await readManifest(source), MANIFEST_NAME);
  await nextTurn();
  const data = validateManifest(manifest, options);
  const { wanted, problems } = resolveMedia(data, source);
  const files: IncomingFile[] = [];
  const measured = new Map<string, Measured>();
  let totalBytes = 0;
  for (const item of wanted) {
    if (options.signal.aborted) throw new AppError('cancelled', 'import cancelled');
    try {
      let facts = measured.get(item.path);
      if (!facts) {
        facts = await measure(source, item.path, LIMITS.packageTotalBytes - totalBytes);
        measured.set(item.path, facts);
        totalBytes += facts.sizeBytes;
      }
      const image = await imageFacts(source, item, facts);
      files.push({
        path: item.path,
        role: item.role,
        language: item.language,
        title: item.title,
        mime: facts.mime,
        sizeBytes: facts.sizeBytes,
        sha256: facts.sha256,
        image,
        read: () => readAgain(source, item.path),
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(...error.problems);
      if (totalBytes >= LIMITS.packageTotalBytes) break;
    }
  }
  if (problems.length > 0) throw new Refusal(unique(problems).slice(0, LIMITS.packageProblems));
  const packageSha256 = digest(data, files);
  return {
    kind: 'read',
    submission: {
      marketplace: data.marketplace,
      kind: data.kind,
      externalId: String(data.externalId),
      submittedAt: Date.parse(data.submittedAt),
      region: data.region,
      solutionType: data.solutionType,
      solution: { code: data.solution.code, name: data.solution.name ?? nameOnCard(data.card) ?? data.solution.code },
      vendor: { code: data.vendor.code, name: data.vendor.name, legalName: data.vendor.legalName, email: data.vendor.email ?? '' },
      version: data.version,
      card: data.card,
      testData: testDataOf(data),
      files,
      packageSha256,
      close: () => source.close(),
    },
    warnings: warningsOf(source, files),
  };
}

/** A package with messages.json: what a vendor wrote, with files. */
async function readMessages(source: PackageFiles, options: ReadOptions): Promise<PackageReading> {
  const manifest = parseStrictJson(await readManifest(source, MESSAGES_NAME), MESSAGES_NAME);
  const head = checkFormat(manifest, MESSAGE_MANIFEST);
  const problems: ImportProblem[] = [];
  const parsed = MessagePackage.safeParse(manifest);
  if (!parsed.success) problems.push(...problemsOf(parsed.error.issues, MessagePackage, manifest, []));
  const marketplace = options.marketplaces.find((each) => each.id === head['marketplace']);
  if (marketplace === undefined) {
    if (typeof head['marketplace'] === 'string') {
      problems.push(
        problem(
          'marketplace',
          notOneOf('Такой маркетплейс рабочему месту не известен', 'The workstation does not know this marketplace', options.marketplaces),
        ),
      );
    }
  } else if (typeof head['region'] === 'string' && !marketplace.regions.some((each) => each.id === head['region'])) {
    problems.push(
      problem('region', notOneOf('У маркетплейса нет такого региона', 'The marketplace has no such region', marketplace.regions)),
    );
  }
  if (!parsed.success) throw new Refusal(problems.slice(0, LIMITS.packageProblems));
  const data = parsed.data;
  const present = new Set(source.files.map((file) => file.path));
  const byKey = new Map(source.files.map((file) => [nameKey(file.path), file.path]));
  const seen = new Set<string>();
  const messages: IncomingMessages['messages'][number][] = [];
  let totalBytes = 0;
  for (const [index, each] of data.messages.entries()) {
    if (options.signal.aborted) throw new AppError('cancelled', 'import cancelled');
    const externalId = String(each.externalId);
    if (seen.has(externalId)) problems.push(problem(placeOf(['messages', index, 'externalId']), REPEATED));
    seen.add(externalId);
    const at = Date.parse(each.at);
    if (at > options.now() + LIMITS.packageSubmittedAheadMs || at < Date.UTC(2000, 0, 1))
      problems.push(problem(placeOf(['messages', index, 'at']), WRONG_MOMENT));
    const files: IncomingMessages['messages'][number]['files'][number][] = [];
    for (const [i, { file }] of (each.files ?? []).entries()) {
      const place = placeOf(['messages', index, 'files', i, 'file']);
      const name = file.normalize('NFC');
      const fault = nameFault(name);
      if (fault) problems.push(problem(place, fault));
      else if (name === MESSAGES_NAME || !present.has(name)) problems.push(problem(place, absent(name, byKey.get(nameKey(name)))));
      else {
        const facts = await measure(source, name, LIMITS.packageTotalBytes - totalBytes);
        totalBytes += facts.sizeBytes;
        if (facts.sizeBytes === 0) problems.push(problem(place, EMPTY));
        const { mime, sizeBytes, sha256 } = facts;
        files.push({ path: name, mime, sizeBytes, sha256, read: () => readAgain(source, name) });
      }
    }
    messages.push({ externalId, at, author: each.author ?? '', text: each.text, files });
  }
  if (problems.length > 0) throw new Refusal(unique(problems).slice(0, LIMITS.packageProblems));
  return {
    kind: 'messages',
    messages: {
      marketplace: data.marketplace,
      solutionCode: data.solution.code,
      submissionExternalId: data.submission === undefined ? null : String(data.submission.externalId),
      region: data.region ?? null,
      messages,
      close: () => source.close(),
    },
  };
}

const REPEATED: Wording = {
  ru: { reason: 'Такой номер сообщения в пакете уже есть.', remedy: 'У каждого сообщения должен быть свой номер.' },
  en: { reason: 'The package has this message number already.', remedy: 'Give each message a number of its own.' },
};

/** The package may have been exchanged since it was measured. */
async function readAgain(source: PackageFiles, name: string): Promise<Uint8Array> {
  try {
    return await readWhole(source, name, LIMITS.packageEntryBytes);
  } catch (error) {
    if (error instanceof Refusal) throw new AppError('package-refused', `${name}: ${error.message}`, { path: name });
    throw error;
  }
}

async function readManifest(source: PackageFiles, name = MANIFEST_NAME): Promise<Uint8Array> {
  try {
    return await readWhole(source, name, LIMITS.manifestBytes);
  } catch (error) {
    // The parser says the same with the advice that fits this file.
    if (error instanceof Refusal && error.message === tooLarge(LIMITS.manifestBytes).en.reason)
      return new Uint8Array(LIMITS.manifestBytes + 1);
    throw error;
  }
}

// Manifest ------------------------------------------------------------------------------------------------------------

function validateManifest(value: unknown, options: ReadOptions): SubmissionPackageData {
  const head = checkFormat(value, SUBMISSION_MANIFEST);
  const marketplace = options.marketplaces.find((each) => each.id === head['marketplace']);
  const problems: ImportProblem[] = [];
  const parsed = SubmissionPackage.safeParse(value);
  if (!parsed.success) {
    problems.push(...problemsOf(parsed.error.issues, SubmissionPackage, value, [], (at) => at[0] === 'testData' && at.length > 1));
  }
  if (!marketplace) {
    if (typeof head['marketplace'] === 'string' && head['marketplace'] !== '') {
      problems.push(
        problem(
          'marketplace',
          notOneOf('Такой маркетплейс рабочему месту не известен', 'The workstation does not know this marketplace', options.marketplaces),
        ),
      );
    }
    throw new Refusal(problems);
  }
  if (typeof head['region'] === 'string' && !marketplace.regions.some((each) => each.id === head['region'])) {
    problems.push(
      problem('region', notOneOf('У маркетплейса нет такого региона', 'The marketplace has no such region', marketplace.regions)),
    );
  }
  if (typeof head['solutionType'] === 'string' && !marketplace.solutionTypes.some((each) => each.id === head['solutionType'])) {
    problems.push(
      problem(
        'solutionType',
        notOneOf('У маркетплейса нет такого типа решения', 'The marketplace has no such solution type', marketplace.solutionTypes),
      ),
    );
  }
  const kinds = marketplace.kinds ?? COMMON_KINDS;
  if (parsed.success && !kinds.includes(parsed.data.kind)) {
    const known = kinds.map((kind) => ({ id: kind }));
    problems.push(
      problem(
        'kind',
        notOneOf('Этот маркетплейс не принимает такой вид заявки', 'The marketplace takes no submissions of this kind', known),
      ),
    );
  }
  const submittedAt = typeof head['submittedAt'] === 'string' ? Date.parse(head['submittedAt']) : Number.NaN;
  if (submittedAt > options.now() + LIMITS.packageSubmittedAheadMs || submittedAt < Date.UTC(2000, 0, 1)) {
    problems.push(problem('submittedAt', WRONG_MOMENT));
  }
  const version = marketplace.versionSchema.safeParse(head['version']);
  const card = marketplace.cardSchema.safeParse(head['card']);
  // What the envelope has already said about a missing or mistyped object is not said again.
  const isObject = (each: unknown): boolean => typeof each === 'object' && each !== null && !Array.isArray(each);
  if (!version.success && isObject(head['version'])) {
    const issues = version.error.issues.filter((issue) => parsed.success || issue.path[0] !== 'number');
    problems.push(...problemsOf(issues, marketplace.versionSchema, head['version'], ['version']));
  }
  if (!card.success && isObject(head['card'])) {
    problems.push(...problemsOf(card.error.issues, marketplace.cardSchema, head['card'], ['card']));
  }
  if (problems.length > 0 || !parsed.success || !version.success || !card.success)
    throw new Refusal(problems.slice(0, LIMITS.packageProblems));
  return { ...parsed.data, version: { ...version.data, number: parsed.data.version.number }, card: { ...card.data } };
}

function testDataOf(data: SubmissionPackageData): { note: string; values: { name: string; value: string }[] } | null {
  if (!data.testData) return null;
  const values = Object.entries(data.testData.values ?? {}).map(([name, value]) => ({ name, value }));
  const note = data.testData.note ?? '';
  return note === '' && values.length === 0 ? null : { note, values };
}

/** The name in Russian, else in the first language there is, else a plain `name`. */
function nameOnCard(card: Readonly<Record<string, unknown>>): string | null {
  const text = (value: unknown): string | null => {
    const name = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['name'] : null;
    return typeof name === 'string' && name.trim() !== '' ? name.trim() : null;
  };
  const texts = card['texts'];
  if (typeof texts === 'object' && texts !== null) {
    const all = texts as Record<string, unknown>;
    for (const each of [all['ru'], ...Object.values(all)]) {
      const name = text(each);
      if (name !== null) return name;
    }
  }
  return text(card);
}

/** Test data stays out: a hash over a short password and known texts would let the password be guessed from a bundle. */
function digest(data: SubmissionPackageData, files: readonly IncomingFile[]): string {
  const list = files.map((file) => [file.path, file.role, file.sha256]);
  return createHash('sha256')
    .update(canonicalJson({ manifest: { ...data, testData: undefined }, files: list }))
    .digest('hex');
}

// Files ---------------------------------------------------------------------------------------------------------------

interface WantedFile {
  /** Field of submission.json that names it. */
  readonly place: string;
  readonly path: string;
  readonly role: FileRole;
  readonly language: string | null;
  readonly title: string | null;
}

function resolveMedia(data: SubmissionPackageData, source: PackageFiles): { wanted: readonly WantedFile[]; problems: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const wanted: WantedFile[] = [];
  const present = new Set(source.files.map((file) => file.path));
  const byKey = new Map(source.files.map((file) => [nameKey(file.path), file.path]));
  const want = (at: readonly PropertyKey[], file: string, role: FileRole, language: string | null, title: string | null): void => {
    const place = placeOf(at);
    const name = file.normalize('NFC');
    const fault = nameFault(name);
    if (fault) problems.push(problem(place, fault));
    else if (name === MANIFEST_NAME || !present.has(name)) problems.push(problem(place, absent(name, byKey.get(nameKey(name)))));
    else wanted.push({ place, path: name, role, language, title });
  };
  const { icon, screenshots, instruction, attachments } = data.media;
  if (icon !== undefined) want(['media', 'icon'], icon, 'icon', null, null);
  for (const [i, each] of (screenshots ?? []).entries()) {
    want(['media', 'screenshots', i, 'file'], each.file, 'screenshot', each.language ?? null, each.title ?? null);
  }
  for (const [i, each] of (instruction ?? []).entries()) {
    want(['media', 'instruction', i, 'file'], each.file, 'instruction', each.language ?? null, each.title ?? null);
  }
  for (const [i, each] of (attachments ?? []).entries()) {
    want(['media', 'attachments', i, 'file'], each.file, 'attachment', null, each.title ?? null);
  }
  return { wanted, problems };
}

interface Measured {
  readonly mime: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly head: Uint8Array;
}

async function measure(source: PackageFiles, name: string, leftBytes: number): Promise<Measured> {
  const hash = createHash('sha256');
  const head: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    await source.stream(name, Math.min(LIMITS.packageEntryBytes, leftBytes), (chunk) => {
      if (sizeBytes < TYPE_HEAD_BYTES) head.push(chunk.subarray(0, TYPE_HEAD_BYTES - sizeBytes).slice());
      sizeBytes += chunk.byteLength;
      hash.update(chunk);
    });
  } catch (error) {
    if (error instanceof Refusal && leftBytes < LIMITS.packageEntryBytes && error.message === tooLarge(leftBytes).en.reason) {
      throw new Refusal([problem(name, TOO_MUCH)]);
    }
    throw error;
  }
  const start = Buffer.concat(head);
  return { mime: typeOf(start, sizeBytes <= TYPE_HEAD_BYTES), sizeBytes, sha256: hash.digest('hex'), head: start };
}

async function imageFacts(source: PackageFiles, item: WantedFile, facts: Measured): Promise<IncomingFile['image']> {
  const place = `${item.place} (${item.path})`;
  if (facts.sizeBytes === 0) throw new Refusal([problem(place, EMPTY)]);
  const mustBePicture = item.role === 'icon' || item.role === 'screenshot';
  if (mustBePicture && !isPictureType(facts.mime)) throw new Refusal([problem(place, notAPicture(facts))]);
  if (item.role === 'instruction' && !INSTRUCTION_TYPES.includes(facts.mime)) throw new Refusal([problem(place, NOT_AN_INSTRUCTION)]);
  if (!isPictureType(facts.mime)) return null;
  const bytes = await readWhole(source, item.path, LIMITS.packageEntryBytes);
  try {
    return await measurePicture(bytes, facts.mime);
  } catch (error) {
    if (!(error instanceof PictureFault)) throw error;
    // An attachment is only kept, not shown, so it need not be a sound picture.
    if (item.role === 'attachment') return null;
    throw new Refusal([problem(place, error.wording)]);
  }
}

function warningsOf(source: PackageFiles, files: readonly IncomingFile[]): readonly ImportProblem[] {
  const warnings: ImportProblem[] = [];
  const used = new Set([MANIFEST_NAME, ...files.map((file) => file.path)]);
  for (const file of source.files) if (!used.has(file.path)) warnings.push(problem(file.path, UNUSED));
  for (const file of files) {
    if (isPictureType(file.mime) && file.role !== 'attachment' && extensionMisleads(file.path, file.mime)) {
      const type = file.mime.slice('image/'.length).toUpperCase();
      warnings.push(
        problem(file.path, {
          ru: { reason: `Содержимое файла — ${type}, а расширение другое.`, remedy: 'Принят по содержимому; исправьте расширение.' },
          en: { reason: `The content is ${type}, but the extension differs.`, remedy: 'Taken by its content; correct the extension.' },
        }),
      );
    }
  }
  return unique(warnings).slice(0, LIMITS.packageProblems);
}

function unique(problems: readonly ImportProblem[]): ImportProblem[] {
  const seen = new Set<string>();
  return problems.filter((each) => {
    const key = `${each.place}\0${each.reason.en}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

function absent(name: string, similar: string | undefined): Wording {
  if (similar !== undefined && similar !== name) {
    return {
      ru: { reason: `Файла «${quoted(name)}» в пакете нет.`, remedy: `Есть «${quoted(similar)}»: исправьте регистр букв в имени.` },
      en: {
        reason: `The package has no file "${quoted(name)}".`,
        remedy: `There is "${quoted(similar)}": correct the letter case of the name.`,
      },
    };
  }
  return {
    ru: { reason: `Файла «${quoted(name)}» в пакете нет.`, remedy: 'Добавьте файл или уберите ссылку на него.' },
    en: { reason: `The package has no file "${quoted(name)}".`, remedy: 'Add the file, or remove the reference to it.' },
  };
}

function notAPicture(facts: Measured): Wording {
  if (facts.mime === 'text/plain' && looksLikeSvg(facts.head)) {
    return {
      ru: { reason: 'Это SVG: такая картинка может содержать сценарии.', remedy: 'Сохраните её как PNG, JPEG, GIF или WebP.' },
      en: { reason: 'This is an SVG, which may hold scripts.', remedy: 'Save it as PNG, JPEG, GIF or WebP.' },
    };
  }
  return {
    ru: {
      reason: 'По содержимому это не картинка PNG, JPEG, GIF или WebP.',
      remedy: 'Сохраните её в одном из этих форматов; одного расширения мало.',
    },
    en: {
      reason: 'By its content this is no PNG, JPEG, GIF or WebP picture.',
      remedy: 'Save it in one of these formats; an extension alone is not enough.',
    },
  };
}

const EMPTY: Wording = {
  ru: { reason: 'Файл пуст.', remedy: 'Положите в пакет настоящий файл.' },
  en: { reason: 'The file is empty.', remedy: 'Put the real file into the package.' },
};

const NOT_AN_INSTRUCTION: Wording = {
  ru: {
    reason: 'Такой вид файла для инструкции не принимается.',
    remedy: 'Подойдут картинки, MP4, WebM, PDF и текст; остальное положите во вложения.',
  },
  en: {
    reason: 'This kind of file is not accepted as an instruction.',
    remedy: 'Use pictures, MP4, WebM, PDF or text; put anything else among the attachments.',
  },
};

const UNUSED: Wording = {
  ru: {
    reason: 'На файл ничто не ссылается, он не импортирован.',
    remedy: `Упомяните его в media файла ${MANIFEST_NAME} или уберите из пакета.`,
  },
  en: {
    reason: 'Nothing refers to the file; it was not imported.',
    remedy: `Name it under media in ${MANIFEST_NAME} or remove it from the package.`,
  },
};

const total = sizeText(LIMITS.packageTotalBytes);
const TOO_MUCH: Wording = {
  ru: { reason: `Все файлы пакета вместе больше ${total.ru}.`, remedy: 'Сократите вложения и фильмы.' },
  en: { reason: `All files of the package together exceed ${total.en}.`, remedy: 'Shorten attachments and films.' },
};

function unreadable(error: unknown): Wording {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
  if (code === 'ENOENT') {
    return {
      ru: { reason: 'Такого файла или папки нет.', remedy: 'Проверьте путь: возможно, пакет переместили или удалили.' },
      en: { reason: 'There is no such file or folder.', remedy: 'Check the path: the package may have been moved or removed.' },
    };
  }
  return {
    ru: { reason: `Пакет не читается (${code}).`, remedy: 'Проверьте, что он на месте, доступен для чтения и не занят другой программой.' },
    en: {
      reason: `The package cannot be read (${code}).`,
      remedy: 'Check that it exists, is readable and is not in use by another program.',
    },
  };
}
