/** Address under which the main process serves evidence and media; it checks the hash and the type. */
export function blobUrl(sha256: string): string {
  return `app://blob/${sha256}`;
}
