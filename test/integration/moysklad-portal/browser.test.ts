import { mkdtempSync, rmSync } from 'node:fs';
import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Frame, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../../electron/marketplaces/moysklad/command-line.ts';
import { signJwt } from '../../../electron/marketplaces/moysklad/portal/jwt.ts';
import { portalPaths, portalSelectors } from '../../../electron/marketplaces/moysklad/portal/page-map.ts';
import { createMoyskladPortal, type MoyskladPortal } from '../../../electron/marketplaces/moysklad/portal/portal.ts';
import { openWorkshop, type Workshop } from '../bitrix24-portal/browser-fixture.ts';

// MoySklad's side of the conversation with windows, widgets and popups, in the real sandbox browser (domain/moysklad.md §6).
const APP = { appId: '3b0c0000-0000-4000-8000-00000000b001', appUid: 'talker.vendor', secretKey: 'talker-secret-key-0001' };
const EDIT = 'document.customerorder.edit';
const ADMIN = '7c1e0a10-5d00-4e00-8a00-000000000001';

/** Every page of the vendor: it keeps what it hears in `heard` and says what a test tells it to. */
const PAGE = `<!doctype html><title>vendor</title><link rel="icon" href="data:,"><body><p>page</p><script>
  window.heard = [];
  addEventListener('message', (event) => heard.push(event.data));
  window.say = (message) => parent.postMessage(message, '*');
</script></body>`;

interface Message {
  readonly name: string;
  readonly messageId?: number;
  readonly correlationId?: number | null;
  readonly [field: string]: unknown;
}

let workshop: Workshop;
let portal: MoyskladPortal;
let vendor: Server;
let folder = '';
let page: Page;
let close: () => Promise<void>;
/** Pages that the vendor was asked for, by path. */
const loads: string[] = [];
let lastId = 100;

const descriptor = (base: string): string => {
  const all = '<open-feedback/><save-handler/><dirty-state/><change-handler><validation-feedback/></change-handler><update-provider/>';
  const uses = '<uses><good-folder-selector/><standard-dialogs/><navigation-service/><user-context/></uses>';
  const source = (name: string): string => `<sourceUrl>${base}/${name}</sourceUrl>`;
  const height = '<height><fixed>150px</fixed></height>';
  return `<ServerApplication xmlns="https://apps-api.moysklad.ru/xml/ns/appstore/app/v2">
    <vendorApi><endpointBase>${base}</endpointBase></vendorApi>
    <access><resource>https://api.moysklad.ru/api/remap/1.2</resource><scope>admin</scope></access>
    <iframes><iframe type="main" sourceUrl="${base}/main"/><iframe type="chat" sourceUrl="${base}/chat">${uses}</iframe></iframes>
    <widgets><${EDIT}>${source('widget')}${height}<supports>${all}</supports>${uses}</${EDIT}>
      <document.customerorder.create>${source('new')}${height}${uses}</document.customerorder.create>
      <document.demand.edit>${source('bare')}${height}</document.demand.edit></widgets>
    <popups><popup><name>details</name>${source('popup')}</popup></popups>
    <buttons><button name="show" title="Показать"><locations><document.demand.edit/></locations></button></buttons>
  </ServerApplication>`;
};

beforeAll(async () => {
  workshop = await openWorkshop();
  folder = mkdtempSync(path.join(os.tmpdir(), 'moysklad-browser-'));
  vendor = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://vendor');
    const isCall = pathname.startsWith('/api/');
    if (!isCall) loads.push(pathname);
    response.setHeader('content-type', isCall ? 'application/json' : 'text/html; charset=utf-8');
    const action = { action: 'showPopup', params: { popupName: 'details', popupParameters: [1, 'two'] } };
    response.end(isCall ? JSON.stringify(pathname.endsWith('/button') ? action : { status: 'Activated' }) : PAGE);
  });
  await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
  portal = await createMoyskladPortal(
    { stateDir: folder, host: '127.0.0.1', port: 0, tls: false, language: 'ru', eventDelayMs: 10, eventTimeoutMs: 2500 },
    () => undefined,
  );
  const values = { '--descriptor': descriptor(base), '--app-id': APP.appId, '--app-uid': APP.appUid, '--secret': APP.secretKey };
  const registration = commandLine.registration({ code: 'talker', version: '1', values });
  if ('refused' in registration) throw new Error('the descriptor was refused');
  await portal.registerSolution(registration);
  await portal.control('install', { code: 'talker' });
  ({ page, close } = await workshop.open({ portal }, registration));
});
afterAll(async () => {
  await close();
  await portal.stop();
  vendor.closeAllConnections();
  vendor.close();
  rmSync(folder, { recursive: true, force: true });
  await workshop.close();
});

