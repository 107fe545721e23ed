import { QUEUE_SORTS, type SubmissionAction, type VerdictKind } from '../../shared/domain/submission.ts';
import type { QueueRowView } from '../../shared/ipc/contract.ts';
import { exportCurrentBundle, verifyBundle } from '../features/bundles/bundle-store.ts';
import {
  chooseEvidenceForFocused,
  focusedItem,
  markFocused,
  moveFocus,
  openChecklistOf,
  runChecks,
  toggleDetails,
  useChecklist,
  writeNote,
} from '../features/checklist/checklist-store.ts';
import { activeRunOf, startRun, stopRun, togglePause, useRuns } from '../features/install-test/run-store.ts';
import { leaveWideTest } from '../features/install-test/wide-test.ts';
import { importChosen, useIntake } from '../features/intake/intake-store.ts';
import { moveReview, shownReviews, useReviews } from '../features/reviews/review-store.ts';
import { claimSelected, releaseSelected } from '../features/queue/bulk-actions.ts';
import {
  clearSelection,
  cursorRow,
  extendSelection,
  moveCursor,
  openCursorRow,
  openNextRow,
  selectedRows,
  showView,
  sortBy,
  toggleSelected,
  useQueue,
} from '../features/queue/queue-store.ts';
import { openPrices } from '../features/prices/price-store.ts';
import { actionState, currentSubmission, takeClaim } from '../features/submission/current-submission.ts';
import { prepareSeveral } from '../features/verdict/several-store.ts';
import { prepareVerdict, undoableDecision, undoVerdict, useVerdict } from '../features/verdict/verdict-store.ts';
import { undoLast } from '../features/undo/undo-store.ts';
import { startTour } from '../features/tour/tour-store.ts';
import { knownKey, type PlainKey } from '../i18n/translate.ts';
import { act } from '../lib/act.ts';
import type { KeyBinding } from '../lib/keys.ts';
import { onAnyResource } from '../lib/resources.ts';
import { focusPane, focusWhenThere, togglePane } from './focus.ts';
import { goTo, openOverlay, showTab, useNavigation, type Screen, type SubmissionTab } from './navigation-store.ts';
import { changeSettings, useSession } from './session-store.ts';
import { chooseWorkspace } from './workspace.ts';

/**
 * The one table of what a person can do: buttons, menu, palette, shortcut sheet and keys all read it, so they cannot differ.
 * Keys are positions on the keyboard (KeyboardEvent.code), the same on a Cyrillic layout.
 */
export type Availability =
  | { readonly state: 'ready' }
  /** Does not apply here: no button is shown, the palette leaves it out. */
  | { readonly state: 'absent' }
  /** Applies but cannot be done now: the button says why. */
  | { readonly state: 'blocked'; readonly reason: PlainKey };

export const ACTION_GROUPS = ['queue', 'submission', 'checklist', 'install-test', 'verdict', 'go', 'workspace', 'view'] as const;
export type ActionGroup = (typeof ACTION_GROUPS)[number];

export interface Action {
  readonly id: string;
  readonly title: PlainKey;
  readonly group: ActionGroup;
  readonly keys: readonly KeyBinding[];
  /** The keys act only while the focus is in this part of the window. */
  readonly zone?: 'queue' | 'checklist' | 'reviews';
  readonly availability: () => Availability;
  readonly run: () => void | Promise<void>;
}

const ready: Availability = { state: 'ready' };
const absent: Availability = { state: 'absent' };
const blocked = (reason: PlainKey): Availability => ({ state: 'blocked', reason });
const always = (): Availability => ready;
const when = (isThere: boolean): Availability => (isThere ? ready : absent);

const isDeskOpen = (): boolean => useSession.getState().info?.workspace.state === 'open';
const onDesk = (): Availability => when(isDeskOpen());
const onQueue = (): Availability => when(isDeskOpen() && useNavigation.getState().screen === 'queue');

/** What the state machine says about the open submission, in the words of a button. */
function byStateMachine(action: SubmissionAction): Availability {
  const submission = currentSubmission();
  if (submission === undefined) return absent;
  const state = actionState(submission, action);
  if (state.state === 'unknown') return absent;
  if (state.state === 'allowed') return ready;
  return blocked(reasonKey(state.reason));
}

