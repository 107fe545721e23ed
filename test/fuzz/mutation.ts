/** A small seeded generator (mulberry32): the same seed gives the same run. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** @returns a whole number from 0 to below `limit` */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let value = this.state;
    value = Math.imul(value ^ (value >>> 15), value | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) % limit;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

const ODD_BYTES = [0x00, 0x01, 0x0a, 0x20, 0x22, 0x2f, 0x5c, 0x7b, 0x7f, 0x80, 0xc0, 0xff];

/** A few changes of the kind that find faults: flipped bits, odd values, cut, repeated, exchanged and large numbers. */
export function mutate(random: Random, bytes: Uint8Array): Buffer {
  let result = Buffer.from(bytes);
  for (let changes = 1 + random.below(6); changes > 0 && result.byteLength > 0; changes -= 1) {
    const at = random.below(result.byteLength);
    const length = Math.min(1 + random.below(64), result.byteLength - at);
    switch (random.below(7)) {
      case 0:
        result[at] = (result[at] as number) ^ (1 << random.below(8));
        break;
      case 1:
        result[at] = random.pick(ODD_BYTES);
        break;
      case 2:
        result = Buffer.concat([result.subarray(0, at), result.subarray(at + length)]);
        break;
      case 3:
        result = Buffer.concat([result.subarray(0, at), result.subarray(at, at + length), result.subarray(at)]);
        break;
      case 4:
        result = Buffer.from(result.subarray(0, at));
        break;
      case 5:
        result.copyWithin(at, random.below(result.byteLength), random.below(result.byteLength));
        break;
      default:
        if (at + 4 <= result.byteLength)
          result.writeUInt32LE(random.pick([0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe, 65535]), at);
    }
  }
  return result;
}

const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  9007199254740993,
  '',
  ' ',
  '\u202e',
  '../../etc/passwd',
  'x'.repeat(100_000),
  [],
  {},
  [[[[[[]]]]]],
  { constructor: { prototype: {} } },
  '2026-02-30T25:61:61Z',
  'ru',
];

/** Exchanges, removes or adds one value somewhere in a JSON value. */
export function mutateValue(random: Random, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || random.below(6) === 0) return random.pick(ODD_VALUES);
  if (Array.isArray(value)) {
    const list: unknown[] = [...(value as unknown[])];
    if (list.length === 0 || random.below(4) === 0) return [...list, random.pick(ODD_VALUES)];
    const at = random.below(list.length);
    list[at] = mutateValue(random, list[at]);
    return list;
  }
  const object: Record<string, unknown> = { ...value };
  const keys = Object.keys(object);
  if (keys.length === 0 || random.below(8) === 0)
    object[random.pick(['toString', 'extra', '', 'имя', 'hasOwnProperty'])] = random.pick(ODD_VALUES);
  else {
    const key = random.pick(keys);
    if (random.below(5) === 0) return Object.fromEntries(Object.entries(object).filter(([each]) => each !== key));
    object[key] = mutateValue(random, object[key]);
  }
  return object;
}

/** Seed of this run: FUZZ_SEED to repeat one. */
export function fuzzSeed(): number {
  return Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 32);
}

/** How long each fuzz test runs, ms. */
export function fuzzMs(): number {
  return Number(process.env['FUZZ_MS'] ?? 8000);
}
