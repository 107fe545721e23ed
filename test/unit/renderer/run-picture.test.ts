import { describe, expect, it } from 'vitest';
import { afterProgress, EMPTY_PICTURE, isOver, type RunPicture } from '../../../renderer/features/install-test/run-store.ts';
import type { RunPhase, RunProgress, RunReport, RunStep } from '../../../shared/domain/install-test.ts';

const phase = (name: string, status: RunPhase['status']): RunPhase => ({
  name,
  title: { ru: name, en: name },
  status,
  startedAt: null,
  durationMs: null,
});
const step = (id: string, state: RunStep['state']): RunStep => ({
  id,
  phase: 'install',
  name: id,
  title: { ru: id, en: id },
  role: null,
  state,
  startedAt: null,
  durationMs: null,
  message: null,
  ruleIds: [],
  evidenceIds: [],
});
const fold = (...progress: RunProgress[]): RunPicture => progress.reduce(afterProgress, EMPTY_PICTURE);

describe('picture of a run', () => {
  it('follows plan, steps and phases in place', () => {
    const picture = fold(
      { type: 'state', state: 'running' },
      { type: 'plan', phases: [phase('install', 'waiting')], steps: [step('one', 'waiting'), step('two', 'waiting')] },
      { type: 'step', step: step('one', 'passed') },
      { type: 'phase', phase: phase('install', 'running') },
    );
    expect(picture.state).toBe('running');
    expect(picture.steps.map(({ id, state }) => `${id} ${state}`)).toEqual(['one passed', 'two waiting']);
    expect(picture.phases.map(({ status }) => status)).toEqual(['running']);
  });

  it('takes a step that the plan did not name', () => {
    expect(fold({ type: 'step', step: step('extra', 'failed') }).steps).toHaveLength(1);
  });

  it('asks at a checkpoint until the run goes on', () => {
    const asked = fold({ type: 'checkpoint', checkpointId: 'c', question: { ru: 'Верно?', en: 'Right?' } });
    expect(asked.state).toBe('checkpoint');
    expect(asked.checkpoint?.id).toBe('c');
    expect(afterProgress(asked, { type: 'state', state: 'checkpoint' }).checkpoint?.id).toBe('c');
    expect(afterProgress(asked, { type: 'state', state: 'running' }).checkpoint).toBeNull();
  });

  it('ends with the report, and stays stopped when it was stopped', () => {
    const report = {
      phases: [phase('install', 'passed')],
      steps: [step('one', 'passed')],
      findings: [],
      evidence: [],
      outcome: 'incomplete',
    } as unknown as RunReport;
    expect(fold({ type: 'report', report }).state).toBe('finished');
    const stopped = fold({ type: 'state', state: 'stopped' }, { type: 'report', report });
    expect(stopped.state).toBe('stopped');
    expect(stopped.report).toBe(report);
    expect(isOver(stopped.state)).toBe(true);
    expect(isOver('paused')).toBe(false);
  });
});
