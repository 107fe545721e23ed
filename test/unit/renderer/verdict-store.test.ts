import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type * as NavigationStore from '../../../renderer/app/navigation-store.ts';
import type * as VerdictStore from '../../../renderer/features/verdict/verdict-store.ts';
import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';

let verdict: typeof VerdictStore;
let navigation: typeof NavigationStore;
let answer: () => void;
let decided: number;

const SUBMISSION = { id: 'first', revision: 1, version: '1.0', solution: { name: 'Счета' } } as SubmissionDetails;
const decide = (): Promise<boolean> => verdict.decide(SUBMISSION, 'return', 'Письмо', 'ru', '');

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  decided = 0;
  vi.stubGlobal('window', {
    workstation: {
      invoke: (channel: string) => {
        if (channel === 'verdict.undo') return Promise.resolve({ ok: true, value: {} });
        if (channel !== 'verdict.decide') return new Promise(() => undefined);
        decided += 1;
        return new Promise((resolve) => {
          answer = () => resolve({ ok: true, value: { verdictId: 'v', undoUntil: Date.now() + 15_000, nextSubmissionId: 'next' } });
        });
      },
      on: () => () => undefined,
      pathOf: () => '',
    },
  });
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
  navigation = await import('../../../renderer/app/navigation-store.ts');
  verdict = await import('../../../renderer/features/verdict/verdict-store.ts');
  navigation.useNavigation.setState({ openId: SUBMISSION.id, side: 'verdict' });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('opens the next submission once the confirmation is painted', async () => {
  const done = decide();
  answer();
  await vi.advanceTimersByTimeAsync(1);
  expect(verdict.useVerdict.getState().last).toMatchObject({ verdictId: 'v', submissionId: 'first' });
  expect(navigation.useNavigation.getState().openId).toBe('first');
  await vi.runAllTimersAsync();
  expect(await done).toBe(true);
  expect(navigation.useNavigation.getState()).toMatchObject({ screen: 'queue', openId: 'next', side: 'chat' });
});

it('leaves a person where he went meanwhile', async () => {
  const done = decide();
  answer();
  await vi.advanceTimersByTimeAsync(1);
  navigation.goTo('outbox');
  await vi.runAllTimersAsync();
  await done;
  expect(navigation.useNavigation.getState()).toMatchObject({ screen: 'outbox', openId: 'next' });
});

it('stays with a submission whose verdict was undone meanwhile', async () => {
  const done = decide();
  answer();
  await vi.advanceTimersByTimeAsync(1);
  void verdict.undoVerdict('v', 'first');
  await vi.runAllTimersAsync();
  await done;
  expect(verdict.undoableDecision()).toBeNull();
  expect(navigation.useNavigation.getState().openId).toBe('first');
});

it('does not open another submission over the one that was opened meanwhile', async () => {
  const done = decide();
  answer();
  await vi.advanceTimersByTimeAsync(1);
  navigation.openSubmission('other');
  await vi.runAllTimersAsync();
  await done;
  expect(navigation.useNavigation.getState().openId).toBe('other');
});

it('decides once however often it is asked, and says that it works only when the answer is slow', async () => {
  const done = decide();
  expect(await decide()).toBe(false);
  expect(decided).toBe(1);
  expect(verdict.useVerdict.getState().isDeciding).toBe(false);
  await vi.advanceTimersByTimeAsync(150);
  expect(verdict.useVerdict.getState().isDeciding).toBe(true);
  answer();
  await vi.runAllTimersAsync();
  expect(await done).toBe(true);
  expect(verdict.useVerdict.getState().isDeciding).toBe(false);
});
