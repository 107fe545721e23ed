import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { TemplateDetails } from '../../../shared/ipc/contract.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { useI18n } from '../../app/session-store.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button, IconButton } from '../../components/Button.tsx';
import { TextArea, TextField } from '../../components/Fields.tsx';
import { ErrorState, Skeleton } from '../../components/States.tsx';
import { act } from '../../lib/act.ts';
import { refresh, useResource } from '../../lib/resources.ts';
import './templates.css';

interface Draft {
  readonly id: string | null;
  readonly title: string;
  readonly ru: string;
  readonly en: string;
  readonly rules: string;
}

const EMPTY: Draft = { id: null, title: '', ru: '', en: '', rules: '' };

const refreshTemplates = (): void => refresh((channel) => channel === 'template.list');

/** The ready texts: those of the application, and the team's own, which can be edited. */
export function Templates() {
  const { t, pick } = useI18n();
  const { value, failure, retry } = useResource('template.list', { submissionId: null });
  const [draft, setDraft] = useState<Draft | null>(null);
  const edit = ({ id, title, text, ruleIds }: TemplateDetails): void =>
    setDraft({ id, title: title.ru, ru: text.ru, en: text.en, rules: ruleIds.join(' ') });
  const remove = async (id: string): Promise<void> => {
    if ((await act('template.delete', { id })) !== undefined) refreshTemplates();
  };
  return (
    <section className="settings-section" data-testid="templates">
      <h2>{t('templates.title')}</h2>
      <p className="soft">{t('templates.help', { open: '{', close: '}' })}</p>
      {value === undefined ? failure === null ? <Skeleton lines={4} /> : <ErrorState failure={failure} onRetry={retry} /> : null}
      <ul className="templates-list">
        {value?.templates.map((template) => (
          <li key={template.id}>
            <span className="templates-name">{pick(template.title)}</span>
            {template.isReady ? (
              <Badge>{t('templates.ready')}</Badge>
            ) : (
              <>
                <span className="mono faint small">{template.ruleIds.join(' ')}</span>
                <IconButton icon={Pencil} label={t('templates.edit', { name: pick(template.title) })} onClick={() => edit(template)} />
                <IconButton
                  icon={Trash2}
                  label={t('templates.delete', { name: pick(template.title) })}
                  onClick={() => void remove(template.id)}
                />
              </>
            )}
          </li>
        ))}
      </ul>
      {draft === null ? (
        <p>
          <Button icon={Plus} onClick={() => setDraft(EMPTY)}>
            {t('templates.new')}
          </Button>
        </p>
      ) : (
        <Editor
          key={draft.id}
          draft={draft}
          onDone={() => {
            setDraft(null);
            refreshTemplates();
          }}
        />
      )}
    </section>
  );
}

function Editor({ draft, onDone }: { readonly draft: Draft; readonly onDone: () => void }) {
  const { t } = useI18n();
  const [text, setText] = useState(draft);
  const [isBusy, setBusy] = useState(false);
  const isMissing = text.title.trim() === '' || (text.ru.trim() === '' && text.en.trim() === '');
  const save = async (): Promise<void> => {
    if (isMissing || isBusy) return;
    setBusy(true);
    const saved = await act('template.save', {
      id: text.id,
      title: text.title.trim(),
      text: { ru: text.ru, en: text.en },
      ruleIds: text.rules.split(/[\s,;]+/).filter((rule) => rule !== ''),
    });
    setBusy(false);
    if (saved !== undefined) onDone();
  };
  const change = (part: Partial<Draft>): void => setText({ ...text, ...part });
  return (
    <form
      className="templates-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label={t('templates.name')}
        value={text.title}
        maxLength={200}
        autoFocus
        onChange={(event) => change({ title: event.target.value })}
      />
      <TextArea
        label={t('templates.ru')}
        lang="ru"
        value={text.ru}
        maxLength={LIMITS.messageChars}
        onChange={(event) => change({ ru: event.target.value })}
      />
      <TextArea
        label={t('templates.en')}
        lang="en"
        value={text.en}
        maxLength={LIMITS.messageChars}
        onChange={(event) => change({ en: event.target.value })}
      />
      <TextField
        label={t('templates.rules')}
        help={t('templates.rulesHelp')}
        value={text.rules}
        onChange={(event) => change({ rules: event.target.value })}
      />
      <div className="templates-foot">
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={isBusy} blockedBecause={isMissing ? t('templates.nameNeeded') : null}>
          {t('templates.save')}
        </Button>
      </div>
    </form>
  );
}
