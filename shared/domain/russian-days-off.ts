/** Non-working holidays of the Labour Code of Russia (article 112), month and day. */
const HOLIDAYS = new Set([
  ...['01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08'],
  ...['02-23', '03-08', '05-01', '05-09', '06-12', '11-04'],
]);

interface YearOfTransfers {
  /** Weekdays off beside the holidays themselves. */
  readonly off: readonly string[];
  /** Saturdays that are worked. */
  readonly work: readonly string[];
}

/** What the Government decreed for a year; it replaces the general rule of article 112. */
const DECREED: Readonly<Record<number, YearOfTransfers>> = {
  2025: { off: ['05-02', '05-08', '06-13', '11-03', '12-31'], work: ['11-01'] },
  2026: { off: ['01-09', '03-09', '05-11', '12-31'], work: [] },
};

const isWeekend = (date: Date): boolean => date.getDay() === 0 || date.getDay() === 6;
const monthAndDay = (date: Date): string => `${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;

/**
 * Whether a day of the local calendar is off in Russia. Years without a known decree follow the Labour Code: a holiday on a weekend
 * moves to the next working day, those of January excepted (the Government moves them, to days that only a decree tells).
 */
export function isRussianDayOff(date: Date): boolean {
  const day = monthAndDay(date);
  if (HOLIDAYS.has(day)) return true;
  const decreed = DECREED[date.getFullYear()];
  if (decreed !== undefined) return decreed.off.includes(day) || (isWeekend(date) && !decreed.work.includes(day));
  return isWeekend(date) || takesHolidayOfWeekend(date);
}

function takesHolidayOfWeekend(date: Date): boolean {
  if (date.getDay() !== 1) return false;
  return [1, 2].some((back) => {
    const before = new Date(date);
    before.setDate(before.getDate() - back);
    return before.getMonth() !== 0 && HOLIDAYS.has(monthAndDay(before));
  });
}
