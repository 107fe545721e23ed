import { useMemo } from 'react';
import { unfilledPlaceholders } from '../../../shared/domain/placeholders.ts';
import type { ChecklistItemView } from '../../../shared/ipc/contract.ts';
import { useI18n } from '../../app/session-store.ts';
import { Select } from '../../components/Fields.tsx';
import { useResource } from '../../lib/resources.ts';

/** Behind what is written already, in a paragraph of its own. */
export function joined(text: string, more: string): string {
  return text.trim() === '' ? more : `${text.trimEnd()}\n\n${more}`;
}

/** What still has to be filled in before the text may go to the vendor, in the words of a blocked button; null when nothing. */
export function useUnfilled(submissionId: string, text: string): string | null {
  const { t } = useI18n();
  const names = useResource('template.list', { submissionId }).value?.placeholders;
  const known = useMemo(() => new Set(names), [names]);
  const [first] = unfilledPlaceholders(text, known);
  return first === undefined ? null : t('templates.unfilled', { name: first });
}

interface Properties {
  readonly submissionId: string;
  /** Of the text; that of the window when absent. */
  readonly language?: 'ru' | 'en';
  /** Offers what belongs to this item instead of messages. */
  readonly item?: ChecklistItemView;
  readonly onInsert: (text: string) => void;
}

/** A list of ready texts; choosing one puts it into the text. Nothing is shown where there is none to offer. */
export function InsertTemplate({ submissionId, language, item, onInsert }: Properties) {
  const { t, pick, locale } = useI18n();
  const own = useResource('template.list', { submissionId }).value?.templates ?? [];
  const inLanguage = language ?? locale;
  const offered =
    item === undefined
      ? own.filter(({ ruleIds }) => ruleIds.length === 0).map(({ title, text }) => ({ title: pick(title), text: text[inLanguage] }))
      : [
          ...item.templates.map((text) => ({ title: pick(text).slice(0, 80), text: text[inLanguage] })),
          ...own
            .filter(({ ruleIds }) => ruleIds.includes(item.ruleId))
            .map(({ title, text }) => ({ title: pick(title), text: text[inLanguage] })),
        ];
  const usable = offered.filter(({ text }) => text.trim() !== '');
  if (usable.length === 0) return null;
  return (
    <Select
      label={t('templates.insert')}
      isLabelHidden
      value=""
      options={[{ value: '', label: t('templates.insert') }, ...usable.map(({ title }, index) => ({ value: String(index), label: title }))]}
      onChange={(chosen) => {
        const text = usable[Number(chosen)]?.text;
        if (chosen !== '' && text !== undefined) onInsert(text);
      }}
    />
  );
}
