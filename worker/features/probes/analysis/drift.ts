import { counted } from '@assay/schema/counted.ts';
import type { ProbeDifference, ProbeDrift } from '@assay/schema/types.ts';
import { exchangeability } from '../../../core/statistics/drift/exchangeability.ts';
import { pairedDifferences } from '../../../core/statistics/errors/paired-differences.ts';
import { repeatedMean } from '../../../core/statistics/repeats/repeated-mean.ts';
import { holm } from '../../../core/statistics/slices/holm.ts';
import { LEAST_SAMPLES } from './against-original.ts';
import { type ProbeAnswer, pairsOf, valuesBySample } from './answers.ts';
import { decide, type Findings, findings, inPoints, notRun, percent } from './findings.ts';
import { numberAnswers } from './same-text.ts';

export interface DriftQuestion {
  since: string;
  margin: number;
  seed: number;
}

/** Whether the answers to the same questions are other than they were, by score and by text. */
export function analyseDrift(
  before: readonly ProbeAnswer[],
  now: readonly ProbeAnswer[],
  { since, margin, seed }: DriftQuestion,
): Findings {
  const pairs = pairsOf(valuesBySample(now), valuesBySample(before));
  if (pairs.length < LEAST_SAMPLES) {
    return notRun('fewer than five samples have scores in both runs');
  }
  const [compared] = pairedDifferences([{ name: 'now', pairs }]);
  const texts = textsOf(before, now);
  const exchanged = exchangeability(texts, seed);
  const [scoreP = 1, textP = 1] = holm([
    compared?.probability ?? 1,
    ...(exchanged ? [exchanged.probability] : []),
  ]);
  const score: ProbeDifference | null = compared
    ? {
        ...{ first: 'now', second: since, measure: 'score', samples: compared.items },
        ...{ difference: compared.difference, probability: scoreP },
        outcome: decide({ difference: compared.difference, probability: scoreP, margin }),
      }
    : null;
  const isMoved = exchanged !== null && textP < 0.05;
  const drift: ProbeDrift = {
    since,
    score,
    changed: changedShare(texts),
    exchangeability: exchanged && {
      ...{ statistic: exchanged.statistic, probability: textP },
      informative: exchanged.informative,
    },
  };
  const outcome = isMoved ? 'affected' : (score?.outcome ?? 'undecided');
  return findings(outcome, lineOf(drift, outcome), {
    drift,
    differences: score ? [score] : [],
    notes:
      exchanged === null && texts.length > 0
        ? [
            'Whether texts drifted cannot be told from single answers: repeat each question, in both runs.',
          ]
        : [],
  });
}

function lineOf({ score, changed, exchangeability: found }: ProbeDrift, outcome: string): string {
  const texts = changed
    ? `the usual answer changed in ${percent(changed.value)} of the samples`
    : '';
  if (score?.outcome === 'affected') {
    return `The score moved by ${inPoints(score.difference)}${texts === '' ? '' : `, and ${texts}`}: pin the version of the model, and compare the prompts of both runs.`;
  }
  if (outcome === 'affected' && found) {
    return `The answers are no longer the same (p = ${found.probability.toPrecision(2)}): ${texts}, while the score did not move for certain. Read the changed answers, and pin the version of the model.`;
  }
  const range = score ? inPoints(score.difference) : '';
  return outcome === 'steady'
    ? `Nothing moved: the score changed by ${range}, and the answers of both runs could be exchanged.`
    : `No drift for certain: the score changed by ${range} over ${counted(score?.samples ?? 0, 'sample')}. Add samples or repeats to be sure.`;
}

/** The answers of each sample that has texts in both runs, as numbers. */
function textsOf(before: readonly ProbeAnswer[], now: readonly ProbeAnswer[]) {
  const then = outputsBySample(before);
  return [...outputsBySample(now)].flatMap(([of, outputs]) => {
    const earlier = then.get(of);
    if (earlier === undefined) return [];
    const numbers = numberAnswers([...earlier, ...outputs]);
    return [{ before: numbers.slice(0, earlier.length), now: numbers.slice(earlier.length) }];
  });
}

function outputsBySample(answers: readonly ProbeAnswer[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { of, output } of answers) {
    if (output === null) continue;
    const outputs = found.get(of);
    if (outputs) outputs.push(output);
    else found.set(of, [output]);
  }
  return found;
}

function changedShare(texts: readonly { before: number[]; now: number[] }[]) {
  if (texts.length < 2) return null;
  return repeatedMean(
    texts.map(({ before, now }) => [mostFrequent(before) === mostFrequent(now) ? 0 : 1]),
  );
}

/** Of equally frequent ones the one that was numbered first. */
function mostFrequent(answers: readonly number[]): number {
  const counts = Map.groupBy(answers, (answer) => answer);
  const [[first] = [0]] = [...counts].toSorted(([a, x], [b, y]) => y.length - x.length || a - b);
  return first;
}
