/** An asynchronous button under way: begun by the vendor's answer, ended by its call button/complete (domain/moysklad.md §2, §5). */
export interface AsyncProcess {
  readonly button: string;
  readonly id: string;
  readonly startedAt: number;
  completedAt: number | null;
}

export class Processes {
  readonly #bySolution = new Map<string, AsyncProcess[]>();

  start(code: string, button: string, id: string): void {
    const own = this.#bySolution.get(code) ?? [];
    this.#bySolution.set(code, own);
    own.push({ button, id, startedAt: Date.now(), completedAt: null });
  }

  find(code: string, id: string): AsyncProcess | null {
    return this.of(code).find((one) => one.id === id) ?? null;
  }

  of(code: string): readonly AsyncProcess[] {
    return this.#bySolution.get(code) ?? [];
  }
}
