import type { AccountRecord } from './account-store.ts';
import type { Employee } from './moysklad-client.ts';

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `body{margin:0;padding:16px;font:14px/1.45 Arial,sans-serif;color:#14395f;background:#fff}label{display:block;margin:10px 0}input,select{display:block;padding:6px;width:260px}button{padding:8px 14px}.ok{color:#176b3a}.warn{color:#8a4b00}`;

/** The page tells its height, so that MoySklad's window grows with it. */
const GROW = `new ResizeObserver(()=>parent.postMessage({height:Math.ceil(document.documentElement.getBoundingClientRect().height)},'*')).observe(document.documentElement);`;

export function page(title: string, body: string, script = ''): string {
  return `<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>${escape(title)}</title><style>${STYLE}</style></head><body><main>${body}</main><script>${GROW}${script}</script></body></html>`;
}

export interface MainPage {
  readonly title: string;
  readonly employee: Employee;
  readonly account: AccountRecord;
  readonly stores: readonly string[];
  readonly nonce: string;
}

/** Settings for administrators, a summary for everybody else. */
export function mainPage({ title, employee, account, stores, nonce }: MainPage): string {
  const { settings } = account;
  const state =
    account.status === 'Activated'
      ? `<p class="ok">Решение работает.${settings === null ? '' : ` Склад: ${escape(settings.store)}. Сообщение: ${escape(settings.message)}`}</p>`
      : '<p class="warn">Решение ждёт настройки.</p>';
  const options = stores.map((store) => `<option${store === settings?.store ? ' selected' : ''}>${escape(store)}</option>`).join('');
  const form = employee.isAdmin
    ? `<form method="post" action="/settings"><input type="hidden" name="nonce" value="${nonce}">
        <label>Сообщение для сотрудников<input name="message" value="${escape(settings?.message ?? '')}" maxlength="100"></label>
        <label>Склад<select name="store">${options}</select></label><button>Сохранить</button></form>`
    : '<p>Настройки меняет администратор аккаунта.</p>';
  return page(title, `<h1>${escape(title)}</h1><p>Вы вошли как ${escape(employee.name)}.</p>${state}${form}`);
}

export function savedPage(title: string): string {
  return page(title, '<h1>Готово</h1><p class="ok">Настройки сохранены.</p>');
}

export function refusalPage(title: string, text: string): string {
  return page(title, `<h1>${escape(title)}</h1><p>${escape(text)}</p>`);
}

/** A page that asks for the user by message instead of a key in its address. */
export function askingPage(title: string): string {
  return page(
    title,
    `<h1>${escape(title)}</h1><p id="state">Узнаём, кто вошёл…</p>`,
    `addEventListener('message',async(event)=>{const m=event.data;if(!m||m.name!=='UserContextResponse'||m.correlationId!==1)return;
      const answer=await fetch('/user',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({token:m.token})});
      const told=await answer.json();document.getElementById('state').textContent=answer.ok?'Вы вошли как '+told.name+'. Этикеток напечатано: '+told.count+'.':told.message;});
    parent.postMessage({name:'UserContextRequest',messageId:1},'*');`,
  );
}

/** A widget that shows the open document's number; it says when it is ready. */
export function widgetPage(title: string, nonce: string): string {
  return page(
    title,
    `<p id="object">${escape(title)}: документ не открыт.</p><button id="more" type="button">Подробнее</button>`,
    `addEventListener('message',async(event)=>{const m=event.data;if(!m||m.name!=='Open')return;
      const answer=await fetch('/object?nonce=${nonce}&id='+encodeURIComponent(m.objectId));
      const told=await answer.json();document.getElementById('object').textContent=told.text;
      parent.postMessage({name:'OpenFeedback',correlationId:m.messageId},'*');});
    document.getElementById('more').addEventListener('click',()=>parent.postMessage({name:'ShowPopupRequest',messageId:7,popupName:'details'},'*'));`,
  );
}

/** Among the chats a page scrolls by itself: MoySklad's window does not grow with it. */
export function chatPage(title: string, employee: Employee): string {
  const lines = ['Этикетки для заказа 00001 готовы.', 'Принтер на складе без бумаги.'].map((text) => `<li>${escape(text)}</li>`).join('');
  return page(title, `<h1>${escape(title)}</h1><p>Сообщения для: ${escape(employee.name)}</p><ul>${lines}</ul>`);
}

export function popupPage(title: string): string {
  return page(
    title,
    `<h1>${escape(title)}</h1><p id="state">Подробности заказа.</p><button id="close" type="button">Закрыть</button>`,
    `document.getElementById('close').addEventListener('click',()=>parent.postMessage({name:'ClosePopup',messageId:1,popupResponse:{closed:true}},'*'));`,
  );
}
