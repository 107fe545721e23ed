import { canonicalJson } from '../../shared/domain/canonical-json.ts';

/**
 * Where a value stands in the canonical spelling of the whole.
 * @param path member names and indexes; as far as it exists
 * @returns bytes from the beginning
 */
export function canonicalOffset(whole: unknown, path: readonly PropertyKey[]): number {
  let offset = 0;
  let at = whole;
  for (const part of path) {
    if (Array.isArray(at)) {
      const index = Number(part);
      if (index >= at.length) return offset;
      // The bracket, then each element with its comma.
      offset += 1 + at.slice(0, index).reduce<number>((sum, each: unknown) => sum + Buffer.byteLength(canonicalJson(each ?? null)) + 1, 0);
      at = at[index];
    } else if (typeof at === 'object' && at !== null && Object.hasOwn(at, part)) {
      const object = at as Readonly<Record<string, unknown>>;
      const name = String(part);
      const before = Object.fromEntries(Object.entries(object).filter(([each, value]) => each < name && value !== undefined));
      const start = Buffer.byteLength(canonicalJson(before));
      // "{}" before the first member, "{…}" before a later one: the closing brace gives its place to a comma.
      offset += (start === 2 ? 1 : start) + Buffer.byteLength(JSON.stringify(name)) + 1;
      at = object[name];
    } else return offset;
  }
  return offset;
}
