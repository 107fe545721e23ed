/** A time limit that stands still while a person is asked or the run is paused. */
export class Countdown {
  readonly #onEnd: () => void;
  #leftMs: number;
  #startedAt = 0;
  #timer: NodeJS.Timeout | null = null;
  #holds = 0;
  #isOver = false;

  constructor(limitMs: number, onEnd: () => void) {
    this.#leftMs = limitMs;
    this.#onEnd = onEnd;
    this.#start();
  }

  /** May be called several times; the clock goes on after as many calls of release(). */
  hold(): void {
    this.#holds++;
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#leftMs -= performance.now() - this.#startedAt;
  }

  release(): void {
    this.#holds = Math.max(0, this.#holds - 1);
    if (this.#holds === 0 && !this.#timer && !this.#isOver) this.#start();
  }

  cancel(): void {
    this.#isOver = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #start(): void {
    this.#startedAt = performance.now();
    this.#timer = setTimeout(
      () => {
        this.#isOver = true;
        this.#timer = null;
        this.#onEnd();
      },
      Math.max(0, this.#leftMs),
    );
  }
}
