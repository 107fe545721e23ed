import { ArrowRight, Ban, Check, CircleAlert, CornerUpLeft, Gavel, PackageMinus, RotateCw, TriangleAlert, Undo2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { VERDICT_KINDS, type VerdictKind } from '../../../shared/domain/submission.ts';
import type { SubmissionDetails, VerdictDetails } from '../../../shared/ipc/contract.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { useI18n } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Choice, TextArea } from '../../components/Fields.tsx';
import { Moment } from '../../components/Moment.tsx';
import { ErrorState, Skeleton } from '../../components/States.tsx';
import { UntrustedText } from '../../components/Untrusted.tsx';
import { useNow } from '../../lib/hooks.ts';
import { useResource } from '../../lib/resources.ts';
import { useDraft } from '../../lib/use-draft.ts';
import { jumpToRule } from '../checklist/checklist-store.ts';
import { InsertTemplate, joined, useUnfilled } from '../templates/InsertTemplate.tsx';
import { letterLanguage } from './letter-language.ts';
import { decide, leaveVerdict, undoVerdict, useVerdict } from './verdict-store.ts';
import { LetterFindings } from './LetterFindings.tsx';
import './verdict.css';

const ICONS = { approve: Check, return: CornerUpLeft, refuse: Ban, withdraw: PackageMinus } as const;

/** What will happen and who will be told, what still blocks it, and the letter; nothing happens before the button below it is pressed. */
export function VerdictPanel({ submission }: { readonly submission: SubmissionDetails }) {
  const prepared = useVerdict((state) => state.prepared);
  if (prepared !== null && prepared.submissionId === submission.id)
    return <Preparation key={prepared.kind} submission={submission} kind={prepared.kind} />;
  return submission.verdict === null ? <Choose /> : <Decided submission={submission} />;
}

function Choose() {
  const { t } = useI18n();
  return (
    <div className="verdict-choose">
      <Gavel className="state-icon" aria-hidden />
      <p className="state-title">{t('verdict.choose')}</p>
      <p className="soft">{t('verdict.chooseHelp')}</p>
      <div className="verdict-kinds">
        {VERDICT_KINDS.map((kind) => (
          <ActionButton key={kind} action={`verdict.${kind}`} icon={ICONS[kind]} />
        ))}
      </div>
    </div>
  );
}

function Decided({ submission }: { readonly submission: SubmissionDetails }) {
  const { t } = useI18n();
  const now = useNow(1_000);
  const { verdict } = submission;
  if (verdict === null) return null;
  const leftMs = verdict.undoUntil === null ? 0 : verdict.undoUntil - now;
  return (
    <div className="pane-scroll verdict" tabIndex={0} data-testid="verdict-decided">
      <p className="verdict-sentence">
        <strong>{t(`verdict.kind.${verdict.kind}`)}</strong>
      </p>
      <p className="soft">
        {t('submission.decidedBy', { name: verdict.by })}, <Moment at={verdict.at} />
      </p>
      <p>
        <Badge tone={verdict.outboxState === 'handed-over' ? 'pass' : 'warning'}>{t(`outbox.state.${verdict.outboxState}`)}</Badge>
      </p>
      {leftMs > 0 ? (
        <p>
          <Button icon={Undo2} onClick={() => void undoVerdict(verdict.id, submission.id)}>
            {t('verdict.undoIn', { count: Math.ceil(leftMs / 1000) })}
          </Button>
        </p>
      ) : null}
      {verdict.letter === '' ? null : (
        <section className="verdict-letter">
          <h3>{t('verdict.letterSent')}</h3>
          <UntrustedText text={verdict.letter} isFoldable={false} />
        </section>
      )}
      <div className="verdict-kinds">
        <ActionButton action="verdict.withdraw" icon={PackageMinus} look="danger" />
        <ActionButton action="bundle.export" />
      </div>
    </div>
  );
}

function Preparation({ submission, kind }: { readonly submission: SubmissionDetails; readonly kind: VerdictKind }) {
  const { t, pick } = useI18n();
  const { value: preview, failure, retry } = useResource('verdict.preview', { submissionId: submission.id, kind });
  const [language, setLanguage] = useState(() => letterLanguage(submission));
  const draft = useDraft(`letter:${submission.id}:${kind}:${language}`);
  const [isEdited, setEdited] = useState(false);
  const [reason, setReason] = useState('');
  const isDeciding = useVerdict((state) => state.isDeciding);
  const focusSerial = useVerdict((state) => state.focusSerial);
  const confirm = useRef<HTMLButtonElement>(null);
  const isThere = preview !== undefined;
  const written = isEdited || (draft.isReady && draft.text !== '') ? draft.text : (preview?.letter[language] ?? '');
  const unfilled = useUnfilled(submission.id, written);
  useEffect(() => {
    if (isThere) confirm.current?.focus();
  }, [focusSerial, isThere]);

  if (preview === undefined) return failure === null ? <Skeleton lines={7} /> : <ErrorState failure={failure} onRetry={retry} />;
  const compiled = preview.letter[language];
  const isOwn = isEdited || (draft.isReady && draft.text !== '');
  const letter = written;
  const reasonMissing = preview.needsReason !== null && reason.trim() === '';
  const isBlocked = preview.blockers.length > 0 || unfilled !== null || reasonMissing;
  const Icon = ICONS[kind];
  const submit = (): void => {
    if (isBlocked || !draft.isReady) return;
    // The draft stays: who undoes the verdict finds the letter as it was.
    void decide(submission, kind, letter, language, reason);
  };

  return (
    <form
      className="verdict-form"
      data-testid="verdict-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          submit();
        } else if (event.code === 'Escape') leaveVerdict();
      }}
    >
      <div className="pane-scroll verdict">
        <h3 className="verdict-title">
          <Icon className="icon" aria-hidden /> {t(`action.verdict.${kind}`)}
        </h3>
        <p className="verdict-sentence" data-testid="consequence">
          {pick(preview.consequence)}
        </p>
        <Obstacles title={t('verdict.blockers')} items={preview.blockers} tone="fail" />
        {preview.needsReason === null ? null : (
          <TextArea
            label={t('verdict.reason')}
            help={pick(preview.needsReason)}
            value={reason}
            maxLength={LIMITS.noteChars}
            data-testid="verdict-reason"
            onChange={(event) => setReason(event.target.value)}
          />
        )}
        <Obstacles title={t('verdict.warnings')} items={preview.warnings} tone="warning" />
        {compiled === '' && !isOwn && kind === 'refuse' ? <p className="soft">{t('verdict.noReasonOwed')}</p> : null}
        {kind === 'return' ? <LetterFindings submissionId={submission.id} /> : null}
        <div className="verdict-letter-head">
          <Choice
            label={t('verdict.language')}
            value={language}
            onChange={(next) => {
              setEdited(false);
              setLanguage(next);
            }}
            options={[
              { value: 'ru', label: t('language.ru') },
              { value: 'en', label: t('language.en') },
            ]}
          />
          {isOwn && letter !== compiled ? (
            <Button
              look="quiet"
              icon={RotateCw}
              onClick={() => {
                draft.discard();
                setEdited(false);
              }}
            >
              {t('verdict.recompile')}
            </Button>
          ) : null}
        </div>
        <TextArea
          className="verdict-letter-field"
          label={t('verdict.letter')}
          value={letter}
          lang={language}
          maxLength={LIMITS.letterChars}
          readOnly={!draft.isReady}
          help={unfilled !== null ? unfilled : isOwn && letter !== compiled ? t('verdict.draftSaved') : t('verdict.letterHelp')}
          onChange={(event) => {
            setEdited(true);
            draft.setText(event.target.value);
          }}
        />
        <InsertTemplate
          submissionId={submission.id}
          language={language}
          onInsert={(text) => {
            setEdited(true);
            draft.setText(joined(letter, text));
          }}
        />
      </div>
      <div className="verdict-foot">
        <Button onClick={leaveVerdict}>{t('common.cancel')}</Button>
        <Button
          ref={confirm}
          type="submit"
          look={kind === 'refuse' || kind === 'withdraw' ? 'danger' : 'primary'}
          icon={Icon}
          binding={{ code: 'Enter', mod: true }}
          isBusy={isDeciding}
          blockedBecause={
            preview.blockers.length > 0
              ? t('verdict.blocked', { count: preview.blockers.length })
              : (unfilled ?? (reasonMissing ? t('verdict.reasonNeeded') : null))
          }
          data-testid="verdict-confirm"
        >
          {t(`action.verdict.${kind}`)}
        </Button>
      </div>
    </form>
  );
}

