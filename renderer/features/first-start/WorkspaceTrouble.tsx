import { DatabaseZap } from 'lucide-react';
import { chooseWorkspace } from '../../app/workspace.ts';
import { loadSession, useI18n, useSession } from '../../app/session-store.ts';
import { Button } from '../../components/Button.tsx';
import { knownKey } from '../../i18n/translate.ts';

/** The workspace is there but cannot be opened: why, and the ways on. Nothing in it was changed. */
export function WorkspaceTrouble() {
  const { t } = useI18n();
  const workspace = useSession((session) => session.info?.workspace);
  const code = workspace?.errorCode ?? null;
  const message = workspace?.errorMessage ?? null;
  const key = code === null ? null : knownKey(`error.${code}`);
  return (
    <main className="start">
      <div className="state-block" role="alert">
        <DatabaseZap className="state-icon state-icon-fail" aria-hidden />
        <h1 className="state-title">{t('trouble.title')}</h1>
        <div className="state-text">
          <p>{key === null ? t('error.internal') : t(key)}</p>
          <p className="state-code mono selectable">
            {code === null ? null : t('error.code', { code })}
            {message === null ? null : ` · ${message}`}
          </p>
          <p className="mono selectable">{workspace?.path}</p>
          <p className="soft">{t('trouble.untouched')}</p>
        </div>
        <div>
          <Button onClick={() => void loadSession()}>{t('common.retry')}</Button>{' '}
          <Button onClick={() => void chooseWorkspace()}>{t('start.chooseOther')}</Button>
        </div>
      </div>
    </main>
  );
}
