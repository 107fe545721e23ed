import { userInfo } from 'node:os';
import { AppError } from '../../shared/domain/errors.ts';
import type { PackageSource } from '../../shared/domain/incoming-submission.ts';
import type { ReadRulebookFiles } from '../../shared/domain/rulebook-file.ts';
import type { Marketplace } from '../marketplaces/marketplace.ts';
import { makeBackup, newestGoodBackup } from '../store/backup.ts';
import { appendEvent } from '../store/event-log.ts';
import { EvidenceStore } from '../store/evidence-store.ts';
import { newId } from '../store/ids.ts';
import { openDatabase } from '../store/open-database.ts';
import { createReadClient } from '../store/read-client.ts';
import { countWaiting } from '../store/repositories/correspondence.ts';
import { fact, setFact } from '../store/repositories/facts.ts';
import { QueueAnchors } from '../store/repositories/queue.ts';
import { mimeOfBlob } from '../store/repositories/submissions.ts';
import { openSecretBox, type KeyProtector } from '../store/secret-box.ts';
import { prepareWorkspaceFolder, workspaceFolder, type WorkspaceFolder } from '../store/workspace-folder.ts';
import { lockWorkspace, type WorkspaceLock } from '../store/workspace-lock.ts';
import { startCheckRunner } from './check-runner.ts';
import type { DeskContext, Emit } from './desk-context.ts';
import { startHousekeeping } from './housekeeping.ts';
import { InstallTestDesk, type StartRun } from './install-test-desk.ts';
import { Importer } from './intake-desk.ts';
import { Notices } from './notices.ts';
import { RulebookDesk } from './rulebook-desk.ts';
import { bringSearchIndexUpToDate } from './search-index.ts';
import { SettingsDesk } from './settings-desk.ts';

export interface OpenWorkspaceOptions {
  readonly path: string;
  /** Make the workspace when it is not there; otherwise AppError 'workspace-missing'. */
  readonly create: boolean;
  /** The application holds the workspace for itself; the command line joins in with short transactions. */
  readonly exclusive: boolean;
  readonly appVersion: string;
  readonly marketplaces: readonly Marketplace[];
  readonly packages: PackageSource;
  /** `startRun` of the sandbox. */
  readonly startRun: StartRun;
  /** The operating system's key store, or null where there is none (and in the command line). */
  readonly keyProtector: KeyProtector | null;
  readonly emit: Emit;
  /** Reads rulebook files of the workspace; without it the rulebooks of the application hold. */
  readonly readRulebooks?: ReadRulebookFiles;
  /** Built read worker (out/main/read-worker.js); null runs heavy reads on this thread. */
  readonly workerScript: string | null;
  /** Built check worker (out/main/check-worker.js); without it only the quick checks are made. */
  readonly checkScript?: string;
  /** Timers: leases that run out, notices that leave the outbox, backups. The command line needs none. */
  readonly housekeeping: boolean;
  /** Act under this name instead of the one in the settings (command line). */
  readonly moderator?: string;
  readonly now?: () => number;
}

