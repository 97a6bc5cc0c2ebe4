/** A part of the work: `auth`, `score`, `store`, or a step of a pipeline. */
export type Phase = string;

/** How long the phases of a request took, for the Server-Timing header. */
export class Timings {
  readonly #durationsMs = new Map<Phase, number>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  async measure<Value>(phase: Phase, work: () => Promise<Value>): Promise<Value> {
    const startedAtMs = this.#nowMs();
    try {
      return await work();
    } finally {
      const spentMs = this.#nowMs() - startedAtMs;
      this.#durationsMs.set(phase, (this.#durationsMs.get(phase) ?? 0) + spentMs);
    }
  }

  /** Source: W3C Server Timing. */
  header(): string {
    return [...this.#durationsMs].map(([phase, ms]) => `${phase};dur=${ms}`).join(', ');
  }
}
