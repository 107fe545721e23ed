import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import https from 'node:https';
import { isIP } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { serverIdentity } from '../../../electron/marketplaces/portal-kit/authority.ts';
import { cleanUp, registrationOf, startBench, startVendor, temporaryFolder } from './portal-fixture.ts';

afterEach(cleanUp);

function get(port: number, host: string, path: string, ca: string | undefined): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    // The name is mapped to this machine, as the vendor's machine would do by its hosts file.
    const options = {
      host: '127.0.0.1',
      port,
      path,
      servername: isIP(host) === 0 ? host : '',
      headers: { host: `${host}:${port}` },
      ca,
      agent: false as const,
    };
    https
      .get(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      })
      .on('error', reject);
  });
}

describe('a portal over TLS', () => {
  it('is trusted with its own authority under its name and the hard-coded ones, and by nobody without it', async () => {
    const bench = await startBench({ tls: true, host: 'portal-a.sim.test' });
    const { address, ca } = bench.portal.describe();
    const port = Number(new URL(address).port);
    expect(address).toBe(`https://portal-a.sim.test:${port}`);
    if (ca === null) throw new Error('no authority');
    await expect(get(port, 'portal-a.sim.test', '/rest/app.info', undefined)).rejects.toThrow(/certificate/);
    expect(await get(port, 'portal-a.sim.test', '/rest/app.info', ca)).toMatchObject({ status: 401 });
    expect((await get(port, 'api.bitrix24.com', '/api/v1/', ca)).text).toContain('BX24');
    for (const host of ['oauth.bitrix.info', 'oauth.bitrix24.tech']) {
      expect(await get(port, host, '/oauth/token/?grant_type=refresh_token', ca)).toMatchObject({
        status: 400,
        text: expect.stringContaining('invalid_request') as string,
      });
      expect(await get(port, host, '/rest/user.admin?auth=x', ca)).toMatchObject({ status: 401 });
    }
    await expect(get(port, 'bank.example', '/', ca)).rejects.toThrow(/altnames|does not match/i);
    expect((await get(port, '127.0.0.1', '/api/v1/', ca)).status).toBe(200);
  });

  it('gives frames and events https addresses, and keeps its authority', async () => {
    const vendor = await startVendor();
    const bench = await startBench({ tls: true, host: '127.0.0.1' });
    await bench.portal.registerSolution(
      registrationOf(vendor, { mode: 'C', appUrl: null, installUrl: null, eventUrl: `${vendor.address}/callback` }),
    );
    await bench.portal.control('install', { code: 'acme.invoices' });
    await bench.portal.eventsSettled();
    expect(vendor.events('ONAPPINSTALL')[0]?.fields['auth']).toMatchObject({
      client_endpoint: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/rest\/$/) as string,
    });
    const { ca } = bench.portal.describe();
    await bench.portal.stop();
    expect((await startBench({ tls: true, host: '127.0.0.1', stateDir: bench.stateDir })).portal.describe().ca).toBe(ca);
  });

  it('names a vendor whose certificate nobody vouches for', async () => {
    const foreign = serverIdentity(temporaryFolder(), '127.0.0.1');
    const server = https.createServer({ key: foreign.key, cert: foreign.cert }, (_request, response) => response.end('ok'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as { port: number }).port}/callback`;
    try {
      const vendor = await startVendor();
      const bench = await startBench();
      await bench.portal.registerSolution(registrationOf(vendor, { mode: 'C', appUrl: null, installUrl: null, eventUrl: url }));
      expect((await bench.inspect()).headChecks).toMatchObject([
        { accepted: false, status: null, error: expect.stringContaining('unknown authority') as string },
      ]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('the authority', () => {
  it('may speak for nothing but the portal', () => {
    const folder = temporaryFolder();
    const first = serverIdentity(folder, 'portal-a.sim.test');
    const authority = new X509Certificate(first.ca);
    const leaf = new X509Certificate(first.cert);
    expect(authority.ca).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.checkIssued(authority)).toBe(true);
    expect(leaf.verify(authority.publicKey)).toBe(true);
    expect(leaf.subjectAltName).toContain('DNS:portal-a.sim.test');
    expect(leaf.subjectAltName).toContain('IP Address:127.0.0.1');
    expect(Date.parse(leaf.validTo) - Date.now()).toBeLessThan(398 * 86_400_000);
    // Name constraints are critical: OID 2.5.29.30 followed by TRUE.
    expect(authority.raw.includes(Buffer.from('0603551d1e0101ff', 'hex'))).toBe(true);
    expect(serverIdentity(folder, 'portal-a.sim.test').ca).toBe(first.ca);
    expect(serverIdentity(folder, 'portal-b.sim.test').ca).not.toBe(first.ca);
    expect(existsSync(`${folder}/authority.json`)).toBe(true);
  });
});
