import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { INVOICES, sampleVendor } from '../../../electron/demo/vendors/bitrix24/sample-apps.ts';
import { takeClaim } from '../../../electron/desk/claim-desk.ts';
import { acceptSubmission } from '../../../electron/desk/intake-desk.ts';
import { getSubmission } from '../../../electron/desk/submission-desk.ts';
import { decideVerdict, previewVerdict } from '../../../electron/desk/verdict-desk.ts';
import { openWorkspace } from '../../../electron/desk/workspace.ts';
import { exportBundle } from '../../../electron/export/export-bundle.ts';
import { supportLogOf } from '../../../electron/export/support-log.ts';
import { cardSchema } from '../../../electron/marketplaces/bitrix24/card-schema.ts';
import { marketplaces } from '../../../electron/marketplaces/list.ts';
import { startRun } from '../../../electron/sandbox/run-host.ts';
import { incoming, noPackages } from '../../unit/desk/desk-fixture.ts';
import { buildSandboxApp, REAL, type SandboxApp } from '../sandbox/sandbox-app.ts';

/**
 * A vendor that spills every secret it gets hold of wherever a page can put one. After a whole test with a full trace, a verdict, its
 * bundle and a support log, no file that the workstation leaves holds any of them, in any spelling.
 */
const PASSWORD = 'Пароль & "соль" <1>/пере+ец';
const API_KEY = 'ak-7f3c99e15b2d4a60';
const LOGIN = 'moderator-login@vendor.example';
let app: SandboxApp;
let root = '';

beforeAll(async () => {
  app = await buildSandboxApp(REAL);
  root = mkdtempSync(path.join(tmpdir(), 'sandbox-run-secrets-'));
});
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  await app.remove();
});

/** Markup and script that show, store, send and log the values in all the ways that a page has. */
function spill(values: readonly string[]): string {
  return `<section><h2>debug</h2><ul id="spilled"></ul><script>
    const values = ${JSON.stringify(values).replaceAll('<', '\\u003c')};
    const utf8 = (text) => String.fromCharCode(...new TextEncoder().encode(text));
    values.forEach((value, index) => {
      const line = document.createElement('li');
      line.textContent = 'v' + index + '=' + value + '; ' + encodeURIComponent(value) + '; ' + btoa('x'.repeat(index % 3) + utf8(value));
      line.title = value;
      document.getElementById('spilled').append(line);
      console.error('spilled ' + value, JSON.stringify({ value }), new URLSearchParams({ value }).toString());
      console.log(btoa(utf8(value)));
      localStorage.setItem('kept-' + index, value);
      sessionStorage.setItem(value, 'as key');
      document.cookie = 'spilled' + index + '=' + encodeURIComponent(value);
      void fetch('/api/nothing?value=' + encodeURIComponent(value), { headers: { 'x-value': encodeURIComponent(value) } }).catch(() => {});
      void fetch('/api/nothing', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ nested: { value } }) }).catch(() => {});
      new Image().src = '/missing/' + encodeURIComponent(value) + '.png';
      history.replaceState(null, '', '#' + encodeURIComponent(value));
    });
    document.title = 'title ' + values[0];
    setTimeout(() => { throw new Error('uncaught ' + values.join(' ')); }, 0);
  </script></section>`;
}

/** Every spelling in which a value must not be found; written anew here, so that a gap in the masking is not repeated. */
function spellings(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const form = new URLSearchParams({ v: value }).toString().slice(2);
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const escaped = JSON.stringify(value).slice(1, -1);
  return [
    value,
    encodeURIComponent(value),
    form,
    html,
    html.replaceAll('"', '&quot;'),
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    encodeURIComponent(escaped),
    escaped.replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    // Within a longer text its base64 begins elsewhere; the characters at its edges belong to what surrounds it.
    Buffer.concat([Buffer.from('x'), bytes])
      .toString('base64')
      .slice(2, -4),
    Buffer.concat([Buffer.from('xx'), bytes])
      .toString('base64')
      .slice(4, -4),
    bytes.toString('hex'),
  ];
}

interface Left {
  readonly name: string;
  readonly bytes: Buffer;
}

async function filesIn(folder: string): Promise<Left[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return (await Promise.all(files.map(async (name) => opened({ name, bytes: await readFile(name) })))).flat();
}

/** An archive is looked into, also one within another. */
async function opened(file: Left): Promise<Left[]> {
  if (!file.bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) return [file];
  const archive = await yauzl.fromBufferPromise(file.bytes);
  const found: Left[] = [file];
  for await (const entry of archive.eachEntry()) {
    const bytes = await buffer(await archive.openReadStreamPromise(entry));
    found.push(...(await opened({ name: `${file.name}!${entry.fileName}`, bytes })));
  }
  return found;
}

