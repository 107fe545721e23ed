import type { Frame, Page } from 'playwright';

const POLL_MS = 20;

/**
 * Waits for the vendor's page in a frame of the portal's page. A page that is replaced meanwhile is waited for again: a portal reloads
 * itself as soon as an installer says that it is finished, which may be before anybody has looked at it.
 * @param limitMs for the whole wait; the page's own limit holds for the frame to appear
 * @param check is called while waiting; what it throws ends the wait
 * @throws when there is no such frame, it is none, or nothing came into it
 */
export async function filledFrame(page: Page, selector: string, limitMs: number, check: () => void): Promise<Frame> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const element = await page.waitForSelector(selector, { state: 'attached' });
    const frame = await element.contentFrame().catch((error: unknown) => nullWhenReplaced(page, error));
    if (frame && (await isFilled(page, frame, deadline, check))) return frame;
    if (!frame && (await element.evaluate((node) => node.isConnected).catch(() => false))) throw new Error(`${selector} is not a frame`);
    if (performance.now() > deadline) throw new Error("the vendor's page did not stay in its frame");
    check();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** @returns false when the frame was taken away meanwhile */
async function isFilled(page: Page, frame: Frame, deadline: number, check: () => void): Promise<boolean> {
  // The frame begins empty and is filled by a form post.
  while (!/^https?:/.test(frame.url())) {
    if (frame.url().startsWith('chrome-error:')) throw new Error("the browser could not load the vendor's page");
    if (frame.isDetached()) return false;
    if (performance.now() > deadline) throw new Error("the vendor's page did not come into its frame");
    check();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  await frame.waitForLoadState('domcontentloaded').catch((error: unknown) => nullWhenReplaced(page, error));
  return !frame.isDetached();
}

/**
 * What came of an element or a frame that the page took away. The browser has many words for it, depending on how far the way was
 * gone; only that the page itself or its process is no more is something else.
 */
function nullWhenReplaced(page: Page, error: unknown): null {
  if (page.isClosed() || /crashed|has been closed|timeout/i.test(String(error))) throw error;
  return null;
}
