import { Check, Circle, EyeOff, LoaderCircle, Minus, X, type LucideIcon } from 'lucide-react';
import type { StepState } from '../../../shared/domain/install-test.ts';
import { useI18n } from '../../app/session-store.ts';

const ICONS: Readonly<Record<StepState, LucideIcon>> = {
  waiting: Circle,
  running: LoaderCircle,
  passed: Check,
  failed: X,
  'could-not-look': EyeOff,
  skipped: Minus,
};

export function StepMark({ state }: { readonly state: StepState }) {
  const { t } = useI18n();
  const Icon = ICONS[state];
  return (
    <span className={`step-mark step-mark-${state}`} role="img" aria-label={t(`step.${state}`)} title={t(`step.${state}`)}>
      <Icon className="icon" aria-hidden />
    </span>
  );
}