async function frameAt(selector: string): Promise<Frame> {
  const handle = await page.waitForSelector(selector, { state: 'attached' });
  const frame = (await handle.contentFrame()) as Frame;
  await frame.waitForFunction('window.heard !== undefined', undefined, { polling: 20 });
  return frame;
}

async function open(place: string): Promise<void> {
  await page.goto(await portal.signInUrl(ADMIN, place));
  await page.locator(portalSelectors.ready).waitFor();
}

async function orderId(): Promise<string> {
  return ((await portal.control('first-entity', { entityType: 'customerorder' })) as { id: string }).id;
}

/** The order's page with its widget, which has heard Open. */
async function openOrder(isReady = true): Promise<{ widget: Frame; opened: Message; id: string }> {
  const id = await orderId();
  await open(portalPaths.edit('customerorder', id));
  const widget = await frameAt(portalSelectors.widgetFrame(EDIT));
  const opened = await heard(widget, 'Open');
  if (isReady) await say(widget, { name: 'OpenFeedback', correlationId: opened.messageId });
  return { widget, opened, id };
}

/** The next message of that name which no test has looked at yet. */
async function heard(frame: Frame, name: string): Promise<Message> {
  const find = `(() => { const at = window.heard.findIndex((one) => one.name === ${JSON.stringify(name)}); return at < 0 ? null : window.heard.splice(at, 1)[0]; })()`;
  // By the clock: a popup that is closed stays loaded, and what is hidden has no frames to look in.
  const handle = await frame.waitForFunction<Message | null>(find, undefined, { timeout: 5000, polling: 20 });
  return (await handle.jsonValue()) as Message;
}

async function say(frame: Frame, message: object): Promise<void> {
  await frame.evaluate(`window.say(${JSON.stringify(message)})`);
}

/** Says a request and waits for what answers it, be it the answer or an error. */
async function request(frame: Frame, name: string, fields: object, answerName: string): Promise<Message> {
  lastId += 1;
  await say(frame, { name, messageId: lastId, ...fields });
  const answer = await heard(frame, answerName);
  expect(answer.correlationId).toBe(lastId);
  return answer;
}

const errorsOf = (message: Message): { code: number; error: string }[] => message['errors'] as { code: number; error: string }[];
async function refused(frame: Frame, message: object): Promise<number | undefined> {
  await say(frame, message);
  return errorsOf(await heard(frame, 'InvalidMessageError'))[0]?.code;
}

