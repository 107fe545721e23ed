import type { Frame } from 'playwright';
import { z } from 'zod';
import type { CheckedLink, PageSnapshot } from './page-facts.ts';
import { originOf, shortUrl } from './judgement.ts';
import { PAGE_SCRIPT, PAGE_STILLNESS } from './page-script.ts';
import type { VendorTraffic } from './vendor-traffic.ts';

const texts = z.array(z.string().max(4000)).max(500);
/** What the script inside the page returned; a page can tamper with it, so it is bounded like any other input. */
const lookSchema = z.object({
  url: z.string().max(8000),
  title: z.string().max(300),
  text: z.string().max(20_000),
  html: z.string().max(400_000),
  visibleElements: z.number().int().nonnegative(),
  layout: z.object({
    windowWidth: z.number(),
    frameWidth: z.number(),
    frameHeight: z.number(),
    contentWidth: z.number(),
    contentHeight: z.number(),
    scrollsHorizontally: z.boolean(),
    scrollsVertically: z.boolean(),
  }),
  brokenImages: texts,
  links: z.array(z.object({ href: z.string().max(2000), text: z.string().max(200) })).max(500),
  insecureParts: z.array(z.object({ tag: z.string().max(20), url: z.string().max(2000) })).max(500),
  passwordFields: z.array(z.object({ name: z.string().max(100), context: z.string().max(600) })).max(20),
  fieldValues: texts,
  storage: z
    .array(z.object({ kind: z.enum(['local', 'session', 'cookie']), key: z.string().max(200), value: z.string().max(4000) }))
    .max(300),
  debugMarks: z.array(z.string().max(60)).max(30),
});

const PULSE_MS = 60;
const QUIET_MS = 150;
const REST_LIMIT_MS = 5000;
const LOOK_LIMIT_MS = 8000;

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** Rejects when a page does not let its frame be looked at, for example because it never stops computing. */
async function within<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no answer from the page within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

const stillnessSchema = z.object({ glance: z.string().max(200), stillMs: z.number().nonnegative() });

/** Waits until no request is under way and the page's content stays the same, at most 5 s; a frame that is gone is at rest. Never rejects. */
export async function pageAtRest(frame: Frame, traffic: VendorTraffic, signal: AbortSignal): Promise<void> {
  const until = Date.now() + REST_LIMIT_MS;
  let last = '';
  let sameSince = Date.now();
  while (Date.now() < until && !signal.aborted && !frame.isDetached()) {
    const answer = await within(frame.evaluate<unknown>(PAGE_STILLNESS), REST_LIMIT_MS, 'stillness').catch(() => null);
    const { glance, stillMs } = stillnessSchema.safeParse(answer).data ?? { glance: '', stillMs: 0 };
    if (glance !== last) {
      last = glance;
      sameSince = Date.now();
    }
    // A page that stops its own clock is still timed here.
    const quietMs = Math.min(traffic.quietMs(), Math.max(stillMs, Date.now() - sameSince));
    const isComplete = glance.startsWith('complete');
    if (isComplete && quietMs >= QUIET_MS) return;
    await pause(isComplete ? Math.max(1, Math.min(PULSE_MS, QUIET_MS - quietMs)) : PULSE_MS / 3);
  }
}

/** Requests over plain HTTP to a machine of the vendor's own test set-up are no fault: there is no certificate there. */
function isTestSetUp(url: string, vendorOrigins: ReadonlySet<string>): boolean {
  const origin = originOf(url);
  return origin === null || vendorOrigins.has(origin) || /^http:\/\/(?:localhost|127\.|\[::1\])/.test(origin);
}

export interface SnapshotPlace {
  readonly stepId: string;
  readonly purpose: PageSnapshot['purpose'];
  readonly installNumber: number;
  readonly portalAddress: string;
  /** Origins of the addresses in the version card. */
  readonly vendorOrigins: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** Opens the vendor's links to see whether they are dead. */
  readonly opensLinks: boolean;
}

/** Looks at a vendor's page once it has come to rest. Throws when the page cannot be looked at. */
export async function takeSnapshot(frame: Frame, traffic: VendorTraffic, place: SnapshotPlace): Promise<PageSnapshot> {
  await pageAtRest(frame, traffic, place.signal);
  const look = lookSchema.parse(await within(frame.evaluate<unknown>(PAGE_SCRIPT), LOOK_LIMIT_MS, 'snapshot'));
  const [windowWidth, hiddenCookies] = await Promise.all([
    within(traffic.page.evaluate<number>('innerWidth'), LOOK_LIMIT_MS, 'window').catch(() => 0),
    within(traffic.hiddenCookies(frame.url()), LOOK_LIMIT_MS, 'cookies').catch(() => []),
  ]);
  const portalOrigin = originOf(place.portalAddress);
  const { layout, ...rest } = look;
  return {
    ...rest,
    stepId: place.stepId,
    role: traffic.role,
    purpose: place.purpose,
    installNumber: place.installNumber,
    at: Date.now(),
    httpStatus: traffic.statusOf(frame),
    hiddenCookies,
    layouts: windowWidth >= 1280 ? [{ ...layout, windowWidth }] : [],
    insecureParts: look.insecureParts.filter((part) => originOf(part.url) !== portalOrigin && !isTestSetUp(part.url, place.vendorOrigins)),
    checkedLinks: place.opensLinks ? await checkLinks(look.links, place) : [],
  };
}

const MOST_LINKS = 20;
const LINK_LIMIT_MS = 3000;
/** Following these could change something. */
const DANGEROUS = /delete|remove|logout|log-out|sign-?out|exit|uninstall|unsubscribe|cancel|drop/i;

/** Asks the vendor's own links for their status. Links to other hosts are left alone: the test may run without a network. */
async function checkLinks(links: readonly { readonly href: string }[], place: SnapshotPlace): Promise<readonly CheckedLink[]> {
  const own = new Map<string, string>();
  for (const { href } of links) {
    const origin = originOf(href);
    if (origin !== null && place.vendorOrigins.has(origin) && !DANGEROUS.test(href)) own.set(shortUrl(href), href);
  }
  return await Promise.all(
    [...own.values()].slice(0, MOST_LINKS).map(async (href): Promise<CheckedLink> => {
      try {
        const answer = await fetch(href, {
          redirect: 'follow',
          signal: AbortSignal.any([place.signal, AbortSignal.timeout(LINK_LIMIT_MS)]),
        });
        await answer.body?.cancel();
        return { href, status: answer.status, error: null };
      } catch (error) {
        return { href, status: null, error: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}
