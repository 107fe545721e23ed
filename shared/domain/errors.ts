/** Closed list of error codes. Texts live in the message catalogue (renderer) and in the command line. */
export const ERROR_CODES = [
  'invalid-request',
  'untrusted-sender',
  'internal',
  'not-found',
  'conflict',
  'not-allowed',
  'not-claimed',
  'claimed-by-other',
  'blocked',
  'workspace-missing',
  'workspace-newer',
  'workspace-foreign',
  'workspace-read-only',
  'storage-busy',
  'storage-full',
  'storage-corrupt',
  'secret-unreadable',
  'package-refused',
  'package-duplicate',
  'cancelled',
  'portal-not-clean',
  'portal-busy',
  'port-taken',
  'run-active',
  'vendor-unreachable',
  'vendor-timeout',
  'vendor-redirect-loop',
  'vendor-server-error',
  'browser-crashed',
  'browser-unavailable',
  'run-timeout',
  'step-failed',
  'bundle-invalid',
  'unavailable',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** An expected failure with a code, a sentence for the log and data for the message (never secrets). */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, string | number>>;
  constructor(code: ErrorCode, message: string, details: Readonly<Record<string, string | number>> = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}
