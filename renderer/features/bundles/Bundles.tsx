import { FileArchive, FileCheck2, FileX2 } from 'lucide-react';
import { ActionButton } from '../../app/ActionButton.tsx';
import { useI18n } from '../../app/session-store.ts';
import { Mark } from '../../components/Mark.tsx';
import { EmptyState, Skeleton } from '../../components/States.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { useBundles } from './bundle-store.ts';
import './bundles.css';

/** Checks a verdict bundle and names the first byte that does not fit. */
export function Bundles() {
  const { t, pick, number } = useI18n();
  const { report, isVerifying } = useBundles();
  return (
    <div className="page" data-testid="bundles">
      <header className="page-head">
        <h1 className="page-title">{t('screen.bundles')}</h1>
        <span className="page-head-space" />
        <ActionButton action="bundle.verify" icon={FileArchive} />
      </header>
      <div className="page-body">
        {isVerifying && report === null ? (
          <Skeleton lines={4} />
        ) : report === null ? (
          <EmptyState icon={FileArchive} title={t('bundles.none')}>
            <p>{t('bundles.noneHelp')}</p>
          </EmptyState>
        ) : (
          <section className="bundle-report" aria-live="polite">
            <p className={`bundle-verdict bundle-verdict-${report.valid ? 'valid' : 'invalid'}`} data-testid="bundle-verdict">
              {report.valid ? <FileCheck2 aria-hidden /> : <FileX2 aria-hidden />}
              {report.valid ? t('bundles.valid') : t('bundles.invalid')}
            </p>
            <p className="mono selectable soft">
              <Untrusted text={report.path ?? ''} />
            </p>
            <ul className="bundle-checks">
              {report.checks.map((check, index) => (
                <li key={index} className="bundle-check">
                  <Mark name={check.ok ? 'pass' : 'fail'} by="machine" />
                  <div>
                    <p>{pick(check.message)}</p>
                    {check.file === null ? null : (
                      <p className="mono faint selectable">
                        <Untrusted text={check.file} />
                        {check.offset === null ? null : ` · ${t('bundles.offset', { offset: number(check.offset) })}`}
                      </p>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}