describe('widgets', () => {
  it('are told of their document and seen once they are ready', async () => {
    const { widget, opened, id } = await openOrder(false);
    expect(opened).toMatchObject({ extensionPoint: EDIT, objectId: id, displayMode: 'expanded' });
    const element = page.locator(portalSelectors.widgetFrame(EDIT));
    expect(await element.getAttribute('data-hidden')).toBe('true');
    expect(await refused(widget, { name: 'OpenFeedback', correlationId: -1 })).toBe(1002);
    await say(widget, { name: 'OpenFeedback', correlationId: opened.messageId });
    await page.locator(`${portalSelectors.widgetFrame(EDIT)}[data-hidden="false"]`).waitFor();
    // Ready twice is not documented: the state does not allow it.
    expect(await refused(widget, { name: 'OpenFeedback', correlationId: opened.messageId })).toBe(1000);
  });

  it('hear of changes, and only of changes, and keep an invalid document from being saved', async () => {
    const { widget, id } = await openOrder();
    expect(await widget.evaluate(`window.heard.some((one) => one.name === 'Change')`)).toBe(false);
    const comment = page.locator(portalSelectors.descriptionField);
    await comment.fill('Первый');
    await comment.blur();
    const change = await heard(widget, 'Change');
    expect(change).toMatchObject({ extensionPoint: EDIT, changeHints: ['_fields'] });
    expect(change['objectState']).toMatchObject({ id, description: 'Первый', meta: { type: 'customerorder' }, positions: { rows: [] } });
    // An answer to an earlier change does not count.
    await say(widget, { name: 'ValidationFeedback', correlationId: Number(change.messageId) - 1, valid: true });
    await say(widget, { name: 'ValidationFeedback', correlationId: change.messageId, valid: false, message: 'Нужно больше печенья' });
    await page.click(portalSelectors.saveDocument);
    await page.locator(portalSelectors.toast, { hasText: 'Нужно больше печенья' }).waitFor();
    await say(widget, { name: 'ValidationFeedback', correlationId: change.messageId, valid: true });
    await page.click(portalSelectors.saveDocument);
    expect(await heard(widget, 'Save')).toMatchObject({ extensionPoint: EDIT, objectId: id });
    await page.reload();
    await page.locator(portalSelectors.ready).waitFor();
    expect(await comment.inputValue()).toBe('Первый');
  });

  it('may change the document and say that they hold unsaved changes', async () => {
    const { widget, opened } = await openOrder();
    await request(widget, 'UpdateRequest', { updateState: { description: 'От виджета' } }, 'UpdateResponse');
    expect(await page.locator(portalSelectors.descriptionField).inputValue()).toBe('От виджета');
    const change = await heard(widget, 'Change');
    await say(widget, { name: 'ValidationFeedback', correlationId: change.messageId, valid: true });
    expect(await refused(widget, { name: 'UpdateRequest', messageId: 1, updateState: { description: 5 } })).toBe(1002);
    await page.click(portalSelectors.saveDocument);
    await heard(widget, 'Save');
    await say(widget, { name: 'SetDirty', messageId: 2, openMessageId: opened.messageId });
    await page.click(portalSelectors.closeDocument);
    await page.click(`${portalSelectors.choiceDialog} [data-choice="stay"]`);
    await say(widget, { name: 'ClearDirty', messageId: 3 });
    await page.click(portalSelectors.closeDocument);
    await page.waitForURL(`**${portalPaths.list('customerorder')}`);
  });

  it('stay loaded from one document to the next', async () => {
    const { widget, opened, id } = await openOrder();
    const loadedBefore = loads.filter((one) => one === '/widget').length;
    await page.click(portalSelectors.nextDocument);
    const next = await heard(widget, 'Open');
    expect(next['objectId']).not.toBe(id);
    expect(next.messageId).toBeGreaterThan(Number(opened.messageId));
    expect(page.url()).toContain(String(next['objectId']));
    expect(await page.locator(portalSelectors.widgetFrame(EDIT)).getAttribute('data-hidden')).toBe('true');
    expect(loads.filter((one) => one === '/widget')).toHaveLength(loadedBefore);
  });

  it('have no protocol that the descriptor does not name, and hardly any on a new document', async () => {
    const { id } = (await portal.control('first-entity', { entityType: 'demand' })) as { id: string };
    await open(portalPaths.edit('demand', id));
    const bare = await frameAt(portalSelectors.widgetFrame('document.demand.edit'));
    expect(await refused(bare, { name: 'ShowDialogRequest', messageId: 1, dialogText: '', buttons: [] })).toBe(1004);
    expect(await refused(bare, { name: 'UpdateRequest', messageId: 2, updateState: {} })).toBe(1004);
    await open(portalPaths.create('customerorder'));
    const fresh = await frameAt(portalSelectors.widgetFrame('document.customerorder.create'));
    expect((await heard(fresh, 'Open'))['objectId']).toBeNull();
    expect(await refused(fresh, { name: 'NavigateRequest', messageId: 3, path: '#customerorder' })).toBe(1004);
    const { token } = await request(fresh, 'UserContextRequest', {}, 'UserContextResponse');
    expect(await exchange(token)).toMatchObject({ status: 200, body: { userId: ADMIN, role: 'admin' } });
    // Once used it is gone; an empty one is another fault.
    expect(await exchange(token)).toMatchObject({ status: 404, body: { errors: [{ code: 3007 }] } });
    expect(await exchange('')).toMatchObject({ status: 400, body: { errors: [{ code: 3008 }] } });
  });
});

