import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import type { RunEvidence, RunStep } from '../../../shared/domain/install-test.ts';
import { useI18n } from '../../app/session-store.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { blobUrl } from '../../lib/blob-url.ts';
import { isOver, useRuns, type RunPicture } from './run-store.ts';

interface Properties {
  readonly runId: string;
  readonly picture: RunPicture;
  readonly chosen: RunStep | null;
}

/** Live while the test runs; afterwards, or for a chosen step, the picture that the step left. */
export function StepPicture({ runId, picture, chosen }: Properties) {
  const { t, pick } = useI18n();
  const frame = useRuns((state) => state.frames.get(runId));
  const [isLarge, setLarge] = useState(false);
  if (chosen === null && frame !== undefined && !isOver(picture.state)) {
    return (
      <figure className="test-frame">
        <img src={frame.url} alt={t('test.livePicture')} />
        <figcaption className="soft small">
          {t('test.livePicture')} · {t(`role.${frame.role}`)}
        </figcaption>
      </figure>
    );
  }
  const shot = shotOf(picture, chosen);
  if (shot === null) {
    return chosen === null ? null : (
      <p className="test-no-picture soft">
        <ImageOff className="icon" aria-hidden /> {t('test.noPicture')}
      </p>
    );
  }
  const step = picture.steps.find((each) => each.id === shot.stepId);
  const caption = t('test.pictureOf', { step: step === undefined ? shot.title : pick(step.title) });
  return (
    <figure className="test-frame">
      <button type="button" className="test-frame-open" onClick={() => setLarge(true)}>
        <img src={blobUrl(shot.sha256)} alt={caption} />
      </button>
      <figcaption className="soft small">
        {caption}
        {step === undefined || step.role === null ? null : ` · ${t(`role.${step.role}`)}`}
      </figcaption>
      <Dialog isOpen={isLarge} onClose={() => setLarge(false)} size="full" title={caption}>
        <div className="test-large">
          <img src={blobUrl(shot.sha256)} alt={caption} />
        </div>
      </Dialog>
    </figure>
  );
}

/** The chosen step's last screenshot; of the whole test, that of the first failed step, else the last one taken. */
function shotOf(picture: RunPicture, chosen: RunStep | null): RunEvidence | null {
  const shots = picture.evidence.filter((each) => each.kind === 'screenshot');
  if (chosen !== null) return shots.findLast((shot) => shot.stepId === chosen.id) ?? null;
  const failed = picture.steps.find((step) => step.state === 'failed');
  return (failed === undefined ? undefined : shots.findLast((shot) => shot.stepId === failed.id)) ?? shots.at(-1) ?? null;
}
