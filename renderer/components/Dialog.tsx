import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { useI18n } from '../app/session-store.ts';
import { IconButton } from './Button.tsx';
import './dialog.css';

interface Properties {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** One sentence under the title. */
  readonly description?: string;
  readonly size?: 'small' | 'medium' | 'large' | 'full';
  /** Keeps the title for screen readers only. */
  readonly isTitleHidden?: boolean;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
}

/** Focus is held inside and goes back to where it came from. The primitive's own overlay is not used: it writes a style element, which the CSP refuses. */
export function Dialog({ isOpen, onClose, title, description, size = 'medium', isTitleHidden = false, footer, children }: Properties) {
  const { t } = useI18n();
  return (
    <Primitive.Root
      open={isOpen}
      onOpenChange={(isNowOpen) => {
        if (!isNowOpen) onClose();
      }}
    >
      <Primitive.Portal>
        <div className="dialog-scrim" aria-hidden />
        <Primitive.Content
          className={`dialog dialog-${size}`}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          data-overlay
          onOpenAutoFocus={(event) => {
            // Not the close button: its hint would swallow the first Escape.
            event.preventDefault();
            const content = event.currentTarget instanceof HTMLElement ? event.currentTarget : null;
            (content?.querySelector<HTMLElement>('[data-first-focus]') ?? content)?.focus();
          }}
        >
          <div className={isTitleHidden ? 'visually-hidden' : 'dialog-head'}>
            <Primitive.Title className="dialog-title">{title}</Primitive.Title>
            {isTitleHidden ? null : <IconButton icon={X} label={t('common.close')} onClick={onClose} />}
          </div>
          {description === undefined ? null : <Primitive.Description className="dialog-description">{description}</Primitive.Description>}
          <div className="dialog-body">{children}</div>
          {footer === undefined ? null : <div className="dialog-foot">{footer}</div>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
