import { AppError } from '../../shared/domain/errors.ts';
import type { Output, Parsed } from '../../shared/ipc/contract.ts';
import { QueueQuery } from '../../shared/ipc/inputs.ts';
import { LIMITS } from '../../shared/limits.ts';
import { newId } from '../store/ids.ts';
import { deleteSavedView, insertSavedView, savedViews } from '../store/repositories/saved-views.ts';
import { countOf, oldestOf } from '../store/repositories/queue.ts';
import { onlookerOf, type DeskContext } from './desk-context.ts';

/** Filters that somebody keeps under a name, with true counts and the age of the oldest; a search is not counted, its count would cost a search. */
export function listSavedViews(context: DeskContext): Output<'savedView.list'> {
  const onlooker = onlookerOf(context);
  return {
    views: savedViews(context.db).flatMap((row) => {
      // What another version of this application kept may not be understood here; it stays for that version.
      const query = QueueQuery.safeParse(JSON.parse(row.query));
      if (!query.success) return [];
      const isSearch = query.data.search !== null;
      return [
        {
          id: row.id,
          name: row.name,
          query: query.data,
          count: isSearch ? null : countOf(context.db, query.data, onlooker),
          oldestAt: isSearch ? null : oldestOf(context.db, query.data, onlooker),
        },
      ];
    }),
  };
}

/** Throws AppError 'blocked' when there are too many. */
export function saveView(context: DeskContext, input: Parsed<'savedView.save'>): void {
  context.db.write((tx) => {
    if (savedViews(tx).length >= LIMITS.savedViews) throw new AppError('blocked', 'There are too many saved views.');
    insertSavedView(tx, {
      id: newId(),
      name: input.name,
      query: JSON.stringify(input.query),
      created_by: context.actor(),
      created_at: context.now(),
    });
    tx.afterCommit(() => {
      context.notices.queueChanged();
    });
  });
}

export function forgetView(context: DeskContext, input: { id: string }): void {
  context.db.write((tx) => {
    deleteSavedView(tx, input.id);
    tx.afterCommit(() => {
      context.notices.queueChanged();
    });
  });
}
