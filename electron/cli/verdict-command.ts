import { Option, type Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { AppError } from '../../shared/domain/errors.ts';
import { VERDICT_KINDS, type VerdictKind } from '../../shared/domain/submission.ts';
import type { VerdictDetails } from '../../shared/ipc/contract.ts';
import { LIMITS } from '../../shared/limits.ts';
import { getChecklist } from '../desk/checklist-desk.ts';
import { takeClaim } from '../desk/claim-desk.ts';
import { findSubmissionId, getSubmission } from '../desk/submission-desk.ts';
import { decideVerdict, previewVerdict } from '../desk/verdict-desk.ts';
import type { Workspace } from '../desk/workspace.ts';
import { runCommand, withWorkspace, type CliServices } from './cli-services.ts';

interface VerdictOptions {
  workspace: string;
  submission: string;
  kind: VerdictKind;
  language: 'ru' | 'en';
  letterFile?: string;
  reason?: string;
  moderator?: string;
  claim?: true;
  preview?: true;
  json?: true;
}

interface VerdictOutcome {
  readonly submissionId: string;
  readonly preview: VerdictDetails;
  /** Null with --preview. */
  readonly decided: { readonly verdictId: string; readonly undoUntil: number; readonly nextSubmissionId: string | null } | null;
}

/** `verdict`: shows what a verdict would do, or makes it, on exactly the version that is shown. */
export function addVerdictCommand(program: Command, services: CliServices): void {
  program
    .command('verdict')
    .description('approve, return, refuse or withdraw a submission')
    .requiredOption('--workspace <dir>', 'workspace folder')
    .requiredOption('--submission <id>', 'id of the submission, or its number in the vendor cabinet')
    .addOption(new Option('--kind <kind>', 'the verdict').choices(VERDICT_KINDS).makeOptionMandatory())
    .addOption(new Option('--language <language>', 'language of the letter').choices(['ru', 'en']).default('ru'))
    .option('--letter-file <file>', 'text of the letter (UTF-8); without it the compiled one')
    .option('--moderator <name>', 'who decides; without it the name in the settings')
    .option('--reason <text>', 'why a solution is approved before its stages of publication are finished')
    .option('--claim', 'take the submission first')
    .option('--preview', 'only show what would happen and what prevents it')
    .option('--json', 'one JSON document on standard output')
    .action((options: VerdictOptions) =>
      runCommand(
        services,
        options.json === true,
        async () => {
          const letter = options.letterFile === undefined ? null : await readLetter(options.letterFile);
          const { moderator } = options;
          return withWorkspace(
            services,
            options.workspace,
            { create: false, ...(moderator === undefined ? {} : { moderator }) },
            (workspace) => carryOut(workspace, options, letter),
          );
        },
        (outcome) => linesOf(outcome, options.language),
      ),
    );
}

async function readLetter(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new AppError('not-found', `The letter cannot be read: ${file}`, { path: file });
  }
  if (text.length > LIMITS.letterChars) throw new AppError('invalid-request', 'The letter is too long.', { chars: text.length });
  return text;
}

function carryOut({ context }: Workspace, options: VerdictOptions, letter: string | null): VerdictOutcome {
  const id = findSubmissionId(context, options.submission);
  if (options.claim === true) takeClaim(context, { id, revision: getSubmission(context, { id }).revision });
  // As in the window: looking at a submission begins its checklist, so that what the checks find can hold an approval up.
  getChecklist(context, { submissionId: id });
  const preview = previewVerdict(context, { submissionId: id, kind: options.kind });
  if (options.preview === true) return { submissionId: id, preview, decided: null };
  const { revision, version } = getSubmission(context, { id });
  const decided = decideVerdict(context, {
    submissionId: id,
    revision,
    version,
    kind: options.kind,
    letter: letter ?? preview.letter[options.language],
    language: options.language,
    reason: options.reason,
  });
  return { submissionId: id, preview, decided };
}

function linesOf({ preview, decided }: VerdictOutcome, language: 'ru' | 'en'): string[] {
  const lines = [preview.consequence[language]];
  if (decided !== null) return [...lines, `verdict ${decided.verdictId}`];
  for (const { code, message } of preview.blockers) lines.push(`blocked\t${code}\t${message[language]}`);
  for (const { code, message } of preview.warnings) lines.push(`warning\t${code}\t${message[language]}`);
  if (preview.needsReason !== null) lines.push(`reason\tneeded\t${preview.needsReason[language]}`);
  return [...lines, '', preview.letter[language]];
}
