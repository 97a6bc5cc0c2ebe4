import type { Score } from '@assay/schema/types.ts';
import type { Timings } from '../../core/timings.ts';
import type { TraceContext } from '../../core/trace-context.ts';
import type { VerdictSpending } from '../../store/verdict-spending.ts';
import type { Principal } from '../auth/principal.ts';
import type { Later } from '../judging/flush-after.ts';
import type { OnSpent } from '../judging/tally.ts';

/** What was spent on models and is not counted yet. */
export interface Spendable {
  /** Undefined for nothing. */
  take(): VerdictSpending | undefined;
  /** Puts back what was taken for a verdict that could not be stored. */
  putBack(taken: VerdictSpending): void;
}

/** Who asks, on whose time, and what is told while it runs. */
export interface RequestContext {
  principal: Principal;
  requestId: string;
  /** Where in the caller's trace this stands. */
  trace?: TraceContext | undefined;
  timings: Timings;
  /** Aborts when the caller leaves. */
  signal?: AbortSignal | undefined;
  /** Without it the answer waits for all that is to be written. */
  later?: Later | undefined;
  /**
   * What verdict ids are made from, so that a repeated request makes the same; random if omitted.
   */
  seed?: string | undefined;
  /** Hears of each score as it is ready. */
  onScore?: ((index: number, score: Score) => void) | undefined;
  /** Judges are asked even if an answer of theirs is cached, and what they say is not cached. */
  asksAnew?: boolean | undefined;
  /** What the first verdict that is stored is to be counted with. */
  spendable?: Spendable | undefined;
  /** Called with what each call of a judge or of an embedding model used and cost. */
  onSpent?: OnSpent | undefined;
}
