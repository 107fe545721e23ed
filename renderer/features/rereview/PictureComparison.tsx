import { useEffect, useRef, useState } from 'react';
import type { MediaDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { blobUrl } from '../../lib/blob-url.ts';
import { formatBytes } from '../../lib/format.ts';
import { MediaViewer } from '../card/MediaViewer.tsx';
import { isLarge, isPicture } from '../card/MediaStrip.tsx';
import { COMPARED_PIXELS, isScaled, pictureDifference, type PictureDifference, type Pixels } from './picture-difference.ts';

/** Before, now, and what differs. Files that are no pictures are only named. */
export function PictureComparison({ before, now }: { readonly before: MediaDetails | null; readonly now: MediaDetails | null }) {
  const { t } = useI18n();
  const canCompare = before !== null && now !== null && isPicture(before) && isPicture(now) && !isLarge(before) && !isLarge(now);
  return (
    <div className="compare-pictures">
      <Side label={t('compare.before')} media={before} />
      <Side label={t('compare.now')} media={now} />
      {canCompare ? <DifferenceOf key={`${before.sha256} ${now.sha256}`} before={before} now={now} /> : null}
    </div>
  );
}

function Side({ label, media }: { readonly label: string; readonly media: MediaDetails | null }) {
  const i18n = useI18n();
  const [isShown, setShown] = useState(false);
  return (
    <figure className="compare-side">
      {media === null ? (
        <div className="compare-none faint">{i18n.t('compare.absent')}</div>
      ) : isPicture(media) && !isLarge(media) ? (
        <button type="button" className="compare-open" onClick={() => setShown(true)}>
          <img src={blobUrl(media.sha256)} alt={i18n.t('media.pictureOf', { name: media.name })} loading="lazy" decoding="async" />
        </button>
      ) : (
        <div className="compare-none faint">{i18n.t(isPicture(media) ? 'media.large' : 'media.notPicture')}</div>
      )}
      <figcaption>
        {label}
        {media === null ? null : (
          <span className="soft">
            {' · '}
            <Untrusted text={media.name} />{' '}
            <span className="number">
              {media.widthPx === null || media.heightPx === null
                ? formatBytes(i18n, media.sizeBytes)
                : `${media.widthPx}×${media.heightPx}`}
            </span>
          </span>
        )}
      </figcaption>
      {isShown && media !== null ? (
        <MediaViewer media={[media]} index={0} onMove={() => undefined} onClose={() => setShown(false)} />
      ) : null}
    </figure>
  );
}

type State =
  | { readonly is: 'waiting' }
  | { readonly is: 'failed' }
  | { readonly is: 'done'; readonly difference: PictureDifference; readonly isScaled: boolean };

function DifferenceOf({ before, now }: { readonly before: MediaDetails; readonly now: MediaDetails }) {
  const { t, number } = useI18n();
  const [state, setState] = useState<State>({ is: 'waiting' });
  const [round, setRound] = useState(0);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let isCurrent = true;
    Promise.all([pixelsOf(before.sha256), pixelsOf(now.sha256)]).then(
      ([old, fresh]) => {
        // A picture saved at another size is laid over at the size of the newer one; one that was cropped stays as it is.
        const scaled = isScaled(old, fresh) ? scaledTo(old, fresh.width, fresh.height) : old;
        if (isCurrent) setState({ is: 'done', difference: pictureDifference(scaled, fresh), isScaled: scaled !== old });
      },
      () => {
        if (isCurrent) setState({ is: 'failed' });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [before.sha256, now.sha256, round]);
  useEffect(() => {
    if (state.is !== 'done') return;
    const { pixels, widthPx, heightPx } = state.difference;
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, widthPx, heightPx), 0, 0);
  }, [state]);
  return (
    <figure className="compare-side" data-testid="picture-difference" data-state={state.is}>
      {state.is === 'done' ? (
        <canvas
          ref={canvas}
          width={state.difference.widthPx}
          height={state.difference.heightPx}
          role="img"
          aria-label={t('compare.differenceOf', { name: now.name })}
        />
      ) : (
        <div className="compare-none faint">
          {state.is === 'failed' ? (
            <>
              {t('compare.differenceFailed')} <Button onClick={() => setRound(round + 1)}>{t('common.retry')}</Button>
            </>
          ) : (
            t('common.loading')
          )}
        </div>
      )}
      <figcaption>
        {t('compare.difference')}
        {state.is === 'done' ? (
          <span className="soft">
            {' · '}
            {state.difference.differing === 0
              ? t('compare.differenceNone')
              : t('compare.differenceShare', {
                  share: number(Math.max(0.1, Math.round(state.difference.share * 1000) / 10)),
                })}
            {state.isScaled ? ` · ${t('compare.scaled')}` : null}
          </span>
        ) : null}
      </figcaption>
    </figure>
  );
}

/** The same pixels at another size, as the browser draws them. */
function scaledTo({ data, width, height }: Pixels, widthPx: number, heightPx: number): Pixels {
  const whole = new OffscreenCanvas(width, height);
  whole.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  const context = new OffscreenCanvas(widthPx, heightPx).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, 0, 0, widthPx, heightPx);
  return context.getImageData(0, 0, widthPx, heightPx);
}

/** The first frame of a picture as the browser decodes it. Rejects for what cannot be decoded or is too large. */
async function pixelsOf(sha256: string): Promise<Pixels> {
  const picture = new Image();
  picture.crossOrigin = 'anonymous';
  picture.src = blobUrl(sha256);
  await picture.decode();
  const { naturalWidth: width, naturalHeight: height } = picture;
  if (width * height > COMPARED_PIXELS) throw new RangeError('too many pixels to compare');
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, width, height);
}
