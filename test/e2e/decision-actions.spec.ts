import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright';
import { expect, test } from 'playwright/test';
import { openName, startDemoDesk, type DemoDesk } from './demo-desk.ts';

/** docs/actions-per-decision.md says what each side takes; here the workstation's side is done and counted. */
test.describe.configure({ mode: 'serial' });
const document = readFileSync(path.join(import.meta.dirname, '../../docs/actions-per-decision.md'), 'utf8');

/** Numbered steps under a heading of the document. */
function stepsUnder(heading: string): number {
  const part = document.split(`\n### ${heading}\n`)[1]?.split(/\n#{2,3} /)[0];
  if (part === undefined) throw new Error(`the document has no part "${heading}"`);
  return [...part.matchAll(/^\d+\. /gm)].length;
}

/** Counts what was done; at the end it must be what the document and its table say, and less than half of the other side. */
class Counted {
  private actions = 0;
  constructor(private readonly decision: string) {}

  async press(keys: string): Promise<void> {
    this.actions += 1;
    await desk.page.keyboard.press(keys);
  }

  async write(text: string): Promise<void> {
    this.actions += 1;
    await desk.page.keyboard.insertText(text);
  }

  async click(target: Locator): Promise<void> {
    this.actions += 1;
    await target.click();
  }

  async other(what: () => Promise<unknown>): Promise<void> {
    this.actions += 1;
    await what();
  }

  finish(): void {
    const [other, own] = [stepsUnder(`${this.decision}: a web admin`), stepsUnder(`${this.decision}: the workstation`)];
    expect(this.actions).toBe(own);
    expect(this.actions).toBeLessThan(other / 2);
    expect(document).toMatch(new RegExp(`\\| ${this.decision} +\\| +${String(other)} \\| +${String(own)} \\|`));
  }
}

let desk: DemoDesk;

test.beforeAll(async () => {
  desk = await startDemoDesk();
});

test.afterAll(async () => {
  await desk.close();
});

test('a return with a finding takes less than half the actions of a web admin, and as many as the document says', async () => {
  const { page } = desk;
  const counted = new Counted('Return with a finding');
  const press = (keys: string): Promise<void> => counted.press(keys);
  await page.getByTestId('queue-list').focus();
  await press('Enter');
  await expect(page.getByTestId('submission')).toBeVisible();
  const name = await openName(page).innerText();
  await press('KeyC');
  await expect(page.locator('[data-action="verdict.return"]').first()).not.toHaveAttribute('aria-disabled', 'true');
  await press('Control+Digit4');
  // The keys of the parts follow their order, which may grow.
  if ((await page.locator('[data-checklist-focus]').count()) === 0) throw new Error('Ctrl+4 is no longer the checklist: mend the document');
  await expect(page.locator('[data-checklist-focus]')).toBeFocused();
  await press('KeyJ');
  await press('KeyJ');
  await press('Digit2');
  const item = page.locator('.checklist-item').nth(2);
  await expect(item).toHaveAttribute('data-mark', 'fail');
  await press('KeyN');
  await expect(item.getByLabel('Заметка', { exact: true })).toBeFocused();
  await counted.write('Окно остаётся пустым');
  await press('Escape');
  await expect(page.locator('[data-checklist-focus]')).toBeFocused();
  await counted.other(() =>
    page.evaluate(async () => {
      const canvas = new OffscreenCanvas(16, 16);
      canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([await canvas.convertToBlob({ type: 'image/png' })], 'image.png', { type: 'image/png' }));
      window.document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }),
  );
  await expect(item.getByTestId('evidence')).toHaveCount(1);
  await press('KeyR');
  await expect(page.getByTestId('verdict-confirm')).not.toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByTestId('verdict-confirm')).toBeFocused();
  await press('Control+Enter');
  // The next submission is open already.
  await expect(openName(page)).not.toHaveText(name);

  counted.finish();
});

/** The panel of the verdict is ready, its sentence is read, it is confirmed, and another submission is open. */
async function confirm(counted: Counted, name: string): Promise<void> {
  const { page } = desk;
  await expect(page.getByTestId('verdict-confirm')).toBeFocused();
  await expect(page.getByTestId('verdict-confirm')).not.toHaveAttribute('aria-disabled', 'true');
  await counted.press('Control+Enter');
  await expect(page.getByTestId('undo-bar')).toContainText('Одобрено');
  await expect(openName(page)).not.toHaveText(name);
}

async function claimAndApprove(counted: Counted, between: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  const { page } = desk;
  await expect(page.getByTestId('submission')).toBeVisible();
  const name = await openName(page).innerText();
  await counted.press('KeyC');
  await expect(page.locator('[data-action="verdict.approve"]').first()).not.toHaveAttribute('aria-disabled', 'true');
  await between();
  await counted.press('KeyA');
  await confirm(counted, name);
}

