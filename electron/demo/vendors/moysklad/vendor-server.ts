import express, { type Request, type Response } from 'express';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningVendor, VendorOptions } from '../sample-vendor.ts';
import { AccountStore, type AccountRecord } from './account-store.ts';
import { GOOD_BEHAVIOUR, type Answer, type Behaviour, type PageView, type VendorCall } from './behaviour.ts';
import { MoyskladClient, REAL_ADDRESSES, verified, type ApiAddresses, type Employee } from './moysklad-client.ts';
import { askingPage, chatPage, mainPage, popupPage, refusalPage, savedPage, widgetPage } from './pages.ts';

/** What kind of solution this vendor runs. */
export interface SampleSolution {
  readonly name: string;
  readonly title: string;
  readonly company: string;
  readonly appId: string;
  readonly appUid: string;
  readonly secretKey: string;
  /** Credentials of the version that customers have while this one is under moderation; the server serves both. */
  readonly published: Pick<SampleSolution, 'appId' | 'appUid' | 'secretKey'> | null;
  /** settings: waits for its settings. ready: works at once. slow: answers Activating and calls back. */
  readonly start: 'settings' | 'ready' | 'slow';
  /** key: the user by contextKey. message: the user by a token that the page asks for. null: no pages. */
  readonly window: 'key' | 'message' | null;
  readonly webhooks: readonly { readonly entityType: string; readonly action: string }[];
  readonly descriptor: (address: string) => string;
}

const PREFIX = '/api/moysklad/vendor/1.0/apps/:appId/:accountId';

