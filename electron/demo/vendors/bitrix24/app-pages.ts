/** HTML of the sample applications. */
export interface AppTexts {
  readonly title: string;
  readonly purpose: string;
  /** What one document is called in lists and buttons. */
  readonly documentName: string;
  readonly documentsTitle: string;
  readonly addTitle: string;
  readonly placeholder: string;
  readonly installSteps: readonly string[];
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const MARK = `<svg class="mark" viewBox="0 0 40 40" role="img" aria-label=""><rect width="40" height="40" rx="9" fill="#1b75bc"/><path d="M12 9h12l5 5v17H12z" fill="#fff"/><path d="M15 18h11M15 22h11M15 26h7" stroke="#1b75bc" stroke-width="2"/></svg>`;

interface Shell {
  readonly texts: AppTexts;
  readonly session: string;
  /** Address of the portal's own JavaScript library; null outside a portal. */
  readonly library: string | null;
  readonly script: string | null;
}

function shell({ texts, session, library, script }: Shell, body: string): string {
  return `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(texts.title)}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/app.css">
${library === null ? '' : `<script src="${escapeHtml(library)}"></script>`}
</head>
<body data-session="${escapeHtml(session)}">
<main class="app">
${body}
</main>
${script === null ? '' : `<script src="/assets/${script}"></script>`}
</body>
</html>
`;
}

function top(texts: AppTexts, person: string | null): string {
  const name = person ?? '';
  const who =
    person === null
      ? ''
      : `<div class="person"><span id="person">${escapeHtml(name)}</span><span class="avatar" id="avatar">${escapeHtml(name.slice(0, 1))}</span></div>`;
  return `<header class="top">${MARK}<div><h1>${escapeHtml(texts.title)}</h1><p>${escapeHtml(texts.purpose)}</p></div>${who}</header>`;
}

export function installPage(texts: AppTexts, session: string, library: string): string {
  const steps = texts.installSteps.map((step, index) => `<li${index === 0 ? ' id="step-connect"' : ''}>${escapeHtml(step)}</li>`).join('');
  return shell(
    { texts, session, library, script: 'install.js' },
    `${top(texts, null)}
<section class="sheet">
<h2>Подключение к порталу</h2>
<ul class="steps">${steps}</ul>
<button class="main" id="connect" type="button" disabled>Начать работу</button>
<p class="note" id="message" role="status" hidden></p>
</section>`,
  );
}

export function appPage(texts: AppTexts, session: string, library: string, person: string): string {
  return shell(
    { texts, session, library, script: 'app.js' },
    `${top(texts, person)}
<nav class="tabs" role="tablist">
<button type="button" role="tab" data-tab="documents" aria-selected="true">${escapeHtml(texts.documentsTitle)}</button>
<button type="button" role="tab" data-tab="settings" id="settings-tab" aria-selected="false" hidden>Настройки</button>
</nav>
<p class="note" id="message" role="status" hidden></p>
<div data-panel="documents">
<div class="figures">
<div><b id="count">0</b><span>${escapeHtml(texts.documentsTitle)}</span></div>
<div><b id="total">0 ₽</b><span>На сумму</span></div>
<div><b id="organisation">не указана</b><span>Организация</span></div>
</div>
<section class="sheet">
<h2>${escapeHtml(texts.addTitle)}</h2>
<form class="line" id="add">
<label>${escapeHtml(texts.documentName)}<input name="title" required maxlength="120" placeholder="${escapeHtml(texts.placeholder)}"></label>
<label>Сумма, ₽<input name="amount" type="number" min="0" max="100000000" value="0" required></label>
<button class="main" type="submit">Добавить</button>
</form>
</section>
<section class="sheet">
<h2>${escapeHtml(texts.documentsTitle)}</h2>
<p class="empty" id="nothing">Пока пусто. Первая запись появится здесь.</p>
<table id="table" hidden><thead><tr><th>${escapeHtml(texts.documentName)}</th><th>Автор</th><th>Дата</th><th class="sum">Сумма</th></tr></thead><tbody id="rows"></tbody></table>
</section>
</div>
<div data-panel="settings" hidden>
<section class="sheet">
<h2>Реквизиты</h2>
<form class="line" id="settings">
<label>Организация<input name="organisation" maxlength="120" placeholder="ООО «Ромашка»"></label>
<label>Префикс номера<input name="prefix" maxlength="12"></label>
<button class="main" type="submit">Сохранить</button>
</form>
</section>
</div>`,
  );
}

export function widgetPage(texts: AppTexts, session: string, library: string): string {
  return shell(
    { texts, session, library, script: 'widget.js' },
    `<section class="sheet"><h2>${escapeHtml(texts.documentsTitle)}</h2><p id="deal"></p><p id="summary">Загружаем…</p></section>`,
  );
}

/** Shown to somebody who opens the address outside a portal, or before an administrator connected the portal. */
export function messagePage(texts: AppTexts, message: string): string {
  return shell(
    { texts, session: '', library: null, script: null },
    `${top(texts, null)}<section class="sheet"><p>${escapeHtml(message)}</p></section>`,
  );
}
