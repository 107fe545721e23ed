import type { BrowserObservation } from '../../sandbox/run-context.ts';
import { failed, originOf, passed, quote, shortUrl, type Judgement } from './judgement.ts';
import type { FailedResponse, PageSnapshot } from './page-facts.ts';

/** What these detectors look at. */
export interface PageErrorFacts {
  readonly portalAddress: string;
  /** Origins of the solution's own addresses. */
  readonly vendorOrigins: ReadonlySet<string>;
  readonly pages: readonly PageSnapshot[];
  readonly observations: readonly BrowserObservation[];
  readonly failedResponses: readonly FailedResponse[];
}

/** The browser writes these itself for each failed request; they are judged as requests, not as script errors. */
function isRequestNoise(text: string): boolean {
  return /^Failed to load resource|^Refused to display|net::ERR_|^(?:Blocked|Access to) (?:fetch|XMLHttpRequest|font|script|image)/.test(
    text,
  );
}

/** Requests that a browser makes without the page asking. */
function isBrowsersOwn(url: string): boolean {
  return /\/(?:favicon\.ico|apple-touch-icon[^/]*\.png|\.well-known\/[^?]*)(?:\?|$)/.test(url);
}

/** Stopped by the page or by leaving it: nothing is wrong with the address. */
function isAborted(text: string): boolean {
  return /ERR_ABORTED|NS_BINDING_ABORTED|ERR_BLOCKED_BY_(?:CLIENT|RESPONSE)/.test(text);
}

function fromPortal(url: string, portalAddress: string): boolean {
  return originOf(url) === originOf(portalAddress);
}

/**
 * The address at fault in an uncaught exception: the first one in its stack. The page's own address says nothing, because an
 * exception in a frame is told with the address of the portal's page around it. Null when the portal's own script threw.
 */
function sourceOf(text: string, portalAddress: string): string | null {
  const places = text.match(/https?:\/\/[^\s)]+/g) ?? [];
  const vendors = places.find((place) => !fromPortal(place, portalAddress));
  if (vendors !== undefined) return vendors.replace(/(?::\d+){1,2}$/, '');
  return places.length === 0 ? '' : null;
}

/** Uncaught exceptions and errors that the page itself writes to the console. */
export function judgeScriptErrors(facts: PageErrorFacts, rule: string): Judgement[] {
  const failures: Judgement[] = [];
  for (const one of facts.observations) {
    if (one.kind === 'page-error') {
      const source = sourceOf(one.text, facts.portalAddress);
      if (source === null) continue;
      const place = shortUrl(source === '' ? one.url : source);
      const [message = ''] = one.text.split('\n');
      failures.push(
        failed(
          rule,
          one.stepId,
          `Ошибка JavaScript на ${place}: «${quote(message)}».`,
          `JavaScript error on ${place}: "${quote(message)}".`,
        ),
      );
    } else if (one.kind === 'console-error' && !isRequestNoise(one.text) && !fromPortal(one.url, facts.portalAddress)) {
      failures.push(
        failed(
          rule,
          one.stepId,
          `Ошибка в консоли браузера на ${shortUrl(one.url)}: «${quote(one.text)}».`,
          `Error in the browser console on ${shortUrl(one.url)}: "${quote(one.text)}".`,
        ),
      );
    }
  }
  if (failures.length > 0) return failures;
  if (facts.pages.length === 0) return [];
  return [
    passed(
      rule,
      facts.pages.at(-1)?.stepId ?? null,
      'Ошибок JavaScript и ошибок в консоли нет.',
      'No JavaScript errors and no console errors.',
    ),
  ];
}

/** Failed requests, missing pictures, dead links, parts that an HTTPS portal would block. */
export function judgeBrokenLinks(facts: PageErrorFacts, rule: string): Judgement[] {
  const failures: Judgement[] = [];
  const reported = new Set<string>();
  const report = (key: string, judgement: Judgement): void => {
    if (reported.has(key)) return;
    reported.add(key);
    failures.push(judgement);
  };
  // What the sandbox itself did not let through is not the vendor's fault.
  const blocked = new Set(facts.observations.filter((one) => one.kind === 'blocked-request').map((one) => shortUrl(one.url)));
  for (const one of facts.observations) {
    if (isBrowsersOwn(one.url) || fromPortal(one.url, facts.portalAddress)) continue;
    const place = shortUrl(one.url);
    if (one.kind === 'request-failed' && facts.vendorOrigins.has(originOf(one.url) ?? '') && !isAborted(one.text)) {
      report(
        place,
        failed(
          rule,
          one.stepId,
          `Запрос страницы не удался: ${place} (${quote(one.text)}).`,
          `A request of the page failed: ${place} (${quote(one.text)}).`,
        ),
      );
    }
  }
  // The same is asked for each time the page opens; one that belongs to a step can be shown with its picture.
  const placed = [...facts.failedResponses].sort((a, b) => Number(a.stepId === null) - Number(b.stepId === null));
  for (const one of placed) {
    if (isBrowsersOwn(one.url)) continue;
    const isCall = one.resourceType === 'xhr' || one.resourceType === 'fetch';
    // Calls that are refused may be meant so, and those that crash are judged as server errors.
    if (isCall && one.status !== 404 && one.status !== 410) continue;
    const place = shortUrl(one.url);
    report(
      place,
      failed(
        rule,
        one.stepId,
        `Страница запрашивает то, чего нет: ${place} (HTTP ${one.status}).`,
        `The page asks for what is missing: ${place} (HTTP ${one.status}).`,
      ),
    );
  }
  for (const page of facts.pages) {
    for (const image of page.brokenImages) {
      if (blocked.has(shortUrl(image)) || isBrowsersOwn(image)) continue;
      report(
        shortUrl(image),
        failed(rule, page.stepId, `Картинка не показывается: ${shortUrl(image)}.`, `A picture is not shown: ${shortUrl(image)}.`),
      );
    }
    for (const link of page.checkedLinks) {
      if (link.status === null || !(link.status === 404 || link.status === 410 || link.status >= 500)) continue;
      report(
        shortUrl(link.href),
        failed(
          rule,
          page.stepId,
          `Ссылка ведёт на ошибку: ${shortUrl(link.href)} (HTTP ${link.status}).`,
          `A link leads to an error: ${shortUrl(link.href)} (HTTP ${link.status}).`,
        ),
      );
    }
    for (const part of page.insecureParts) {
      report(
        `insecure ${shortUrl(part.url)}`,
        failed(
          rule,
          page.stepId,
          `Часть страницы (${part.tag}) запрошена по http: ${shortUrl(part.url)}. Портал открыт по https, браузер её заблокирует.`,
          `A part of the page (${part.tag}) is asked for over http: ${shortUrl(part.url)}. A portal is served over https, so the browser will block it.`,
        ),
      );
    }
  }
  if (failures.length > 0) return failures;
  if (facts.pages.length === 0) return [];
  const links = facts.pages.reduce((sum, page) => sum + page.checkedLinks.length, 0);
  return [
    passed(
      rule,
      facts.pages.at(-1)?.stepId ?? null,
      `Битых картинок, стилей и ссылок нет; ссылок открыто: ${links}.`,
      `No broken pictures, styles or links; links opened: ${links}.`,
    ),
  ];
}
