import { FlaskConical } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useI18n } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { useResource } from '../../lib/resources.ts';
import { isOver, showRun, useRuns } from './run-store.ts';

/** The tests that run or wait, from whatever screen: one click shows each. Absent while there is none. */
export function ActiveRuns() {
  const { t } = useI18n();
  const runs = useResource('installTest.active', {}).value?.runs.filter((run) => !isOver(run.state)) ?? [];
  const pictures = useRuns((state) => state.pictures);
  if (runs.length === 0) return null;
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button look="quiet" icon={FlaskConical} data-testid="active-runs">
          {t('test.activeCount', { count: runs.length })}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="active-runs" sideOffset={4} align="end" collisionPadding={8} aria-label={t('test.active')} data-overlay>
          <ul>
            {runs.map((run) => {
              const picture = pictures.get(run.id);
              const done = picture?.steps.filter((step) => step.state !== 'waiting' && step.state !== 'running').length ?? 0;
              const state = picture?.state ?? run.state;
              return (
                <li key={run.id}>
                  <Popover.Close asChild>
                    <button
                      type="button"
                      className="active-run"
                      data-testid="active-run"
                      onClick={() => showRun(run.submissionId, run.id, null)}
                    >
                      <span className="truncate">
                        <Untrusted text={run.solutionName} />
                      </span>
                      <span className="soft small">{run.portalName}</span>
                      <Badge tone={state === 'queued' || state === 'checkpoint' || state === 'paused' ? 'warning' : 'info'}>
                        {t(`run.state.${state}`)}
                      </Badge>
                      {picture === undefined || picture.steps.length === 0 ? null : (
                        <span className="number soft small">
                          {done}/{picture.steps.length}
                        </span>
                      )}
                    </button>
                  </Popover.Close>
                </li>
              );
            })}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
