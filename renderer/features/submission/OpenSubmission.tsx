import { useEffect, useLayoutEffect, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { LIMITS } from '../../../shared/limits.ts';
import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { usePane } from '../../app/Desk.tsx';
import { isAskedTab, showSide, showTab, useNavigation, type SubmissionTab } from '../../app/navigation-store.ts';
import { useI18n, useSession } from '../../app/session-store.ts';
import { ResizeHandle } from '../../components/ResizeHandle.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { ErrorBoundary } from '../../app/ErrorBoundary.tsx';
import { call } from '../../lib/bridge.ts';
import { useMeasured } from '../../lib/hooks.ts';
import { useResource } from '../../lib/resources.ts';
import { CardTab } from '../card/CardTab.tsx';
import { VersionTab } from '../card/VersionTab.tsx';
import { Chat } from '../chat/Chat.tsx';
import { Checklist } from '../checklist/Checklist.tsx';
import { History } from '../history/History.tsx';
import { InstallTest } from '../install-test/InstallTest.tsx';
import { CompareTab } from '../rereview/CompareTab.tsx';
import { Stages } from '../stages/Stages.tsx';
import { TestData } from '../test-data/TestData.tsx';
import { VerdictPanel } from '../verdict/VerdictPanel.tsx';
import { SubmissionHeader } from './SubmissionHeader.tsx';
import './submission.css';

/** Everything about one submission: what is asked, what is checked, what is said. */
export function OpenSubmission({ submission }: { readonly submission: SubmissionDetails }) {
  const { t } = useI18n();
  const { tab, askedTab, checkedTab } = useNavigation(
    useShallow(({ tab: last, askedTab: asked, checkedTab: checked }) => ({ tab: last, askedTab: asked, checkedTab: checked })),
  );
  const isSideHidden = useSession((session) => session.settings.layout['side.hidden'] === true);
  const [sideWidth, setSideWidth] = usePane('side.width', 320);
  const [askedShare, setAskedShare] = usePane('asked.share', 45);
  const body = useMeasured<HTMLDivElement>();
  const checklist = useResource('checklist.get', { submissionId: submission.id }).value;
  useHeartbeat(submission);

  const tabs: readonly { name: SubmissionTab; label: string; detail?: string | undefined; content: () => React.ReactNode }[] = [
    { name: 'card', label: t('tab.card'), content: () => <CardTab submission={submission} /> },
    { name: 'compare', label: t('tab.compare'), content: () => <CompareTab key={submission.id} submission={submission} /> },
    { name: 'version', label: t('tab.version'), content: () => <VersionTab submission={submission} /> },
    ...(submission.hasTestData
      ? [{ name: 'test-data' as const, label: t('tab.test-data'), content: () => <TestData key={submission.id} submission={submission} /> }]
      : []),
    {
      name: 'checklist',
      label: t('tab.checklist'),
      detail: checklist === undefined ? undefined : `${checklist.decided}/${checklist.total}`,
      content: () => <Checklist submission={submission} />,
    },
    ...(submission.hasStages
      ? [{ name: 'stages' as const, label: t('tab.stages'), content: () => <Stages key={submission.id} submission={submission} /> }]
      : []),
    { name: 'install-test', label: t('tab.install-test'), content: () => <InstallTest submission={submission} /> },
    { name: 'history', label: t('tab.history'), content: () => <History submission={submission} /> },
  ];
  const guarded = tabs.map((candidate) => ({
    ...candidate,
    content: () => <ErrorBoundary place={candidate.name}>{candidate.content()}</ErrorBoundary>,
  }));
  const present = (name: SubmissionTab, fallback: SubmissionTab): SubmissionTab =>
    tabs.some((candidate) => candidate.name === name) ? name : fallback;
  const current = present(tab, 'card');
  const middleWidth = body.size.width - (isSideHidden ? 0 : sideWidth);
  const isSplit = middleWidth >= SPLIT_FROM_PX && !WIDE_TABS.has(current);
  useEffect(() => useNavigation.setState({ isSplit }), [isSplit]);
  // Tabs are made anew when panes part or join; the focus must not fall out of them, or the next Enter would open another submission.
  const focused = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (focused.current?.isConnected === false && document.activeElement === document.body)
      document.querySelector<HTMLElement>(`[data-testid="tab-${current}"]`)?.focus();
  }, [isSplit, current]);
  const askedWidth = Math.round((middleWidth * askedShare) / 100);
  const side = isSideHidden ? null : (
    <>
      <ResizeHandle label={t('pane.side')} size={sideWidth} min={240} max={640} initial={320} pane="after" onResize={setSideWidth} />
      <SidePane submission={submission} width={sideWidth} />
    </>
  );

  return (
    <article
      className="submission"
      aria-label={t('submission.title')}
      data-testid="submission"
      data-submission-id={submission.id}
      onFocusCapture={(event) => (focused.current = event.target)}
    >
      <SubmissionHeader submission={submission} />
      <div className="submission-body" ref={body.ref}>
        {isSplit ? (
          <div className="submission-panes">
            <section className="submission-asked" style={{ width: `${askedWidth}px` }} aria-label={t('pane.asked')} data-pane="asked">
              <Tabs
                label={t('pane.asked')}
                zone="submission"
                tabs={guarded.filter(({ name }) => isAskedTab(name))}
                current={present(askedTab, 'card')}
                onChange={showTab}
              />
            </section>
            <ResizeHandle
              label={t('pane.askedWidth')}
              size={askedWidth}
              min={Math.round(middleWidth * 0.25)}
              max={Math.round(middleWidth * 0.75)}
              initial={Math.round(middleWidth * 0.45)}
              pane="before"
              onResize={(width) => setAskedShare(Math.round((width / middleWidth) * 1000) / 10)}
            />
            <section className="submission-checked" aria-label={t('pane.checked')} data-pane="checked">
              <Tabs
                label={t('pane.checked')}
                zone="submission"
                tabs={guarded.filter(({ name }) => !isAskedTab(name))}
                current={present(checkedTab, 'checklist')}
                onChange={showTab}
              />
            </section>
            {side}
          </div>
        ) : (
          <div className="submission-whole" data-pane="submission">
            <Tabs label={t('submission.parts')} zone="submission" tabs={guarded} current={current} onChange={showTab} aside={side} />
          </div>
        )}
      </div>
    </article>
  );
}

