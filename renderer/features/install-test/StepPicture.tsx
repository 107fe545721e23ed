import { Columns2, ImageOff, ScanEye } from 'lucide-react';
import { useState } from 'react';
import type { RunEvidence, RunStep } from '../../../shared/domain/install-test.ts';
import { useI18n } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Duration } from '../../components/Moment.tsx';
import { Untrusted, UntrustedText } from '../../components/Untrusted.tsx';
import { blobUrl } from '../../lib/blob-url.ts';
import { isOver, useRuns, type RunPicture } from './run-store.ts';
import { Counts } from './StepList.tsx';
import { StepMark } from './StepMark.tsx';

interface Properties {
  readonly runId: string;
  readonly picture: RunPicture;
  readonly chosen: RunStep | null;
}

/** Live while the test runs; afterwards, or for a chosen step, the pictures that the step left, or both roles side by side. */
export function StepPicture({ runId, picture, chosen }: Properties) {
  const { t } = useI18n();
  const frame = useRuns((state) => state.frames.get(runId));
  const isComparing = useRuns((state) => state.isComparing);
  const pair = rolesSideBySide(picture, chosen);
  return (
    <div className="test-picture">
      {pair === null ? null : (
        <div className="test-picture-bar">
          <Button
            look="quiet"
            icon={Columns2}
            aria-pressed={isComparing}
            data-testid="compare-roles"
            onClick={() => useRuns.setState({ isComparing: !isComparing })}
          >
            {t('test.compare')}
          </Button>
        </div>
      )}
      {isComparing && pair !== null ? (
        <div className="test-pair" data-testid="role-pair">
          {pair.map((step) => (
            <RoleSide key={step.id} picture={picture} step={step} />
          ))}
        </div>
      ) : chosen === null && frame !== undefined && !isOver(picture.state) ? (
        <figure className="test-frame">
          <img src={frame.url} alt={t('test.livePicture')} />
          <figcaption className="soft small">
            {t('test.livePicture')} · {t(`role.${frame.role}`)}
          </figcaption>
        </figure>
      ) : (
        <Shots key={chosen?.id ?? ''} picture={picture} chosen={chosen} />
      )}
    </div>
  );
}

