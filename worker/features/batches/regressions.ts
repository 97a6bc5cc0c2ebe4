import type { Regression } from '@assay/schema/types.ts';

const SPARE = 1_000;

/** The worst regressions seen, without keeping all of them. */
export class WorstRegressions {
  readonly #limit: number;
  #kept: Regression[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(regression: Regression): void {
    this.#kept.push(regression);
    if (this.#kept.length > 2 * this.#limit + SPARE) this.#kept = this.list();
  }

  list(): Regression[] {
    return this.#kept.toSorted((a, b) => severity(b) - severity(a)).slice(0, this.#limit);
  }
}

/** A pass that is lost weighs more than any drop. */
function severity({ batch, base, batchPassed, basePassed }: Regression): number {
  const lostPass = basePassed === true && batchPassed !== true ? 2 : 0;
  return lostPass + (base !== null && batch !== null ? base - batch : 0);
}
