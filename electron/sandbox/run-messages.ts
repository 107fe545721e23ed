import type { BrowserRole, HttpExchange, RunProgress, RunReport } from '../../shared/domain/install-test.ts';
import type { Portal, SolutionRegistration } from '../portals/portal.ts';
import type { ElectronCommand } from './browser-process.ts';
import type { InstallTest, RunOptions } from './run-context.ts';

/** All that a run needs to know. It crosses to the run's process as it is. */
export interface RunRequest {
  readonly runId: string;
  readonly marketplace: string;
  readonly registration: SolutionRegistration;
  /** Values that must not appear in anything the run leaves: test data, keys. */
  readonly secrets: readonly string[];
  readonly portal: {
    /** Folder with the portal's state. */
    readonly stateDir: string;
    readonly host: string;
    /** 0 picks a free port. */
    readonly port: number;
    readonly tls: boolean;
    readonly eventDelayMs: number;
    readonly eventTimeoutMs: number;
  };
  readonly options: RunOptions;
  /** Folder for `report.json` and `evidence/`. */
  readonly outDir: string;
  /** Hosts that pages may load from besides the portal's and those in the registration. */
  readonly allowHosts: readonly string[];
}

export type CheckpointAnswer = 'pass' | 'fail' | 'skipped';

export type ToRun =
  | { readonly type: 'start'; readonly request: RunRequest; readonly electron: ElectronCommand }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' }
  | { readonly type: 'watch'; readonly role: BrowserRole | null }
  | { readonly type: 'answer'; readonly checkpointId: string; readonly answer: CheckpointAnswer };

export type FromRun =
  | { readonly type: 'progress'; readonly progress: readonly RunProgress[] }
  | { readonly type: 'frame'; readonly role: BrowserRole; readonly jpeg: Uint8Array }
  | { readonly type: 'report'; readonly report: RunReport };

/** What the entry file of the run's process brings together: the marketplace's test and its portal. */
export interface RunComposition {
  /** Asked for while the portal starts. Throws AppError 'not-found' for a marketplace that there is not. */
  loadInstallTest(): Promise<InstallTest>;
  openPortal(onExchange: (exchange: HttpExchange) => void, onLost: (detail: string) => void): Promise<Portal>;
  /** The portal beside it, on a free port of the same host and signed by the same authority; asked for once the first one stands. */
  openSecondPortal?(onLost: (detail: string) => void): Promise<Portal>;
}
export type ComposeRun = (request: RunRequest) => RunComposition;
