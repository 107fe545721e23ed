import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import type { KeyBinding } from '../lib/keys.ts';
import { Keys } from './Keys.tsx';
import { Hint } from './Hint.tsx';
import './button.css';

interface Properties extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly icon?: LucideIcon;
  readonly binding?: KeyBinding | undefined;
  /** Why it cannot be pressed now. The button stays reachable, so that the reason can be read. */
  readonly blockedBecause?: string | null;
  readonly isBusy?: boolean;
  /** What it will do and who will be told: shown as a hint, read after the name. */
  readonly effect?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly children: ReactNode;
}

export function Button({
  look = 'plain',
  icon: Icon,
  binding,
  blockedBecause = null,
  isBusy = false,
  effect,
  className,
  onClick,
  children,
  ref,
  ...rest
}: Properties) {
  const isBlocked = blockedBecause !== null || isBusy;
  const button = (
    <button
      type="button"
      {...rest}
      ref={ref}
      className={`button button-${look}${className === undefined ? '' : ` ${className}`}`}
      aria-disabled={isBlocked || undefined}
      aria-busy={isBusy || undefined}
      aria-description={effect}
      onClick={(event) => {
        if (!isBlocked) onClick?.(event);
      }}
    >
      {Icon === undefined ? null : <Icon className="icon" aria-hidden />}
      <span className="button-label">{children}</span>
      {binding === undefined ? null : <Keys binding={binding} />}
    </button>
  );
  const hint = blockedBecause ?? effect;
  return hint === undefined ? button : <Hint text={hint}>{button}</Hint>;
}

interface IconProperties extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled' | 'children'> {
  readonly icon: LucideIcon;
  /** Accessible name, shown as a hint as well. */
  readonly label: string;
  readonly binding?: KeyBinding | undefined;
  readonly isPressed?: boolean | undefined;
  readonly effect?: string | undefined;
  readonly blockedBecause?: string | null;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({
  icon: Icon,
  label,
  binding,
  isPressed,
  blockedBecause = null,
  effect,
  className,
  onClick,
  ref,
  ...rest
}: IconProperties) {
  return (
    <Hint text={blockedBecause ?? (effect === undefined ? label : `${label}. ${effect}`)} binding={binding}>
      <button
        type="button"
        {...rest}
        ref={ref}
        className={`button button-icon${className === undefined ? '' : ` ${className}`}`}
        aria-label={label}
        aria-pressed={isPressed}
        aria-description={effect}
        aria-disabled={blockedBecause !== null || undefined}
        onClick={(event) => {
          if (blockedBecause === null) onClick?.(event);
        }}
      >
        <Icon className="icon" aria-hidden />
      </button>
    </Hint>
  );
}
