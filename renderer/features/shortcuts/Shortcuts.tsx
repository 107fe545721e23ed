import { ACTION_GROUPS, ACTIONS } from '../../app/actions.ts';
import { openOverlay, useNavigation } from '../../app/navigation-store.ts';
import { useI18n } from '../../app/session-store.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { Keys } from '../../components/Keys.tsx';
import './shortcuts.css';

/** Every key, from the same table that the keys themselves come from. */
export function Shortcuts() {
  const { t } = useI18n();
  const isOpen = useNavigation((navigation) => navigation.overlay === 'shortcuts');
  return (
    <Dialog isOpen={isOpen} onClose={() => openOverlay(null)} size="large" title={t('shortcuts.title')} description={t('shortcuts.text')}>
      <div className="shortcuts" data-testid="shortcuts" data-first-focus tabIndex={0}>
        {ACTION_GROUPS.map((group) => {
          const actions = ACTIONS.filter((action) => action.group === group && action.keys.length > 0);
          if (actions.length === 0) return null;
          return (
            <section key={group} className="shortcuts-group">
              <h3>{t(`group.${group}`)}</h3>
              <dl>
                {actions.map((action) => (
                  <div key={action.id} className="shortcuts-row">
                    <dt>{t(action.title)}</dt>
                    <dd>
                      {action.keys.map((binding, index) => (
                        <Keys key={index} binding={binding} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
