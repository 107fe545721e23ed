import { ChevronLeft, ChevronRight, Columns2, FileWarning, ImageOff, Maximize, Paperclip, X, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { MediaDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { blobUrl } from '../../lib/blob-url.ts';
import { formatBytes } from '../../lib/format.ts';
import { isLarge, isPicture } from './MediaStrip.tsx';

type Picture = Pick<MediaDetails, 'sha256' | 'name' | 'mime' | 'sizeBytes' | 'widthPx' | 'heightPx'>;

interface Properties {
  readonly media: readonly Picture[];
  readonly index: number;
  readonly onMove: (index: number) => void;
  readonly onClose: () => void;
}

const STEPS = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8] as const;

/** One picture at a time over the whole window: fitted, or by its real pixels with drag. Arrow keys walk, + and − zoom, 0 fits. */
export function MediaViewer({ media, index, onMove, onClose }: Properties) {
  const i18n = useI18n();
  const { t } = i18n;
  const item = media[index];
  // null: fitted to the window.
  const [zoom, setZoom] = useState<number | null>(null);
  const stage = useRef<HTMLDivElement>(null);
  const other = useRef<HTMLDivElement>(null);
  // Index of the picture beside this one; null: one alone.
  const [beside, setBeside] = useState<number | null>(null);
  const drag = useRef<{ x: number; y: number; left: number; top: number } | null>(null);
  if (item === undefined) return null;

  const compared = beside === null ? undefined : media[beside];
  const moveBeside = (by: number): void => {
    if (beside !== null) setBeside((beside + by + media.length) % media.length);
  };
  const toggleBeside = (): void => setBeside(beside === null ? (index + 1) % media.length : null);
  // Both show the same place, so that the eye compares and the hand does nothing.
  const follow = (from: HTMLDivElement | null, to: HTMLDivElement | null): void => {
    if (from === null || to === null) return;
    to.scrollLeft = from.scrollLeft;
    to.scrollTop = from.scrollTop;
  };

  const move = (by: number): void => {
    setZoom(null);
    onMove((index + by + media.length) % media.length);
  };
  const zoomBy = (by: 1 | -1): void => {
    const shown = zoom ?? fittedZoom(stage.current, item);
    setZoom(by === 1 ? (STEPS.find((step) => step > shown + 0.001) ?? 8) : (STEPS.findLast((step) => step < shown - 0.001) ?? 0.1));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.shiftKey && event.code === 'ArrowRight') moveBeside(1);
    else if (event.shiftKey && event.code === 'ArrowLeft') moveBeside(-1);
    else if (event.code === 'KeyB' && media.length > 1) toggleBeside();
    else if (event.code === 'ArrowRight' || event.code === 'KeyJ') move(1);
    else if (event.code === 'ArrowLeft' || event.code === 'KeyK') move(-1);
    else if (event.code === 'Equal' || event.code === 'NumpadAdd') zoomBy(1);
    else if (event.code === 'Minus' || event.code === 'NumpadSubtract') zoomBy(-1);
    else if (event.code === 'Digit0' || event.code === 'Numpad0') setZoom(null);
    else if (event.code === 'Digit1' || event.code === 'Numpad1') setZoom(1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (drag.current === null || stage.current === null) return;
    stage.current.scrollLeft = drag.current.left - (event.clientX - drag.current.x);
    stage.current.scrollTop = drag.current.top - (event.clientY - drag.current.y);
  };

  return (
    <Dialog isOpen onClose={onClose} size="full" title={t('media.viewer')} isTitleHidden>
      <div className="viewer" onKeyDown={onKeyDown}>
        <div className="viewer-bar">
          <span className="viewer-name truncate">
            <Untrusted text={item.name} />
          </span>
          <span className="soft number">
            {item.widthPx === null || item.heightPx === null ? '' : `${item.widthPx}×${item.heightPx} · `}
            {formatBytes(i18n, item.sizeBytes)}
          </span>
          <span className="queue-head-space" />
          <span className="soft number">{t('media.position', { at: index + 1, of: media.length })}</span>
          <IconButton icon={ChevronLeft} label={t('media.previous')} onClick={() => move(-1)} />
          <IconButton icon={ChevronRight} label={t('media.next')} onClick={() => move(1)} />
          {media.length < 2 ? null : (
            <IconButton
              icon={Columns2}
              label={t('media.beside')}
              binding={{ code: 'KeyB' }}
              isPressed={beside !== null}
              data-testid="viewer-beside"
              onClick={toggleBeside}
            />
          )}
          <IconButton icon={ZoomOut} label={t('media.zoomOut')} onClick={() => zoomBy(-1)} />
          <span className="viewer-zoom number" aria-live="polite">
            {zoom === null ? t('media.fitted') : `${i18n.number(Math.round(zoom * 100))} %`}
          </span>
          <IconButton icon={ZoomIn} label={t('media.zoomIn')} onClick={() => zoomBy(1)} />
          <IconButton icon={Maximize} label={t('media.fit')} onClick={() => setZoom(null)} />
          <IconButton icon={X} label={t('common.close')} onClick={onClose} />
        </div>
        <div className="viewer-stages">
          <div
            ref={stage}
            data-first-focus
            className="viewer-stage"
            onScroll={() => follow(stage.current, other.current)}
            data-fitted={zoom === null || undefined}
            tabIndex={0}
            role="group"
            aria-label={t('media.viewer')}
            onPointerDown={(event) => {
              if (zoom === null || stage.current === null) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              drag.current = { x: event.clientX, y: event.clientY, left: stage.current.scrollLeft, top: stage.current.scrollTop };
            }}
            onPointerMove={onPointerMove}
            onPointerUp={() => (drag.current = null)}
          >
            <Stage key={item.sha256} item={item} zoom={zoom} />
          </div>
          {compared === undefined ? null : (
            <figure className="viewer-other">
              <figcaption className="viewer-bar">
                <span className="truncate viewer-name">
                  <Untrusted text={compared.name} />
                </span>
                <span className="queue-head-space" />
                <IconButton icon={ChevronLeft} label={t('media.besidePrevious')} onClick={() => moveBeside(-1)} />
                <IconButton icon={ChevronRight} label={t('media.besideNext')} onClick={() => moveBeside(1)} />
              </figcaption>
              <div
                ref={other}
                className="viewer-stage"
                data-fitted={zoom === null || undefined}
                data-testid="viewer-other"
                tabIndex={0}
                role="group"
                aria-label={t('media.besideViewer')}
                onScroll={() => follow(other.current, stage.current)}
              >
                <Stage key={compared.sha256} item={compared} zoom={zoom} />
              </div>
            </figure>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function Stage({ item, zoom }: { readonly item: Picture; readonly zoom: number | null }) {
  const { t } = useI18n();
  const [isBroken, setBroken] = useState(false);
  const [isAllowed, setAllowed] = useState(!isLarge(item));
  const [width, setWidth] = useState(item.widthPx);
  useEffect(() => setWidth(item.widthPx), [item.widthPx]);
  if (!isPicture(item)) {
    return (
      <div className="state-block">
        <Paperclip className="state-icon" aria-hidden />
        <p className="state-title">{t('media.notPicture')}</p>
        <p className="state-text mono">
          <Untrusted text={item.mime} />
        </p>
      </div>
    );
  }
  if (isBroken) {
    return (
      <div className="state-block" role="alert">
        <ImageOff className="state-icon state-icon-fail" aria-hidden />
        <p className="state-title">{t('media.broken')}</p>
        <p className="state-text">{t('media.brokenHelp')}</p>
      </div>
    );
  }
  if (!isAllowed) {
    return (
      <div className="state-block">
        <FileWarning className="state-icon" aria-hidden />
        <p className="state-title">{t('media.large')}</p>
        <p className="state-text">{t('media.largeHelp', { width: item.widthPx ?? 0, height: item.heightPx ?? 0 })}</p>
        <Button onClick={() => setAllowed(true)}>{t('media.showAnyway')}</Button>
      </div>
    );
  }
  return (
    <img
      className="viewer-picture"
      src={blobUrl(item.sha256)}
      alt={t('media.pictureOf', { name: item.name })}
      draggable={false}
      style={zoom === null || width === null ? undefined : { width: `${width * zoom}px`, maxWidth: 'none', maxHeight: 'none' }}
      onLoad={(event) => setWidth(event.currentTarget.naturalWidth)}
      onError={() => setBroken(true)}
    />
  );
}

function fittedZoom(stage: HTMLElement | null, item: Picture): number {
  if (stage === null || item.widthPx === null || item.heightPx === null) return 1;
  return Math.min(1, stage.clientWidth / item.widthPx, stage.clientHeight / item.heightPx);
}
