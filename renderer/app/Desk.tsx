import { useEffect } from 'react';
import { ConflictDialog } from '../components/ConflictDialog.tsx';
import { ResizeHandle } from '../components/ResizeHandle.tsx';
import { loadActiveRuns } from '../features/install-test/run-store.ts';
import { useWideTest } from '../features/install-test/wide-test.ts';
import { DropTarget } from '../features/intake/DropTarget.tsx';
import { ImportProgress } from '../features/intake/ImportProgress.tsx';
import { Palette } from '../features/palette/Palette.tsx';
import { Print } from '../features/print/Print.tsx';
import { QueueDialogs } from '../features/queue/QueueDialogs.tsx';
import { useQueue } from '../features/queue/queue-store.ts';
import { QueuePane } from '../features/queue/QueuePane.tsx';
import { ClaimDialogs } from '../features/submission/ClaimDialogs.tsx';
import { SubmissionPane } from '../features/submission/SubmissionPane.tsx';
import { Tour } from '../features/tour/Tour.tsx';
import { DecideSeveral } from '../features/verdict/DecideSeveral.tsx';
import { UndoBar } from '../features/verdict/UndoBar.tsx';
import { ViewsColumn } from '../features/views/ViewsColumn.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { useNavigation } from './navigation-store.ts';
import { Page, prefetchPages } from './Page.tsx';
import { PrefixHint } from './PrefixHint.tsx';
import { rememberLayout, useI18n, useSession } from './session-store.ts';
import { TitleBar } from './TitleBar.tsx';

/** A remembered size of a pane, within its bounds. */
export function usePane(name: string, initial: number): readonly [number, (size: number) => void] {
  const size = useSession((session) => session.settings.layout[name]);
  return [typeof size === 'number' && Number.isFinite(size) ? size : initial, (next) => rememberLayout(name, next)];
}

/** Title bar over views, queue and submission; other screens take the place of the latter two. */
export function Desk() {
  const { t } = useI18n();
  const screen = useNavigation((navigation) => navigation.screen);
  const isQueueHidden = useSession((session) => session.settings.layout['queue.hidden'] === true);
  const [viewsWidth, setViewsWidth] = usePane('views.width', 188);
  const [queueWidth, setQueueWidth] = usePane('queue.width', 316);
  const isWide = useWideTest();
  useEffect(() => void loadActiveRuns(), []);
  const isQueueShown = useQueue((queue) => queue.total !== null);
  useEffect(() => {
    if (isQueueShown) requestIdleCallback(prefetchPages);
  }, [isQueueShown]);

  return (
    <div className="desk">
      <TitleBar />
      <div className="desk-body" data-wide={isWide}>
        <div className="desk-views" style={{ width: `${viewsWidth}px` }}>
          <ErrorBoundary place="views">
            <ViewsColumn />
          </ErrorBoundary>
        </div>
        <ResizeHandle label={t('pane.views')} size={viewsWidth} min={132} max={280} initial={188} pane="before" onResize={setViewsWidth} />
        {screen === 'queue' ? (
          <>
            {isQueueHidden ? null : (
              <>
                <div className="desk-queue" style={{ width: `${queueWidth}px` }}>
                  <ErrorBoundary place="queue">
                    <QueuePane />
                  </ErrorBoundary>
                </div>
                <ResizeHandle
                  label={t('pane.queue')}
                  size={queueWidth}
                  min={220}
                  max={720}
                  initial={316}
                  pane="before"
                  onResize={setQueueWidth}
                />
              </>
            )}
            <main className="desk-main">
              <ErrorBoundary place="submission">
                <SubmissionPane />
              </ErrorBoundary>
            </main>
          </>
        ) : (
          <main className="desk-main" key={screen}>
            <ErrorBoundary place={screen}>
              <Page screen={screen} />
            </ErrorBoundary>
          </main>
        )}
      </div>
      <ImportProgress />
      <UndoBar />
      <Palette />
      <ClaimDialogs />
      <QueueDialogs />
      <DecideSeveral />
      <ConflictDialog />
      <Print />
      <Tour />
      <DropTarget />
      <PrefixHint />
    </div>
  );
}
