import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantCanary } from '../../../electron/marketplaces/page-watch/canary.ts';
import { openWorkshop, type Workshop } from '../bitrix24-portal/browser-fixture.ts';

// Settings forms as component libraries draw them: what the run types into and what it chooses, in the real sandbox browser.
let workshop: Workshop;
let close: () => Promise<void>;
let page: Page;
beforeAll(async () => {
  workshop = await openWorkshop();
  const describe = () => ({ address: 'http://127.0.0.1:1', memberId: '', ca: null, users: [] });
  ({ page, close } = await workshop.open({ portal: { describe } }, {}));
});
afterAll(async () => {
  await close();
  await workshop.close();
});

const TEXT = 'Проба 0123abcd';

/** A list that a script draws over what lies below it, as a component library does; `field` is what is clicked. */
const list = (field: string, chosen: string): string => `<div class="list">${field}<ul hidden>
  ${['Основной', 'Второй'].map((name) => `<li role="option" aria-selected="${name === chosen}">${name}</li>`).join('')}</ul></div>`;

const SCRIPT = `<style>.list{position:relative}ul{position:absolute;background:#fff;width:300px;height:200px;margin:0;z-index:2}</style><script>
  window.saved = null;
  for (const list of document.querySelectorAll('.list')) {
    const box = list.querySelector('[role="combobox"]');
    const options = list.querySelector('ul');
    box.addEventListener('click', () => { options.hidden = false; });
    box.addEventListener('input', () => { options.hidden = false; options.replaceChildren(); });
    box.addEventListener('keydown', (event) => { if (event.key === 'Escape') options.hidden = true; });
    options.addEventListener('click', (event) => { list.dataset.chosen = event.target.textContent; options.hidden = true; });
  }
  document.getElementById('save').addEventListener('click', (event) => {
    event.preventDefault();
    const values = [...document.querySelectorAll('input:not([role]), select')].map((field) => field.type === 'checkbox' ? field.checked : field.value);
    window.saved = [...values, ...[...document.querySelectorAll('.list')].map((list) => list.dataset.chosen ?? '')];
  });
</script>`;

async function saved(body: string): Promise<unknown> {
  await page.setContent(`<main>${body}<button type="button" id="save">Сохранить</button></main>${SCRIPT}`);
  expect(await plantCanary(page.mainFrame(), TEXT)).toBe(true);
  return page.evaluate('window.saved');
}

describe('settings are filled in and saved', () => {
  it('chooses in a list with a text field, which lies over the button when it is open', async () => {
    const body = `<label>Сообщение <input name="message"></label>${list('<input role="combobox" type="text" value="">', '')}`;
    expect(await saved(body)).toEqual([TEXT, 'Основной']);
  });

  it('chooses in a list that is drawn without a field', async () => {
    expect(await saved(`<input name="message">${list('<div role="combobox" tabindex="0">Не выбран</div>', '')}`)).toEqual([
      TEXT,
      'Основной',
    ]);
  });

  it('leaves what is chosen already', async () => {
    const body = `<input name="message">${list('<div role="combobox" tabindex="0">Второй</div>', 'Второй')}`;
    expect(await saved(body)).toEqual([TEXT, '']);
    expect(await page.locator('ul').isHidden()).toBe(true);
  });

  it('takes the first choice of an ordinary list without one, and agrees where it must', async () => {
    const body = `<input name="message"><select><option value="">Выберите</option><option value="a">А</option></select>
      <select><option value="x">X</option><option value="y" selected>Y</option></select><input type="checkbox" required><input type="checkbox">`;
    expect(await saved(body)).toEqual([TEXT, 'a', 'y', true, false]);
  });

  it('says that there is no form', async () => {
    await page.setContent('<main><input role="combobox"><button type="button">Сохранить</button></main>');
    expect(await plantCanary(page.mainFrame(), TEXT)).toBe(false);
  });
});
