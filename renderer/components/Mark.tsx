import { Check, CircleDashed, EyeOff, Minus, X, type LucideIcon } from 'lucide-react';
import { useI18n } from '../app/session-store.ts';
import './mark.css';

export type MarkName = 'pass' | 'fail' | 'not-applicable' | 'not-checked' | 'could-not-look';

const ICONS: Readonly<Record<MarkName, LucideIcon>> = {
  pass: Check,
  fail: X,
  'not-applicable': Minus,
  'not-checked': CircleDashed,
  'could-not-look': EyeOff,
};

/** A person's mark is filled, a machine's only outlined; every state has its own shape as well as its colour. */
export function Mark({ name, by }: { readonly name: MarkName; readonly by: 'person' | 'machine' }) {
  const { t } = useI18n();
  const Icon = ICONS[name];
  return (
    <span
      className={`mark mark-${name} mark-${by}`}
      role="img"
      aria-label={`${t(`mark.by.${by}`)}: ${t(`mark.${name}`)}`}
      title={`${t(`mark.by.${by}`)}: ${t(`mark.${name}`)}`}
    >
      <Icon aria-hidden />
    </span>
  );
}
