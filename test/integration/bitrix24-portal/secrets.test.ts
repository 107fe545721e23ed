import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, fieldOf, installThroughPages, registrationOf, startBench, startVendor } from './portal-fixture.ts';

afterEach(cleanUp);

describe('secrets in the HTTP log and the inspection', () => {
  it('are replaced by labels in both directions, whatever the place', async () => {
    const SECRET = 'Секрет & "кавычки" + 100% secret';
    const vendor = await startVendor((request, response) => {
      // Echoes everything, as a careless vendor's debug mode does.
      response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'sid=cookieValueOfVendor123; Path=/' });
      response.end(
        `<pre>${JSON.stringify(request.fields)} ${new URLSearchParams({ s: SECRET }).toString()} ${JSON.stringify(SECRET)}</pre>`,
      );
    });
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor, { clientSecret: SECRET }));
    const { token, frame, admin } = await installThroughPages(bench);
    const { address } = bench.portal.describe();
    await bench.rest('event.bind', token, { event: 'OnAppUninstall', handler: `${vendor.address}/h` });
    await bench.rest('event.bind', token, { event: 'OnAppInstall', handler: `${vendor.address}/h?secret=${encodeURIComponent(SECRET)}` });
    await admin.frameCommand('setInstallFinish', frame.appSid);
    await bench.portal.eventsSettled();
    const wrongToken = 'vendorInventedToken-0123456789';
    await bench.rest('app.info', wrongToken);
    await fetch(`${address}/rest/app.info`, { headers: { authorization: `Bearer ${token}`, cookie: 'a=browserCookieValue99' } });
    const renewal = {
      grant_type: 'refresh_token',
      client_id: 'app.5f00000000000.10000000',
      client_secret: SECRET,
      refresh_token: fieldOf(frame, 'REFRESH_ID'),
    };
    const renewed = (await (await fetch(`${address}/oauth/token/?${new URLSearchParams(renewal)}`)).json()) as Record<string, string>;
    await fetch(`${address}/oauth/token/`, {
      method: 'POST',
      body: new URLSearchParams({ ...renewal, client_secret: 'a wrong secret of a vendor' }),
    });
    await admin.get(`/oauth/authorize/?client_id=${renewal.client_id}`);
    await bench.portal.control('uninstall', { code: 'acme.invoices', clean: true });
    await bench.portal.eventsSettled();

    const everything = JSON.stringify([bench.exchanges, await bench.portal.exchanges(0), await bench.inspect()]);
    const planted = [
      token,
      fieldOf(frame, 'REFRESH_ID'),
      fieldOf(frame, 'APPLICATION_TOKEN'),
      renewed['access_token'] ?? '',
      renewed['refresh_token'] ?? '',
      SECRET,
      encodeURIComponent(SECRET),
      new URLSearchParams({ s: SECRET }).toString().slice(2),
      wrongToken,
      'a wrong secret of a vendor',
      'a+wrong+secret+of+a+vendor',
      'cookieValueOfVendor123',
      'browserCookieValue99',
      ...(await bench.portal.secrets()),
    ];
    expect(planted.length).toBeGreaterThan(20);
    for (const secret of planted) {
      expect(secret.length).toBeGreaterThan(5);
      expect(everything.includes(secret), `the log shows ${secret}`).toBe(false);
      expect(everything.includes(JSON.stringify(secret).slice(1, -1)), `the log shows ${secret}`).toBe(false);
    }
    for (const secret of [token, SECRET, fieldOf(frame, 'APPLICATION_TOKEN')]) expect(await bench.portal.secrets()).toContain(secret);
  });

  it('keep one label through the whole run, so that a token can be followed', async () => {
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor));
    const { token } = await installThroughPages(bench);
    await bench.rest('app.info', token);
    await fetch(`${bench.portal.describe().address}/rest/app.info?auth=${token}`);
    const page = bench.exchanges.find((exchange) => exchange.url.includes('/market/app/'));
    const label = /name="AUTH_ID"\s+value="([^"]+)"/.exec(page?.responseBody ?? '')?.[1];
    expect(label).toMatch(/^‹access_token#\d+›$/);
    const calls = bench.exchanges.filter((exchange) => exchange.kind === 'rest');
    expect(calls[0]?.requestBody).toContain(`"auth":"${label}"`);
    expect(calls[1]?.url).toContain(`auth=${label}`);
  });

  it('are never written to the portal’s folder in clear', async () => {
    const { readdirSync, readFileSync } = await import('node:fs');
    const vendor = await startVendor();
    const bench = await startBench();
    await bench.portal.registerSolution(registrationOf(vendor));
    const { token, frame } = await installThroughPages(bench);
    await bench.portal.stop();
    const files = readdirSync(bench.stateDir).map((name) => readFileSync(`${bench.stateDir}/${name}`, 'utf8'));
    for (const secret of [token, fieldOf(frame, 'REFRESH_ID'), fieldOf(frame, 'APPLICATION_TOKEN'), 'SecretOfTheVendor0123456789']) {
      expect(files.some((text) => text.includes(secret))).toBe(false);
    }
  });
});
