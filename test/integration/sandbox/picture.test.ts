import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type CDPSession, type Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBrowserProcess, type BrowserProcess } from '../../../electron/sandbox/browser-process.ts';
import { openDisplay, type Display } from '../../../electron/sandbox/display.ts';
import { Masker } from '../../../electron/sandbox/masking.ts';
import { findPlaces, namedIn } from '../../../electron/sandbox/point-out.ts';
import type { PictureMark } from '../../../electron/sandbox/run-context.ts';
import { takePicture } from '../../../electron/sandbox/screenshot.ts';
import { buildSandboxApp, type SandboxApp } from './sandbox-app.ts';

// Real pictures of a real page; their pixels are read back in the browser that took them.
const SECRET = 'secret-token-4711';
const FRAME = `<body style="margin:0;background:#fff"><p id="framed" style="margin:0;font-size:40px">${SECRET}</p>`;
const PAGE = (other: string): string => `<!doctype html><meta charset="utf-8">
  <style>body { margin: 0; background: #fff; font: 40px sans-serif } p, input, div { margin: 0; height: 50px; display: block; box-sizing: border-box } iframe { border: 0; height: 60px; width: 600px; display: block }</style>
  <p id="open">Открытый текст</p>
  <p id="plain">token ${SECRET}</p>
  <p id="split"><b>secret-to</b><i>ken-4711</i></p>
  <input id="password" type="password" value="whatever">
  <input id="field" value="${SECRET}">
  <div id="shadow"></div>
  <svg width="600" height="50" id="svg"><text y="40">${SECRET}</text></svg>
  <iframe id="same" src="/frame"></iframe><iframe id="other" src="${other}/frame"></iframe>
  <script>
    document.getElementById('shadow').attachShadow({ mode: 'closed' }).innerHTML = '<span>${SECRET}</span>';
    CSSStyleDeclaration.prototype.setProperty = () => { window.seen = 'page script ran'; };
    Element.prototype.setAttribute = () => { window.seen = 'page script ran'; };
  </script>`;

const AROUND =
  '<body style="margin:0"><iframe src="/broken" style="position:absolute;left:100px;top:50px;width:600px;height:500px;border:0"></iframe>';
const BROKEN = `<!doctype html><meta charset="utf-8"><body style="margin:0"><div style="height:1500px"></div>
  <img id="missing" src="/missing.png" width="80" height="40"><p id="warning">Warning: <b>mysqli_connect()</b> failed</p>
  <input id="login" name="portal_password" type="password"><script>var text = 'Warning: mysqli_connect() failed';</script>`;

let app: SandboxApp;
let display: Display;
let browser: BrowserProcess;
let server: Server;
let page: Page;
let devTools: CDPSession;
let origin = '';

beforeAll(async () => {
  [app, display] = await Promise.all([buildSandboxApp(), openDisplay()]);
  server = createServer((request, response) => {
    const other = `http://localhost:${(server.address() as AddressInfo).port}`;
    response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .end(
        request.url === '/frame'
          ? FRAME
          : request.url === '/broken'
            ? BROKEN
            : request.url === '/around'
              ? AROUND
              : request.url === '/blank'
                ? ''
                : PAGE(other),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  browser = await startBrowserProcess({
    electron: app.electron,
    egress: { allow: [`127.0.0.1:${port}`, `localhost:${port}`] },
    ca: null,
    language: 'ru',
    environment: display.environment,
    widthPx: 1000,
    heightPx: 700,
    onNote: () => undefined,
    signal: new AbortController().signal,
  });
  const connected = await chromium.connectOverCDP(browser.webSocketUrl, { noDefaults: true });
  page = connected.contexts()[0]?.pages()[0] as Page;
  devTools = await page.context().newCDPSession(page);
});

afterAll(async () => {
  await browser.close();
  display.close();
  server.close();
  await app.remove();
});

async function boxOf(selector: string): Promise<PictureMark> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not shown`);
  return box;
}

/** Average colour of each box in the picture, as [red, green, blue]. */
async function coloursIn(picture: Buffer | null, boxes: readonly PictureMark[]): Promise<number[][]> {
  await page.goto(`${origin}/blank`);
  return page.evaluate(
    async ([data, places]) => {
      const image = new Image();
      image.src = `data:image/jpeg;base64,${data}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(image, 0, 0);
      return places.map(({ x, y, width, height }) => {
        const { data: pixels } = context.getImageData(x, y, width, height);
        const sum = [0, 0, 0];
        for (let at = 0; at < pixels.length; at++) if (at % 4 < 3) sum[at % 4] = (sum[at % 4] ?? 0) + (pixels[at] ?? 0);
        return sum.map((total) => Math.round((total * 4) / pixels.length));
      });
    },
    [(picture ?? Buffer.alloc(0)).toString('base64'), boxes] as const,
  );
}

