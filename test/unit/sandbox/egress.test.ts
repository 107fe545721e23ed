import { describe, expect, it } from 'vitest';
import { egressOf, isAllowed, proxyBypassOf } from '../../../electron/sandbox/egress.ts';

const egress = egressOf(
  'http://127.0.0.1:4100',
  {
    appUrl: 'https://App.Vendor.test/app?x=1',
    eventUrl: 'http://127.0.0.1:5200/event',
    deep: [{ url: 'http://localhost:5300' }],
    code: 'x',
  },
  [' CDN.test ', 'other.test:8443'],
);

describe('the way out of the sandbox', () => {
  it.each([
    'http://127.0.0.1:4100/market/',
    'ws://127.0.0.1:4100/live',
    'https://app.vendor.test/app',
    'https://APP.vendor.test:8443/other-port',
    'wss://app.vendor.test/socket',
    'http://app.vendor.test./trailing-dot',
    'http://127.0.0.1:5200/event',
    'http://localhost:5300/',
    'https://cdn.test/lib.js',
    'https://other.test:8443/',
    'data:text/html,x',
    'blob:http://127.0.0.1:4100/1',
    'about:srcdoc',
  ])('is open for %s', (url) => expect(isAllowed(url, egress)).toBe(true));

  it.each([
    'http://127.0.0.1:4101/',
    'http://127.0.0.1/',
    'http://localhost:4100/',
    'http://[::1]:4100/',
    'http://169.254.169.254/latest/meta-data',
    'https://vendor.test/',
    'https://evil-app.vendor.test/',
    'https://app.vendor.test.evil.test/',
    'https://app.vendor.test@evil.test/',
    'https://other.test/',
    'file:///etc/passwd',
    'app://ui/index.html',
    'chrome://settings',
    'devtools://devtools/x',
    'ftp://app.vendor.test/',
    'javascript:alert(1)',
    'not a url',
    '',
  ])('is shut for %s', (url) => expect(isAllowed(url, egress)).toBe(false));

  it('is the same for connections that are no requests', () => {
    expect(proxyBypassOf(egress).split(',')).toEqual([
      '<-loopback>',
      '127.0.0.1:4100',
      'app.vendor.test',
      '127.0.0.1:5200',
      'localhost:5300',
      'cdn.test',
      'other.test:8443',
    ]);
  });
});

describe('names and origins of the portal', () => {
  const places = egressOf('https://portal-a.sim.test:4100', { appUrl: 'https://app.vendor.test/' }, [], {
    names: [
      { host: 'portal-a.sim.test', address: '127.0.0.1' },
      { host: 'api.bitrix24.com', address: '127.0.0.1:4100' },
      { host: 'evil.test,MAP * 10.0.0.1', address: '127.0.0.1' },
    ],
    origins: ['https://portal-a.sim.test:4200'],
  });

  it('are open, the portal’s own name on its ports only', () => {
    for (const url of [
      'https://api.bitrix24.com/api/v1/',
      'http://api.bitrix24.com/',
      'https://portal-a.sim.test:4100/',
      'https://portal-a.sim.test:4200/x',
    ]) {
      expect(isAllowed(url, places), url).toBe(true);
    }
    expect(isAllowed('https://portal-a.sim.test/', places)).toBe(false);
    expect(isAllowed('https://bitrix24.com/', places)).toBe(false);
  });

  it('are given to the browser as resolver rules, and nothing else is', () => {
    expect(places.resolve).toEqual(['MAP portal-a.sim.test 127.0.0.1', 'MAP api.bitrix24.com 127.0.0.1:4100']);
    expect(egress.resolve).toEqual([]);
  });

  it('hard-coded ones may be asked plainly by a vendor’s page without TLS, the portal itself may not', () => {
    expect(places.trust).toEqual(['http://api.bitrix24.com']);
    expect(egress.trust).toEqual([]);
  });
});
