import { Coins, FileText } from 'lucide-react';
import { useState } from 'react';
import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { useI18n } from '../../app/session-store.ts';
import { CheckBox } from '../../components/Fields.tsx';
import { EmptyState } from '../../components/States.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { OutsideLink } from '../../components/Untrusted.tsx';
import { ChangeReasons } from '../rereview/ChangeReasons.tsx';
import { DueDay } from './DueDay.tsx';
import { FieldList } from './FieldList.tsx';
import { MediaStrip } from './MediaStrip.tsx';
import { Regions } from './Regions.tsx';
import './card.css';

/** What buyers will see: pictures first, then every field. */
export function CardTab({ submission }: { readonly submission: SubmissionDetails }) {
  const { t } = useI18n();
  const [isChangedOnly, setChangedOnly] = useState(false);
  const changed = submission.card.filter((field) => field.changed);
  const fields = isChangedOnly ? changed : submission.card;
  return (
    <div className="pane-scroll" tabIndex={0} data-testid="card">
      <div className="card-tools">
        {changed.length === 0 ? null : (
          <CheckBox label={t('card.changedOnly', { count: changed.length })} isChecked={isChangedOnly} onChange={setChangedOnly} />
        )}
        <ActionButton action="go.submissionPrices" icon={Coins} />
      </div>
      <ChangeReasons submission={submission} />
      <MediaStrip media={submission.media} submissionId={submission.id} />
      {fields.length === 0 ? (
        <EmptyState icon={FileText} title={t('card.none')} />
      ) : (
        <FieldList fields={fields} submissionId={submission.id} />
      )}
      <Regions submission={submission} />
      <DueDay submission={submission} />
      <section className="card-group">
        <h3 className="card-group-title">{t('card.vendor')}</h3>
        <dl className="card-fields">
          <Fact label={t('card.vendorName')} value={submission.vendor.name} />
          <Fact label={t('card.legalName')} value={submission.vendor.legalName} />
          <Fact label={t('card.email')} value={submission.vendor.email} />
          <Fact label={t('card.code')} value={submission.solution.code} isCode />
          <Fact label={t('card.publication')} value={t(`publication.${submission.solution.publication}`)} />
        </dl>
      </section>
    </div>
  );
}

function Fact({ label, value, isCode = false }: { readonly label: string; readonly value: string; readonly isCode?: boolean }) {
  const { t } = useI18n();
  return (
    <div className="card-field">
      <dt className="card-label">{label}</dt>
      <dd className={`card-value selectable${isCode ? ' mono' : ''}`}>
        {value === '' ? (
          <span className="faint">{t('card.empty')}</span>
        ) : /^https?:/.test(value) ? (
          <OutsideLink url={value} />
        ) : (
          <Untrusted text={value} />
        )}
      </dd>
    </div>
  );
}
