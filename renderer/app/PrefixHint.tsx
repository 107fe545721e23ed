import { ACTIONS } from './actions.ts';
import { useNavigation } from './navigation-store.ts';
import { useI18n } from './session-store.ts';

/** After G: the letters that may follow, so that nobody has to remember them. */
export function PrefixHint() {
  const { t } = useI18n();
  const isPending = useNavigation((navigation) => navigation.isPrefixPending);
  if (!isPending) return null;
  return (
    <div className="prefix-hint" role="status">
      {ACTIONS.flatMap((action) =>
        action.keys
          .filter((binding) => binding.prefix === 'KeyG')
          .map((binding) => (
            <span key={action.id} className="prefix-hint-item">
              <kbd>{binding.code.slice(3)}</kbd>
              {t(action.title)}
            </span>
          )),
      )}
    </div>
  );
}
