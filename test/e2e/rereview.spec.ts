import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'playwright/test';
import { openForBench } from '../bench/bench-workspace.ts';
import { startDemoDesk, type DemoDesk } from './demo-desk.ts';

let desk: DemoDesk;

test.beforeAll(async () => {
  desk = await startDemoDesk();
});

test.afterAll(async () => {
  await desk.close();
});

test('a further attempt shows earlier findings first, keeps what did not change, and what changed word by word', async () => {
  const { page, complaints } = desk;
  await page.getByTestId('view-returned-again').click();
  await page.getByTestId('queue-row').first().click();
  await expect(page.getByTestId('submission')).toContainText('попытка 2');

  await page.getByTestId('tab-checklist').click();
  const first = page.locator('.checklist-item').first();
  await expect(page.locator('.checklist-area').first()).toHaveAccessibleName('Замечания прошлых попыток');
  await expect(first).toContainText('разработчик сообщает, что исправлено');
  await first.locator('.checklist-line').click();
  await expect(first).toContainText('Замечание попытки 1');
  const kept = page.locator('.checklist-item[data-mark="pass"]').filter({ hasText: 'с попытки 1' });
  expect(await kept.count()).toBeGreaterThan(5);

  await page.getByTestId('tab-compare').click();
  await expect(page.getByTestId('compare')).toContainText('С прошлой попыткой');
  await expect(page.getByTestId('compare').locator('ins').first()).toBeVisible();
  const difference = page.getByTestId('picture-difference').first();
  await expect(difference).toHaveAttribute('data-state', 'done');
  await expect(difference).toContainText(/отличается [\d,]+ % точек/);
  expect(complaints).toEqual([]);
});

test('a picture saved at another size is laid over at one size: only what was drawn into it differs', async () => {
  const { page, workspace } = desk;
  const id = (await page.getByTestId('submission').getAttribute('data-submission-id')) ?? '';
  const before = page
    .getByTestId('compare')
    .locator('.compare-pictures')
    .filter({ has: page.getByTestId('picture-difference') })
    .first();
  const source = (await before.locator('img').first().getAttribute('src')) ?? '';
  const newer = ((await before.locator('img').nth(1).getAttribute('src')) ?? '').replace('app://blob/', '');
  // The earlier picture at half as much again, with a red square of a tenth of each side in its middle.
  const larger = await page.evaluate(async (url) => {
    const picture = new Image();
    picture.crossOrigin = 'anonymous';
    picture.src = url;
    await picture.decode();
    const [width, height] = [Math.round(picture.naturalWidth * 1.5), Math.round(picture.naturalHeight * 1.5)];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, width, height);
    context.fillStyle = '#ff00ff';
    context.fillRect(Math.round(width * 0.45), Math.round(height * 0.45), Math.round(width / 10), Math.round(height / 10));
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
    return { width, height, bytes: [...bytes] };
  }, source);
  const beside = openForBench(workspace);
  try {
    const { sha256, sizeBytes } = await beside.context.evidence.put(new Uint8Array(larger.bytes));
    beside.context.db.write((tx) => {
      const changed = tx.run(
        'UPDATE submission_files SET sha256 = ?, size_bytes = ?, width_px = ?, height_px = ? WHERE submission_id = ? AND sha256 = ?',
        sha256,
        sizeBytes,
        larger.width,
        larger.height,
        id,
        newer,
      );
      expect(changed).toBe(1);
    });
  } finally {
    await beside.close();
  }
  await page.reload();
  await page.getByTestId('view-returned-again').click();
  await page.getByTestId('queue-row').first().click();
  await page.getByTestId('tab-compare').click();
  const difference = page.getByTestId('picture-difference').filter({ hasText: 'после приведения к одному размеру' });
  await expect(difference).toHaveAttribute('data-state', 'done');
  const drawn = await difference.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? { data: new Uint8ClampedArray() };
    const isRed = (x: number, y: number): boolean => {
      const at = (y * width + x) * 4;
      return (data[at] ?? 0) > 200 && (data[at + 1] ?? 255) < 80 && (data[at + 2] ?? 255) < 80;
    };
    let red = 0;
    for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) if (isRed(x, y)) red += 1;
    return { width, height, middle: isRed(Math.round(width / 2), Math.round(height / 2)), share: red / (width * height) };
  });
  expect(drawn).toMatchObject({ width: larger.width, height: larger.height, middle: true });
  // A hundredth of the picture, and what smoothing leaves along its edges.
  expect(drawn.share).toBeGreaterThan(0.009);
  expect(drawn.share).toBeLessThan(0.05);
});

