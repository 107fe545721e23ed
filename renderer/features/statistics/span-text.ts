import type { I18n } from '../../i18n/translate.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A duration in the unit that a person thinks in, with one decimal below ten: "35 мин", "4,5 ч", "12 сут". null: "—". */
export function spanText(i18n: I18n, ms: number | null): string {
  if (ms === null) return '—';
  const [unit, size] =
    ms >= 2 * DAY_MS ? (['days', DAY_MS] as const) : ms >= 2 * HOUR_MS ? (['hours', HOUR_MS] as const) : (['minutes', MINUTE_MS] as const);
  const count = ms / size;
  const digits = count < 10 && unit !== 'minutes' ? 1 : 0;
  return i18n.t(`statistics.${unit}`, {
    count: new Intl.NumberFormat(i18n.tag, { maximumFractionDigits: digits }).format(count),
  });
}
