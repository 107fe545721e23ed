import { ArrowLeft, Coins } from 'lucide-react';
import { useState } from 'react';
import { openSubmission } from '../../app/navigation-store.ts';
import { changeSettings, useI18n, useSession, type AppInfo, useSourceWords } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { CheckedField } from '../../components/CheckedField.tsx';
import { Drift } from '../../components/Drift.tsx';
import { Select, TextField } from '../../components/Fields.tsx';
import { Mark } from '../../components/Mark.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { tellFailure } from '../../components/toast-store.ts';
import { Untrusted } from '../../components/Untrusted.tsx';
import { useResource } from '../../lib/resources.ts';
import { parseAmount } from './amounts.ts';
import { usePrices } from './price-store.ts';
import './prices.css';

type Marketplace = AppInfo['marketplaces'][number];
type Terms = NonNullable<Marketplace['prices']>;

const MOST = 10_000_000;

/** What users pay and the vendor receives for a price a month, by the terms of a marketplace that takes the money itself. */
export function Prices() {
  const { t, pick } = useI18n();
  const marketplaces = useSession((session) => session.info?.marketplaces ?? []).filter(({ prices }) => prices !== null);
  const submissionId = usePrices((state) => state.submissionId);
  const submission = useResource('submission.get', submissionId === null ? null : { id: submissionId }).value;
  const [chosen, setChosen] = useState<string | null>(null);
  const marketplace = marketplaces.find(({ id }) => id === (submission?.marketplace ?? chosen)) ?? marketplaces[0];
  return (
    <div className="page" data-testid="prices">
      <header className="page-head">
        <h1 className="page-title">{t('screen.prices')}</h1>
        {submission === undefined ? null : (
          <Button icon={ArrowLeft} onClick={() => openSubmission(submission.id)}>
            {t('prices.back', { name: submission.solution.name })}
          </Button>
        )}
      </header>
      <div className="page-body" tabIndex={0}>
        {marketplace?.prices === undefined || marketplace.prices === null ? (
          <EmptyState icon={Coins} title={t('prices.none')}>
            <p>{t('prices.noneHelp')}</p>
          </EmptyState>
        ) : (
          <div className="page-column prices">
            {submission !== undefined || marketplaces.length < 2 ? null : (
              <Select
                label={t('queue.marketplace')}
                value={marketplace.id}
                options={marketplaces.map(({ id, title }) => ({ value: id, label: pick(title) }))}
                onChange={setChosen}
              />
            )}
            <Calculator
              key={`${marketplace.id} ${submissionId ?? ''}`}
              marketplace={marketplace}
              terms={marketplace.prices}
              submissionId={submissionId}
            />
          </div>
        )}
      </div>
    </div>
  );
}

