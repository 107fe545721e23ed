import { isIP } from 'node:net';
import tls from 'node:tls';
import type { CertificateFault, CertificateLook } from '../marketplace.ts';
import { isBarePrivate, lookupOutside } from './outside.ts';

const TIMEOUT_MS = 8_000;

/** Error codes of a certificate that does not hold; everything else says nothing about it. */
const FAULTS: Readonly<Record<string, CertificateFault>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-name',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-issuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-issuer',
  CERT_UNTRUSTED: 'unknown-issuer',
  CERT_REVOKED: 'revoked',
  CERT_SIGNATURE_FAILURE: 'broken',
  CERT_CHAIN_TOO_LONG: 'broken',
  INVALID_CA: 'broken',
  INVALID_PURPOSE: 'broken',
  CERT_REJECTED: 'broken',
  ERR_SSL_EE_KEY_TOO_SMALL: 'broken',
};

/**
 * Shakes hands with a server and judges its certificate as a browser would; nothing is asked of it.
 * @param origin e.g. "https://app.example"
 * @param local for tests with a server on this machine: the authority to trust
 */
export function lookAtCertificate(origin: string, local: { readonly ca?: string } | null = null): Promise<CertificateLook> {
  const { protocol, hostname, port } = new URL(origin);
  if (protocol !== 'https:' || (local === null && isBarePrivate(hostname))) return Promise.resolve({ status: 'not-reached' });
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = tls.connect({
      host,
      port: port === '' ? 443 : Number(port),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(local === null ? { lookup: lookupOutside } : { ca: local.ca }),
      timeout: TIMEOUT_MS,
    });
    const done = (look: CertificateLook): void => {
      socket.destroy();
      resolve(look);
    };
    socket.once('secureConnect', () => {
      done({ status: 'valid', validTo: socket.getPeerCertificate().valid_to });
    });
    socket.once('timeout', () => {
      done({ status: 'not-reached' });
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const fault = FAULTS[error.code ?? ''];
      done(fault === undefined ? { status: 'not-reached' } : { status: 'invalid', fault });
    });
  });
}
