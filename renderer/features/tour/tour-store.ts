import { create } from 'zustand';
import { goTo, showSide, showTab, useNavigation } from '../../app/navigation-store.ts';
import { rememberLayout } from '../../app/session-store.ts';
import type { PlainKey } from '../../i18n/translate.ts';
import { openCursorRow } from '../queue/queue-store.ts';

export interface TourStep {
  readonly title: PlainKey;
  readonly text: PlainKey;
  /** What is outlined while the step is shown. */
  readonly target: string;
  /** Brings the target on the screen. */
  readonly prepare: () => void;
}

const openSomething = (): void => {
  goTo('queue');
  if (useNavigation.getState().openId === null) void openCursorRow();
};

/** The way of one submission, in the order of the work. */
export const TOUR: readonly TourStep[] = [
  { title: 'tour.queue', text: 'tour.queueText', target: '[data-testid="queue-list"]', prepare: () => goTo('queue') },
  { title: 'tour.claim', text: 'tour.claimText', target: '.submission-head', prepare: openSomething },
  {
    title: 'tour.card',
    text: 'tour.cardText',
    target: '[data-testid="card"]',
    prepare: () => {
      openSomething();
      showTab('card');
    },
  },
  {
    title: 'tour.checklist',
    text: 'tour.checklistText',
    target: '[data-testid="checklist"]',
    prepare: () => {
      openSomething();
      showTab('checklist');
    },
  },
  {
    title: 'tour.test',
    text: 'tour.testText',
    target: '[data-testid="install-test"]',
    prepare: () => {
      openSomething();
      showTab('install-test');
    },
  },
  {
    title: 'tour.chat',
    text: 'tour.chatText',
    target: '[data-testid="chat"]',
    prepare: () => {
      openSomething();
      showSide('chat');
    },
  },
  {
    title: 'tour.verdict',
    text: 'tour.verdictText',
    target: '[data-zone="side"]',
    prepare: () => {
      openSomething();
      showSide('verdict');
    },
  },
  { title: 'tour.palette', text: 'tour.paletteText', target: '[data-testid="palette-open"]', prepare: () => goTo('queue') },
];

/** Number of the step that is shown; null: no tour. */
export const useTour = create<{ readonly at: number | null }>()(() => ({ at: null }));

export function startTour(): void {
  showStep(0);
}

export function showStep(at: number): void {
  const step = TOUR[at];
  if (step === undefined) endTour();
  else {
    step.prepare();
    useTour.setState({ at });
  }
}

export function endTour(): void {
  rememberLayout('tour.seen', true);
  useTour.setState({ at: null });
}
