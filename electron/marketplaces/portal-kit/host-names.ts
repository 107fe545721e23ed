import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/**
 * Names for the browser: hosts of the real marketplace that vendors hard-code answer on the portal's own port; the portal's own name keeps
 * whatever port is asked for.
 */
export function namesOf(host: string, origin: URL, hardCoded: readonly string[]): { host: string; address: string }[] {
  const port = origin.port || (origin.protocol === 'https:' ? '443' : '80');
  const own = isIP(host) === 0 && host !== 'localhost' ? [{ host, address: '127.0.0.1' }] : [];
  return [...own, ...hardCoded.map((name) => ({ host: name, address: `127.0.0.1:${port}` }))];
}

/** The interface to listen on: loopback when the host name leads there, else all. */
export async function bindAddress(host: string): Promise<string> {
  if (isIP(host) !== 0) return host;
  // A name that does not resolve here is one that only the vendor's machine knows or the sandbox maps: then loopback is the safe side.
  const found = await lookup(host).catch(() => null);
  if (found === null || found.address === '::1' || found.address.startsWith('127.')) return '127.0.0.1';
  return '0.0.0.0';
}
