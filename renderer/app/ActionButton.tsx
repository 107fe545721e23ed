import type { LucideIcon } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Button, IconButton } from '../components/Button.tsx';
import { knownKey, type PlainKey } from '../i18n/translate.ts';
import { ariaKeys } from '../lib/keys.ts';
import { actionOf, effectOf, onAvailabilityChange, type Action, type Availability } from './actions.ts';
import { useI18n, useSession } from './session-store.ts';

/** Availability of an action, followed as it changes. */
export function useAvailability(id: string): Availability {
  const answer = useSyncExternalStore(onAvailabilityChange, () => {
    const availability = actionOf(id)?.availability() ?? { state: 'absent' };
    return availability.state === 'blocked' ? availability.reason : availability.state;
  });
  if (answer === 'ready' || answer === 'absent') return { state: answer };
  return { state: 'blocked', reason: knownKey(answer) ?? 'reason.not-allowed' };
}

interface Properties {
  readonly action: string;
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly icon?: LucideIcon;
  /** Another text than the action's own. */
  readonly label?: PlainKey;
  readonly isKeyHidden?: boolean;
}

/** A button of the action table: its text, its key and the reason why it cannot be pressed come from there. Absent actions show nothing. */
export function ActionButton({ action: id, look, icon, label, isKeyHidden = false }: Properties) {
  const { t } = useI18n();
  const platform = useSession((session) => session.info?.platform ?? 'linux');
  const availability = useAvailability(id);
  const action = actionOf(id);
  const effect = effectOf(id);
  if (action === undefined || availability.state === 'absent') return null;
  const key = action.keys[0];
  return (
    <Button
      {...(look === undefined ? {} : { look })}
      {...(icon === undefined ? {} : { icon })}
      binding={isKeyHidden ? undefined : key}
      aria-keyshortcuts={key === undefined ? undefined : ariaKeys(key, platform)}
      blockedBecause={availability.state === 'blocked' ? t(availability.reason) : null}
      effect={effect === null ? undefined : t(effect)}
      data-action={id}
      onClick={() => void action.run()}
    >
      {t(label ?? action.title)}
    </Button>
  );
}

export function ActionIconButton({
  action: id,
  icon,
  isPressed,
}: {
  readonly action: string;
  readonly icon: LucideIcon;
  readonly isPressed?: boolean;
}) {
  const { t } = useI18n();
  const availability = useAvailability(id);
  const action: Action | undefined = actionOf(id);
  const effect = effectOf(id);
  if (action === undefined || availability.state === 'absent') return null;
  return (
    <IconButton
      icon={icon}
      label={t(action.title)}
      binding={action.keys[0]}
      isPressed={isPressed}
      effect={effect === null ? undefined : t(effect)}
      blockedBecause={availability.state === 'blocked' ? t(availability.reason) : null}
      data-action={id}
      onClick={() => void action.run()}
    />
  );
}
