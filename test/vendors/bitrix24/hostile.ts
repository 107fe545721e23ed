import type { Response } from 'express';
import type { PageView, VendorBehaviour } from '../../../electron/demo/vendors/bitrix24/behaviour.ts';
import { INVOICES, sampleVendor } from '../../../electron/demo/vendors/bitrix24/sample-apps.ts';
import type { SampleVendor } from '../../../electron/demo/vendors/sample-vendor.ts';

/**
 * Vendors whose installer attacks the browser or the patience of whoever opens it inside a portal. Outside a portal, where only the address is
 * tried, the page is the good one's: the attack must get as far as the sandbox browser.
 */
export interface HostileVariant {
  readonly name: string;
  /** Whether a person could still get through the installation. */
  /** null: the installation may go on, but what the vendor tried must be a finding. */
  readonly canBeInstalled: boolean | null;
  readonly behaviour: () => Partial<VendorBehaviour>;
}

function inPortal(answer: (response: Response, view: PageView) => void): () => Partial<VendorBehaviour> {
  return () => ({
    beforePage: (view, response) => {
      if (view.kind !== 'install' || view.portalUrl === null) return Promise.resolve(false);
      answer(response, view);
      return Promise.resolve(true);
    },
  });
}

/** The good installer with a script of the attacker's in front of its own. */
function withScript(code: string): () => Partial<VendorBehaviour> {
  return () => ({
    html: (view, html) => (view.kind === 'install' ? html.replace('</head>', `<script>${code}</script></head>`) : html),
  });
}

const PIECE = `<p>${'x'.repeat(1_000_000)}</p>`;
const PIECES = 1000;

export const HOSTILE: readonly HostileVariant[] = [
  { name: 'never answers', canBeInstalled: false, behaviour: inPortal(() => undefined) },
  {
    name: 'answers drop by drop',
    canBeInstalled: false,
    behaviour: inPortal((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      const timer = setInterval(() => response.write('.'), 200);
      response.on('close', () => clearInterval(timer));
    }),
  },
  {
    name: 'redirects for ever',
    canBeInstalled: false,
    // 307 keeps the POST with the portal's form, so that it never leaves this page.
    behaviour: inPortal((response) =>
      response.redirect(307, `/install?turn=${String(Math.random())}&DOMAIN=${String(response.req.query['DOMAIN'])}`),
    ),
  },
  {
    name: 'sends a page of 1 GB',
    canBeInstalled: false,
    behaviour: inPortal((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      let sent = 0;
      const more = (): void => {
        while (response.writable && sent < PIECES && response.write(PIECE)) sent += 1;
        if (sent >= PIECES) response.end();
      };
      response.on('drain', more);
      more();
    }),
  },
  { name: 'asks without end', canBeInstalled: false, behaviour: withScript(`setTimeout(() => { for (;;) alert('ещё раз'); }, 0);`) },
  { name: 'computes without end', canBeInstalled: false, behaviour: withScript(`setTimeout(() => { for (;;); }, 0);`) },
  {
    name: 'leaves the portal',
    // The browser refuses and says so in its console; the installer goes on.
    canBeInstalled: null,
    behaviour: withScript(`top.location.href = 'http://elsewhere.example/taken';`),
  },
  {
    name: 'opens a storm of windows',
    canBeInstalled: true,
    behaviour: withScript(`for (let i = 0; i < 500; i += 1) open('/install?' + i);`),
  },
  {
    name: 'sends a storm of downloads',
    canBeInstalled: true,
    behaviour: withScript(
      `for (let i = 0; i < 50; i += 1) { const link = document.createElement('a'); link.href = 'data:application/octet-stream,x' + i; link.download = 'storm-' + i + '.exe'; link.click(); }`,
    ),
  },
];

export function hostileVendor(variant: HostileVariant): SampleVendor {
  return { ...sampleVendor(INVOICES, variant.behaviour), name: variant.name };
}
