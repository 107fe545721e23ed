import { PackageCheck, PackageX } from 'lucide-react';
import type { RefusedDetails } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Moment } from '../../components/Moment.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { act } from '../../lib/act.ts';
import { refreshOne, useResource } from '../../lib/resources.ts';
import { ImportButtons } from './ImportButtons.tsx';
import { ProblemTable } from './ProblemTable.tsx';
import './intake.css';

/** Packages that were not taken in: which field or file, why, and how to mend it. */
export function RefusedImports() {
  const { t } = useI18n();
  const { value, failure, retry } = useResource('intake.refused', {});
  return (
    <div className="page" data-testid="refused">
      <header className="page-head">
        <h1 className="page-title">{t('screen.refused')}</h1>
        <span className="page-head-space" />
        <ImportButtons />
      </header>
      <div className="page-body">
        {value === undefined ? (
          failure === null ? (
            <Skeleton lines={6} />
          ) : (
            <ErrorState failure={failure} onRetry={retry} />
          )
        ) : value.items.length === 0 ? (
          <EmptyState icon={PackageCheck} title={t('refused.empty')}>
            <p>{t('refused.emptyHelp')}</p>
          </EmptyState>
        ) : (
          <ul className="refused-list">
            {value.items.map((item) => (
              <Refused key={item.id} item={item} />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function Refused({ item }: { readonly item: RefusedDetails }) {
  const { t } = useI18n();
  return (
    <li className="refused-item" data-testid="refused-item">
      <div className="refused-head">
        <PackageX className="icon refused-icon" aria-hidden />
        <h2 className="refused-name selectable">
          <Untrusted text={item.name} />
        </h2>
        <span className="mono faint">{item.code}</span>
        <span className="soft small">
          <Moment at={item.at} />
        </span>
        <Button
          look="quiet"
          onClick={() =>
            void act('intake.forget', { id: item.id }).then((answer) => {
              if (answer !== undefined) refreshOne('intake.refused', {});
            })
          }
        >
          {t('refused.forget')}
        </Button>
      </div>
      <ProblemTable problems={item.problems} />
    </li>
  );
}