/** The text of a reason code of the main process. */
export function reasonKey(code: string | null): PlainKey {
  return (code === null ? null : (knownKey(`reason.${code}`) ?? knownKey(`error.${code}`))) ?? 'reason.not-allowed';
}

/** Actions that make no sense in the present state are hidden rather than greyed: nothing can be claimed that is decided. */
function claimAvailability(): Availability {
  const submission = currentSubmission();
  if (submission === undefined) {
    const row = cursorRow();
    return row === undefined
      ? absent
      : row.state === 'queued'
        ? ready
        : row.claimedByMe
          ? absent
          : row.state === 'claimed'
            ? blocked('reason.claimed-by-other')
            : absent;
  }
  return submission.state === 'queued' ? byStateMachine('claim') : absent;
}

function releaseAvailability(): Availability {
  const submission = currentSubmission();
  return submission?.claim?.mine === true ? byStateMachine('release') : absent;
}

function takeOverAvailability(): Availability {
  const submission = currentSubmission();
  return submission !== undefined && submission.claim !== null && !submission.claim.mine ? byStateMachine('take-over') : absent;
}

function verdictAvailability(kind: 'approve' | 'return' | 'refuse' | 'withdraw'): Availability {
  const submission = currentSubmission();
  if (submission === undefined) return absent;
  const isUndecided = submission.state === 'queued' || submission.state === 'claimed';
  if (kind === 'withdraw') return submission.state === 'approved' ? byStateMachine('withdraw') : absent;
  if (!isUndecided) return absent;
  return byStateMachine(kind);
}

function runAvailability(): Availability {
  const submission = currentSubmission();
  if (submission === undefined) return absent;
  if (activeRunOf(submission.id) !== null || useRuns.getState().isStarting) return blocked('reason.run-active');
  if (!submission.installable.possible) return blocked('reason.not-installable');
  if (submission.claim === null) return blocked('reason.not-claimed');
  return submission.claim.mine ? ready : blocked('reason.claimed-by-other');
}

const withRun = (): Availability => {
  const submission = currentSubmission();
  return when(submission !== undefined && activeRunOf(submission.id) !== null);
};

const onItem = (): Availability => {
  if (openChecklistOf() === undefined) return absent;
  const item = focusedItem();
  return item === undefined ? blocked('reason.no-item') : ready;
};

const onMarkableItem = (): Availability => {
  const item = onItem();
  if (item.state !== 'ready') return item;
  const submission = currentSubmission();
  if (submission === undefined) return absent;
  if (submission.state !== 'claimed' && submission.state !== 'queued') return blocked('reason.decided');
  if (submission.claim === null) return blocked('reason.not-claimed');
  return submission.claim.mine ? ready : blocked('reason.claimed-by-other');
};

const onSelection = (): Availability => (onQueue().state === 'ready' ? when(useQueue.getState().selected.size > 0) : absent);

/** The open submission, where its marketplace takes the money for solutions. */
function pricedSubmission(): ReturnType<typeof currentSubmission> {
  const submission = currentSubmission();
  const marketplace = useSession.getState().info?.marketplaces.find(({ id }) => id === submission?.marketplace);
  return marketplace === undefined || marketplace.prices === null ? undefined : submission;
}

/** Something of what is selected can be given back or decided. */
const onSelected = (fits: (row: QueueRowView) => boolean): Availability =>
  onSelection().state === 'ready' ? when(selectedRows().some(fits)) : absent;
const isMyClaim = (row: QueueRowView): boolean => row.claimedByMe;

function decideSelected(kind: VerdictKind, keys: readonly KeyBinding[]): Action {
  const fits = kind === 'withdraw' ? (row: QueueRowView): boolean => row.state === 'approved' : isMyClaim;
  return {
    id: `queue.${kind}Selected`,
    title: `action.queue.${kind}Selected`,
    group: 'queue',
    keys,
    availability: () => onSelected(fits),
    run: () => prepareSeveral(kind),
  };
}

