import { AppError } from '../../shared/domain/errors.ts';
import { LIMITS } from '../../shared/limits.ts';
import {
  chatThread,
  confirmHandedOver,
  getDraft,
  keepDraft,
  keepMessageFile,
  listOutbox,
  markRead,
  messageFile,
  outboxTextOf,
  requireStored,
  sendMessage,
  unreadThreadsOf,
} from '../desk/correspondence-desk.ts';
import { lookClosely } from '../desk/look-closely.ts';
import { acceptFinding } from '../desk/accept-finding.ts';
import { getChecklist, markItem, noteItem, runChecks } from '../desk/checklist-desk.ts';
import { releaseClaim, renewClaim, skipSubmission, takeClaim, takeOverClaim } from '../desk/claim-desk.ts';
import type { DeskContext } from '../desk/desk-context.ts';
import { compareSubmission } from '../desk/comparison-desk.ts';
import { attachEvidence, attachFiles, detachEvidence, shareEvidence } from '../desk/evidence-desk.ts';
import { readChosenFile, writeChosenFile } from '../desk/chosen-file.ts';
import { listFindings, saveFinding, setFindingIncluded } from '../desk/finding-desk.ts';
import { forgetRefused, listRefused } from '../desk/intake-desk.ts';
import { calculatePrice, offersOf, priceTerms } from '../desk/price-desk.ts';
import { createPortal, listPortals, portalsForSubmission } from '../desk/portal-desk.ts';
import { queueCounts, queuePage } from '../desk/queue-desk.ts';
import { decideReview, getReview, listReviews, markAnswer, recordOfReview } from '../desk/review-desk.ts';
import { changeStage, listStages } from '../desk/stage-desk.ts';
import { getSubmission, setSubmissionDueDay, submissionHistory } from '../desk/submission-desk.ts';
import { forgetTemplate, listTemplates, saveTemplate } from '../desk/template-desk.ts';
import { revealTestData } from '../desk/test-data.ts';
import { forgetView, listSavedViews, saveView } from '../desk/saved-view-desk.ts';
import { getStatistics } from '../desk/statistics-desk.ts';
import { writeStatistics } from '../export/statistics-file.ts';
import { undoLast } from '../desk/undo-desk.ts';
import { decideVerdict, previewVerdict, suggestedBundleName, undoVerdict } from '../desk/verdict-desk.ts';
import type { Workspace } from '../desk/workspace.ts';
import type { WorkspaceHost } from '../desk/workspace-host.ts';
import { supportLogOf } from '../export/support-log.ts';
import type { Marketplace } from '../marketplaces/marketplace.ts';
import type { Output } from '../../shared/ipc/contract.ts';
import type { Handlers } from './dispatch.ts';
import type { Platform } from './platform.ts';

export interface HandlerDeps {
  readonly platform: Platform;
  readonly host: WorkspaceHost;
  readonly marketplaces: readonly Marketplace[];
  readonly app: {
    readonly version: string;
    readonly electron: string;
    readonly platform: Output<'app.info'>['platform'];
    /** Whether a new workspace would be protected by the operating system. */
    readonly secretsProtection: 'os' | 'file';
  };
  readonly bundles: {
    exportBundle(
      workspace: Workspace,
      request: { readonly verdictId: string; readonly includeNotes: boolean; readonly path: string },
    ): Promise<{ readonly path: string; readonly sha256: string }>;
    verifyBundle(path: string): Promise<{
      readonly path: string;
      readonly valid: boolean;
      readonly checks: readonly {
        readonly name: string;
        readonly ok: boolean;
        readonly file: string | null;
        readonly offset: number | null;
        readonly message: { readonly ru: string; readonly en: string };
      }[];
    }>;
  };
}

