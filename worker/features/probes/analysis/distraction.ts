import { counted } from '@assay/schema/counted.ts';
import { differencesFrom, foundIn, largestPossible } from './against-original.ts';
import type { ProbeAnswer } from './answers.ts';
import { type Findings, findings, inPoints, notRun, points, together } from './findings.ts';

/** What irrelevant passages cost. */
export function analyseDistraction(answers: readonly ProbeAnswer[], margin: number): Findings {
  const differences = differencesFrom(answers, { original: 'original', margin });
  if (differences.length === 0) return notRun('no amount has scores of five samples or more');
  const outcome = together(differences.map((each) => each.outcome));
  const [worst] = foundIn(differences);
  const limit = points(largestPossible(differences));
  const samples = counted(Math.max(...differences.map((each) => each.samples)), 'sample');
  const line =
    worst !== undefined
      ? `With ${worst.first} the score changes by ${inPoints(worst.difference)}: filter or rerank what is retrieved, or tell the model to ignore what does not matter.`
      : outcome === 'steady'
        ? `Irrelevant passages change the score by at most ${limit}: nothing to do.`
        : `Irrelevant passages change nothing for certain, but up to ${limit} are not ruled out by ${samples}: add samples.`;
  return findings(outcome, line, { differences });
}
