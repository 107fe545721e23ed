/** Every numeric limit that a schema, an importer or a test uses. */
export const LIMITS = {
  /** Submission packages. */
  manifestBytes: 2 * 1024 * 1024,
  packageEntries: 2_000,
  packageEntryBytes: 64 * 1024 * 1024,
  packageTotalBytes: 512 * 1024 * 1024,
  packageInflationRatio: 100,
  packageDepth: 20,
  packagePathChars: 500,
  packageScreenshots: 100,
  packageInstructions: 50,
  packageAttachments: 50,
  packageReviews: 1_000,
  reviewChars: 10_000,
  /** More problems than this are not listed for one package. */
  packageProblems: 100,
  packageSubmittedAheadMs: 24 * 60 * 60_000,
  testDataNoteChars: 20_000,
  testDataValues: 100,
  testDataValueChars: 10_000,
  importBatchPackages: 10_000,
  jsonDepth: 64,
  imagePixels: 40_000_000,
  /** Lists. */
  pageRows: 200,
  searchChars: 200,
  savedViews: 30,
  savedViewNameChars: 60,
  /** Texts a moderator writes. */
  noteChars: 10_000,
  messageChars: 50_000,
  messageFiles: 20,
  /** Message packages. */
  packageMessages: 2_000,
  letterChars: 100_000,
  evidenceTextBytes: 2 * 1024 * 1024,
  evidenceBytes: 64 * 1024 * 1024,
  /** Links of other submissions' events in a bundle; beyond them longer stretches are left out. */
  bundleChainLinks: 20_000,
  /** A claim runs out when it was not renewed for this long. */
  claimLeaseMs: 30 * 60_000,
  claimHeartbeatMs: 60_000,
  /** Its moderator is told this long before. */
  claimWarningMs: 5 * 60_000,
  /** A verdict can be undone for this long before the outbox lets it go. */
  undoWindowMs: 15_000,
  /** Install test. */
  stepTimeoutMs: 60_000,
  runTimeoutMs: 15 * 60_000,
  eventDelayMs: 1_000,
  eventTimeoutMs: 10_000,
} as const;
