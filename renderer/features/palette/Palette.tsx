import { Search } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { QueueRowView } from '../../../shared/ipc/contract.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { ACTIONS, effectOf, runAction } from '../../app/actions.ts';
import { openOverlay, useNavigation } from '../../app/navigation-store.ts';
import { useI18n } from '../../app/session-store.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { Keys } from '../../components/Keys.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { call } from '../../lib/bridge.ts';
import { jumpToRule } from '../checklist/checklist-store.ts';
import { openAndPoint } from '../queue/queue-store.ts';
import { currentSubmission } from '../submission/current-submission.ts';
import { peek } from '../../lib/resources.ts';
import { rank } from './ranking.ts';
import './palette.css';

const SEARCH_AFTER_MS = 80;
const SHOWN_SUBMISSIONS = 8;
const SHOWN_RULES = 8;

export function Palette() {
  const { t } = useI18n();
  const isOpen = useNavigation((navigation) => navigation.overlay === 'palette');
  return (
    <Dialog isOpen={isOpen} onClose={() => openOverlay(null)} title={t('palette.title')} isTitleHidden>
      <PaletteBody />
    </Dialog>
  );
}

type Entry =
  | { readonly kind: 'action'; readonly id: string }
  | { readonly kind: 'rule'; readonly id: string; readonly text: string }
  | { readonly kind: 'submission'; readonly row: QueueRowView };

function PaletteBody() {
  const i18n = useI18n();
  const { t } = i18n;
  const id = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [rows, setRows] = useState<readonly QueueRowView[]>([]);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const search = query.trim();
    if (search === '') {
      setRows([]);
      return;
    }
    let isCurrent = true;
    const timer = setTimeout(() => {
      void call('queue.page', {
        query: { view: 'all', marketplace: null, region: null, kind: null, search },
        start: { index: 0 },
        limit: SHOWN_SUBMISSIONS,
      }).then((result) => {
        if (isCurrent) setRows(result.ok ? result.value.rows : []);
      });
    }, SEARCH_AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [query]);

  // What can be done is taken when the palette opens: it does not change under the eye.
  const available = useMemo(() => ACTIONS.filter((action) => action.id !== 'palette.open' && action.availability().state === 'ready'), []);
  const actions = available
    .map((action, index) => ({ action, index, rank: rank(t(action.title), query) }))
    .filter((entry) => entry.rank > 0)
    .toSorted((a, b) => b.rank - a.rank || a.index - b.index);
  const openId = currentSubmission()?.id;
  const checklist = openId === undefined ? undefined : peek('checklist.get', { submissionId: openId });
  // Requirements of the open submission, once something was typed: there are too many to read through.
  const rules = (query.trim() === '' ? [] : (checklist?.items ?? []))
    .map((item) => ({
      id: item.ruleId,
      text: i18n.pick(item.text),
      rank: Math.max(rank(i18n.pick(item.text), query), rank(item.ruleId, query)),
    }))
    .filter((rule) => rule.rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .slice(0, SHOWN_RULES)
    .map(({ id: ruleId, text }): Entry => ({ kind: 'rule', id: ruleId, text }));
  const entries: readonly Entry[] = [
    ...actions.map(({ action }): Entry => ({ kind: 'action', id: action.id })),
    ...rows.map((row): Entry => ({ kind: 'submission', row })),
    ...rules,
  ];
  const current = Math.min(at, entries.length - 1);

  const chosen = entries[current];
  const effect = chosen?.kind === 'action' ? effectOf(chosen.id) : null;

  const choose = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    openOverlay(null);
    // After the dialog has given the focus back.
    setTimeout(() => {
      if (entry.kind === 'action') runAction(entry.id);
      else if (entry.kind === 'rule') jumpToRule(entry.id);
      else openAndPoint(entry.row.id);
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.code === 'ArrowDown') setAt(Math.min(entries.length - 1, current + 1));
    else if (event.code === 'ArrowUp') setAt(Math.max(0, current - 1));
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') choose(entries[current]);
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  return (
    <div className="palette">
      <div className="palette-field">
        <Search className="icon" aria-hidden />
        <input
          className="palette-input"
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length === 0 ? undefined : `${id}-${current}`}
          aria-label={t('palette.hint')}
          placeholder={t('palette.hint')}
          value={query}
          maxLength={LIMITS.searchChars}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('palette.title')} className="palette-list">
        {entries.map((entry, index) => {
          const action = entry.kind === 'action' ? ACTIONS.find((candidate) => candidate.id === entry.id) : undefined;
          const binding = action?.keys[0];
          return (
            <div
              key={entry.kind === 'submission' ? entry.row.id : entry.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === current}
              className="palette-entry"
              onPointerMove={() => {
                if (index !== current) setAt(index);
              }}
              onClick={() => choose(entry)}
            >
              {entry.kind === 'action' && action !== undefined ? (
                <>
                  <span className="palette-group faint">{t(`group.${action.group}`)}</span>
                  <span className="truncate">{t(action.title)}</span>
                  {binding === undefined ? null : <Keys binding={binding} />}
                </>
              ) : entry.kind === 'rule' ? (
                <>
                  <span className="palette-group faint">{t('palette.rule')}</span>
                  <span className="truncate">{entry.text}</span>
                  <span className="faint mono">{entry.id}</span>
                </>
              ) : entry.kind === 'submission' ? (
                <>
                  <span className="palette-group faint">{t('palette.submission')}</span>
                  <span className="truncate">
                    <Untrusted text={entry.row.solutionName} /> <span className="soft number">{entry.row.version}</span>
                    <span className="faint">
                      {' · '}
                      <Untrusted text={entry.row.vendorName} />
                    </span>
                  </span>
                  <span className="faint small">{t(`state.${entry.row.state}`)}</span>
                </>
              ) : null}
            </div>
          );
        })}
        {entries.length === 0 ? <p className="palette-none soft">{t('palette.nothing')}</p> : null}
      </div>
      {effect === null ? null : (
        <p className="palette-effect soft small" role="status" data-testid="palette-effect">
          {t(effect)}
        </p>
      )}
    </div>
  );
}
