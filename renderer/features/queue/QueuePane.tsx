import { Ban, BookmarkPlus, Check, Clock, CornerUpLeft, Hand, ListFilter, LogOut, PackageMinus, Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { QUEUE_SORTS, SUBMISSION_KINDS } from '../../../shared/domain/submission.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { ActionButton, ActionIconButton } from '../../app/ActionButton.tsx';
import { bindingOf } from '../../app/actions.ts';
import { useI18n, useSession } from '../../app/session-store.ts';
import { IconButton } from '../../components/Button.tsx';
import { Select } from '../../components/Fields.tsx';
import { Keys } from '../../components/Keys.tsx';
import { changeQuery, ownSort, sortBy, useQueue } from './queue-store.ts';
import { QueueList } from './QueueList.tsx';
import './queue.css';

const SEARCH_AFTER_MS = 120;

export function QueuePane() {
  const i18n = useI18n();
  const { t, pick } = i18n;
  const { query, total, totalIsCapped, readAs, selected } = useQueue();
  const marketplaces = useSession((session) => session.info?.marketplaces ?? []);
  const [areFiltersShown, showFilters] = useState(false);
  const activeFilters = [query.marketplace, query.region, query.kind].filter((value) => value !== null).length;
  const regions = marketplaces
    .filter((marketplace) => query.marketplace === null || marketplace.id === query.marketplace)
    .flatMap((marketplace) => marketplace.regions);
  const uniqueRegions = [...new Map(regions.map((region) => [region.id, region])).values()];
  const any = { value: '', label: t('queue.any') };

  return (
    <section className="queue" aria-label={t('queue.title')} data-zone="queue">
      <header className="queue-head">
        <h1 className="queue-heading">{t(`view.${query.view}`)}</h1>
        <span className="faint number" data-testid="queue-total">
          {total === null ? '' : totalIsCapped ? t('queue.totalCapped', { total: i18n.number(total) }) : i18n.number(total)}
        </span>
        <span className="queue-head-space" />
        <QueueSortChoice />
        <IconButton
          icon={ListFilter}
          label={activeFilters === 0 ? t('queue.filters') : t('queue.filtersActive', { count: activeFilters })}
          aria-expanded={areFiltersShown}
          isPressed={activeFilters > 0}
          onClick={() => showFilters(!areFiltersShown)}
        />
      </header>
      <QueueSearch key={query.view} />
      {areFiltersShown ? (
        <div className="queue-filters">
          <Select
            label={t('queue.marketplace')}
            value={query.marketplace ?? ''}
            options={[any, ...marketplaces.map((marketplace) => ({ value: marketplace.id, label: pick(marketplace.title) }))]}
            onChange={(value) => changeQuery({ marketplace: value === '' ? null : value, region: null })}
          />
          <Select
            label={t('queue.region')}
            value={query.region ?? ''}
            options={[any, ...uniqueRegions.map((region) => ({ value: region.id, label: pick(region.title) }))]}
            onChange={(value) => changeQuery({ region: value === '' ? null : value })}
          />
          <Select
            label={t('queue.kind')}
            value={query.kind ?? ''}
            options={[any, ...SUBMISSION_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))]}
            onChange={(value) => changeQuery({ kind: SUBMISSION_KINDS.find((kind) => kind === value) ?? null })}
          />
          <ActionButton action="queue.saveView" icon={BookmarkPlus} />
        </div>
      ) : null}
      {readAs === null ? null : (
        <p className="queue-notice" role="status">
          {t('queue.readAs', { text: readAs })}
        </p>
      )}
      {selected.size === 0 ? null : (
        <div className="queue-selection" role="group" aria-label={t('queue.selected', { count: i18n.number(selected.size) })}>
          <span className="number">{t('queue.selected', { count: i18n.number(selected.size) })}</span>
          <ActionButton action="queue.claimSelected" icon={Hand} />
          <ActionButton action="queue.skipSelected" icon={Clock} />
          <ActionButton action="queue.releaseSelected" icon={LogOut} />
          <ActionButton action="queue.approveSelected" icon={Check} />
          <ActionButton action="queue.returnSelected" icon={CornerUpLeft} />
          <ActionIconButton action="queue.refuseSelected" icon={Ban} />
          <ActionButton action="queue.withdrawSelected" icon={PackageMinus} look="danger" />
          <ActionIconButton action="queue.clearSelection" icon={X} />
        </div>
      )}
      <QueueList />
    </section>
  );
}

/** The order of the list, always in sight; what is searched for stands by fitness. */
function QueueSortChoice() {
  const { t } = useI18n();
  const { view, sort, search } = useQueue((queue) => queue.query);
  const current = sort ?? ownSort(view);
  const isFound = search !== null;
  return (
    <span className="queue-sort" data-is-own={current === ownSort(view) || isFound || undefined}>
      <select
        id="queue-sort"
        className="field-control field-select queue-sort-field"
        aria-label={t('queue.sort')}
        title={t('queue.sort')}
        data-testid="queue-sort"
        disabled={isFound}
        value={isFound ? '' : current}
        onChange={(event) => {
          const chosen = QUEUE_SORTS.find((each) => each === event.target.value);
          if (chosen !== undefined) sortBy(chosen);
        }}
        onKeyDown={(event) => {
          if (event.code !== 'Escape') return;
          event.stopPropagation();
          document.querySelector<HTMLElement>('[data-testid="queue-list"]')?.focus();
        }}
      >
        {isFound ? <option value="">{t('queue.sort.fitness')}</option> : null}
        {QUEUE_SORTS.map((each) => (
          <option key={each} value={each}>
            {t(`queue.sort.${each}`)}
          </option>
        ))}
      </select>
    </span>
  );
}

function QueueSearch() {
  const { t } = useI18n();
  const search = useQueue((state) => state.query.search);
  const [text, setText] = useState(search ?? '');
  const [seen, setSeen] = useState(search);
  const field = useRef<HTMLInputElement>(null);
  // Cleared elsewhere: the field follows.
  if (seen !== search) {
    setSeen(search);
    if (search !== (text.trim() === '' ? null : text.trim())) setText(search ?? '');
  }
  useEffect(() => {
    const wanted = text.trim() === '' ? null : text.trim();
    if (wanted === useQueue.getState().query.search) return;
    const timer = setTimeout(() => changeQuery({ search: wanted }), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className="queue-search">
      <Search className="icon queue-search-icon" aria-hidden />
      <input
        ref={field}
        id="queue-search"
        type="text"
        role="searchbox"
        className="field-control queue-search-field"
        aria-label={t('queue.search')}
        placeholder={t('queue.searchHint')}
        value={text}
        maxLength={LIMITS.searchChars}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.code === 'Escape') {
            if (text === '') field.current?.blur();
            setText('');
            event.stopPropagation();
          } else if (event.code === 'Enter' || event.code === 'ArrowDown') {
            document.querySelector<HTMLElement>('[data-testid="queue-list"]')?.focus();
            event.preventDefault();
          }
        }}
      />
      {text === '' ? (
        <span className="queue-search-key">
          <Keys binding={bindingOf('queue.search')} />
        </span>
      ) : (
        <IconButton
          icon={X}
          label={t('queue.clearSearch')}
          className="queue-search-clear"
          onClick={() => {
            setText('');
            field.current?.focus();
          }}
        />
      )}
    </div>
  );
}
