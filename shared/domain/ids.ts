/** Branded ids. All are UUIDv7 made on this workstation, so that several workstations can share one queue later. */
declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]?: Name };

export type SolutionId = Id<'Solution'>;
export type SubmissionId = Id<'Submission'>;
export type VendorId = Id<'Vendor'>;
export type PortalId = Id<'Portal'>;
export type RunId = Id<'Run'>;
export type FindingId = Id<'Finding'>;
export type EvidenceId = Id<'Evidence'>;
export type VerdictId = Id<'Verdict'>;
export type MessageId = Id<'Message'>;
