import { markItem } from '../../electron/desk/checklist-desk.ts';
import { takeClaim } from '../../electron/desk/claim-desk.ts';
import { sendMessage } from '../../electron/desk/correspondence-desk.ts';
import { attachEvidence } from '../../electron/desk/evidence-desk.ts';
import { acceptSubmission } from '../../electron/desk/intake-desk.ts';
import { getSubmission } from '../../electron/desk/submission-desk.ts';
import { decideVerdict, undoVerdict } from '../../electron/desk/verdict-desk.ts';
import { openWorkspace } from '../../electron/desk/workspace.ts';
import { incoming, incomingFile, noPackages, runStage, testMarket } from '../unit/desk/desk-fixture.ts';

/** Takes in, marks, decides as fast as it can until it is killed; says after each call what was confirmed. */
const [, , folder = ''] = process.argv;
const { context } = openWorkspace({
  path: folder,
  create: true,
  exclusive: true,
  appVersion: '0.1.0',
  marketplaces: [testMarket],
  packages: noPackages,
  startRun: runStage().startRun,
  keyProtector: null,
  emit: () => undefined,
  workerScript: null,
  housekeeping: true,
});
const confirm = (kind: string, id: string): void => {
  process.stdout.write(`${kind} ${id}\n`);
};

for (let round = 0; ; round += 1) {
  const text = `${String(process.pid)}-${String(round)}-${String(Date.now())}`;
  const solution = { code: `app.${text}`, name: text };
  const row = await acceptSubmission(
    context,
    incoming({ externalId: text, solution, files: [incomingFile('icon.png', Buffer.from(text), 'icon')] }),
  );
  confirm('submission', row.id);
  takeClaim(context, { id: row.id, revision: row.revision });
  markItem(context, { submissionId: row.id, ruleId: 'card-contacts', mark: 'fail' });
  const item = await attachEvidence(context, {
    submissionId: row.id,
    ruleId: 'card-contacts',
    name: 'a.png',
    mime: 'image/png',
    bytes: Buffer.from(`png ${text}`),
  });
  confirm('evidence', item.evidence[0]?.id ?? '');
  const view = getSubmission(context, { id: row.id });
  confirm('message', sendMessage(context, { solutionId: view.solution.id, submissionId: row.id, kind: 'to-vendor', text }).id);
  const kind = round % 2 === 0 ? 'return' : 'refuse';
  const { verdictId } = decideVerdict(context, {
    submissionId: row.id,
    revision: view.revision,
    version: view.version,
    kind,
    letter: text,
    language: 'ru',
  });
  confirm('verdict', verdictId);
  if (round % 3 === 1) {
    undoVerdict(context, { verdictId });
    confirm('undo', verdictId);
  }
}
