import { Fragment, useEffect, useRef, useState } from 'react';
import type { FieldDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { OutsideLink, Untrusted, UntrustedText } from '../../components/Untrusted.tsx';
import { isWebAddress, safeText } from '../../lib/safe-text.ts';
import { usePlace, type ShownPlace } from './place-store.ts';
import { groupByLanguage, isEmptyValue } from './fields.ts';
import './card.css';

/** Every field of a card or version, by language; what changed since the last approval is marked and shows both. */
export function FieldList({ fields, submissionId }: { readonly fields: readonly FieldDetails[]; readonly submissionId?: string }) {
  const place = usePlace((state) => (submissionId !== undefined && state.place?.submissionId === submissionId ? state.place : null));
  const i18n = useI18n();
  const names = new Intl.DisplayNames(i18n.tag, { type: 'language', fallback: 'code' });
  const groups = groupByLanguage(fields);
  return (
    <>
      {groups.map((group) => (
        <section
          key={group.language}
          className="card-group"
          aria-label={group.language === '' ? i18n.t('card.common') : names.of(group.language)}
        >
          {groups.length > 1 ? (
            <h3 className="card-group-title card-language">{group.language === '' ? i18n.t('card.common') : names.of(group.language)}</h3>
          ) : null}
          <dl className="card-fields">
            {group.fields.map((field) => (
              <div key={field.path} className="card-field" data-changed={field.changed || undefined} data-testid={`field-${field.path}`}>
                <dt className="card-label">
                  {withoutLanguage(i18n.pick(field.label), group.language === '' ? '' : (names.of(group.language) ?? ''))}
                  {field.changed ? <Badge tone="info">{i18n.t('card.changed')}</Badge> : null}
                </dt>
                <dd className="card-value">
                  {place?.field === field.path ? (
                    <MarkedValue field={field} place={place} />
                  ) : (
                    <FieldValue field={field} value={field.value} />
                  )}
                  {field.changed && field.previous !== undefined ? <Previous field={field} /> : null}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}

/** The heading of the group names the language already: "Описание (русский)" under "русский" is "Описание". */
function withoutLanguage(label: string, language: string): string {
  const tail = ` (${language})`;
  return language !== '' && label.endsWith(tail) ? label.slice(0, -tail.length) : label;
}

/** The value of a field with the characters of a finding marked and brought into view. */
function MarkedValue({ field, place }: { readonly field: FieldDetails; readonly place: ShownPlace }) {
  const { t } = useI18n();
  const serial = usePlace((state) => state.serial);
  const mark = useRef<HTMLElement>(null);
  useEffect(() => {
    mark.current?.scrollIntoView({ block: 'center' });
    mark.current?.focus({ preventScroll: true });
  }, [serial]);
  const { value } = field;
  if (typeof value !== 'string' || place.range === null) {
    return (
      <div ref={mark as React.RefObject<HTMLDivElement>} tabIndex={-1} className="card-marked" data-testid="marked-place">
        {value === '' ? <span className="faint">{t('card.empty')}</span> : <FieldValue field={field} value={value} />}
      </div>
    );
  }
  const [start, end] = place.range;
  return (
    <div className="untrusted-text selectable" dir="auto">
      {safeText(value.slice(0, start))}
      <mark ref={mark} tabIndex={-1} className="card-mark" data-testid="marked-place">
        {safeText(value.slice(start, end))}
      </mark>
      <Fragment>{safeText(value.slice(end))}</Fragment>
    </div>
  );
}

function Previous({ field }: { readonly field: FieldDetails }) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="card-previous">
      <button type="button" className="link small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? t('card.hidePrevious') : t('card.showPrevious')}
      </button>
      {isOpen ? (
        <div className="card-previous-value">
          <FieldValue field={field} value={field.previous ?? null} />
        </div>
      ) : null}
    </div>
  );
}

function FieldValue({ field, value }: { readonly field: FieldDetails; readonly value: FieldDetails['value'] }) {
  const { t, number } = useI18n();
  if (isEmptyValue(value)) return <span className="faint">{t('card.empty')}</span>;
  if (typeof value === 'boolean') return <>{value ? t('common.yes') : t('common.no')}</>;
  if (typeof value === 'number') return <span className="number">{number(value)}</span>;
  if (Array.isArray(value)) {
    return (
      <ul className={`card-list selectable${value.every((item) => item.length <= 32) ? ' card-list-short' : ''}`}>
        {value.map((item, index) => (
          <li key={index}>{isWebAddress(item) ? <OutsideLink url={item} /> : <Untrusted text={item} />}</li>
        ))}
      </ul>
    );
  }
  if (value === null) return null;
  switch (field.kind) {
    case 'link':
      return <OutsideLink url={value} />;
    case 'code':
      return (
        <code className="mono selectable card-code">
          <bdi>{value}</bdi>
        </code>
      );
    default:
      return <UntrustedText text={value} />;
  }
}
