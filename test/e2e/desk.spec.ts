import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import { startWorkstation, temporaryFolder } from '../electron-app.ts';
import { startDemoDesk, waitForDesk, type DemoDesk } from './demo-desk.ts';

/** The desk around a submission: panes, conversation, answers that arrive, menu, print, zoom, tour. */
let desk: DemoDesk;

test.beforeAll(async () => {
  desk = await startDemoDesk();
  await desk.app.evaluate(({ app, Notification }) => {
    const seen = { badge: -1, notices: [] as string[] };
    (globalThis as Record<string, unknown>)['seen'] = seen;
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      seen.notices.push(`${this.title}: ${this.body}`);
    };
    app.setBadgeCount = (count) => {
      seen.badge = count ?? -1;
      return true;
    };
  });
  await desk.page.getByTestId('queue-row').filter({ hasText: 'Платежи и сверки' }).first().click();
  await expect(desk.page.getByTestId('submission')).toBeVisible();
});

test.afterAll(async () => {
  await desk.close();
});

async function resize(width: number, height: number): Promise<void> {
  await desk.app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w ?? 0, h ?? 0), [width, height]);
}

test('a wide window shows what is asked, what is checked and what is said; the shares are remembered', async () => {
  const { page } = desk;
  await expect(page.locator('[data-pane="asked"]')).toHaveCount(0);
  await resize(1900, 1000);
  await expect(page.locator('[data-pane="asked"] [data-testid="card"]')).toBeVisible();
  await expect(page.locator('[data-pane="checked"] [data-testid="checklist"]')).toBeVisible();
  await expect(page.locator('[data-zone="side"] [data-testid="chat"]')).toBeVisible();
  // Marks act beside an open card.
  await page.keyboard.press('KeyC');
  await expect(page.getByTestId('submission')).toContainText('у меня в работе');
  await page.locator('.checklist-line').nth(1).click();
  await page.keyboard.press('Digit1');
  await expect(page.locator('.checklist-item').nth(1)).toHaveAttribute('data-mark', 'pass');
  const handle = page.getByRole('separator', { name: 'Ширина поданного' });
  await handle.focus();
  const before = Number(await handle.getAttribute('aria-valuenow'));
  await page.keyboard.press('Shift+ArrowRight');
  await expect(handle).not.toHaveAttribute('aria-valuenow', String(before));
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const answer = (await window.workstation.invoke('settings.get', {})) as { value: { layout: Record<string, unknown> } };
        return typeof answer.value.layout['asked.share'];
      }),
    )
    .toBe('number');
  // F6 walks through all of them and comes back.
  await page.locator('[data-pane="asked"] [role="tab"][data-state="active"]').focus();
  await page.keyboard.press('F6');
  await expect(page.locator('[data-pane="checked"] [role="tab"][data-state="active"]')).toBeFocused();
  await page.keyboard.press('F6');
  await expect(page.locator('[data-zone="side"] [role="tab"][data-state="active"]')).toBeFocused();
  await resize(1440, 900);
  await expect(page.locator('[data-pane="asked"]')).toHaveCount(0);
});

test('two pictures stand side by side at one zoom and one place', async () => {
  const { page } = desk;
  await page.getByTestId('tab-card').click();
  await page.getByTestId('media-item').nth(1).click();
  await page.keyboard.press('KeyB');
  const stages = page.locator('.viewer-stage');
  await expect(stages).toHaveCount(2);
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('Equal');
  await expect.poll(() => stages.first().evaluate((stage) => stage.scrollHeight > stage.clientHeight)).toBe(true);
  await stages.first().evaluate((stage) => (stage.scrollTop = 120));
  await expect.poll(() => stages.nth(1).evaluate((stage) => stage.scrollTop)).toBe(120);
  const name = await page.locator('.viewer-other .viewer-name').innerText();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.locator('.viewer-other .viewer-name')).not.toHaveText(name);
  await page.keyboard.press('KeyB');
  await expect(stages).toHaveCount(1);
  await page.keyboard.press('Escape');
});

test('an action says what it will do and who is told, on its button and in the palette', async () => {
  const { page } = desk;
  await expect(page.locator('.submission-actions [data-action="verdict.return"]')).toHaveAttribute('aria-description', /разработчику/);
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.type('вернуть на');
  await expect(page.getByTestId('palette-effect')).toContainText('в конец очереди');
  await page.locator('.palette-input').fill('пустого окна');
  await expect(page.getByRole('option').filter({ hasText: 'Требование' }).first()).toBeVisible();
  await page.keyboard.press('Escape');
});

