import { Inbox, SearchX } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState, type PointerEvent } from 'react';
import { useNavigation } from '../../app/navigation-store.ts';
import { useI18n, useSession } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState, ErrorState } from '../../components/States.tsx';
import { useDelayed, useMeasured, useNow, type Size } from '../../lib/hooks.ts';
import {
  afterScroll,
  clampTop,
  drawnRows,
  rowOffset,
  scrollHeight,
  scrollOfTop,
  topToReveal,
  type ListGeometry,
  type ScrollPosition,
} from './list-window.ts';
import { changeQuery, lookAt, moveCursor, openCursorRow, refreshQueue, rowAt, setCursor, useQueue } from './queue-store.ts';
import { QueueRow } from './QueueRow.tsx';
import { ImportButtons } from '../intake/ImportButtons.tsx';
import { usePlaceTitle } from './place-title.ts';

const OVERSCAN = 8;

function rowHeightOf(density: 'comfortable' | 'compact'): number {
  // The same numbers as --row-queue in tokens.css; positions are computed, so they must be known here.
  return density === 'compact' ? 28 : 52;
}

/** Where the list stood when it was drawn last: whoever comes back from another screen finds it there. */
let stood: { readonly position: ScrollPosition; readonly size: Size | null; readonly reveal: number } = {
  position: { top: 0, scrollTop: 0 },
  size: null,
  reveal: 0,
};

