import { describe, expect, it } from 'vitest';
import { commandLine } from '../../../electron/marketplaces/moysklad/command-line.ts';
import { movedTo, rightsOf, type Descriptor } from '../../../electron/marketplaces/moysklad/descriptor/descriptor.ts';
import { readDescriptor } from '../../../electron/marketplaces/moysklad/descriptor/read-descriptor.ts';

const NS = 'https://apps-api.moysklad.ru/xml/ns/appstore/app/v2';
const VENDOR_API = '<vendorApi><endpointBase>https://app.vendor.test/vendor-endpoint</endpointBase></vendorApi>';
const ACCESS = '<access><resource>https://api.moysklad.ru/api/remap/1.2</resource><scope>admin</scope></access>';

function descriptor(blocks: string, namespace = NS): string {
  return `<?xml version="1.0" encoding="UTF-8"?><ServerApplication xmlns="${namespace}">${blocks}</ServerApplication>`;
}

function custom(permissions: string): string {
  return `<access><resource>https://api.moysklad.ru/api/remap/1.2</resource><scope>custom</scope><permissions>${permissions}</permissions></access>`;
}

function rules(xml: string): string[] {
  return [...new Set(readDescriptor(xml).problems.map((one) => one.ruleId))];
}

function read(xml: string): Descriptor {
  const { descriptor: found, problems } = readDescriptor(xml);
  expect(problems).toEqual([]);
  if (found === null) throw new Error('not read');
  return found;
}

describe('descriptor of schema 2', () => {
  it('is read with its windows, widgets, popups, buttons and rights, in any order of blocks', () => {
    const found = read(
      descriptor(`
        <widgets><document.customerorder.edit useContextKey="false"><sourceUrl>https://app.vendor.test/entry/widget</sourceUrl>
          <height><fixed>525px</fixed></height>
          <supports><open-feedback/><change-handler><validation-feedback/></change-handler></supports>
          <uses><good-folder-selector/><user-context/></uses></document.customerorder.edit></widgets>
        <iframes><iframe type="main" sourceUrl="https://app.vendor.test/entry/main"><uses><user-context/></uses></iframe>
          <iframe type="mobile" sourceUrl="https://app.vendor.test/entry/mobile"/></iframes>
        ${custom('<customerOrder><view/><update/></customerOrder><useOwnWebhooks/><viewDashboard/>')}
        <popups><popup><name>some-popup</name><sourceUrl>https://app.vendor.test/entry/popup</sourceUrl></popup></popups>
        <buttons><button name="check" title="Проверить" useSelected="false"><locations><document.customerorder.list/></locations></button></buttons>
        <loyaltyApi/>${VENDOR_API}`),
    );
    expect(found.frames.map((frame) => [frame.type, frame.usesContextKey])).toEqual([
      ['main', true],
      ['mobile', true],
    ]);
    expect(found.widgets).toEqual([
      {
        point: 'document.customerorder.edit',
        heightPx: 525,
        supports: ['open-feedback', 'change-handler', 'validation-feedback'],
        uses: ['good-folder-selector', 'user-context'],
        usesContextKey: false,
        sourceUrl: 'https://app.vendor.test/entry/widget',
      },
    ]);
    expect(rightsOf(found)).toEqual(['customerOrder:view', 'customerOrder:update', 'useOwnWebhooks', 'viewDashboard']);
    expect(found.buttons).toEqual([{ name: 'check', title: 'Проверить', locations: ['document.customerorder.list'], usesSelected: false }]);
    expect(found.loyaltyApi).toBe(true);
  });

  it('is read in the older form with a single iframe', () => {
    const found = read(
      descriptor(`<iframe><sourceUrl>https://app.vendor.test/i.php</sourceUrl><expand>true</expand></iframe>${VENDOR_API}${ACCESS}`),
    );
    expect(found.frames).toMatchObject([{ type: 'main', sourceUrl: 'https://app.vendor.test/i.php', expand: true }]);
  });

  it.each<[string, string, string[]]>([
    ['schema 1', descriptor(VENDOR_API + ACCESS, 'https://online.moysklad.ru/xml/ns/appstore/app/v1'), ['ms-descriptor-schema-v2']],
    ['no vendorApi', descriptor(ACCESS), ['ms-descriptor-schema-v2']],
    ['no access', descriptor(VENDOR_API), ['ms-descriptor-schema-v2']],
    ['custom without rights', descriptor(VENDOR_API + ACCESS.replace('admin', 'custom')), ['ms-descriptor-schema-v2']],
    ['an unknown right', descriptor(VENDOR_API + custom('<stock><view/></stock>')), ['ms-descriptor-schema-v2']],
    ['a level without view', descriptor(VENDOR_API + custom('<good><update/></good>')), ['ms-rights-consistent']],
    ['delete without update', descriptor(VENDOR_API + custom('<good><view/><delete/></good>')), ['ms-rights-consistent']],
    ['own and all webhooks', descriptor(VENDOR_API + custom('<useOwnWebhooks/><useAllWebhooks/>')), ['ms-rights-consistent']],
    ['plain http', descriptor(VENDOR_API.replace('https', 'http') + ACCESS), ['ms-https-only']],
    ['JSON API 1.1', descriptor(VENDOR_API + ACCESS.replace('1.2', '1.1')), ['ms-no-jsonapi11']],
    [
      'two widgets at a point',
      descriptor(
        `${VENDOR_API}${ACCESS}<widgets>${'<entity.product.edit><sourceUrl>https://a.test/w</sourceUrl><height><fixed>9px</fixed></height></entity.product.edit>'.repeat(2)}</widgets>`,
      ),
      ['ms-descriptor-one-widget-per-point'],
    ],
    [
      'a height in per cent',
      descriptor(
        `${VENDOR_API}${ACCESS}<widgets><entity.product.edit><sourceUrl>https://a.test/w</sourceUrl><height><fixed>50%</fixed></height></entity.product.edit></widgets>`,
      ),
      ['ms-descriptor-one-widget-per-point'],
    ],
    [
      'services of the host in the mobile window',
      descriptor(
        `${VENDOR_API}${ACCESS}<iframes><iframe type="mobile" sourceUrl="https://a.test/m"><uses><user-context/></uses></iframe></iframes>`,
      ),
      ['ms-descriptor-schema-v2'],
    ],
    ['broken XML', descriptor('<vendorApi>'), ['ms-descriptor-schema-v2']],
    ['another document', '<html/>', ['ms-descriptor-schema-v2']],
    ['entities', `<!DOCTYPE x [<!ENTITY a "b">]>${descriptor(VENDOR_API + ACCESS).replace(/^<\?.*?\?>/, '')}`, ['ms-descriptor-schema-v2']],
  ])('%s is a problem with its rule', (_name, xml, expected) => {
    expect(rules(xml)).toEqual(expected);
  });

  it.each(['customDictionary', 'payroll', 'expenseItem'])('knows the right to %s', (name) => {
    expect(rules(descriptor(VENDOR_API + custom(`<${name}><view/></${name}>`)))).toEqual([]);
  });

  it('takes a server on this machine without TLS for a test set-up', () => {
    expect(rules(descriptor(VENDOR_API.replace('https://app.vendor.test', 'http://127.0.0.1:8080') + ACCESS))).toEqual([]);
  });
});