test('answers that arrive as a package are counted, told, marked as imported, quoted and found', async () => {
  const { page, app } = desk;
  const folder = path.join(temporaryFolder('answers'), 'answers');
  mkdirSync(folder);
  const solution = await page.evaluate(async () => {
    const id = document.querySelector<HTMLElement>('[data-submission-id]')?.dataset['submissionId'];
    const answer = (await window.workstation.invoke('submission.get', { id })) as {
      value: { solution: { code: string }; externalId: string };
    };
    return answer.value;
  });
  writeFileSync(path.join(folder, 'журнал.txt'), 'строка');
  writeFileSync(
    path.join(folder, 'messages.json'),
    JSON.stringify({
      format: 'moderation-messages',
      formatVersion: 1,
      marketplace: 'bitrix24',
      solution: { code: solution.solution.code },
      submission: { externalId: solution.externalId },
      messages: [
        {
          externalId: 1,
          at: '2026-11-20T10:00:00+03:00',
          text: '**Исправили** вход. Подробно [здесь](https://docs.vendor.example/fix)\n\n<img src=x onerror=alert(1)>',
          files: [{ file: 'журнал.txt' }],
        },
      ],
    }),
  );
  await page.getByTestId('tab-verdict').click();
  await page.evaluate((at) => window.workstation.invoke('intake.importPaths', { paths: [at] }), folder);
  await expect(page.getByTestId('page-messages')).toContainText('1');
  await expect.poll(() => app.evaluate(() => (globalThis as unknown as { seen: { badge: number } }).seen.badge)).toBe(1);
  expect(await app.evaluate(() => (globalThis as unknown as { seen: { notices: string[] } }).seen.notices)).toEqual([
    'Пришёл ответ разработчика: Платежи и сверки',
  ]);

  await page.keyboard.press('KeyG');
  await page.keyboard.press('KeyL');
  await page.getByTestId('unread-thread').press('Enter');
  const answer = page.getByTestId('message-from-vendor').last();
  await expect(answer.getByTestId('message-source')).toContainText('Из пакета сообщений');
  await expect(answer.locator('strong')).toHaveText('Исправили');
  await expect(answer).toContainText('https://docs.vendor.example/fix');
  await expect(answer.locator('img, a')).toHaveCount(0);
  await expect(answer.getByTestId('message-file')).toContainText('журнал.txt');

  // The link asks first and names where it leads.
  await app.evaluate(({ dialog, shell }) => {
    const asked: string[] = [];
    (globalThis as Record<string, unknown>)['asked'] = asked;
    dialog.showMessageBox = ((_window: unknown, options: Electron.MessageBoxOptions) => {
      asked.push(options.message);
      return Promise.resolve({ response: 0, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
    shell.openExternal = (url) => {
      asked.push(`opened ${url}`);
      return Promise.resolve();
    };
  });
  await answer.getByRole('link').press('Enter');
  await expect
    .poll(() => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked))
    .toEqual(['Открыть docs.vendor.example в браузере?']);

  await answer.getByTestId('chat-quote').click();
  await expect(page.locator('[data-chat-input]')).toHaveValue(/^> \*\*Северная лаборатория:\*\*\n>\n> \*\*Исправили\*\*/);
  await page.locator('[data-chat-input]').fill('');
  await page.getByTestId('chat-search').fill('bcghfdbkb');
  await expect(page.getByTestId('chat').getByRole('article')).toHaveCount(1);
  await page.keyboard.press('Escape');
  // Looked at, so it is read.
  await expect.poll(() => app.evaluate(() => (globalThis as unknown as { seen: { badge: number } }).seen.badge)).toBe(0);
});

test('what a moderator types in as the vendor says so; a team note has its own colour and stays out of the outbox', async () => {
  const { page } = desk;
  await page.locator('.choice-option').filter({ hasText: 'Его ответ' }).click();
  await page.locator('[data-chat-input]').fill('Ответил по телефону');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('message-from-vendor').last().getByTestId('message-source')).toContainText('записал(а): Модератор смены');
  await page.locator('.choice-option').filter({ hasText: 'Заметка' }).click();
  await page.locator('[data-chat-input]').fill('Секрет команды');
  await page.keyboard.press('Control+Enter');
  const colour = (kind: string): Promise<string> =>
    page
      .getByTestId(`message-${kind}`)
      .last()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await colour('note')).not.toBe(await colour('from-vendor'));
  await page.getByTestId('page-outbox').click();
  await expect(page.getByTestId('outbox')).not.toContainText('Секрет команды');
  await page.getByTestId('view-mine').click();
  await page.getByTestId('queue-row').first().click();
});

test('a submission is printed into a PDF without notes of the team', async () => {
  const { page, app } = desk;
  const file = path.join(temporaryFolder('print'), 'лист.pdf');
  await app.evaluate(({ dialog }, at) => {
    dialog.showSaveDialog = (() => Promise.resolve({ canceled: false, filePath: at })) as unknown as typeof dialog.showSaveDialog;
  }, file);
  await page.evaluate(() => {
    const texts: string[] = [];
    (globalThis as Record<string, unknown>)['printed'] = texts;
    new MutationObserver(() => {
      const sheet = document.querySelector('.print-sheet');
      if (sheet !== null) texts.push(sheet.textContent);
    }).observe(document.body, { childList: true });
  });
  await page.keyboard.press('Control+KeyP');
  await page.getByTestId('print-pdf').click();
  await expect(page.getByText(/^Сохранено: /)).toBeVisible();
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
  const [sheet] = await page.evaluate(() => (globalThis as unknown as { printed: string[] }).printed);
  expect(sheet).toContain('Платежи и сверки');
  expect(sheet).toContain('Ответил по телефону');
  expect(sheet).not.toContain('Секрет команды');
  await expect(page.getByTestId('print-sheet')).toHaveCount(0);
});

test('the native menu speaks the language of the window and knows what can be done', async () => {
  const { page, app } = desk;
  const item = (id: string): Promise<{ label: string; enabled: boolean } | null> =>
    app.evaluate(({ Menu }, wanted) => {
      const found = Menu.getApplicationMenu()?.getMenuItemById(wanted);
      return found === null || found === undefined ? null : { label: found.label, enabled: found.enabled };
    }, id);
  await expect.poll(() => item('verdict.return')).toEqual({ label: 'Вернуть на доработку', enabled: true });
  expect(await item('verdict.withdraw')).toEqual({ label: 'Снять с публикации', enabled: false });
  await app.evaluate(({ Menu, BrowserWindow }) => {
    Menu.getApplicationMenu()?.getMenuItemById('view.language')?.click(undefined, BrowserWindow.getAllWindows()[0]);
  });
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect.poll(() => item('verdict.return')).toEqual({ label: 'Return for rework', enabled: true });
  await app.evaluate(({ Menu, BrowserWindow }) => {
    Menu.getApplicationMenu()?.getMenuItemById('view.language')?.click(undefined, BrowserWindow.getAllWindows()[0]);
  });
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
});

test('the tour walks through the way of one submission by Enter alone', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+KeyK');
  await page.keyboard.type('экскурсия');
  await page.keyboard.press('Enter');
  const tour = page.getByTestId('tour');
  for (let step = 1; step <= 8; step += 1) {
    await expect(tour).toContainText(`Шаг ${String(step)} из 8`);
    await expect(page.locator('.tour-frame')).toBeVisible();
    await expect(page.getByTestId('tour-next')).toBeFocused();
    await page.keyboard.press('Enter');
  }
  await expect(tour).toHaveCount(0);
});

test('zoom, size and panes are there again after a restart; the tour is not offered twice', async () => {
  const { page, app, workspace } = desk;
  const profile = await app.evaluate(({ app: electron }) => electron.getPath('userData'));
  await page.keyboard.press('Control+Equal');
  await page.keyboard.press('Control+Equal');
  const factor = (started: DemoDesk['app']): Promise<number> =>
    started.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0);
  await expect.poll(() => factor(app)).toBeCloseTo(1.25);
  await resize(1300, 820);
  await app.close();
  expect(JSON.parse(readFileSync(path.join(profile, 'window.json'), 'utf8'))).toMatchObject({ zoom: 1.25 });
  const again = await startWorkstation({ workspace, args: [`--user-data-dir=${profile}`] });
  await waitForDesk(again.page);
  await expect.poll(() => factor(again.app)).toBeCloseTo(1.25);
  await expect(again.page.getByTestId('tour-offer')).toHaveCount(0);
  await again.close();
  desk = { ...desk, close: () => Promise.resolve() };
});
