import { nextId } from '../../core.ts';
import { v3Errors } from './errors.ts';
import type { RestV3Method } from './method.ts';

/**
 * Sections of REST 3.0 that a portal has and this one does not play, with the scope of each: `mail.message.send` exists, and a solution that
 * calls it is not to be blamed. Scope and form of the answer are right, the content is nothing in particular.
 */
const SECTIONS: readonly (readonly [prefix: string, scopes: readonly string[]])[] = [
  ['tasks.', ['task', 'tasks']],
  ['mail.', ['mail']],
  ['humanresources.', ['humanresources']],
  ['note.', ['note']],
  ['main.eventlog.', ['main']],
  ['timeman.record.', ['timeman']],
];
const LISTS = /\.(?:\w*list\w*|tail|search|children|subordinates|senders|thread|multidepartment)$/;
const MAKERS = /\.(?:add|create\w*|send|attach|addfromchatmessage)$/;
const CHANGERS = /\.(?:update|edit|set|delete|remove\w*|move\w*|archive|forward|reply|restore|import)$/;

/** The stand-in for a method of this name (lower case); null when REST 3.0 has no such method as far as is known. */
export function standInForV3(name: string): RestV3Method | null {
  const section = SECTIONS.find(([prefix]) => name.startsWith(prefix));
  if (section === undefined) return null;
  const [, scopes] = section;
  if (LISTS.test(name)) return { name, scopes, run: () => ({ items: [] }) };
  if (MAKERS.test(name)) return { name, scopes, changes: true, run: ({ core }) => ({ item: { id: Number(nextId(core)) } }) };
  if (CHANGERS.test(name)) return { name, scopes, changes: true, run: () => ({ result: true }) };
  if (name.endsWith('.count')) return { name, scopes, run: () => ({ item: { count: 0 } }) };
  if (!name.endsWith('.get')) return null;
  return {
    name,
    scopes,
    run({ params }) {
      throw v3Errors.notFound(String((params['id'] ?? '') as string));
    },
  };
}