const isBlack = (colour: readonly number[] | undefined): boolean => colour !== undefined && colour.every((part) => part < 25);
const isWhite = (colour: readonly number[] | undefined): boolean => colour !== undefined && colour.every((part) => part > 250);

it('blacks out every place that shows a secret, and puts the page back as it was', async () => {
  await page.goto(`${origin}/`);
  const html = await page.content();
  const boxes = await Promise.all(['#open', '#plain', '#split b', '#split i', '#password', '#field', '#same', '#other', '#svg'].map(boxOf));
  // The frame's text, not its whole height; within the shadow the text only.
  const shadow = { ...(await boxOf('#shadow')), width: 300, height: 40 };
  const picture = await takePicture(page, devTools, new Masker([SECRET]));
  expect(await page.content()).toBe(html);
  expect(await page.evaluate('window.seen')).toBeUndefined();
  const [open, plain, first, second, password, field, same, other, svg, inShadow] = await coloursIn(picture, [
    ...boxes.map((box, index) => (index === 6 || index === 7 ? { ...box, height: 44 } : box)),
    shadow,
  ]);
  expect({ open, isDark: isBlack(open), isEmpty: isWhite(open) }).toMatchObject({ isDark: false, isEmpty: false });
  for (const [name, colour] of Object.entries({ plain, first, second, password, field, same, other, inShadow })) {
    expect(isBlack(colour), `${name} ${String(colour)}`).toBe(true);
  }
  expect(isWhite(svg), `svg ${String(svg)}`).toBe(true);
});

it('shows everything when nothing is secret', async () => {
  await page.goto(`${origin}/`);
  const boxes = await Promise.all(['#plain', '#field', '#other', '#svg'].map(boxOf));
  const colours = await coloursIn(await takePicture(page, devTools, new Masker(['something else'])), boxes);
  expect(colours.map((colour) => isBlack(colour) || isWhite(colour))).toEqual([false, false, false, false]);
});

it('outlines what it is asked to, in frames too, and leaves nothing in the page', async () => {
  await page.goto(`${origin}/`);
  const html = await page.content();
  const framed = (await page.frameLocator('#other').locator('#framed').boundingBox()) as PictureMark;
  const picture = await takePicture(page, devTools, new Masker(), [framed, await boxOf('#open')]);
  expect(await page.content()).toBe(html);
  const edge = { x: framed.x + 20, y: framed.y - 3, width: 100, height: 1 };
  const inside = { x: framed.x + 400, y: framed.y + 5, width: 20, height: 10 };
  const [outline, within] = await coloursIn(picture, [edge, inside]);
  expect(outline?.[0]).toBeGreaterThan(200);
  expect(outline?.[1]).toBeLessThan(80);
  expect(isWhite(within)).toBe(true);
});

it('finds on the page what the words of a fault name: addresses, quoted texts, fields, else the whole frame', async () => {
  await page.goto(`${origin}/around`);
  await page.frameLocator('iframe').locator('#login').waitFor();
  const places = (ru: string) => findPlaces(page, namedIn({ ru, en: '' }));
  const box = async (id: string) => (await page.frameLocator('iframe').locator(id).boundingBox()) as PictureMark;
  const near = (mark: PictureMark | undefined, wanted: PictureMark): void => {
    expect(mark?.x).toBeCloseTo(wanted.x, 0);
    expect(mark?.y).toBeCloseTo(wanted.y, 0);
  };
  const image = await places(`Картинка не показывается: ${origin}/missing.png.`);
  expect(image).toHaveLength(1);
  near(image[0], await box('#missing'));
  // It lay far below the fold and was brought into sight.
  expect((image[0]?.y ?? 0) + (image[0]?.height ?? 0)).toBeLessThanOrEqual(551);
  const warning = await places(`Видно предупреждение: «Warning: mysqli_connect() failed» (${origin}/elsewhere).`);
  expect(warning).toHaveLength(1);
  near(warning[0], await box('#warning'));
  const field = await places('Просят пароль портала (поле «portal_password»).');
  near(field[0], await box('#login'));
  expect(await places(`Полоса прокрутки (${origin}/broken).`)).toEqual([{ x: 100, y: 50, width: 600, height: 500 }]);
  expect(await places('Портал не считает решение установленным.')).toEqual([]);
});
