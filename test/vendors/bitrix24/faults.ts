import type { Response } from 'express';
import { GOOD_BEHAVIOUR, type PageKind, type PageView, type VendorBehaviour } from '../../../electron/demo/vendors/bitrix24/behaviour.ts';
import { keepsDataAfterUninstall } from '../../../electron/demo/vendors/bitrix24/keeps-data.ts';
import { AGREEMENTS, CONTACTS, INVOICES, sampleVendor, type SampleApp } from '../../../electron/demo/vendors/bitrix24/sample-apps.ts';
import type { SampleRegistration, SampleVendor } from '../../../electron/demo/vendors/sample-vendor.ts';
import { REMINDERS } from './clean.ts';
import { encodeCp1251 } from './cp1251.ts';

/**
 * Faulty variants of the good sample vendors, one fault each: everything but the named decision is the good vendor's own code.
 * `expected` are the rules that the install test must find broken, no more and no fewer.
 */
export interface Fault {
  readonly name: string;
  readonly app: SampleApp;
  readonly behaviour: () => Partial<VendorBehaviour>;
  readonly expected: readonly string[];
  /** Changes the version card, when the fault lies there. */
  readonly card?: (registration: SampleRegistration) => SampleRegistration;
}

function onPage(kinds: readonly PageKind[], change: (html: string, view: PageView) => string): Partial<VendorBehaviour> {
  return { html: (view, html) => (kinds.includes(view.kind) ? change(html, view) : html) };
}

/** Adds markup at the end of the application's page. */
function addToApp(markup: string | ((view: PageView) => string)): () => Partial<VendorBehaviour> {
  return () => onPage(['app'], (html, view) => html.replace('</main>', `${typeof markup === 'string' ? markup : markup(view)}</main>`));
}

/** Changes one script or style sheet; fails loudly when the good vendor no longer holds what is to be replaced. */
function changeAsset(file: string, from: string, to: string): () => Partial<VendorBehaviour> {
  return () => ({
    asset: (name, text) => {
      if (name !== file) return text;
      if (!text.includes(from)) throw new Error(`${file} no longer holds: ${from}`);
      return text.replaceAll(from, to);
    },
  });
}

function appendToScript(code: string): () => Partial<VendorBehaviour> {
  return () => ({ asset: (name, text) => (name === 'app.js' ? `${text}\n${code}` : text) });
}

function answerPage(response: Response, status: number, html: string): true {
  response.status(status).type('html').send(html);
  return true;
}

const PLAIN = (text: string): string =>
  `<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Счета и акты</title></head><body><p>${text}</p></body></html>`;

async function ignoringErrors(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined);
}

/** Answers one event by another rule than the good vendor's; everything else is accepted. */
function answering(event: string, answer: () => Promise<number | null>): () => Partial<VendorBehaviour> {
  return () => ({ answerEvent: (one) => (one.name === event ? answer() : Promise.resolve(200)) });
}

/** What happens from the second connection of the same portal on. */
function fromSecondInstall(onSecond: (view: PageView, response: Response) => boolean): () => Partial<VendorBehaviour> {
  return () => {
    const left = new Set<string>();
    return {
      afterUninstall: (_client, record) => {
        left.add(record.memberId);
        return Promise.resolve();
      },
      beforePage: (view, response) => Promise.resolve(view.memberId !== null && left.has(view.memberId) && onSecond(view, response)),
    };
  };
}

function withEvents(app: SampleApp, events: readonly string[]): SampleApp {
  return { ...app, description: { ...app.description, events } };
}