export interface Workspace {
  readonly path: string;
  readonly context: DeskContext;
  readonly settings: SettingsDesk;
  readonly rulebooks: RulebookDesk;
  readonly importer: Importer;
  readonly installTests: InstallTestDesk;
  /** Damage that was found while it is open; null while none is known. */
  fault(): AppError | null;
  /** Verified bytes of a picture or an evidence file; null when the workspace knows no such file. */
  blob(sha256: string): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/**
 * Opens or makes the workspace folder and builds the use-cases on it.
 * Throws AppError 'workspace-missing', 'workspace-newer', 'workspace-foreign', 'workspace-read-only', 'storage-corrupt',
 * 'storage-busy', 'storage-full' or 'secret-unreadable'; then nothing is held open.
 */
export function openWorkspace(options: OpenWorkspaceOptions): Workspace {
  const now = options.now ?? Date.now;
  const folder = workspaceFolder(options.path);
  prepareWorkspaceFolder(folder, options.create);
  let lock: WorkspaceLock | null = null;
  const undo: (() => void)[] = [];
  try {
    if (options.exclusive) {
      lock = lockWorkspace(folder.lock);
      undo.push(lock.release);
    }
    const db = openDatabase(folder, {
      appVersion: options.appVersion,
      beforeMigration: (connection, from, to) => {
        makeBackup(connection, folder, now(), `before-migration-${String(from)}-${String(to)}`);
      },
    });
    undo.push(() => {
      db.close();
    });
    const accountName = userInfo().username;
    const workstationId = workstationOf(db, now(), accountName);
    const settings = new SettingsDesk(db, workstationId, accountName, now, options.emit);
    const rulebooks = new RulebookDesk(folder.rulebooks, options.marketplaces, options.readRulebooks ?? (() => []));
    const reader = createReadClient(folder.root, options.workerScript);
    const statisticsReader = createReadClient(folder.root, options.workerScript);
    const notices = new Notices(options.emit, () => countWaiting(db));
    const checkRunner = options.checkScript === undefined ? null : startCheckRunner(options.checkScript, folder.evidence);
    const context: DeskContext = {
      checkRunner,
      db,
      folder,
      evidence: new EvidenceStore(folder.evidence),
      secrets: openSecretBox(folder.keys, options.keyProtector, now()),
      reader,
      statisticsReader,
      anchors: new QueueAnchors(db),
      get marketplaces() {
        return rulebooks.marketplaces();
      },
      workstationId,
      notices,
      emit: options.emit,
      now,
      actor: () => options.moderator ?? settings.actor(),
      locale: () => settings.get().locale,
      termDays: () => settings.get().termDays,
      calendar: () => settings.get().calendar,
      stageDays: () => settings.get().stageDays,
    };
    bringSearchIndexUpToDate(context);
    const installTests = new InstallTestDesk(context, options.startRun);
    installTests.recover();
    let fault: AppError | null = null;
    const housekeeping = options.housekeeping
      ? startHousekeeping(context, {
          foreignWrite: () => {
            settings.reload();
          },
          damage: (found) => {
            fault = found;
            options.emit('workspace.changed', { state: 'open' });
          },
        })
      : null;
    return {
      path: folder.root,
      context,
      settings,
      rulebooks,
      importer: new Importer(context, options.packages),
      installTests,
      fault: () => fault,
      blob: (sha256) => readBlob(context, installTests, sha256),
      close: async () => {
        await installTests.close();
        housekeeping?.stop();
        notices.close();
        await checkRunner?.close();
        await reader.close();
        await statisticsReader.close();
        db.pragma('optimize');
        db.close();
        lock?.release();
      },
    };
  } catch (error) {
    for (const each of undo.reverse()) each();
    throw error instanceof AppError && error.code === 'storage-corrupt' ? withBackup(error, folder) : error;
  }
}

/** Names the backup that can be put in its place; the damaged file is left as it is. */
function withBackup(error: AppError, folder: WorkspaceFolder): AppError {
  const backup = newestGoodBackup(folder);
  if (backup === null) return error;
  return new AppError(
    'storage-corrupt',
    `${error.message} The backup ${backup.name} is whole: put it in its place with "restore --workspace ${folder.root}".`,
    { ...error.details, backup: backup.name, backupAt: backup.at },
  );
}

/** Only what a row or a running test names is served, so that a hash alone opens nothing else. */
async function readBlob(context: DeskContext, installTests: InstallTestDesk, sha256: string): Promise<Uint8Array | null> {
  if (mimeOfBlob(context.db, sha256) === undefined && !installTests.knowsBlob(sha256)) return null;
  try {
    return await context.evidence.read(sha256);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null;
    throw error;
  }
}

/** Id of this workstation, made with the workspace; every event carries it. */
function workstationOf(db: DeskContext['db'], now: number, actor: string): string {
  return (
    fact(db, 'workstationId') ??
    db.write((tx) => {
      const known = fact(tx, 'workstationId');
      if (known !== undefined) return known;
      const workstationId = newId();
      const workspaceId = newId();
      setFact(tx, 'workstationId', workstationId);
      setFact(tx, 'workspaceId', workspaceId);
      appendEvent(tx, workstationId, { at: now, actor, type: 'workspace.created', details: { workspaceId } });
      return workstationId;
    })
  );
}
