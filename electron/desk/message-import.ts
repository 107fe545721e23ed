import { AppError } from '../../shared/domain/errors.ts';
import type { IncomingMessages } from '../../shared/domain/incoming-submission.ts';
import { sha256Hex } from '../store/event-chain.ts';
import { newId } from '../store/ids.ts';
import { hasImportedMessage, insertMessage, insertMessageFile } from '../store/repositories/correspondence.ts';
import { solutionByCode, submissionByExternalId, vendorById } from '../store/repositories/submissions.ts';
import { passTurn } from './correspondence-desk.ts';
import { marketplaceOf, record, type DeskContext } from './desk-context.ts';

/**
 * Puts the vendor's messages of a package into the thread of their solution, each once, in one transaction.
 * @returns how many were new; 0 when all of them were here already.
 * Throws AppError 'not-found' when the workspace has no such solution or submission.
 */
export async function acceptMessages(context: DeskContext, incoming: IncomingMessages): Promise<number> {
  marketplaceOf(context, incoming.marketplace);
  const find = (): { solutionId: string; solutionName: string; vendorName: string; submissionId: string | null } => {
    const solution = solutionByCode(context.db, incoming.marketplace, incoming.solutionCode);
    if (solution === undefined) throw new AppError('not-found', 'There is no such solution.', { place: 'solution.code' });
    const { submissionExternalId } = incoming;
    const submission =
      submissionExternalId === null ? null : submissionByExternalId(context.db, incoming.marketplace, submissionExternalId);
    if (submission === undefined || (submission !== null && submission.solution_id !== solution.id))
      throw new AppError('not-found', 'The solution has no such submission.', { place: 'submission.externalId' });
    return {
      solutionId: solution.id,
      solutionName: solution.name,
      vendorName: vendorById(context.db, solution.vendor_id)?.name ?? '',
      submissionId: submission?.id ?? null,
    };
  };
  const { solutionId } = find();
  for (const message of incoming.messages) {
    if (hasImportedMessage(context.db, solutionId, message.externalId)) continue;
    for (const file of message.files) {
      const stored = await context.evidence.put(await file.read());
      if (stored.sha256 !== file.sha256)
        throw new AppError('package-refused', `The file ${file.path} changed while it was read.`, { path: file.path });
    }
  }
  return context.db.write((tx) => {
    const { solutionName, vendorName, submissionId } = find();
    let taken = 0;
    for (const message of incoming.messages) {
      if (hasImportedMessage(tx, solutionId, message.externalId)) continue;
      const id = newId();
      insertMessage(tx, {
        id,
        solution_id: solutionId,
        submission_id: submissionId,
        // A vendor's clock may run ahead: an answer never stands behind what is written after it.
        at: Math.min(message.at, context.now()),
        author: message.author === '' ? vendorName : message.author,
        kind: 'from-vendor',
        text: message.text,
        region: incoming.region,
        source: 'package',
        entered_by: context.actor(),
        external_id: message.externalId,
      });
      for (const [position, file] of message.files.entries()) {
        insertMessageFile(tx, id, position, {
          name: file.path.split('/').at(-1) ?? file.path,
          mime: file.mime,
          size_bytes: file.sizeBytes,
          sha256: file.sha256,
        });
      }
      record(context, tx, {
        type: 'message.imported',
        submissionId,
        solutionId,
        details: { messageId: id, externalId: message.externalId, textSha256: sha256Hex(message.text), chars: message.text.length },
      });
      taken += 1;
    }
    if (taken > 0) {
      passTurn(context, tx, { solutionId, submissionId, kind: 'from-vendor' });
      tx.afterCommit(() => {
        context.notices.chatChanged(solutionId);
        context.emit('message.arrived', { solutionId, solutionName, submissionId, count: taken });
      });
    }
    return taken;
  });
}