async function claim(): Promise<void> {
  const subject = currentSubmission() ?? cursorRow();
  if (subject !== undefined) await takeClaim(subject);
}

function goAction(id: string, title: PlainKey, screen: Screen, code: string): Action {
  return { id, title, group: 'go', keys: [{ code, prefix: 'KeyG' }], availability: onDesk, run: () => goTo(screen) };
}

function zoomAction(id: string, title: PlainKey, by: 1 | -1 | 0, keys: readonly KeyBinding[]): Action {
  return {
    id,
    title,
    group: 'view',
    keys,
    availability: always,
    run: async () => {
      await act('window.zoom', { by });
    },
  };
}

function tabAction(tab: SubmissionTab, title: PlainKey, digit: number): Action {
  return {
    id: `tab.${tab}`,
    title,
    group: 'submission',
    keys: [{ code: `Digit${digit}`, mod: true }],
    availability: () => when(currentSubmission() !== undefined),
    run: () => {
      showTab(tab);
      focusWhenThere(tab === 'checklist' ? '[data-checklist-focus]' : '[role="tab"][data-state="active"]');
    },
  };
}

const CYCLE = { system: 'light', light: 'dark', dark: 'contrast', contrast: 'system' } as const;

export const ACTIONS: readonly Action[] = [
  // Queue
  {
    id: 'queue.next',
    title: 'action.queue.next',
    group: 'queue',
    keys: [{ code: 'KeyJ' }],
    availability: onQueue,
    run: () => moveCursor(1),
  },
  {
    id: 'queue.previous',
    title: 'action.queue.previous',
    group: 'queue',
    keys: [{ code: 'KeyK' }],
    availability: onQueue,
    run: () => moveCursor(-1),
  },
  {
    id: 'queue.open',
    title: 'action.queue.open',
    group: 'queue',
    keys: [{ code: 'Enter' }],
    availability: () => (onQueue().state === 'ready' ? when(cursorRow() !== undefined) : absent),
    run: openCursorRow,
  },
  {
    id: 'queue.skip',
    title: 'action.queue.skip',
    group: 'queue',
    keys: [{ code: 'KeyS' }],
    availability: () => (onQueue().state === 'ready' ? when(currentSubmission() !== undefined || cursorRow() !== undefined) : absent),
    run: () => openOverlay('skip'),
  },
  { id: 'queue.passOver', title: 'action.queue.passOver', group: 'queue', keys: [], availability: onQueue, run: openNextRow },
  {
    id: 'queue.select',
    title: 'action.queue.select',
    group: 'queue',
    keys: [{ code: 'KeyX' }],
    availability: onQueue,
    run: toggleSelected,
  },
  {
    id: 'queue.selectNext',
    title: 'action.queue.selectNext',
    group: 'queue',
    keys: [{ code: 'KeyJ', shift: true }],
    availability: onQueue,
    run: () => extendSelection(1),
  },
  {
    id: 'queue.selectPrevious',
    title: 'action.queue.selectPrevious',
    group: 'queue',
    keys: [{ code: 'KeyK', shift: true }],
    availability: onQueue,
    run: () => extendSelection(-1),
  },
  {
    id: 'queue.claimSelected',
    title: 'action.queue.claimSelected',
    group: 'queue',
    keys: [{ code: 'KeyC', shift: true }],
    availability: () => onSelected((row) => row.state === 'queued'),
    run: claimSelected,
  },
  {
    id: 'queue.skipSelected',
    title: 'action.queue.skipSelected',
    group: 'queue',
    keys: [{ code: 'KeyS', shift: true }],
    availability: onSelection,
    run: () => openOverlay('skip'),
  },
  {
    id: 'queue.releaseSelected',
    title: 'action.queue.releaseSelected',
    group: 'queue',
    keys: [],
    availability: () => onSelected(isMyClaim),
    run: releaseSelected,
  },
  decideSelected('approve', [{ code: 'KeyA', shift: true }]),
  decideSelected('return', [{ code: 'KeyR', shift: true }]),
  decideSelected('refuse', []),
  decideSelected('withdraw', []),
  {
    id: 'queue.clearSelection',
    title: 'action.queue.clearSelection',
    group: 'queue',
    keys: [],
    availability: onSelection,
    run: clearSelection,
  },
  {
    id: 'queue.saveView',
    title: 'action.queue.saveView',
    group: 'queue',
    keys: [],
    availability: onQueue,
    run: () => openOverlay('save-view'),
  },
  {
    id: 'queue.sort',
    title: 'action.queue.sort',
    group: 'queue',
    keys: [{ code: 'KeyO' }],
    availability: onQueue,
    run: () => focusWhenThere('#queue-sort'),
  },
  ...QUEUE_SORTS.map((sort): Action => ({
    id: `queue.sort.${sort}`,
    title: `action.queue.sort.${sort}`,
    group: 'queue',
    keys: [],
    availability: () => when(onQueue().state === 'ready' && useQueue.getState().query.search === null),
    run: () => sortBy(sort),
  })),
  {
    id: 'queue.search',
    title: 'action.queue.search',
    group: 'queue',
    keys: [{ code: 'Slash' }],
    availability: onDesk,
    run: () => {
      goTo('queue');
      focusWhenThere('#queue-search');
    },
  },

  // Submission
  {
    id: 'claim.take',
    title: 'action.claim.take',
    group: 'submission',
    keys: [{ code: 'KeyC' }],
    availability: claimAvailability,
    run: claim,
  },
  {
    id: 'claim.release',
    title: 'action.claim.release',
    group: 'submission',
    keys: [],
    availability: releaseAvailability,
    run: () => openOverlay('release'),
  },
  {
    id: 'claim.takeOver',
    title: 'action.claim.takeOver',
    group: 'submission',
    keys: [],
    availability: takeOverAvailability,
    run: () => openOverlay('take-over'),
  },
  tabAction('card', 'tab.card', 1),
  tabAction('version', 'tab.version', 2),
  tabAction('test-data', 'tab.test-data', 3),
  tabAction('checklist', 'tab.checklist', 4),
  tabAction('install-test', 'tab.install-test', 5),
  tabAction('history', 'tab.history', 6),
  tabAction('compare', 'tab.compare', 7),
  { ...tabAction('stages', 'tab.stages', 8), availability: () => when(currentSubmission()?.hasStages === true) },
  {
    id: 'chat.write',
    title: 'action.chat.write',
    group: 'submission',
    keys: [{ code: 'KeyM' }],
    availability: () => when(currentSubmission() !== undefined),
    run: () => {
      leaveWideTest();
      useNavigation.setState({ side: 'chat' });
      focusWhenThere('[data-chat-input]');
    },
  },

  {
    id: 'submission.print',
    title: 'action.submission.print',
    group: 'submission',
    keys: [{ code: 'KeyP', mod: true }],
    availability: () => when(currentSubmission() !== undefined),
    run: () => openOverlay('print'),
  },

  {
    id: 'go.dueDay',
    title: 'action.go.dueDay',
    group: 'submission',
    keys: [],
    availability: () => when(currentSubmission() !== undefined),
    run: () => {
      showTab('card');
      focusWhenThere('[data-testid="due-day"]');
    },
  },
  {
    id: 'go.submissionPrices',
    title: 'action.go.submissionPrices',
    group: 'submission',
    keys: [],
    availability: () => when(pricedSubmission() !== undefined),
    run: () => openPrices(pricedSubmission()?.id ?? null),
  },

  // Checklist
  {
    id: 'item.next',
    title: 'action.item.next',
    group: 'checklist',
    zone: 'checklist',
    keys: [{ code: 'KeyJ' }, { code: 'ArrowDown' }],
    availability: onItem,
    run: () => moveFocus(1),
  },
  {
    id: 'item.previous',
    title: 'action.item.previous',
    group: 'checklist',
    zone: 'checklist',
    keys: [{ code: 'KeyK' }, { code: 'ArrowUp' }],
    availability: onItem,
    run: () => moveFocus(-1),
  },
  {
    id: 'item.details',
    title: 'action.item.details',
    group: 'checklist',
    zone: 'checklist',
    keys: [{ code: 'Enter' }],
    availability: onItem,
    run: () => {
      const item = focusedItem();
      if (item !== undefined) toggleDetails(item.ruleId);
    },
  },
  {
    id: 'item.pass',
    title: 'action.item.pass',
    group: 'checklist',
    keys: [{ code: 'Digit1' }],
    availability: onMarkableItem,
    run: () => markFocused('pass'),
  },
  {
    id: 'item.fail',
    title: 'action.item.fail',
    group: 'checklist',
    keys: [{ code: 'Digit2' }],
    availability: onMarkableItem,
    run: () => markFocused('fail'),
  },
  {
    id: 'item.notApplicable',
    title: 'action.item.notApplicable',
    group: 'checklist',
    keys: [{ code: 'Digit3' }],
    availability: onMarkableItem,
    run: () => markFocused('not-applicable'),
  },
  {
    id: 'item.clear',
    title: 'action.item.clear',
    group: 'checklist',
    keys: [{ code: 'Digit0' }],
    availability: onMarkableItem,
    run: () => markFocused('not-checked'),
  },
  { id: 'item.note', title: 'action.item.note', group: 'checklist', keys: [{ code: 'KeyN' }], availability: onItem, run: writeNote },
  {
    id: 'item.evidence',
    title: 'action.item.evidence',
    group: 'checklist',
    keys: [{ code: 'KeyE' }],
    availability: onMarkableItem,
    run: chooseEvidenceForFocused,
  },
  {
    id: 'checklist.runChecks',
    title: 'action.checklist.runChecks',
    group: 'checklist',
    keys: [],
    availability: () => when(openChecklistOf() !== undefined),
    run: runChecks,
  },

  // Reviews
  {
    id: 'review.next',
    title: 'action.review.next',
    group: 'queue',
    zone: 'reviews',
    keys: [{ code: 'KeyJ' }, { code: 'ArrowDown' }],
    availability: () => when(shownReviews() !== undefined),
    run: () => moveReview(1),
  },
  {
    id: 'review.previous',
    title: 'action.review.previous',
    group: 'queue',
    zone: 'reviews',
    keys: [{ code: 'KeyK' }, { code: 'ArrowUp' }],
    availability: () => when(shownReviews() !== undefined),
    run: () => moveReview(-1),
  },

  // Install test
  {
    id: 'test.run',
    title: 'action.test.run',
    group: 'install-test',
    keys: [{ code: 'KeyT' }],
    availability: runAvailability,
    run: startRun,
  },
  {
    id: 'test.pause',
    title: 'action.test.pause',
    group: 'install-test',
    keys: [{ code: 'Space' }],
    availability: withRun,
    run: togglePause,
  },
  { id: 'test.stop', title: 'action.test.stop', group: 'install-test', keys: [], availability: withRun, run: stopRun },

  // Verdict
  {
    id: 'verdict.approve',
    title: 'action.verdict.approve',
    group: 'verdict',
    keys: [{ code: 'KeyA' }],
    availability: () => verdictAvailability('approve'),
    run: () => prepareVerdict('approve'),
  },
  {
    id: 'verdict.return',
    title: 'action.verdict.return',
    group: 'verdict',
    keys: [{ code: 'KeyR' }],
    availability: () => verdictAvailability('return'),
    run: () => prepareVerdict('return'),
  },
  {
    id: 'verdict.refuse',
    title: 'action.verdict.refuse',
    group: 'verdict',
    keys: [],
    availability: () => verdictAvailability('refuse'),
    run: () => prepareVerdict('refuse'),
  },
  {
    id: 'verdict.withdraw',
    title: 'action.verdict.withdraw',
    group: 'verdict',
    keys: [],
    availability: () => verdictAvailability('withdraw'),
    run: () => prepareVerdict('withdraw'),
  },
  {
    id: 'verdict.undo',
    title: 'action.verdict.undo',
    group: 'verdict',
    keys: [],
    availability: () => when(undoableDecision() !== null),
    run: async () => {
      const decision = undoableDecision();
      if (decision !== null) await undoVerdict(decision.verdictId, decision.submissionId);
    },
  },
  { id: 'undo.last', title: 'action.undo.last', group: 'submission', keys: [{ code: 'KeyU' }], availability: onDesk, run: undoLast },
  {
    id: 'bundle.export',
    title: 'action.bundle.export',
    group: 'verdict',
    keys: [],
    availability: () => when((currentSubmission()?.verdict ?? null) !== null),
    run: exportCurrentBundle,
  },

  // Go to
  {
    id: 'go.mine',
    title: 'view.mine',
    group: 'go',
    keys: [{ code: 'KeyM', prefix: 'KeyG' }],
    availability: onDesk,
    run: () => showView('mine'),
  },
  {
    id: 'go.queue',
    title: 'view.queue',
    group: 'go',
    keys: [{ code: 'KeyQ', prefix: 'KeyG' }],
    availability: onDesk,
    run: () => showView('queue'),
  },
  {
    id: 'go.claimed',
    title: 'view.claimed',
    group: 'go',
    keys: [{ code: 'KeyC', prefix: 'KeyG' }],
    availability: onDesk,
    run: () => showView('claimed'),
  },
  {
    id: 'go.returned',
    title: 'view.returned-again',
    group: 'go',
    keys: [{ code: 'KeyR', prefix: 'KeyG' }],
    availability: onDesk,
    run: () => showView('returned-again'),
  },
  {
    id: 'go.decided',
    title: 'view.decided',
    group: 'go',
    keys: [{ code: 'KeyD', prefix: 'KeyG' }],
    availability: onDesk,
    run: () => showView('decided'),
  },
  {
    id: 'go.all',
    title: 'view.all',
    group: 'go',
    keys: [{ code: 'KeyA', prefix: 'KeyG' }],
    availability: onDesk,
    run: () => showView('all'),
  },
  goAction('go.reviews', 'screen.reviews', 'reviews', 'KeyE'),
  goAction('go.messages', 'screen.messages', 'messages', 'KeyL'),
  goAction('go.outbox', 'screen.outbox', 'outbox', 'KeyO'),
  goAction('go.refused', 'screen.refused', 'refused', 'KeyI'),
  goAction('go.statistics', 'screen.statistics', 'statistics', 'KeyT'),
  { ...goAction('go.prices', 'screen.prices', 'prices', 'KeyW'), run: () => openPrices(null) },
  goAction('go.portals', 'screen.portals', 'portals', 'KeyP'),
  goAction('go.bundles', 'screen.bundles', 'bundles', 'KeyB'),
  {
    ...goAction('go.settings', 'screen.settings', 'settings', 'KeyS'),
    keys: [
      { code: 'Comma', mod: true },
      { code: 'KeyS', prefix: 'KeyG' },
    ],
  },
  {
    id: 'go.help',
    title: 'screen.help',
    group: 'go',
    keys: [{ code: 'F1' }, { code: 'KeyH', prefix: 'KeyG' }],
    availability: always,
    run: () => goTo('help'),
  },

  // Workspace
  {
    id: 'import.files',
    title: 'action.import.files',
    group: 'workspace',
    keys: [{ code: 'KeyO', mod: true }],
    availability: () => (isDeskOpen() ? (useIntake.getState().isImporting ? blocked('reason.import-active') : ready) : absent),
    run: () => importChosen('files'),
  },
  {
    id: 'import.folder',
    title: 'action.import.folder',
    group: 'workspace',
    keys: [{ code: 'KeyO', mod: true, shift: true }],
    availability: () => (isDeskOpen() ? (useIntake.getState().isImporting ? blocked('reason.import-active') : ready) : absent),
    run: () => importChosen('folder'),
  },
  { id: 'bundle.verify', title: 'action.bundle.verify', group: 'workspace', keys: [], availability: onDesk, run: verifyBundle },
  { id: 'workspace.choose', title: 'action.workspace.choose', group: 'workspace', keys: [], availability: always, run: chooseWorkspace },

  // View
  {
    id: 'palette.open',
    title: 'action.palette.open',
    group: 'view',
    keys: [{ code: 'KeyK', mod: true }],
    availability: onDesk,
    run: () => openOverlay('palette'),
  },
  {
    id: 'shortcuts.open',
    title: 'action.shortcuts.open',
    group: 'view',
    keys: [{ code: 'Slash', shift: true, character: '?' }],
    availability: always,
    run: () => openOverlay('shortcuts'),
  },
  { id: 'pane.next', title: 'action.pane.next', group: 'view', keys: [{ code: 'F6' }], availability: onDesk, run: () => focusPane(1) },
  {
    id: 'pane.previous',
    title: 'action.pane.previous',
    group: 'view',
    keys: [{ code: 'F6', shift: true }],
    availability: onDesk,
    run: () => focusPane(-1),
  },
  {
    id: 'pane.toggleQueue',
    title: 'action.pane.toggleQueue',
    group: 'view',
    keys: [{ code: 'BracketLeft' }],
    availability: onQueue,
    run: () => togglePane('queue'),
  },
  {
    id: 'pane.toggleSide',
    title: 'action.pane.toggleSide',
    group: 'view',
    keys: [{ code: 'BracketRight' }],
    availability: onQueue,
    run: () => togglePane('side'),
  },
  zoomAction('view.zoomIn', 'action.view.zoomIn', 1, [
    { code: 'Equal', mod: true },
    { code: 'Equal', mod: true, shift: true },
    { code: 'NumpadAdd', mod: true },
  ]),
  zoomAction('view.zoomOut', 'action.view.zoomOut', -1, [
    { code: 'Minus', mod: true },
    { code: 'NumpadSubtract', mod: true },
  ]),
  zoomAction('view.zoomReset', 'action.view.zoomReset', 0, [{ code: 'Digit0', mod: true }]),
  {
    id: 'view.theme',
    title: 'action.view.theme',
    group: 'view',
    keys: [],
    availability: always,
    run: async () => {
      await changeSettings({ theme: CYCLE[useSession.getState().settings.theme] });
    },
  },
  {
    id: 'tour.start',
    title: 'action.tour.start',
    group: 'view',
    keys: [],
    availability: onDesk,
    run: startTour,
  },
  {
    id: 'view.density',
    title: 'action.view.density',
    group: 'view',
    keys: [],
    availability: always,
    run: async () => {
      await changeSettings({ density: useSession.getState().settings.density === 'compact' ? 'comfortable' : 'compact' });
    },
  },
  {
    id: 'view.language',
    title: 'action.view.language',
    group: 'view',
    keys: [],
    availability: always,
    run: async () => {
      await changeSettings({ locale: useSession.getState().settings.locale === 'ru' ? 'en' : 'ru' });
    },
  },
];

