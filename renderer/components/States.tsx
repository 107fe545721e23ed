import { CircleX, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useI18n } from '../app/session-store.ts';
import { knownKey } from '../i18n/translate.ts';
import { useDelayed } from '../lib/hooks.ts';
import type { Failure } from '../lib/resources.ts';
import { Button } from './Button.tsx';
import './states.css';

/** Nothing is here: says so, and what to do next. */
export function EmptyState({
  icon: Icon,
  title,
  children,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="state-block">
      <Icon className="state-icon" aria-hidden />
      <p className="state-title">{title}</p>
      {children === undefined ? null : <div className="state-text">{children}</div>}
    </div>
  );
}

/** What happened and what to do, the code, and a retry. */
export function ErrorState({ failure, onRetry }: { readonly failure: Failure; readonly onRetry?: () => void }) {
  const { t } = useI18n();
  return (
    <div className="state-block" role="alert">
      <CircleX className="state-icon state-icon-fail" aria-hidden />
      <p className="state-title">{t('error.title')}</p>
      <div className="state-text">
        <FailureText failure={failure} />
      </div>
      {onRetry === undefined ? null : <Button onClick={onRetry}>{t('common.retry')}</Button>}
    </div>
  );
}

export function FailureText({ failure }: { readonly failure: Failure }) {
  const { t } = useI18n();
  const key = knownKey(`error.${failure.code}`);
  return (
    <>
      <p>{key === null ? t('error.internal') : t(key)}</p>
      <p className="state-code mono selectable">
        {t('error.code', { code: failure.code })}
        {failure.message === '' ? null : ` · ${failure.message}`}
      </p>
    </>
  );
}

/** Grey lines in place of text that takes longer than a blink. */
export function Skeleton({ lines = 4 }: { readonly lines?: number }) {
  const isShown = useDelayed(true);
  const { t } = useI18n();
  return (
    <div className="skeleton" role="status" aria-label={t('common.loading')}>
      {isShown ? Array.from({ length: lines }, (_, index) => <span key={index} className="skeleton-line" />) : null}
    </div>
  );
}
