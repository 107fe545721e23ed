import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'plain' | 'pass' | 'fail' | 'warning' | 'unknown' | 'info';

export function Badge({
  tone = 'plain',
  icon: Icon,
  title,
  children,
}: {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  readonly title?: string;
  readonly children: ReactNode;
}) {
  return (
    <span className={`badge badge-${tone}`} title={title}>
      {Icon === undefined ? null : <Icon className="icon" aria-hidden />}
      {children}
    </span>
  );
}
