/** A leaking bucket per source: drains by two calls a second, holds fifty (domain/bitrix24.md §7). */
export class RateLimit {
  readonly #leakPerSecond: number;
  readonly #capacity: number;
  readonly #buckets = new Map<string, { level: number; at: number }>();

  constructor(leakPerSecond = 2, capacity = 50) {
    this.#leakPerSecond = leakPerSecond;
    this.#capacity = capacity;
  }

  /** Takes one call; false when the bucket is full. */
  take(source: string, now: number): boolean {
    const bucket = this.#buckets.get(source) ?? { level: 0, at: now };
    const level = Math.max(0, bucket.level - ((now - bucket.at) / 1000) * this.#leakPerSecond);
    const isTaken = level + 1 <= this.#capacity;
    this.#buckets.set(source, { level: isTaken ? level + 1 : level, at: now });
    return isTaken;
  }
}