/** Channel by channel, the use-case that answers it. Nothing is decided here. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { platform, host } = deps;
  const workspace = (): Workspace => host.current();
  const context = (): DeskContext => host.current().context;
  const done = {};

  const importPaths = (paths: readonly string[]): Promise<Output<'intake.importPaths'>> =>
    workspace().importer.importPaths(paths, (progress) => {
      platform.emit('import.progressed', progress);
    });

  const saved = async (name: string, bytes: Uint8Array): Promise<string | null> => {
    const path = await platform.chooseSavePath(name);
    if (path !== null) await writeChosenFile(path, bytes);
    return path;
  };

  return {
    'app.info': () => {
      const status = host.status();
      const open = status.state === 'open' ? workspace() : null;
      return {
        version: deps.app.version,
        electron: deps.app.electron,
        workspace: status,
        secretsProtection: open?.context.secrets.protection ?? deps.app.secretsProtection,
        settings: host.settings(),
        workstationId: open?.context.workstationId ?? '',
        marketplaces: deps.marketplaces.map(({ id, title, regions, prices, sources = [] }) => ({
          id,
          title: { ...title },
          regions: regions.map((region) => ({ id: region.id, title: { ...region.title } })),
          prices: prices === undefined ? null : priceTerms(prices.terms),
          sources: sources.map((source) => ({ mark: source.mark, title: { ...source.title } })),
        })),
        platform: deps.app.platform,
      };
    },
    'app.openExternal': async ({ url }) => ({ opened: await platform.openExternal(url) }),
    'window.setMenu': ({ sections }) => {
      platform.setMenu(sections);
      return done;
    },
    'window.zoom': ({ by }) => ({ factor: platform.zoom(by) }),
    'window.print': async ({ to, name }) => ({ path: await platform.print(to, name) }),
    'workspace.open': async ({ kind }) => {
      await host.open(kind);
      return done;
    },
    'workspace.choose': async () => {
      const path = await platform.chooseFolder('workspace');
      if (path !== null) await host.choose(path);
      return { path };
    },
    'settings.get': () => host.settings(),
    'settings.set': (change) => host.setSettings(change),

    'queue.page': (input) => queuePage(context(), input),
    'queue.counts': () => queueCounts(context()),
    'savedView.list': () => listSavedViews(context()),
    'savedView.save': (input) => {
      saveView(context(), input);
      return done;
    },
    'savedView.forget': (input) => {
      forgetView(context(), input);
      return done;
    },
    'submission.skip': (input) => {
      skipSubmission(context(), input);
      return done;
    },
    'submission.get': (input) => getSubmission(context(), input),
    'submission.compare': (input) => compareSubmission(context(), input),
    'submission.history': (input) => submissionHistory(context(), input),
    'submission.setDueDay': (input) => {
      setSubmissionDueDay(context(), input);
      return done;
    },
    'submission.revealTestData': (input) => revealTestData(context(), input),

    'claim.take': (input) => {
      takeClaim(context(), input);
      return done;
    },
    'claim.release': (input) => {
      releaseClaim(context(), input);
      return done;
    },
    'claim.takeOver': (input) => {
      takeOverClaim(context(), input);
      return done;
    },
    'claim.renew': (input) => renewClaim(context(), input),

    'rulebook.files': () => {
      const { rulebooks } = workspace();
      rulebooks.readAgain();
      return rulebooks.view();
    },
    'checklist.get': (input) => getChecklist(context(), input),
    'checklist.mark': (input) => markItem(context(), input),
    'checklist.note': (input) => noteItem(context(), input),
    'checklist.acceptFinding': (input) => acceptFinding(context(), input),
    'checklist.runChecks': async (input) => {
      runChecks(context(), input);
      await lookClosely(context(), input.submissionId, { withNetwork: true });
      return getChecklist(context(), input);
    },
    'evidence.attach': (input) => attachEvidence(context(), input),
    'evidence.chooseAndAttach': async (input) => attachFiles(context(), input, await platform.chooseFiles('evidence')),
    'evidence.detach': (input) => detachEvidence(context(), input),
    'evidence.share': (input) => shareEvidence(context(), input),
    'evidence.readText': async ({ sha256 }) => {
      const bytes = await workspace().blob(sha256);
      if (bytes === null) throw new AppError('not-found', 'The workspace has no such evidence.', { sha256 });
      return {
        text: new TextDecoder().decode(bytes.subarray(0, LIMITS.evidenceTextBytes)),
        isTruncated: bytes.length > LIMITS.evidenceTextBytes,
      };
    },
    'evidence.save': async ({ sha256, name }) => {
      const bytes = await workspace().blob(sha256);
      if (bytes === null) throw new AppError('not-found', 'The workspace has no such evidence.', { sha256 });
      return { path: await saved(name, bytes) };
    },
    'finding.list': (input) => listFindings(context(), input),
    'finding.save': (input) => saveFinding(context(), input),
    'finding.setIncluded': (input) => setFindingIncluded(context(), input),

    'installTest.portals': (input) => portalsForSubmission(context(), input),
    'installTest.start': (input) => workspace().installTests.start(input),
    'installTest.control': (input) => {
      workspace().installTests.control(input);
      return done;
    },
    'installTest.options': (input) => workspace().installTests.options(input),
    'installTest.active': () => workspace().installTests.active(),
    'installTest.list': (input) => workspace().installTests.list(input),
    'installTest.get': (input) => workspace().installTests.get(input),
    'installTest.saveSupportLog': async ({ runId, exchangeIds }) => {
      const log = await supportLogOf(workspace(), { runId, exchangeIds });
      return { path: log.requests === 0 ? null : await saved(log.name, Buffer.from(log.text)), requests: log.requests };
    },
    'portal.create': (input) => createPortal(context(), input),
    'portal.list': () => listPortals(context()),

    'chat.thread': (input) => chatThread(context(), input),
    'chat.send': async (input) => {
      await requireStored(context(), input.files ?? []);
      return sendMessage(context(), input);
    },
    'chat.attach': (input) => keepMessageFile(context(), input),
    'chat.chooseFiles': async ({ solutionId }) => {
      const files: Output<'chat.chooseFiles'>['files'] = [];
      for (const file of await platform.chooseFiles('attachment')) {
        files.push(await keepMessageFile(context(), { solutionId, ...(await readChosenFile(file)) }));
      }
      return { files };
    },
    'chat.saveFile': async (input) => {
      const { name, bytes } = await messageFile(context(), input);
      const path = await platform.chooseSavePath(name);
      if (path !== null) await writeChosenFile(path, bytes);
      return { path };
    },
    'chat.markRead': (input) => {
      markRead(context(), input);
      return done;
    },
    'chat.unread': () => unreadThreadsOf(context()),
    'outbox.list': () => listOutbox(context()),
    'outbox.confirm': (input) => {
      confirmHandedOver(context(), input);
      return done;
    },
    'outbox.copy': (input) => {
      platform.copyText(outboxTextOf(context(), input));
      return done;
    },
    'draft.get': (input) => getDraft(context(), input),
    'draft.save': (input) => {
      keepDraft(context(), input);
      return done;
    },

    'template.list': (input) => listTemplates(context(), input),
    'template.save': (input) => saveTemplate(context(), input),
    'template.delete': (input) => {
      forgetTemplate(context(), input);
      return done;
    },

    'verdict.preview': (input) => previewVerdict(context(), input),
    'verdict.decide': (input) => decideVerdict(context(), input),
    'verdict.undo': (input) => {
      undoVerdict(context(), input);
      return done;
    },
    'undo.last': () => undoLast(context()),
    'statistics.get': (input) => getStatistics(context(), input),
    'statistics.export': async ({ query, format }) => {
      const path = await platform.chooseSavePath(`moderation-statistics.${format}`);
      if (path === null) return { path: null };
      await writeStatistics(path, await getStatistics(context(), query), query, format);
      return { path };
    },
    'bundle.export': async ({ verdictId, includeNotes }) => {
      const open = workspace();
      const path = await platform.chooseSavePath(suggestedBundleName(open.context, verdictId));
      if (path === null) return { path: null, sha256: null };
      const written = await deps.bundles.exportBundle(open, { verdictId, includeNotes, path });
      return { path: written.path, sha256: written.sha256 };
    },
    'bundle.verify': async () => {
      const [path] = await platform.chooseFiles('verify-bundle');
      if (path === undefined) return { path: null, valid: false, checks: [] };
      const { valid, checks } = await deps.bundles.verifyBundle(path);
      return {
        path,
        valid,
        checks: checks.map(({ name, ok, file, offset, message }) => ({ name, ok, file, offset, message: { ...message } })),
      };
    },

    'price.calculate': (input) => calculatePrice(context(), input),
    'price.offers': (input) => offersOf(context(), input),

    'stage.list': (input) => listStages(context(), input),
    'stage.change': (input) => changeStage(context(), input),

    'review.list': (input) => listReviews(context(), input),
    'review.get': (input) => getReview(context(), input),
    'review.decide': (input) => decideReview(context(), input),
    'review.record': (input) => recordOfReview(context(), input),
    'review.markAnswer': (input) => markAnswer(context(), input),

    'intake.choose': async ({ what }) => {
      const paths = what === 'files' ? await platform.chooseFiles('import-packages') : [await platform.chooseFolder('import-folder')];
      const chosen = paths.filter((path) => path !== null);
      return chosen.length === 0 ? null : importPaths(chosen);
    },
    'intake.importPaths': ({ paths }) => importPaths(paths),
    'intake.cancel': () => {
      workspace().importer.cancel();
      return done;
    },
    'intake.refused': () => listRefused(context()),
    'intake.forget': (input) => {
      forgetRefused(context(), input);
      return done;
    },
  };
}
