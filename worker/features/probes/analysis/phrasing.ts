import { counted } from '@assay/schema/counted.ts';
import type { ProbeSensitivity } from '@assay/schema/types.ts';
import { mean } from '../../../core/statistics/moments.ts';
import { wordingDistance } from '../../../core/statistics/repeats/consistency.ts';
import { repeatedMean } from '../../../core/statistics/repeats/repeated-mean.ts';
import { differencesFrom, foundIn, largestPossible } from './against-original.ts';
import { type ProbeAnswer, valuesBySample } from './answers.ts';
import { type Findings, findings, inPoints, notRun, points, together } from './findings.ts';

const ADVICE: Readonly<Record<string, string>> = {
  typos: 'correct spelling before the prompt, or put misspelled examples into it',
  'lower-case': 'normalize case before the prompt',
  'upper-case': 'normalize case before the prompt',
  politeness: 'say in the prompt that courtesies are no part of the question',
  order: 'put the question at a fixed place of the prompt',
  whitespace: 'trim and collapse white space before the prompt',
  format: 'put the question into one fixed frame in the prompt',
};

/** What rewordings change, and how much scores depend on them. */
export function analysePhrasing(answers: readonly ProbeAnswer[], margin: number): Findings {
  const differences = differencesFrom(answers, { original: 'original', margin });
  if (differences.length === 0) return notRun('no rewording has scores of five samples or more');
  const sensitivity = sensitivityOf(answers);
  const outcome = together(differences.map((each) => each.outcome));
  return findings(outcome, lineOf(differences, outcome), { differences, sensitivity });
}

function lineOf(differences: Parameters<typeof foundIn>[0], outcome: Findings['outcome']): string {
  const [worst, ...more] = foundIn(differences);
  const samples = counted(Math.max(...differences.map((each) => each.samples)), 'sample');
  if (worst === undefined) {
    const limit = points(largestPossible(differences));
    return outcome === 'steady'
      ? `No rewording changes the score by more than ${limit}: nothing to do.`
      : `No rewording changes the score for certain, but up to ${limit} are not ruled out by ${samples}: add samples.`;
  }
  const others = more.length === 0 ? '' : `, and ${more.map(({ first }) => first).join(', ')} too`;
  const advice = ADVICE[worst.first] ?? 'put this wording among the examples of the prompt';
  return `Rewording "${worst.first}" changes the score by ${inPoints(worst.difference)}${others}: ${advice}.`;
}

/** The mean distance of wordings, and of answers to one wording, over samples. */
export function sensitivityOf(answers: readonly ProbeAnswer[]): ProbeSensitivity | null {
  const wordings = new Map<string, number[]>();
  const repeats = new Map<string, number[]>();
  for (const [, those] of Map.groupBy(answers, ({ variant }) => variant)) {
    for (const [of, values] of valuesBySample(those)) {
      wordings.set(of, [...(wordings.get(of) ?? []), mean(values)]);
      if (values.length < 2) continue;
      repeats.set(of, [...(repeats.get(of) ?? []), wordingDistance(values)]);
    }
  }
  const distances = [...wordings.values()]
    .filter((values) => values.length > 1)
    .map((values) => [wordingDistance(values)]);
  if (distances.length === 0) return null;
  return {
    wordings: repeatedMean(distances),
    repeats: repeats.size === 0 ? null : repeatedMean([...repeats.values()]),
  };
}
