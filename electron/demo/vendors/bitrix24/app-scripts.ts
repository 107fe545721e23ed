/**
 * Browser code of the sample applications. Plain functions in a closure, served as files from the vendor's own address.
 * The session value in <body data-session> is the vendor's own; the portal's tokens never come into the page.
 */
const COMMON = `
const session = document.body.dataset.session;
async function ask(path, values) {
  const answer = await fetch(path, {
    method: values === undefined ? 'GET' : 'POST',
    headers: { 'x-session': session, ...(values === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(values === undefined ? {} : { body: JSON.stringify(values) }),
  });
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.message);
  return result;
}
function show(id, text) {
  const place = document.getElementById(id);
  place.textContent = text;
  place.hidden = text === '';
  BX24.fitWindow();
}
`;

export const INSTALL_SCRIPT = `(() => {
${COMMON}
const button = document.getElementById('connect');
BX24.init(() => {
  BX24.fitWindow();
  button.disabled = false;
});
button.addEventListener('click', async () => {
  button.disabled = true;
  try {
    await ask('/api/connect', {});
    document.getElementById('step-connect').classList.add('done');
    show('message', 'Готово, открываем приложение…');
    BX24.installFinish();
  } catch (error) {
    show('message', error.message);
    button.disabled = false;
  }
});
})();
`;

export const APP_SCRIPT = `(() => {
${COMMON}
const money = new Intl.NumberFormat('ru-RU', { style: 'currency', currency: 'RUB', maximumFractionDigits: 0 });
const day = new Intl.DateTimeFormat('ru-RU');
let person = '';

function row(documentItem) {
  const line = document.createElement('tr');
  const cells = [
    [documentItem.title, ''], [documentItem.author, ''], [day.format(documentItem.createdAt), ''], [money.format(documentItem.amount), 'sum'],
  ];
  for (const [text, name] of cells) {
    const cell = line.insertCell();
    cell.textContent = text;
    if (name !== '') cell.className = name;
  }
  return line;
}

function draw(state) {
  const rows = document.getElementById('rows');
  rows.replaceChildren(...state.documents.map(row));
  document.getElementById('nothing').hidden = state.documents.length > 0;
  document.getElementById('table').hidden = state.documents.length === 0;
  document.getElementById('count').textContent = String(state.documents.length);
  document.getElementById('total').textContent = money.format(state.documents.reduce((sum, item) => sum + item.amount, 0));
  document.getElementById('organisation').textContent = state.settings.organisation || 'не указана';
  for (const [name, value] of Object.entries(state.settings)) {
    const field = document.querySelector('#settings [name="' + name + '"]');
    if (field !== null) field.value = value;
  }
}

function choose(tab) {
  for (const button of document.querySelectorAll('nav.tabs button')) button.setAttribute('aria-selected', String(button.dataset.tab === tab));
  for (const panel of document.querySelectorAll('[data-panel]')) panel.hidden = panel.dataset.panel !== tab;
  BX24.fitWindow();
}

for (const button of document.querySelectorAll('nav.tabs button')) button.addEventListener('click', () => choose(button.dataset.tab));

document.getElementById('add').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const values = Object.fromEntries(new FormData(form));
  try {
    draw(await ask('/api/documents', { ...values, author: person }));
    form.reset();
    show('message', '');
  } catch (error) {
    show('message', error.message);
  }
  BX24.fitWindow();
});

document.getElementById('settings').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    draw(await ask('/api/settings', Object.fromEntries(new FormData(event.target))));
    show('message', 'Настройки сохранены');
  } catch (error) {
    show('message', error.message);
  }
});

BX24.init(async () => {
  document.getElementById('settings-tab').hidden = !BX24.isAdmin();
  BX24.callMethod('user.current', {}, (answer) => {
    if (answer.error()) {
      show('message', 'Не удалось узнать имя сотрудника');
      return;
    }
    const user = answer.data();
    person = [user.NAME, user.LAST_NAME].filter(Boolean).join(' ');
    document.getElementById('person').textContent = person;
    document.getElementById('avatar').textContent = person.slice(0, 1);
  });
  try {
    draw(await ask('/api/state'));
  } catch (error) {
    show('message', error.message);
  }
  BX24.fitWindow();
});
})();
`;

export const WIDGET_SCRIPT = `(() => {
${COMMON}
BX24.init(async () => {
  const place = BX24.placement.info();
  BX24.callMethod('crm.deal.get', { id: place.options.ID }, (answer) => {
    const title = answer.error() ? '' : answer.data().TITLE;
    document.getElementById('deal').textContent = title === '' ? '' : 'Сделка «' + title + '»';
    BX24.fitWindow();
  });
  try {
    const state = await ask('/api/state');
    document.getElementById('summary').textContent = 'Документов: ' + state.documents.length;
  } catch (error) {
    document.getElementById('summary').textContent = error.message;
  }
  BX24.fitWindow();
});
})();
`;
