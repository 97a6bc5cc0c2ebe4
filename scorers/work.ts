import { LIMITS } from '@assay/schema/limits.ts';

/**
 * Counts the steps of a piece of work against the most it may take. A step is one simple operation of
 * an inner loop, about a nanosecond; the count depends on the input alone, never on the machine.
 */
export interface Work {
  /** Steps spent so far. */
  readonly spent: number;
  /**
   * Charges steps, before they are done.
   *
   * @param steps how many, by the real size of what is to be done
   * @param doing what they do, naming the fields or parameters that decide how many they are, as in
   *   "comparing `output` with `expected`"
   * @throws WorkExceeded when they are more than is left; none of them counts as spent then
   */
  spend(steps: number, doing: string): void;
}

/** The work would take more steps than it may. */
export class WorkExceeded extends Error {
  override readonly name = 'WorkExceeded';

  constructor(limit: number, doing: string) {
    super(`The limit of ${limit.toLocaleString('en')} steps of work was reached while ${doing}.`);
  }
}

/**
 * Makes a meter. One is made for each score, and one for all that a plan compiles.
 *
 * @param limit the most steps it lets through
 * @param onwards is charged each step too, such as the meter of the scorer that this one is a part of
 */
export function createWork(limit: number = LIMITS.scoreSteps, onwards?: Pick<Work, 'spend'>): Work {
  return new Meter(limit, onwards);
}

// A class, as each score makes one: an object with a getter of its own takes three times as long to make.
class Meter implements Work {
  readonly #limit: number;
  readonly #onwards: Pick<Work, 'spend'> | undefined;
  #spent = 0;

  constructor(limit: number, onwards: Pick<Work, 'spend'> | undefined) {
    this.#limit = limit;
    this.#onwards = onwards;
  }

  get spent(): number {
    return this.#spent;
  }

  spend(steps: number, doing: string): void {
    if (this.#spent + steps > this.#limit) throw new WorkExceeded(this.#limit, doing);
    this.#onwards?.spend(steps, doing);
    this.#spent += steps;
  }
}

/** A meter without a limit, for those who run no one else's input. */
export const UNBOUNDED: Work = { spent: 0, spend() {} };

/**
 * Compiles what parameters hold (patterns, schemas, selectors) once. The parameters of a plan stay the
 * same object while it lives; what was compiled goes when they go.
 *
 * @example
 * const patternOf = oncePerPlan(({ pattern }: Params, work) => compileLinear(pattern, work));
 */
export function oncePerPlan<Params extends object, Compiled>(
  compile: (params: Params, work: Work) => Compiled,
): (params: Params, work: Work) => Compiled {
  const known = new WeakMap<Params, { compiled: Compiled }>();
  return (params, work) => {
    const found = known.get(params) ?? { compiled: compile(params, work) };
    known.set(params, found);
    return found.compiled;
  };
}
