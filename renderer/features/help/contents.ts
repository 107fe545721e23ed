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
  { word: 'glossary.workingTime', meaning: 'glossary.workingTimeText' },
];
