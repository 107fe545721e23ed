import { AlarmClock, Check, Circle, CircleDot, Trash2, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Input, StagesView, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { useI18n, useSession, useSourceWords } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/Fields.tsx';
import { Mark } from '../../components/Mark.tsx';
import { Moment } from '../../components/Moment.tsx';
import { ErrorState, Skeleton } from '../../components/States.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { act } from '../../lib/act.ts';
import { patch, refresh, refreshOne, useResource } from '../../lib/resources.ts';
import { jumpToRule } from '../checklist/checklist-store.ts';
import './stages.css';

type Stage = StagesView['stages'][number];
type Condition = Stage['entry'][number];
type Change = Input<'stage.change'>['change'];
type Apply = (change: Change) => Promise<boolean>;

const STATE_ICONS = { 'not-entered': Circle, open: CircleDot, finished: Check } as const;

/** The way of the solution into the catalogue: each stage with owner, term, conditions and its part of the checklist. */
export function Stages({ submission }: { readonly submission: SubmissionDetails }) {
  const { t } = useI18n();
  const submissionId = submission.id;
  const { value, failure, retry } = useResource('stage.list', { submissionId });
  // Marks and runs changed elsewhere decide conditions here.
  useEffect(() => refreshOne('stage.list', { submissionId }), [submissionId]);
  if (value === undefined) return failure === null ? <Skeleton lines={8} /> : <ErrorState failure={failure} onRetry={retry} />;
  const change = async (stage: Stage, wanted: Change): Promise<boolean> => {
    const answer = await act('stage.change', { submissionId, stageId: stage.id, revision: stage.revision, change: wanted });
    if (answer === undefined) {
      retry();
      return false;
    }
    patch('stage.list', { submissionId }, () => answer);
    refresh((channel, input) => channel === 'submission.history' && input['id'] === submissionId);
    return true;
  };
  return (
    <div className="pane-scroll" tabIndex={0} data-testid="stages">
      <ol className="stages" aria-label={t('tab.stages')}>
        {value.stages.map((stage) => (
          <StageItem key={`${stage.id} ${stage.state}`} stage={stage} apply={(wanted) => change(stage, wanted)} />
        ))}
      </ol>
    </div>
  );
}

function StageItem({ stage, apply }: { readonly stage: Stage; readonly apply: Apply }) {
  const { t, pick } = useI18n();
  const sourceInWords = useSourceWords();
  const Icon = STATE_ICONS[stage.state];
  const isReady = stage.entry.every(({ isMet }) => isMet);
  return (
    <li className="stage" data-testid={`stage-${stage.id}`} data-state={stage.state}>
      <details open={stage.state === 'open' || (stage.state === 'not-entered' && isReady)}>
        <summary className="stage-head">
          <Icon className="icon" aria-hidden />
          <span className="stage-title">{pick(stage.title)}</span>
          <Badge tone={stage.state === 'finished' ? 'pass' : stage.state === 'open' ? 'info' : 'plain'}>
            {t(`stages.state.${stage.state}`)}
          </Badge>
          {stage.reminder === null ? null : (
            <Badge tone={stage.reminder === 'overdue' ? 'fail' : 'warning'} icon={AlarmClock}>
              {t(`stages.reminder.${stage.reminder}`)}
            </Badge>
          )}
          <span className="faint small">{sourceInWords(stage.source)}</span>
        </summary>
        <div className="stage-body">
          <Facts stage={stage} />
          <Conditions title={t('stages.entry')} conditions={stage.entry} />
          <Conditions title={t('stages.exit')} conditions={stage.exit} apply={stage.state === 'open' ? apply : null} />
          {stage.checklist.length === 0 ? null : (
            <section>
              <h4>{t('tab.checklist')}</h4>
              <ul className="stage-list">
                {stage.checklist.map((item) => (
                  <li key={item.ruleId}>
                    <Mark name={item.mark} by="person" />
                    <button type="button" className="link" onClick={() => jumpToRule(item.ruleId)}>
                      {pick(item.text)}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {stage.state === 'finished' ? (
            <p>
              <Button icon={Undo2} onClick={() => void apply({ to: 'reopen' })}>
                {t('stages.reopen')}
              </Button>
            </p>
          ) : (
            <Term stage={stage} apply={apply} />
          )}
        </div>
      </details>
    </li>
  );
}

function Facts({ stage }: { readonly stage: Stage }) {
  const { t } = useI18n();
  if (stage.enteredAt === null) return null;
  return (
    <p className="stage-facts soft small">
      <span>
        {t('stages.enteredAt')} <Moment at={stage.enteredAt} />
      </span>
      {stage.dueAt === null ? null : (
        <span>
          {t('stages.dueAt')} <Moment at={stage.dueAt} />
        </span>
      )}
      {stage.daysLeft === null || stage.reminder === 'overdue' ? null : (
        <span>{stage.daysLeft === 0 ? t('stages.lastDay') : t('stages.daysLeft', { count: stage.daysLeft })}</span>
      )}
      {stage.daysLeft !== null && stage.daysLeft < 0 ? <span>{t('stages.daysOver', { count: -stage.daysLeft })}</span> : null}
      {stage.finishedAt === null ? null : (
        <span>
          {t('stages.finishedBy', { name: stage.finishedBy ?? '' })}, <Moment at={stage.finishedAt} />
        </span>
      )}
    </p>
  );
}

function Conditions({
  title,
  conditions,
  apply = null,
}: {
  readonly title: string;
  readonly conditions: readonly Condition[];
  readonly apply?: Apply | null;
}) {
  const { t, pick } = useI18n();
  if (conditions.length === 0) return null;
  return (
    <section>
      <h4>{title}</h4>
      <ul className="stage-list">
        {conditions.map((condition, index) => (
          <li key={index} data-met={condition.isMet}>
            {condition.isMet ? <Check className="icon stage-met" aria-hidden /> : <Circle className="icon" aria-hidden />}
            <div>
              {pick(condition.text)}
              <span className="visually-hidden"> · {t(condition.isMet ? 'stages.met' : 'stages.notMet')}</span>
              {condition.records === null ? null : <Records records={condition.records} apply={apply} />}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Records({ records, apply }: { readonly records: NonNullable<Condition['records']>; readonly apply: Apply | null }) {
  const { t, pick } = useI18n();
  const [text, setText] = useState('');
  return (
    <>
      <ul className="stage-records">
        {records.given.map((each) => (
          <li key={each.id}>
            <Untrusted text={each.text} />{' '}
            <span className="faint small">
              {each.by}, <Moment at={each.at} />
              {each.countsFrom === null ? null : (
                <>
                  {' '}
                  · {t('stages.countsFrom')} <Moment at={each.countsFrom} />
                </>
              )}
            </span>
            {apply === null ? null : (
              <Button look="quiet" icon={Trash2} onClick={() => void apply({ to: 'forget', recordId: each.id })}>
                {t('stages.forget')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {apply === null ? null : (
        <form
          className="stage-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() === '') return;
            void apply({ to: 'record', conditionId: records.conditionId, text: text.trim() }).then((isDone) => {
              if (isDone) setText('');
            });
          }}
        >
          <TextField
            label={`${pick(records.entry)}${records.wanted > 1 ? ` (${t('stages.wanted', { count: records.wanted })})` : ''}`}
            value={text}
            maxLength={500}
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="submit" blockedBecause={text.trim() === '' ? t('stages.writeFirst') : null}>
            {t('stages.note')}
          </Button>
        </form>
      )}
    </>
  );
}

/** Owner and term: asked for on entering, changed while the stage is open. */
function Term({ stage, apply }: { readonly stage: Stage; readonly apply: Apply }) {
  const { t } = useI18n();
  const me = useSession((session) => session.settings.moderatorName);
  const [owner, setOwner] = useState(stage.owner ?? me);
  const [days, setDays] = useState(stage.days === null ? '' : String(stage.days));
  const count = days.trim() === '' ? null : Number(days);
  const isWrong = owner.trim() === '' || (count !== null && !(Number.isInteger(count) && count >= 1 && count <= 250));
  const wrong = isWrong ? t('stages.termWrong') : null;
  const missing = (conditions: readonly Condition[]): string | null =>
    conditions.every(({ isMet }) => isMet) ? null : t('stages.conditionMissing');
  const isSame = owner.trim() === stage.owner && count === stage.days;
  return (
    <form className="stage-form" onSubmit={(event) => event.preventDefault()}>
      <TextField label={t('stages.owner')} value={owner} maxLength={200} onChange={(event) => setOwner(event.target.value)} />
      <TextField
        label={t('stages.days')}
        value={days}
        inputMode="numeric"
        maxLength={3}
        onChange={(event) => setDays(event.target.value)}
      />
      {stage.state === 'not-entered' ? (
        <Button
          look="primary"
          blockedBecause={missing(stage.entry) ?? wrong}
          onClick={() => void apply({ to: 'enter', owner: owner.trim(), days: count })}
        >
          {t('stages.enter')}
        </Button>
      ) : (
        <>
          <Button
            blockedBecause={wrong ?? (isSame ? t('stages.nothingChanged') : null)}
            onClick={() => void apply({ to: 'assign', owner: owner.trim(), days: count })}
          >
            {t('stages.assign')}
          </Button>
          <Button look="primary" icon={Check} blockedBecause={missing(stage.exit)} onClick={() => void apply({ to: 'finish' })}>
            {t('stages.finish')}
          </Button>
        </>
      )}
    </form>
  );
}
