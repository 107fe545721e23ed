import { useState } from 'react';
import { useI18n } from '../app/session-store.ts';
import { act } from '../lib/act.ts';
import { isWebAddress, safeLine, safeText, splitLinks } from '../lib/safe-text.ts';
import './untrusted.css';

/** One line that a vendor wrote: isolated from the text around it and without disguising characters. */
export function Untrusted({ text }: { readonly text: string }) {
  return <bdi>{safeLine(text)}</bdi>;
}

/** A web address: nothing opens by itself, the main process asks and names the host. */
export function OutsideLink({ url }: { readonly url: string }) {
  const { t } = useI18n();
  const shown = safeLine(url);
  if (!isWebAddress(shown)) return <Untrusted text={url} />;
  const open = (): void => void act('app.openExternal', { url: shown });
  return (
    // Not a button: a long address must break within the lines of its text.
    <span
      role="link"
      tabIndex={0}
      className="link"
      title={t('common.opensInBrowser')}
      onClick={open}
      onKeyDown={(event) => {
        if (event.code !== 'Enter' && event.code !== 'NumpadEnter') return;
        event.preventDefault();
        open();
      }}
    >
      <bdi>{shown}</bdi>
    </span>
  );
}

const FOLDED_CHARS = 1_200;
const FOLDED_LINES = 14;

/** Several paragraphs that a vendor wrote. Very long ones are folded. */
export function UntrustedText({ text, isFoldable = true }: { readonly text: string; readonly isFoldable?: boolean }) {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const safe = safeText(text);
  const lines = safe.split('\n');
  const isLong = isFoldable && (safe.length > FOLDED_CHARS || lines.length > FOLDED_LINES);
  const shown = isLong && !isOpen ? lines.slice(0, FOLDED_LINES).join('\n').slice(0, FOLDED_CHARS) : safe;
  return (
    <div className="untrusted-text selectable" dir="auto">
      {splitLinks(shown).map((part, index) =>
        part.kind === 'link' ? <OutsideLink key={index} url={part.url} /> : <span key={index}>{part.text}</span>,
      )}
      {isLong && !isOpen ? '…' : null}
      {isLong ? (
        <button type="button" className="link untrusted-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('common.showLess') : t('common.showAll')}
        </button>
      ) : null}
    </div>
  );
}
