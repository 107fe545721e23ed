/** What a masked value is replaced with, everywhere. */
export const MASK = '‹masked›';

/** Shorter values would mask half of every text; they are masked as whole words from 4 characters on. */
const SHORTEST_ANYWHERE = 6;
const SHORTEST_WORD = 4;

const SECRET_NAMES =
  'access_token|refresh_token|id_token|AUTH_ID|REFRESH_ID|APPLICATION_TOKEN|application_token|client_secret|clientSecret|' +
  'password|passwd|pwd|api_key|apikey|apiKey|secret|session_id|sessionid|PHPSESSID|csrf_token|sessid';
// Values that a portal has labelled already ("‹access_token#3›") stay readable, so that one token can be followed through a log.
const LABEL = '(?!‹|%E2%80%B9|\\\\u2039)';

/** Secrets nobody announced, recognised by the place they stand in. What stands before the value is the first group. */
const PATTERNS: readonly RegExp[] = [
  new RegExp(`((?:^|[?&\\s"'\\[;{,])(?:${SECRET_NAMES})\\]?=)${LABEL}([^&\\s"'<>;]{4,})`, 'gim'),
  new RegExp(`((?:%5B|%26|%3F)(?:${SECRET_NAMES})(?:%5D)?(?:=|%3D))${LABEL}([^&\\s"'<>%]{4,})`, 'gi'),
  new RegExp(`(\\\\*"(?:${SECRET_NAMES})\\\\*"\\s*:\\s*\\\\*")${LABEL}([^"\\\\]{4,})`, 'gi'),
  /((?:\bauthorization\\*"?\s*[:=]\s*\\*"?)?\b(?:Bearer|Basic)\s+)(?!‹)([A-Za-z0-9._~+/=-]{8,})/gi,
  /(\\*"(?:set-)?cookie\\*"\s*:\s*\\*")(?!‹)([^"\\]+)/gi,
  /()(\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)/g,
  /()(-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----)/g,
];

/**
 * The one place where secrets are taken out of what a run leaves behind. Every byte of evidence passes through it before it is written.
 * A secret is also found URL-encoded, form-encoded, JSON-escaped, HTML-escaped, in base64 (at any offset) and base64url, in hexadecimal,
 * and in one of these inside another (a JSON string inside a query, say).
 */
export class Masker {
  readonly #secrets = new Set<string>();
  readonly #anywhere = new Set<string>();
  readonly #words = new Set<string>();
  /** Longest first, so that a value that contains another is replaced as a whole. */
  #ordered: readonly string[] | null = null;

  constructor(secrets: Iterable<string> = []) {
    this.add(secrets);
  }

  /** Adds values to mask; empty and very short ones (under 4 characters) are ignored. */
  add(secrets: Iterable<string>): void {
    for (const raw of secrets) {
      const secret = raw.trim();
      if (secret.length < SHORTEST_WORD || this.#secrets.has(secret)) continue;
      this.#secrets.add(secret);
      this.#ordered = null;
      if (secret.length < SHORTEST_ANYWHERE) this.#words.add(secret);
      else for (const form of formsOf(secret)) this.#anywhere.add(form);
    }
  }

  /** The text without secrets. */
  text(value: string): string {
    let masked = value;
    for (const form of this.#longestFirst()) {
      if (masked.includes(form)) masked = masked.replaceAll(form, MASK);
    }
    for (const word of this.#words) {
      if (masked.includes(word)) masked = masked.replace(wholeWord(word), MASK);
    }
    for (const pattern of PATTERNS) masked = masked.replace(pattern, `$1${MASK}`);
    return masked;
  }

  /** Where announced secrets stand in the text, as [start, end) pairs in no particular order. Patterns do not count. */
  places(value: string): [number, number][] {
    const found: [number, number][] = [];
    for (const form of this.#longestFirst()) {
      for (let at = value.indexOf(form); at !== -1; at = value.indexOf(form, at + form.length)) found.push([at, at + form.length]);
    }
    for (const word of this.#words) {
      for (const match of value.matchAll(wholeWord(word))) found.push([match.index, match.index + word.length]);
    }
    return found;
  }

  /** A JSON document of the value, without secrets. Strings are masked before escaping and the document once more after it. */
  json(value: unknown): string {
    return this.text(JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? this.text(inner) : inner), 1));
  }

  #longestFirst(): readonly string[] {
    this.#ordered ??= [...this.#anywhere].sort((a, b) => b.length - a.length);
    return this.#ordered;
  }
}

function wholeWord(word: string): RegExp {
  const literal = word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${literal}(?![\\p{L}\\p{N}_])`, 'gu');
}

function formsOf(secret: string): Set<string> {
  const simple: readonly ((text: string) => string)[] = [
    urlEncoded,
    strictlyUrlEncoded,
    formEncoded,
    jsonEscaped,
    asciiJsonEscaped,
    htmlEscaped,
  ];
  const forms = new Set<string>([secret]);
  for (const once of simple) {
    const first = once(secret);
    forms.add(first);
    for (const twice of simple) forms.add(twice(first));
  }
  for (const form of [...forms]) {
    // Percent codes are written in either case.
    if (form.includes('%')) forms.add(form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()));
  }
  const bytes = Buffer.from(secret, 'utf8');
  for (const core of base64Cores(bytes)) {
    forms.add(core);
    forms.add(urlEncoded(core));
    forms.add(core.replaceAll('+', '-').replaceAll('/', '_'));
  }
  forms.add(bytes.toString('hex'));
  forms.add(bytes.toString('hex').toUpperCase());
  forms.delete('');
  return forms;
}

/** The characters of base64 that depend on these bytes alone, for each of the three offsets at which they can stand in a longer text. */
function base64Cores(bytes: Buffer): string[] {
  const cores: string[] = [];
  for (const offset of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const leading = offset === 0 ? 0 : offset + 1;
    const trailing = (offset + bytes.length) % 3 === 0 ? 0 : 1;
    const core = padded.slice(leading, padded.length - trailing);
    if (core.length >= SHORTEST_ANYWHERE) cores.push(core);
  }
  return cores;
}

function urlEncoded(text: string): string {
  return encodeURIComponent(wellFormed(text));
}

function strictlyUrlEncoded(text: string): string {
  return urlEncoded(text).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', wellFormed(text)]]).toString().slice(1);
}

/** Half a surrogate pair cannot be encoded. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As PHP writes JSON: everything outside ASCII as \uXXXX, slashes escaped. */
function asciiJsonEscaped(text: string): string {
  return jsonEscaped(text)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function htmlEscaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
