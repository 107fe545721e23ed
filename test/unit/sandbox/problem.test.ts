import { describe, expect, it } from 'vitest';
import { problemOf, sentenceOf, vendorProblem, type StepTraffic } from '../../../electron/sandbox/problem.ts';
import { AppError } from '../../../shared/domain/errors.ts';

const nothing: StepTraffic = { exchanges: [], requests: [], pendingUrls: [], portalAddress: 'http://127.0.0.1:1', hasTimedOut: false };
const exchange = (over: object): StepTraffic['exchanges'][number] => ({
  id: 1,
  at: 0,
  direction: 'portal-to-vendor',
  kind: 'event',
  name: null,
  method: 'POST',
  url: 'http://vendor.test/event',
  requestHeaders: {},
  requestBody: '',
  status: null,
  responseHeaders: {},
  responseBody: '',
  durationMs: 1,
  error: null,
  ...over,
});
const request = (over: object): StepTraffic['requests'][number] => ({
  at: 0,
  stepId: 's',
  role: 'administrator',
  method: 'GET',
  url: 'http://vendor.test/',
  resourceType: 'document',
  frameUrl: '',
  status: null,
  mime: null,
  failure: null,
  durationMs: null,
  ...over,
});

describe('what was at fault in a step', () => {
  it.each([
    ['an event that was not answered', { exchanges: [exchange({ error: 'timeout after 10000 ms' })] }, 'vendor-timeout'],
    ['a handler that is not there', { exchanges: [exchange({ error: 'connect ECONNREFUSED' })] }, 'vendor-unreachable'],
    ['a handler that redirects', { exchanges: [exchange({ error: 'too many redirects' })] }, 'vendor-redirect-loop'],
    ['a handler that fails', { exchanges: [exchange({ status: 503 })] }, 'vendor-server-error'],
    ['a page that is not there', { requests: [request({ failure: 'net::ERR_NAME_NOT_RESOLVED' })] }, 'vendor-unreachable'],
    ['a page that redirects', { requests: [request({ failure: 'net::ERR_TOO_MANY_REDIRECTS' })] }, 'vendor-redirect-loop'],
    ['a page that fails', { requests: [request({ status: 500 })] }, 'vendor-server-error'],
    ['a page that does not come', { pendingUrls: ['http://vendor.test/'], hasTimedOut: true }, 'vendor-timeout'],
  ])('%s', (_name, traffic, code) => {
    expect(vendorProblem({ ...nothing, ...traffic })?.code).toBe(code);
  });

  it.each([
    ['nothing', {}],
    ['the portal’s own page', { requests: [request({ url: 'http://127.0.0.1:1/x', status: 500 })] }],
    ['a picture', { requests: [request({ resourceType: 'image', status: 500 })] }],
    [
      'a request that was broken off or blocked',
      { requests: [request({ failure: 'net::ERR_ABORTED' }), request({ failure: 'net::ERR_BLOCKED_BY_CLIENT' })] },
    ],
    ['a call of the vendor', { exchanges: [exchange({ direction: 'vendor-to-portal', status: 500 })] }],
    ['waiting without running out of time', { pendingUrls: ['http://vendor.test/'] }],
  ])('is not told by %s', (_name, traffic) => {
    expect(vendorProblem({ ...nothing, ...traffic })).toBeNull();
  });
});

describe('problems', () => {
  it('have the code of the error, and both languages', () => {
    expect(problemOf(new AppError('port-taken', 'port 8080'), (text) => text)).toEqual({
      code: 'port-taken',
      message: { ru: expect.stringContaining('(port 8080)') as string, en: expect.stringContaining('(port 8080)') as string },
    });
    expect(problemOf(Object.assign(new Error('no space'), { code: 'ENOSPC' }), (text) => text).code).toBe('storage-full');
    expect(problemOf(new Error('x'), () => '‹masked›').message.en).toContain('‹masked›');
  });

  it('have one sentence of a Playwright error', () => {
    const error = new Error('page.click: Timeout 1000ms exceeded.\nCall log:\n\u001b[2m  - waiting for locator\u001b[22m');
    expect(sentenceOf(error)).toBe('page.click: Timeout 1000ms exceeded.');
  });
});
