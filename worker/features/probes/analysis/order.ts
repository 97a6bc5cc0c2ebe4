import { counted } from '@assay/schema/counted.ts';
import type { ProbeDifference } from '@assay/schema/types.ts';
import { differencesFrom, foundIn, largestPossible } from './against-original.ts';
import type { ProbeAnswer } from './answers.ts';
import { type Findings, findings, inPoints, notRun, points, together } from './findings.ts';
import { sensitivityOf } from './phrasing.ts';

const ELSEWHERE = 'correct option elsewhere';

/** Whether answers depend on the place of the right option. */
export function analyseOrder(answers: readonly ProbeAnswer[], margin: number): Findings {
  const differences = byPlace(answers, margin);
  const sensitivity = sensitivityOf(answers);
  if (differences.length === 0) {
    return notRun('no place of the right option has scores of five samples or more');
  }
  const outcome = together(differences.map((each) => each.outcome));
  const limit = points(largestPossible(differences));
  const samples = counted(Math.max(...differences.map((each) => each.samples)), 'sample');
  const [worst] = foundIn(differences).toSorted(
    (a, b) => Math.abs(b.difference.value) - Math.abs(a.difference.value),
  );
  const line =
    worst !== undefined
      ? `With the ${worst.first} the score changes by ${inPoints(worst.difference)} against other places: shuffle the options, and decide by several orders.`
      : outcome === 'steady'
        ? `The order of options changes the score by at most ${limit}: nothing to do.`
        : `The order of options changes nothing for certain, but up to ${limit} are not ruled out by ${samples}: add samples.`;
  return findings(outcome, line, { differences, sensitivity });
}

/** The right option at one place less the mean over all other places, sample by sample. */
function byPlace(answers: readonly ProbeAnswer[], margin: number): ProbeDifference[] {
  const placed = answers.filter(({ at }) => at?.correct !== undefined);
  const places = [...new Set(placed.map(({ at }) => Number(at?.correct)))].toSorted(
    (a, b) => a - b,
  );
  // Each place has others of its own, so samples are told apart by the place they are compared for.
  const compared = places.flatMap((place) =>
    placed.map((answer) => ({
      ...answer,
      of: `${place}/${answer.of}`,
      variant:
        Number(answer.at?.correct) === place ? `correct option at place ${place + 1}` : ELSEWHERE,
    })),
  );
  return differencesFrom(compared, { original: ELSEWHERE, margin });
}
