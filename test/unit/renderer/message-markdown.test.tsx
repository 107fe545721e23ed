import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Markdown } from '../../../renderer/components/Markdown.tsx';
import { answersSearch } from '../../../renderer/features/chat/search.ts';
import { parseMessage, quoteOf } from '../../../renderer/lib/message-markdown.ts';

const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} />);

/** Everything that a message may become. */
const ALLOWED = new Set(['div', 'p', 'span', 'bdi', 'em', 'strong', 'code', 'pre', 'blockquote', 'ol', 'ul', 'li', 'br', 'hr', 'button']);
const elements = (markup: string): string[] => [...markup.matchAll(/<([a-z0-9]+)/g)].map((match) => match[1] ?? '');

describe('markdown of a message', () => {
  it('becomes paragraphs, lists, quotes, code and emphasis; lines stay lines', () => {
    const markup = html('# Итог\n\nПервая\nвторая **важно** и *курсив*\n\n1. раз\n2. два\n\n> цитата\n\n`код`\n\n```\n<b>\n```\n\n---');
    for (const element of ['strong', 'em', 'ol', 'li', 'blockquote', 'code', 'pre', 'hr']) expect(elements(markup)).toContain(element);
    expect(markup).toContain('Первая\nвторая');
    expect(elements(markup)).not.toContain('h1');
  });

  it('shows the address of a link beside its words, and opens nothing by itself', () => {
    const markup = html('[ваш банк](https://evil.example/login) и https://plain.example/a.');
    expect(markup).toContain('ваш банк');
    expect(markup).toContain('https://evil.example/login');
    expect(markup.match(/role="link"/g)).toHaveLength(2);
    expect(markup).not.toMatch(/href|<a[ >]/);
  });

  const HOSTILE = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](file:///etc/passwd)',
    '[x](app://workstation/index.html)',
    '![x](https://evil.example/pixel.png)',
    '![x](javascript:alert(1))',
    '[x]: javascript:alert(1)\n\n[x]',
    '<https://evil.example" onclick="x>',
    '<javascript:alert(1)>',
    '`<svg onload=alert(1)>`',
    '```html\n<iframe src=//evil.example></iframe>\n```',
    '<style>*{display:none}</style>',
    '<!-- --><base href="//evil.example">',
    '&lt;script&gt;',
    'текст \u202eгнйитсу\u202c',
    '<details open ontoggle=alert(1)>',
    '[x](https://good.example "onmouseover=alert(1)")',
    '| a | b |\n|---|---|\n| <b>1</b> | 2 |',
    '[![x](https://evil.example/a.png)](https://evil.example)',
    '<div\nonclick="x">',
  ];
  it.each(HOSTILE)('hostile %j becomes nothing but the closed set', (text) => {
    const markup = html(text);
    for (const element of elements(markup)) expect(ALLOWED).toContain(element);
    expect(markup).not.toMatch(/<[^>]*\s(?:href|src|on[a-z]+|style)=/i);
    expect(markup).not.toContain('\u202e');
    for (const match of markup.matchAll(/role="link"[^>]*>\s*<bdi>(.*?)<\/bdi>/g)) expect(match[1]).toMatch(/^https?:\/\//);
  });

  it.each([
    ['quotes without end', '>'.repeat(20_000)],
    ['quotes in one line', `${'> '.repeat(5_000)}x`],
    ['lists without end', `${'- '.repeat(5_000)}x`],
    ['lists that nest line by line', Array.from({ length: 400 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n')],
    ['brackets without end', '['.repeat(19_000)],
    ['stars without end', '*a '.repeat(6_000)],
    ['underscores and stars', '_*'.repeat(9_000)],
    ['backticks', '`a'.repeat(9_000)],
    ['links in links', `${'[a]('.repeat(4_000)}`],
    ['angle brackets', '<'.repeat(19_000)],
    ['a long text', 'слово '.repeat(9_000)],
    // What takes more than linear work does not end within the limit of a test.
  ])('%s are shown without a deep tree', { timeout: 20_000 }, (_name, text) => {
    const markup = html(text);
    expect(markup.length).toBeGreaterThan(20);
  });

  it('is plain text where it would nest without end', () => {
    expect(parseMessage('> '.repeat(50))).toBeNull();
    expect(parseMessage('> раз\n> > два')).not.toBeNull();
  });

  it('quotes a message line by line, and the name of its author cannot style anything', () => {
    expect(quoteOf('Анна **[x](y)**', 'раз\n\nдва')).toBe('> **Анна x (y):**\n>\n> раз\n>\n> два\n\n');
  });
});

describe('search in a conversation', () => {
  const message = {
    author: 'Анна',
    text: 'Второй доступ добавили',
    files: [{ name: 'журнал.txt', mime: 'text/plain', sizeBytes: 1, sha256: '' }],
  };
  it.each([
    ['', true],
    ['доступ второй', true],
    ['АННА', true],
    ['журнал', true],
    ['ljcneg', true],
    ['третий', false],
    ['.*', false],
  ])('%j', (search, answer) => {
    expect(answersSearch(message, search)).toBe(answer);
  });
});
