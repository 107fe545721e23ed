import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import qs from 'qs';
import type { HttpExchange } from '../../../shared/domain/install-test.ts';
import type { PortalOptions } from '../../../electron/portals/portal.ts';
import type { Bitrix24ApplicationInspection } from '../../../electron/marketplaces/bitrix24/portal/inspection.ts';
import { portalPaths } from '../../../electron/marketplaces/bitrix24/portal/page-map.ts';
import { createBitrix24Portal, type Bitrix24Portal } from '../../../electron/marketplaces/bitrix24/portal/portal.ts';
import type { Bitrix24RegistrationInput } from '../../../electron/marketplaces/bitrix24/portal/registration.ts';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly fields: Record<string, unknown>;
  readonly headers: http.IncomingHttpHeaders;
}

/** A vendor's server of a test: records what comes and answers what the test says. */
export class VendorStub {
  readonly received: ReceivedRequest[] = [];
  readonly #server: http.Server;
  readonly #scheme: 'http' | 'https';
  address = '';

  constructor(
    respond: (request: ReceivedRequest, response: http.ServerResponse) => void = (_request, response) => response.end('ok'),
    identity: { key: string; cert: string } | null = null,
  ) {
    this.#scheme = identity === null ? 'http' : 'https';
    this.#server = (identity === null ? http.createServer() : https.createServer(identity)).on(
      'request',
      (request: http.IncomingMessage, response: http.ServerResponse) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const url = new URL(request.url ?? '/', 'http://vendor');
          const received: ReceivedRequest = {
            method: request.method ?? '',
            path: url.pathname,
            query: Object.fromEntries(url.searchParams),
            fields: qs.parse(Buffer.concat(chunks).toString('utf8')),
            headers: request.headers,
          };
          this.received.push(received);
          respond(received, response);
        });
      },
    );
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.address = `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  events(name: string): ReceivedRequest[] {
    return this.received.filter((request) => request.fields['event'] === name);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

/** A signed-in person without a browser: cookies and forms by hand. */
export class Visitor {
  readonly #origin: string;
  readonly #cookie: string;
  constructor(origin: string, cookie: string) {
    this.#origin = origin;
    this.#cookie = cookie;
  }

  static async signIn(portal: Bitrix24Portal, userId: string): Promise<Visitor> {
    const response = await fetch(await portal.signInUrl(userId, '/'), { redirect: 'manual' });
    const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return new Visitor(portal.describe().address, cookie);
  }

  async get(pathAndQuery: string): Promise<{ status: number; text: string }> {
    const response = await fetch(this.#origin + pathAndQuery, { headers: { cookie: this.#cookie }, redirect: 'manual' });
    return { status: response.status, text: await response.text() };
  }

  async formKey(): Promise<string> {
    const { text } = await this.get(portalPaths.catalogue);
    return pageData(text).formKey;
  }

  async post(pathname: string, fields: Record<string, string>): Promise<{ status: number; location: string; text: string }> {
    const response = await fetch(this.#origin + pathname, {
      method: 'POST',
      headers: { cookie: this.#cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ formKey: await this.formKey(), ...fields }).toString(),
      redirect: 'manual',
    });
    return { status: response.status, location: response.headers.get('location') ?? '', text: await response.text() };
  }

  async frameCommand(command: string, appSid: string, params: unknown = null): Promise<unknown> {
    const response = await fetch(`${this.#origin}/portal/frame/`, {
      method: 'POST',
      headers: { cookie: this.#cookie, 'content-type': 'application/json', 'x-form-key': await this.formKey() },
      body: JSON.stringify({ command, appSid, params }),
    });
    const body = (await response.json()) as { result?: unknown; error?: string };
    return body.error === undefined ? body.result : { error: body.error };
  }

  /** Opens the solution's page and returns its frame with the fields of the form. */
  async openApplication(code: string): Promise<{ state: string; frame: PageFrame | null; text: string }> {
    const { text } = await this.get(portalPaths.application(code));
    const state = /data-role="solution-state"\s+data-state="([^"]+)"/.exec(text.slice(text.indexOf('slider-layer')))?.[1] ?? '';
    return { state, frame: pageData(text).frames[0] ?? null, text };
  }
}

