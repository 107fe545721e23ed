import { Check, CornerUpRight, Lightbulb } from 'lucide-react';
import { useState } from 'react';
import type { ChecklistItemView, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Select, TextField } from '../../components/Fields.tsx';
import { Moment } from '../../components/Moment.tsx';
import { OutsideLink, Untrusted } from '../../components/Untrusted.tsx';
import { showPlace } from '../card/place-store.ts';
import { acceptFinding } from './checklist-store.ts';

/** How long an accepted finding may stay accepted, days. */
const TERMS = ['30', '90', '180', '365', '730'] as const;
type Term = (typeof TERMS)[number];

type Finding = NonNullable<ChecklistItemView['automatic']>['findings'][number];

/** Everything that an automatic check found: where it is, what to do about it, and letting it pass. */
export function CheckFindings({
  submission,
  item,
  isReadOnly,
}: {
  readonly submission: SubmissionDetails;
  readonly item: ChecklistItemView;
  readonly isReadOnly: boolean;
}) {
  const { t } = useI18n();
  const findings = item.automatic?.findings ?? [];
  if (findings.length === 0) return null;
  return (
    <ul className="check-findings" aria-label={t('places.title')}>
      {findings.map((finding, index) => (
        <FindingLine key={index} submission={submission} item={item} index={index} finding={finding} isReadOnly={isReadOnly} />
      ))}
    </ul>
  );
}

function FindingLine({
  submission,
  item,
  index,
  finding,
  isReadOnly,
}: {
  readonly submission: SubmissionDetails;
  readonly item: ChecklistItemView;
  readonly index: number;
  readonly finding: Finding;
  readonly isReadOnly: boolean;
}) {
  const { t, pick } = useI18n();
  const [reason, setReason] = useState<string | null>(null);
  const [term, setTerm] = useState<Term>('180');
  const field = [...submission.card, ...submission.versionFields].find(({ path }) => path === finding.field);
  const file = submission.media.find(({ sha256 }) => sha256 === finding.sha256);
  const { accepted } = finding;
  return (
    <li className="check-finding" data-testid="check-finding" data-accepted={accepted !== null || undefined}>
      <p className="selectable">
        <Untrusted text={pick(finding.message)} />
      </p>
      {finding.suggestion === null ? null : (
        <p className="faint small">
          <Lightbulb className="icon item-inline-icon" aria-hidden /> <Untrusted text={pick(finding.suggestion)} />
        </p>
      )}
      {finding.link === null ? null : (
        <p className="small">
          <OutsideLink url={finding.link} />
        </p>
      )}
      <div className="check-finding-actions">
        {field === undefined && file === undefined ? null : (
          <Button look="quiet" icon={CornerUpRight} data-testid="show-place" onClick={() => showPlace(submission, finding)}>
            {field === undefined ? t('places.showFile') : pick(field.label)}
          </Button>
        )}
        {accepted !== null ? (
          <span className="faint small">
            <Check className="icon item-inline-icon" aria-hidden /> {t('places.accepted', { by: accepted.by })}{' '}
            <Moment at={accepted.until} />. <Untrusted text={accepted.reason} />
          </span>
        ) : item.automatic?.source !== 'check' || isReadOnly ? null : reason === null ? (
          <Button look="quiet" icon={Check} data-testid="accept" onClick={() => setReason('')}>
            {t('places.accept')}
          </Button>
        ) : null}
      </div>
      {reason === null || accepted !== null ? null : (
        <form
          className="check-finding-accept"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim() === '') return;
            void acceptFinding(submission.id, item.ruleId, index, reason.trim(), Number(term));
          }}
        >
          <TextField
            label={t('places.reason')}
            help={t('places.acceptHelp')}
            value={reason}
            maxLength={500}
            autoFocus
            data-testid="accept-reason"
            onChange={(event) => setReason(event.target.value)}
          />
          <Select
            label={t('places.term')}
            value={term}
            options={TERMS.map((each) => ({ value: each, label: t('places.days', { count: Number(each) }) }))}
            onChange={setTerm}
          />
          <Button type="submit" blockedBecause={reason.trim() === '' ? t('places.reasonNeeded') : null} data-testid="accept-confirm">
            {t('places.accept')}
          </Button>
          <Button type="button" look="quiet" onClick={() => setReason(null)}>
            {t('common.cancel')}
          </Button>
        </form>
      )}
    </li>
  );
}
