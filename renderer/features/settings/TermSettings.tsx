import type { SettingsView } from '../../../shared/ipc/contract.ts';
import { useI18n, useSession } from '../../app/session-store.ts';
import { CheckedField } from '../../components/CheckedField.tsx';
import { Choice } from '../../components/Fields.tsx';

const USUAL_ALPHA_DAYS = 5;

/** Which days count, and the term of the alpha test. */
export function TermSettings({ change }: { readonly change: (part: Partial<SettingsView>) => void }) {
  const { t } = useI18n();
  const { calendar, stageDays } = useSession((session) => session.settings);
  return (
    <section className="settings-section">
      <h2>{t('settings.terms')}</h2>
      <Choice
        label={t('settings.holidays')}
        value={calendar.holidays}
        onChange={(holidays) => change({ calendar: { ...calendar, holidays } })}
        options={[
          { value: 'ru', label: t('settings.holidays.ru') },
          { value: 'none', label: t('settings.holidays.none') },
        ]}
      />
      <DaysField
        label={t('settings.daysOff')}
        days={calendar.daysOff}
        onChange={(daysOff) => change({ calendar: { ...calendar, daysOff: [...daysOff] } })}
      />
      <DaysField
        label={t('settings.workDays')}
        days={calendar.workDays}
        onChange={(workDays) => change({ calendar: { ...calendar, workDays: [...workDays] } })}
      />
      <CheckedField
        label={t('settings.alphaDays')}
        help={t('settings.alphaDaysHelp')}
        stored={String(stageDays['alpha'] ?? USUAL_ALPHA_DAYS)}
        fault={(text) => (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 250 ? null : t('settings.alphaDaysWrong'))}
        onChange={(text) => change({ stageDays: { ...stageDays, alpha: Number(text) } })}
      />
    </section>
  );
}

function DaysField({
  label,
  days,
  onChange,
}: {
  readonly label: string;
  readonly days: readonly string[];
  readonly onChange: (days: readonly string[]) => void;
}) {
  const { t } = useI18n();
  const words = (text: string): string[] => text.split(/[\s,;]+/).filter((word) => word !== '');
  return (
    <CheckedField
      label={label}
      help={t('settings.daysHelp')}
      stored={days.join(' ')}
      fault={(text) => {
        const wrong = words(text).find((word) => !isDay(word));
        return wrong === undefined ? null : t('settings.daysWrong', { word: wrong });
      }}
      onChange={(text) => onChange([...new Set(words(text))].toSorted())}
    />
  );
}

function isDay(word: string): boolean {
  const date = new Date(`${word}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(word) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(word);
}
