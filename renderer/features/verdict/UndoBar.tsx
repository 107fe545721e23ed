import { Undo2 } from 'lucide-react';
import { useEffect } from 'react';
import { ActionButton } from '../../app/ActionButton.tsx';
import { useI18n } from '../../app/session-store.ts';
import { Untrusted } from '../../components/Untrusted.tsx';
import { useNow } from '../../lib/hooks.ts';
import { forgetDecision, useVerdict, type LastDecision } from './verdict-store.ts';
import './verdict.css';

/** Until the outbox lets a verdict go: what was decided, and the way back. */
export function UndoBar() {
  const last = useVerdict((state) => state.last);
  return last === null ? null : <Countdown key={last.verdictId} last={last} />;
}

function Countdown({ last }: { readonly last: LastDecision }) {
  const { t } = useI18n();
  const now = useNow(250);
  const leftMs = last.undoUntil - now;
  useEffect(() => {
    const timer = setTimeout(forgetDecision, Math.max(0, last.undoUntil - Date.now()));
    return () => clearTimeout(timer);
  }, [last]);
  if (leftMs <= 0) return null;
  return (
    <div className="undo-bar" role="status" data-testid="undo-bar">
      <span className="undo-bar-text truncate">
        {t(`verdict.done.${last.kind}`)}: <Untrusted text={last.solutionName} />
      </span>
      <ActionButton action="verdict.undo" icon={Undo2} />
      <span className="number soft undo-bar-left" aria-hidden>
        {t('time.seconds', { count: String(Math.ceil(leftMs / 1000)) })}
      </span>
    </div>
  );
}
