import type { Answer, Behaviour, VendorCall } from '../../../electron/demo/vendors/moysklad/behaviour.ts';
import {
  LABELS,
  moyskladVendor,
  ORDER_SYNC,
  STOCK_BOT,
  type MoyskladVendor,
} from '../../../electron/demo/vendors/moysklad/sample-solutions.ts';
import type { SampleSolution } from '../../../electron/demo/vendors/moysklad/vendor-server.ts';

/**
 * Faulty variants of the good sample vendors, one fault each: everything but the named decision is the good vendor's own code.
 * `expected` are the rules that the install test must find broken, no more and no fewer.
 */
export interface Fault {
  readonly name: string;
  readonly vendor: MoyskladVendor;
  readonly expected: readonly string[];
  readonly probes?: readonly string[];
}

type Handle = Behaviour['handle'];

function fault(
  name: string,
  solution: SampleSolution,
  changes: () => Partial<Behaviour>,
  expected: readonly string[],
  more: { readonly probes?: readonly string[]; readonly card?: Parameters<typeof moyskladVendor>[2] } = {},
): Fault {
  const vendor = moyskladVendor({ ...solution, name }, changes, more.card);
  return { name, vendor, expected, ...(more.probes === undefined ? {} : { probes: more.probes }) };
}

/** Answers one kind of call by another rule than the good vendor's. */
function handling(
  kind: VendorCall['kind'],
  cause: string,
  other: (call: VendorCall, good: () => Promise<Answer>) => Promise<Answer>,
): () => Partial<Behaviour> {
  const handle: Handle = (call, good) => (call.kind === kind && call.cause === cause ? other(call, good) : good());
  return () => ({ handle });
}

const answer = (status: number, body?: Answer['body'], contentType?: string): Promise<Answer> =>
  Promise.resolve({ status, ...(body === undefined ? {} : { body }), ...(contentType === undefined ? {} : { contentType }) });

/** The token of the first installation, which a careless vendor never lets go of. */
function withOldToken(use: (call: VendorCall, token: string) => void): () => Partial<Behaviour> {
  return () => {
    let kept: string | null = null;
    return {
      handle: async (call, good) => {
        const access = (call.body['access'] as { access_token?: string }[] | undefined)?.[0]?.access_token;
        if (call.cause === 'Install' && access !== undefined) kept ??= access;
        const result = await good();
        if (kept !== null) use(call, kept);
        return result;
      },
      token: (account) => kept ?? account.token,
    };
  };
}

const onMain = (change: (html: string) => string): Partial<Behaviour> => ({
  html: (view, html) => (view.kind === 'main' ? change(html) : html),
});

