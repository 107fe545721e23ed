import type { DemoLanguage, DemoOutcome, DemoTest } from './run-demo.ts';

const WORDS = {
  ru: {
    title: 'Демонстрация рабочего места модератора',
    intro: 'Вся работа выполнена на вымышленных заявках, без сети: серверы разработчиков и тестовые порталы работали на этом компьютере.',
    waiting: 'Заявок в очереди',
    tests: 'Тесты установки',
    phases: 'Этапы',
    findings: 'Замечания',
    none: 'Замечаний нет.',
    verdicts: 'Решения',
    approve: 'Одобрено',
    return: 'Возвращено на доработку',
    letter: 'Письмо разработчику',
    bundle: 'Пакет решения',
    verified: 'проверен; подмена одного байта в копии найдена',
    offset: 'смещение',
    pictures: 'Рабочее место',
    seconds: 'с',
    evidence: 'доказательств',
    took: 'Заняло',
  },
  en: {
    title: 'Demonstration of the moderation workstation',
    intro: 'All of it was done on fictional submissions, without a network: vendors’ servers and test portals ran on this computer.',
    waiting: 'Submissions in the queue',
    tests: 'Install tests',
    phases: 'Phases',
    findings: 'Findings',
    none: 'Nothing was found.',
    verdicts: 'Verdicts',
    approve: 'Approved',
    return: 'Returned for rework',
    letter: 'Letter to the vendor',
    bundle: 'Verdict bundle',
    verified: 'verified; one altered byte in a copy was found',
    offset: 'offset',
    pictures: 'The workstation',
    seconds: 's',
    evidence: 'pieces of evidence',
    took: 'Took',
  },
} as const;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The page that a demonstration leaves: readable by itself, pictures and bundles beside it. */
export function demoSummary(outcome: DemoOutcome, language: DemoLanguage): string {
  const words = WORDS[language];
  const time = (durationMs: number): string => `${(durationMs / 1000).toFixed(1)} ${words.seconds}`;
  const test = (each: DemoTest): string => `<section class="card">
<h3>«${escape(each.solution)}» ${escape(each.version)} — ${each.findings.length === 0 ? words.none : `${words.findings}: ${String(each.findings.length)}`}</h3>
<p class="soft">${time(each.durationMs)}, ${words.evidence}: ${String(each.evidence)}</p>
<ol>${each.phases
    .map(
      ({ title, status, durationMs }) =>
        `<li class="${escape(status)}">${escape(title[language])}${durationMs === null ? '' : ` <span class="soft">${time(durationMs)}</span>`}</li>`,
    )
    .join('')}</ol>
${each.findings.map(({ ruleId, message }) => `<p class="finding">${escape(message[language])} <code>${escape(ruleId)}</code></p>`).join('\n')}
</section>`;
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file: data:; style-src 'unsafe-inline'">
<title>${words.title}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; color: #1c2024; background: #f6f7f9; max-width: 1100px; margin: 32px auto; padding: 0 24px; }
h1 { font-size: 24px; } h2 { font-size: 18px; margin-top: 32px; } h3 { font-size: 15px; margin: 0 0 4px; }
.card { background: #fff; border: 1px solid #dfe3e8; border-radius: 6px; padding: 16px; margin: 12px 0; }
.soft { color: #5b6570; margin: 0; } .finding { border-left: 3px solid #c92a2a; padding-left: 12px; }
code { font-size: 12px; color: #5b6570; } pre { white-space: pre-wrap; font: inherit; background: #f6f7f9; padding: 12px; border-radius: 6px; }
figure { margin: 0 0 24px; } img { max-width: 100%; border: 1px solid #dfe3e8; border-radius: 6px; } figcaption { color: #5b6570; }
li.failed { color: #c92a2a; font-weight: 600; }
</style>
<h1>${words.title}</h1>
<p>${words.intro}</p>
<p class="soft">${words.waiting}: ${String(outcome.waiting)}. ${words.took}: ${time(outcome.durationMs)}.</p>
<h2>${words.tests}</h2>
${outcome.tests.map(test).join('\n')}
<h2>${words.verdicts}</h2>
${outcome.verdicts
  .map(
    (verdict) => `<section class="card">
<h3>«${escape(verdict.solution)}» ${escape(verdict.version)} — ${words[verdict.kind]}</h3>
<p class="soft">${words.bundle}: <a href="${escape(verdict.bundle)}">${escape(verdict.bundle)}</a> — ${words.verified} (${escape(verdict.altered.file ?? '')}, ${words.offset} ${String(verdict.altered.offset)})</p>
<p><code>SHA-256 ${escape(verdict.sha256)}</code></p>
<details><summary>${words.letter}</summary><pre>${escape(verdict.letter)}</pre></details>
</section>`,
  )
  .join('\n')}
${outcome.pictures.length === 0 ? '' : `<h2>${words.pictures}</h2>`}
${outcome.pictures
  .map(
    ({ file, title }) =>
      `<figure><img src="screenshots/${escape(file)}" alt="${escape(title[language])}" loading="lazy"><figcaption>${escape(title[language])}</figcaption></figure>`,
  )
  .join('\n')}
</html>
`;
}
