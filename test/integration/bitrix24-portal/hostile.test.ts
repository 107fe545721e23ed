import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, installThroughPages, registrationOf, startBench, startVendor, Visitor } from './portal-fixture.ts';

afterEach(cleanUp);

const CALLBACK = { mode: 'C', appUrl: null, installUrl: null } as const;

describe('vendors that misbehave', () => {
  it('waits for a silent handler no longer than its limit', async () => {
    const vendor = await startVendor((request, response) => {
      if (request.method === 'HEAD') response.end();
    });
    const bench = await startBench({ eventTimeoutMs: 300 });
    await bench.portal.registerSolution(registrationOf(vendor, { ...CALLBACK, eventUrl: `${vendor.address}/callback` }));
    await bench.portal.control('install', { code: 'acme.invoices' });
    await bench.portal.eventsSettled();
    expect((await bench.inspect()).events).toMatchObject([{ state: 'failed', status: null, error: 'timeout after 300 ms' }]);
    expect(bench.exchanges.at(-1)).toMatchObject({ direction: 'portal-to-vendor', kind: 'event', error: 'timeout after 300 ms' });
  });

  it('cuts a slow drip and an endless answer', async () => {
    const vendor = await startVendor((request, response) => {
      if (request.method === 'HEAD') {
        response.end();
      } else if (request.path === '/drip') {
        response.writeHead(200);
        const timer = setInterval(() => response.write('x'), 50);
        response.on('close', () => {
          clearInterval(timer);
        });
      } else {
        const block = 'x'.repeat(1 << 20);
        const more = (): void => {
          while (response.write(block));
          response.once('drain', more);
        };
        more();
      }
    });
    const bench = await startBench({ eventTimeoutMs: 1500 });
    await bench.portal.registerSolution(registrationOf(vendor, { ...CALLBACK, eventUrl: `${vendor.address}/drip` }));
    await bench.portal.control('install', { code: 'acme.invoices' });
    await bench.portal.registerSolution(
      registrationOf(vendor, { ...CALLBACK, code: 'acme.flood', clientId: 'app.2', eventUrl: `${vendor.address}/flood` }),
    );
    await bench.portal.control('install', { code: 'acme.flood' });
    await bench.portal.eventsSettled();
    expect((await bench.inspect()).events).toMatchObject([{ state: 'failed', error: 'timeout after 1500 ms' }]);
    expect((await bench.inspect('acme.flood')).events).toMatchObject([
      { state: 'failed', error: expect.stringContaining('longer than') as string },
    ]);
    const exchange = bench.exchanges.find((candidate) => candidate.url.endsWith('/flood') && candidate.method === 'POST');
    expect(exchange?.responseBody.length).toBeLessThan(300_000);
    expect(exchange?.responseBody).toContain('‹cut after');
  });

  it('follows at most five redirects and none for HEAD', async () => {
    let redirects = 0;
    const vendor = await startVendor((_request, response) => {
      redirects += 1;
      response.writeHead(302, { location: `/again${redirects}` });
      response.end();
    });
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor, { ...CALLBACK, eventUrl: `${vendor.address}/start` }));
    expect(redirects).toBe(1);
    expect((await bench.inspect()).headChecks).toMatchObject([{ field: 'eventUrl', status: 302, accepted: true }]);
    await bench.portal.control('install', { code: 'acme.invoices' });
    await bench.portal.eventsSettled();
    expect(redirects).toBe(7);
    expect((await bench.inspect()).events).toMatchObject([{ state: 'failed', error: 'more than 5 redirects', redirects: 5 }]);
  });

  it('names a server that is not there and one that answers an error', async () => {
    const gone = await startVendor();
    const address = gone.address;
    await gone.stop();
    const failing = await startVendor((_request, response) => {
      response.writeHead(500).end('Fatal error');
    });
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(failing, { ...CALLBACK, eventUrl: `${failing.address}/callback` }));
    await bench.portal.control('install', { code: 'acme.invoices' });
    await bench.portal.registerSolution(
      registrationOf(gone, { ...CALLBACK, code: 'acme.gone', clientId: 'app.2', eventUrl: `${address}/callback` }),
    );
    await bench.portal.control('install', { code: 'acme.gone' });
    await bench.portal.eventsSettled();
    expect((await bench.inspect()).headChecks).toMatchObject([{ status: 500, accepted: false }]);
    expect((await bench.inspect()).events).toMatchObject([{ state: 'failed', status: 500, error: 'answered 500' }]);
    expect((await bench.inspect('acme.gone')).events).toMatchObject([
      { state: 'failed', error: expect.stringContaining('nothing listens') as string },
    ]);
  });

  it('refuses bodies that are too long and goes on', async () => {
    const bench = await startBench();
    const response = await fetch(`${bench.portal.describe().address}/rest/app.info`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: 'x'.repeat(17 * 1024 * 1024),
    });
    expect(response.status).toBe(413);
    expect((await bench.rest('app.info', '')).status).toBe(401);
  });

  it('survives broken requests', async () => {
    const bench = await startBench();
    const { address } = bench.portal.describe();
    for (const path of ['/rest/%ff%fe', '/market/detail/%00/', '/rest/', '/oauth/token?grant_type[]=x', '/market/app/__proto__/', '/%']) {
      const response = await fetch(address + path);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
    }
    const admin = await Visitor.signIn(bench.portal, '1');
    expect((await admin.get('/market/app/constructor/')).status).toBe(404);
  });
});

describe('texts of the vendor on the portal’s pages', () => {
  const EVIL = `"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7*7}}`;

  it('are printed as texts everywhere', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(
      registrationOf(vendor, {
        name: EVIL,
        vendorName: EVIL,
        version: '1<x-version>',
        appUrl: `${vendor.address}/app?q=%3Cscript%3E'"<script>`,
        texts: { ru: { description: EVIL, installation: EVIL, support: EVIL, whatsNew: EVIL } },
      }),
    );
    const { admin, token, frame } = await installThroughPages(bench);
    await bench.rest('placement.bind', token, { PLACEMENT: 'LEFT_MENU', HANDLER: `${vendor.address}/menu`, TITLE: EVIL });
    await admin.frameCommand('setInstallFinish', frame.appSid);
    for (const path of [
      '/',
      '/market/',
      '/market/detail/acme.invoices/',
      '/market/app/acme.invoices/',
      '/market/installed/?done=removed&code=acme.invoices',
    ]) {
      const { text, status } = await admin.get(path);
      expect(status).toBe(200);
      expect(text).not.toMatch(/<script>alert|<img src=x|<x-version>|'"<script>/);
      const scripts = [...text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      expect(scripts).toEqual([
        '<script type="application/json" id="portal-data">',
        '<script src="/portal/static/portal-page.js" type="module">',
      ]);
      expect(() => {
        JSON.parse(/id="portal-data">([^<]*)</.exec(text)?.[1] ?? 'missing');
      }).not.toThrow();
    }
  });

  it('cannot send the signed-in user elsewhere', async () => {
    const bench = await startBench();
    for (const path of ['//evil.example/', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)', '/ok\r\nset-cookie: a=b']) {
      const response = await fetch(await bench.portal.signInUrl('1', path), { redirect: 'manual' });
      expect(response.headers.get('location')).toBe('/');
    }
    const url = await bench.portal.signInUrl('1', '/company/');
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(302);
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(403);
  });
});
