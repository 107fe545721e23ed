import type { CertificateFault, CheckFinding, CheckInput, CheckResult } from '../marketplace.ts';
import { couldNotLook, finding, judge, pass } from './results.ts';

const FAULTS: Readonly<Record<CertificateFault, { readonly ru: string; readonly en: string }>> = {
  expired: { ru: 'срок истёк', en: 'it has expired' },
  'not-yet-valid': { ru: 'ещё не начал действовать', en: 'it is not valid yet' },
  'self-signed': { ru: 'самоподписанный', en: 'it is self-signed' },
  'other-name': { ru: 'выдан для другого имени', en: 'it was issued for another name' },
  'unknown-issuer': { ru: 'цепочка неполна или издатель неизвестен', en: 'its chain is incomplete or its issuer unknown' },
  revoked: { ru: 'отозван', en: 'it was revoked' },
  broken: { ru: 'не проходит проверку', en: 'it does not hold' },
};

/** An address of the vendor's server and the field that names it. */
export interface ServerAddress {
  readonly field: string;
  readonly url: string;
  /** Where in the field it stands. */
  readonly range: readonly [number, number];
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.startsWith('127.') || hostname === '[::1]';
}

/**
 * Judges addresses of the vendor's server: https (this machine itself may do without), and certificates that hold. Passes only where every
 * certificate was seen. Addresses that cannot be read are other rules' business.
 */
export function judgeServers(input: CheckInput, addresses: readonly ServerAddress[]): CheckResult {
  const found: CheckFinding[] = [];
  const unseen = new Set<string>();
  if (addresses.length === 0) return pass('Адресов сервера нет.', 'There are no addresses of a server.');
  for (const { field, url, range } of addresses) {
    if (!URL.canParse(url)) continue;
    const { protocol, hostname, origin } = new URL(url);
    if (protocol !== 'https:') {
      if (isLoopback(hostname)) unseen.add(hostname);
      else found.push(finding(`Адрес без https: ${url}`, `The address is not https: ${url}`, field, { range, link: url }));
      continue;
    }
    const look = input.looks?.certificates.get(origin);
    if (look?.status === 'invalid') {
      const { ru, en } = FAULTS[look.fault];
      found.push(
        finding(`Сертификат ${hostname}: ${ru}.`, `The certificate of ${hostname}: ${en}.`, field, {
          range,
          link: url,
          suggestion: ['Установите действующий сертификат с полной цепочкой.', 'Install a valid certificate with its whole chain.'],
        }),
      );
    } else if (look?.status !== 'valid') unseen.add(hostname);
  }
  const hosts = [...unseen].join(', ');
  return judge(
    found,
    unseen.size === 0
      ? pass('Адреса с https, сертификаты действительны.', 'The addresses are https, the certificates hold.')
      : couldNotLook(`Сертификат не проверен: ${hosts}.`, `The certificate was not seen: ${hosts}.`),
  );
}

/** Addresses that are the whole text of their fields; fields without one are left out. */
export function wholeFields<Field extends string>(
  fields: readonly Field[],
  values: Readonly<Partial<Record<Field, string | undefined>>>,
): readonly ServerAddress[] {
  return fields.flatMap((field) => {
    const url = values[field];
    return url === undefined ? [] : [{ field, url, range: [0, url.length] as const }];
  });
}