interface Row {
  readonly id: string;
  readonly solutionName: string;
  readonly version: string;
}

/** The first submission of a view that nothing prevents from being approved, and its place; the machine has looked at all of them. */
async function approvable(filter: { readonly view: string; readonly kind: string | null }): Promise<Row & { readonly place: number }> {
  const found = await desk.page.evaluate(async ({ view, kind }) => {
    interface Answer {
      readonly value: { readonly rows: readonly Row[]; readonly items: readonly { readonly ruleId: string }[] } & {
        readonly blockers: readonly { readonly code: string; readonly ruleId: string | null }[];
      };
    }
    const { workstation } = window as unknown as { workstation: { invoke(channel: string, input: unknown): Promise<Answer> } };
    const query = { view, kind, marketplace: null, region: null, search: null };
    const { rows } = (await workstation.invoke('queue.page', { query, start: { index: 0 }, limit: 100 })).value;
    for (const [place, row] of rows.entries()) {
      const { items } = (await workstation.invoke('checklist.get', { submissionId: row.id })).value;
      const { blockers } = (await workstation.invoke('verdict.preview', { submissionId: row.id, kind: 'approve' })).value;
      // What is marked in a further attempt is its first item, the earlier finding.
      const rest = blockers.filter(
        ({ code, ruleId }) => code !== 'not-claimed' && (view !== 'returned-again' || ruleId !== items[0]?.ruleId),
      );
      if (rest.length === 0) return { ...row, place };
    }
    return null;
  }, filter);
  if (found === null) throw new Error('the demonstration has no such submission');
  return found;
}

/** Puts the cursor of the queue on a row: where it would stand when those before it are done. */
async function pointAt(place: number): Promise<void> {
  const { page } = desk;
  await page.getByTestId('queue-list').focus();
  await page.keyboard.press('Home');
  for (let n = 0; n < place; n += 1) await page.keyboard.press('KeyJ');
}

async function leaveFields(): Promise<void> {
  await desk.page.evaluate(() => (window.document.activeElement as HTMLElement | null)?.blur());
}

test('an approval without findings', async () => {
  const { page } = desk;
  const counted = new Counted('Approve without findings');
  await page.keyboard.press('Control+Digit1');
  await page.getByTestId('view-queue').click();
  await pointAt((await approvable({ view: 'queue', kind: null })).place);
  await counted.press('Enter');
  await claimAndApprove(counted);
  counted.finish();
});

test('a re-review of a resubmission', async () => {
  const { page } = desk;
  const counted = new Counted('Re-review of a resubmission');
  await leaveFields();
  await counted.press('KeyG');
  await counted.press('KeyR');
  await expect(page.getByTestId('view-returned-again')).toHaveAttribute('aria-current', 'page');
  await expect(page.getByTestId('queue-row').first()).not.toHaveAttribute('aria-busy', 'true');
  await pointAt((await approvable({ view: 'returned-again', kind: null })).place);
  await counted.press('Enter');
  await expect(page.locator('.submission-head')).toContainText('попытка 2');
  await claimAndApprove(counted, async () => {
    await counted.press('Control+Digit4');
    await expect(page.locator('[data-checklist-focus]')).toBeFocused();
    await counted.press('Digit1');
    await expect(page.locator('.checklist-item').first()).toHaveAttribute('data-mark', 'pass');
  });
  counted.finish();
});

test('a change of a card', async () => {
  const { page } = desk;
  const counted = new Counted('Change of a card');
  await page.getByTestId('view-queue').click();
  const wanted = await approvable({ view: 'queue', kind: 'card-change' });
  await leaveFields();
  await counted.press('Slash');
  await expect(page.locator('#queue-search')).toBeFocused();
  await counted.write(`${wanted.solutionName} ${wanted.version}`);
  await expect(page.getByTestId('queue-row').first()).toContainText(wanted.solutionName);
  await counted.press('Enter');
  await expect(page.getByTestId('queue-list')).toBeFocused();
  await counted.press('Enter');
  await claimAndApprove(counted, async () => {
    await counted.press('Control+Digit7');
    await expect(page.getByTestId('compare')).toBeVisible();
  });
  counted.finish();
});

test('a dispute about a review', async () => {
  const { page } = desk;
  const counted = new Counted('Dispute about a review');
  await leaveFields();
  await counted.press('KeyG');
  await counted.press('KeyE');
  const review = page.getByTestId('review');
  await expect(review).toBeVisible();
  await counted.click(review.getByLabel('Причина'));
  await counted.write('Претензия к настройке, а не к решению');
  await counted.click(review.getByRole('button', { name: 'Снять отзыв' }));
  await expect(review).toContainText('снят');
  counted.finish();
});
