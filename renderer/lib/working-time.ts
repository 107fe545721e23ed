export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** How long something has waited, counted in working time. */
export interface WorkingTime {
  readonly unit: 'minutes' | 'hours' | 'days';
  readonly count: number;
}

/** Milliseconds of Monday to Friday between the start of the week of `at` and `at`, local time. */
function workingMsInWeek(date: Date): number {
  // Monday is 0.
  const weekday = (date.getDay() + 6) % 7;
  if (weekday > 4) return 5 * DAY_MS;
  return weekday * DAY_MS + date.getHours() * HOUR_MS + date.getMinutes() * MINUTE_MS + date.getSeconds() * 1000 + date.getMilliseconds();
}

/** Number of the local week, Mondays first; only differences matter. */
function weekNumber(date: Date): number {
  const days = Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS);
  // 1970-01-05 was a Monday: day 4.
  return Math.floor((days - 4) / 7);
}

/**
 * Time between two moments that fell on Monday to Friday of the local calendar. Public holidays are not known here: they differ
 * by region, and the age is an aid for the eye, not a term.
 * @param from and to: milliseconds UTC. @returns milliseconds, 0 when `to` is not later.
 */
export function workingMsBetween(from: number, to: number): number {
  if (!(to > from)) return 0;
  const start = new Date(from);
  const end = new Date(to);
  return Math.max(0, (weekNumber(end) - weekNumber(start)) * 5 * DAY_MS + workingMsInWeek(end) - workingMsInWeek(start));
}

/** The age in the one unit a person reads at a glance: whole working days, below one day hours, below one hour minutes. */
export function workingTimeBetween(from: number, to: number): WorkingTime {
  const ms = workingMsBetween(from, to);
  if (ms >= DAY_MS) return { unit: 'days', count: Math.floor(ms / DAY_MS) };
  if (ms >= HOUR_MS) return { unit: 'hours', count: Math.floor(ms / HOUR_MS) };
  return { unit: 'minutes', count: Math.floor(ms / MINUTE_MS) };
}
