import { FileWarning, ImageOff, Paperclip } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { MediaDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { safeLine } from '../../lib/safe-text.ts';
import { blobUrl } from '../../lib/blob-url.ts';
import { formatBytes } from '../../lib/format.ts';
import { usePlace } from './place-store.ts';
import { MediaViewer } from './MediaViewer.tsx';
import './media.css';

/** Pictures of more pixels are not decoded in the list; the viewer asks first. */
export const LARGE_PIXELS = 24_000_000;

export function isPicture(media: Pick<MediaDetails, 'mime'>): boolean {
  return /^image\/(?:png|jpeg|gif|webp|bmp)$/.test(media.mime);
}

export function isLarge(media: Pick<MediaDetails, 'widthPx' | 'heightPx'>): boolean {
  return (media.widthPx ?? 0) * (media.heightPx ?? 0) > LARGE_PIXELS;
}

export function MediaStrip({ media, submissionId }: { readonly media: readonly MediaDetails[]; readonly submissionId: string }) {
  const i18n = useI18n();
  const { place, serial } = usePlace();
  const marked = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (place?.submissionId === submissionId) marked.current?.focus();
  }, [serial, place, submissionId]);
  const { t } = i18n;
  const [shown, setShown] = useState<number | null>(null);
  if (media.length === 0) return <p className="faint media-none">{t('media.none')}</p>;
  return (
    <section aria-label={t('media.title')}>
      <ul className="media-strip">
        {media.map((item, index) => (
          <li key={`${item.sha256} ${index}`}>
            <button
              type="button"
              ref={item.sha256 === place?.sha256 ? marked : undefined}
              className={item.sha256 === place?.sha256 ? 'media-item card-marked' : 'media-item'}
              onClick={() => setShown(index)}
              data-testid="media-item"
            >
              <Thumbnail media={item} />
              <span className="media-caption truncate">
                {t(`media.role.${item.role}`)}
                {item.language === null ? '' : ` · ${item.language}`}
              </span>
              <span className="media-size number">
                {item.widthPx === null || item.heightPx === null ? formatBytes(i18n, item.sizeBytes) : `${item.widthPx}×${item.heightPx}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {shown === null ? null : <MediaViewer media={media} index={shown} onMove={setShown} onClose={() => setShown(null)} />}
    </section>
  );
}

function Thumbnail({ media }: { readonly media: MediaDetails }) {
  const { t } = useI18n();
  const [isBroken, setBroken] = useState(false);
  if (!isPicture(media)) {
    return (
      <span className="media-thumb media-thumb-none">
        <Paperclip className="icon" aria-hidden />
        <span className="visually-hidden">{safeLine(media.name)}</span>
      </span>
    );
  }
  if (isBroken || isLarge(media)) {
    const Icon = isBroken ? ImageOff : FileWarning;
    return (
      <span className="media-thumb media-thumb-none" title={t(isBroken ? 'media.broken' : 'media.large')}>
        <Icon className="icon" aria-hidden />
        <span className="visually-hidden">{t(isBroken ? 'media.broken' : 'media.large')}</span>
      </span>
    );
  }
  return (
    <img
      className="media-thumb"
      src={blobUrl(media.sha256)}
      alt={safeLine(media.name)}
      loading="lazy"
      decoding="async"
      onError={() => setBroken(true)}
    />
  );
}
