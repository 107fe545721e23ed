import { describe, expect, it } from 'vitest';
import { statisticsCsv, statisticsJson } from '../../../electron/export/statistics-file.ts';
import type { StatisticsDetails } from '../../../shared/ipc/contract.ts';
import { StatisticsView } from '../../../shared/ipc/outputs.ts';

const durations = { n: 2, medianMs: 3_600_000, p90Ms: 7_200_000 };
const statistics: StatisticsDetails = {
  from: Date.UTC(2026, 2, 1),
  to: Date.UTC(2026, 2, 8),
  events: 9,
  submitted: 3,
  decided: { approved: 1, returned: 1, refused: 0, withdrawn: 0 },
  undone: 1,
  open: 1,
  firstDecision: durations,
  waiting: { us: { submissions: 3, totalMs: 10 }, vendor: { submissions: 0, totalMs: 0 } },
  volume: [{ at: Date.UTC(2026, 2, 2), submitted: 3, decided: 2 }],
  bucket: 'day',
  attempts: [{ attempt: 1, decided: 2, returned: 1 }],
  reasons: [{ marketplace: 'bitrix24', ruleId: 'logo', text: null, returns: 1 }],
  moderators: [
    {
      name: '=cmd|"calc"',
      claimed: 2,
      undone: 0,
      approved: 1,
      returned: 1,
      refused: 0,
      withdrawn: 0,
      handling: { n: 0, medianMs: null, p90Ms: null },
    },
  ],
  places: [
    { marketplace: 'bitrix24', region: 'ru', submitted: 3, approved: 1, returned: 1, refused: 0, withdrawn: 0, firstDecision: durations },
  ],
  known: { moderators: [], firstAt: null },
};

describe('export of statistics', () => {
  it('CSV: one number a line, a text never becomes a formula', () => {
    const csv = statisticsCsv(statistics);
    expect(csv.startsWith('\u{feff}table,row,column,value\r\n')).toBe(true);
    const lines = csv.split('\r\n');
    expect(lines).toContain('total,,approved,1');
    expect(lines).toContain('first-decision,,medianMs,3600000');
    expect(lines).toContain('waiting,us,totalMs,10');
    expect(lines).toContain('volume-by-day,2026-03-02T00:00:00.000Z,submitted,3');
    expect(lines).toContain('attempt,1,returned,1');
    expect(lines).toContain('reason,bitrix24 logo,returns,1');
    expect(lines).toContain(`moderator,"'=cmd|""calc""",approved,1`);
    expect(lines).toContain(`moderator,"'=cmd|""calc""",handlingMedianMs,`);
    expect(lines).toContain('marketplace,bitrix24 ru,submitted,3');
  });

  it('JSON: the same numbers and the question', () => {
    const question = { from: null, to: null, marketplace: null, region: null, moderator: null };
    const parsed = JSON.parse(statisticsJson(statistics, question)) as { question: unknown; statistics: unknown };
    expect(parsed.question).toEqual(question);
    expect(StatisticsView.parse(parsed.statistics)).toEqual(statistics);
  });
});
