import { reasonKey } from '../../app/actions.ts';
import { openOverlay, useNavigation } from '../../app/navigation-store.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorState, Skeleton } from '../../components/States.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { decideSeveral, prepareSeveral, useSeveral, type Candidate } from './several-store.ts';
import './verdict.css';

/** One confirmation that names every submission and what happens to it; what cannot be decided is listed with the reason. */
export function DecideSeveral() {
  const { t } = useI18n();
  const isOpen = useNavigation((navigation) => navigation.overlay === 'decide-selected');
  const { kind, candidates, failure, isDeciding } = useSeveral();
  if (!isOpen || kind === null) return null;
  const fit = candidates?.filter(({ preview }) => preview !== null) ?? [];
  const leftOut = candidates?.filter(({ preview }) => preview === null) ?? [];
  const nothing = candidates !== null && fit.length === 0 ? t('several.nothing') : null;
  return (
    <Dialog
      isOpen
      onClose={() => openOverlay(null)}
      title={t(`action.verdict.${kind}`)}
      description={t('several.text')}
      footer={
        <>
          <Button onClick={() => openOverlay(null)}>{t('common.cancel')}</Button>
          <Button
            look={kind === 'refuse' || kind === 'withdraw' ? 'danger' : 'primary'}
            binding={{ code: 'Enter', mod: true }}
            isBusy={isDeciding || candidates === null}
            blockedBecause={nothing}
            data-first-focus
            data-testid="several-confirm"
            onClick={() => void decideSeveral()}
          >
            {t('several.confirm', { count: fit.length })}
          </Button>
        </>
      }
    >
      <div
        className="several"
        data-testid="several"
        onKeyDown={(event) => {
          if (event.code === 'Enter' && (event.ctrlKey || event.metaKey) && nothing === null) void decideSeveral();
        }}
      >
        {failure !== null ? (
          <ErrorState failure={failure} onRetry={() => void prepareSeveral(kind)} />
        ) : candidates === null ? (
          <Skeleton lines={6} />
        ) : (
          <>
            <Listed title={t('several.decided')} candidates={fit} />
            <Listed title={t('several.leftOut')} candidates={leftOut} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function Listed({ title, candidates }: { readonly title: string; readonly candidates: readonly Candidate[] }) {
  const { t, pick } = useI18n();
  if (candidates.length === 0) return null;
  return (
    <section>
      <h3 className="several-title">
        {title} <span className="number">{candidates.length}</span>
      </h3>
      <ul className="several-list" tabIndex={0} aria-label={title}>
        {candidates.map(({ submission, preview, leftOut }) => (
          <li key={submission.id} className="several-item">
            <strong>
              <Untrusted text={submission.solution.name} /> <span className="number">{submission.version}</span>
            </strong>
            <span className="soft">
              {preview !== null
                ? pick(preview.consequence)
                : leftOut !== null && 'message' in leftOut
                  ? pick(leftOut.message)
                  : t(reasonKey(leftOut?.code ?? null))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
