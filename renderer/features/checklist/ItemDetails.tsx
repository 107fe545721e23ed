import { Check, CircleDashed, EyeOff, FlaskConical, Minus, Paperclip, X } from 'lucide-react';
import { Fragment, useEffect, useRef, useState } from 'react';
import type { Mark as MarkValue } from '../../../shared/domain/submission.ts';
import type { ChecklistItemView, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { actionOf } from '../../app/actions.ts';
import { useAvailability } from '../../app/ActionButton.tsx';
import { useI18n, useSourceWords } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Drift } from '../../components/Drift.tsx';
import { Button } from '../../components/Button.tsx';
import { TextArea } from '../../components/Fields.tsx';
import { Mark } from '../../components/Mark.tsx';
import { Moment } from '../../components/Moment.tsx';
import { UntrustedText } from '../../components/Untrusted.tsx';
import { useDraft } from '../../lib/use-draft.ts';
import { chooseEvidence, markRule, saveNote, useChecklist } from './checklist-store.ts';
import { showRuleInRun } from '../install-test/run-store.ts';
import { CheckFindings } from './CheckFindings.tsx';
import { Elsewhere } from './Elsewhere.tsx';
import { EvidenceList } from './EvidenceList.tsx';
import { FindingEditor } from './FindingEditor.tsx';

const CHOICES = [
  { mark: 'pass', action: 'item.pass', icon: Check },
  { mark: 'fail', action: 'item.fail', icon: X },
  { mark: 'not-applicable', action: 'item.notApplicable', icon: Minus },
  { mark: 'not-checked', action: 'item.clear', icon: CircleDashed },
] as const satisfies readonly { mark: MarkValue; action: string; icon: unknown }[];

/** What is expected, what the machine saw, the person's mark with note and evidence, and the finding it becomes. */
export function ItemDetails({ submission, item }: { readonly submission: SubmissionDetails; readonly item: ChecklistItemView }) {
  const { t, pick } = useI18n();
  const sourceInWords = useSourceWords();
  const markable = useAvailability('item.pass');
  const blockedBecause = markable.state === 'blocked' ? t(markable.reason) : null;
  const runId = item.automatic?.runId ?? null;
  return (
    <div className="item-details">
      <dl className="item-facts">
        <dt>{t('checklist.expected')}</dt>
        <dd className="selectable">{pick(item.expected)}</dd>
        <dt>{t('checklist.source')}</dt>
        <dd className="selectable">
          {sourceInWords(item.source)} <span className="mono faint">{item.ruleId}</span>
          {item.isAdvice ? <Badge>{t('rule.advice')}</Badge> : null}
          {item.checks.includes('submission') && !item.settings.enabled ? <Badge>{t('rule.disabled')}</Badge> : null}
          {item.checks.includes('submission') && item.settings.enabled && !item.settings.enforced ? <Badge>{t('rule.hint')}</Badge> : null}
          {item.settings.required ? <Badge>{t('rule.required')}</Badge> : null}
        </dd>
        {item.drift.length === 0 ? null : (
          <>
            <dt>{t('rule.drift')}</dt>
            <dd className="selectable">
              <Drift drift={item.drift} />
            </dd>
          </>
        )}
        {item.earlier.map(({ submissionId, attempt, seen }) => (
          <Fragment key={submissionId}>
            <dt>{t('earlier.told', { attempt })}</dt>
            <dd>{pick(seen) === '' ? <span className="faint">{t('earlier.noWords')}</span> : <UntrustedText text={pick(seen)} />}</dd>
          </Fragment>
        ))}
        {item.automatic === null ? null : (
          <>
            <dt>{t('checklist.automatic')}</dt>
            <dd className={`item-automatic item-automatic-${item.automatic.status}`}>
              <Mark name={item.automatic.status} by="machine" />
              <div>
                <UntrustedText text={pick(item.automatic.message)} />
                <p className="faint small">
                  {t(`checklist.by.${item.automatic.source}`)}, <Moment at={item.automatic.at} />
                  {item.automatic.place === null ? null : (
                    <>
                      {' · '}
                      <span className="mono selectable">
                        <bdi>{item.automatic.place}</bdi>
                      </span>
                    </>
                  )}
                </p>
                {runId === null ? null : (
                  <button
                    type="button"
                    className="link item-to-run"
                    data-testid="to-run"
                    onClick={() => void showRuleInRun(submission.id, runId, item.ruleId)}
                  >
                    <FlaskConical className="icon" aria-hidden />
                    {t('test.showInRun')}
                  </button>
                )}
                <CheckFindings submission={submission} item={item} isReadOnly={blockedBecause !== null} />
              </div>
            </dd>
          </>
        )}
        {item.checks.length === 1 && item.checks[0] === 'manual' ? (
          <>
            <dt>{t('checklist.automatic')}</dt>
            <dd className="faint">
              <EyeOff className="icon item-inline-icon" aria-hidden /> {t('checklist.manualOnly')}
            </dd>
          </>
        ) : null}
      </dl>

      <div className="item-marks" role="group" aria-label={t('checklist.mark')}>
        {CHOICES.map(({ mark, action, icon }) => (
          <Button
            key={mark}
            icon={icon}
            className={`item-mark item-mark-${mark}`}
            aria-pressed={item.mark === mark}
            binding={actionOf(action)?.keys[0]}
            blockedBecause={blockedBecause}
            data-action={action}
            onClick={() => void markRule(submission.id, item.ruleId, mark)}
          >
            {t(`mark.${mark}`)}
          </Button>
        ))}
        {item.markedBy === null || item.markedAt === null ? null : (
          <Badge>
            {item.markedBy}, <Moment at={item.markedAt} />
          </Badge>
        )}
        {item.keptFromAttempt === null ? null : <span className="faint small">{t('kept.help')}</span>}
      </div>

      <NoteEditor submissionId={submission.id} item={item} isReadOnly={blockedBecause !== null} />

      <div className="item-evidence">
        <EvidenceList submissionId={submission.id} item={item} isReadOnly={blockedBecause !== null} />
        <Button
          icon={Paperclip}
          look="quiet"
          binding={actionOf('item.evidence')?.keys[0]}
          blockedBecause={blockedBecause}
          onClick={() => void chooseEvidence(submission.id, item.ruleId)}
        >
          {t('checklist.addEvidence')}
        </Button>
        <span className="faint small">{t('checklist.evidenceHelp')}</span>
      </div>
      <Elsewhere submission={submission} item={item} isReadOnly={blockedBecause !== null} />

      {item.mark === 'fail' || item.automatic?.status === 'fail' ? (
        <FindingEditor submissionId={submission.id} item={item} isReadOnly={blockedBecause !== null} />
      ) : null}
    </div>
  );
}

