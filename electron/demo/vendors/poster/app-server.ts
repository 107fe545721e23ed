import { createHash, randomBytes } from 'node:crypto';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { AddressInfo } from 'node:net';
import type { RunningVendor, VendorOptions } from '../sample-vendor.ts';
import { AccountStore, type StoredAccount } from './account-store.ts';
import type { Behaviour } from './behaviour.ts';
import { escape, page } from './pages.ts';
import { exchange, PosterClient, PosterError, type PosterLogin } from './poster-client.ts';
import type { PosterApp } from './sample-apps.ts';

const POLL_MS = 250;
const GROUP = 'Клуб гостей';
const STATUS: Readonly<Record<number, string>> = { 0: 'ждёт ответа кассы', 1: 'принят', 7: 'отклонён' };

interface Incoming {
  readonly account: string;
  readonly account_number: string;
  readonly object: string;
  readonly object_id: number;
  readonly action: string;
  readonly data?: string;
  readonly time: string;
  readonly verify: string;
}

/** The server of a small vendor. */
class PosterAppServer {
  readonly #app: PosterApp;
  readonly #behaviour: Behaviour;
  readonly #options: VendorOptions;
  readonly #store: AccountStore;
  readonly #sessions = new Map<string, { number: string; roleId: number }>();
  readonly #running = new Set<Promise<unknown>>();
  #address = '';

  constructor(app: PosterApp, behaviour: Behaviour, options: VendorOptions) {
    this.#app = app;
    this.#behaviour = behaviour;
    this.#options = options;
    this.#store = new AccountStore(options.dataDir);
  }

  set address(value: string) {
    this.#address = value;
  }