export const FAULTS: readonly Fault[] = [
  // Erasure and reinstallation
  {
    name: 'keeps-data-after-uninstall',
    app: INVOICES,
    behaviour: keepsDataAfterUninstall,
    expected: ['uninstall-data-removed', 'uninstall-no-afterlife'],
  },
  {
    name: 'second-install-fails',
    app: INVOICES,
    behaviour: fromSecondInstall(
      (view, response) =>
        view.kind === 'install' && answerPage(response, 200, PLAIN('Этот портал уже был подключён. Напишите в поддержку.')),
    ),
    expected: ['reinstall-works'],
  },
  {
    name: 'second-install-crashes',
    app: INVOICES,
    behaviour: fromSecondInstall((view, response) => view.kind === 'install' && answerPage(response, 500, PLAIN('Внутренняя ошибка'))),
    expected: ['reinstall-works', 'ui-no-server-errors'],
  },
  {
    name: 'shows-old-data-after-reinstall',
    app: INVOICES,
    behaviour: () => ({ erase: (store, record) => store.write({ ...record, installation: null }) }),
    expected: ['uninstall-data-removed'],
  },
  {
    name: 'settings-form-shows-old-values',
    app: REMINDERS,
    behaviour: () => ({ erase: (store, record) => store.write({ ...record, installation: null }) }),
    expected: ['uninstall-data-removed'],
  },
  {
    name: 'rest-while-uninstalling',
    app: INVOICES,
    behaviour: () => ({ afterUninstall: (client) => ignoringErrors(client.call('app.info')) }),
    expected: ['uninstall-no-afterlife'],
  },
  {
    name: 'rest-after-uninstall',
    app: CONTACTS,
    behaviour: () => ({
      afterUninstall: (client) => {
        setTimeout(() => void ignoringErrors(client.call('app.info')), 150);
        return Promise.resolve();
      },
    }),
    expected: ['uninstall-data-removed', 'uninstall-no-afterlife'],
  },
  {
    name: 'oauth-after-uninstall',
    app: INVOICES,
    behaviour: () => ({
      afterUninstall: (client) => {
        setTimeout(() => void ignoringErrors(client.refresh()), 150);
        return Promise.resolve();
      },
    }),
    expected: ['uninstall-data-removed', 'uninstall-no-afterlife'],
  },
  {
    name: 'uninstall-not-subscribed',
    app: withEvents(INVOICES, ['ONCRMDEALADD']),
    behaviour: () => ({}),
    expected: ['uninstall-data-removed', 'uninstall-handler'],
  },
  {
    name: 'uninstall-answered-500',
    app: INVOICES,
    behaviour: () => ({ afterUninstall: () => Promise.reject(new Error('нет связи с базой')) }),
    expected: ['uninstall-handler'],
  },
  {
    name: 'uninstall-not-answered',
    app: CONTACTS,
    behaviour: () => ({ afterUninstall: () => new Promise(() => undefined) }),
    expected: ['uninstall-handler'],
  },
  {
    name: 'handlers-not-registered-again',
    app: INVOICES,
    behaviour: () => {
      const known = new Set<string>();
      return {
        register: async (client, wanted, memberId) => {
          if (known.has(memberId)) return;
          known.add(memberId);
          await GOOD_BEHAVIOUR.register(client, wanted, memberId);
        },
      };
    },
    expected: ['reinstall-rebinds'],
  },
  {
    name: 'handlers-registered-twice',
    app: INVOICES,
    behaviour: () => ({
      register: async (client, wanted, memberId) => {
        await GOOD_BEHAVIOUR.register(client, wanted, memberId);
        const doubled = wanted.events
          .filter((one) => one.event !== 'ONAPPUNINSTALL')
          .map((one) => ({ ...one, handler: `${one.handler}?copy=2` }));
        await GOOD_BEHAVIOUR.register(client, { events: doubled, placements: [] }, memberId);
      },
    }),
    expected: ['reinstall-rebinds'],
  },
  {
    name: 'draft-left-in-the-browser',
    app: INVOICES,
    behaviour: appendToScript(
      `document.getElementById('add').addEventListener('submit', (event) => localStorage.setItem('draft', new FormData(event.target).get('title')), true);`,
    ),
    expected: ['uninstall-data-removed'],
  },
  {
    name: 'cookie-left-in-the-browser',
    app: INVOICES,
    behaviour: appendToScript(
      `document.getElementById('add').addEventListener('submit', (event) => { document.cookie = 'last=' + encodeURIComponent(new FormData(event.target).get('title')) + '; path=/; max-age=31536000'; }, true);`,
    ),
    expected: ['uninstall-data-removed'],
  },
  {
    name: 'cookie-hidden-from-pages-left',
    app: INVOICES,
    behaviour: () => ({
      beforePage: (view, response) => {
        const last = view.kind === 'app' ? view.record?.documents.at(-1) : undefined;
        if (last !== undefined) response.cookie('last', last.title, { httpOnly: true, path: '/', maxAge: 31_536_000_000 });
        return Promise.resolve(false);
      },
    }),
    expected: ['uninstall-data-removed'],
  },
  {
    name: 'options-written-again-after-reinstall',
    app: INVOICES,
    behaviour: () => {
      // Copies the options aside whenever its page is opened, and gives them back to a portal that has none.
      const copies = new Map<string, Record<string, unknown>>();
      return {
        beforePage: async (view) => {
          if (view.kind !== 'app' || view.userClient === null || view.memberId === null) return false;
          const options = (await view.userClient.call('app.option.get')) as Record<string, unknown>;
          const copy = copies.get(view.memberId);
          if (Object.keys(options).length > 0) copies.set(view.memberId, options);
          else if (copy !== undefined) await ignoringErrors(view.userClient.call('app.option.set', { options: copy }));
          return false;
        },
      };
    },
    expected: ['uninstall-data-removed'],
  },

  // Installation
  {
    name: 'install-finish-missing',
    app: INVOICES,
    behaviour: changeAsset('install.js', 'BX24.installFinish();', ''),
    expected: ['install-finish-called'],
  },
  {
    name: 'install-finish-twice',
    app: INVOICES,
    behaviour: changeAsset('install.js', 'BX24.installFinish();', 'BX24.installFinish(); BX24.installFinish();'),
    expected: ['install-finish-called'],
  },
  {
    name: 'install-finish-before-registrations',
    app: INVOICES,
    behaviour: () => ({
      register: (client, wanted, memberId) => {
        setTimeout(() => void ignoringErrors(GOOD_BEHAVIOUR.register(client, wanted, memberId)), 900);
        return Promise.resolve();
      },
    }),
    expected: ['install-finish-called'],
  },
  {
    name: 'single-portal-only',
    app: INVOICES,
    behaviour: () => ({
      beforePage: (view, response) =>
        Promise.resolve(
          view.kind === 'install' &&
            view.memberId !== 'preparedbyvendor' &&
            answerPage(response, 200, PLAIN('Портал не найден в списке подключённых. Сообщите нам его адрес.')),
        ),
    }),
    expected: ['install-clean-portal'],
  },
  {
    name: 'installer-crashes',
    app: INVOICES,
    behaviour: () => ({
      beforePage: (view, response) => Promise.resolve(view.kind === 'install' && answerPage(response, 500, PLAIN('Внутренняя ошибка'))),
    }),
    expected: ['install-clean-portal', 'ui-no-server-errors'],
  },
  {
    name: 'head-not-allowed',
    app: INVOICES,
    behaviour: () => ({
      beforePage: (view, response) => {
        if (view.method !== 'HEAD') return Promise.resolve(false);
        response.status(405).end();
        return Promise.resolve(true);
      },
    }),
    expected: ['install-url-head'],
  },
  {
    name: 'callback-answered-500',
    app: CONTACTS,
    behaviour: answering('ONAPPINSTALL', () => Promise.resolve(500)),
    expected: ['install-callback-no-finish'],
  },
  {
    name: 'blank-page',
    app: INVOICES,
    behaviour: () =>
      onPage(
        ['app'],
        () => '<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Счета и акты</title></head><body></body></html>',
      ),
    expected: ['install-no-blank-page'],
  },
  {
    name: 'framing-forbidden',
    app: INVOICES,
    behaviour: () => ({
      encode: (view, html) => {
        const page = GOOD_BEHAVIOUR.encode(view, html);
        return view.kind === 'app' ? { ...page, headers: { ...page.headers, 'x-frame-options': 'DENY' } } : page;
      },
    }),
    expected: ['install-no-blank-page'],
  },
  {
    name: 'never-stops-loading',
    app: INVOICES,
    behaviour: () => onPage(['app'], () => PLAIN('Загрузка…')),
    expected: ['install-no-blank-page'],
  },

  // Roles and events
  {
    name: 'administrators-only',
    app: INVOICES,
    behaviour: () => ({
      beforePage: async (view, response) => {
        if (view.kind !== 'app' || view.userClient === null || (await view.userClient.call('user.admin')) === true) return false;
        return answerPage(response, 200, PLAIN('Доступ только для администраторов портала.'));
      },
    }),
    expected: ['install-nonadmin-open'],
  },
  {
    name: 'event-slow',
    app: INVOICES,
    behaviour: answering('ONCRMDEALADD', async () => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return 200;
    }),
    expected: ['install-events-received'],
  },
  {
    name: 'event-answered-500',
    app: CONTACTS,
    behaviour: answering('ONCRMCONTACTADD', () => Promise.resolve(500)),
    expected: ['install-events-received'],
  },
  {
    name: 'event-not-answered',
    app: CONTACTS,
    behaviour: answering('ONCRMCONTACTADD', () => Promise.resolve(null)),
    expected: ['install-events-received'],
  },
  { name: 'forged-event-accepted', app: INVOICES, behaviour: () => ({ trusts: () => true }), expected: ['sec-application-token-check'] },

  // Pages
  {
    name: 'javascript-error',
    app: INVOICES,
    behaviour: appendToScript(`setTimeout(() => { window.billing.start(); }, 50);`),
    expected: ['ui-no-js-errors'],
  },
  {
    name: 'console-error',
    app: INVOICES,
    behaviour: appendToScript(`console.error('Не найден контейнер виджета');`),
    expected: ['ui-no-js-errors'],
  },
  { name: 'request-fails', app: INVOICES, behaviour: appendToScript(`void fetch('/api/rates.json');`), expected: ['ui-no-broken-links'] },
  {
    name: 'request-answered-500',
    app: INVOICES,
    behaviour: appendToScript(
      `void fetch('/api/documents', { method: 'POST', headers: { 'content-type': 'application/json', 'x-session': document.body.dataset.session }, body: '{}' });`,
    ),
    expected: ['ui-no-server-errors'],
  },
  {
    name: 'php-warning',
    app: INVOICES,
    behaviour: addToApp('<br /><b>Warning</b>:  Undefined array key "period" in <b>/var/www/app/report.php</b> on line <b>42</b><br />'),
    expected: ['ui-no-server-errors'],
  },
  {
    name: 'sql-error',
    app: INVOICES,
    behaviour: addToApp(`<p>SQLSTATE[42S02]: Base table or view not found: 1146 Table 'app.acts' doesn't exist</p>`),
    expected: ['ui-no-server-errors'],
  },
  {
    name: 'stack-trace',
    app: AGREEMENTS,
    behaviour: addToApp(
      `<pre>TypeError: Cannot read properties of undefined (reading 'rows')\n    at renderList (/srv/app/list.js:18:27)\n    at /srv/app/server.js:91:5</pre>`,
    ),
    expected: ['ui-no-server-errors'],
  },
  {
    name: 'wrong-encoding',
    app: INVOICES,
    behaviour: () => ({
      encode: (view, html) =>
        view.kind === 'app'
          ? { body: encodeCp1251(html), headers: { 'content-type': 'text/html; charset=utf-8' } }
          : GOOD_BEHAVIOUR.encode(view, html),
    }),
    expected: ['ui-no-server-errors'],
  },
  {
    name: 'wrong-charset-header',
    app: AGREEMENTS,
    behaviour: () => ({
      encode: (view, html) => ({ ...GOOD_BEHAVIOUR.encode(view, html), headers: { 'content-type': 'text/html; charset=windows-1251' } }),
    }),
    expected: ['ui-no-server-errors'],
  },
  {
    name: 'debug-mode',
    app: INVOICES,
    behaviour: addToApp('<div class="phpdebugbar">Debugbar: 14 queries, 38 ms</div>'),
    expected: ['ui-no-server-errors'],
  },
  {
    name: 'scrolls-sideways',
    app: INVOICES,
    behaviour: addToApp('<div style="width: 2200px; height: 8px"></div>'),
    expected: ['ui-no-scrollbars'],
  },
  {
    name: 'scrolls-down',
    app: INVOICES,
    behaviour: () => ({
      asset: (name, text) => (name === 'app.js' ? text.replaceAll('BX24.fitWindow();', '') : text),
      ...addToApp('<div style="height: 3000px"></div>')(),
    }),
    expected: ['ui-no-scrollbars'],
  },
  {
    name: 'broken-image',
    app: INVOICES,
    behaviour: addToApp('<img src="/assets/stamp.png" alt="Печать">'),
    expected: ['ui-no-broken-links'],
  },
  {
    name: 'broken-link',
    app: INVOICES,
    behaviour: addToApp('<p><a href="/help/start">Как начать</a></p>'),
    expected: ['ui-no-broken-links'],
  },
  {
    name: 'missing-style-sheet',
    app: AGREEMENTS,
    behaviour: () => onPage(['app'], (html) => html.replace('</head>', '<link rel="stylesheet" href="/assets/theme.css"></head>')),
    expected: ['ui-no-broken-links'],
  },
  {
    name: 'mixed-content',
    app: INVOICES,
    behaviour: addToApp('<img src="http://static.severlab.example/logo.png" width="120" height="32" alt="Северная лаборатория">'),
    expected: ['ui-no-broken-links'],
  },

  // Rights, economy, secrets
  {
    name: 'unused-scope',
    app: { ...INVOICES, scopes: [...INVOICES.scopes, 'telephony'] },
    behaviour: () => ({}),
    expected: ['rights-scopes-minimal'],
  },
  {
    name: 'widget-not-declared',
    app: INVOICES,
    behaviour: () => ({}),
    card: (registration) => ({ ...registration, placements: [] }),
    expected: ['rights-widgets-declared'],
  },
  {
    name: 'method-outside-scope',
    app: AGREEMENTS,
    behaviour: () => ({ beforeWork: (client) => ignoringErrors(client.call('crm.deal.list')) }),
    expected: ['sec-rest-economy'],
  },
  {
    name: 'method-unknown',
    app: INVOICES,
    behaviour: () => ({ beforeWork: (client) => ignoringErrors(client.call('crm.invoices.everything')) }),
    expected: ['sec-rest-economy'],
  },
  {
    name: 'calls-repeated',
    app: INVOICES,
    behaviour: () => ({
      beforePage: async (view) => {
        if (view.kind === 'app' && view.userClient !== null)
          for (let turn = 0; turn < 6; turn += 1) await view.userClient.call('user.current');
        return false;
      },
    }),
    expected: ['sec-rest-economy'],
  },
  {
    name: 'refresh-on-every-call',
    app: INVOICES,
    behaviour: () => ({
      beforePage: async (view) => {
        if (view.userClient !== null) {
          await view.userClient.refresh();
          await view.userClient.call('app.info');
        }
        return false;
      },
    }),
    expected: ['sec-token-refresh-sane'],
  },
  {
    name: 'client-secret-in-page',
    app: INVOICES,
    behaviour: addToApp(
      (view) => `<script>window.settings = { id: '${view.credentials.clientId}', key: '${view.credentials.clientSecret}' };</script>`,
    ),
    expected: ['sec-secret-not-in-browser'],
  },
  {
    name: 'token-in-page',
    app: AGREEMENTS,
    behaviour: addToApp((view) => `<script>window.auth = { refresh: '${view.form['REFRESH_ID'] ?? ''}' };</script>`),
    expected: ['sec-secret-not-in-browser'],
  },
  {
    name: 'token-kept-in-the-browser',
    app: INVOICES,
    behaviour: appendToScript(`BX24.init(() => localStorage.setItem('auth', JSON.stringify(BX24.getAuth())));`),
    expected: ['sec-secret-not-in-browser'],
  },
  {
    name: 'asks-for-the-portal-password',
    app: INVOICES,
    behaviour: addToApp(
      '<section class="sheet"><h2>Вход в Битрикс24</h2><label>Логин<input name="login" autocomplete="off"></label><label>Пароль от портала<input type="password" name="portal_password" autocomplete="off"></label></section>',
    ),
    expected: ['sec-no-password-request'],
  },
];

export function faultyVendor(fault: Fault): SampleVendor {
  const vendor = sampleVendor(fault.app, fault.behaviour);
  return {
    ...vendor,
    name: fault.name,
    registration: (address) => (fault.card ?? ((registration) => registration))(vendor.registration(address)),
  };
}
