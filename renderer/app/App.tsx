import { useEffect } from 'react';
import { ErrorState, Skeleton } from '../components/States.tsx';
import { Toasts } from '../components/Toasts.tsx';
import { FirstStart } from '../features/first-start/FirstStart.tsx';
import { WorkspaceTrouble } from '../features/first-start/WorkspaceTrouble.tsx';
import { Shortcuts } from '../features/shortcuts/Shortcuts.tsx';
import { Desk } from './Desk.tsx';
import { followEvents } from './events.ts';
import { listenToKeys } from './keyboard.ts';
import { followMenu } from './menu.ts';
import { useNavigation } from './navigation-store.ts';
import { loadSession, useSession } from './session-store.ts';

export function App() {
  const info = useSession((session) => session.info);
  const failure = useSession((session) => session.failure);
  const hasName = useSession((session) => session.settings.moderatorName.trim() !== '');

  useEffect(() => followEvents(), []);
  useEffect(() => followMenu(), []);
  useEffect(
    () =>
      listenToKeys({
        platform: () => useSession.getState().info?.platform ?? 'linux',
        onPrefix: (isPending) => useNavigation.setState({ isPrefixPending: isPending }),
      }),
    [],
  );

  const state = info?.workspace.state;
  const screen = info === null ? 'starting' : state === 'failed' ? 'failed' : state === 'missing' || !hasName ? 'first-start' : 'desk';
  useEffect(() => {
    // "loaded" is set by the queue when its first page is on the screen.
    if (screen !== 'desk') document.documentElement.dataset['appState'] = failure !== null ? 'failed' : screen;
  }, [screen, failure]);

  return (
    <>
      {screen === 'desk' ? (
        <Desk />
      ) : screen === 'first-start' ? (
        <FirstStart />
      ) : screen === 'failed' ? (
        <WorkspaceTrouble />
      ) : (
        <div className="app-starting">
          {failure === null ? <Skeleton lines={6} /> : <ErrorState failure={failure} onRetry={() => void loadSession()} />}
        </div>
      )}
      <Shortcuts />
      <Toasts />
    </>
  );
}