test('a finding of a check is accepted for a chosen term, and until when stands beside it', async () => {
  const { page } = desk;
  await page.getByTestId('view-queue').click();
  await page.getByTestId('queue-row').filter({ hasText: 'Опросы клиентов' }).first().click();
  await expect(page.getByTestId('submission').locator('h2')).toContainText('Опросы клиентов');
  await page.keyboard.press('KeyC');
  await expect(page.locator('.submission-head')).toContainText('у меня в работе');
  const submissionId = (await page.getByTestId('submission').getAttribute('data-submission-id')) ?? '';
  const ruleOf = (): Promise<{ ruleId: string; until: number | null } | null> =>
    page.evaluate(async (id) => {
      const answer = await window.workstation.invoke('checklist.get', { submissionId: id });
      interface Item {
        readonly ruleId: string;
        readonly automatic: { source: string; findings: readonly { accepted: { until: number } | null }[] } | null;
      }
      const { items } = (answer as { value: { items: readonly Item[] } }).value;
      const found = items.find(({ automatic }) => automatic?.source === 'check' && automatic.findings.length > 0);
      return found === undefined ? null : { ruleId: found.ruleId, until: found.automatic?.findings[0]?.accepted?.until ?? null };
    }, submissionId);
  const { ruleId = '' } = (await ruleOf()) ?? {};
  await page.getByTestId('tab-checklist').click();
  const item = page.getByTestId(`item-${ruleId}`);
  await item.locator('.checklist-line').click();
  const finding = item.getByTestId('check-finding').first();
  await finding.getByTestId('accept').click();
  await finding.getByTestId('accept-reason').fill('Обсуждено с командой');
  await expect(finding.getByLabel('На срок')).toHaveValue('180');
  await finding.getByLabel('На срок').selectOption({ label: '30 дней' });
  const asked = Date.now();
  await finding.getByTestId('accept-confirm').click();
  await expect(finding).toHaveAttribute('data-accepted', 'true');
  await expect(finding).toContainText('Принял Модератор смены, действует до');
  await expect(finding).toContainText('Обсуждено с командой');
  const until = (await ruleOf())?.until ?? 0;
  expect(until - asked).toBeGreaterThanOrEqual(30 * 86_400_000 - 60_000);
  expect(until - asked).toBeLessThanOrEqual(30 * 86_400_000 + 60_000);
  await expect(finding.locator('time')).toHaveAttribute('title', new RegExp(String(new Date(until).getFullYear())));
});

test('a ready text is sent only when its placeholders are filled in', async () => {
  const { page } = desk;
  const chat = page.getByTestId('chat');
  await chat.getByLabel('Вставить шаблон').selectOption({ label: 'Вопрос по проверке' });
  const field = chat.locator('[data-chat-input]');
  await expect(field).toHaveValue(/\{вопрос\}/);
  const send = chat.locator('button[type="submit"]');
  await send.focus();
  await expect(page.getByRole('tooltip')).toContainText('Не заполнено: вопрос');
  await page.keyboard.press('Enter');
  await field.press('Control+Enter');
  await expect(chat.getByTestId('message-to-vendor')).toHaveCount(0);
  await field.fill((await field.inputValue()).replace('{вопрос}', 'как включить запись звонка'));
  await field.press('Control+Enter');
  await expect(chat.getByTestId('message-to-vendor')).toContainText('как включить запись звонка');
});

test('a checklist that is begun says what a newer rulebook has otherwise and stays as it is', async () => {
  const { page, workspace } = desk;
  await page.getByTestId('tab-checklist').click();
  const rows = await page.locator('.checklist-item').count();
  await expect(page.getByTestId('newer-rules')).toHaveCount(0);
  mkdirSync(path.join(workspace, 'rulebooks'), { recursive: true });
  writeFileSync(
    path.join(workspace, 'rulebooks', 'bitrix24.json'),
    JSON.stringify({
      format: 'moderation-rulebook',
      formatVersion: 1,
      marketplace: 'bitrix24',
      version: 'team-3',
      off: ['card-keywords-no-spam'],
      change: { 'card-tags-max5': { severity: 'blocker' } },
    }),
  );
  await page.getByTestId('page-settings').click();
  await expect(page.getByTestId('rulebooks')).toContainText('team-3');
  await page.getByTestId('view-returned-again').click();
  const newer = page.getByTestId('newer-rules');
  await expect(newer).toContainText('добавлено 0, изменено 1, убрано 1');
  await newer.locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(newer.locator('li').first()).toContainText('card-tags-max5');
  await expect(newer.locator('li').first().locator('ins')).toHaveText('блокирует');
  await expect(newer.locator('li').nth(1)).toContainText('card-keywords-no-spam');
  await expect(page.locator('.checklist-item')).toHaveCount(rows);
});
