import type { PlainKey } from '../../i18n/translate.ts';

export const PROCEDURE: readonly { readonly title: PlainKey; readonly text: PlainKey }[] = [
  { title: 'help.step.intake', text: 'help.step.intakeText' },
  { title: 'help.step.claim', text: 'help.step.claimText' },
  { title: 'help.step.card', text: 'help.step.cardText' },
  { title: 'help.step.test', text: 'help.step.testText' },
  { title: 'help.step.checklist', text: 'help.step.checklistText' },
  { title: 'help.step.vendor', text: 'help.step.vendorText' },
  { title: 'help.step.verdict', text: 'help.step.verdictText' },
  { title: 'help.step.outbox', text: 'help.step.outboxText' },
  { title: 'help.step.bundle', text: 'help.step.bundleText' },
];

/** The screen of the install test: what happens, what its words mean, what can be chosen. */
export const INSTALL_TEST: readonly { readonly title: PlainKey; readonly facts: readonly PlainKey[] }[] = [
  {
    title: 'help.test.phases',
    facts: ['help.test.phasesInstall', 'help.test.phasesUse', 'help.test.phasesRemove', 'help.test.phasesAgain'],
  },
  {
    title: 'help.test.results',
    facts: ['help.test.observed', 'help.test.notObserved', 'help.test.couldNotLook', 'help.test.incomplete'],
  },
  {
    title: 'help.test.optionsTitle',
    facts: ['help.test.optionClean', 'help.test.optionUpdate', 'help.test.optionSecond', 'help.test.optionProbes', 'help.test.optionTrace'],
  },
  { title: 'help.test.evidence', facts: ['help.test.evidenceStep', 'help.test.evidenceSupport'] },
  { title: 'help.test.keys', facts: ['help.test.keysText'] },
];

/** What differs between the marketplaces, each in the order of the work. */
export const BY_MARKETPLACE: readonly { readonly title: PlainKey; readonly facts: readonly PlainKey[] }[] = [
  {
    title: 'help.bitrix24',
    facts: [
      'help.bitrix24.submit',
      'help.bitrix24.test',
      'help.bitrix24.integration',
      'help.bitrix24.region',
      'help.bitrix24.result',
      'help.bitrix24.reviews',
    ],
  },
  {
    title: 'help.moysklad',
    facts: [
      'help.moysklad.price',
      'help.moysklad.vendor',
      'help.moysklad.calculator',
      'help.moysklad.trial',
      'help.moysklad.prolong',
      'help.moysklad.change',
      'help.moysklad.uninstall',
    ],
  },
  {
    title: 'help.poster',
    facts: ['help.poster.stages', 'help.poster.alpha', 'help.poster.beta', 'help.poster.data', 'help.poster.change'],
  },
];

export const GLOSSARY: readonly { readonly word: PlainKey; readonly meaning: PlainKey }[] = [
  { word: 'glossary.solution', meaning: 'glossary.solutionText' },
  { word: 'glossary.submission', meaning: 'glossary.submissionText' },
  { word: 'glossary.attempt', meaning: 'glossary.attemptText' },
  { word: 'glossary.queue', meaning: 'glossary.queueText' },
  { word: 'glossary.claim', meaning: 'glossary.claimText' },
  { word: 'glossary.portal', meaning: 'glossary.portalText' },
  { word: 'glossary.cleanPortal', meaning: 'glossary.cleanPortalText' },
  { word: 'glossary.installTest', meaning: 'glossary.installTestText' },
  { word: 'glossary.automatic', meaning: 'glossary.automaticText' },
  { word: 'glossary.couldNotLook', meaning: 'glossary.couldNotLookText' },
  { word: 'glossary.evidence', meaning: 'glossary.evidenceText' },
  { word: 'glossary.finding', meaning: 'glossary.findingText' },
  { word: 'glossary.verdict', meaning: 'glossary.verdictText' },
  { word: 'glossary.bundle', meaning: 'glossary.bundleText' },
  { word: 'glossary.testData', meaning: 'glossary.testDataText' },
  { word: 'glossary.role', meaning: 'glossary.roleText' },
  { word: 'glossary.rulebook', meaning: 'glossary.rulebookText' },
  { word: 'glossary.note', meaning: 'glossary.noteText' },
  { word: 'glossary.messagePackage', meaning: 'glossary.messagePackageText' },
  { word: 'glossary.trial', meaning: 'glossary.trialText' },
  { word: 'glossary.alphaBeta', meaning: 'glossary.alphaBetaText' },
  { word: 'glossary.review', meaning: 'glossary.reviewText' },
  { word: 'glossary.workingTime', meaning: 'glossary.workingTimeText' },
];
