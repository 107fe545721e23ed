import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html, dataBlock } from '../../../electron/marketplaces/portal-kit/html.ts';
import { formOf, parseBody, parseForm } from '../../../electron/marketplaces/portal-kit/request-body.ts';
import { runBatch } from '../../../electron/marketplaces/bitrix24/portal/rest/batch.ts';
import { filterAndOrder, selectFields } from '../../../electron/marketplaces/bitrix24/portal/rest/list-query.ts';
import { RateLimit } from '../../../electron/marketplaces/bitrix24/portal/rest/rate-limit.ts';
import { localPath } from '../../../electron/marketplaces/portal-kit/sessions.ts';

describe('bodies', () => {
  it('are read from forms with nested keys as PHP does', () => {
    expect(parseForm('data[FIELDS][ID]=5&auth[access_token]=x&a[]=1&a[]=2')).toEqual({
      data: { FIELDS: { ID: '5' } },
      auth: { access_token: 'x' },
      a: ['1', '2'],
    });
    expect(formOf({ data: { FIELDS: { ID: 5 } }, a: ['x y', 'ё'] })).toBe('data%5BFIELDS%5D%5BID%5D=5&a%5B0%5D=x+y&a%5B1%5D=%D1%91');
    expect(Object.getPrototypeOf(parseForm('__proto__[polluted]=1&constructor[prototype][polluted]=1'))).toBe(Object.prototype);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });

  it('are read from multipart with files, and broken ones have no fields', () => {
    const body = [
      '--B',
      'Content-Disposition: form-data; name="a[b]"',
      '',
      'значение',
      '--B',
      'Content-Disposition: form-data; name="f"; filename="x.txt"',
      '',
      'hi',
      '--B--',
      '',
    ].join('\r\n');
    expect(parseBody(Buffer.from(body), 'multipart/form-data; boundary=B')).toEqual({
      a: { b: 'значение' },
      f: ['x.txt', Buffer.from('hi').toString('base64')],
    });
    for (const type of ['application/json', 'multipart/form-data; boundary=B', 'application/x-www-form-urlencoded']) {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
          expect(typeof parseBody(Buffer.from(bytes), type)).toBe('object');
        }),
        { numRuns: 50 },
      );
    }
  });
});

describe('pages', () => {
  it('print every value as text', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const printed = html`<a title="${value}">${value}</a>${dataBlock('d', { value })}`.text;
        const parts = /^<a title="([^"<>]*)">([^"<>]*)<\/a><script type="application\/json" id="d">([^<]*)<\/script>$/.exec(printed);
        expect(parts?.slice(1, 3)).toEqual([escapeHtml(value), escapeHtml(value)]);
        expect(JSON.parse(parts?.[3] ?? '')).toEqual({ value });
        expect(escapeHtml(value)).not.toMatch(/[<>"']/);
      }),
    );
    expect(html`${['<', null, false, 5, html`<b></b>`]}`.text).toBe('&lt;5<b></b>');
  });

  it('continue only on this portal', () => {
    for (const path of ['//x', '/\\x', 'http://x', '', 'x', '/a\nb']) expect(localPath(path)).toBe('/');
    expect(localPath('/crm/deal/?a=//b')).toBe('/crm/deal/?a=//b');
  });
});

describe('lists', () => {
  const entities = [
    { ID: '1', TITLE: 'Первая', SUM: '9.00', DATE: '2026-01-02T00:00:00+00:00', TAGS: [{ VALUE: 'x' }], UF_A: '1' },
    { ID: '2', TITLE: 'вторая', SUM: '10.00', DATE: '2026-01-01T00:00:00+03:00', TAGS: [], UF_A: '' },
    { ID: '10', TITLE: null, SUM: '', DATE: '', TAGS: [], UF_A: null },
  ];
  const ids = (filter: object, order: object = {}): string[] =>
    filterAndOrder(entities, { filter, order }).map((entity) => String(entity['ID']));

  it('are filtered by the prefixes of the docs', () => {
    expect(ids({ '>SUM': 9 })).toEqual(['2']);
    expect(ids({ '>=SUM': '9', '<SUM': 10 })).toEqual(['1']);
    expect(ids({ ID: [1, '10'] })).toEqual(['1', '10']);
    expect(ids({ '!ID': [1] })).toEqual(['2', '10']);
    expect(ids({ '%title': 'ВТОР' })).toEqual(['2']);
    expect(ids({ TITLE: '' })).toEqual(['10']);
    expect(ids({ '<DATE': '2026-01-01T00:00:00+00:00', '!DATE': '' })).toEqual(['2']);
    expect(ids({ TAGS: 'x' })).toEqual(['1']);
    expect(ids({ '><ID': [2, 10] })).toEqual(['2', '10']);
  });

  it('are ordered by number and cut to the selected fields', () => {
    expect(ids({}, { ID: 'DESC' })).toEqual(['10', '2', '1']);
    expect(ids({}, { SUM: 'ASC' })).toEqual(['10', '1', '2']);
    const [first = {}] = entities;
    expect(selectFields(first, ['TITLE'], () => false)).toEqual({ ID: '1', TITLE: 'Первая' });
    expect(Object.keys(selectFields(first, [], (field) => field === 'TAGS'))).toEqual(['ID', 'TITLE', 'SUM', 'DATE']);
    expect(Object.keys(selectFields(first, ['*', 'UF_*'], () => false))).toContain('UF_A');
  });
});

describe('batch references', () => {
  it('keep the type of a whole value and become text inside one', async () => {
    const seen: unknown[] = [];
    await runBatch(
      {
        cmd: { a: 'one', b: 'two?x=$result[a][0][ID]&y=id $result[a][0][ID]!&z=$result[a]&n=$result[missing][x]&p=$result[a][__proto__]' },
      },
      (method, params) => {
        seen.push(params);
        return Promise.resolve({ value: method === 'one' ? [{ ID: 7 }] : true, time: {} });
      },
    );
    expect(seen[1]).toEqual({ x: 7, y: 'id 7!', z: [{ ID: 7 }], n: '', p: '' });
  });
});

describe('the rate limit', () => {
  it('holds fifty calls and drains by two a second, for each source apart', () => {
    const limit = new RateLimit();
    const taken = (source: string, now: number): number =>
      Array.from({ length: 100 }, () => limit.take(source, now)).filter(Boolean).length;
    expect(taken('a', 0)).toBe(50);
    expect(taken('a', 10_000)).toBe(20);
    expect(taken('b', 10_000)).toBe(50);
  });
});
