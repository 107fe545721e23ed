/**
 * The one spelling of a JSON value: members sorted by the UTF-16 units of their names, no white space. Equal values give
 * equal text, so hashes and signatures can be made over it. Undefined members are left out, as JSON.stringify does.
 * Throws TypeError for what JSON cannot hold (functions, bigints, infinite numbers).
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('canonical JSON holds finite numbers only');
      return JSON.stringify(value);
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map((each: unknown) => canonicalJson(each ?? null)).join(',')}]`;
      const object = value as Readonly<Record<string, unknown>>;
      const names = Object.keys(object)
        .filter((name) => object[name] !== undefined)
        .sort();
      return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(object[name])}`).join(',')}}`;
    }
    default:
      throw new TypeError(`canonical JSON cannot hold a ${typeof value}`);
  }
}
