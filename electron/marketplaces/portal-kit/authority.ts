import { createPublicKey, createSign, generateKeyPairSync, randomBytes, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import * as der from './der.ts';

/**
 * The portal's own certificate authority. Its certificate is given to the vendor's machine to trust, so it is bound to the portal's
 * host names by critical name constraints: whoever got hold of its key could not pretend to be any other named site.
 */
export interface ServerIdentity {
  /** PEM of the authority, for those who have to trust it. */
  readonly ca: string;
  readonly key: string;
  readonly cert: string;
}

const AUTHORITY_DAYS = 3650;
/** Browsers distrust server certificates that live longer than this. */
const SERVER_DAYS = 397;
const DAY_MS = 86_400_000;

const OID = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  subjectAltName: '2.5.29.17',
  nameConstraints: '2.5.29.30',
  subjectKeyIdentifier: '2.5.29.14',
  authorityKeyIdentifier: '2.5.29.35',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

interface Authority {
  readonly cert: string;
  readonly key: string;
  readonly hosts: readonly string[];
}

/**
 * The authority kept in the folder (made when absent or when it may not speak for these hosts), and a fresh server certificate.
 * @param hardCoded hosts of the real marketplace that vendors write into their code, and for which the portal answers
 */
export function serverIdentity(stateDir: string, host: string, hardCoded: readonly string[] = []): ServerIdentity {
  const hosts = [...new Set([host, 'localhost', '127.0.0.1', '::1', ...hardCoded])];
  const file = path.join(stateDir, 'authority.json');
  let authority = readAuthority(file);
  if (authority === null || hosts.some((name) => !authority?.hosts.includes(name))) {
    authority = makeAuthority(hosts);
    writeFileSync(file, JSON.stringify(authority), { mode: 0o600 });
  }
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cert = makeCertificate({
    subject: host,
    issuer: authorityName(authority.hosts),
    publicKey,
    issuerKey: authority.key,
    issuerKeyId: keyId(createPublicKey(authority.key)),
    days: SERVER_DAYS,
    extensions: [
      extension(OID.basicConstraints, true, der.sequence([])),
      extension(OID.keyUsage, true, der.bitString(Buffer.from([0x80]), 7)),
      extension(OID.extendedKeyUsage, false, der.sequence([der.oid(OID.serverAuth)])),
      extension(OID.subjectAltName, false, der.sequence(hosts.map(generalName))),
    ],
  });
  return { ca: authority.cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert };
}

function readAuthority(file: string): Authority | null {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Authority;
    const isFresh = Date.parse(new X509Certificate(kept.cert).validTo) > Date.now() + 30 * DAY_MS;
    return isFresh && Array.isArray(kept.hosts) ? kept : null;
  } catch {
    return null;
  }
}

function makeAuthority(hosts: readonly string[]): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const cert = makeCertificate({
    subject: authorityName(hosts),
    issuer: authorityName(hosts),
    publicKey,
    issuerKey: key,
    issuerKeyId: keyId(publicKey),
    days: AUTHORITY_DAYS,
    extensions: [
      extension(OID.basicConstraints, true, der.sequence([der.boolean(true), der.integer(0)])),
      extension(OID.keyUsage, true, der.bitString(Buffer.from([0x06]), 1)),
      extension(
        OID.nameConstraints,
        true,
        der.sequence([
          der.context(
            0,
            true,
            // Names only: BoringSSL (Electron, Chromium, Android) refuses an authority with address constraints.
            // A name without a star covers all below it.
            hosts.filter((host) => isIP(host) === 0 && !host.startsWith('*.')).map((host) => der.sequence([generalName(host)])),
          ),
        ]),
      ),
    ],
  });
  return { cert, key, hosts };
}

function authorityName(hosts: readonly string[]): string {
  return `Test portal authority for ${hosts[0] ?? 'localhost'}`;
}

function makeCertificate(input: {
  subject: string;
  issuer: string;
  publicKey: KeyObject;
  issuerKey: string;
  issuerKeyId: Buffer;
  days: number;
  extensions: readonly Buffer[];
}): string {
  const now = Date.now();
  const algorithm = der.sequence([der.oid(OID.ecdsaWithSha256)]);
  const body = der.sequence([
    der.context(0, true, [der.integer(2)]),
    der.unsigned(Buffer.concat([Buffer.from([0x01]), randomBytes(15)])),
    algorithm,
    name(input.issuer),
    // A day back: the vendor's clock may be behind ours.
    der.sequence([der.time(new Date(now - DAY_MS)), der.time(new Date(now + input.days * DAY_MS))]),
    name(input.subject),
    input.publicKey.export({ type: 'spki', format: 'der' }),
    der.context(3, true, [
      der.sequence([
        ...input.extensions,
        extension(OID.subjectKeyIdentifier, false, der.octetString(keyId(input.publicKey))),
        extension(OID.authorityKeyIdentifier, false, der.sequence([der.context(0, false, [input.issuerKeyId])])),
      ]),
    ]),
  ]);
  const signature = createSign('sha256').update(body).sign(input.issuerKey);
  const certificate = der.sequence([body, algorithm, der.bitString(signature, 0)]);
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function keyId(publicKey: KeyObject): Buffer {
  return der.sha1(publicKey.export({ type: 'spki', format: 'der' }).subarray(-65));
}

function name(commonName: string): Buffer {
  const part = (oid: string, text: string): Buffer => der.set([der.sequence([der.oid(oid), der.utf8(text)])]);
  return der.sequence([part(OID.organization, 'Moderation workstation'), part(OID.commonName, commonName.slice(0, 64))]);
}

function extension(oid: string, isCritical: boolean, value: Buffer): Buffer {
  return der.sequence([der.oid(oid), ...(isCritical ? [der.boolean(true)] : []), der.octetString(value)]);
}

function generalName(host: string): Buffer {
  return isIP(host) === 0 ? der.context(2, false, [Buffer.from(host, 'ascii')]) : der.context(7, false, [addressBytes(host)]);
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  const first = groups(head);
  const last = tail === undefined ? [] : groups(tail);
  const all = [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}
