import { Paperclip, StickyNote } from 'lucide-react';
import { memo, useEffect, useRef, useState, type DragEvent } from 'react';
import type { ChecklistItemView, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Badge, type Tone } from '../../components/Badge.tsx';
import { Mark } from '../../components/Mark.tsx';
import { attachFiles, toggleDetails, useChecklist } from './checklist-store.ts';
import { ItemDetails } from './ItemDetails.tsx';

const STANDING_TONES: Readonly<Record<NonNullable<ChecklistItemView['standing']>, Tone>> = {
  'says-fixed': 'info',
  unchanged: 'fail',
  returned: 'fail',
  fixed: 'pass',
};

interface Properties {
  readonly submission: SubmissionDetails;
  readonly item: ChecklistItemView;
  readonly isFocused: boolean;
  readonly isOpen: boolean;
}

export const ChecklistRow = memo(function ChecklistRow({ submission, item, isFocused, isOpen }: Properties) {
  const { t, pick } = useI18n();
  const focusSerial = useChecklist((state) => state.focusSerial);
  const line = useRef<HTMLButtonElement>(null);
  const [isDropOffered, setDropOffered] = useState(false);

  const seen = useRef(focusSerial);
  useEffect(() => {
    if (seen.current === focusSerial) return;
    seen.current = focusSerial;
    if (!isFocused) return;
    line.current?.focus({ preventScroll: true });
    line.current?.scrollIntoView({ block: 'nearest' });
  }, [focusSerial, isFocused]);

  const onDrag = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = 'copy';
    setDropOffered(true);
  };

  return (
    <li
      className="checklist-item"
      data-focused={isFocused || undefined}
      data-open={isOpen || undefined}
      data-drop={isDropOffered || undefined}
      data-testid={`item-${item.ruleId}`}
      data-mark={item.mark}
      onDragEnter={onDrag}
      onDragOver={onDrag}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropOffered(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setDropOffered(false);
        void attachFiles(submission.id, item.ruleId, [...event.dataTransfer.files]);
      }}
    >
      <button
        ref={line}
        type="button"
        className="checklist-line"
        aria-expanded={isOpen}
        aria-current={isFocused ? 'true' : undefined}
        tabIndex={isFocused ? 0 : -1}
        data-checklist-focus={isFocused ? '' : undefined}
        onFocus={() => {
          if (!isFocused) useChecklist.setState({ focusedRule: item.ruleId });
        }}
        onKeyDown={(event) => {
          // The key table decides about Enter here, not the button itself.
          if (event.code === 'Enter' || event.code === 'NumpadEnter') {
            event.preventDefault();
            toggleDetails(item.ruleId);
          }
        }}
        onClick={() => toggleDetails(item.ruleId)}
      >
        <Mark name={item.mark} by="person" />
        <span className="checklist-automatic">{item.automatic === null ? null : <Mark name={item.automatic.status} by="machine" />}</span>
        <span className="checklist-text">{pick(item.text)}</span>
        <span className="checklist-facts">
          {item.standing === null ? null : <Badge tone={STANDING_TONES[item.standing]}>{t(`standing.${item.standing}`)}</Badge>}
          {item.keptFromAttempt === null ? null : (
            <Badge title={t('kept.help')}>{t('kept.badge', { attempt: item.keptFromAttempt })}</Badge>
          )}
          {item.note === '' ? null : <StickyNote className="icon" role="img" aria-label={t('checklist.hasNote')} />}
          {item.evidence.length === 0 ? null : (
            <span className="checklist-evidence number" title={t('checklist.evidenceCount', { count: item.evidence.length })}>
              <Paperclip className="icon" aria-hidden />
              {item.evidence.length}
              <span className="visually-hidden">{t('checklist.evidenceCount', { count: item.evidence.length })}</span>
            </span>
          )}
          <span className={`checklist-severity checklist-severity-${item.severity}`}>{t(`severity.${item.severity}`)}</span>
        </span>
      </button>
      {isOpen ? <ItemDetails submission={submission} item={item} /> : null}
    </li>
  );
});
