import { createHash } from 'node:crypto';

/** What a masked value is called in the HTTP log, e.g. "access_token"; values of one kind are numbered. */
export type SecretKind = string;

/** Shorter values would hide half of every text; they are only hidden where a field name says so. */
const SHORTEST_SEARCHED = 6;
const LONGEST_KEPT = 4096;

export function hashSecret(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

/**
 * Knows every secret of this portal and replaces each by a stable label, so that the same token can be followed through
 * the log without being readable. The portal's own secrets are runs of lower-case hexadecimal digits, found by a map; foreign ones
 * (client secret, tokens that a vendor invented) by search.
 */
export class Secrets {
  readonly #labels = new Map<string, string>();
  readonly #hexLengths = new Set<number>();
  readonly #foreign = new Map<string, string>();
  readonly #counters: Record<string, number>;
  readonly #labelOfHash: (hash: string) => string | null;
  #pattern: RegExp | null = null;

  /**
   * @param counters last number given per kind; kept by the caller so that labels stay unique after a restart
   * @param labelOfHash label of a token that only its SHA-256 is known of (issued by an earlier process)
   */
  constructor(counters: Record<string, number>, labelOfHash: (hash: string) => string | null) {
    this.#counters = counters;
    this.#labelOfHash = labelOfHash;
  }

  /** Registers the value (once) and returns its label. Empty values have none. */
  label(kind: SecretKind, value: string): string {
    if (value === '') return '';
    const known = this.#labels.get(value) ?? (isHex(value) ? this.#labelOfHash(hashSecret(value)) : null);
    if (known !== null) {
      this.#remember(value, known);
      return known;
    }
    const next = (this.#counters[kind] ?? 0) + 1;
    this.#counters[kind] = next;
    const label = `‹${kind}#${next}›`;
    this.#remember(value, label);
    return label;
  }

  #remember(value: string, label: string): void {
    if (this.#labels.has(value) || value.length > LONGEST_KEPT) return;
    this.#labels.set(value, label);
    if (isHex(value)) {
      this.#hexLengths.add(value.length);
    } else if (value.length >= SHORTEST_SEARCHED) {
      for (const spelling of new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), formEncoded(value)])) {
        this.#foreign.set(spelling, label);
      }
      this.#pattern = null;
    }
  }

  /** The text with every known secret replaced by its label. */
  mask(text: string): string {
    let masked = text.replace(/[0-9a-f]{32,}/g, (run) => this.#maskRun(run));
    if (this.#foreign.size > 0) {
      this.#pattern ??= new RegExp(
        [...this.#foreign.keys()]
          .sort((a, b) => b.length - a.length)
          .map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('|'),
        'g',
      );
      masked = masked.replace(this.#pattern, (value) => this.#foreign.get(value) ?? value);
    }
    return masked;
  }

  /** A run of digits may hold a secret with other digits around it, such as "%3d" before it. */
  #maskRun(run: string): string {
    const exact = this.#labels.get(run) ?? this.#labelOfHash(hashSecret(run));
    if (exact !== null && exact !== undefined) return exact;
    let result = '';
    let at = 0;
    while (at < run.length) {
      const label = this.#labelAt(run, at);
      if (label === null) {
        result += run[at];
        at += 1;
      } else {
        result += label.label;
        at += label.length;
      }
    }
    return result;
  }

  #labelAt(run: string, at: number): { label: string; length: number } | null {
    for (const length of this.#hexLengths) {
      if (at + length > run.length) continue;
      const label = this.#labels.get(run.slice(at, at + length));
      if (label !== undefined) return { label, length };
    }
    return null;
  }

  /** Every secret in clear, for those who mask what leaves the run elsewhere. */
  values(): string[] {
    return [...this.#labels.keys()].filter((value) => value.length >= SHORTEST_SEARCHED);
  }
}

function isHex(value: string): boolean {
  return value.length >= 32 && /^[0-9a-f]+$/.test(value);
}

function formEncoded(value: string): string {
  return new URLSearchParams({ v: value }).toString().slice(2);
}
