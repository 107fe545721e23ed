import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { TextField } from '../../components/Fields.tsx';
import { act } from '../../lib/act.ts';

/** The day that the team agreed on for this submission. */
export function DueDay({ submission }: { readonly submission: SubmissionDetails }) {
  const { t } = useI18n();
  return (
    <section className="card-group card-due">
      <h3 className="card-group-title">{t('due.title')}</h3>
      <TextField
        key={submission.dueDay}
        type="date"
        label={t('due.day')}
        help={t('due.help')}
        defaultValue={submission.dueDay ?? ''}
        data-testid="due-day"
        onBlur={(event) => {
          const day = event.target.value === '' ? null : event.target.value;
          if (day !== submission.dueDay) void act('submission.setDueDay', { id: submission.id, day });
        }}
      />
    </section>
  );
}
