import { FlaskConical, ListChecks } from 'lucide-react';
import { useI18n } from '../../app/session-store.ts';
import { Untrusted } from '../../components/Untrusted.tsx';
import { useResource } from '../../lib/resources.ts';
import { jumpToRule } from '../checklist/checklist-store.ts';
import { showRuleInRun } from '../install-test/run-store.ts';

const SHOWN_CHARS = 140;

/** What the letter is compiled from, each one click from its checklist item and from the step of the test that found it. */
export function LetterFindings({ submissionId }: { readonly submissionId: string }) {
  const { t } = useI18n();
  const findings = useResource('finding.list', { submissionId }).value?.findings.filter((finding) => finding.included) ?? [];
  if (findings.length === 0) return null;
  return (
    <section className="letter-findings" data-testid="letter-findings">
      <h4>
        {t('verdict.findings')} <span className="number">{findings.length}</span>
      </h4>
      <ul>
        {findings.map(({ id, ruleId, seen, expected, runId }) => {
          const words = seen === '' ? expected : seen;
          return (
            <li key={id}>
              <Untrusted text={words.length > SHOWN_CHARS ? `${words.slice(0, SHOWN_CHARS)}…` : words} />
              <p className="letter-finding-links small">
                <button type="button" className="link" onClick={() => jumpToRule(ruleId)}>
                  <ListChecks className="icon" aria-hidden />
                  {t('test.toChecklist')}
                </button>
                {runId === null ? null : (
                  <button type="button" className="link" onClick={() => void showRuleInRun(submissionId, runId, ruleId)}>
                    <FlaskConical className="icon" aria-hidden />
                    {t('test.showInRun')}
                  </button>
                )}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
