import { useMemo } from 'react';
import { useI18n, useSession } from '../../app/session-store.ts';

/**
 * @param first what stands first: in a narrow column the region, which tells the places of one marketplace apart
 * @returns a function that names region and, where there are several marketplaces, the marketplace of a row.
 */
export function usePlaceTitle(
  first: 'marketplace' | 'region' = 'marketplace',
): (row: { readonly marketplace: string; readonly region: string }) => string {
  const marketplaces = useSession((session) => session.info?.marketplaces);
  const { pick } = useI18n();
  return useMemo(() => {
    const titles = new Map<string, string>();
    for (const marketplace of marketplaces ?? []) {
      const name = pick(marketplace.title);
      for (const region of marketplace.regions) {
        titles.set(
          `${marketplace.id} ${region.id}`,
          (marketplaces?.length ?? 0) > 1
            ? (first === 'region' ? [pick(region.title), name] : [name, pick(region.title)]).join(', ')
            : pick(region.title),
        );
      }
    }
    return ({ marketplace, region }) => titles.get(`${marketplace} ${region}`) ?? `${marketplace}, ${region}`;
  }, [marketplaces, pick, first]);
}
