import { useState } from 'react';
import { ActionButton } from '../../app/ActionButton.tsx';
import { changeSettings, useI18n, useSession } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Choice, TextField } from '../../components/Fields.tsx';
import { tell, tellFailure } from '../../components/toast-store.ts';
import type { SettingsView } from '../../../shared/ipc/contract.ts';
import { Templates } from '../templates/Templates.tsx';
import { Rulebooks } from './Rulebooks.tsx';
import { TermSettings } from './TermSettings.tsx';
import './settings.css';

export function Settings() {
  const { t } = useI18n();
  const info = useSession((session) => session.info);
  const settings = useSession((session) => session.settings);
  const change = (part: Partial<SettingsView>): void => {
    void changeSettings(part).then((failure) => {
      if (failure !== null) tellFailure(failure);
    });
  };
  return (
    <div className="page" data-testid="settings">
      <header className="page-head">
        <h1 className="page-title">{t('screen.settings')}</h1>
      </header>
      <div className="page-body">
        <div className="page-column">
          <section className="settings-section">
            <h2>{t('settings.person')}</h2>
            <NameField onChange={(moderatorName) => change({ moderatorName })} />
          </section>
          <section className="settings-section">
            <h2>{t('settings.looks')}</h2>
            <Choice
              label={t('settings.language')}
              value={settings.locale}
              onChange={(locale) => change({ locale })}
              options={[
                { value: 'ru', label: t('language.ru') },
                { value: 'en', label: t('language.en') },
              ]}
            />
            <Choice
              label={t('settings.theme')}
              value={settings.theme}
              onChange={(theme) => change({ theme })}
              options={[
                { value: 'system', label: t('theme.system') },
                { value: 'light', label: t('theme.light') },
                { value: 'dark', label: t('theme.dark') },
                { value: 'contrast', label: t('theme.contrast') },
              ]}
            />
            <Choice
              label={t('settings.density')}
              value={settings.density}
              onChange={(density) => change({ density })}
              options={[
                { value: 'comfortable', label: t('density.comfortable') },
                { value: 'compact', label: t('density.compact') },
              ]}
            />
            <p>
              <Button onClick={() => change({ layout: {} })}>{t('settings.resetPanes')}</Button>
            </p>
          </section>
          <TermSettings change={change} />
          <Templates />
          <Rulebooks />
          <section className="settings-section">
            <h2>{t('settings.workspace')}</h2>
            <dl className="settings-facts">
              <dt>{t('settings.path')}</dt>
              <dd className="mono selectable">{info?.workspace.path}</dd>
              <dt>{t('settings.workstation')}</dt>
              <dd className="mono selectable">{info?.workstationId}</dd>
              <dt>{t('settings.secrets')}</dt>
              <dd>{info?.secretsProtection === 'os' ? t('settings.secrets.os') : t('settings.secrets.file')}</dd>
              <dt>{t('settings.version')}</dt>
              <dd className="selectable">{t('settings.versionText', { version: info?.version ?? '', electron: info?.electron ?? '' })}</dd>
            </dl>
            <p>
              <ActionButton action="workspace.choose" />
            </p>
          </section>
        </div>
      </div>
    </div>
  );
}

function NameField({ onChange }: { readonly onChange: (name: string) => void }) {
  const { t } = useI18n();
  const stored = useSession((session) => session.settings.moderatorName);
  const [name, setName] = useState(stored);
  const commit = (): void => {
    const next = name.trim();
    if (next === '') {
      setName(stored);
      tell('info', 'start.nameNeeded');
    } else if (next !== stored) onChange(next);
  };
  return (
    <TextField
      label={t('start.name')}
      help={t('start.nameHelp')}
      value={name}
      maxLength={200}
      onChange={(event) => setName(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.code === 'Enter') commit();
      }}
    />
  );
}
