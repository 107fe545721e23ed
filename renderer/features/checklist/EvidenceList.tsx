import { FileText, Globe, Image, Network, Terminal, Trash2, Video, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { ChecklistItemView, EvidenceDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { IconButton } from '../../components/Button.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { blobUrl } from '../../lib/blob-url.ts';
import { formatBytes, formatMoment } from '../../lib/format.ts';
import { isPicture } from '../card/MediaStrip.tsx';
import { MediaViewer } from '../card/MediaViewer.tsx';
import { detachEvidence } from './checklist-store.ts';

const ICONS: Readonly<Record<EvidenceDetails['kind'], LucideIcon>> = {
  screenshot: Image,
  console: Terminal,
  network: Network,
  http: Globe,
  file: FileText,
  trace: Video,
  report: FileText,
};

/** Pictures are seen at once, everything else is named with its size and where it came from. */
export function EvidenceList({
  submissionId,
  item,
  isReadOnly,
}: {
  readonly submissionId: string;
  readonly item: ChecklistItemView;
  readonly isReadOnly: boolean;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const [shown, setShown] = useState<number | null>(null);
  const pictures = item.evidence.filter(isPicture);
  if (item.evidence.length === 0) return null;
  return (
    <ul className="evidence" aria-label={t('checklist.evidence')}>
      {item.evidence.map((evidence) => {
        const Icon = ICONS[evidence.kind];
        const title = `${t(`evidence.${evidence.kind}`)}, ${t(`evidence.source.${evidence.source}`)}, ${formatMoment(i18n, evidence.at)}`;
        return (
          <li key={evidence.id} className="evidence-item" data-testid="evidence">
            {isPicture(evidence) ? (
              <button type="button" className="evidence-picture" title={title} onClick={() => setShown(pictures.indexOf(evidence))}>
                <img src={blobUrl(evidence.sha256)} alt={evidence.title} loading="lazy" decoding="async" />
              </button>
            ) : (
              <span className="evidence-file" title={title}>
                <Icon className="icon" aria-hidden />
              </span>
            )}
            <span className="evidence-text">
              <span className="truncate">
                <Untrusted text={evidence.title} />
              </span>
              <span className="faint small">
                {t(`evidence.source.${evidence.source}`)} · {formatBytes(i18n, evidence.sizeBytes)}
              </span>
            </span>
            {evidence.source === 'person' && !isReadOnly ? (
              <IconButton
                icon={Trash2}
                label={t('evidence.detach', { name: evidence.title })}
                onClick={() => void detachEvidence(submissionId, item.ruleId, evidence.id)}
              />
            ) : null}
          </li>
        );
      })}
      {shown === null ? null : (
        <MediaViewer
          media={pictures.map((evidence) => ({ ...evidence, name: evidence.title, widthPx: null, heightPx: null }))}
          index={shown}
          onMove={setShown}
          onClose={() => setShown(null)}
        />
      )}
    </ul>
  );
}
