import { ActionButton } from '../../app/ActionButton.tsx';
import { useI18n } from '../../app/session-store.ts';
import type { PlainKey } from '../../i18n/translate.ts';
import { BY_MARKETPLACE, GLOSSARY, INSTALL_TEST, PROCEDURE } from './contents.ts';
import './help.css';

function Facts({
  groups,
  testId,
}: {
  readonly groups: readonly { readonly title: PlainKey; readonly facts: readonly PlainKey[] }[];
  readonly testId: string;
}) {
  const { t } = useI18n();
  return groups.map(({ title, facts }) => (
    <section key={title} aria-labelledby={title} data-testid={testId}>
      <h3 id={title}>{t(title)}</h3>
      <ul className="help-facts soft">
        {facts.map((fact) => (
          <li key={fact}>{t(fact)}</li>
        ))}
      </ul>
    </section>
  ));
}

/** How a submission is moderated, in the order of the work, and what the words mean. */
export function Help() {
  const { t } = useI18n();
  return (
    <div className="page" data-testid="help">
      <header className="page-head">
        <h1 className="page-title">{t('screen.help')}</h1>
        <span className="page-head-space" />
        <ActionButton action="tour.start" />
        <ActionButton action="shortcuts.open" />
      </header>
      <div className="page-body selectable" tabIndex={0}>
        <div className="help-columns">
          <section className="help-procedure" aria-labelledby="help-procedure">
            <h2 id="help-procedure">{t('help.procedure')}</h2>
            <ol>
              {PROCEDURE.map(({ title, text }, index) => (
                <li key={title} className="help-step">
                  <span className="help-number number" aria-hidden>
                    {index + 1}
                  </span>
                  <div>
                    <h3>{t(title)}</h3>
                    <p className="soft">{t(text)}</p>
                  </div>
                </li>
              ))}
            </ol>
            <h2 className="help-marketplaces">{t('help.marketplaces')}</h2>
            <Facts groups={BY_MARKETPLACE} testId="help-marketplace" />
          </section>
          <section>
            <h2>{t('help.test')}</h2>
            <Facts groups={INSTALL_TEST} testId="help-install-test" />
          </section>
          <section aria-labelledby="help-glossary">
            <h2 id="help-glossary">{t('help.glossary')}</h2>
            <dl className="help-glossary">
              {GLOSSARY.map(({ word, meaning }) => (
                <div key={word}>
                  <dt>{t(word)}</dt>
                  <dd className="soft">{t(meaning)}</dd>
                </div>
              ))}
            </dl>
          </section>
        </div>
      </div>
    </div>
  );
}
