// Draws the pictures of the demonstration anew: node scripts/demo-media.mjs CHROMIUM (path of a Chromium or Chrome).
// The results are committed; nobody needs to run this to use the product.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { PNG } from 'pngjs';
import { runnerImport } from 'vite';
import { root } from './paths.mjs';

const executablePath = process.argv[2];
if (executablePath === undefined) throw new Error('Name the browser to draw with');
const { module } = await runnerImport(path.join(root, 'electron/demo/solutions.ts'), { configFile: false, root });
const folder = path.join(root, 'electron/demo/media');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
const NAMES = [
  'ООО «Ромашка»',
  'АО «Листок»',
  'ИП «Утёс»',
  'ООО «Белый город»',
  'ООО «Рассвет-2»',
  'АО «Техзаказ»',
  'ООО «Дом у реки»',
  'ИП «Мельница»',
  'ООО «Вектор-Юг»',
];
const STATES = ['Оплачен', 'Ждёт оплаты', 'Черновик', 'Просрочен', 'Отправлен'];
const PEOPLE = ['Отдел продаж', 'Бухгалтерия', 'Склад', 'Поддержка', 'Закупки'];

const views = {
  table: (s, n) =>
    `<div class=bar><b>${escape(s.name)}</b><span class=btn>Создать</span><span class=flt>Период: ноябрь</span></div><table><tr><th>№<th>Контрагент<th>Сумма<th>Ответственный<th>Состояние</tr>${NAMES.map((name, i) => `<tr><td>${1041 + i + n}<td>${escape(name)}<td class=num>${(12 + ((i * 37 + n * 11) % 80)).toLocaleString('ru')} ${String(100 + ((i * 173) % 900))},00<td>${PEOPLE[i % 5]}<td><i class="st s${(i + n) % 5}">${STATES[(i + n) % 5]}</i></tr>`).join('')}</table>`,
  board: (s, n) =>
    `<div class=bar><b>${escape(s.name)}</b><span class=btn>Добавить</span></div><div class=cols>${[
      'Новые',
      'В работе',
      'На согласовании',
      'Готово',
    ]
      .map(
        (title, c) =>
          `<div class=col><h4>${title} · ${4 - c}</h4>${NAMES.slice(c, c + 4 - (c % 2))
            .map((name, i) => `<div class=card><b>${escape(name)}</b><p>до ${14 + c + i + n} декабря · ${PEOPLE[(c + i) % 5]}</p></div>`)
            .join('')}</div>`,
      )
      .join('')}</div>`,
  chart: (s, n) =>
    `<div class=bar><b>${escape(s.name)}</b><span class=flt>Квартал: IV</span></div><div class=kpis>${[
      ['План', '4,2 млн ₽'],
      ['Факт', '3,7 млн ₽'],
      ['Выполнение', '88 %'],
      ['Средний чек', '64 200 ₽'],
    ]
      .map(([k, v]) => `<div class=kpi><p>${k}</p><b>${v}</b></div>`)
      .join(
        '',
      )}</div><div class=chart>${Array.from({ length: 12 }, (_, i) => `<div class=b style="height:${40 + ((i * 53 + n * 29) % 160)}px"></div>`).join('')}</div><div class=axis>${['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'].map((m) => `<span>${m}</span>`).join('')}</div>`,
  form: (s) =>
    `<div class=bar><b>${escape(s.name)} · Настройки</b></div><div class=form>${[
      ['Воронка', 'Основные продажи'],
      ['Организация', 'ООО «Белый город»'],
      ['Ответственный', 'Отдел продаж'],
      ['Напоминать за', '7 дней'],
      ['Шаблон', 'Стандартный, с печатью'],
    ]
      .map(([k, v]) => `<label>${k}<span>${v}</span></label>`)
      .join('')}<span class=btn>Сохранить</span></div>`,
  chat: (s) =>
    `<div class=bar><b>${escape(s.name)}</b></div><div class=msgs><p class=in>Здравствуйте. Чем помочь? Команды: часы, доставка, оператор.</p><p class=out>доставка</p><p class=in>Доставляем по городу за один день, заказы до 15:00 — в тот же день.</p><p class=out>оператор</p><p class=in>Передаю диалог сотруднику, создан лид № 318.</p></div>`,
};

