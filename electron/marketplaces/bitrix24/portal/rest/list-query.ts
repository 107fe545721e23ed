import type { Entity } from '../subject/entity-store.ts';
import { anyCase, type Fields } from '../../../portal-kit/request-body.ts';

/** Filter, order and select of list methods (docs "how-to-call-rest-api/list-methods-pecularities"). */
type Condition = { readonly field: string; readonly operator: string; readonly value: unknown };

const OPERATORS = /^(>=|<=|!=|!@|!%|><|>|<|=|!|%|@)?(.+)$/;

export function objectField(params: Fields, name: string): Fields {
  const value = anyCase(params, name);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function listField(params: Fields, name: string): string[] {
  const value = anyCase(params, name);
  if (value === undefined || value === null || value === '') return [];
  return (Array.isArray(value) ? value : typeof value === 'object' ? Object.values(value) : [value]).map((item) => String(item));
}

/** `nameOf` turns the name used by the caller (e.g. stageId) into the stored one. */
export function filterAndOrder(
  entities: readonly Entity[],
  params: Fields,
  nameOf: (name: string) => string = (name) => name.toUpperCase(),
): Entity[] {
  const conditions = Object.entries(objectField(params, 'filter')).flatMap(([key, value]): Condition[] => {
    const match = OPERATORS.exec(key);
    return match === null ? [] : [{ operator: match[1] ?? '=', field: nameOf(match[2] ?? ''), value }];
  });
  const found = entities.filter((entity) => conditions.every((condition) => matches(entity, condition)));
  const order = Object.entries(objectField(params, 'order'));
  if (order.length === 0) return found;
  return found.sort((a, b) => {
    for (const [field, direction] of order) {
      const name = nameOf(field);
      const difference = compare(a[name], b[name]);
      if (difference !== 0) return String(direction).toUpperCase() === 'DESC' ? -difference : difference;
    }
    return 0;
  });
}

function matches(entity: Entity, { field, operator, value }: Condition): boolean {
  const own = entity[field];
  const wanted = Array.isArray(value) ? value : typeof value === 'object' && value !== null ? Object.values(value) : [value];
  const texts = multiValues(own);
  const equals = (): boolean => wanted.some((item) => texts.some((text) => compare(text, item) === 0) || (isEmpty(item) && isEmpty(own)));
  const contains = (): boolean =>
    wanted.some((item) => texts.some((text) => text.toLowerCase().includes(String(item).toLowerCase().replaceAll('%', ''))));
  switch (operator) {
    case '=':
    case '@':
      return equals();
    case '!':
    case '!=':
    case '!@':
      return !equals();
    case '%':
      return contains();
    case '!%':
      return !contains();
    case '>':
      return compare(own, wanted[0]) > 0;
    case '>=':
      return compare(own, wanted[0]) >= 0;
    case '<':
      return compare(own, wanted[0]) < 0;
    case '<=':
      return compare(own, wanted[0]) <= 0;
    case '><':
      return compare(own, wanted[0]) >= 0 && compare(own, wanted[1]) <= 0;
    default:
      return true;
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Phones and addresses are lists of `{ VALUE }`; a filter looks at the values. */
function multiValues(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.map((item) => (typeof item === 'object' && item !== null ? String((item as Entity)['VALUE'] ?? '') : String(item)));
  }
  return isEmpty(value) ? [''] : [String(value as string | number)];
}

function compare(a: unknown, b: unknown): number {
  const x = String((a ?? '') as string | number);
  const y = String((b ?? '') as string | number);
  if (x !== '' && y !== '') {
    if (!Number.isNaN(Number(x)) && !Number.isNaN(Number(y))) return Number(x) - Number(y);
    if (/^\d{4}-\d\d-\d\d/.test(x) && /^\d{4}-\d\d-\d\d/.test(y)) {
      const difference = Date.parse(x) - Date.parse(y);
      if (!Number.isNaN(difference)) return difference;
    }
  }
  return x.toLowerCase() < y.toLowerCase() ? -1 : x.toLowerCase() > y.toLowerCase() ? 1 : 0;
}

/** `select` with "*" for ordinary and "UF_*" for user fields; without it every ordinary field. */
export function selectFields(entity: Entity, selected: readonly string[], isMultiple: (field: string) => boolean): Entity {
  const names = selected.map((name) => name.toUpperCase());
  const all = names.length === 0 || names.includes('*');
  const result: Entity = {};
  for (const [field, value] of Object.entries(entity)) {
    const isUserField = field.startsWith('UF_');
    if (names.includes(field) || field === 'ID' || (isUserField ? names.includes('UF_*') : all && !isMultiple(field)))
      result[field] = value;
  }
  return result;
}
