import { CircleCheck, CircleX, Info, X } from 'lucide-react';
import { useI18n } from '../app/session-store.ts';
import { IconButton } from './Button.tsx';
import { FailureText } from './States.tsx';
import { dismissToast, useToasts } from './toast-store.ts';
import './toasts.css';

const ICONS = { info: Info, pass: CircleCheck, fail: CircleX } as const;

export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  const { t, loose } = useI18n();
  return (
    <div className="toasts" role="region" aria-label={t('common.notices')} aria-live="polite">
      {toasts.map((toast) => {
        const Icon = ICONS[toast.tone];
        return (
          <div key={toast.id} className={`toast toast-${toast.tone}`} role={toast.tone === 'fail' ? 'alert' : 'status'}>
            <Icon className="icon toast-icon" aria-hidden />
            <div className="toast-text">
              {toast.failure === null ? loose(toast.key, toast.parameters) : <FailureText failure={toast.failure} />}
            </div>
            <IconButton icon={X} label={t('common.dismiss')} onClick={() => dismissToast(toast.id)} />
          </div>
        );
      })}
    </div>
  );
}