function Calculator({
  marketplace,
  terms,
  submissionId,
}: {
  readonly marketplace: Marketplace;
  readonly terms: Terms;
  readonly submissionId: string | null;
}) {
  const { t, pick, tag } = useI18n();
  const sourceInWords = useSourceWords();
  const own = useSession((session) => session.settings.prices[marketplace.id]);
  const vendorSharePercent = own?.vendorSharePercent ?? terms.vendorSharePercent;
  const discounts = own?.discounts ?? {};
  const offers = useResource('price.offers', submissionId === null ? null : { submissionId }).value?.offers ?? [];
  const [typed, setTyped] = useState<string | null>(null);
  const [category, setCategory] = useState<string | null>(null);
  // What the card asks for stands there until something else is typed.
  const shown = typed ?? String(offers[0]?.monthlyPrice ?? 1000);
  const shownCategory = category ?? offers[0]?.category ?? '';
  const monthlyPrice = parseAmount(shown, MOST);
  const question = {
    marketplace: marketplace.id,
    category: shownCategory === '' ? null : shownCategory,
    vendorSharePercent,
    discounts,
  };
  const { value, failure, retry } = useResource('price.calculate', monthlyPrice === null ? null : { ...question, monthlyPrice });
  const money = new Intl.NumberFormat(tag, { style: 'currency', currency: terms.currency, trailingZeroDisplay: 'stripIfInteger' });

  return (
    <>
      {offers.length === 0 ? null : (
        <div className="prices-offers" role="group" aria-label={t('prices.offers')}>
          {offers.map((offer, index) => (
            <Button
              key={index}
              aria-pressed={offer.monthlyPrice === monthlyPrice}
              onClick={() => {
                setTyped(String(offer.monthlyPrice));
                setCategory(offer.category ?? '');
              }}
            >
              <Untrusted text={offer.name} /> · {money.format(offer.monthlyPrice)}
            </Button>
          ))}
        </div>
      )}
      <div className="prices-question">
        <TextField
          label={t('prices.monthly', { currency: terms.currency })}
          help={monthlyPrice === null ? t('prices.monthlyWrong', { most: MOST }) : undefined}
          aria-invalid={monthlyPrice === null}
          inputMode="decimal"
          maxLength={20}
          value={shown}
          data-testid="monthly-price"
          onChange={(event) => setTyped(event.target.value)}
        />
        <Select
          label={t('prices.category')}
          value={shownCategory}
          options={[
            { value: '', label: t('prices.noCategory') },
            ...terms.categories.map(({ id, title }) => ({ value: id, label: pick(title) })),
          ]}
          onChange={setCategory}
        />
      </div>
      {monthlyPrice === null ? null : failure !== null && value === undefined ? (
        <ErrorState failure={failure} onRetry={retry} />
      ) : value === undefined ? (
        <Skeleton lines={5} />
      ) : (
        <>
          <div className="prices-scroll" tabIndex={0} role="group" aria-label={t('prices.table')}>
            <table className="prices-table" data-testid="price-table">
              <thead>
                <tr>
                  <th scope="col">{t('prices.period')}</th>
                  <th scope="col">{t('prices.discount')}</th>
                  <th scope="col">{t('prices.userPays')}</th>
                  <th scope="col">{t('prices.aMonth')}</th>
                  <th scope="col">{t('prices.vendorReceives')}</th>
                  <th scope="col">{t('prices.aMonth')}</th>
                </tr>
              </thead>
              <tbody>
                {value.lines.map((line) => (
                  <tr key={line.months} data-months={line.months}>
                    <th scope="row">{t('prices.months', { count: line.months })}</th>
                    <td>{line.discountPercent === 0 ? '—' : t('prices.percent', { count: line.discountPercent })}</td>
                    <td>{money.format(line.userPays)}</td>
                    <td className="soft">{money.format(line.userPaysMonthly)}</td>
                    <td>{money.format(line.vendorReceives)}</td>
                    <td className="soft">{money.format(line.vendorReceivesMonthly)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <ul className="prices-remarks" aria-label={t('prices.remarks')}>
            {value.remarks.map(({ isRequired, isMet, text, source }, index) => (
              <li key={index} className="selectable">
                <Mark name={isMet ? 'pass' : 'fail'} by="machine" />
                <span>
                  {pick(text)} {isRequired ? null : <Badge>{t('rule.advice')}</Badge>}{' '}
                  <span className="faint small">{sourceInWords(source)}</span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <TermsOf marketplace={marketplace} terms={terms} vendorSharePercent={vendorSharePercent} discounts={discounts} />
    </>
  );
}

/** Share and discounts change with time and plan: they are kept in the workspace. */
function TermsOf({
  marketplace,
  terms,
  vendorSharePercent,
  discounts,
}: {
  readonly marketplace: Marketplace;
  readonly terms: Terms;
  readonly vendorSharePercent: number;
  readonly discounts: Readonly<Record<string, number>>;
}) {
  const { t } = useI18n();
  const sourceInWords = useSourceWords();
  const all = useSession((session) => session.settings.prices);
  const fault = (text: string): string | null => (parseAmount(text, 100) === null ? t('prices.percentWrong') : null);
  const keep = (share: number, next: Readonly<Record<string, number>>): void => {
    void changeSettings({ prices: { ...all, [marketplace.id]: { vendorSharePercent: share, discounts: next } } }).then((failure) => {
      if (failure !== null) tellFailure(failure);
    });
  };
  return (
    <section className="prices-terms" aria-labelledby="prices-terms">
      <h2 id="prices-terms">{t('prices.terms')}</h2>
      <p className="soft small">{t('prices.termsHelp', { source: sourceInWords(terms.source) })}</p>
      <div className="prices-fields">
        <CheckedField
          label={t('prices.share')}
          stored={String(vendorSharePercent)}
          fault={fault}
          onChange={(text) => keep(parseAmount(text, 100) ?? vendorSharePercent, discounts)}
        />
        {terms.periods.map((months) => (
          <CheckedField
            key={months}
            label={t('prices.discountFor', { period: t('prices.months', { count: months }) })}
            stored={String(discounts[String(months)] ?? 0)}
            fault={fault}
            onChange={(text) => keep(vendorSharePercent, { ...discounts, [String(months)]: parseAmount(text, 100) ?? 0 })}
          />
        ))}
      </div>
      {terms.drift.length === 0 ? null : (
        <div className="selectable">
          <h3>{t('rule.drift')}</h3>
          <Drift drift={terms.drift} />
        </div>
      )}
    </section>
  );
}
