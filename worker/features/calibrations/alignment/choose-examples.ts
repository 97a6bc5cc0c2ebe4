import type { JsonObject } from '@assay/schema/types.ts';

/** A labelled output that candidates may be made from. */
export interface TrainingPair {
  output: string;
  /** What people said, from 0 to 1. */
  people: number;
  isGood: boolean;
  /** Whether the present version passes it. */
  passed: boolean;
  reason: string;
}

/** Longer outputs would fill the prompt. */
const MOST_CHARACTERS = 2_000;

/**
 * Few-shot examples: outputs on which the judge was wrong, good and bad in turn, then ones on which it
 * was right, so that both kinds are shown. Each has the level that is nearest to what people said.
 */
export function chooseExamples(
  pairs: readonly TrainingPair[],
  levels: readonly number[],
  most: number,
): JsonObject[] {
  return choosePairs(pairs, most).map(({ output, people }) => ({
    output,
    level: nearestLevel(people, levels),
  }));
}

/** The outputs of such examples. */
export function choosePairs(pairs: readonly TrainingPair[], most: number): TrainingPair[] {
  const short = pairs.filter(
    ({ output }) => output.trim() !== '' && output.length <= MOST_CHARACTERS,
  );
  const wrong = short.filter(({ isGood, passed }) => isGood !== passed);
  const right = short.filter(({ isGood, passed }) => isGood === passed);
  const queues = [wrong, right].flatMap((kind) => [
    kind.filter(({ isGood }) => isGood),
    kind.filter(({ isGood }) => !isGood),
  ]);
  const chosen: TrainingPair[] = [];
  const counts = { good: 0, bad: 0 };
  while (chosen.length < most) {
    const wantsGood = counts.good <= counts.bad;
    const [wrongGood, wrongBad, rightGood, rightBad] = queues;
    const next =
      take(wantsGood ? [wrongGood, rightGood] : [wrongBad, rightBad]) ??
      take([wrongGood, wrongBad, rightGood, rightBad]);
    if (next === undefined) break;
    chosen.push(next);
    counts[next.isGood ? 'good' : 'bad'] += 1;
  }
  return chosen;
}

function take(queues: readonly (TrainingPair[] | undefined)[]): TrainingPair | undefined {
  return queues.find((queue) => queue !== undefined && queue.length > 0)?.shift();
}

/** The number of the level, counted from 1. */
function nearestLevel(people: number, levels: readonly number[]): number {
  const distances = levels.map((value) => Math.abs(value - people));
  return distances.indexOf(Math.min(...distances)) + 1;
}
