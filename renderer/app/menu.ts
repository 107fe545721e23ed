import type { Input } from '../../shared/ipc/contract.ts';
import { call } from '../lib/bridge.ts';
import type { KeyBinding } from '../lib/keys.ts';
import { actionOf, onAvailabilityChange } from './actions.ts';
import { currentI18n } from './session-store.ts';

type Section = Input<'window.setMenu'>['sections'][number];

/** Which actions the native menu offers, in order; null draws a line. Titles, keys and availability come from the action table. */
export const MENU: readonly { readonly id: Section['id']; readonly actions: readonly (string | null)[] }[] = [
  {
    id: 'file',
    actions: [
      'import.files',
      'import.folder',
      'go.refused',
      null,
      'submission.print',
      'bundle.export',
      'bundle.verify',
      null,
      'go.settings',
      'workspace.choose',
    ],
  },
  {
    id: 'submission',
    actions: [
      'queue.next',
      'queue.previous',
      'queue.open',
      'queue.skip',
      null,
      'claim.take',
      'claim.release',
      'claim.takeOver',
      null,
      'test.run',
      'test.pause',
      'test.stop',
      null,
      'chat.write',
      null,
      'verdict.approve',
      'verdict.return',
      'verdict.refuse',
      'verdict.withdraw',
      'verdict.undo',
      'undo.last',
    ],
  },
  {
    id: 'checklist',
    actions: [
      'item.pass',
      'item.fail',
      'item.notApplicable',
      'item.clear',
      null,
      'item.note',
      'item.evidence',
      null,
      'checklist.runChecks',
    ],
  },
  {
    id: 'view',
    actions: [
      'palette.open',
      null,
      'pane.toggleQueue',
      'pane.toggleSide',
      null,
      'view.theme',
      'view.density',
      'view.language',
      null,
      'view.zoomIn',
      'view.zoomOut',
      'view.zoomReset',
    ],
  },
  {
    id: 'go',
    actions: [
      'go.mine',
      'go.queue',
      'go.returned',
      'go.decided',
      'go.all',
      null,
      'go.messages',
      'go.reviews',
      'go.outbox',
      'go.prices',
      'go.portals',
      'go.bundles',
    ],
  },
  { id: 'help', actions: ['go.help', 'shortcuts.open', 'tour.start'] },
];

/** Electron's name of a key; only keys with a modifier and function keys, since a bare letter would be taken from who types. */
export function acceleratorOf(binding: KeyBinding | undefined): string | null {
  if (binding === undefined || binding.prefix !== undefined) return null;
  if (binding.mod !== true && binding.alt !== true && !/^F\d+$/.test(binding.code)) return null;
  const key = ACCELERATORS[binding.code] ?? binding.code.replace(/^(?:Key|Digit)/, '');
  return [binding.mod === true ? 'CmdOrCtrl' : '', binding.alt === true ? 'Alt' : '', binding.shift === true ? 'Shift' : '', key]
    .filter((part) => part !== '')
    .join('+');
}

const ACCELERATORS: Readonly<Record<string, string>> = { Comma: ',', Slash: '/', Equal: 'Plus', Minus: '-' };

/** The menu as the action table has it now. */
export function menuSections(): Section[] {
  const { t } = currentI18n();
  return MENU.map(({ id, actions }) => ({
    id,
    title: t(`menu.${id}`),
    items: actions.map((name) => {
      const action = name === null ? undefined : actionOf(name);
      return action === undefined
        ? null
        : {
            action: action.id,
            label: t(action.title),
            accelerator: acceleratorOf(action.keys[0]),
            isEnabled: action.availability().state === 'ready',
          };
    }),
  }));
}

const GATHER_MS = 120;

/** Keeps the native menu like the action table. @returns stops it. */
export function followMenu(): () => void {
  let sent = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const send = (): void => {
    timer = undefined;
    const sections = menuSections();
    const now = JSON.stringify(sections);
    if (now === sent) return;
    sent = now;
    void call('window.setMenu', { sections });
  };
  const sendSoon = (): void => {
    timer ??= setTimeout(send, GATHER_MS);
  };
  const stop = onAvailabilityChange(sendSoon);
  // Not at once: the first page of the queue comes before the menu.
  sendSoon();
  return () => {
    clearTimeout(timer);
    stop();
  };
}