it('no file that leaves a test with a verdict holds a secret, in whatever spelling', { timeout: 240_000 }, async () => {
  const spilled = new Set<string>([PASSWORD, API_KEY, LOGIN]);
  const vendor = sampleVendor(INVOICES, () => ({
    html: (view, html) => {
      for (const value of [view.credentials.clientSecret, view.form['AUTH_ID'], view.form['REFRESH_ID'], view.form['APPLICATION_TOKEN']])
        if (value !== undefined && value !== '') spilled.add(value);
      const { accessToken, refreshToken } = view.record?.installation?.access ?? {};
      for (const value of [accessToken, refreshToken]) if (value !== undefined) spilled.add(value);
      return view.kind === 'app' ? html.replace('</main>', `${spill([...spilled])}</main>`) : html;
    },
  }));
  const dataDir = path.join(root, 'vendor');
  const running = await vendor.start({
    port: 0,
    host: '127.0.0.1',
    dataDir,
    clientId: vendor.clientId,
    clientSecret: vendor.clientSecret,
    ca: null,
  });
  const folder = path.join(root, 'workspace');
  const workspace = openWorkspace({
    path: folder,
    create: true,
    exclusive: false,
    appVersion: '0.1.0',
    marketplaces,
    packages: noPackages,
    startRun: (request, listeners) => startRun(request, listeners, { entry: app.runEntry, electron: app.electron }),
    keyProtector: null,
    emit: () => undefined,
    workerScript: null,
    housekeeping: false,
    moderator: 'Модератор',
  });
  try {
    const { context, installTests } = workspace;
    const { appUrl, installUrl, scopes, placements } = vendor.registration(running.address);
    const row = await acceptSubmission(
      context,
      incoming({
        marketplace: 'bitrix24',
        card: cardSchema.parse({ texts: { ru: { name: 'Счета и акты' } } }),
        solution: { code: INVOICES.code, name: 'Счета и акты' },
        version: {
          number: '1.0',
          mode: 'wizard',
          whatsNew: {},
          appUrl,
          installUrl,
          scopes,
          placements,
          menuItem: true,
          mobile: false,
          userInstall: false,
        },
        testData: {
          note: `вход: ${LOGIN}`,
          values: [
            { name: 'client_id', value: vendor.clientId },
            { name: 'client_secret', value: vendor.clientSecret },
            { name: 'login', value: LOGIN },
            { name: 'password', value: PASSWORD },
            { name: 'api_key', value: API_KEY },
          ],
        },
      }),
    );
    takeClaim(context, { id: row.id, revision: getSubmission(context, { id: row.id }).revision });
    const { runId } = installTests.start({ submissionId: row.id, portalId: null, clean: true, fullTrace: true, acceptUsedPortal: false });
    await installTests.whenFinished(runId);
    const { report } = installTests.get({ runId });
    // The pages were seen and everything was kept: otherwise there is nothing to look for.
    expect(report?.findings.map(({ ruleId }) => ruleId)).toEqual(expect.arrayContaining(['sec-secret-not-in-browser', 'ui-no-js-errors']));
    expect(new Set(report?.evidence.map(({ kind }) => kind))).toEqual(new Set(['screenshot', 'console', 'network', 'http', 'trace']));
    expect(spilled.size).toBeGreaterThan(6);

    const submission = getSubmission(context, { id: row.id });
    const letter = previewVerdict(context, { submissionId: row.id, kind: 'refuse' }).letter.ru;
    const { verdictId } = decideVerdict(context, {
      submissionId: row.id,
      revision: submission.revision,
      version: submission.version,
      kind: 'refuse',
      letter,
      language: 'ru',
    });
    await exportBundle(workspace, { verdictId, includeNotes: true, path: path.join(root, 'bundle.zip') });
    const { exchanges } = await installTests.exchangesOf({ runId });
    // What pages and the vendor's server said to each other is there with both bodies, the secrets in it replaced.
    const posted = exchanges.filter((one) => one.direction === 'browser-to-vendor' && one.method === 'POST');
    expect(posted.map((one) => one.requestBody)).toContain('{"nested":{"value":"‹masked›"}}');
    const shown = posted.find((one) => one.kind === 'page' && one.responseBody.includes('id="spilled"'));
    expect(shown?.requestBody).toMatch(/^AUTH_ID=[^&]*masked/);
    expect(shown?.responseBody).toContain('‹masked›');
    const log = await supportLogOf(workspace, { runId, exchangeIds: exchanges.map(({ id }) => id) });
    const told = [log.text, letter, JSON.stringify(report), JSON.stringify(exchanges)];

    await workspace.close();
    const files = [
      ...(await filesIn(root)).filter(({ name }) => !name.startsWith(dataDir)),
      ...told.map((text, index) => ({ name: `told ${String(index)}`, bytes: Buffer.from(text) })),
    ];
    const names = files.map(({ name }) => name).join('\n');
    expect(names).toContain('bundle.zip!');
    expect(names).toContain('trace.network');
    expect(names).toContain('progress.ndjson');
    const holding = files.flatMap(({ name, bytes }) =>
      [...spilled].flatMap((value, index) =>
        spellings(value)
          .filter((spelling) => spelling.length > 7 && (bytes.includes(spelling) || name.includes(spelling)))
          .map((spelling) => `${name.replace(root, '')}: value ${String(index)} as ${spelling}`),
      ),
    );
    expect(holding).toEqual([]);
  } finally {
    await workspace.close().catch(() => undefined);
    await running.stop();
  }
});
