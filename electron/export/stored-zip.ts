/**
 * The container of a bundle: a zip whose every byte follows from names, contents and one moment. Files are stored, not
 * deflated (pictures do not shrink anyway): a deflated stream can be spelled in many ways and holds bits that nobody
 * reads, so an altered byte could go unnoticed. yazl leaves such choices to its version, which is why the few records
 * are written here. Any zip program reads the result.
 */
export interface StoredEntry {
  /** ASCII, with "/". */
  readonly name: string;
  readonly sizeBytes: number;
  readonly crc32: number;
}

const VERSION = 20;
/** Regular file, rw-r--r--, made on Unix. */
const MADE_BY = (3 << 8) | VERSION;
const ATTRIBUTES = (0o100644 << 16) >>> 0;

export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;
/** Without the zip64 extension. */
export const MAXIMUM_ARCHIVE_BYTES = 0xffff_ffff;
export const MAXIMUM_ENTRIES = 0xffff;

function common(entry: StoredEntry, at: number): Buffer {
  const time = new Date(Math.min(Math.max(at, Date.UTC(1980, 0, 1)), Date.UTC(2107, 11, 31)));
  const record = Buffer.alloc(26);
  record.writeUInt16LE(VERSION, 0);
  // No flags, method 0 (stored).
  record.writeUInt16LE((time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1), 6);
  record.writeUInt16LE(((time.getUTCFullYear() - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate(), 8);
  record.writeUInt32LE(entry.crc32, 10);
  record.writeUInt32LE(entry.sizeBytes, 14);
  record.writeUInt32LE(entry.sizeBytes, 18);
  record.writeUInt16LE(entry.name.length, 22);
  return record;
}

/** What stands before the content. @param at ms UTC, written as the zip's local time. */
export function localHeader(entry: StoredEntry, at: number): Buffer {
  return Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common(entry, at), Buffer.from(entry.name, 'latin1')]);
}

/** Bytes that an entry takes, header and content. */
export function entryBytes(entry: StoredEntry): number {
  return LOCAL_BYTES + entry.name.length + entry.sizeBytes;
}

/** All that stands behind the last content. */
export function directory(entries: readonly StoredEntry[], at: number): Buffer {
  const records: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const record = Buffer.alloc(CENTRAL_BYTES);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(MADE_BY, 4);
    common(entry, at).copy(record, 6);
    record.writeUInt32LE(ATTRIBUTES, 38);
    record.writeUInt32LE(offset, 42);
    records.push(record, Buffer.from(entry.name, 'latin1'));
    offset += entryBytes(entry);
  }
  const list = Buffer.concat(records);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([list, end]);
}