/** The server of a small company. It knows nothing of the workstation. */
export async function startVendorServer(
  solution: SampleSolution,
  options: VendorOptions,
  changes: Partial<Behaviour> = {},
): Promise<RunningVendor> {
  const vendor = new VendorServer(solution, options, { ...GOOD_BEHAVIOUR, ...changes });
  const server = createServer(vendor.app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  vendor.address = `http://${options.host}:${(server.address() as AddressInfo).port}`;
  return {
    address: vendor.address,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

class VendorServer {
  readonly app = express();
  address = '';
  readonly #solution: SampleSolution;
  readonly #options: VendorOptions;
  readonly #behaviour: Behaviour;
  readonly #store: AccountStore;
  readonly #client: MoyskladClient;
  readonly #seenTokens = new Map<string, number>();
  /** Pages' right to go on talking with this server, after the user was known once. */
  readonly #nonces = new Map<string, Employee>();
  #addresses: ApiAddresses = REAL_ADDRESSES;

  constructor(solution: SampleSolution, options: VendorOptions, behaviour: Behaviour) {
    this.#solution = solution;
    this.#options = options;
    this.#behaviour = behaviour;
    this.#store = new AccountStore(options.dataDir);
    this.#client = new MoyskladClient(() => this.#addresses, solution.appUid, options.clientSecret);
    this.#vendorRoutes();
    this.#pageRoutes();
  }

  #vendorRoutes(): void {
    const { app } = this;
    app.disable('x-powered-by');
    app.use(express.json(), express.urlencoded({ extended: false }));
    const route = (
      method: 'put' | 'delete' | 'post',
      path: string,
      kind: VendorCall['kind'],
      good: (call: VendorCall) => Promise<Answer>,
    ): void => {
      app[method](`${PREFIX}${path}`, async (request, response) => {
        await this.#vendorCall(request, response, kind, good);
      });
    };
    route('put', '', 'activation', (call) => this.#activate(call));
    route('delete', '', 'deactivation', (call) => this.#deactivate(call));
    route('put', '/event', 'event', () => Promise.resolve({ status: 200 }));
    route('post', '/button', 'button', (call) =>
      Promise.resolve({
        status: 200,
        body: { action: 'showNotification', params: { text: `Принято: ${String(call.body['buttonName'])}` } },
      }),
    );
    route('post', '/scenario', 'scenario', () => Promise.resolve({ status: 200 }));
    app.post('/hook', (_request, response) => {
      response.status(200).end();
    });
  }

  async #vendorCall(
    request: Request,
    response: Response,
    kind: VendorCall['kind'],
    good: (call: VendorCall) => Promise<Answer>,
  ): Promise<void> {
    this.#learnAddresses(request);
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const { published } = this.#solution;
    const isPublished = published !== null && request.params['appId'] === published.appId;
    const claims = verified(token, isPublished ? published.secretKey : this.#options.clientSecret);
    const isFresh = claims === null || !this.#seenTokens.has(claims.jti);
    if (claims !== null) this.#seenTokens.set(claims.jti, claims.exp);
    const appId = String(request.params['appId']);
    const accountId = String(request.params['accountId']);
    if (!this.#behaviour.accepts(token, claims !== null, isFresh)) {
      response.status(401).end();
      return;
    }
    if (appId !== this.#solution.appId && !isPublished) {
      response.status(404).end();
      return;
    }
    const body = (request.body ?? {}) as Record<string, unknown>;
    const call: VendorCall = {
      kind,
      appId,
      accountId,
      cause: String(body['cause'] ?? body['buttonName'] ?? body['actionName'] ?? ''),
      body,
      requestId: String(request.headers['x_lognex_requestid'] ?? ''),
      account: this.#store.read(appId, accountId),
      client: isPublished ? new MoyskladClient(() => this.#addresses, published.appUid, published.secretKey) : this.#client,
    };
    const answer = await this.#behaviour.handle(call, () => good(call));
    response.status(answer.status);
    if (answer.body === undefined) response.end();
    else if (typeof answer.body === 'string') response.type(answer.contentType ?? 'text/plain').send(answer.body);
    else response.type(answer.contentType ?? 'application/json').send(JSON.stringify(answer.body));
  }

  /** A simulated portal says where its interfaces are; the real one is where the documentation says. */
  #learnAddresses(request: Request): void {
    const { 'x-simulator-vendor-api': vendorApi, 'x-simulator-json-api': jsonApi } = request.headers;
    if (typeof vendorApi === 'string' && typeof jsonApi === 'string') this.#addresses = { vendorApi, jsonApi };
  }

  async #activate(call: VendorCall): Promise<Answer> {
    const { appId, accountId, cause, body } = call;
    const access = (body['access'] as { access_token?: string }[] | undefined)?.[0];
    const subscription = body['subscription'] as { tariffId?: string } | undefined;
    const account: AccountRecord = call.account ?? {
      appId,
      accountId,
      accountName: '',
      token: null,
      status: 'Removed',
      tariffId: '',
      settings: null,
      handled: [],
    };
    const isRepeated = call.requestId !== '' && account.handled.includes(call.requestId);
    account.accountName = String(body['accountName'] ?? '');
    account.tariffId = subscription?.tariffId ?? account.tariffId;
    if (access?.access_token !== undefined) account.token = access.access_token;
    if (cause === 'Install' || cause === 'Resume') {
      if (!isRepeated) {
        account.status = this.#firstStatus(account);
        account.handled.push(call.requestId);
      }
      this.#store.write(account);
      if (!isRepeated) await this.#subscribe(account, call.client);
      if (this.#solution.start === 'slow' && account.status === 'Activating') setTimeout(() => void this.#finishSlowly(account), 120);
    } else this.#store.write(account);
    return { status: 200, body: { status: account.status } };
  }

  #firstStatus(account: AccountRecord): AccountRecord['status'] {
    if (this.#solution.start === 'ready' || account.settings !== null) return 'Activated';
    return this.#solution.start === 'slow' ? 'Activating' : 'SettingsRequired';
  }

  async #finishSlowly(account: AccountRecord): Promise<void> {
    const current = this.#store.read(account.appId, account.accountId);
    if (current?.status !== 'Activating') return;
    this.#store.write({ ...current, status: 'Activated' });
    await this.#client.setStatus(account.appId, account.accountId, 'Activated').catch(() => undefined);
  }

  /** Webhooks are made once: those that are there already stay. */
  async #subscribe(account: AccountRecord, client: MoyskladClient): Promise<void> {
    const { webhooks } = this.#solution;
    if (webhooks.length === 0 || account.token === null) return;
    const known = await client.json(account.token, 'GET', '/entity/webhook');
    const rows = (known?.['rows'] ?? []) as { url?: string; entityType?: string; action?: string }[];
    for (const wanted of webhooks) {
      if (rows.some((row) => row.url === `${this.address}/hook` && row.entityType === wanted.entityType && row.action === wanted.action))
        continue;
      await client.json(account.token, 'POST', '/entity/webhook', { url: `${this.address}/hook`, ...wanted });
    }
    for (const { entityType } of webhooks) await client.json(account.token, 'GET', `/entity/${entityType}?limit=10`);
  }

  #deactivate(call: VendorCall): Promise<Answer> {
    const { account } = call;
    if (account === null || account.status === 'Removed') return Promise.resolve({ status: 204 });
    // Access is forgotten; settings stay for the customer who comes back.
    this.#store.write({ ...account, token: null, status: call.cause === 'Suspend' ? 'Suspended' : 'Removed' });
    return Promise.resolve({ status: 200 });
  }

  #pageRoutes(): void {
    const { app } = this;
    const { title, window } = this.#solution;
    if (window === null) return;
    app.get('/main', async (request, response) => {
      if (window === 'message') {
        this.#send(response, { kind: 'main', employee: null, account: null }, askingPage(title));
        return;
      }
      const found = await this.#userOf(request);
      if (found === null) {
        response.status(401).send(this.#behaviour.refusal(refusalPage(title, 'Откройте решение заново из МоегоСклада.')));
        return;
      }
      const { employee, account, nonce } = found;
      const token = this.#behaviour.token(account);
      const stores = token !== null && employee.isAdmin ? await this.#client.json(token, 'GET', '/entity/store') : null;
      const names = ((stores?.['rows'] ?? []) as { name: string }[]).map((one) => one.name);
      this.#send(response, { kind: 'main', employee, account }, mainPage({ title, employee, account, stores: names, nonce }));
    });
    app.post('/user', async (request, response) => {
      const employee = await this.#client.employeeByToken(String((request.body as { token?: string }).token ?? '')).catch(() => null);
      const account = employee === null ? null : this.#store.read(this.#solution.appId, employee.accountId);
      const token = account?.token ?? null;
      if (employee === null || token === null) {
        response.status(401).json({ message: 'Откройте решение заново из МоегоСклада.' });
        return;
      }
      const products = await this.#client.json(token, 'GET', '/entity/product?limit=1');
      const { size = 0 } = (products?.['meta'] ?? {}) as { size?: number };
      response.json({ name: employee.name, count: size });
    });
    app.post('/settings', async (request, response) => {
      const { nonce = '', message = '', store = '' } = request.body as Record<string, string>;
      const employee = this.#nonces.get(nonce);
      const account = employee === undefined ? null : this.#store.read(this.#solution.appId, employee.accountId);
      if (employee === undefined || account === null || !this.#behaviour.maySave(employee)) {
        response.status(403).send(refusalPage(title, 'Настройки меняет администратор аккаунта.'));
        return;
      }
      const saved: AccountRecord = { ...account, settings: { store, message }, status: 'Activated' };
      this.#store.write(saved);
      await this.#behaviour.afterSaving(saved, async () => {
        await this.#client.setStatus(saved.appId, saved.accountId, 'Activated');
      });
      response.send(savedPage(title));
    });
    app.get('/widget', async (request, response) => {
      const found = await this.#userOf(request);
      if (found === null) {
        response.status(401).send(refusalPage(title, 'Откройте документ заново.'));
        return;
      }
      this.#send(response, { kind: 'widget', employee: found.employee, account: found.account }, widgetPage(title, found.nonce));
    });
    app.get('/object', async (request, response) => {
      const employee = this.#nonces.get(String(request.query['nonce']));
      const account = employee === undefined ? null : this.#store.read(this.#solution.appId, employee.accountId);
      const token = account === null ? null : this.#behaviour.token(account);
      const id = String(request.query['id']);
      const order =
        token === null || !/^[0-9a-f-]{36}$/.test(id) ? null : await this.#client.json(token, 'GET', `/entity/customerorder/${id}`);
      response.json({
        text: order === null ? 'Заказ недоступен.' : `Заказ ${String(order['name'])}, сумма ${Number(order['sum'] ?? 0) / 100} ₽`,
      });
    });
    app.get('/chat', async (request, response) => {
      const found = await this.#userOf(request);
      if (found === null) {
        response.status(401).send(refusalPage(title, 'Откройте чаты МоегоСклада заново.'));
        return;
      }
      this.#send(response, { kind: 'chat', employee: found.employee, account: found.account }, chatPage(title, found.employee));
    });
    app.get('/popup', (_request, response) => {
      this.#send(response, { kind: 'popup', employee: null, account: null }, popupPage(title));
    });
  }

  #send(response: Response, view: PageView, html: string): void {
    for (const [name, value] of Object.entries(this.#behaviour.pageHeaders(view))) response.setHeader(name, value);
    response.status(this.#behaviour.pageStatus(view)).type('html').send(this.#behaviour.html(view, html));
  }

  async #userOf(request: Request): Promise<{ employee: Employee; account: AccountRecord; nonce: string } | null> {
    const employee = await this.#client.employeeByKey(String(request.query['contextKey'] ?? '-')).catch(() => null);
    const account = employee === null ? null : this.#store.read(this.#solution.appId, employee.accountId);
    if (employee === null || account === null) return null;
    const nonce = randomBytes(12).toString('hex');
    this.#nonces.set(nonce, employee);
    return { employee, account, nonce };
  }
}