/** From this width of both, what is asked and what is checked stand side by side. */
const SPLIT_FROM_PX = 900;
/** Have columns of their own and take the width of both. */
const WIDE_TABS: ReadonlySet<SubmissionTab> = new Set(['install-test', 'compare']);

function SidePane({ submission, width }: { readonly submission: SubmissionDetails; readonly width: number }) {
  const { t } = useI18n();
  const side = useNavigation((navigation) => navigation.side);
  const thread = useResource('chat.thread', { solutionId: submission.solution.id }).value;
  const unread = thread?.messages.filter((message) => message.isUnread).length ?? 0;
  return (
    <aside
      className={`submission-side submission-side-${side}`}
      style={{ width: `${width}px` }}
      aria-label={t('pane.side')}
      data-zone="side"
    >
      <Tabs
        label={t('pane.side')}
        tabs={[
          {
            name: 'chat',
            label: t('side.chat'),
            detail: unread === 0 ? undefined : `+${String(unread)}`,
            content: () => <Chat key={submission.solution.id} submission={submission} />,
          },
          { name: 'verdict', label: t('side.verdict'), content: () => <VerdictPanel key={submission.id} submission={submission} /> },
        ]}
        current={side}
        onChange={showSide}
      />
    </aside>
  );
}

/** While a submission that I claimed is open, its claim does not run out. */
function useHeartbeat(submission: SubmissionDetails): void {
  const isMine = submission.claim?.mine === true;
  useEffect(() => {
    if (!isMine) return;
    const timer = setInterval(() => void call('claim.renew', { id: submission.id }), LIMITS.claimHeartbeatMs);
    return () => clearInterval(timer);
  }, [isMine, submission.id]);
}
