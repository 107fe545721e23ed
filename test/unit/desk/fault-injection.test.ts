import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../shared/domain/errors.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { getChecklist, markItem, noteItem, runChecks } from '../../../electron/desk/checklist-desk.ts';
import { expireClaims, releaseClaim, renewClaim, takeClaim, takeOverClaim } from '../../../electron/desk/claim-desk.ts';
import { confirmHandedOver, keepDraft, listOutbox, releaseHeld, sendMessage } from '../../../electron/desk/correspondence-desk.ts';
import type { DeskContext } from '../../../electron/desk/desk-context.ts';
import { attachEvidence, detachEvidence } from '../../../electron/desk/evidence-desk.ts';
import { listFindings, saveFinding, setFindingIncluded } from '../../../electron/desk/finding-desk.ts';
import { acceptSubmission, forgetRefused, listRefused, recordRefusal } from '../../../electron/desk/intake-desk.ts';
import { createPortal } from '../../../electron/desk/portal-desk.ts';
import { getSubmission } from '../../../electron/desk/submission-desk.ts';
import { revealTestData } from '../../../electron/desk/test-data.ts';
import { decideVerdict, undoVerdict } from '../../../electron/desk/verdict-desk.ts';
import type { Connection } from '../../../electron/store/connection.ts';
import { verifyChain } from '../../../electron/store/event-log.ts';
import { incoming, incomingFile, openBench, type Bench } from './desk-fixture.ts';

/** SHA-256 over every row of every table, the full-text index included. */
function contentOf(db: Connection): string {
  const hash = createHash('sha256');
  const tables = db.all<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
  );
  for (const { name } of tables) hash.update(JSON.stringify([name, db.raw.prepare(`SELECT * FROM "${name}"`).raw().all()]));
  return hash.digest('hex');
}

interface UseCase {
  /** Brings the workspace to where the use-case can act. @returns the action. */
  readonly prepare: (bench: Bench, id: string) => Promise<() => unknown>;
  /** Events it appends; a use-case that changes state without one breaks the rule of the house. */
  readonly events: number;
}

const revisionOf = (context: DeskContext, id: string): number => getSubmission(context, { id }).revision;
const claim = (bench: Bench, id: string): void => {
  takeClaim(bench.workspace.context, { id, revision: revisionOf(bench.workspace.context, id) });
};
const rule = 'card-contacts';
const decide = (context: DeskContext, id: string, kind: 'approve' | 'refuse' = 'approve') => {
  const { revision, version } = getSubmission(context, { id });
  return decideVerdict(context, { submissionId: id, revision, version, kind, letter: 'Письмо', language: 'ru' });
};
const now = <T>(value: T): Promise<T> => Promise.resolve(value);

