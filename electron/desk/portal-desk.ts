import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/domain/errors.ts';
import type { PortalDetails } from '../../shared/ipc/contract.ts';
import type { ReadableDb } from '../store/connection.ts';
import { newId } from '../store/ids.ts';
import { insertPortal, portalById, portalInstalls, portalsOf, runsUnderWay, type PortalRow } from '../store/repositories/runs.ts';
import { toStorageError } from '../store/storage-error.ts';
import { marketplaceOf, record, requireSubmission, type DeskContext } from './desk-context.ts';

/** Folder with the portal's own state: users, installed applications, options. */
export function portalStateDir(context: DeskContext, portalId: string): string {
  return path.join(context.folder.portals, portalId);
}

/** @param solutionId whose installs decide whether it is clean; null for anybody's. */
export function portalView(db: ReadableDb, row: PortalRow, solutionId: string | null): PortalDetails {
  const installs = portalInstalls(db, row.id, solutionId);
  return {
    id: row.id,
    name: row.name,
    marketplace: row.marketplace,
    kind: row.kind,
    memberId: row.member_id,
    createdAt: row.created_at,
    installedBefore: installs.map((each) => ({ solutionName: each.solution_name, version: each.version, at: each.at })),
    isClean: installs.length === 0,
    isBusy: runsUnderWay(db).some((run) => run.portal_id === row.id),
  };
}

export function listPortals(context: DeskContext): { portals: PortalDetails[] } {
  return { portals: portalsOf(context.db, null).map((row) => portalView(context.db, row, null)) };
}

/** Portals that could install this submission, each with what is known of its solution there. */
export function portalsForSubmission(context: DeskContext, input: { submissionId: string }): { portals: PortalDetails[] } {
  const row = requireSubmission(context.db, input.submissionId);
  return { portals: portalsOf(context.db, row.marketplace).map((portal) => portalView(context.db, portal, row.solution_id)) };
}

/** Registers a simulated portal; its process makes its users and its member id when it first runs. */
export function createPortal(context: DeskContext, input: { marketplace: string; name: string }): PortalDetails {
  marketplaceOf(context, input.marketplace);
  const id = newId();
  try {
    mkdirSync(portalStateDir(context, id), { recursive: true });
  } catch (error) {
    throw toStorageError(error);
  }
  return context.db.write((tx) => {
    insertPortal(tx, {
      id,
      marketplace: input.marketplace,
      kind: 'simulated',
      name: input.name,
      member_id: '',
      created_at: context.now(),
      created_by: context.actor(),
    });
    record(context, tx, { type: 'portal.created', details: { portalId: id, marketplace: input.marketplace, name: input.name } });
    const row = portalById(tx, id);
    if (row === undefined) throw new Error('the portal that was just inserted is not there');
    return portalView(tx, row, null);
  });
}

/** A fresh portal for one test, named by its number. */
export function createNumberedPortal(context: DeskContext, marketplace: string): PortalDetails {
  const number = portalsOf(context.db, null).length + 1;
  return createPortal(context, { marketplace, name: context.locale() === 'ru' ? `Портал ${String(number)}` : `Portal ${String(number)}` });
}

/** Throws AppError 'not-found', 'invalid-request', 'portal-busy' or 'portal-not-clean'. */
export function requireUsablePortal(
  db: ReadableDb,
  portalId: string,
  about: { marketplace: string; solutionId: string; acceptUsed: boolean },
): PortalRow {
  const row = portalById(db, portalId);
  if (row === undefined) throw new AppError('not-found', 'There is no such portal.', { id: portalId });
  if (row.marketplace !== about.marketplace) {
    throw new AppError('invalid-request', 'The portal belongs to another marketplace.', { marketplace: row.marketplace });
  }
  const view = portalView(db, row, about.solutionId);
  if (view.isBusy) throw new AppError('portal-busy', 'Another test is running on this portal.', { id: portalId });
  if (!view.isClean && !about.acceptUsed) {
    throw new AppError('portal-not-clean', 'The solution was installed on this portal before.', {
      id: portalId,
      installs: view.installedBefore.length,
      version: view.installedBefore.at(-1)?.version ?? '',
    });
  }
  return row;
}
