import { FlaskConical, FolderOpen, FolderPlus, ShieldAlert, UserRound } from 'lucide-react';
import { useRef, useState } from 'react';
import { chooseWorkspace } from '../../app/workspace.ts';
import { changeSettings, loadSession, rememberLayout, useI18n, useSession } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { Choice, TextField } from '../../components/Fields.tsx';
import { tellFailure } from '../../components/toast-store.ts';
import { act } from '../../lib/act.ts';
import './first-start.css';

/** Who moderates, where the work lies, and what to begin with. */
export function FirstStart() {
  const { t } = useI18n();
  const info = useSession((session) => session.info);
  const settings = useSession((session) => session.settings);
  const [name, setName] = useState(settings.moderatorName);
  const [busy, setBusy] = useState<'empty' | 'demo' | 'name' | null>(null);
  const isNameMissing = name.trim() === '';
  const isOpenAlready = info?.workspace.state === 'open';
  const [isNameAsked, setNameAsked] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const begin = async (kind: 'empty' | 'demo' | 'name'): Promise<void> => {
    if (busy !== null) return;
    if (isNameMissing) {
      setNameAsked(true);
      field.current?.focus();
      return;
    }
    setBusy(kind);
    // The name first: the events of the new workspace carry it.
    const failure = await changeSettings({ moderatorName: name.trim() });
    if (failure !== null) tellFailure(failure);
    else if (kind === 'name' || (await act('workspace.open', { kind })) !== undefined) {
      await loadSession();
      // The tour walks through a real submission, so only the demonstration offers it by itself.
      if (kind === 'demo') rememberLayout('tour.offered', true);
    }
    setBusy(null);
  };

  return (
    <main className="start">
      <div className="start-card">
        <h1 className="start-title">{t('app.title')}</h1>
        <p className="soft">{t('start.text')}</p>

        <section className="start-section" aria-labelledby="start-who">
          <h2 id="start-who">
            <UserRound className="icon" aria-hidden /> {t('start.who')}
          </h2>
          <TextField
            label={t('start.name')}
            ref={field}
            help={isNameAsked && isNameMissing ? <span className="start-asked">{t('start.nameNeeded')}</span> : t('start.nameHelp')}
            aria-invalid={(isNameAsked && isNameMissing) || undefined}
            value={name}
            maxLength={200}
            autoFocus
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.code === 'Enter' && isOpenAlready) void begin('name');
            }}
          />
        </section>

        {isOpenAlready ? (
          <div className="start-foot">
            <Button look="primary" isBusy={busy === 'name'} onClick={() => void begin('name')}>
              {t('start.continue')}
            </Button>
          </div>
        ) : (
          <>
            <section className="start-section" aria-labelledby="start-where">
              <h2 id="start-where">
                <FolderOpen className="icon" aria-hidden /> {t('start.where')}
              </h2>
              <p className="start-path mono selectable" data-testid="workspace-path">
                {info?.workspace.path}
              </p>
              <p>
                <Button onClick={() => void chooseWorkspace()}>{t('start.chooseOther')}</Button>
              </p>
              {info?.secretsProtection === 'file' ? (
                <p className="start-warning small">
                  <ShieldAlert className="icon" aria-hidden /> {t('start.secretsFile')}
                </p>
              ) : null}
            </section>
            <section className="start-section" aria-labelledby="start-what">
              <h2 id="start-what">{t('start.what')}</h2>
              <div className="start-choices">
                <StartChoice
                  icon={FolderPlus}
                  title={t('start.empty')}
                  text={t('start.emptyText')}
                  isBusy={busy === 'empty'}
                  testId="start-empty"
                  isFirst
                  onChoose={() => void begin('empty')}
                />
                <StartChoice
                  icon={FlaskConical}
                  title={t('start.demo')}
                  text={t('start.demoText')}
                  isBusy={busy === 'demo'}
                  testId="start-demo"
                  onChoose={() => void begin('demo')}
                />
              </div>
            </section>
          </>
        )}
        <div className="start-looks">
          <Choice
            label={t('settings.language')}
            value={settings.locale}
            onChange={(locale) => void changeSettings({ locale })}
            options={[
              { value: 'ru', label: t('language.ru') },
              { value: 'en', label: t('language.en') },
            ]}
          />
          <Choice
            label={t('settings.theme')}
            value={settings.theme}
            onChange={(theme) => void changeSettings({ theme })}
            options={[
              { value: 'system', label: t('theme.system') },
              { value: 'light', label: t('theme.light') },
              { value: 'dark', label: t('theme.dark') },
              { value: 'contrast', label: t('theme.contrast') },
            ]}
          />
        </div>
      </div>
    </main>
  );
}

interface ChoiceProperties {
  readonly icon: typeof FolderPlus;
  readonly title: string;
  readonly text: string;
  readonly isBusy: boolean;
  readonly testId: string;
  readonly isFirst?: boolean;
  readonly onChoose: () => void;
}

function StartChoice({ icon: Icon, title, text, isBusy, testId, isFirst = false, onChoose }: ChoiceProperties) {
  return (
    <div className="start-choice">
      <Icon className="start-choice-icon" aria-hidden />
      <div>
        <p className="soft">{text}</p>
      </div>
      <Button look={isFirst ? 'primary' : 'plain'} isBusy={isBusy} onClick={onChoose} data-testid={testId}>
        {title}
      </Button>
    </div>
  );
}
