import type { ChecklistView } from '../../../shared/ipc/contract.ts';
import { useI18n, useSourceWords } from '../../app/session-store.ts';

type Newer = NonNullable<ChecklistView['newer']>;
type Words = NonNullable<Newer['changes'][number]['now']>;

/** What the rulebook says otherwise today; the checklist stays as it was begun. */
export function NewerRules({ newer }: { readonly newer: Newer }) {
  const { t, pick } = useI18n();
  const sourceInWords = useSourceWords();
  const count = (kind: string): number => newer.changes.filter(({ change }) => change === kind).length;
  const settings = ({ settings: { enabled, enforced, required } }: Words): string =>
    [enabled ? (enforced ? t('newer.enforced') : t('rule.hint')) : t('rule.disabled'), ...(required ? [t('rule.required')] : [])].join(
      ', ',
    );
  const shown: Partial<Record<Newer['changes'][number]['parts'][number], (words: Words) => string>> = {
    severity: (words) => t(`severity.${words.severity}`),
    text: (words) => pick(words.text),
    expected: (words) => pick(words.expected),
    source: (words) => sourceInWords(words.source),
    automatic: settings,
  };
  return (
    <details className="checklist-newer" data-testid="newer-rules">
      <summary>
        {t('newer.title', { version: newer.version, added: count('added'), changed: count('changed'), removed: count('removed') })}
      </summary>
      <p className="soft small">{t('newer.help')}</p>
      <ul>
        {newer.changes.map(({ ruleId, change, parts, before, now }) => (
          <li key={ruleId} className="selectable">
            <span className="checklist-newer-kind">{t(`newer.${change}`)}</span> {pick((now ?? before)?.text ?? { ru: ruleId, en: ruleId })}{' '}
            <span className="mono faint small">{ruleId}</span>
            {before === null || now === null ? null : (
              <dl className="checklist-newer-parts">
                {parts.map((part) => {
                  const words = shown[part];
                  return (
                    <div key={part}>
                      <dt>{t(`newer.part.${part}`)}</dt>
                      <dd>
                        {words === undefined ? (
                          t('newer.differs')
                        ) : (
                          <>
                            <del>{words(before)}</del> <ins>{words(now)}</ins>
                          </>
                        )}
                      </dd>
                    </div>
                  );
                })}
              </dl>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