const USE_CASES: Readonly<Record<string, UseCase>> = {
  'accept a submission': {
    events: 1,
    prepare: ({ workspace }) => {
      const given = incoming({
        files: [incomingFile('icon.png', Buffer.from('icon'), 'icon')],
        testData: { note: '', values: [{ name: 'a', value: 'b' }] },
      });
      return now(() => acceptSubmission(workspace.context, given));
    },
  },
  'record a refusal': {
    events: 1,
    prepare: ({ workspace }) =>
      now(() => {
        recordRefusal(workspace.context, 'a.zip', 'package-refused', []);
      }),
  },
  'forget a refusal': {
    events: 1,
    prepare: ({ workspace: { context } }) => {
      recordRefusal(context, 'a.zip', 'package-refused', []);
      const id = listRefused(context).items[0]?.id ?? '';
      return now(() => {
        forgetRefused(context, { id });
      });
    },
  },
  'take a claim': {
    events: 3,
    prepare: (bench, id) =>
      now(() => {
        claim(bench, id);
      }),
  },
  'release a claim': {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      const { context } = bench.workspace;
      return now(() => {
        releaseClaim(context, { id, revision: revisionOf(context, id), note: 'почему' });
      });
    },
  },
  'take over a claim': {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      const { context } = bench.workspace;
      context.db.write((tx) => tx.run("UPDATE submissions SET claim_by = 'Другой'"));
      return now(() => {
        takeOverClaim(context, { id, revision: revisionOf(context, id), note: 'болеет' });
      });
    },
  },
  'renew a claim': {
    events: 0,
    prepare: (bench, id) => {
      claim(bench, id);
      bench.clock.now += 5;
      return now(() => renewClaim(bench.workspace.context, { id }));
    },
  },
  'let a claim run out': {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      bench.clock.now += LIMITS.claimLeaseMs;
      return now(() => expireClaims(bench.workspace.context));
    },
  },
  'begin a checklist': { events: 2, prepare: ({ workspace }, id) => now(() => getChecklist(workspace.context, { submissionId: id })) },
  'mark failed': {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      return now(() => markItem(bench.workspace.context, { submissionId: id, ruleId: rule, mark: 'fail' }));
    },
  },
  'write a note': {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      return now(() => noteItem(bench.workspace.context, { submissionId: id, ruleId: rule, note: 'заметка' }));
    },
  },
  'run the checks': {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      return now(() => runChecks(bench.workspace.context, { submissionId: id }));
    },
  },
  'attach evidence': {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      return now(() =>
        attachEvidence(bench.workspace.context, {
          submissionId: id,
          ruleId: rule,
          name: 'a.png',
          mime: 'image/png',
          bytes: Buffer.from('png'),
        }),
      );
    },
  },
  'detach evidence': {
    events: 1,
    prepare: async (bench, id) => {
      claim(bench, id);
      const { context } = bench.workspace;
      const item = await attachEvidence(context, {
        submissionId: id,
        ruleId: rule,
        name: 'a.png',
        mime: 'image/png',
        bytes: Buffer.from('png'),
      });
      return () => detachEvidence(context, { submissionId: id, ruleId: rule, evidenceId: item.evidence[0]?.id ?? '' });
    },
  },
  'save a finding': {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      return now(() => saveFinding(bench.workspace.context, { submissionId: id, ruleId: rule, seen: 'вижу', steps: '' }));
    },
  },
  'exclude a finding': {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      const { context } = bench.workspace;
      markItem(context, { submissionId: id, ruleId: rule, mark: 'fail' });
      const findingId = listFindings(context, { submissionId: id }).findings[0]?.id ?? '';
      return now(() => setFindingIncluded(context, { submissionId: id, findingId, included: false }));
    },
  },
  'reveal test data': { events: 1, prepare: ({ workspace }, id) => now(() => revealTestData(workspace.context, { id })) },
  'send a message': {
    events: 1,
    prepare: ({ workspace: { context } }, id) => {
      const solutionId = getSubmission(context, { id }).solution.id;
      return now(() => sendMessage(context, { solutionId, submissionId: id, kind: 'to-vendor', text: 'Вопрос' }));
    },
  },
  'keep a draft': {
    events: 0,
    prepare: ({ workspace }) =>
      now(() => {
        keepDraft(workspace.context, { key: 'k', text: 'черновик' });
      }),
  },
  'approve and publish': {
    events: 2,
    prepare: (bench, id) => {
      claim(bench, id);
      return now(() => decide(bench.workspace.context, id));
    },
  },
  refuse: {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      return now(() => decide(bench.workspace.context, id, 'refuse'));
    },
  },
  'undo a verdict': {
    events: 2,
    prepare: (bench, id) => {
      claim(bench, id);
      const { verdictId } = decide(bench.workspace.context, id);
      return now(() => {
        undoVerdict(bench.workspace.context, { verdictId });
      });
    },
  },
  'let a notice go': {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      decide(bench.workspace.context, id);
      bench.clock.now += LIMITS.undoWindowMs;
      return now(() => releaseHeld(bench.workspace.context));
    },
  },
  'hand a notice over': {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      const { context } = bench.workspace;
      decide(context, id);
      bench.clock.now += LIMITS.undoWindowMs;
      return now(() => {
        confirmHandedOver(context, { id: listOutbox(context).items[0]?.id ?? '' });
      });
    },
  },
  'make a portal': {
    events: 1,
    prepare: ({ workspace }) => now(() => createPortal(workspace.context, { marketplace: 'testmarket', name: 'Полигон' })),
  },
  'start an install test': {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      const portalId = createPortal(bench.workspace.context, { marketplace: 'testmarket', name: 'Полигон' }).id;
      return now(() =>
        bench.workspace.installTests.start({ submissionId: id, portalId, clean: true, fullTrace: false, acceptUsedPortal: false }),
      );
    },
  },
  'take another name': {
    events: 1,
    prepare: (bench, id) => {
      claim(bench, id);
      return now(() => bench.workspace.settings.set({ moderatorName: 'Другое имя' }));
    },
  },
};

const FAULTS = [
  ['SQLITE_FULL', 'storage-full'],
  ['SQLITE_BUSY', 'storage-busy'],
  ['SQLITE_IOERR_WRITE', 'storage-corrupt'],
] as const;

describe('a fault at any statement leaves all or nothing', () => {
  let bench: Bench;
  afterEach(() => bench.end());

  it.each(Object.entries(USE_CASES))('%s', async (_, useCase) => {
    bench = openBench();
    const row = await bench.accept({ testData: { note: 'n', values: [{ name: 'client_id', value: 'v' }] } });
    const act = await useCase.prepare(bench, row.id);
    const { db } = bench.workspace.context;
    const before = contentOf(db);
    const events = verifyChain(db).checked;
    // What has changed is gathered and told later; everything else is told at once.
    const { notices } = bench.workspace.context;
    const gathered = (['submissionChanged', 'chatChanged', 'reviewsChanged', 'outboxChanged'] as const).map((name) =>
      vi.spyOn(notices, name),
    );
    const told = (): number =>
      bench.emitted.filter(({ event }) => !/^(?:queue|submission|chat|reviews|outbox)\.changed$/.test(event)).length +
      gathered.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
    const toldBefore = told();
    const log = vi.spyOn(console, 'error').mockReturnValue();
    let statements = 0;
    for (let failing = 1; ; failing += 1) {
      const [sqlite, code] = FAULTS[failing % FAULTS.length] ?? FAULTS[0];
      let seen = 0;
      db.probe = () => {
        seen += 1;
        if (seen === failing) throw Object.assign(new Error('injected'), { code: sqlite });
      };
      let fault: unknown = null;
      try {
        await act();
      } catch (error) {
        fault = error;
      } finally {
        db.probe = null;
      }
      if (seen < failing || log.mock.calls.length > 0) {
        // Past the commit nothing fails any more, also not for a fault while the window is told.
        expect(fault).toBeNull();
        statements = seen;
        break;
      }
      expect(fault, `statement ${String(failing)}`).toBeInstanceOf(AppError);
      expect((fault as AppError).code).toBe(code);
      expect(db.raw.inTransaction).toBe(false);
      expect(contentOf(db), `after a fault at statement ${String(failing)}`).toBe(before);
      expect(told(), 'nothing is told of what did not happen').toBe(toldBefore);
    }
    log.mockRestore();
    expect(statements).toBeGreaterThan(2);
    expect(contentOf(db)).not.toBe(before);
    expect(verifyChain(db)).toMatchObject({ broken: null, checked: events + useCase.events });
  });
});