const SHOWN_OBSTACLES = 3;

function Obstacles({
  title,
  items,
  tone,
}: {
  readonly title: string;
  readonly items: VerdictDetails['blockers'];
  readonly tone: 'fail' | 'warning';
}) {
  const { t, pick } = useI18n();
  const [isOpen, setOpen] = useState(false);
  if (items.length === 0) return null;
  const shown = isOpen || items.length <= SHOWN_OBSTACLES + 1 ? items : items.slice(0, SHOWN_OBSTACLES);
  const Icon = tone === 'fail' ? CircleAlert : TriangleAlert;
  return (
    <section className={`obstacles obstacles-${tone}`}>
      <h4>
        {title} <span className="number">{items.length}</span>
      </h4>
      <ul>
        {shown.map((item, index) => (
          <li key={index} className="obstacle">
            <Icon className="icon" aria-hidden />
            <span>{pick(item.message)}</span>
            {item.ruleId === null ? null : (
              <button type="button" className="link obstacle-jump" onClick={() => item.ruleId !== null && jumpToRule(item.ruleId)}>
                {t('verdict.jump')}
                <ArrowRight className="icon" aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ul>
      {shown.length === items.length ? null : (
        <button type="button" className="link" onClick={() => setOpen(true)}>
          {t('verdict.showMore', { count: items.length - shown.length })}
        </button>
      )}
    </section>
  );
}
