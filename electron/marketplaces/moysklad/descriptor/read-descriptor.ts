import type { LocalizedText } from '../../../../shared/domain/rulebook.ts';
import { ENTITY_RIGHTS, REPORT_RIGHTS, SPECIAL_RIGHTS } from '../vocabulary.ts';
import { addressesOf, type Descriptor, type DescriptorPage } from './descriptor.ts';
import { childOf, readXml, type XmlElement } from './xml-tree.ts';

export const DESCRIPTOR_NAMESPACE = 'https://apps-api.moysklad.ru/xml/ns/appstore/app/v2';

/** What is wrong with a descriptor, by the rule of domain/moysklad.md (iii). */
export interface DescriptorProblem {
  readonly ruleId:
    'ms-descriptor-schema-v2' | 'ms-descriptor-one-widget-per-point' | 'ms-rights-consistent' | 'ms-https-only' | 'ms-no-jsonapi11';
  /** Element or address, for the person who mends it. */
  readonly place: string;
  readonly message: LocalizedText;
}

export interface DescriptorReading {
  /** Null when it cannot be understood at all. */
  readonly descriptor: Descriptor | null;
  readonly problems: readonly DescriptorProblem[];
}

const BLOCKS = [
  'vendorApi',
  'access',
  'iframes',
  'iframe',
  'widgets',
  'popups',
  'buttons',
  'scenario',
  'loyaltyApi',
  'fiscalApi',
  'qrPayApi',
];
const POINT = /^(?:entity|document)\.[a-z]+\.(?:create|edit|list)$/;
const FRAME_TYPES = ['main', 'chat', 'mobile'];
const FIXED_HEIGHT = /^(\d{1,5})px$/;

/**
 * Reads a descriptor of schema 2 and judges what can be judged without the XSD, which is not published with the documentation: root,
 * required blocks, forms of values, consistency of rights, addresses. Unknown blocks and attributes are let pass: the schema grows.
 * A loopback address over http is a test set-up and no problem of https.
 */
export function readDescriptor(text: string): DescriptorReading {
  const xml = readXml(text);
  if ('error' in xml) {
    return {
      descriptor: null,
      problems: [
        problem(
          'ms-descriptor-schema-v2',
          'XML',
          `Дескриптор не читается как XML: ${xml.error}.`,
          `The descriptor is no XML: ${xml.error}.`,
        ),
      ],
    };
  }
  return new DescriptorReader(xml.root).read();
}

function problem(ruleId: DescriptorProblem['ruleId'], place: string, ru: string, en: string): DescriptorProblem {
  return { ruleId, place, message: { ru, en } };
}

class DescriptorReader {
  readonly #root: XmlElement;
  readonly #problems: DescriptorProblem[] = [];

  constructor(root: XmlElement) {
    this.#root = root;
  }

  read(): DescriptorReading {
    const root = this.#root;
    if (root.name !== 'ServerApplication' || root.namespace !== DESCRIPTOR_NAMESPACE) {
      this.#schema(
        root.name,
        `Корень — ${root.name} в пространстве имён «${root.namespace}»; нужен ServerApplication схемы 2 (${DESCRIPTOR_NAMESPACE}).`,
        `The root is ${root.name} in the namespace "${root.namespace}"; ServerApplication of schema 2 is needed (${DESCRIPTOR_NAMESPACE}).`,
      );
      if (root.name !== 'ServerApplication') return { descriptor: null, problems: this.#problems };
    }
    for (const name of BLOCKS) {
      if (root.children.filter((child) => child.name === name).length > 1)
        this.#schema(name, `Блок ${name} указан дважды.`, `The block ${name} is given twice.`);
    }
    const vendorApi = childOf(root, 'vendorApi');
    const endpoint = childOf(vendorApi, 'endpointBase')?.text ?? '';
    if (endpoint === '')
      this.#schema('vendorApi', 'Нет обязательного vendorApi/endpointBase.', 'The required vendorApi/endpointBase is missing.');
    const descriptor: Descriptor = {
      endpointBase: endpoint.replace(/\/+$/, ''),
      updatePermissions: childOf(childOf(vendorApi, 'additionalEvents'), 'updatePermissions') !== null,
      access: this.#access(childOf(root, 'access')),
      frames: this.#frames(),
      widgets: this.#widgets(childOf(root, 'widgets')),
      popups: this.#popups(childOf(root, 'popups')),
      buttons: this.#buttons(childOf(root, 'buttons')),
      scenarioActions: (childOf(root, 'scenario')?.children ?? []).map((action) => ({
        name: action.attributes['name'] ?? childOf(action, 'name')?.text ?? '',
        title: action.attributes['title'] ?? childOf(action, 'title')?.text ?? '',
      })),
      loyaltyApi: childOf(root, 'loyaltyApi') !== null,
      fiscalApi: childOf(root, 'fiscalApi') !== null,
    };
    for (const { place, url } of addressesOf(descriptor)) this.#address(place, url);
    return { descriptor, problems: this.#problems };
  }

  #schema(place: string, ru: string, en: string): void {
    this.#problems.push(problem('ms-descriptor-schema-v2', place, ru, en));
  }