/** A note is a draft while it is typed and is written to the checklist when the field is left. */
function NoteEditor({
  submissionId,
  item,
  isReadOnly,
}: {
  readonly submissionId: string;
  readonly item: ChecklistItemView;
  readonly isReadOnly: boolean;
}) {
  const { t } = useI18n();
  const draft = useDraft(`note:${submissionId}:${item.ruleId}`);
  const noteSerial = useChecklist((state) => state.noteSerial);
  const field = useRef<HTMLTextAreaElement>(null);
  const [isEditing, setEditing] = useState(false);
  /** The note as it was when the person began to change it. */
  const began = useRef<string | null>(null);
  const seen = useRef(0);
  useEffect(() => {
    if (noteSerial === seen.current) return;
    seen.current = noteSerial;
    if (noteSerial > 0) field.current?.focus();
  }, [noteSerial]);

  const isChanged = isEditing || (draft.isReady && draft.text !== '');
  const text = isChanged ? draft.text : item.note;
  const commit = async (): Promise<void> => {
    setEditing(false);
    if (!isChanged || draft.text === item.note) {
      if (draft.text !== '') draft.clear();
      return;
    }
    // What could not be stored (the claim is somebody else's now) still began with the note that was seen then.
    await saveNote(submissionId, item.ruleId, draft.text, began.current ?? item.note, () => {
      began.current = null;
      draft.clear();
    });
  };
  return (
    <TextArea
      ref={field}
      label={t('checklist.note')}
      value={text}
      maxLength={LIMITS.noteChars}
      readOnly={isReadOnly || !draft.isReady}
      placeholder={isReadOnly ? '' : t('checklist.noteHint')}
      onChange={(event) => {
        began.current ??= item.note;
        setEditing(true);
        draft.setText(event.target.value);
      }}
      onBlur={() => void commit()}
      onKeyDown={(event) => {
        if (event.code === 'Escape' || (event.code === 'Enter' && (event.ctrlKey || event.metaKey))) {
          event.preventDefault();
          event.stopPropagation();
          // Back to the item, so that the single keys act again.
          document.querySelector<HTMLElement>('[data-checklist-focus]')?.focus();
        }
      }}
    />
  );
}
