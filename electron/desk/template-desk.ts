import { AppError } from '../../shared/domain/errors.ts';
import { fillPlaceholders, placeholdersOf, unfilledPlaceholders } from '../../shared/domain/placeholders.ts';
import type { LocalizedText } from '../../shared/domain/rulebook.ts';
import type { Output, Parsed, TemplateDetails } from '../../shared/ipc/contract.ts';
import type { ReadableDb } from '../store/connection.ts';
import { sha256Hex } from '../store/event-chain.ts';
import { newId } from '../store/ids.ts';
import {
  deleteReplyTemplate,
  putReplyTemplate,
  replyTemplate,
  replyTemplates,
  type TemplateRow,
} from '../store/repositories/reply-templates.ts';
import type { SubmissionRow } from '../store/repositories/submissions.ts';
import { record, requireSubmission, type DeskContext } from './desk-context.ts';
import { READY_TEMPLATES } from './ready-templates.ts';

/** What the workstation itself knows of a submission, under the names that templates use in either language. */
function knownValues(context: DeskContext, row: SubmissionRow): ReadonlyMap<string, string> {
  const pairs: readonly (readonly [ru: string, en: string, value: string])[] = [
    ['решение', 'solution', row.solution_name],
    ['версия', 'version', row.version],
    ['заявка', 'submission', row.external_id],
    ['попытка', 'attempt', String(row.attempt)],
    ['разработчик', 'vendor', row.vendor_name],
    ['модератор', 'moderator', context.actor()],
  ];
  return new Map(pairs.flatMap(([ru, en, value]) => [[ru, value] as const, [en, value] as const]));
}

/**
 * Ready texts for messages, letters and findings, with what is known of the submission filled in.
 * @param input.submissionId null: as they are, to be edited
 */
export function listTemplates(context: DeskContext, input: { submissionId: string | null }): Output<'template.list'> {
  const { db } = context;
  const values = input.submissionId === null ? null : knownValues(context, requireSubmission(db, input.submissionId));
  const filled = (text: LocalizedText): LocalizedText =>
    values === null ? { ...text } : { ru: fillPlaceholders(text.ru, values), en: fillPlaceholders(text.en, values) };
  const ready = READY_TEMPLATES.map(({ id, title, text }): TemplateDetails => {
    return { id, title: { ...title }, text: filled(text), ruleIds: [], isReady: true };
  });
  const own = replyTemplates(db).map((row) => ownView(row, filled));
  return { templates: [...ready, ...own], placeholders: [...knownPlaceholders(context, db)] };
}

function ownView(row: TemplateRow, filled: (text: LocalizedText) => LocalizedText): TemplateDetails {
  return {
    id: row.id,
    title: { ru: row.title, en: row.title },
    text: filled({ ru: row.text_ru, en: row.text_en }),
    ruleIds: JSON.parse(row.rule_ids) as string[],
    isReady: false,
  };
}

/** Every name that a ready text of this workspace asks to fill in. */
function knownPlaceholders(context: DeskContext, db: ReadableDb): ReadonlySet<string> {
  const texts = [
    ...READY_TEMPLATES.flatMap(({ text }) => [text.ru, text.en]),
    ...replyTemplates(db).flatMap((row) => [row.text_ru, row.text_en]),
    ...context.marketplaces.flatMap(({ rulebook }) =>
      rulebook.rules.flatMap(({ templates = [] }) => templates.flatMap(({ ru, en }) => [ru, en])),
    ),
  ];
  return new Set(texts.flatMap(placeholdersOf));
}

/** Nothing goes to a vendor with a placeholder left in it. Throws AppError 'blocked' that names the first. */
export function requireFilledIn(context: DeskContext, db: ReadableDb, text: string): void {
  const [first] = unfilledPlaceholders(text, knownPlaceholders(context, db));
  if (first === undefined) return;
  throw new AppError('blocked', `The text still has the placeholder {${first}}.`, { obstacle: 'placeholder', placeholder: first });
}

/** Makes or changes an own template. @throws AppError 'not-found', or 'not-allowed' for one that comes with the application */
export function saveTemplate(context: DeskContext, input: Parsed<'template.save'>): TemplateDetails {
  return context.db.write((tx) => {
    if (input.id?.startsWith('ready:') === true) throw new AppError('not-allowed', 'A template of the application is not changed.');
    if (input.id !== null && replyTemplate(tx, input.id) === undefined) {
      throw new AppError('not-found', 'There is no such template.', { id: input.id });
    }
    const row: TemplateRow = {
      id: input.id ?? newId(),
      title: input.title,
      text_ru: input.text.ru,
      text_en: input.text.en,
      rule_ids: JSON.stringify([...new Set(input.ruleIds)]),
    };
    putReplyTemplate(tx, row);
    record(context, tx, {
      type: 'template.saved',
      details: {
        templateId: row.id,
        title: row.title,
        textSha256: sha256Hex(`${row.text_ru}\n${row.text_en}`),
        rules: input.ruleIds.length,
      },
    });
    return ownView(row, (text) => ({ ...text }));
  });
}

export function forgetTemplate(context: DeskContext, input: { id: string }): void {
  context.db.write((tx) => {
    const row = replyTemplate(tx, input.id);
    if (row === undefined) throw new AppError('not-found', 'There is no such template.', { id: input.id });
    deleteReplyTemplate(tx, row.id);
    record(context, tx, { type: 'template.deleted', details: { templateId: row.id, title: row.title } });
  });
}