export const FAULTS: readonly Fault[] = [
  // Activation
  fault(
    'install-refused',
    ORDER_SYNC,
    handling('activation', 'Install', () => answer(400)),
    ['ms-install-put-200'],
  ),
  fault(
    'install-551',
    ORDER_SYNC,
    handling('activation', 'Install', () => answer(551)),
    ['ms-install-put-200'],
  ),
  fault(
    'install-created-201',
    ORDER_SYNC,
    handling('activation', 'Install', async (_call, good) => ({ ...(await good()), status: 201 })),
    ['ms-install-put-200'],
  ),
  fault(
    'install-unknown-status',
    ORDER_SYNC,
    handling('activation', 'Install', () => answer(200, { status: 'Installed' })),
    ['ms-install-put-200'],
  ),
  fault(
    'install-no-json',
    ORDER_SYNC,
    handling('activation', 'Install', () => answer(200, '{"status":"Activated"}', 'text/html')),
    ['ms-install-put-200'],
  ),
  fault(
    'install-second-attempt',
    ORDER_SYNC,
    () => {
      const seen = new Set<string>();
      return {
        handle: (call, good) => {
          if (call.kind !== 'activation' || call.cause !== 'Install' || seen.size > 0) return good();
          seen.add(call.requestId);
          return answer(503);
        },
      };
    },
    ['ms-stable-service'],
  ),
  fault(
    'install-never-finishes',
    ORDER_SYNC,
    handling('activation', 'Install', () => answer(200, { status: 'Activating' })),
    ['ms-install-activating-finishes'],
  ),
  // Settings
  fault('settings-not-reported', STOCK_BOT, () => ({ afterSaving: () => Promise.resolve() }), ['ms-install-status-honest']),
  fault('employee-may-save', STOCK_BOT, () => ({ maySave: () => true, html: employeeForm() }), ['ms-user-rights-check']),
  fault('window-throws', STOCK_BOT, () => onMain((html) => html.replace('</main>', '</main><script>undefinedFunction()</script>')), [
    'ms-no-js-errors',
  ]),
  fault('window-500', STOCK_BOT, () => ({ pageStatus: (view) => (view.kind === 'main' ? 500 : 200) }), ['ms-stable-service']),
  fault(
    'chat-too-wide',
    LABELS,
    () => ({ html: (view, html) => (view.kind === 'chat' ? html.replace('<main>', '<main style="width:1180px">') : html) }),
    ['ms-frame-min-768'],
  ),
  fault('window-not-framed', LABELS, () => ({ pageHeaders: () => ({ 'x-frame-options': 'DENY' }) }), ['ms-sandbox-compatible']),
  fault(
    'window-too-tall',
    STOCK_BOT,
    () => onMain((html) => html.replace(/new ResizeObserver[^;]*;/, '').replace('</main>', '<div style="height:1500px"></div></main>')),
    ['ms-frame-auto-height'],
  ),
  fault(
    'asks-for-password',
    STOCK_BOT,
    () =>
      onMain((html) =>
        html.replace(
          '</main>',
          '<section><label>Пароль от МоегоСклада <input type="password" name="ms-password"></label></section></main>',
        ),
      ),
    ['ms-no-login-password'],
  ),
  fault(
    'token-in-page',
    STOCK_BOT,
    () => ({
      html: (view, html) => (view.kind === 'main' ? html.replace('</main>', `</main><!-- ${view.account?.token ?? ''} -->`) : html),
    }),
    ['ms-jsonapi12-token-only'],
  ),
  // Widgets, buttons, scenarios
  fault(
    'widget-not-ready',
    STOCK_BOT,
    () => ({
      html: (view, html) => (view.kind === 'widget' ? html.replace(/parent\.postMessage\(\{name:'OpenFeedback'[^;]*;/, '') : html),
    }),
    ['ms-descriptor-supports-real'],
  ),
  fault(
    'button-empty-answer',
    STOCK_BOT,
    handling('button', 'check-stock', () => answer(200, {})),
    ['ms-buttons-answer'],
  ),
  fault(
    'scenario-refused',
    ORDER_SYNC,
    handling('scenario', 'send-order', () => answer(400, { error: 'x' })),
    ['ms-scenario-answer'],
  ),
  fault(
    'rights-event-404',
    ORDER_SYNC,
    handling('event', 'PermissionsChanged', () => answer(404)),
    ['ms-rights-old-installs'],
  ),
  fault(
    'button-never-completes',
    STOCK_BOT,
    handling('button', 'check-stock', () =>
      answer(200, {
        action: 'showNotification',
        async: true,
        params: { text: 'Считаем…', asyncProcessId: 'b7a1c0de-0000-4000-8000-000000000001' },
      }),
    ),
    ['ms-buttons-answer'],
  ),
  fault(
    'widget-one-document-only',
    STOCK_BOT,
    () => ({
      html: (view, html) =>
        view.kind === 'widget'
          ? html.replace("m.name!=='Open')return;", "m.name!=='Open'||window.wasOpened)return;window.wasOpened=true;")
          : html,
    }),
    ['ms-descriptor-supports-real'],
  ),
  fault('expired-key-blank', STOCK_BOT, () => ({ refusal: () => '' }), ['ms-context-key']),
  fault('refusal-in-english', STOCK_BOT, () => ({ refusal: () => '<!doctype html><p>Invalid context key, please reopen the page.</p>' }), [
    'ms-errors-in-russian',
  ]),
  // Rights
  fault('unused-right', ORDER_SYNC, () => ({}), ['ms-rights-minimal'], {
    card: (card) => ({
      ...card,
      descriptor: {
        ...card.descriptor,
        access: {
          resource: card.descriptor.access?.resource ?? '',
          scope: 'custom',
          permissions: { ...card.descriptor.access?.permissions, employee: ['view'] },
        },
      },
    }),
  }),
  fault(
    'asks-for-more',
    ORDER_SYNC,
    handling('activation', 'Install', async (call, good) => {
      const result = await good();
      const token = (call.body['access'] as { access_token: string }[])[0]?.access_token ?? '';
      await call.client.json(token, 'GET', '/entity/employee');
      return result;
    }),
    ['ms-rights-minimal'],
  ),
  fault(
    'outdated-api',
    ORDER_SYNC,
    handling('activation', 'Install', async (call, good) => {
      const token = (call.body['access'] as { access_token: string }[])[0]?.access_token ?? '';
      await call.client.json(token, 'GET', '/../1.1/entity/customerorder');
      return good();
    }),
    ['ms-no-jsonapi11'],
  ),
  // Subscription
  fault(
    'tariff-change-refused',
    ORDER_SYNC,
    handling('activation', 'TariffChanged', () => answer(400)),
    ['ms-tariff-change-keeps-token'],
  ),
  fault(
    'tariff-change-loses-token',
    STOCK_BOT,
    () => {
      let isLost = false;
      return {
        handle: (call, good) => {
          if (call.kind === 'activation') isLost = call.cause === 'TariffChanged' || (isLost && call.cause === 'Autoprolongation');
          return good();
        },
        token: (account) => (isLost ? null : account.token),
      };
    },
    ['ms-tariff-change-keeps-token'],
  ),
  fault(
    'suspend-refused',
    ORDER_SYNC,
    handling('deactivation', 'Suspend', () => answer(400)),
    ['ms-suspend-resume'],
  ),
  fault(
    'resume-forgets-settings',
    STOCK_BOT,
    handling('activation', 'Resume', async (call, good) => {
      if (call.account !== null) call.account.settings = null;
      return good();
    }),
    ['ms-suspend-resume'],
  ),
  // Removal and reconnection
  fault(
    'removal-404',
    ORDER_SYNC,
    handling('deactivation', 'Uninstall', async (_call, good) => ({ ...(await good()), status: 404 })),
    ['ms-uninstall-delete-2xx'],
  ),
  fault(
    'works-after-removal',
    ORDER_SYNC,
    withOldToken((call, token) => {
      if (call.kind === 'deactivation' && call.cause === 'Uninstall')
        setTimeout(() => void call.client.json(token, 'GET', '/entity/customerorder').catch(() => undefined), 100);
    }),
    ['ms-uninstall-stops-access'],
  ),
  fault(
    'reinstall-refused',
    ORDER_SYNC,
    () => {
      let installs = 0;
      return {
        handle: (call, good) => (call.cause === 'Install' && call.kind === 'activation' && (installs += 1) > 1 ? answer(409) : good()),
      };
    },
    ['ms-reinstall-works'],
  ),
  fault(
    'reinstall-doubles-webhooks',
    ORDER_SYNC,
    () => {
      let installs = 0;
      return {
        handle: async (call, good) => {
          const result = await good();
          if (call.kind === 'activation' && call.cause === 'Install' && (installs += 1) > 1) {
            const token = (call.body['access'] as { access_token: string }[])[0]?.access_token ?? '';
            const known = await call.client.json(token, 'GET', '/entity/webhook');
            const [first] = (known?.['rows'] ?? []) as { url: string; action: string; entityType: string }[];
            if (first !== undefined)
              await call.client.json(token, 'POST', '/entity/webhook', {
                url: `${first.url}?again=1`,
                action: first.action,
                entityType: first.entityType,
              });
          }
          return result;
        },
      };
    },
    ['ms-reinstall-no-duplicates'],
  ),
  // Version under moderation beside the published one
  fault('published-version-refused', { ...ORDER_SYNC, published: null }, () => ({}), ['ms-version-two-credentials'], {
    card: (card) => ({ ...card, published: ORDER_SYNC.published }),
  }),
  // Signatures
  fault('accepts-any-signature', ORDER_SYNC, () => ({ accepts: () => true }), ['ms-jwt-verified']),
  fault('accepts-repeated-jti', ORDER_SYNC, () => ({ accepts: (_token, isSound) => isSound }), ['ms-jwt-verified'], {
    probes: ['repeated-jti'],
  }),
  fault(
    'repetition-doubles-webhooks',
    ORDER_SYNC,
    () => {
      let count = 0;
      return {
        handle: async (call, good) => {
          const result = await good();
          if (call.kind === 'activation' && call.account !== null && call.account.handled.includes(call.requestId) && (count += 1) > 0) {
            const token = (call.body['access'] as { access_token: string }[] | undefined)?.[0]?.access_token;
            if (token !== undefined && call.account.status === 'Activated')
              await call.client.json(token, 'POST', '/entity/webhook', {
                url: `http://127.0.0.1:9/hook?${String(count)}`,
                action: 'CREATE',
                entityType: 'customerorder',
              });
          }
          return result;
        },
      };
    },
    ['ms-install-idempotent'],
    { probes: ['repeated-request'] },
  ),
  // Descriptor
  fault('descriptor-inconsistent', ORDER_SYNC, () => ({}), ['ms-rights-consistent'], {
    card: (card) => ({
      ...card,
      descriptorProblems: [
        {
          ruleId: 'ms-rights-consistent',
          place: 'good',
          message: { ru: 'good: delete требует update.', en: 'good: delete needs update.' },
        },
      ],
    }),
  }),
];

/** The administrator's form for everybody. */
function employeeForm(): Behaviour['html'] {
  let form = '';
  return (view, html) => {
    if (view.kind !== 'main') return html;
    const found = /<form[\s\S]*<\/form>/.exec(html)?.[0];
    if (found !== undefined) form = found;
    return html.replace('<p>Настройки меняет администратор аккаунта.</p>', form);
  };
}
