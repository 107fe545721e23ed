import { useNavigation } from '../../app/navigation-store.ts';
import { rememberLayout, useSession } from '../../app/session-store.ts';

/** In a window narrower than this the test needs the room of the queue and the correspondence. */
const ROOMY_PX = 1500;

/** Whether the install test takes the whole window; a person's choice, else by the width of the window. */
export function useWideTest(): boolean {
  const isTest = useNavigation(
    (navigation) => navigation.screen === 'queue' && navigation.tab === 'install-test' && navigation.openId !== null,
  );
  const chosen = useSession((session) => session.settings.layout['test.wide']);
  return isTest && (typeof chosen === 'boolean' ? chosen : window.innerWidth < ROOMY_PX);
}

/** Brings queue and correspondence back, for an action that leads there. */
export function leaveWideTest(): void {
  if (useNavigation.getState().tab === 'install-test') rememberLayout('test.wide', false);
}
