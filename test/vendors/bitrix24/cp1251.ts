/** Text as Windows-1251 bytes; characters that table lacks become question marks. */
export function encodeCp1251(text: string): Buffer {
  const rest: Readonly<Record<string, number>> = { Ё: 0xa8, ё: 0xb8, '«': 0xab, '»': 0xbb, '—': 0x97, '…': 0x85, '№': 0xb9, ' ': 0xa0 };
  return Buffer.from(
    [...text].map((sign) => {
      const code = sign.codePointAt(0) ?? 0;
      if (code < 0x80) return code;
      if (code >= 0x410 && code <= 0x44f) return code - 0x410 + 0xc0;
      return rest[sign] ?? 0x3f;
    }),
  );
}
