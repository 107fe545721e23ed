import { randomUUID } from 'node:crypto';
import { rightOfEntity } from '../../vocabulary.ts';
import type { StateFile } from '../state.ts';

type Entity = Record<string, unknown>;

const SEEDS: Readonly<Record<string, readonly Entity[]>> = {
  organization: [{ name: 'ООО «Учебная компания»', companyType: 'legal' }],
  store: [{ name: 'Основной склад' }, { name: 'Розничный магазин' }],
  currency: [{ name: 'руб', fullName: 'Российский рубль', code: '643', isoCode: 'RUB', rate: 1, default: true }],
  productfolder: [{ name: 'Чай и кофе' }, { name: 'Бакалея' }],
  uom: [{ name: 'шт', description: 'Штука', code: '796' }],
  counterparty: [
    { name: 'Розничный покупатель' },
    { name: 'ООО «Первый покупатель»', email: 'first@company.example' },
    { name: 'ООО «Поставщик»' },
  ],
  product: [
    { name: 'Чай чёрный, 100 г', code: '00001', article: 'TEA-100', salePrices: [{ value: 25_000 }] },
    { name: 'Кофе молотый, 250 г', code: '00002', article: 'COF-250', salePrices: [{ value: 49_000 }] },
    { name: 'Сахар, 1 кг', code: '00003', article: 'SUG-1', salePrices: [{ value: 9000 }] },
  ],
  service: [{ name: 'Доставка по городу', code: '00004' }],
  customerorder: [
    { name: '00001', sum: 74_000, applicable: true, moment: '2026-11-02 12:00:00.000' },
    { name: '00002', sum: 9000, applicable: true, moment: '2026-11-03 15:30:00.000' },
  ],
  invoiceout: [{ name: '00001', sum: 74_000, applicable: true, moment: '2026-11-02 12:10:00.000' }],
  demand: [{ name: '00001', sum: 74_000, applicable: true, moment: '2026-11-02 18:00:00.000' }],
  supply: [{ name: '00001', sum: 120_000, applicable: true, moment: '2026-11-01 09:00:00.000' }],
};

/** Entities of the account, small but real: what is created is there, what is deleted is gone. */
export class EntityStore {
  readonly #file: StateFile;
  readonly #origin: () => string;

  constructor(file: StateFile, origin: () => string) {
    this.#file = file;
    this.#origin = origin;
  }

  /** True for a type that the JSON API of this portal has. */
  has(type: string): boolean {
    return type !== 'assortment' && rightOfEntity(type) !== null;
  }

  list(type: string): readonly Entity[] {
    return Object.values(this.#of(type)).map((entity) => this.shown(type, entity));
  }

  get(type: string, id: string): Entity | null {
    const all = this.#of(type);
    const entity = Object.hasOwn(all, id) ? all[id] : undefined;
    return entity === undefined ? null : this.shown(type, entity);
  }

  create(type: string, fields: Entity): Entity {
    const id = randomUUID();
    const entity = { ...fields, id };
    this.#of(type)[id] = entity;
    this.#file.changed();
    return this.shown(type, entity);
  }

  update(type: string, id: string, fields: Entity): Entity | null {
    const all = this.#of(type);
    const known = Object.hasOwn(all, id) ? all[id] : undefined;
    if (known === undefined) return null;
    all[id] = { ...known, ...fields, id };
    this.#file.changed();
    return this.shown(type, all[id]);
  }

  delete(type: string, id: string): boolean {
    const all = this.#of(type);
    if (!Object.hasOwn(all, id)) return false;
    Reflect.deleteProperty(all, id);
    this.#file.changed();
    return true;
  }

  href(type: string, id: string): string {
    return `${this.#origin()}/api/remap/1.2/entity/${type}/${id}`;
  }

  shown(type: string, entity: Entity): Entity {
    const id = String(entity['id']);
    return {
      meta: {
        href: this.href(type, id),
        metadataHref: `${this.#origin()}/api/remap/1.2/entity/${type}/metadata`,
        type,
        mediaType: 'application/json',
        uuidHref: `${this.#origin()}/app/${type}/edit/${id}/`,
      },
      accountId: this.#file.state.accountId,
      shared: false,
      ...entity,
    };
  }

  #of(type: string): Record<string, Entity> {
    const { entities } = this.#file.state;
    let all = entities[type];
    if (all === undefined) {
      all = {};
      for (const seed of SEEDS[type] ?? []) {
        const id = randomUUID();
        all[id] = { ...seed, id };
      }
      entities[type] = all;
      this.#file.changed();
    }
    return all;
  }
}