const byId = new Map(ACTIONS.map((action) => [action.id, action]));

/** What an action will do and who will be told of it, in a sentence; null for one that only shows something. */
export function effectOf(id: string): PlainKey | null {
  return knownKey(`effect.${id}`);
}

export function actionOf(id: string): Action | undefined {
  return byId.get(id);
}

/** The first key of an action, for a button or a field that stands for it. */
export function bindingOf(id: string): KeyBinding {
  const binding = byId.get(id)?.keys[0];
  if (binding === undefined) throw new Error(`action without a key: ${id}`);
  return binding;
}

/** Runs an action if it is available now: used by the native menu, the palette and the keys. @returns whether it ran. */
export function runAction(id: string): boolean {
  const action = byId.get(id);
  if (action?.availability().state !== 'ready') return false;
  void action.run();
  return true;
}

/** Calls the listener whenever the availability of some action may have changed. */
export function onAvailabilityChange(listener: () => void): () => void {
  const stops = [
    useSession.subscribe(listener),
    useNavigation.subscribe(listener),
    useQueue.subscribe(listener),
    useChecklist.subscribe(listener),
    useRuns.subscribe(listener),
    useVerdict.subscribe(listener),
    useIntake.subscribe(listener),
    useReviews.subscribe(listener),
    onAnyResource(listener),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
