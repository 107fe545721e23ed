import { v3Errors } from './errors.ts';

/** A record as REST 3.0 shows it. */
export type Dto = Readonly<Record<string, unknown>>;
export type Params = Readonly<Record<string, unknown>>;

export interface DtoField {
  readonly type: 'int' | 'string' | 'bool' | 'array' | 'object' | 'DateTime';
  readonly isFilterable?: boolean;
  readonly isSortable?: boolean;
  readonly isEditable?: boolean;
  /** Fields of the related record; it is shown only where it is asked for. */
  readonly relation?: { readonly entity: string; readonly fields: readonly string[] };
}

/** What the fields of an entity are, e.g. of `TaskDto`. */
export interface DtoSchema {
  readonly entity: string;
  readonly fields: Readonly<Record<string, DtoField>>;
  /** Shown where nothing was selected. */
  readonly basic: readonly string[];
}

const LIMIT = { usual: 50, most: 1000 };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A whole number as JSON writes it; a text of digits is another type. @throws RestV3Error */
export function intParam(params: Params, field: string): number {
  const value = params[field];
  if (value === undefined || value === null) throw v3Errors.missing(field);
  if (typeof value !== 'number' || !Number.isInteger(value)) throw v3Errors.wrongType(field, 'int');
  return value;
}

/** @throws RestV3Error */
export function objectParam(params: Params, field: string): Params {
  const value = params[field];
  if (value === undefined || value === null) throw v3Errors.missing(field);
  if (!isObject(value)) throw v3Errors.wrongType(field, 'object');
  return value;
}

/** Names asked for in `select`; null when it was not given. @throws RestV3Error */
export function selected(params: Params): readonly string[] | null {
  const { select } = params;
  if (select === undefined || select === null) return null;
  if (!Array.isArray(select) || select.some((name) => typeof name !== 'string')) throw v3Errors.invalidSelect(JSON.stringify(select));
  return select as readonly string[];
}

/**
 * The record with the fields asked for. Unknown fields of the record itself are left out in silence, unknown ones of a related
 * record are an error (docs "rest-v3", "Connections between objects").
 * @param related the related record of that name
 */
export function shown(
  dto: Dto,
  schema: DtoSchema,
  select: readonly string[] | null,
  usual: readonly string[],
  related: (name: string) => Dto | null,
): Dto {
  const own = (select ?? []).filter((name) => !name.includes('.'));
  const wanted = select === null || (own.length === 0 && select.length > 0) ? usual : own;
  const view: Record<string, unknown> = { id: dto['id'] };
  for (const name of wanted) if (Object.hasOwn(dto, name) && schema.fields[name]?.relation === undefined) view[name] = dto[name];
  for (const path of select ?? []) {
    const [name = '', field = ''] = path.split('.');
    if (!path.includes('.')) continue;
    const relation = Object.hasOwn(schema.fields, name) ? schema.fields[name]?.relation : undefined;
    if (relation === undefined) throw v3Errors.unknownField(name, schema.entity);
    if (!relation.fields.includes(field)) throw v3Errors.unknownField(field, relation.entity);
    const other = related(name);
    view[name] = other === null ? null : { ...((view[name] ?? {}) as object), [field]: other[field] ?? null };
  }
  return view;
}

type Test = (dto: Dto) => boolean;

/** @throws RestV3Error */
export function filterOf(params: Params, schema: DtoSchema): Test {
  const { filter } = params;
  if (filter === undefined || filter === null) return () => true;
  if (!Array.isArray(filter)) throw v3Errors.invalidFilter(JSON.stringify(filter));
  return all(filter.map((one) => condition(one, schema)));
}

const all =
  (tests: readonly Test[]): Test =>
  (dto) =>
    tests.every((test) => test(dto));

function condition(one: unknown, schema: DtoSchema): Test {
  if (isObject(one)) {
    const { logic, conditions } = one;
    if (!Array.isArray(conditions) || (logic !== 'or' && logic !== 'and')) throw v3Errors.invalidFilter(JSON.stringify(one));
    const tests = conditions.map((each) => condition(each, schema));
    return logic === 'or' ? (dto) => tests.some((test) => test(dto)) : all(tests);
  }
  if (!Array.isArray(one) || one.length < 2 || one.length > 3 || typeof one[0] !== 'string')
    throw v3Errors.invalidFilter(JSON.stringify(one));
  const [name] = one as [string];
  const value: unknown = one.at(-1);
  const operator: unknown = one.length === 3 ? one[1] : Array.isArray(value) ? 'in' : '=';
  const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;
  if (field === undefined) throw v3Errors.unknownField(name, schema.entity);
  if (field.isFilterable !== true)
    throw v3Errors.wrongValue(
      name,
      `In DTO \`${schema.entity}\`, the \`${name}\` field requires the \`Filterable\` attribute for such a request`,
    );
  const compare = typeof operator === 'string' && Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (compare === undefined) throw v3Errors.unknownOperator(String(operator));
  const wanted = Array.isArray(value) ? value : [value];
  if (field.type === 'int' && wanted.some((each) => typeof each !== 'number')) throw v3Errors.wrongType(name, 'int');
  return (dto) => compare(Number(dto[name]), wanted.map(Number));
}

const OPERATORS: Readonly<Record<string, (own: number, wanted: readonly number[]) => boolean>> = {
  '=': (own, [wanted]) => own === wanted,
  '!=': (own, [wanted]) => own !== wanted,
  '>': (own, [wanted = NaN]) => own > wanted,
  '>=': (own, [wanted = NaN]) => own >= wanted,
  '<': (own, [wanted = NaN]) => own < wanted,
  '<=': (own, [wanted = NaN]) => own <= wanted,
  in: (own, wanted) => wanted.includes(own),
  between: (own, [from = NaN, to = NaN]) => own >= from && own <= to,
};

/** @throws RestV3Error */
export function orderOf(params: Params, schema: DtoSchema): (a: Dto, b: Dto) => number {
  const { order } = params;
  const fields = order === undefined || order === null ? [] : isObject(order) ? Object.entries(order) : null;
  const isGood = ([name, direction]: [string, unknown]): boolean =>
    schema.fields[name]?.isSortable === true && typeof direction === 'string' && /^(?:asc|desc)$/i.test(direction);
  if (fields === null || !fields.every(isGood)) throw v3Errors.invalidOrder(JSON.stringify(order));
  return (a, b) => {
    for (const [name, direction] of fields) {
      const difference = compareValues(a[name], b[name]);
      if (difference !== 0) return String(direction).toUpperCase() === 'DESC' ? -difference : difference;
    }
    return Number(a['id']) - Number(b['id']);
  };
}

function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [x, y] = [String((a ?? '') as string), String((b ?? '') as string)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The part of the list that `pagination` asks for. @throws RestV3Error */
export function pageOf<T>(items: readonly T[], params: Params): readonly T[] {
  const { pagination } = params;
  if (pagination === undefined || pagination === null) return items.slice(0, LIMIT.usual);
  const wrong = v3Errors.invalidPagination(JSON.stringify(pagination));
  if (!isObject(pagination)) throw wrong;
  const numberOf = (name: string): number | null => {
    const value = pagination[name];
    if (value === undefined || value === null) return null;
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 0) throw wrong;
    return number;
  };
  const limit = numberOf('limit') ?? LIMIT.usual;
  const page = numberOf('page');
  const offset = numberOf('offset') ?? 0;
  if (limit === 0) throw wrong;
  const taken = Math.min(limit, LIMIT.most);
  const from = page === null ? offset : Math.max(page - 1, 0) * taken;
  return items.slice(from, from + taken);
}
