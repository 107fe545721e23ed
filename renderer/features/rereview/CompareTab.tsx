import { Equal, GitCompareArrows } from 'lucide-react';
import { useState } from 'react';
import type { ComparisonDetails, FieldDetails, SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Choice } from '../../components/Fields.tsx';
import { Moment } from '../../components/Moment.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { safeLine, safeText } from '../../lib/safe-text.ts';
import { useResource } from '../../lib/resources.ts';
import { ChangeReasons } from './ChangeReasons.tsx';
import { PictureComparison } from './PictureComparison.tsx';
import { wordDifference } from './word-difference.ts';
import './rereview.css';

/** Only what changed: texts word by word, pictures side by side and as their difference. */
export function CompareTab({ submission }: { readonly submission: SubmissionDetails }) {
  const { t } = useI18n();
  const [chosen, setChosen] = useState<'approved' | 'seen'>(submission.attempt > 1 ? 'seen' : 'approved');
  const { value, failure, retry } = useResource('submission.compare', { id: submission.id, with: chosen });
  if (value === undefined) return failure === null ? <Skeleton lines={8} /> : <ErrorState failure={failure} onRetry={retry} />;
  const base = value.baselines.find((each) => each.with === value.with);
  if (base === undefined) {
    return (
      <div data-testid="compare">
        <EmptyState icon={GitCompareArrows} title={t('compare.nothing')}>
          <p>{t('compare.nothingHelp')}</p>
        </EmptyState>
      </div>
    );
  }
  const fields = [...value.card, ...value.versionFields];
  const changed = fields.filter((field) => field.changed);
  const files = value.files.filter((file) => file.change !== 'same');
  const sameCount = fields.length - changed.length + (value.files.length - files.length);
  return (
    <div className="pane-scroll compare" tabIndex={0} data-testid="compare">
      <div className="compare-head">
        {value.baselines.length > 1 ? (
          <Choice
            label={t('compare.with')}
            value={value.with ?? 'approved'}
            onChange={setChosen}
            options={value.baselines.map((each) => ({ value: each.with, label: t(`compare.with.${each.with}`) }))}
          />
        ) : (
          <strong>{t(`compare.with.${base.with}`)}</strong>
        )}
        <span className="soft">
          {t('submission.version', { version: safeLine(base.version) })}, {t('queue.attempt', { attempt: base.attempt })}
          {base.decidedAt === null ? null : (
            <>
              {', '}
              <Moment at={base.decidedAt} />
            </>
          )}
        </span>
      </div>
      <ChangeReasons submission={submission} />
      {changed.length + files.length === 0 ? (
        <EmptyState icon={Equal} title={t('compare.same')}>
          <p>{t('compare.sameHelp')}</p>
        </EmptyState>
      ) : (
        <>
          {changed.map((field) => (
            <Field key={field.path} field={field} />
          ))}
          {files.map((file, index) => (
            <File key={index} file={file} />
          ))}
          <p className="faint small compare-rest">{t('compare.rest', { count: sameCount })}</p>
        </>
      )}
    </div>
  );
}

function Field({ field }: { readonly field: FieldDetails }) {
  const { pick } = useI18n();
  return (
    <section className="compare-part" data-testid={`compare-${field.path}`}>
      <h3 className="compare-title">{pick(field.label)}</h3>
      <Difference field={field} />
    </section>
  );
}

/** Lists are compared entry by entry, everything else word by word. */
function Difference({ field }: { readonly field: FieldDetails }) {
  const { t } = useI18n();
  const before = field.previous ?? null;
  const { value } = field;
  if (Array.isArray(before) || Array.isArray(value)) {
    const [old, now] = [before, value].map((each) => (Array.isArray(each) ? each : []));
    const entries = [
      ...(now ?? []).map((text) => ({ text, kind: old?.includes(text) === true ? ('same' as const) : ('added' as const) })),
      ...(old ?? []).filter((text) => now?.includes(text) !== true).map((text) => ({ text, kind: 'removed' as const })),
    ];
    return (
      <ul className="compare-list selectable">
        {entries.map(({ text, kind }, index) => (
          <li key={index}>
            <Part kind={kind} text={safeLine(text)} />
          </li>
        ))}
      </ul>
    );
  }
  const words = (each: typeof value): string =>
    each === null ? '' : typeof each === 'boolean' ? t(each ? 'common.yes' : 'common.no') : safeText(String(each));
  const parts = wordDifference(words(before), words(value));
  return (
    <p className="compare-text selectable" dir="auto">
      {parts.map((part, index) => (
        <Part key={index} {...part} />
      ))}
      {parts.length === 0 ? <span className="faint">{t('compare.onlySpaces')}</span> : null}
    </p>
  );
}

function Part({ kind, text }: { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }) {
  const { t } = useI18n();
  if (kind === 'same') return <span>{text}</span>;
  const Tag = kind === 'added' ? 'ins' : 'del';
  return (
    <Tag>
      <span className="visually-hidden">{t(`compare.word.${kind}`)} </span>
      {text}
    </Tag>
  );
}

function File({ file }: { readonly file: ComparisonDetails['files'][number] }) {
  const { t } = useI18n();
  const shown = file.now ?? file.before;
  if (shown === null) return null;
  return (
    <section className="compare-part" data-testid="compare-file" data-change={file.change}>
      <h3 className="compare-title">
        {t(`media.role.${shown.role}`)}
        {shown.language === null ? null : <span className="soft"> · {safeLine(shown.language)}</span>}{' '}
        <Badge tone="info">{t(`compare.file.${file.change}`)}</Badge>
      </h3>
      <PictureComparison before={file.before} now={file.now} />
    </section>
  );
}