  routes(): express.Express {
    const app = express();
    app.disable('x-powered-by');
    app.use(express.json(), express.urlencoded({ extended: false }));
    app.get('/', (request, response) => this.#site(request, response));
    app.get('/poster/callback', (request, response) => this.#callback(request, response));
    app.get('/poster/manage', (request, response) => this.#manage(request, response));
    app.post('/poster/webhook', (request, response) => this.#webhook(request, response));
    app.post('/settings', (request, response) => this.#saveSettings(request, response));
    app.post('/order', (request, response) => this.#order(request, response));
    // Express knows an error handler by its four parameters.
    app.use((error: Error, _request: Request, response: Response, next: NextFunction) => {
      if (response.headersSent) {
        next(error);
        return;
      }
      const text = this.#behaviour.isDebug
        ? `<pre>${escape(error.stack ?? '')}</pre>`
        : '<p>Сервис временно недоступен. Попробуйте позже.</p>';
      response.status(error instanceof PosterError && !this.#behaviour.isDebug ? 200 : 500).send(this.#page(text));
    });
    return app;
  }

  /** Asks for news by itself. */
  poll(): void {
    if (!this.#behaviour.polls) return;
    for (const account of this.#store.all) if (account.isConnected) this.#later(this.#client(account).get('settings.getAllSettings'));
  }

  #client(account: StoredAccount): PosterClient {
    return new PosterClient(account.base, account.token);
  }

  /** Work that nobody waits for. */
  #later(work: Promise<unknown>): void {
    const running = work.catch(() => undefined).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  #page(content: string): string {
    const { hidesSpinner, pageExtra } = this.#behaviour;
    return page(this.#app.title, content, { hidesSpinner, extra: pageExtra({ secret: this.#options.clientSecret }) });
  }

  // ---- signing in ----

  async #callback(request: Request, response: Response): Promise<void> {
    const code = String(request.query['code'] ?? '');
    if (code === '') {
      response.status(400).send(this.#page('<p>Откройте приложение из маркета Poster.</p>'));
      return;
    }
    const registered = `${this.#address}/poster/callback`;
    if (this.#behaviour.exchangesInBrowser) {
      response.send(this.#page(browserExchange(baseOf(request), this.#options, registered, code)));
      return;
    }
    if (this.#behaviour.asksForToken) {
      response.send(
        this.#page(
          '<form><label>Токен доступа из раздела «Доступ → Интеграции» <input name="access_token" /></label> <button>Сохранить</button></form>',
        ),
      );
      return;
    }
    const login = await exchange(baseOf(request), '/api/v2/auth/access_token', {
      application_id: this.#options.clientId,
      application_secret: this.#options.clientSecret,
      grant_type: 'authorization_code',
      redirect_uri: this.#behaviour.redirectUriOf(registered),
      code,
    });
    await this.#signIn(response, login, baseOf(request));
    response.redirect(302, '/');
  }

  async #signIn(response: Response, login: PosterLogin, base: string): Promise<StoredAccount> {
    const account = await this.#attach(login.account_number, base, login.access_token);
    const session = randomBytes(16).toString('hex');
    this.#sessions.set(session, { number: account.number, roleId: login.user.role_id });
    response.cookie(`session_${this.#app.name}`, session, { httpOnly: true });
    return account;
  }

  async #attach(number: string, base: string, token: string): Promise<StoredAccount> {
    const isFirst = this.#store.find(number)?.isConnected !== true;
    const account = this.#store.connect(number, base, token, this.#behaviour.keepsFirstToken);
    if (isFirst) {
      const client = this.#client(account);
      if (this.#app.kind === 'loyalty') await this.#makeGroup(client);
      await this.#behaviour.onConnect(client);
    }
    return account;
  }

  async #makeGroup(client: PosterClient): Promise<void> {
    const groups = (await client.get('clients.getGroups')) as { client_groups_name: string }[];
    if (this.#behaviour.looksBeforeCreating && groups.some((group) => group.client_groups_name === GROUP)) return;
    await client.post('clients.createGroup', { client_groups_name: GROUP, client_groups_discount: 0, loyalty_type: 1 });
  }

  #accountOf(request: Request): { account: StoredAccount; roleId: number } | null {
    const cookie = new RegExp(`session_${this.#app.name}=([0-9a-f]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
    const session = this.#sessions.get(cookie);
    const account = session === undefined ? null : this.#store.find(session.number);
    return account === null || session === undefined || !account.isConnected ? null : { account, roleId: session.roleId };
  }

  // ---- pages ----

  async #site(request: Request, response: Response): Promise<void> {
    const found = this.#accountOf(request);
    if (found === null) {
      response.send(this.#page('<p>Подключите приложение в маркете Poster.</p>'));
      return;
    }
    await this.#behaviour.onOpen(this.#client(found.account), { roleId: found.roleId });
    response.send(this.#page(await this.#content(found.account)));
  }

  async #manage(request: Request, response: Response): Promise<void> {
    const code = String(request.query['code'] ?? '');
    if (code === '') {
      response.status(400).send(this.#page('<p>Откройте окно из админ-панели Poster.</p>'));
      return;
    }
    const { clientId, clientSecret } = this.#options;
    const login = await exchange(baseOf(request), '/api/v2/auth/manage', {
      application_id: clientId,
      application_secret: clientSecret,
      code,
      verify: this.#behaviour.manageVerify(clientId, clientSecret, code),
    });
    const account = await this.#signIn(response, login, baseOf(request));
    await this.#behaviour.onOpen(this.#client(account), { roleId: login.user.role_id });
    if (this.#behaviour.isBlankFor(login.user.role_id)) {
      response.send(
        '<!doctype html><html><head><script>addEventListener("load", () => top.postMessage({ hideSpinner: true }, "*"))</script></head><body></body></html>',
      );
      return;
    }
    response.send(this.#page(`<p>Вы вошли как ${escape(login.user.name)}.</p>${await this.#content(account)}`));
  }

  async #content(account: StoredAccount): Promise<string> {
    const client = this.#client(account);
    switch (this.#app.kind) {
      case 'report': {
        const spots = (await client.get('access.getSpots')) as { spot_name: string }[];
        const products = (await client.get('menu.getProducts')) as { product_name: string }[];
        return `<h2>Заведения</h2><ul>${spots.map((spot) => `<li>${escape(spot.spot_name)}</li>`).join('')}</ul><p>Позиций в меню: ${products.length}</p>`;
      }
      case 'loyalty': {
        const settings = (await client.get('settings.getAllSettings')) as { company_name: string };
        const groups = (await client.get('clients.getGroups')) as { client_groups_name: string }[];
        return `<p>Заведение: ${escape(settings.company_name)}. Групп гостей: ${groups.length}.</p>
          <form method="post" action="/settings"><input type="hidden" name="number" value="${escape(account.number)}" />
          <label>Приветствие гостю <input name="greeting" value="${escape(account.greeting)}" /></label> <button>Сохранить</button></form>`;
      }
      case 'shop': {
        const products = (await client.get('menu.getProducts')) as { product_id: string; product_name: string }[];
        const orders = account.orders.map((order) => `<li>Заказ ${order.id}: ${escape(order.status)}</li>`).join('');
        const [first] = products;
        const form =
          first === undefined
            ? '<p>Меню пока пустое.</p>'
            : `<form method="post" action="/order"><input type="hidden" name="product" value="${escape(first.product_id)}" />
          <label>Телефон <input type="tel" name="phone" required /></label> <button>Заказать: ${escape(first.product_name)}</button></form>`;
        return `${form}<ul>${orders}</ul>`;
      }
      case 'reservation': {
        const halls = (await client.get('spots.getSpotTablesHalls')) as unknown[];
        const orders = account.orders.map((order) => `<li>Бронь ${order.id}: ${escape(order.status)}</li>`).join('');
        return `<p>Залов: ${halls.length}</p><form method="post" action="/order"><label>Телефон <input type="tel" name="phone" required /></label> <button>Забронировать столик</button></form><ul>${orders}</ul>`;
      }
      default:
        return '<p>Меню на экранах обновляется само.</p>';
    }
  }

  #saveSettings(request: Request, response: Response): void {
    const body = request.body as Record<string, string>;
    const account = this.#store.find(body['number'] ?? '');
    if (account !== null) account.greeting = body['greeting'] ?? '';
    this.#store.save();
    response.send(this.#page('<p>Сохранено.</p>'));
  }

  async #order(request: Request, response: Response): Promise<void> {
    const found = this.#accountOf(request);
    if (found === null) {
      response.status(401).send(this.#page('<p>Войдите снова.</p>'));
      return;
    }
    const { account } = found;
    const client = this.#client(account);
    const body = request.body as Record<string, string>;
    let id: number;
    if (this.#app.kind === 'reservation') {
      const booking = {
        spot_id: 1,
        phone: body['phone'],
        first_name: 'Гость',
        guests_count: 2,
        duration: 7200,
        date_reservation: '2027-01-15 19:00:00',
      };
      id = ((await client.post('incomingOrders.createReservation', booking)) as { incoming_order_id: number }).incoming_order_id;
    } else {
      const { currency } = (await client.get('settings.getAllSettings')) as { currency: { currency_code_iso: string } };
      const payment = { type: 1, sum: 4500, currency: this.#behaviour.orderCurrency(currency.currency_code_iso) };
      const order = {
        spot_id: 1,
        phone: body['phone'],
        first_name: 'Гость',
        products: [{ product_id: Number(body['product']), count: 1 }],
        payment,
      };
      id = ((await client.post('incomingOrders.createIncomingOrder', order)) as { incoming_order_id: number }).incoming_order_id;
    }
    account.orders.push({ id, status: STATUS[0] ?? '' });
    this.#store.save();
    response.redirect(303, '/');
  }

  // ---- webhooks ----

  async #webhook(request: Request, response: Response): Promise<void> {
    const event = request.body as Incoming;
    if (this.#behaviour.webhookDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#behaviour.webhookDelayMs));
    if (this.#behaviour.checksWebhookVerify && event.verify !== this.#signatureOf(event)) {
      response.status(403).json({ status: 'refused' });
      return;
    }
    if (this.#behaviour.webhookStatus !== 200) {
      response.status(this.#behaviour.webhookStatus).json({ status: 'error' });
      return;
    }
    await this.#take(event, request.headers['x-simulated-poster']);
    response.json({ status: 'accept' });
  }

  #signatureOf(event: Incoming): string {
    const parts = [event.account, event.object, String(event.object_id), event.action];
    if (event.data !== undefined) parts.push(event.data);
    return createHash('md5')
      .update([...parts, event.time, this.#options.clientSecret].join(';'))
      .digest('hex');
  }

  async #take(event: Incoming, base: string | string[] | undefined): Promise<void> {
    if (event.object === 'application') {
      const data = JSON.parse(event.data ?? '{}') as { access_token?: string };
      if (event.action === 'added' && data.access_token !== undefined)
        await this.#attach(event.account_number, typeof base === 'string' ? base : 'https://joinposter.com', data.access_token);
      const account = this.#store.find(event.account_number);
      if (event.action === 'removed' && account !== null && this.#behaviour.detachesOnRemoval) {
        account.isConnected = false;
        account.token = '';
        this.#store.save();
      }
      return;
    }
    const account = this.#store.find(event.account_number);
    if (account === null || !account.isConnected) return;
    const isNew = this.#store.isNew(account, `${event.object} ${event.object_id} ${event.action} ${event.time}`);
    if (!isNew && this.#behaviour.remembersEvents) return;
    this.#later(this.#follow(event, account));
  }

  /** What an event of the account means to this application; done after the answer. */
  async #follow(event: Incoming, account: StoredAccount): Promise<void> {
    const client = this.#client(account);
    const id = String(event.object_id);
    if (event.object === 'product' || event.object === 'dish') {
      if (event.action === 'removed') {
        const { [id]: _gone, ...rest } = account.menu;
        account.menu = rest;
      } else account.menu[id] = ((await client.get('menu.getProduct', { product_id: id })) as { product_name: string }).product_name;
    } else if (event.object === 'incoming_order') {
      const order = account.orders.find((one) => one.id === event.object_id);
      if (order === undefined) return;
      const method = this.#app.kind === 'reservation' ? 'incomingOrders.getReservation' : 'incomingOrders.getIncomingOrder';
      const { status } = (await client.get(method, { incoming_order_id: id })) as { status: number };
      order.status = STATUS[status] ?? 'неизвестно';
    } else if (event.object === 'client' && this.#app.kind === 'loyalty') {
      if (this.#behaviour.remembersEvents && account.greeted.includes(id)) return;
      account.greeted.push(id);
      await client.post('clients.changeClientBonus', { client_id: Number(id), count: 100 });
    }
    this.#store.save();
  }
}

/** Where Poster is. The window and the redirect name the account they come from; on one's own machine that is the simulated one. */
function baseOf(request: Request): string {
  const { referer } = request.headers;
  const origin = referer !== undefined && URL.canParse(referer) ? new URL(referer) : null;
  const isKnown = origin !== null && /^(?:127\.0\.0\.1|localhost|(?:[\w-]+\.)?joinposter\.com)$/.test(origin.hostname);
  return isKnown ? origin.origin : 'https://joinposter.com';
}

/** How it must not be done: the page asks for the token itself. */
function browserExchange(base: string, options: VendorOptions, redirectUri: string, code: string): string {
  const fields = {
    application_id: options.clientId,
    application_secret: options.clientSecret,
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
    code,
  };
  return `<p>Подключение…</p><script>fetch(${JSON.stringify(`${base}/api/v2/auth/access_token`)}, { method: 'POST', mode: 'no-cors', body: new URLSearchParams(${JSON.stringify(fields)}) })</script>`;
}

/** Starts the server of an application. */
export async function startPosterApp(app: PosterApp, behaviour: Behaviour, options: VendorOptions): Promise<RunningVendor> {
  const server = new PosterAppServer(app, behaviour, options);
  const listening = server.routes().listen(options.port, options.host);
  await new Promise<void>((resolve, reject) => {
    listening.once('listening', resolve);
    listening.once('error', reject);
  });
  const address = `http://${options.host}:${(listening.address() as AddressInfo).port}`;
  server.address = address;
  const timer = setInterval(() => server.poll(), POLL_MS);
  return {
    address,
    stop: () =>
      new Promise<void>((resolve) => {
        clearInterval(timer);
        listening.close(() => resolve());
        listening.closeAllConnections();
      }),
  };
}
