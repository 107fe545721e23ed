import { useEffect, type ReactNode } from 'react';
import { useI18n } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorState, Skeleton } from '../../components/States.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { ProblemTable } from '../intake/ProblemTable.tsx';
import { refresh, refreshOne, useResource } from '../../lib/resources.ts';

/** Which rulebooks hold, what the files of the workspace change in them, and why a file is refused. */
export function Rulebooks() {
  const { t, pick } = useI18n();
  const { value, failure, retry } = useResource('rulebook.files', {});
  // Each answer may come from files read anew: checklists say what differs from what holds now.
  useEffect(() => {
    if (value !== undefined) refresh((channel) => channel === 'checklist.get');
  }, [value]);
  return (
    <section className="settings-section" data-testid="rulebooks">
      <h2>{t('rulebooks.title')}</h2>
      <p className="soft small">{t('rulebooks.help')}</p>
      {value === undefined ? (
        failure === null ? (
          <Skeleton lines={3} />
        ) : (
          <ErrorState failure={failure} onRetry={retry} />
        )
      ) : (
        <>
          <dl className="settings-facts">
            <dt>{t('rulebooks.folder')}</dt>
            <dd className="mono selectable">{value.folder}</dd>
            {value.rulebooks.map(({ marketplace, title, version, rules }) => {
              const file = value.files.find((each) => each.marketplace === marketplace);
              return (
                <Fact key={marketplace} term={pick(title)}>
                  {t('rulebooks.version', { version, rules })}
                  {file === undefined ? null : file.isApplied ? (
                    <span className="soft">
                      {' '}
                      {t('rulebooks.applied', { name: file.name, added: file.added, changed: file.changed, off: file.off })}
                    </span>
                  ) : (
                    <span className="rulebooks-refused"> {t('rulebooks.refused', { name: file.name })}</span>
                  )}
                </Fact>
              );
            })}
          </dl>
          {value.files
            .filter(({ isApplied }) => !isApplied)
            .map((file) => (
              <div key={file.name} data-testid="rulebook-refused">
                <h3 className="rulebooks-file mono">
                  <Untrusted text={file.name} />
                </h3>
                <ProblemTable problems={file.problems} />
              </div>
            ))}
          <p>
            <Button onClick={() => refreshOne('rulebook.files', {})}>{t('rulebooks.readAgain')}</Button>
          </p>
        </>
      )}
    </section>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd className="selectable">{children}</dd>
    </>
  );
}
