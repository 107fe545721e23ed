/** @returns whether a dotted version is at least the given numbers */
export function isAtLeast(version, numbers) {
  const parts = version.replace(/^v/, '').split('.').map(Number);
  for (let i = 0; i < numbers.length; i++) {
    if ((parts[i] ?? 0) > numbers[i]) return true;
    if ((parts[i] ?? 0) < numbers[i]) return false;
  }
  return true;
}
