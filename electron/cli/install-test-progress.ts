import type { RunProgress, RunReport, StepState } from '../../shared/domain/install-test.ts';

/** Progress of an install test and its result as lines for a person. */
const STATES: Readonly<Record<StepState, { ru: string; en: string }>> = {
  waiting: { ru: 'ждёт', en: 'waiting' },
  running: { ru: 'идёт', en: 'running' },
  passed: { ru: 'выполнено', en: 'done' },
  failed: { ru: 'ОШИБКА', en: 'FAILED' },
  'could-not-look': { ru: 'не удалось проверить', en: 'could not look' },
  skipped: { ru: 'пропущено', en: 'skipped' },
};

const OUTCOMES = {
  passed: { ru: 'Замечаний нет.', en: 'Nothing was found.' },
  findings: { ru: 'Есть замечания.', en: 'There are findings.' },
  incomplete: { ru: 'Тест не завершён.', en: 'The test is incomplete.' },
} as const;

/** Lines for what is new in the progress; every end of a step is told once. */
export class ProgressLines {
  readonly #language: 'ru' | 'en';
  readonly #told = new Set<string>();

  constructor(language: 'ru' | 'en') {
    this.#language = language;
  }

  of(progress: RunProgress): string[] {
    const language = this.#language;
    if (progress.type === 'phase' && progress.phase.status === 'running')
      return this.#once(`phase ${progress.phase.name}`, progress.phase.title[language]);
    if (progress.type === 'step') {
      const { id, title, state, durationMs, message } = progress.step;
      if (state === 'waiting' || state === 'running') return [];
      const time = durationMs === null ? '' : ` (${(durationMs / 1000).toFixed(1)} ${language === 'ru' ? 'с' : 's'})`;
      const words = message === null ? '' : `: ${message}`;
      return this.#once(`step ${id} ${state}`, `  ${STATES[state][language]}  ${title[language]}${time}${words}`);
    }
    if (progress.type === 'finding') {
      const { ruleId, severity, message } = progress.finding;
      return [`  ! ${ruleId} (${severity}): ${message[language]}`];
    }
    return [];
  }

  #once(key: string, line: string): string[] {
    if (this.#told.has(key)) return [];
    this.#told.add(key);
    return [line];
  }
}

export function summaryLines(report: RunReport, outDir: string, language: 'ru' | 'en'): string[] {
  return [
    OUTCOMES[report.outcome][language],
    ...(report.problem ? [`${report.problem.code}: ${report.problem.message[language]}`] : []),
    ...report.findings.map((finding) => `${finding.ruleId}\t${finding.severity}\t${finding.confidence}\t${finding.message[language]}`),
    ...(report.evidence.length > 0 ? [`${language === 'ru' ? 'Доказательства' : 'Evidence'}: ${outDir}`] : []),
  ];
}