/** Rows of one fixed height, drawn only where the eye is; a million of them scroll like a hundred. */
export function QueueList() {
  const { t } = useI18n();
  const density = useSession((session) => session.settings.density);
  const { query, total, failure, cursor, drawing, shift, reveal, selected } = useQueue();
  const openId = useNavigation((navigation) => navigation.openId);
  const placeTitle = usePlaceTitle();
  const now = useNow(30_000);
  const { ref, element, size } = useMeasured<HTMLDivElement>(stood.size ?? { width: window.innerWidth, height: window.innerHeight });
  const geometry: ListGeometry = { rows: total ?? 0, rowHeightPx: rowHeightOf(density), viewportPx: size.height };
  const position = useRef<ScrollPosition>(stood.position);
  const hovered = useRef<number | null>(null);
  const [, redraw] = useState(0);
  const isSlow = useDelayed(total === null && failure === null);

  const moveTo = (top: number): void => {
    if (element === null) return;
    const wanted = clampTop(geometry, top);
    // At the top and staying there: asking the element would lay the whole window out.
    if (wanted === 0 && position.current.top === 0 && position.current.scrollTop === 0) return;
    element.scrollTop = scrollOfTop(geometry, wanted);
    position.current = { top: wanted, scrollTop: element.scrollTop };
    redraw((count) => count + 1);
  };

  // The first frame draws only what is seen; the rows around it follow.
  const [overscan, setOverscan] = useState(0);
  const { first, last } = drawnRows(geometry, position.current.top, overscan);

  // Tell the store what is on the screen, and what must not move when rows above go away.
  useEffect(() => {
    const points: { id: string; index: number }[] = [];
    const add = (index: number | null): void => {
      const row = index === null ? undefined : rowAt(index);
      if (row !== undefined && index !== null) points.push({ id: row.id, index });
    };
    add(hovered.current);
    if (cursor >= first && cursor <= last) add(cursor);
    for (let index = first; index <= last; index += 1) add(index);
    lookAt(Math.max(0, first), Math.max(last, first + 50), points);
  }, [first, last, cursor, drawing]);

  // The fixed point moved by some rows: scroll by as much, before the eye sees it.
  const seenShift = useRef(shift.serial);
  useLayoutEffect(() => {
    if (seenShift.current === shift.serial) return;
    seenShift.current = shift.serial;
    if (position.current.top > 0) moveTo(position.current.top + shift.rows * geometry.rowHeightPx);
  });

  // Row height, window height or number of rows changed: stay at the same row.
  const before = useRef(geometry);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = geometry;
    if (old.rowHeightPx !== geometry.rowHeightPx) moveTo((position.current.top / old.rowHeightPx) * geometry.rowHeightPx);
    else if (old.rows !== geometry.rows || old.viewportPx !== geometry.viewportPx) moveTo(position.current.top);
  });

  useLayoutEffect(() => {
    if (geometry.viewportPx === 0) return;
    const wanted = topToReveal(geometry, position.current.top, cursor);
    if (wanted !== position.current.top) moveTo(wanted);
    // Only when somebody moved the cursor: scrolling away from it must stay possible.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [reveal]);

  // A new scrolling element (the list was empty, or another screen was open): bring it to where the list stood, or to the cursor that moved.
  useLayoutEffect(() => {
    if (element === null) return;
    moveTo(stood.reveal === reveal ? position.current.top : topToReveal(geometry, position.current.top, cursor));
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [element]);

  useLayoutEffect(() => {
    if (element !== null) stood = { position: position.current, size, reveal };
  });

  // The first painted page is what "loaded" means for tests and benchmarks.
  const isLoaded = total !== null;
  useEffect(() => {
    if (!isLoaded) return;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        document.documentElement.dataset['appState'] = 'loaded';
        setOverscan(OVERSCAN);
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [isLoaded]);

  if (failure !== null && (total === null || rowAt(first) === undefined)) {
    return <ErrorState failure={failure} onRetry={() => void refreshQueue()} />;
  }
  if (total === 0) {
    const isFiltered = query.search !== null || query.marketplace !== null || query.region !== null || query.kind !== null;
    return isFiltered ? (
      <EmptyState icon={SearchX} title={t('queue.nothingFound')}>
        <p>{t('queue.nothingFoundHelp')}</p>
        <Button onClick={() => changeQuery({ search: null, marketplace: null, region: null, kind: null })}>
          {t('queue.clearFilters')}
        </Button>
      </EmptyState>
    ) : (
      <EmptyState icon={Inbox} title={t(`queue.empty.${query.view}`)}>
        <p>{t(query.view === 'queue' || query.view === 'all' ? 'queue.emptyHelp' : 'queue.emptyViewHelp')}</p>
        {query.view === 'queue' || query.view === 'all' ? <ImportButtons /> : null}
      </EmptyState>
    );
  }

  const rows = [];
  for (let index = first; index <= last; index += 1) {
    const row = rowAt(index);
    rows.push(
      <QueueRow
        key={index}
        index={index}
        count={geometry.rows}
        row={row}
        offsetPx={rowOffset(geometry, position.current, index)}
        isAtCursor={index === cursor}
        isOpen={row !== undefined && row.id === openId}
        isSelected={row !== undefined && selected.has(row.id)}
        now={now}
        place={row === undefined ? '' : placeTitle(row)}
      />,
    );
  }

  const indexUnder = (event: PointerEvent): number | null => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    return row === null ? null : Number(row.dataset['index']);
  };

  return (
    <div
      ref={ref}
      className="queue-list"
      data-testid="queue-list"
      role="listbox"
      tabIndex={0}
      aria-label={t('queue.list')}
      aria-activedescendant={total === null || cursor < first || cursor > last ? undefined : `queue-row-${cursor}`}
      aria-busy={total === null || undefined}
      onScroll={(event) => {
        position.current = afterScroll(geometry, position.current, event.currentTarget.scrollTop);
        redraw((count) => count + 1);
      }}
      onKeyDown={(event) => {
        const page = Math.max(1, Math.floor(geometry.viewportPx / geometry.rowHeightPx) - 1);
        const steps: Readonly<Record<string, number>> = {
          ArrowDown: 1,
          ArrowUp: -1,
          PageDown: page,
          PageUp: -page,
          Home: -geometry.rows,
          End: geometry.rows,
        };
        const by = steps[event.code];
        if (by === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
        event.preventDefault();
        moveCursor(by);
      }}
      onPointerMove={(event) => (hovered.current = indexUnder(event))}
      onPointerLeave={() => (hovered.current = null)}
      onClick={(event) => {
        const index = indexUnder(event as unknown as PointerEvent);
        if (index === null) return;
        setCursor(index);
        openCursorRow();
      }}
    >
      <div className="queue-space" role="presentation" style={{ height: `${scrollHeight(geometry)}px` }}>
        {rows}
      </div>
      {isSlow ? <QueueSkeleton /> : null}
    </div>
  );
}

function QueueSkeleton() {
  return (
    <div className="queue-skeleton" aria-hidden>
      {Array.from({ length: 12 }, (_, index) => (
        <div key={index} className="queue-skeleton-row">
          <span className="queue-row-gap" />
        </div>
      ))}
    </div>
  );
}
