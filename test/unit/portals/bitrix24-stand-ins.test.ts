import { describe, expect, it } from 'vitest';
import { standInFor } from '../../../electron/marketplaces/bitrix24/portal/rest/stand-ins.ts';
import { ListPage, type RestCall } from '../../../electron/marketplaces/bitrix24/portal/rest/method.ts';

const call = { core: { state: { lastId: 4 }, file: { changed: () => undefined } } } as unknown as RestCall;
const answer = (name: string): unknown => standInFor(name)?.run(call);

describe('methods that the portal does not play', () => {
  it('are known by their section, with its scope', () => {
    const scopes = (names: readonly string[]) => names.map((name) => standInFor(name)?.scopes.join() ?? null);
    expect(
      scopes(['im.notify.personal.add', 'disk.storage.getlist', 'calendar.event.add', 'sale.paysystem.add', 'sale.order.list']),
    ).toEqual(['im', 'disk', 'calendar', 'pay_system', 'sale']);
    expect(scopes(['crm.timeline.comment.add', 'crm.activity.todo.add', 'crm.deal.productrows.set', 'lists.element.get'])).toEqual([
      'crm',
      'crm',
      'crm',
      'lists',
    ]);
  });

  it('answer in the shape that their name promises', () => {
    expect(answer('disk.storage.getlist')).toEqual(new ListPage([], 0, null));
    expect(answer('im.chat.get')).toEqual({});
    expect(answer('calendar.event.update')).toBe(true);
    expect(answer('catalog.product.getfieldsbyfilter')).toEqual({});
  });

  it('are not invented: a misspelt method, object or section is unknown', () => {
    for (const name of ['crm.lead.ad', 'crm.invoices.everything', 'crm.leeds.list', 'no.such.method', 'app.everything', 'event.list', 'im'])
      expect(standInFor(name), name).toBeNull();
  });
});
