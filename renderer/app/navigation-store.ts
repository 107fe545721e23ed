import { create } from 'zustand';
import { prefetch } from '../lib/resources.ts';

/** Every whole screen; the accessibility test walks through all of them. */
export const SCREENS = [
  'queue',
  'reviews',
  'messages',
  'outbox',
  'refused',
  'statistics',
  'prices',
  'portals',
  'bundles',
  'settings',
  'help',
] as const;
export type Screen = (typeof SCREENS)[number];
export const SUBMISSION_TABS = ['card', 'compare', 'version', 'test-data', 'checklist', 'stages', 'install-test', 'history'] as const;
export type SubmissionTab = (typeof SUBMISSION_TABS)[number];
export const SIDE_TABS = ['chat', 'verdict'] as const;
export type SideTab = (typeof SIDE_TABS)[number];
export type Overlay = 'palette' | 'shortcuts' | 'take-over' | 'release' | 'skip' | 'save-view' | 'decide-selected' | 'print' | null;

interface Navigation {
  readonly screen: Screen;
  /** The submission that is open beside the queue. */
  readonly openId: string | null;
  /** Chosen last; where both halves are on the screen, each remembers its own. */
  readonly tab: SubmissionTab;
  readonly askedTab: SubmissionTab;
  readonly checkedTab: SubmissionTab;
  /** What is asked and what is checked stand side by side. */
  readonly isSplit: boolean;
  readonly side: SideTab;
  readonly overlay: Overlay;
  /** The G of "G then a letter" was pressed and waits for its letter. */
  readonly isPrefixPending: boolean;
}

export const useNavigation = create<Navigation>()(() => ({
  screen: 'queue',
  openId: null,
  tab: 'card',
  askedTab: 'card',
  checkedTab: 'checklist',
  isSplit: false,
  side: 'chat',
  overlay: null,
  isPrefixPending: false,
}));

export function goTo(screen: Screen): void {
  useNavigation.setState({ screen, overlay: null });
}

/** Opens a submission beside the queue; the tab stays, so that many can be looked at the same way. */
export function openSubmission(id: string): void {
  const { openId, side } = useNavigation.getState();
  // Both are on their way before the screen is drawn; the checklist is begun meanwhile.
  prefetch('submission.get', { id });
  prefetch('checklist.get', { submissionId: id });
  useNavigation.setState({ screen: 'queue', openId: id, overlay: null, side: openId === id ? side : 'chat' });
}

/** What the vendor asks; the other tabs are what is checked. */
const ASKED_TABS: ReadonlySet<SubmissionTab> = new Set(['card', 'compare', 'version', 'test-data']);

export function isAskedTab(tab: SubmissionTab): boolean {
  return ASKED_TABS.has(tab);
}

/** Whether a part of the open submission is on the screen. */
export function isTabShown(tab: SubmissionTab): boolean {
  const state = useNavigation.getState();
  return state.isSplit ? tab === state.askedTab || tab === state.checkedTab : tab === state.tab;
}

export function showTab(tab: SubmissionTab): void {
  useNavigation.setState({ tab, screen: 'queue', ...(isAskedTab(tab) ? { askedTab: tab } : { checkedTab: tab }) });
}

export function showSide(side: SideTab): void {
  useNavigation.setState({ side, screen: 'queue' });
}

export function openOverlay(overlay: Overlay): void {
  useNavigation.setState({ overlay });
}
