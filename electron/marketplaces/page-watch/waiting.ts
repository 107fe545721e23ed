/** Waits so long, or until the signal comes; never rejects. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

/** Asks every `everyMs` until it is so, at most `limitMs`. @returns whether it was so in the end */
export async function until(isSo: () => Promise<boolean>, limitMs: number, everyMs = 60): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    if (await isSo()) return true;
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
