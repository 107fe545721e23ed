import { AlarmClock } from 'lucide-react';
import { useI18n } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { useResource } from '../../lib/resources.ts';
import { useRefreshedStages } from './stage-clock.ts';

/** The stage that the solution stands in, with a reminder when its term is near or over. */
export function StageReminder({ submissionId }: { readonly submissionId: string }) {
  const { t, pick } = useI18n();
  useRefreshedStages(submissionId);
  const open = useResource('stage.list', { submissionId }).value?.stages.filter(({ state }) => state === 'open') ?? [];
  return open.map((stage) => (
    <span key={stage.id} data-testid="stage-reminder" data-reminder={stage.reminder ?? 'none'}>
      {stage.reminder === null ? (
        <Badge>{pick(stage.title)}</Badge>
      ) : (
        <Badge tone={stage.reminder === 'overdue' ? 'fail' : 'warning'} icon={AlarmClock}>
          {pick(stage.title)}: {t(`stages.reminder.${stage.reminder}`)}
        </Badge>
      )}
    </span>
  ));
}
