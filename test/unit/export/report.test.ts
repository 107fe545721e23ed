import { describe, expect, it } from 'vitest';
import { escapeHtml, html } from '../../../electron/export/html.ts';
import { renderReport } from '../../../electron/export/report.ts';
import { REPORT_WORDS } from '../../../electron/export/report-words.ts';
import { id, sample } from './sample-bundle.ts';

function render(language: 'ru' | 'en'): string {
  const { document, lines } = sample();
  document.verdict.language = language;
  return renderReport({
    document,
    lines,
    versionFields: [],
    sources: [{ mark: 'SEED0', title: { ru: '«Порядок публикации»', en: '“Publication”' } }],
    cardFields: [{ label: 'Описание', value: '<img src=x onerror=alert(1)>\u202Egnp' }],
    fingerprint: 'ab'.repeat(32),
  });
}

describe('report.html', () => {
  it('needs nothing from elsewhere and holds no script', () => {
    const report = render('ru');
    expect(report).not.toMatch(/<script|javascript:|onerror=alert\(1\)>|https?:\/\/|@import|url\(/i);
    expect(report).toContain("default-src 'none'");
    for (const [, source] of report.matchAll(/(?:src|href)="([^"]*)"/g))
      expect(source).toMatch(/^(?:#|(?:evidence|media|messages)\/[0-9a-f]{64}\.[a-z0-9]+$)/);
  });

  it('calls the documents of the rules by their names', () => {
    expect(render('ru')).toContain('«Порядок публикации» §3A');
    expect(render('en')).toContain('“Publication” §3A');
    expect(render('ru')).not.toContain('SEED0');
  });

  it('shows what strangers wrote as text', () => {
    const report = render('ru');
    expect(report).toContain('&lt;img src=x onerror=alert(1)&gt;gnp');
    expect(html`<b title="${'"><i>'}">${['<', html`<i></i>`, null, false, 5]}</b>`.text).toBe(
      '<b title="&quot;&gt;&lt;i&gt;">&lt;<i></i>5</b>',
    );
    expect(escapeHtml('a\r\nb\u0000\u200b\ud800c')).toBe('a\nbc');
  });

  it('says the same in the language of the verdict', () => {
    const russian = render('ru');
    const english = render('en');
    for (const words of [
      'Возвращено на доработку',
      'Письмо разработчику',
      'Чек-лист',
      '21.11.2026 09:30:15 UTC',
      'рис. 1',
      'Мастер не открылся: ошибка 500.',
    ])
      expect(russian).toContain(words);
    for (const words of [
      'Returned for rework',
      'Letter to the vendor',
      'Checklist',
      '2026-11-21 09:30:15 UTC',
      'fig. 1',
      'The wizard did not open: error 500.',
    ])
      expect(english).toContain(words);
    expect(russian).toContain('<html lang="ru">');
    expect(english).toContain('<html lang="en">');
  });

  it('has every word in both languages', () => {
    const flat = (value: unknown, path = ''): [string, string][] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, each]) => flat(each, `${path}.${key}`))
        : [[path, String(value)]];
    const russian = new Map(flat(REPORT_WORDS.ru));
    for (const [path, text] of flat(REPORT_WORDS.en)) {
      expect(russian.has(path), path).toBe(true);
      expect(text, path).toMatch(/^[^а-яё]+$/i);
      expect(russian.get(path), path).toMatch(/[а-яё]/i);
    }
  });

  it('is the same every time', () => {
    expect(render('ru')).toBe(render('ru'));
  });
});

it('figures have the numbers that the letter gives them', () => {
  const { document, lines } = sample();
  const [first, log] = document.evidence;
  const [finding] = document.findings;
  const [item] = document.checklist;
  if (!first || !log || !finding || !item) throw new Error('sample');
  const shot = (number: number) => ({ ...first, id: id(number), title: `Снимок ${number}` });
  document.evidence.splice(0, 2, shot(31), log, shot(32), shot(33), shot(34));
  document.checklist.push({ ...item, ruleId: 'card-rule', area: 'card' }, { ...item, ruleId: 'reinstall-again' });
  document.findings.splice(
    0,
    1,
    { ...finding, id: id(41), evidenceIds: [id(34), log.id] },
    { ...finding, id: id(42), ruleId: 'card-rule', evidenceIds: [id(32)] },
    { ...finding, id: id(43), ruleId: 'reinstall-again', evidenceIds: [id(33), id(34)] },
  );
  const report = renderReport({ document, lines, versionFields: [], cardFields: [], sources: [], fingerprint: 'ab'.repeat(32) });
  // By area as the letter lists them: both of reinstall before the card; what no finding shows comes last.
  for (const caption of ['рис. 1. Снимок 34', 'рис. 2. Снимок 33', 'рис. 3. Снимок 32', 'рис. 4. Снимок 31'])
    expect(report).toContain(caption);
  expect(report).toContain('Обмен с порталом: Обмен с порталом</a>');
});
