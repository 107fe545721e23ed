import { writeFile } from 'node:fs/promises';
import type { StatisticsDetails, StatisticsQuestion } from '../../shared/ipc/contract.ts';

/**
 * The same numbers as on the screen. JSON holds them as they are (times in ms UTC, durations in ms) with the question asked; CSV is
 * one number per line: table, row, column, value; UTF-8 with a byte order mark, so that spreadsheets read Cyrillic.
 */
export async function writeStatistics(
  path: string,
  statistics: StatisticsDetails,
  question: StatisticsQuestion,
  format: 'csv' | 'json',
): Promise<void> {
  await writeFile(path, format === 'csv' ? statisticsCsv(statistics) : statisticsJson(statistics, question));
}

export function statisticsJson(statistics: StatisticsDetails, question: StatisticsQuestion): string {
  return `${JSON.stringify({ format: 'moderation-statistics', formatVersion: 1, question, statistics }, null, 2)}\n`;
}

export function statisticsCsv(statistics: StatisticsDetails): string {
  const { decided, waiting, firstDecision } = statistics;
  const lines: (readonly (string | number | null)[])[] = [['table', 'row', 'column', 'value']];
  const table = (name: string, row: string, values: Readonly<Record<string, number | null>>): void => {
    for (const [column, value] of Object.entries(values)) lines.push([name, row, column, value]);
  };
  table('period', '', { from: statistics.from, to: statistics.to });
  table('total', '', { submitted: statistics.submitted, ...decided, undone: statistics.undone, open: statistics.open });
  table('first-decision', '', { ...firstDecision });
  table('waiting', 'us', { ...waiting.us });
  table('waiting', 'vendor', { ...waiting.vendor });
  for (const { at, ...values } of statistics.volume) table(`volume-by-${statistics.bucket}`, new Date(at).toISOString(), values);
  for (const { attempt, ...values } of statistics.attempts) table('attempt', String(attempt), values);
  for (const { marketplace, ruleId, returns } of statistics.reasons) table('reason', `${marketplace} ${ruleId}`, { returns });
  for (const { name, handling, ...values } of statistics.moderators) {
    table('moderator', name, { ...values, handlingN: handling.n, handlingMedianMs: handling.medianMs, handlingP90Ms: handling.p90Ms });
  }
  for (const { marketplace, region, firstDecision: first, ...values } of statistics.places) {
    table('marketplace', `${marketplace} ${region}`, {
      ...values,
      firstDecisionN: first.n,
      firstDecisionMedianMs: first.medianMs,
      firstDecisionP90Ms: first.p90Ms,
    });
  }
  return `\u{feff}${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** RFC 4180. A text that a spreadsheet would take for a formula is kept a text. */
function cell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
