import { Maximize2, Minimize2, Pause, Play, SlidersHorizontal, Square } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { FurtherRun } from '../../../shared/domain/install-test.ts';
import type { PortalDetails, RunDetails } from '../../../shared/ipc/contract.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { rememberLayout, useI18n } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button, IconButton } from '../../components/Button.tsx';
import { CheckBox, Select } from '../../components/Fields.tsx';
import { formatMoment } from '../../lib/format.ts';
import { useResource } from '../../lib/resources.ts';
import { changeOptions, useRuns } from './run-store.ts';
import { useWideTest } from './wide-test.ts';

interface Properties {
  readonly submissionId: string;
  readonly runs: readonly RunDetails[];
  readonly runId: string | null;
  readonly activeId: string | null;
}

/** What will be run, or what is done with the one that runs; which run is looked at. */
export function RunBar({ submissionId, runs, runId, activeId }: Properties) {
  const i18n = useI18n();
  const { t } = i18n;
  const isWide = useWideTest();
  return (
    <div className="test-bar">
      {activeId === null ? (
        <>
          <PortalChoice submissionId={submissionId} />
          <RunOptions submissionId={submissionId} />
          <ActionButton action="test.run" icon={Play} look="primary" />
        </>
      ) : (
        <RunControls runId={activeId} />
      )}
      <div className="test-runs">
        {runs.length > 1 || (runs.length === 1 && activeId === null) ? (
          <Select
            label={t('test.runs')}
            isLabelHidden
            value={runId ?? ''}
            options={runs.map((run) => ({ value: run.id, label: `${formatMoment(i18n, run.startedAt)} · ${outcomeText(run, t)}` }))}
            onChange={(id) => useRuns.setState(({ shown }) => ({ shown: new Map(shown).set(submissionId, id) }))}
          />
        ) : null}
        <IconButton
          icon={isWide ? Minimize2 : Maximize2}
          label={isWide ? t('test.narrow') : t('test.wide')}
          isPressed={isWide}
          data-testid="test-wide"
          onClick={() => rememberLayout('test.wide', !isWide)}
        />
      </div>
    </div>
  );
}

function outcomeText(run: RunDetails, t: ReturnType<typeof useI18n>['t']): string {
  return run.outcome === null ? t(`run.state.${run.state}`) : t(`run.outcome.${run.outcome}`);
}

function PortalChoice({ submissionId }: { readonly submissionId: string }) {
  const { t } = useI18n();
  const portals = useResource('installTest.portals', { submissionId }).value?.portals ?? [];
  const options = useRuns((state) => state.options);
  const chosen = portals.find((portal) => portal.id === options.portalId);
  const label = (portal: PortalDetails): string =>
    `${portal.name} — ${portal.isBusy ? t('portals.inUse') : portal.isClean ? t('test.clean') : t('test.used')}`;
  return (
    <div className="test-options">
      <Select
        label={t('test.portal')}
        isLabelHidden
        value={chosen?.id ?? ''}
        options={[{ value: '', label: t('test.freshPortal') }, ...portals.map((portal) => ({ value: portal.id, label: label(portal) }))]}
        onChange={(id) => changeOptions({ portalId: id === '' ? null : id, acceptUsedPortal: false })}
      />
      {chosen !== undefined && !chosen.isClean ? (
        <CheckBox
          label={t('test.acceptUsed', { count: chosen.installedBefore.length })}
          isChecked={options.acceptUsedPortal}
          onChange={(acceptUsedPortal) => changeOptions({ acceptUsedPortal })}
        />
      ) : null}
    </div>
  );
}

/** Everything else that can be chosen; what differs from the usual is counted on the button. */
function RunOptions({ submissionId }: { readonly submissionId: string }) {
  const { t, pick } = useI18n();
  const options = useRuns((state) => state.options);
  const ticked = useRuns((state) => state.probes.get(submissionId));
  const offered = useResource('installTest.options', { submissionId }).value;
  const probes = offered?.probes ?? [];
  const chosen = ticked ?? probes.filter((probe) => probe.isChosen).map((probe) => probe.id);
  const tick = (id: string, isChosen: boolean): void =>
    useRuns.setState((state) => ({
      probes: new Map(state.probes).set(submissionId, isChosen ? [...chosen, id] : chosen.filter((other) => other !== id)),
    }));
  const further = useRuns((state) => state.further.get(submissionId)) ?? [];
  const choose = (run: FurtherRun, isChosen: boolean): void =>
    useRuns.setState((state) => ({
      further: new Map(state.further).set(submissionId, isChosen ? [...further, run] : further.filter((other) => other !== run)),
    }));
  const count = chosen.length + further.length + (options.clean ? 0 : 1) + (options.fullTrace ? 1 : 0);
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button icon={SlidersHorizontal} data-testid="run-options">
          {t('test.options')}
          {count === 0 ? null : <span className="number"> {count}</span>}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="run-options"
          sideOffset={4}
          align="start"
          collisionPadding={8}
          aria-label={t('test.options')}
          data-overlay
        >
          <CheckBox label={t('test.cleanUninstall')} isChecked={options.clean} onChange={(clean) => changeOptions({ clean })} />
          <p className="faint small">{t(options.clean ? 'test.cleanHelp' : 'test.keepHelp')}</p>
          <CheckBox label={t('test.fullTrace')} isChecked={options.fullTrace} onChange={(fullTrace) => changeOptions({ fullTrace })} />
          <p className="faint small">{t('test.fullTraceHelp')}</p>
          {(offered?.further ?? []).map((run) => (
            <div key={run}>
              <CheckBox label={t(`test.further.${run}`)} isChecked={further.includes(run)} onChange={(isChosen) => choose(run, isChosen)} />
              <p className="faint small">{t(`test.furtherHelp.${run}`)}</p>
            </div>
          ))}
          {probes.length === 0 ? null : (
            <fieldset className="run-probes">
              <legend className="field-label">{t('test.probes')}</legend>
              {probes.map((probe) => (
                <CheckBox
                  key={probe.id}
                  label={pick(probe.title)}
                  isChecked={chosen.includes(probe.id)}
                  onChange={(isChosen) => tick(probe.id, isChosen)}
                />
              ))}
              <p className="faint small">{t('test.probesHelp')}</p>
            </fieldset>
          )}
          {offered === undefined ? null : <p className="faint small">{t('test.parallelHelp', { count: offered.parallelRuns })}</p>}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function RunControls({ runId }: { readonly runId: string }) {
  const { t } = useI18n();
  const state = useRuns((runs) => runs.pictures.get(runId)?.state ?? 'starting');
  return (
    <>
      <Badge tone={state === 'checkpoint' || state === 'paused' || state === 'queued' ? 'warning' : 'info'}>
        {t(`run.state.${state}`)}
      </Badge>
      {state === 'queued' ? null : (
        <ActionButton
          action="test.pause"
          icon={state === 'paused' ? Play : Pause}
          label={state === 'paused' ? 'test.resume' : 'test.pause'}
        />
      )}
      <ActionButton action="test.stop" icon={Square} look="danger" />
    </>
  );
}
