import { ChevronRight, ListChecks, ScanSearch, Search } from 'lucide-react';
import { useEffect, useMemo, type ReactNode } from 'react';
import type { SubmissionDetails } from '../../../shared/ipc/contract.ts';
import { ActionIconButton } from '../../app/ActionButton.tsx';
import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Mark } from '../../components/Mark.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { useResource } from '../../lib/resources.ts';
import {
  attachFiles,
  CHECKLIST_FILTERS,
  groupByArea,
  type ChecklistFilter,
  passesFilter,
  toggleArea,
  useChecklist,
  visibleItems,
} from './checklist-store.ts';
import { NewerRules } from './NewerRules.tsx';
import { ChecklistRow } from './ChecklistRow.tsx';
import './checklist.css';

const FILTER_MARKS: Readonly<Record<ChecklistFilter, ReactNode>> = {
  all: null,
  'not-checked': <Mark name="not-checked" by="person" />,
  failed: <Mark name="fail" by="person" />,
  'automatic-failed': <Mark name="fail" by="machine" />,
  'could-not-look': <Mark name="could-not-look" by="machine" />,
};

/** The rulebook as it applies to this submission. One line an item; details open below it. */
export function Checklist({ submission }: { readonly submission: SubmissionDetails }) {
  const { t } = useI18n();
  const submissionId = submission.id;
  const { value: checklist, failure, retry } = useResource('checklist.get', { submissionId });
  const { filter, folded, focusedRule, openRule, submissionId: ofSubmission } = useChecklist();

  // Another submission: its own place in the list.
  useEffect(() => {
    if (useChecklist.getState().submissionId !== submissionId) {
      useChecklist.setState({ submissionId, focusedRule: null, openRule: null, filter: 'all', folded: new Set() });
    }
  }, [submissionId]);

  const items = useMemo(() => (checklist === undefined ? [] : visibleItems(checklist, { filter, folded })), [checklist, filter, folded]);
  const firstRule = items[0]?.ruleId ?? null;
  useEffect(() => {
    if (ofSubmission !== submissionId || firstRule === null) return;
    if (focusedRule === null || !items.some((item) => item.ruleId === focusedRule)) useChecklist.setState({ focusedRule: firstRule });
  }, [ofSubmission, submissionId, firstRule, focusedRule, items]);

  // Ctrl+V: a picture or file on the clipboard becomes evidence of the focused item.
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      const rule = useChecklist.getState().focusedRule;
      if (files.length === 0 || rule === null || document.querySelector('[data-overlay]') !== null) return;
      event.preventDefault();
      void attachFiles(submissionId, rule, files);
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [submissionId]);

  if (checklist === undefined) return failure === null ? <Skeleton lines={10} /> : <ErrorState failure={failure} onRetry={retry} />;
  if (checklist.items.length === 0) return <EmptyState icon={ListChecks} title={t('checklist.empty')} />;
  const groups = groupByArea(checklist.items, filter);

  return (
    <div className="checklist" data-zone="checklist" data-testid="checklist">
      <div className="checklist-tools">
        <div className="checklist-filters" role="group" aria-label={t('checklist.filters')}>
          {CHECKLIST_FILTERS.map((name) => (
            <button
              key={name}
              type="button"
              className="checklist-filter"
              aria-pressed={filter === name}
              data-testid={`filter-${name}`}
              onClick={() => useChecklist.setState({ filter: name })}
            >
              {FILTER_MARKS[name]}
              {t(`checklist.filter.${name}`)}
              <span className="number">{checklist.items.filter((item) => passesFilter(item, name)).length}</span>
            </button>
          ))}
        </div>
        <ActionIconButton action="checklist.runChecks" icon={ScanSearch} />
      </div>
      <div className="checklist-scroll">
        {checklist.newer === null ? null : <NewerRules newer={checklist.newer} />}
        {groups.length === 0 ? (
          <EmptyState icon={Search} title={t('checklist.nothing')}>
            <Button onClick={() => useChecklist.setState({ filter: 'all' })}>{t('checklist.showAll')}</Button>
          </EmptyState>
        ) : (
          groups.map((group) => {
            const isFolded = folded.has(group.area);
            const decided = group.all.filter((item) => item.mark !== 'not-checked').length;
            const failed = group.all.filter((item) => item.mark === 'fail').length;
            return (
              <section key={group.area} className="checklist-area" aria-label={t(`area.${group.area}`)}>
                <button type="button" className="checklist-area-head" aria-expanded={!isFolded} onClick={() => toggleArea(group.area)}>
                  <ChevronRight className="icon checklist-chevron" aria-hidden />
                  <span>{t(`area.${group.area}`)}</span>
                  {failed === 0 ? null : (
                    <span className="checklist-area-failed number">{t('checklist.failedCount', { count: failed })}</span>
                  )}
                  <span className="checklist-area-count number">
                    {decided}/{group.all.length}
                  </span>
                </button>
                {isFolded ? null : (
                  <ul>
                    {group.items.map((item) => (
                      <ChecklistRow
                        key={item.ruleId}
                        submission={submission}
                        item={item}
                        isFocused={item.ruleId === focusedRule}
                        isOpen={item.ruleId === openRule}
                      />
                    ))}
                  </ul>
                )}
              </section>
            );
          })
        )}
        <p className="checklist-book faint small">{t('checklist.rulebook', { version: checklist.rulebookVersion })}</p>
      </div>
    </div>
  );
}