export interface PageFrame {
  readonly appSid: string;
  readonly name: string;
  readonly origin: string;
  readonly action: string;
  readonly purpose: string;
  readonly method: string;
  readonly placement: string;
  readonly fields: [string, string][];
}

export function pageData(text: string): { formKey: string; frames: PageFrame[] } {
  const json = /<script type="application\/json" id="portal-data">([^<]*)<\/script>/.exec(text)?.[1] ?? '{}';
  return { formKey: '', frames: [], ...(JSON.parse(json) as object) };
}

export interface Bench {
  readonly portal: Bitrix24Portal;
  readonly exchanges: HttpExchange[];
  readonly stateDir: string;
  rest(
    method: string,
    token: string,
    params?: object,
  ): Promise<{ status: number; body: Record<string, never> & { result?: never; error?: string } }>;
  inspect(code?: string): Promise<Bitrix24ApplicationInspection>;
}

const cleanups: (() => Promise<void> | void)[] = [];

export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'portal-test-'));
  cleanups.push(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export async function startVendor(...input: ConstructorParameters<typeof VendorStub>): Promise<VendorStub> {
  const vendor = await new VendorStub(...input).start();
  cleanups.push(() => vendor.stop());
  return vendor;
}

export async function startBench(options: Partial<PortalOptions> = {}): Promise<Bench> {
  const stateDir = options.stateDir ?? temporaryFolder();
  const exchanges: HttpExchange[] = [];
  const portal = await createBitrix24Portal(
    { stateDir, host: '127.0.0.1', port: 0, tls: false, language: 'ru', eventDelayMs: 0, eventTimeoutMs: 5000, ...options },
    (exchange) => exchanges.push(exchange),
  );
  cleanups.push(() => portal.stop());
  return {
    portal,
    exchanges,
    stateDir,
    async rest(method, token, params = {}) {
      const response = await fetch(`${portal.describe().address}/rest/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...params, auth: token }),
      });
      return { status: response.status, body: (await response.json()) as never };
    },
    async inspect(code = 'acme.invoices') {
      const application = (await portal.inspect()).applications.find((candidate) => candidate.code === code);
      if (application === undefined) throw new Error(`the portal does not know ${code}`);
      return application;
    },
  };
}

export function registrationOf(
  vendor: VendorStub,
  changes: Partial<Bitrix24RegistrationInput> = {},
): Bitrix24RegistrationInput & { code: string; version: string } {
  return {
    code: 'acme.invoices',
    name: 'Счета и акты',
    vendorName: 'Акме Софт',
    version: '1',
    mode: 'A',
    appUrl: `${vendor.address}/app`,
    installUrl: `${vendor.address}/install?from=card`,
    clientId: 'app.5f00000000000.10000000',
    clientSecret: 'SecretOfTheVendor0123456789',
    scopes: ['crm', 'placement', 'user'],
    ...changes,
  };
}

/** Installs by the pages and returns the administrator's visit and the first frame. */
export async function installThroughPages(
  bench: Bench,
  code = 'acme.invoices',
): Promise<{ admin: Visitor; frame: PageFrame; token: string }> {
  const admin = await Visitor.signIn(bench.portal, '1');
  const answer = await admin.post('/market/install/', { code });
  if (answer.status !== 303) throw new Error(`install answered ${answer.status}: ${answer.text.slice(0, 300)}`);
  const { frame } = await admin.openApplication(code);
  if (frame === null) throw new Error('no frame after the installation');
  return { admin, frame, token: fieldOf(frame, 'AUTH_ID') };
}

export function fieldOf(frame: PageFrame, name: string): string {
  return frame.fields.find(([field]) => field === name)?.[1] ?? '';
}
