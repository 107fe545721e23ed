import type { RunEvidence, RunFinding, RunPhase, RunProgress, RunReport, RunStep } from '../../shared/domain/install-test.ts';
import type { Problem } from './problem.ts';
import type { RunRequest } from './run-messages.ts';

/** The report of a run that did not come to a report of its own. `progress` is what was told until then. */
export function emptyReport(
  request: Pick<RunRequest, 'runId' | 'marketplace' | 'registration'>,
  problem: Problem,
  progress: readonly RunProgress[] = [],
  startedAt = Date.now(),
): RunReport {
  const phases = new Map<string, RunPhase>();
  const steps = new Map<string, RunStep>();
  const findings: RunFinding[] = [];
  const evidence: RunEvidence[] = [];
  for (const one of progress) {
    if (one.type === 'plan') {
      for (const phase of one.phases) phases.set(phase.name, phase);
      for (const step of one.steps) steps.set(step.id, step);
    } else if (one.type === 'phase') phases.set(one.phase.name, one.phase);
    else if (one.type === 'step') steps.set(one.step.id, one.step);
    else if (one.type === 'finding') findings.push(one.finding);
    else if (one.type === 'evidence') evidence.push(one.evidence);
  }
  return {
    format: 'moderation-install-test',
    formatVersion: 1,
    runId: request.runId,
    marketplace: request.marketplace,
    outcome: 'incomplete',
    problem,
    startedAt,
    durationMs: Date.now() - startedAt,
    solution: {
      code: request.registration.code,
      version: request.registration.version,
      mode: String(request.registration['mode'] ?? ''),
    },
    portal: { address: '', memberId: '', ca: null },
    phases: [...phases.values()].map((phase) => ({ ...phase, status: endedState(phase.status) })),
    steps: [...steps.values()].map((step) => ({ ...step, state: endedState(step.state) })),
    findings,
    ruleResults: [],
    calls: [],
    scopes: { declared: [], used: [] },
    evidence,
  };
}

function endedState(state: RunStep['state']): RunStep['state'] {
  if (state === 'running') return 'could-not-look';
  return state === 'waiting' ? 'skipped' : state;
}