describe('a descriptor whose server runs elsewhere', () => {
  const at = (base: string, page: string): Descriptor =>
    read(
      descriptor(
        `<vendorApi><endpointBase>${base}</endpointBase></vendorApi>${ACCESS}<iframes><iframe type="main" sourceUrl="${page}"/></iframes>`,
      ),
    );

  it.each([
    // Addresses put together from a base that ends with a slash.
    [
      'https://app.vendor.test//vendor-endpoint',
      'https://app.vendor.test//entry',
      'http://127.0.0.1:5000/vendor-endpoint',
      'http://127.0.0.1:5000/entry',
    ],
    ['https://app.test', 'https://app.test/main?x=1', 'http://127.0.0.1:5000', 'http://127.0.0.1:5000/main?x=1'],
    [
      'https://app.test/vendor-endpoint',
      'https://app.test/entry/i',
      'http://127.0.0.1:5000/vendor-endpoint',
      'http://127.0.0.1:5000/entry/i',
    ],
    ['https://app.test/my/api.php', 'https://app.test/my/i.php', 'http://127.0.0.1:5000/api.php', 'http://127.0.0.1:5000/i.php'],
    ['https://app.test/my', 'https://app.test/my/i.php', 'http://127.0.0.1:5000', 'http://127.0.0.1:5000/i.php'],
    ['https://app.test/api', 'https://app.test/i', 'http://127.0.0.1:5000/vendor', 'http://127.0.0.1:5000/i'],
    ['https://app.test', 'https://static.test/i', 'http://127.0.0.1:5000', 'https://static.test/i'],
  ])('%s with %s on %s has %s', (base, page, there, expected) => {
    const moved = movedTo(at(base, page), there);
    expect(moved.endpointBase).toBe(there);
    expect(moved.frames[0]?.sourceUrl).toBe(expected);
  });
});

describe('a solution on the command line', () => {
  const good = {
    '--descriptor': descriptor(VENDOR_API + ACCESS),
    '--app-id': '3b0c0000-0000-4000-8000-000000000001',
    '--app-uid': 'stockbot.sim-vendor',
    '--secret': 'sim-secret-key-0001',
    '--endpoint-base': 'http://127.0.0.1:5000/vendor-endpoint/',
  };
  const registration = (values: Readonly<Record<string, string | true | undefined>>): unknown =>
    commandLine.registration({
      code: 'a.b',
      version: '1',
      values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Record<string, string>,
    });

  it('becomes a registration', () => {
    expect(registration(good)).toMatchObject({
      code: 'a.b',
      mode: 'no-window',
      appUid: 'stockbot.sim-vendor',
      paid: null,
      published: null,
      descriptor: { endpointBase: 'http://127.0.0.1:5000/vendor-endpoint' },
    });
    expect(registration({ ...good, '--paid': true })).toMatchObject({ paid: true });
  });

  it.each(['--descriptor', '--app-id', '--app-uid', '--secret'])('needs %s and says so', (name) => {
    expect(() => registration({ ...good, [name]: undefined })).toThrow(name);
  });

  it('refuses what is no descriptor and no address', () => {
    expect(() => registration({ ...good, '--descriptor': '<a>' })).toThrow('--descriptor');
    expect(() => registration({ ...good, '--endpoint-base': 'ftp://a' })).toThrow('--endpoint-base');
    expect(() => registration({ ...good, '--published-app-id': 'x' })).toThrow('--published-app-uid');
  });
});
