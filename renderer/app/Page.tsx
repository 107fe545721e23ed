import { lazy, Suspense, type ComponentType } from 'react';
import { Skeleton } from '../components/States.tsx';
import { prefetchSubmission } from '../features/submission/SubmissionPane.tsx';
import type { Screen } from './navigation-store.ts';

type PageName = Exclude<Screen, 'queue'>;

interface LazyPage {
  readonly load: () => Promise<unknown>;
  readonly Shown: ComponentType;
}

function lazyPage(load: () => Promise<{ readonly default: ComponentType }>): LazyPage {
  return { load, Shown: lazy(load) };
}

/** Screens that the first sight of the queue does not wait for. */
const PAGES: Readonly<Record<PageName, LazyPage>> = {
  reviews: lazyPage(async () => ({ default: (await import('../features/reviews/Reviews.tsx')).Reviews })),
  messages: lazyPage(async () => ({ default: (await import('../features/messages/Messages.tsx')).Messages })),
  outbox: lazyPage(async () => ({ default: (await import('../features/outbox/Outbox.tsx')).Outbox })),
  refused: lazyPage(async () => ({ default: (await import('../features/intake/RefusedImports.tsx')).RefusedImports })),
  statistics: lazyPage(async () => ({ default: (await import('../features/statistics/Statistics.tsx')).Statistics })),
  portals: lazyPage(async () => ({ default: (await import('../features/portals/Portals.tsx')).Portals })),
  bundles: lazyPage(async () => ({ default: (await import('../features/bundles/Bundles.tsx')).Bundles })),
  prices: lazyPage(async () => ({ default: (await import('../features/prices/Prices.tsx')).Prices })),
  settings: lazyPage(async () => ({ default: (await import('../features/settings/Settings.tsx')).Settings })),
  help: lazyPage(async () => ({ default: (await import('../features/help/Help.tsx')).Help })),
};

/** Loads what a person may open next, while the window has nothing else to do. */
export function prefetchPages(): void {
  void prefetchSubmission();
  for (const { load } of Object.values(PAGES)) void load();
}

export function Page({ screen }: { readonly screen: PageName }) {
  const { Shown } = PAGES[screen];
  return (
    <Suspense fallback={<Skeleton lines={6} />}>
      <Shown />
    </Suspense>
  );
}
