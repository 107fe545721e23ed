import type { Workspace } from '../desk/workspace.ts';
import { collectBundle } from './collect-bundle.ts';
import { renderReport } from './report.ts';
import { fingerprintOf, openSigningKey } from './signing-key.ts';
import { verifyBundle, type BundleVerification, type VerifyOptions } from './verify-bundle.ts';
import { writeBundle, type WrittenBundle } from './write-bundle.ts';

export interface ExportRequest {
  readonly verdictId: string;
  /** Team notes go along only when asked for. */
  readonly includeNotes: boolean;
  /** Where the bundle is written; a file that is there is replaced. */
  readonly path: string;
}

/** Export and verification as the window and the command line use them. */
export interface BundleDesk {
  exportBundle(workspace: Workspace, request: ExportRequest, signal?: { readonly aborted: boolean }): Promise<WrittenBundle>;
  verifyBundle(path: string, options?: VerifyOptions): Promise<BundleVerification>;
}

/** @param appVersion of this product; it stands in the bundle */
export function createBundleDesk(appVersion: string): BundleDesk {
  return {
    verifyBundle,
    async exportBundle({ context }, request, signal = { aborted: false }) {
      const product = { name: 'Moderation Workstation', version: appVersion };
      const collected = await collectBundle(context, request.verdictId, { includeNotes: request.includeNotes, product });
      const signer = openSigningKey(context.folder.keys);
      const { document, lines } = collected;
      return writeBundle(
        {
          document,
          lines,
          report: renderReport({ ...collected, fingerprint: fingerprintOf(signer.publicKey) }),
          content: (sha256) => context.evidence.read(sha256),
          signer,
        },
        request.path,
        signal,
      );
    },
  };
}
