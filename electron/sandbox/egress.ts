import type { PortalDescription } from '../portals/portal.ts';

/** Which hosts the sandbox browser may talk to. Everything else is refused and recorded. */
export interface Egress {
  /** "host:port" when only that port is meant, "host" for any port; lower case. */
  readonly allow: readonly string[];
  /** Chromium's host resolver rules: names that lead to the portal although the network need not know it. */
  readonly resolve?: readonly string[];
  /**
   * Plain origins of the portal's that pages of a secure portal may load from all the same: a page of a vendor's test set-up over plain HTTP asks
   * for `//api.…` by its own scheme, and would otherwise be refused what it gets on a real portal.
   */
  readonly trust?: readonly string[];
}

const SCHEMES: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443' };

/**
 * The hosts of a run: the portal's address, every http(s) address in the registration, and hosts added by the moderator.
 * On this machine and in private networks only the exact port is opened, because other services listen there.
 */
export function egressOf(
  portalAddress: string,
  registration: unknown,
  extraHosts: readonly string[],
  portalPlaces: Pick<PortalDescription, 'names' | 'origins'> = {},
): Egress {
  const allow = new Set<string>();
  // The portal is one address and nothing else, wherever it stands.
  const portal = placeOf(portalAddress);
  if (portal) allow.add(`${portal.host}:${portal.port}`);
  for (const origin of portalPlaces.origins ?? []) {
    const place = placeOf(origin);
    if (place) allow.add(`${place.host}:${place.port}`);
  }
  const names = (portalPlaces.names ?? []).filter((name) => /^[a-z0-9.-]+$/i.test(name.host) && /^[0-9.:[\]a-f]+$/i.test(name.address));
  // The portal's own name stays bound to its port; the others are the portal whatever the port.
  for (const { host } of names) if (host.toLowerCase() !== portal?.host) allow.add(host.toLowerCase());
  for (const address of webAddressesIn(registration)) {
    const place = placeOf(address);
    if (place) allow.add(isLocalHost(place.host) ? `${place.host}:${place.port}` : place.host);
  }
  for (const host of extraHosts) allow.add(host.trim().toLowerCase());
  allow.delete('');
  return {
    allow: [...allow],
    resolve: names.map(({ host, address }) => `MAP ${host.toLowerCase()} ${address}`),
    trust: names.filter(({ host }) => host.toLowerCase() !== portal?.host).map(({ host }) => `http://${host.toLowerCase()}`),
  };
}

/** Whether a page may request the URL. data:, blob: and about: stay inside the browser and are allowed. */
export function isAllowed(url: string, egress: Egress): boolean {
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(url)?.[0].toLowerCase();
  if (scheme === 'data:' || scheme === 'blob:' || scheme === 'about:') return true;
  const place = placeOf(url);
  return place !== null && (egress.allow.includes(place.host) || egress.allow.includes(`${place.host}:${place.port}`));
}

/** Chromium's proxy bypass list: the allowed places are reached directly, the rest has no way out, whatever API asks. */
export function proxyBypassOf(egress: Egress): string {
  return ['<-loopback>', ...egress.allow].join(',');
}

function placeOf(url: string): { readonly host: string; readonly port: string } | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  const defaultPort = SCHEMES[parsed.protocol];
  if (defaultPort === undefined || parsed.hostname === '') return null;
  return { host: parsed.hostname.toLowerCase().replace(/\.$/, ''), port: parsed.port || defaultPort };
}

function isLocalHost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.startsWith('[');
}

function webAddressesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^https?:\/\//i.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => webAddressesIn(inner));
}