const page = (s, view, n) => `<!doctype html><meta charset=utf-8><style>
*{box-sizing:border-box;font-family:'DejaVu Sans','Segoe UI',sans-serif}body{margin:0;width:1280px;height:720px;background:#e6ebf0;overflow:hidden;font-size:13px;color:#333b44}
.menu{position:absolute;left:0;top:0;bottom:0;width:188px;background:#26323f;color:#c9d4df;padding:16px 0}.menu b{display:block;padding:0 20px 14px;color:#fff;font-size:15px}.menu p{margin:0;padding:8px 20px}.menu p.on{background:${s.colour};color:#fff}
.slider{position:absolute;left:220px;top:20px;right:20px;bottom:0;background:#fff;border-radius:8px 8px 0 0;padding:20px 24px}.bar{display:flex;gap:12px;align-items:center;margin-bottom:16px}.bar b{font-size:18px;flex:1}.btn{background:${s.colour};color:#fff;padding:8px 16px;border-radius:4px;display:inline-block}.flt{border:1px solid #c8d0d9;padding:7px 12px;border-radius:4px}
table{width:100%;border-collapse:collapse}th{text-align:left;color:#77828f;font-weight:400;padding:8px;border-bottom:1px solid #dfe4ea}td{padding:11px 8px;border-bottom:1px solid #edf0f3}.num{text-align:right}.st{font-style:normal;padding:3px 9px;border-radius:10px;background:#eef1f4}.s0{background:#dff3e4;color:#17703f}.s3{background:#fce4e1;color:#b52a21}.s1{background:#fdf1d6;color:#855800}
.cols{display:flex;gap:12px}.col{flex:1;background:#f3f5f7;border-radius:6px;padding:10px}.col h4{margin:0 0 8px;color:${s.colour}}.card{background:#fff;border-radius:4px;padding:10px;margin-bottom:8px;border-left:3px solid ${s.colour}}.card p{margin:6px 0 0;color:#77828f;font-size:12px}
.kpis{display:flex;gap:12px;margin-bottom:24px}.kpi{flex:1;background:#f3f5f7;border-radius:6px;padding:12px 16px}.kpi p{margin:0;color:#77828f}.kpi b{font-size:20px}.chart{display:flex;align-items:end;gap:20px;height:220px;border-bottom:1px solid #c8d0d9;padding:0 10px}.b{flex:1;background:${s.colour};border-radius:3px 3px 0 0}.axis{display:flex;gap:20px;padding:6px 10px;color:#77828f}.axis span{flex:1;text-align:center}
.form{width:520px;display:grid;gap:14px}.form label{display:grid;gap:4px;color:#77828f}.form label span{border:1px solid #c8d0d9;border-radius:4px;padding:9px 12px;color:#333b44}.form .btn{width:120px;text-align:center}
.msgs{display:flex;flex-direction:column;gap:10px;width:640px}.msgs p{margin:0;padding:10px 14px;border-radius:10px;max-width:70%}.in{background:#eef1f4}.out{background:${s.colour};color:#fff;align-self:end}
</style><div class=menu><b>Портал компании</b><p>Лента</p><p>Задачи</p><p>CRM</p><p class=on>${escape(s.name.slice(0, 20))}</p><p>Склад</p><p>Маркет</p></div><div class=slider>${views[view](s, n)}</div>`;

const icon = (s) => {
  const letters = s.name
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
    .split(' ')
    .slice(0, 2)
    .map((w) => w[0].toUpperCase())
    .join('');
  return `<!doctype html><meta charset=utf-8><body style="margin:0;width:400px;height:400px;background:${s.colour};display:grid;place-items:center;font:700 ${letters.length > 1 ? 170 : 210}px 'DejaVu Sans',sans-serif;color:#fff">${letters}`;
};

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
for (const solution of module.DEMO_SOLUTIONS) {
  const name = solution.code.split('.').join('-');
  const draw = async (html, width, height, file, type) => {
    const tab = await browser.newPage({ viewport: { width, height } });
    await tab.setContent(html);
    await tab.screenshot({ path: path.join(folder, file), type, ...(type === 'jpeg' ? { quality: 80 } : {}) });
    await tab.close();
  };
  await draw(icon(solution), 400, 400, `${name}-icon.png`, 'png');
  for (const [index, view] of solution.screens.entries())
    await draw(page(solution, view, index), 1280, 720, `${name}-${index + 1}.jpg`, 'jpeg');
}
await browser.close();

// A logo with two faults: too small, and round on a transparent ground.
const side = 200;
const faulty = new PNG({ width: side, height: side });
for (let y = 0; y < side; y += 1) {
  for (let x = 0; x < side; x += 1) {
    const inside = Math.hypot(x - side / 2 + 0.5, y - side / 2 + 0.5) < side / 2 - 4;
    faulty.data.set(inside ? [10, 126, 164, 255] : [0, 0, 0, 0], (y * side + x) * 4);
  }
}
writeFileSync(path.join(folder, 'faulty-icon.png'), PNG.sync.write(faulty));
