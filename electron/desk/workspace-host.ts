import { AppError } from '../../shared/domain/errors.ts';
import type { SettingsView } from '../../shared/ipc/contract.ts';
import { workspaceExists } from '../store/workspace-folder.ts';
import type { Emit } from './desk-context.ts';
import { DEFAULT_SETTINGS, mergeSettings, type SettingsChange } from './settings-desk.ts';
import type { Workspace } from './workspace.ts';

export interface WorkspaceHostOptions {
  /** Folder to begin with. */
  readonly path: string;
  /** `openWorkspace` with everything but path and create filled in. */
  readonly open: (path: string, create: boolean) => Workspace;
  /** Fills a new workspace with the demonstration. */
  readonly fillDemo: (workspace: Workspace) => Promise<void>;
  readonly emit: Emit;
}

export interface WorkspaceStatus {
  readonly path: string;
  readonly state: 'missing' | 'open' | 'failed';
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** The workspace of the window: not there yet, open, or refused with a reason. */
export class WorkspaceHost {
  private path: string;
  private workspace: Workspace | null = null;
  private failure: AppError | null = null;
  /** Chosen before there is a workspace to keep it. */
  private early: SettingsView | null = null;
  private isBusy = false;

  constructor(private readonly options: WorkspaceHostOptions) {
    this.path = options.path;
  }

  status(): WorkspaceStatus {
    const state = this.workspace !== null ? 'open' : this.failure !== null ? 'failed' : 'missing';
    const fault = this.failure ?? this.workspace?.fault() ?? null;
    return { path: this.path, state, errorCode: fault?.code ?? null, errorMessage: fault?.message ?? null };
  }

  /** Throws AppError 'workspace-missing', or why the workspace could not be opened. */
  current(): Workspace {
    if (this.workspace !== null) return this.workspace;
    throw this.failure ?? new AppError('workspace-missing', 'No workspace is open.', { path: this.path });
  }

  /** Opens what is there; never throws: `status` tells. */
  openExisting(): void {
    this.failure = null;
    if (workspaceExists(this.path)) {
      try {
        this.workspace = this.options.open(this.path, false);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        this.failure = error;
      }
    }
    this.tell();
  }

  /** Makes the workspace, or opens the one that is there; the demonstration goes only into a new one. */
  async open(kind: 'empty' | 'demo'): Promise<void> {
    if (this.workspace !== null) return;
    if (this.isBusy) throw new AppError('storage-busy', 'The workspace is being made.', { path: this.path });
    this.isBusy = true;
    try {
      const isNew = !workspaceExists(this.path);
      const workspace = this.options.open(this.path, true);
      try {
        if (isNew && this.early !== null) workspace.settings.set(this.early);
        if (isNew && kind === 'demo') await this.options.fillDemo(workspace);
      } catch (error) {
        await workspace.close();
        throw error;
      }
      this.workspace = workspace;
      this.failure = null;
    } catch (error) {
      if (error instanceof AppError) this.failure = error;
      throw error;
    } finally {
      this.isBusy = false;
      this.tell();
    }
  }

  /** Leaves this workspace for another folder, and opens what is there. */
  async choose(path: string): Promise<void> {
    await this.close();
    this.path = path;
    this.openExisting();
  }

  settings(): SettingsView {
    return this.workspace?.settings.get() ?? this.early ?? DEFAULT_SETTINGS;
  }

  setSettings(change: SettingsChange): SettingsView {
    if (this.workspace !== null) return this.workspace.settings.set(change);
    this.early = mergeSettings(this.settings(), change);
    this.options.emit('settings.changed', this.early);
    return this.early;
  }

  /** A picture for the window; null when there is none. */
  blob(sha256: string): Promise<Uint8Array | null> {
    return this.workspace?.blob(sha256) ?? Promise.resolve(null);
  }

  async close(): Promise<void> {
    const { workspace } = this;
    this.workspace = null;
    this.failure = null;
    await workspace?.close();
  }

  private tell(): void {
    this.options.emit('workspace.changed', { state: this.status().state });
  }
}
