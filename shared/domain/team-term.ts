import { isRussianDayOff } from './russian-days-off.ts';

const DAY_MS = 86_400_000;

/** Which days the team works; days are "YYYY-MM-DD" of the local calendar. */
export interface WorkCalendar {
  /** ru: weekends and public holidays of Russia; none: weekends only. */
  readonly holidays: 'ru' | 'none';
  /** Days off beside them. */
  readonly daysOff: readonly string[];
  /** Days that are worked whatever the calendar says; they win. */
  readonly workDays: readonly string[];
}

/** Most days in a row that one looks through for a working day; a calendar without any stands still instead of never ending. */
const LOOKED_THROUGH = 1_000;

/**
 * The moment before which something must have been queued to be overdue now: `workingDays` times 24 hours back, days off of the
 * local calendar not counted. No marketplace promises a term (SEED0 §4): this is the team's own.
 * @param now ms UTC. @returns ms UTC.
 */
export function overdueBefore(now: number, workingDays: number, calendar: WorkCalendar): number {
  const moment = new Date(now);
  // On a day off the clock of working time stands at the evening before it.
  for (let looked = 0; isDayOff(moment, calendar) && looked < LOOKED_THROUGH; looked += 1) {
    moment.setHours(0, 0, 0, 0);
    moment.setTime(moment.getTime() - 1);
  }
  for (let left = workingDays, looked = 0; left > 0 && looked < LOOKED_THROUGH; looked += 1) {
    moment.setTime(moment.getTime() - DAY_MS);
    if (!isDayOff(moment, calendar)) left -= 1;
  }
  return moment.getTime();
}

/**
 * The moment at which a term that began at `from` is over: the same time of day, `workingDays` working days later. What begins on a
 * day off begins with the morning of the next working day.
 * @param from ms UTC. @returns ms UTC.
 */
export function dueAfter(from: number, workingDays: number, calendar: WorkCalendar): number {
  const moment = new Date(from);
  for (let looked = 0; isDayOff(moment, calendar) && looked < LOOKED_THROUGH; looked += 1) {
    moment.setDate(moment.getDate() + 1);
    moment.setHours(0, 0, 0, 0);
  }
  for (let left = workingDays, looked = 0; left > 0 && looked < LOOKED_THROUGH; looked += 1) {
    moment.setDate(moment.getDate() + 1);
    if (!isDayOff(moment, calendar)) left -= 1;
  }
  return moment.getTime();
}

/** Whole working days from one moment to a later one; 0 when there is none. Both in ms UTC. */
export function workingDaysBetween(from: number, to: number, calendar: WorkCalendar): number {
  let days = 0;
  while (days < LOOKED_THROUGH && dueAfter(from, days + 1, calendar) <= to) days += 1;
  return days;
}

/** Working days that come after the day of one moment, the day of a later one included: 0 when that is the same day. Both in ms UTC. */
export function workingDaysAhead(from: number, to: number, calendar: WorkCalendar): number {
  const day = new Date(from);
  const last = localDay(new Date(to));
  let days = 0;
  for (let looked = 0; localDay(day) < last && looked < LOOKED_THROUGH; looked += 1) {
    day.setDate(day.getDate() + 1);
    if (!isDayOff(day, calendar)) days += 1;
  }
  return days;
}

function isDayOff(date: Date, calendar: WorkCalendar): boolean {
  const day = localDay(date);
  if (calendar.workDays.includes(day)) return false;
  if (calendar.daysOff.includes(day)) return true;
  return calendar.holidays === 'ru' ? isRussianDayOff(date) : date.getDay() === 0 || date.getDay() === 6;
}

function localDay(date: Date): string {
  const part = (value: number, width: number): string => String(value).padStart(width, '0');
  return `${part(date.getFullYear(), 4)}-${part(date.getMonth() + 1, 2)}-${part(date.getDate(), 2)}`;
}
