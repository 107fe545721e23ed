import { create } from 'zustand';

export type Screen = 'queue' | 'reviews' | 'outbox' | 'refused' | 'portals' | 'bundles' | 'settings' | 'help';
export type SubmissionTab = 'card' | 'compare' | 'version' | 'test-data' | 'checklist' | 'install-test' | 'history';
export type SideTab = 'chat' | 'verdict';
export type Overlay = 'palette' | 'shortcuts' | 'take-over' | 'release' | null;

interface Navigation {
  readonly screen: Screen;
  /** The submission that is open beside the queue. */
  readonly openId: string | null;
  readonly tab: SubmissionTab;
  readonly side: SideTab;
  readonly overlay: Overlay;
  /** The G of "G then a letter" was pressed and waits for its letter. */
  readonly isPrefixPending: boolean;
}

export const useNavigation = create<Navigation>()(() => ({
  screen: 'queue',
  openId: null,
  tab: 'card',
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
  useNavigation.setState({ screen: 'queue', openId: id, overlay: null, side: openId === id ? side : 'chat' });
}

export function showTab(tab: SubmissionTab): void {
  useNavigation.setState({ tab, screen: 'queue' });
}

export function showSide(side: SideTab): void {
  useNavigation.setState({ side, screen: 'queue' });
}

export function openOverlay(overlay: Overlay): void {
  useNavigation.setState({ overlay });
}