/** All pictures of a step; the one that points at something first. */
function Shots({ picture, chosen }: { readonly picture: RunPicture; readonly chosen: RunStep | null }) {
  const { t, pick } = useI18n();
  const [wantedId, setWanted] = useState<string | null>(null);
  const shots = shotsOf(picture, chosen);
  const shot = shots.find((each) => each.id === wantedId) ?? shots[0];
  if (shot === undefined) {
    return chosen === null ? null : (
      <p className="test-no-picture soft">
        <ImageOff className="icon" aria-hidden /> {t('test.noPicture')}
      </p>
    );
  }
  const step = picture.steps.find((each) => each.id === shot.stepId);
  return (
    <>
      <Shot shot={shot} caption={captionOf(shot, step === undefined ? shot.title : pick(step.title), t)} role={step?.role ?? null} />
      {shots.length < 2 ? null : (
        <ul className="test-shots" aria-label={t('test.pictures')}>
          {shots.map((each, index) => (
            <li key={each.id}>
              <button
                type="button"
                className="test-shot"
                aria-pressed={each === shot}
                title={each.title}
                aria-label={t('test.pictureNumber', { number: index + 1, title: each.title })}
                onClick={() => setWanted(each.id)}
              >
                <img src={blobUrl(each.sha256)} alt="" loading="lazy" decoding="async" />
                {each.marks === undefined ? null : <ScanEye className="icon test-shot-mark" aria-hidden />}
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function captionOf(shot: RunEvidence, step: string, t: ReturnType<typeof useI18n>['t']): string {
  return shot.marks === undefined ? t('test.pictureOf', { step }) : shot.title;
}

function Shot({ shot, caption, role }: { readonly shot: RunEvidence; readonly caption: string; readonly role: RunStep['role'] }) {
  const { t } = useI18n();
  const [isLarge, setLarge] = useState(false);
  return (
    <figure className="test-frame" data-marked={shot.marks !== undefined}>
      <button type="button" className="test-frame-open" onClick={() => setLarge(true)}>
        <img src={blobUrl(shot.sha256)} alt={caption} />
      </button>
      <figcaption className="soft small">
        {shot.marks === undefined ? null : (
          <Badge tone="fail" icon={ScanEye}>
            {t('test.marked', { count: shot.marks })}
          </Badge>
        )}{' '}
        <Untrusted text={caption} />
        {role === null ? null : ` · ${t(`role.${role}`)}`}
      </figcaption>
      <Dialog isOpen={isLarge} onClose={() => setLarge(false)} size="full" title={caption}>
        <div className="test-large">
          <img src={blobUrl(shot.sha256)} alt={caption} />
        </div>
      </Dialog>
    </figure>
  );
}

/** One half of the comparison: what this role saw and what went wrong for it. */
function RoleSide({ picture, step }: { readonly picture: RunPicture; readonly step: RunStep }) {
  const { t, pick } = useI18n();
  const [shot] = shotsOf(picture, step);
  const findings = picture.findings.filter((one) => one.stepId === step.id && one.confidence !== 'could-not-look');
  return (
    <section className="test-side" aria-label={step.role === null ? '' : t(`role.${step.role}`)}>
      <h4 className="test-side-head">
        <StepMark state={step.state} />
        {step.role === null ? null : t(`role.${step.role}`)}
        {step.durationMs === null ? null : (
          <span className="soft small">
            <Duration ms={step.durationMs} />
          </span>
        )}
      </h4>
      {shot === undefined ? (
        <p className="test-no-picture soft">
          <ImageOff className="icon" aria-hidden /> {t('test.noPicture')}
        </p>
      ) : (
        <Shot shot={shot} caption={captionOf(shot, pick(step.title), t)} role={null} />
      )}
      <Counts step={step} findings={findings.length} />
      {findings.map((finding, index) => (
        <UntrustedText key={index} text={pick(finding.message)} />
      ))}
    </section>
  );
}

/** The chosen step's pictures, marked ones first, then the newest; of the whole test, those of the first step with a finding or a failure, else the last taken. */
export function shotsOf(picture: RunPicture, chosen: RunStep | null): readonly RunEvidence[] {
  const shots = picture.evidence.filter((each) => each.kind === 'screenshot');
  const ordered = (list: readonly RunEvidence[]): readonly RunEvidence[] => {
    const newest = list.toReversed();
    return [...newest.filter((shot) => shot.marks !== undefined), ...newest.filter((shot) => shot.marks === undefined)];
  };
  if (chosen !== null) return ordered(shots.filter((shot) => shot.stepId === chosen.id));
  const telling = picture.steps.find((step) => step.state === 'failed' && shots.some((shot) => shot.stepId === step.id));
  if (telling !== undefined) return ordered(shots.filter((shot) => shot.stepId === telling.id));
  const last = shots.at(-1);
  return last === undefined ? [] : [last];
}

/**
 * A step of the administrator and the step of the ordinary user that is most like it: the one that proves most of the same rules, then the
 * nearest. Without a choice the first step of the ordinary user decides. null when only one role has pictures.
 */
export function rolesSideBySide(picture: RunPicture, chosen: RunStep | null): readonly [administrator: RunStep, user: RunStep] | null {
  const seen = picture.steps.filter(
    (step) => step.role !== null && picture.evidence.some((each) => each.kind === 'screenshot' && each.stepId === step.id),
  );
  const base = seen.find((step) => step.id === chosen?.id) ?? seen.find((step) => step.role === 'user');
  if (base === undefined) return null;
  const at = picture.steps.indexOf(base);
  const likeness = (step: RunStep): number => {
    const shared = step.ruleIds.filter((ruleId) => base.ruleIds.includes(ruleId)).length;
    return shared * 1_000 + (step.phase === base.phase ? 500 : 0) - Math.abs(picture.steps.indexOf(step) - at);
  };
  const [other] = seen.filter((step) => step.role !== base.role).toSorted((a, b) => likeness(b) - likeness(a));
  if (other === undefined) return null;
  return base.role === 'administrator' ? [base, other] : [other, base];
}
