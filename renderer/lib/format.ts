import type { I18n } from '../i18n/translate.ts';
import { workingTimeBetween } from './working-time.ts';

const cache = new Map<string, Intl.DateTimeFormat>();

function dateFormat(tag: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag} ${name}`;
  let format = cache.get(key);
  if (format === undefined) cache.set(key, (format = new Intl.DateTimeFormat(tag, options)));
  return format;
}

/** Day, month, year, hours, minutes. @param at milliseconds UTC; "—" for a moment that no calendar has. */
export function formatMoment(i18n: I18n, at: number): string {
  if (!isMoment(at)) return '—';
  return dateFormat(i18n.tag, 'moment', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(at);
}

/** As formatMoment with weekday, seconds and time zone, for a hint. */
export function formatExactMoment(i18n: I18n, at: number): string {
  if (!isMoment(at)) return '—';
  return dateFormat(i18n.tag, 'exact', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

export function formatClock(i18n: I18n, at: number, withSeconds: boolean): string {
  if (!isMoment(at)) return '—';
  return dateFormat(i18n.tag, withSeconds ? 'seconds' : 'clock', {
    hour: '2-digit',
    minute: '2-digit',
    ...(withSeconds ? { second: '2-digit' } : {}),
  }).format(at);
}

/** Day and month; the year where it is another one. */
export function formatDay(i18n: I18n, at: number, now = Date.now()): string {
  if (!isMoment(at)) return '—';
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return isThisYear
    ? dateFormat(i18n.tag, 'day', { day: 'numeric', month: 'long' }).format(at)
    : dateFormat(i18n.tag, 'day-year', { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** "3 раб. дн.", "5 ч", "12 мин": working time between two moments. */
export function formatWaiting(i18n: I18n, from: number, to: number): string {
  if (!isMoment(from)) return '—';
  const { unit, count } = workingTimeBetween(from, to);
  return i18n.t(unit === 'days' ? 'time.workingDays' : unit === 'hours' ? 'time.hours' : 'time.minutes', { count });
}

/** "0,8 с", "12 с", "3 мин 05 с". */
export function formatDuration(i18n: I18n, ms: number): string {
  if (ms < 9_950) return i18n.t('time.seconds', { count: oneDecimal(i18n, ms / 1000) });
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return i18n.t('time.seconds', { count: String(seconds) });
  return i18n.t('time.minutesSeconds', { minutes: Math.floor(seconds / 60), seconds: String(seconds % 60).padStart(2, '0') });
}

function oneDecimal(i18n: I18n, value: number): string {
  return new Intl.NumberFormat(i18n.tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
}

/** Sizes in the units people know from their file manager. */
export function formatBytes(i18n: I18n, bytes: number): string {
  if (bytes < 1024) return i18n.t('size.bytes', { count: bytes });
  if (bytes < 1024 * 1024) return i18n.t('size.kilobytes', { size: i18n.number(Math.round(bytes / 1024)) });
  return i18n.t('size.megabytes', { size: oneDecimal(i18n, bytes / (1024 * 1024)) });
}

/** Whether a calendar has this moment: imported nonsense must not break a screen. */
function isMoment(at: number): boolean {
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15;
}
