import type { HttpExchange } from '../../../shared/domain/install-test.ts';

/** A call of the vendor that succeeded, unless something else is wanted. */
export const call = (id: number, over: Partial<HttpExchange>): HttpExchange => ({
  id,
  at: 1_700_000_000_000 + id,
  direction: 'vendor-to-portal',
  kind: 'rest',
  name: 'crm.lead.add',
  method: 'POST',
  url: 'http://portal/rest/crm.lead.add.json?auth=‹access_token#1›',
  requestHeaders: { 'content-type': 'application/x-www-form-urlencoded' },
  requestBody: 'fields%5BTITLE%5D=%D0%A1%D1%87%D1%91%D1%82',
  status: 200,
  responseHeaders: {},
  responseBody: '{"result":1}',
  durationMs: 12,
  error: null,
  ...over,
});
