import { Tooltip } from 'radix-ui';
import type { ReactElement } from 'react';
import type { KeyBinding } from '../lib/keys.ts';
import { Keys } from './Keys.tsx';

/** A short text on hover and on keyboard focus; never the only place of something that must be known. */
export function Hint({
  text,
  binding,
  children,
}: {
  readonly text: string;
  readonly binding?: KeyBinding | undefined;
  readonly children: ReactElement;
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="hint" sideOffset={4} collisionPadding={8}>
          {text}
          {binding === undefined ? null : <Keys binding={binding} />}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
