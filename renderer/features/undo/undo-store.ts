import type { Output } from '../../../shared/ipc/contract.ts';
import { useNavigation } from '../../app/navigation-store.ts';
import { currentI18n } from '../../app/session-store.ts';
import { tell } from '../../components/toast-store.ts';
import { act } from '../../lib/act.ts';
import { safeLine } from '../../lib/safe-text.ts';
import { jumpToRule } from '../checklist/checklist-store.ts';
import { openAndPoint } from '../queue/queue-store.ts';
import { forgetDecision, useVerdict } from '../verdict/verdict-store.ts';

type Undone = NonNullable<Output<'undo.last'>['undone']>;

/** U: takes back the last own action, says what it was, and shows the place. */
export async function undoLast(): Promise<void> {
  const answer = await act('undo.last', {});
  if (answer === undefined) return;
  const { undone } = answer;
  if (undone === null) {
    tell('info', 'undo.nothing');
    return;
  }
  say(undone);
  if (undone.kind === 'verdict' && useVerdict.getState().last?.submissionId === undone.submissionId) forgetDecision();
  if (undone.submissionId !== null && useNavigation.getState().openId !== undone.submissionId) openAndPoint(undone.submissionId);
  if (undone.ruleId !== null && useNavigation.getState().tab === 'checklist') jumpToRule(undone.ruleId);
}

function say(undone: Undone): void {
  const { t, pick } = currentI18n();
  const name = safeLine(undone.solutionName ?? '');
  const rule = undone.ruleText === null ? '' : pick(undone.ruleText);
  switch (undone.kind) {
    case 'mark':
      tell('info', 'undo.mark', { name, rule, from: t(`mark.${undone.from}`), to: t(`mark.${undone.to}`) });
      break;
    case 'note':
      if (undone.to === '') tell('info', 'undo.noteEmptied', { name, rule });
      else tell('info', 'undo.note', { name, rule, to: safeLine(undone.to) });
      break;
    case 'finding':
      if (undone.to === '') tell('info', 'undo.findingEmptied', { name, rule });
      else tell('info', 'undo.finding', { name, rule, to: safeLine(undone.to) });
      break;
    case 'draft':
      if (undone.to === '') tell('info', 'undo.draftEmptied');
      else tell('info', 'undo.draft', { to: safeLine(undone.to) });
      break;
    case 'verdict':
      tell('info', 'undo.verdict', { name, verdict: t(`action.verdict.${undone.verdict}`) });
  }
}
