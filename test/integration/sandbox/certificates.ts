import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** Certificates made for one test: an authority, and what it (or nobody) signed. Only what these tests need of X.509. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Authority extends Certificate {
  issue(subject: { readonly ip: string; readonly until?: Date }): Certificate;
}

const DAY_MS = 24 * 3600 * 1000;

export function createAuthority(name = 'Authority of the test portal'): Authority {
  const keys = newKeys();
  const cert = certificate({
    subject: name,
    issuer: name,
    publicKey: keys.publicKey,
    signer: keys.privateKey,
    extensions: [basicConstraints(true)],
  });
  return {
    cert,
    key: pemOf(keys.privateKey),
    issue: ({ ip, until }) => {
      const own = newKeys();
      return {
        cert: certificate({
          subject: ip,
          issuer: name,
          publicKey: own.publicKey,
          signer: keys.privateKey,
          extensions: [alternativeName(ip)],
          ...(until ? { until } : {}),
        }),
        key: pemOf(own.privateKey),
      };
    },
  };
}

function newKeys(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

// DER, X.690: a tag, a length, the content.
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');
const utc = (date: Date): Buffer => der(0x17, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));
const ECDSA_SHA256 = sequence(hex('06082a8648ce3d040302'));

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(hex('0603550403'), der(0x0c, Buffer.from(commonName)))));
}

function basicConstraints(isAuthority: boolean): Buffer {
  return sequence(hex('0603551d13'), hex('0101ff'), der(0x04, sequence(hex(isAuthority ? '0101ff' : '010100'))));
}

function alternativeName(ip: string): Buffer {
  return sequence(hex('0603551d11'), der(0x04, sequence(der(0x87, Buffer.from(ip.split('.').map(Number))))));
}

function certificate(input: {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly until?: Date;
}): string {
  const until = input.until ?? new Date(Date.now() + 30 * DAY_MS);
  const body = sequence(
    hex('a003020102'),
    der(0x02, Buffer.from([1, Math.floor(Math.random() * 256), Math.floor(Math.random() * 256)])),
    ECDSA_SHA256,
    nameOf(input.issuer),
    sequence(utc(new Date(Math.min(Date.now(), until.getTime()) - 30 * DAY_MS)), utc(until)),
    nameOf(input.subject),
    input.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...input.extensions)),
  );
  const signature = createSign('sha256').update(body).sign(input.signer);
  const whole = sequence(body, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
  return `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}
