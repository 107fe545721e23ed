import { Mail } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ChecklistItemView, FindingDetails } from '../../../shared/ipc/contract.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { useI18n } from '../../app/session-store.ts';
import { CheckBox, TextArea } from '../../components/Fields.tsx';
import { askAbout, otherVersion } from '../../components/conflict-store.ts';
import { tellFailure } from '../../components/toast-store.ts';
import { act } from '../../lib/act.ts';
import { call } from '../../lib/bridge.ts';
import { patch, refresh, useResource } from '../../lib/resources.ts';
import { useDraft, type Draft } from '../../lib/use-draft.ts';
import { InsertTemplate, joined } from '../templates/InsertTemplate.tsx';

interface Words {
  readonly seen: string;
  readonly steps: string;
}

/** What was seen and how to see it: the paragraph of the letter that this item becomes. */
export function FindingEditor({
  submissionId,
  item,
  isReadOnly,
}: {
  readonly submissionId: string;
  readonly item: ChecklistItemView;
  readonly isReadOnly: boolean;
}) {
  const { t, pick } = useI18n();
  const findings = useResource('finding.list', { submissionId }).value?.findings;
  const finding = findings?.find((candidate) => candidate.ruleId === item.ruleId);
  const seen = useDraft(`finding-seen:${submissionId}:${item.ruleId}`);
  const steps = useDraft(`finding-steps:${submissionId}:${item.ruleId}`);
  const [edited, setEdited] = useState({ seen: false, steps: false });
  /** The words as they were when the person began to change them. */
  const began = useRef<Words | null>(null);
  const begin = (): void => {
    began.current ??= { seen: finding?.seen ?? '', steps: finding?.steps ?? '' };
  };

  const textOf = (draft: Draft, isEdited: boolean, stored: string): string =>
    isEdited || (draft.isReady && draft.text !== '') ? draft.text : stored;
  const seenText = textOf(seen, edited.seen, finding?.seen ?? '');
  const stepsText = textOf(steps, edited.steps, finding?.steps ?? '');

  const commit = async (): Promise<void> => {
    if (finding !== undefined && seenText === finding.seen && stepsText === finding.steps) return;
    if (finding === undefined && seenText.trim() === '' && stepsText.trim() === '') return;
    await save(seenText, stepsText, began.current ?? { seen: finding?.seen ?? '', steps: finding?.steps ?? '' });
  };
  const settled = (): void => {
    began.current = null;
    seen.clear();
    steps.clear();
    setEdited({ seen: false, steps: false });
  };
  const save = async (seenWords: string, stepsWords: string, was: Words): Promise<void> => {
    const result = await call('finding.save', { submissionId, ruleId: item.ruleId, seen: seenWords, steps: stepsWords, was });
    if (result.ok) {
      putFinding(submissionId, result.value);
      settled();
      return;
    }
    const other = otherVersion(result);
    if (other === null) {
      tellFailure(result);
      return;
    }
    const stored = await call('finding.list', { submissionId });
    const now = stored.ok ? stored.value.findings.find((each) => each.ruleId === item.ruleId) : undefined;
    const theirs: Words = { seen: now?.seen ?? '', steps: now?.steps ?? '' };
    const shown = (words: Words): string => [words.seen, words.steps].filter((part) => part !== '').join('\n\n');
    askAbout({
      title: 'conflict.finding',
      about: pick(item.text),
      mine: shown({ seen: seenWords, steps: stepsWords }),
      theirs: shown(theirs),
      by: other.by,
      keepMine: () => save(seenWords, stepsWords, theirs),
      takeTheirs: () => {
        if (now !== undefined) putFinding(submissionId, now);
        settled();
      },
    });
  };

  return (
    <section className="finding" aria-label={t('finding.title')}>
      <div className="finding-head">
        <Mail className="icon" aria-hidden />
        <h4>{t('finding.title')}</h4>
        {finding === undefined ? null : <IncludeBox submissionId={submissionId} finding={finding} isReadOnly={isReadOnly} />}
      </div>
      <TextArea
        label={t('finding.seen')}
        value={seenText}
        maxLength={LIMITS.noteChars}
        readOnly={isReadOnly || !seen.isReady}
        placeholder={t('finding.seenHint')}
        onChange={(event) => {
          begin();
          setEdited((before) => ({ ...before, seen: true }));
          seen.setText(event.target.value);
        }}
        onBlur={() => void commit()}
      />
      {isReadOnly ? null : (
        <InsertTemplate
          submissionId={submissionId}
          item={item}
          onInsert={(text) => {
            begin();
            setEdited((before) => ({ ...before, seen: true }));
            seen.setText(joined(seenText, text));
          }}
        />
      )}
      <TextArea
        label={t('finding.steps')}
        value={stepsText}
        maxLength={LIMITS.noteChars}
        readOnly={isReadOnly || !steps.isReady}
        placeholder={t('finding.stepsHint')}
        onChange={(event) => {
          begin();
          setEdited((before) => ({ ...before, steps: true }));
          steps.setText(event.target.value);
        }}
        onBlur={() => void commit()}
      />
    </section>
  );
}

function putFinding(submissionId: string, finding: FindingDetails): void {
  patch('finding.list', { submissionId }, ({ findings }) => ({
    findings: findings.some((other) => other.id === finding.id)
      ? findings.map((other) => (other.id === finding.id ? finding : other))
      : [...findings, finding],
  }));
  refresh((channel, input) => channel === 'verdict.preview' && input['submissionId'] === submissionId);
}

function IncludeBox({
  submissionId,
  finding,
  isReadOnly,
}: {
  readonly submissionId: string;
  readonly finding: FindingDetails;
  readonly isReadOnly: boolean;
}) {
  const { t } = useI18n();
  if (isReadOnly) return <span className="faint small">{finding.included ? t('finding.included') : t('finding.notIncluded')}</span>;
  return (
    <CheckBox
      label={t('finding.include')}
      isChecked={finding.included}
      onChange={(included) => {
        void act('finding.setIncluded', { submissionId, findingId: finding.id, included }).then((answer) => {
          if (answer !== undefined) putFinding(submissionId, answer);
        });
      }}
    />
  );
}