async function exchange(token: unknown): Promise<{ status: number; body: unknown }> {
  const iat = Math.floor(Date.now() / 1000);
  const response = await fetch(`${portal.describe().address}/api/vendor/1.0/context/user`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${signJwt({ sub: APP.appUid, iat, jti: String(Math.random()) }, APP.secretKey)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ token }),
  });
  return { status: response.status, body: await response.json() };
}

describe('services of the host window', () => {
  it('show a dialog and tell which button was pressed, or that it was closed', async () => {
    const { widget } = await openOrder();
    const buttons = [
      { name: 'Yes', caption: 'Да, удалить' },
      { name: 'No', caption: 'Нет' },
    ];
    const normal = request(widget, 'ShowDialogRequest', { dialogText: '<b>Удалить?</b>', buttons }, 'ShowDialogResponse');
    expect(await page.locator(portalSelectors.choiceDialog).locator('p').textContent()).toBe('<b>Удалить?</b>');
    expect(await refused(widget, { name: 'ShowDialogRequest', messageId: 9, dialogText: 'ещё', buttons })).toBe(1003);
    await page.click(`${portalSelectors.choiceDialog} [data-choice="No"]`);
    expect(await normal).toMatchObject({ buttonName: 'No', dialogResolution: 'normal' });
    const closed = request(widget, 'ShowDialogRequest', { dialogText: 'Закрыть', buttons }, 'ShowDialogResponse');
    await page.locator(portalSelectors.choiceDialog).waitFor();
    await page.keyboard.press('Escape');
    const told = await closed;
    expect(told['dialogResolution']).toBe('closedByUser');
    expect(told).not.toHaveProperty('buttonName');
    await say(widget, { name: 'ShowDialogRequest', dialogText: 'без номера', buttons });
    expect(await heard(widget, 'InvalidMessageError')).toMatchObject({
      correlationId: null,
      invalidMessage: { name: 'ShowDialogRequest' },
      errors: [{ code: 1001, error: 'Отсутствует обязательный параметр messageId' }],
    });
    const long = [{ name: 'x', caption: 'x'.repeat(101) }];
    expect(await refused(widget, { name: 'ShowDialogRequest', messageId: 10, dialogText: '', buttons: long })).toBe(1002);
  });

  it('select a group of goods', async () => {
    const { widget } = await openOrder();
    const chosen = request(widget, 'SelectGoodFolderRequest', {}, 'SelectGoodFolderResponse');
    await page.locator(portalSelectors.choiceDialog).getByRole('button', { name: 'Бакалея' }).click();
    const answer = await chosen;
    expect(answer['selected']).toBe(true);
    expect(answer['goodFolderId']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('navigate by the addresses of MoySklad', async () => {
    const { widget } = await openOrder();
    const { id } = (await portal.control('first-entity', { entityType: 'product' })) as { id: string };
    expect(await refused(widget, { name: 'NavigateRequest', messageId: 1, path: 'https://example.org/', target: 'self' })).toBe(1002);
    expect(await refused(widget, { name: 'NavigateRequest', messageId: 2, path: '#customerorder', target: 'top' })).toBe(1002);
    await say(widget, { name: 'NavigateRequest', messageId: 3, path: `#good/edit?id=${id}`, target: 'self' });
    await page.waitForURL(`**${portalPaths.edit('product', id)}`);
  });

  it('open a popup, hand its answer back, and open it again without loading it again', async () => {
    const { widget } = await openOrder();
    await say(widget, { name: 'ShowPopupRequest', messageId: 1, popupName: 'details', popupParameters: { foo: 'bar' } });
    const popup = await frameAt(portalSelectors.popupFrame);
    expect(await heard(popup, 'OpenPopup')).toMatchObject({ popupName: 'details', popupParameters: { foo: 'bar' } });
    await say(popup, { name: 'ClosePopup', messageId: 5, popupResponse: null });
    expect(await heard(widget, 'ShowPopupResponse')).toEqual({
      name: 'ShowPopupResponse',
      correlationId: 1,
      popupName: 'details',
      popupResolution: 'normal',
      popupResponse: null,
    });
    expect(await refused(popup, { name: 'ClosePopup', messageId: 6 })).toBe(1000);
    const loadedBefore = loads.filter((one) => one === '/popup').length;
    await say(widget, { name: 'ShowPopupRequest', messageId: 2, popupName: 'details' });
    expect(await heard(popup, 'OpenPopup')).not.toHaveProperty('popupParameters');
    await page.click(portalSelectors.closePopup);
    expect(await heard(widget, 'ShowPopupResponse')).toMatchObject({ correlationId: 2, popupResolution: 'closedByUser' });
    expect(loads.filter((one) => one === '/popup')).toHaveLength(loadedBefore);
    expect(await refused(widget, { name: 'ShowPopupRequest', messageId: 3, popupName: 'other' })).toBe(1002);
  });

  it('open a popup that a button of the solution asks for', async () => {
    const { id } = (await portal.control('first-entity', { entityType: 'demand' })) as { id: string };
    await open(portalPaths.edit('demand', id));
    await page.click(portalSelectors.button('show'));
    const popup = await frameAt(portalSelectors.popupFrame);
    expect((await heard(popup, 'OpenPopup'))['popupParameters']).toEqual([1, 'two']);
    await page.keyboard.press('Escape');
    await page.locator(portalSelectors.popupFrame).waitFor({ state: 'hidden' });
  });
});

describe('the chat window', () => {
  it('stands among the chats, at most 1096 wide, with a key and without services or growth', async () => {
    await page.setViewportSize({ width: 1600, height: 900 });
    await open(portalPaths.chats);
    const frame = await frameAt(portalSelectors.chatFrame);
    const { pathname, searchParams } = new URL(frame.url());
    expect(pathname).toBe('/chat');
    expect(Object.fromEntries(searchParams)).toMatchObject({ appUid: APP.appUid, appId: APP.appId, userLocale: 'ru_RU' });
    expect(searchParams.get('contextKey')).toMatch(/^[0-9a-f]{20,}$/);
    const element = page.locator(portalSelectors.chatFrame);
    expect(await element.getAttribute('sandbox')).toBe(
      'allow-forms allow-scripts allow-same-origin allow-popups allow-modals allow-downloads',
    );
    const size = async (): Promise<object | null> => element.boundingBox();
    const before = await size();
    expect(before).toMatchObject({ width: 1096 });
    await say(frame, { height: 3000 });
    for (const message of [
      { name: 'UserContextRequest', messageId: 1 },
      { name: 'ShowDialogRequest', messageId: 2, dialogText: 'x', buttons: [] },
    ])
      expect(await refused(frame, message)).toBe(1004);
    expect(await refused(frame, { name: 'ShowPopupRequest', messageId: 3, popupName: 'details' })).toBe(1002);
    expect(await size()).toEqual(before);
  });

  it('is there only while the solution is connected', async () => {
    await portal.control('suspend', { code: 'talker' });
    try {
      await open(portalPaths.chats);
      expect(await page.locator('main').innerText()).toContain('Ни одно подключённое решение');
      expect(await page.locator('iframe').count()).toBe(0);
      expect((await page.goto(await portal.signInUrl(ADMIN, portalPaths.chat('talker'))))?.status()).toBe(404);
    } finally {
      await portal.control('resume', { code: 'talker' });
    }
  });
});

describe('the main window', () => {
  it('is loaded with its key and language, in the documented sandbox, and grows', async () => {
    await open(portalPaths.mainWindow('talker'));
    const frame = await frameAt(portalSelectors.mainFrame);
    const { searchParams } = new URL(frame.url());
    expect(Object.fromEntries(searchParams)).toMatchObject({ appUid: APP.appUid, appId: APP.appId, userLocale: 'ru_RU' });
    expect(searchParams.get('contextKey')).not.toBe('');
    const element = page.locator(portalSelectors.mainFrame);
    expect(await element.getAttribute('sandbox')).toBe(
      'allow-forms allow-scripts allow-same-origin allow-popups allow-modals allow-downloads',
    );
    expect(await element.getAttribute('allow')).toBe('clipboard-read; clipboard-write; fullscreen');
    await say(frame, { height: 1500 });
    await page.locator(`${portalSelectors.mainFrame}[height="1500"]`).waitFor();
    await say(frame, { height: 200 });
    await page.locator(`${portalSelectors.mainFrame}[height="768"]`).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.locator('html[lang="en"] body[data-ready="true"]').waitFor({ state: 'attached' });
    expect((await frameAt(portalSelectors.mainFrame)).url()).toContain('userLocale=en_US');
  });
});
