import type { Workspace } from '../desk/workspace.ts';
import { collectBundle } from './collect-bundle.ts';
import { renderReport } from './report.ts';
import { fingerprintOf, openSigningKey } from './signing-key.ts';
import { writeBundle, type WrittenBundle } from './write-bundle.ts';

export interface ExportRequest {
  readonly verdictId: string;
  /** Team notes and notes on checklist items go along only when asked for. */
  readonly includeNotes: boolean;
  /** Where the bundle is written; a file that is there is replaced. */
  readonly path: string;
}

/**
 * Writes the bundle of a verdict, signed with the key of the workspace.
 * Throws AppError 'not-found', 'not-allowed' (the verdict was undone, the place cannot be written, too large),
 * 'storage-corrupt' (evidence was altered on disk), 'storage-full', 'secret-unreadable', 'cancelled'.
 */
export async function exportBundle(
  workspace: Workspace,
  request: ExportRequest,
  signal: { readonly aborted: boolean } = { aborted: false },
): Promise<WrittenBundle> {
  const { context } = workspace;
  const product = { name: 'Moderation Workstation', version: __APP_VERSION__ };
  const collected = await collectBundle(context, request.verdictId, { includeNotes: request.includeNotes, product });
  const signer = openSigningKey(context.folder.keys);
  return writeBundle(
    {
      document: collected.document,
      lines: collected.lines,
      report: renderReport({ ...collected, fingerprint: fingerprintOf(signer.publicKey) }),
      content: (sha256) => context.evidence.read(sha256),
      signer,
    },
    request.path,
    signal,
  );
}
