import type { Pace } from '@assay/scorers/run.ts';

// About so many nanoseconds of work pass between two pauses, or one costly scorer.
const STEPS_BETWEEN_PAUSES = 10_000_000;

/**
 * Lets scorers begin in order, with a pause once those before have done so much work. In a pause other
 * requests go on, and so does the Workers clock, which stands still while code runs: without pauses
 * no deadline would ever pass.
 */
export function createPace(): Pace {
  let steps = 0;
  let waiting = 0;
  let last = Promise.resolve();
  return {
    turn() {
      if (waiting === 0 && steps <= STEPS_BETWEEN_PAUSES) return undefined;
      waiting += 1;
      const turn = last.then(async () => {
        if (steps <= STEPS_BETWEEN_PAUSES) return;
        steps = 0;
        await scheduler.wait(0);
      });
      // A turn is over once the scorer that had it has begun: what it did at once is counted by then.
      last = turn
        .then(() => {})
        .then(() => {
          waiting -= 1;
        });
      return turn;
    },
    spend(more) {
      steps += more;
    },
  };
}
