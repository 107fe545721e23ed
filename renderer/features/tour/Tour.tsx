import { useEffect, useRef, useState } from 'react';
import { useI18n, useSession } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { endTour, showStep, startTour, TOUR, useTour } from './tour-store.ts';
import './tour.css';

/**
 * Walks a newcomer through the way of one submission. Not a dialog: the desk stays usable, so that each step can be tried at
 * once. On a workspace that was just made it offers itself once; later it is in the menu and in the palette.
 */
export function Tour() {
  const at = useTour((tour) => tour.at);
  const isSeen = useSession((session) => session.settings.layout['tour.seen'] === true);
  const isOffered = useSession((session) => session.settings.layout['tour.offered'] === true);
  if (at !== null) return <Step key={at} at={at} />;
  return isOffered && !isSeen ? <Offer /> : null;
}

function Offer() {
  const { t } = useI18n();
  return (
    <section className="tour" aria-label={t('action.tour.start')} data-testid="tour-offer">
      <h2>{t('tour.offer')}</h2>
      <p className="soft">{t('tour.offerText')}</p>
      <div className="tour-foot">
        <Button onClick={endTour}>{t('tour.later')}</Button>
        <Button look="primary" onClick={startTour} data-testid="tour-start">
          {t('tour.begin')}
        </Button>
      </div>
    </section>
  );
}

function Step({ at }: { readonly at: number }) {
  const { t } = useI18n();
  const step = TOUR[at];
  const next = useRef<HTMLButtonElement>(null);
  const [frame, setFrame] = useState<{ left: number; top: number; width: number; height: number } | null>(null);
  useEffect(() => {
    next.current?.focus();
    if (step === undefined) return;
    let request = 0;
    const follow = (): void => {
      const box = document.querySelector(step.target)?.getBoundingClientRect();
      setFrame((before) => {
        if (box === undefined) return null;
        const { left, top, width, height } = box;
        return before?.left === left && before.top === top && before.width === width && before.height === height
          ? before
          : { left, top, width, height };
      });
      request = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(request);
  }, [step]);
  if (step === undefined) return null;
  const isLast = at === TOUR.length - 1;
  return (
    <>
      {frame === null ? null : <div className="tour-frame" aria-hidden style={frame} />}
      <section
        className="tour"
        aria-labelledby="tour-title"
        data-testid="tour"
        onKeyDown={(event) => {
          if (event.code === 'Escape') endTour();
        }}
      >
        <p className="faint small number">{t('tour.position', { at: at + 1, of: TOUR.length })}</p>
        <h2 id="tour-title">{t(step.title)}</h2>
        <p className="soft" aria-live="polite">
          {t(step.text)}
        </p>
        <div className="tour-foot">
          <Button look="quiet" onClick={endTour}>
            {t('tour.end')}
          </Button>
          {at === 0 ? null : <Button onClick={() => showStep(at - 1)}>{t('tour.back')}</Button>}
          <Button ref={next} look="primary" data-testid="tour-next" onClick={() => (isLast ? endTour() : showStep(at + 1))}>
            {isLast ? t('tour.done') : t('tour.next')}
          </Button>
        </div>
      </section>
    </>
  );
}
