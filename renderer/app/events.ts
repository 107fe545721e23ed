import { acceptFrame, acceptProgress, loadActiveRuns } from '../features/install-test/run-store.ts';
import { useIntake } from '../features/intake/intake-store.ts';
import { changeQuery, refreshQueue, openAndPoint } from '../features/queue/queue-store.ts';
import { listen } from '../lib/bridge.ts';
import { forgetAll, peek, refresh } from '../lib/resources.ts';
import { acceptDraft } from '../lib/use-draft.ts';
import { runAction } from './actions.ts';
import { useNavigation } from './navigation-store.ts';
import { tell } from '../components/toast-store.ts';
import { formatClock } from '../lib/format.ts';
import { acceptSettings, currentI18n, loadSession, useSession } from './session-store.ts';

/** Channels whose answer depends on one submission. */
const OF_SUBMISSION = new Set([
  'submission.get',
  'submission.compare',
  'submission.history',
  'checklist.get',
  'finding.list',
  'installTest.list',
  'installTest.portals',
  'verdict.preview',
  'stage.list',
]);

let countsTimer: ReturnType<typeof setTimeout> | undefined;

/** An import changes the queue a thousand times in a row: the counts follow a few times a second. */
const concerns = (input: Readonly<Record<string, unknown>>, id: string): boolean => input['id'] === id || input['submissionId'] === id;

/** Regions of one solution show each other's evidence and state. */
function isSister(input: Readonly<Record<string, unknown>>, id: string): boolean {
  const other = input['id'] ?? input['submissionId'];
  return (
    typeof other === 'string' && (peek('submission.get', { id: other })?.regions.some(({ submissionId }) => submissionId === id) ?? false)
  );
}

function refreshCountsSoon(): void {
  countsTimer ??= setTimeout(() => {
    countsTimer = undefined;
    refresh((channel) => channel === 'queue.counts' || channel === 'savedView.list');
  }, 150);
}

/** SQLite is the truth: what main says has changed is read again, where somebody looks at it. */
export function followEvents(): () => void {
  const stops = [
    listen('queue.changed', () => {
      void refreshQueue();
      refreshCountsSoon();
    }),
    listen('submission.changed', ({ id }) => {
      refresh((channel, input) => OF_SUBMISSION.has(channel) && (concerns(input, id) || isSister(input, id)));
    }),
    listen('chat.changed', ({ solutionId }) => {
      refresh((channel, input) => (channel === 'chat.thread' && input['solutionId'] === solutionId) || channel === 'chat.unread');
    }),
    listen('outbox.changed', () => {
      refresh((channel) => channel === 'outbox.list' || channel === 'chat.thread');
    }),
    listen('reviews.changed', () => {
      refresh((channel) => channel === 'review.list' || channel === 'review.get');
    }),
    listen('draft.changed', acceptDraft),
    listen('settings.changed', (settings) => {
      // Pane sizes are this window's own; an echo of them must not fight a drag that is going on.
      acceptSettings({ ...settings, layout: { ...settings.layout, ...useSession.getState().settings.layout } });
    }),
    listen('workspace.changed', () => {
      useNavigation.setState({ openId: null, screen: 'queue' });
      void loadSession();
      forgetAll();
      changeQuery({});
      void loadActiveRuns();
    }),
    listen('run.progressed', ({ runId, submissionId, progress }) => acceptProgress(runId, submissionId, progress)),
    listen('run.framed', ({ runId, role, jpeg }) => acceptFrame(runId, role, jpeg)),
    listen('import.progressed', (progress) => useIntake.setState({ progress })),
    listen('message.arrived', ({ solutionName, count }) => {
      tell('info', 'chat.arrived', { name: solutionName, count });
      refresh((channel) => channel === 'chat.unread');
    }),
    listen('claim.expiring', ({ solutionName, expiresAt }) => {
      tell('info', 'claim.expiring', { name: solutionName, time: formatClock(currentI18n(), expiresAt, false) });
    }),
    listen('submission.wanted', ({ submissionId }) => openAndPoint(submissionId)),
    listen('menu.chosen', ({ action }) => runAction(action)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
