const DAY_MS = 86_400_000;

/**
 * The moment before which something must have been queued to be overdue now: `workingDays` times 24 hours back, Saturdays and
 * Sundays of the local calendar not counted. No marketplace promises a term (SEED0 §4): this is the team's own.
 * @param now ms UTC. @returns ms UTC.
 */
export function overdueBefore(now: number, workingDays: number): number {
  const moment = new Date(now);
  // On a day off the clock of working time stands at the evening of Friday.
  while (isDayOff(moment)) {
    moment.setHours(0, 0, 0, 0);
    moment.setTime(moment.getTime() - 1);
  }
  for (let left = workingDays; left > 0;) {
    moment.setTime(moment.getTime() - DAY_MS);
    if (!isDayOff(moment)) left -= 1;
  }
  return moment.getTime();
}

function isDayOff(date: Date): boolean {
  return date.getDay() === 0 || date.getDay() === 6;
}
