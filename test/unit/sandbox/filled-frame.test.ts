import type { Frame, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { filledFrame } from '../../../electron/sandbox/filled-frame.ts';

const noCheck = (): void => undefined;

interface FrameLife {
  readonly urls: readonly string[];
  readonly isTakenAway?: boolean;
}

/** A frame that shows these addresses one after the other, and is gone after the last of them when it is taken away. */
function frameOf({ urls, isTakenAway = false }: FrameLife): Frame {
  let looked = 0;
  const frame = {
    url: () => urls[Math.min(looked++, urls.length - 1)],
    isDetached: () => isTakenAway && looked >= urls.length,
    waitForLoadState: () => (isTakenAway ? Promise.reject(new Error('frame.waitForLoadState: Frame was detached')) : Promise.resolve()),
  };
  return frame as unknown as Frame;
}

/** A page in which each look finds the next of these frames; an error stands for an element that cannot be looked into. */
function pageOf(frames: readonly (Frame | Error | null)[], isConnected = false): Page {
  let found = 0;
  const page = {
    isClosed: () => false,
    waitForSelector: () => {
      const frame = frames[Math.min(found++, frames.length - 1)];
      return Promise.resolve({
        contentFrame: () => (frame instanceof Error ? Promise.reject(frame) : Promise.resolve(frame)),
        evaluate: () => Promise.resolve(isConnected),
      });
    },
  };
  return page as unknown as Page;
}

describe('the vendor’s frame', () => {
  it('is waited for until the form post has filled it', async () => {
    const frame = frameOf({ urls: ['about:blank', '', 'http://127.0.0.1:1/app'] });
    expect(await filledFrame(pageOf([frame]), 'iframe', 1000, noCheck)).toBe(frame);
  });

  it('is looked for again when the portal replaced its page: before, while and after it was filled', async () => {
    const last = frameOf({ urls: ['http://127.0.0.1:1/app'] });
    const frames = [
      new Error('elementHandle.contentFrame: Element is not attached to the DOM'),
      new Error('elementHandle.contentFrame: Protocol error (DOM.describeNode): Cannot find context with specified id'),
      null,
      frameOf({ urls: ['about:blank', 'about:blank'], isTakenAway: true }),
      frameOf({ urls: ['http://127.0.0.1:1/install'], isTakenAway: true }),
      last,
    ];
    expect(await filledFrame(pageOf(frames), 'iframe', 1000, noCheck)).toBe(last);
  });

  it('is given up when it stays empty, is none, could not be loaded, or the test has ended', async () => {
    await expect(filledFrame(pageOf([frameOf({ urls: ['about:blank'] })]), 'iframe', 30, noCheck)).rejects.toThrow('did not come');
    await expect(filledFrame(pageOf([null], true), '#box', 1000, noCheck)).rejects.toThrow('#box is not a frame');
    const broken = frameOf({ urls: ['chrome-error://chromewebdata/'] });
    await expect(filledFrame(pageOf([broken]), 'iframe', 1000, noCheck)).rejects.toThrow('could not load');
    await expect(filledFrame(pageOf([new Error('Target crashed')]), 'iframe', 1000, noCheck)).rejects.toThrow('crashed');
    const ended = (): never => {
      throw new Error('ended');
    };
    await expect(filledFrame(pageOf([frameOf({ urls: ['about:blank'] })]), 'iframe', 1000, ended)).rejects.toThrow('ended');
  });

  it('is given up when the page is replaced without end', async () => {
    const away = new Error('Element is not attached to the DOM');
    await expect(filledFrame(pageOf([away]), 'iframe', 30, noCheck)).rejects.toThrow('did not stay');
  });
});
