import { mkdtempSync, rmSync } from 'node:fs';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeServers, wholeFields } from '../../../electron/marketplaces/card-checks/certificates.ts';
import { lookAtCertificate } from '../../../electron/marketplaces/looks/certificate-look.ts';
import { serversOf } from '../../../electron/marketplaces/looks/look.ts';
import type { CertificateLook, CheckInput } from '../../../electron/marketplaces/marketplace.ts';
import { serverIdentity, type ServerIdentity } from '../../../electron/marketplaces/portal-kit/authority.ts';

const stateDir = mkdtempSync(path.join(os.tmpdir(), 'certificates-'));
let identity: ServerIdentity;
let secure: https.Server;
let silent: net.Server;
const portOf = (server: net.Server): string => String((server.address() as AddressInfo).port);

beforeAll(async () => {
  identity = serverIdentity(stateDir, '127.0.0.1');
  secure = https.createServer({ key: identity.key, cert: identity.cert }, (_, response) => response.end());
  silent = net.createServer((socket) => socket.on('error', () => undefined).end('no TLS here'));
  await Promise.all([secure, silent].map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))));
});
afterAll(() => {
  secure.close();
  silent.close();
  rmSync(stateDir, { recursive: true, force: true });
});

describe('certificate of a server', () => {
  it('holds where its authority is trusted', async () => {
    const look = await lookAtCertificate(`https://127.0.0.1:${portOf(secure)}`, { ca: identity.ca });
    expect(look.status).toBe('valid');
  });

  it('does not hold where nobody knows its authority', async () => {
    expect(await lookAtCertificate(`https://127.0.0.1:${portOf(secure)}`, {})).toEqual({ status: 'invalid', fault: 'unknown-issuer' });
  });

  it('does not hold for another name', async () => {
    const elsewhere = https.createServer({ key: identity.key, cert: identity.cert });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.2', resolve));
    const look = await lookAtCertificate(`https://127.0.0.2:${portOf(elsewhere)}`, { ca: identity.ca });
    elsewhere.close();
    expect(look).toEqual({ status: 'invalid', fault: 'other-name' });
  });

  it('says nothing about a server that speaks no TLS or cannot be reached', async () => {
    expect(await lookAtCertificate(`https://127.0.0.1:${portOf(silent)}`, {})).toEqual({ status: 'not-reached' });
    expect(await lookAtCertificate('https://127.0.0.1:1', {})).toEqual({ status: 'not-reached' });
  });

  it('does not knock at this machine or its network for a vendor', async () => {
    expect(await lookAtCertificate(`https://127.0.0.1:${portOf(secure)}`)).toEqual({ status: 'not-reached' });
    expect(await lookAtCertificate('https://localhost:1')).toEqual({ status: 'not-reached' });
  });
});

describe('addresses of the vendor server', () => {
  const withLook = (look: CertificateLook | null): CheckInput =>
    ({
      looks: {
        speller: null,
        files: new Map(),
        links: new Map(),
        certificates: new Map(look === null ? [] : [['https://app.example', look]]),
      },
    }) as unknown as CheckInput;
  const addresses = wholeFields(['appUrl', 'eventUrl'], { appUrl: 'https://app.example/install' });

  it('pass only where the certificate was seen', () => {
    expect(judgeServers(withLook({ status: 'valid', validTo: 'Jan 1 2030' }), addresses).status).toBe('pass');
    expect(judgeServers(withLook(null), addresses)).toMatchObject({ status: 'could-not-look', message: { en: /app\.example/ } });
    expect(judgeServers(withLook({ status: 'not-reached' }), addresses).status).toBe('could-not-look');
    expect(judgeServers({} as CheckInput, []).status).toBe('pass');
  });

  it.each([
    ['expired', /срок истёк/],
    ['other-name', /другого имени/],
    ['self-signed', /самоподписанный/],
  ] as const)('fail with the reason: %s', (fault, words) => {
    const result = judgeServers(withLook({ status: 'invalid', fault }), addresses);
    expect(result).toMatchObject({ status: 'fail', findings: [{ field: 'appUrl', range: [0, 27], link: 'https://app.example/install' }] });
    expect(result.message.ru).toMatch(words);
  });

  it('must be https, except on this machine', () => {
    expect(judgeServers({} as CheckInput, wholeFields(['appUrl'], { appUrl: 'http://app.example/' })).status).toBe('fail');
    expect(judgeServers({} as CheckInput, wholeFields(['appUrl'], { appUrl: 'http://127.0.0.1:8080/' })).status).toBe('could-not-look');
  });

  it('are found in the version, each server once', () => {
    const version = {
      appUrl: 'https://app.example/a',
      eventUrl: 'https://app.example/b',
      descriptor: '<u>https://two.example:8443/x</u> http://plain.example',
    };
    expect(serversOf({ version } as unknown as CheckInput)).toEqual(['https://app.example', 'https://two.example:8443']);
  });
});