  #address(place: string, url: string): void {
    if (url === '') return;
    if (!URL.canParse(url)) {
      this.#schema(place, `${place}: «${url}» — не адрес.`, `${place}: "${url}" is no address.`);
      return;
    }
    const { protocol, hostname } = new URL(url);
    if (protocol === 'https:' || isLoopback(hostname)) return;
    this.#problems.push(
      problem('ms-https-only', place, `${place}: адрес не https (${url}).`, `${place}: the address is not https (${url}).`),
    );
  }

  #access(access: XmlElement | null): Descriptor['access'] {
    if (access === null) {
      this.#schema('access', 'Нет обязательного блока access.', 'The required block access is missing.');
      return null;
    }
    const resource = childOf(access, 'resource')?.text ?? '';
    if (resource === '') this.#schema('access/resource', 'Не указан access/resource.', 'access/resource is missing.');
    else if (/\/remap\/1\.[01](?:\/|$)/.test(resource))
      this.#problems.push(
        problem(
          'ms-no-jsonapi11',
          'access/resource',
          `Доступ запрошен к устаревшему JSON API: ${resource}.`,
          `Access is asked for to an outdated JSON API: ${resource}.`,
        ),
      );
    const scope = childOf(access, 'scope')?.text ?? '';
    if (scope !== 'admin' && scope !== 'custom')
      this.#schema(
        'access/scope',
        `access/scope — «${scope}»; бывает admin или custom.`,
        `access/scope is "${scope}"; it can be admin or custom.`,
      );
    const block = childOf(access, 'permissions');
    if (scope === 'custom' && block === null)
      this.#schema('access/permissions', 'Для уровня custom не перечислены права.', 'The rights of scope custom are not listed.');
    return { resource, scope: scope === 'admin' ? 'admin' : 'custom', permissions: scope === 'admin' ? {} : this.#permissions(block) };
  }

  #permissions(block: XmlElement | null): Record<string, true | string[]> {
    const rights: Record<string, true | string[]> = {};
    const simple: readonly string[] = [...REPORT_RIGHTS, ...SPECIAL_RIGHTS];
    for (const element of block?.children ?? []) {
      const { name } = element;
      if (Object.hasOwn(rights, name)) this.#schema(name, `Право ${name} указано дважды.`, `The right ${name} is given twice.`);
      if (simple.includes(name)) {
        rights[name] = true;
        continue;
      }
      const known = ENTITY_RIGHTS.get(name);
      if (known === undefined) this.#schema(name, `Неизвестное право ${name}.`, `Unknown right ${name}.`);
      const levels = element.children.map((level) => level.name);
      for (const level of levels)
        if (known !== undefined && !known.includes(level))
          this.#schema(name, `У права ${name} нет уровня ${level}.`, `The right ${name} has no level ${level}.`);
      if (levels.length === 0) this.#schema(name, `У права ${name} не указаны уровни.`, `The right ${name} has no levels.`);
      rights[name] = levels;
      if (levels.length > 0 && !levels.includes('view'))
        this.#inconsistent(
          name,
          `${name}: без view нельзя требовать другие уровни (${levels.join(', ')}).`,
          `${name}: other levels (${levels.join(', ')}) need view.`,
        );
      if (levels.includes('delete') && !levels.includes('update'))
        this.#inconsistent(name, `${name}: delete требует update.`, `${name}: delete needs update.`);
    }
    for (const subject of ['Webhooks', 'AttributeMetadata']) {
      if (rights[`useOwn${subject}`] === true && rights[`useAll${subject}`] === true)
        this.#inconsistent(
          `useOwn${subject}`,
          `useOwn${subject} и useAll${subject} вместе не указывают.`,
          `useOwn${subject} and useAll${subject} exclude each other.`,
        );
    }
    return rights;
  }

  #inconsistent(place: string, ru: string, en: string): void {
    this.#problems.push(problem('ms-rights-consistent', place, ru, en));
  }

  #page(element: XmlElement, sourceUrl: string, place: string): DescriptorPage {
    if (sourceUrl === '') this.#schema(place, `${place}: не указан sourceUrl.`, `${place}: sourceUrl is missing.`);
    return {
      sourceUrl,
      uses: (childOf(element, 'uses')?.children ?? []).map((one) => one.name),
      usesContextKey: element.attributes['useContextKey'] !== 'false',
    };
  }

  #frames(): Descriptor['frames'] {
    const frames = (childOf(this.#root, 'iframes')?.children ?? []).map((element) => {
      const type = element.attributes['type'] ?? '';
      if (!FRAME_TYPES.includes(type))
        this.#schema(
          'iframes/iframe',
          `Тип окна «${type}»; бывает ${FRAME_TYPES.join(', ')}.`,
          `The window's type is "${type}"; it can be ${FRAME_TYPES.join(', ')}.`,
        );
      const page = this.#page(element, element.attributes['sourceUrl'] ?? '', `iframes/iframe ${type}`);
      // The windows of chats and of the mobile application have no services of the host window, and do not grow (MS, окна).
      if (type !== 'main' && page.uses.length > 0)
        this.#schema(
          `iframes/iframe ${type}`,
          `В окне ${type} протоколы uses не поддерживаются (${page.uses.join(', ')}).`,
          `The window ${type} does not support protocols in uses (${page.uses.join(', ')}).`,
        );
      return { type, expand: type === 'main', ...page };
    });
    const old = childOf(this.#root, 'iframe');
    if (old !== null && !frames.some((frame) => frame.type === 'main')) {
      const expand = childOf(old, 'expand')?.text === 'true';
      frames.unshift({ type: 'main', ...this.#page(old, childOf(old, 'sourceUrl')?.text ?? '', 'iframe'), expand });
    }
    const types = frames.map((frame) => frame.type);
    for (const type of new Set(types))
      if (types.filter((one) => one === type).length > 1)
        this.#schema('iframes', `Окно типа ${type} указано дважды.`, `A window of the type ${type} is given twice.`);
    return frames;
  }

  #widgets(block: XmlElement | null): Descriptor['widgets'] {
    const widgets = (block?.children ?? []).map((element) => {
      const point = element.name;
      const place = `widgets/${point}`;
      if (!POINT.test(point)) this.#schema(place, `Нет такой точки расширения: ${point}.`, `There is no such extension point: ${point}.`);
      const height = childOf(childOf(element, 'height'), 'fixed')?.text ?? '';
      const match = FIXED_HEIGHT.exec(height);
      if (match === null)
        this.#problems.push(
          problem(
            'ms-descriptor-one-widget-per-point',
            place,
            `${place}: высота «${height}»; нужна в пикселях, например 150px.`,
            `${place}: the height is "${height}"; pixels are needed, e.g. 150px.`,
          ),
        );
      const supports = (childOf(element, 'supports')?.children ?? []).flatMap((one) => [
        one.name,
        ...one.children.map((child) => child.name),
      ]);
      return {
        point,
        heightPx: Number(match?.[1] ?? '0'),
        supports,
        ...this.#page(element, childOf(element, 'sourceUrl')?.text ?? '', place),
      };
    });
    const points = widgets.map((widget) => widget.point);
    for (const point of new Set(points))
      if (points.filter((one) => one === point).length > 1)
        this.#problems.push(
          problem(
            'ms-descriptor-one-widget-per-point',
            `widgets/${point}`,
            `Точка ${point} указана дважды: на странице может быть один виджет решения.`,
            `The point ${point} is given twice: a page may have one widget of a solution.`,
          ),
        );
    return widgets;
  }

  #popups(block: XmlElement | null): Descriptor['popups'] {
    return (block?.children ?? []).map((element) => {
      const name = childOf(element, 'name')?.text ?? '';
      if (name === '') this.#schema('popups/popup', 'У модального окна нет name.', 'A popup has no name.');
      return { name, ...this.#page(element, childOf(element, 'sourceUrl')?.text ?? '', `popup ${name}`) };
    });
  }

  #buttons(block: XmlElement | null): Descriptor['buttons'] {
    return (block?.children ?? []).map((element) => {
      const { name = '', title = '', useSelected } = element.attributes;
      if (name === '' || title === '') this.#schema('buttons/button', 'У кнопки нет name или title.', 'A button has no name or no title.');
      const locations = (childOf(element, 'locations')?.children ?? []).map((one) => one.name);
      if (locations.length === 0)
        this.#schema(`button ${name}`, `У кнопки ${name} не указано место.`, `The button ${name} has no location.`);
      return { name, title, locations, usesSelected: useSelected !== 'false' };
    });
  }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
