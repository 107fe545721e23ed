import { Contrast, FolderOpen, Keyboard, Languages, Monitor, Moon, Search, Send, Server, Sun } from 'lucide-react';
import { ActiveRuns } from '../features/install-test/ActiveRuns.tsx';
import { Button } from '../components/Button.tsx';
import { Hint } from '../components/Hint.tsx';
import { Keys } from '../components/Keys.tsx';
import { useResource } from '../lib/resources.ts';
import { ActionIconButton } from './ActionButton.tsx';
import { bindingOf } from './actions.ts';
import { goTo, openOverlay } from './navigation-store.ts';
import { useI18n, useSession } from './session-store.ts';

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon, contrast: Contrast } as const;

function lastPart(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
}

export function TitleBar() {
  const { t } = useI18n();
  const path = useSession((session) => session.info?.workspace.path ?? '');
  const theme = useSession((session) => session.settings.theme);
  const outbox = useResource('outbox.list', {}).value;
  const portals = useResource('portal.list', {}).value;
  const waiting = outbox?.items.filter((item) => item.state === 'waiting').length;
  const held = outbox?.items.filter((item) => item.state === 'held').length ?? 0;
  const busy = portals?.portals.filter((portal) => portal.isBusy).length ?? 0;
  return (
    <header className="title-bar">
      <Hint text={path}>
        <button type="button" className="title-bar-workspace" onClick={() => goTo('settings')}>
          <FolderOpen className="icon" aria-hidden />
          <span className="truncate">{lastPart(path)}</span>
        </button>
      </Hint>
      <button type="button" className="title-bar-search" data-testid="palette-open" onClick={() => openOverlay('palette')}>
        <Search className="icon" aria-hidden />
        <span className="truncate">{t('palette.hint')}</span>
        <Keys binding={bindingOf('palette.open')} />
      </button>
      <div className="title-bar-right">
        <ActiveRuns />
        <Hint text={t('outbox.notConnected')}>
          <button
            type="button"
            className={`title-bar-state${waiting === undefined || waiting === 0 ? '' : ' title-bar-state-waiting'}`}
            data-testid="outbox-state"
            onClick={() => goTo('outbox')}
          >
            <Send className="icon" aria-hidden />
            <span>
              {waiting === undefined
                ? t('screen.outbox')
                : waiting === 0
                  ? held === 0
                    ? t('outbox.stateEmpty')
                    : t('outbox.stateHeld', { count: held })
                  : t('outbox.stateWaiting', { count: waiting })}
            </span>
          </button>
        </Hint>
        <Button look="quiet" icon={Server} onClick={() => goTo('portals')}>
          {busy === 0 ? t('screen.portals') : t('portals.busy', { count: busy })}
        </Button>
        <ActionIconButton action="view.theme" icon={THEME_ICONS[theme]} />
        <ActionIconButton action="view.language" icon={Languages} />
        <ActionIconButton action="shortcuts.open" icon={Keyboard} />
      </div>
    </header>
  );
}
