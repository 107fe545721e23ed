/**
 * Reads an amount as people write it: "1 290,50", "1290.5".
 * @returns null for what is no amount between 0 and `most` with at most two decimals
 */
export function parseAmount(text: string, most: number): number | null {
  const plain = text.replace(/[\s\u00a0\u202f]/gu, '').replace(',', '.');
  if (!/^\d{1,12}(?:\.\d{1,2})?$/.test(plain)) return null;
  const value = Number(plain);
  return value <= most ? value : null;
}
