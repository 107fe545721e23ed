import { Plus, Server } from 'lucide-react';
import { useState } from 'react';
import { useI18n, useSession } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Select, TextField } from '../../components/Fields.tsx';
import { Moment } from '../../components/Moment.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../components/States.tsx';
import { Untrusted } from '../../components/Untrusted.tsx';
import { act } from '../../lib/act.ts';
import { refresh, useResource } from '../../lib/resources.ts';
import './portals.css';

/** Test portals and what was ever installed on each: the memory behind "clean". */
export function Portals() {
  const { t, pick } = useI18n();
  const { value, failure, retry } = useResource('portal.list', {});
  const marketplaces = useSession((session) => session.info?.marketplaces ?? []);
  const titleOf = (id: string): string => {
    const found = marketplaces.find((marketplace) => marketplace.id === id);
    return found === undefined ? id : pick(found.title);
  };
  return (
    <div className="page" data-testid="portals">
      <header className="page-head">
        <h1 className="page-title">{t('screen.portals')}</h1>
        <span className="page-head-space" />
        <NewPortal />
      </header>
      <div className="page-body">
        {value === undefined ? (
          failure === null ? (
            <Skeleton lines={6} />
          ) : (
            <ErrorState failure={failure} onRetry={retry} />
          )
        ) : value.portals.length === 0 ? (
          <EmptyState icon={Server} title={t('portals.empty')}>
            <p>{t('portals.emptyHelp')}</p>
          </EmptyState>
        ) : (
          <table className="portals-table">
            <thead>
              <tr>
                <th scope="col">{t('portals.name')}</th>
                <th scope="col">{t('queue.marketplace')}</th>
                <th scope="col">{t('portals.created')}</th>
                <th scope="col">{t('portals.installed')}</th>
                <th scope="col">{t('portals.state')}</th>
              </tr>
            </thead>
            <tbody>
              {value.portals.map((portal) => (
                <tr key={portal.id} data-testid="portal">
                  <td>
                    <Untrusted text={portal.name} />
                    <p className="mono faint selectable">{portal.memberId}</p>
                  </td>
                  <td>
                    {titleOf(portal.marketplace)} <span className="faint">{t('portals.simulated')}</span>
                  </td>
                  <td>
                    <Moment at={portal.createdAt} />
                  </td>
                  <td>
                    {portal.installedBefore.length === 0 ? (
                      <span className="faint">{t('portals.never')}</span>
                    ) : (
                      <ul>
                        {portal.installedBefore.slice(0, 5).map((install, index) => (
                          <li key={index}>
                            <Untrusted text={install.solutionName} /> <span className="soft number">{install.version}</span>
                          </li>
                        ))}
                        {portal.installedBefore.length > 5 ? (
                          <li className="faint">{t('portals.more', { count: portal.installedBefore.length - 5 })}</li>
                        ) : null}
                      </ul>
                    )}
                  </td>
                  <td>{portal.isBusy ? <Badge tone="info">{t('portals.inUse')}</Badge> : <Badge>{t('portals.free')}</Badge>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}

function NewPortal() {
  const { t, pick } = useI18n();
  const marketplaces = useSession((session) => session.info?.marketplaces ?? []);
  const [name, setName] = useState('');
  const [marketplace, setMarketplace] = useState(marketplaces[0]?.id ?? '');
  const create = async (): Promise<void> => {
    if (name.trim() === '' || marketplace === '') return;
    const portal = await act('portal.create', { marketplace, name: name.trim() });
    if (portal === undefined) return;
    setName('');
    refresh((channel) => channel === 'portal.list' || channel === 'installTest.portals');
  };
  return (
    <form
      className="portals-new"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      {marketplaces.length > 1 ? (
        <Select
          label={t('queue.marketplace')}
          isLabelHidden
          value={marketplace}
          options={marketplaces.map((entry) => ({ value: entry.id, label: pick(entry.title) }))}
          onChange={setMarketplace}
        />
      ) : null}
      <TextField
        label={t('portals.newName')}
        isLabelHidden
        placeholder={t('portals.newName')}
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" icon={Plus} blockedBecause={name.trim() === '' ? t('portals.nameNeeded') : null}>
        {t('portals.create')}
      </Button>
    </form>
  );
}
