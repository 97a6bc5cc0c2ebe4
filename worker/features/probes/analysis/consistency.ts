import { counted } from '@assay/schema/counted.ts';
import type { ProbeConsistency, ProbeOutcome, ScorerReference } from '@assay/schema/types.ts';
import { pairAgreement } from '../../../core/statistics/repeats/consistency.ts';
import { passHatK } from '../../../core/statistics/repeats/pass-at-k.ts';
import { repeatedMean } from '../../../core/statistics/repeats/repeated-mean.ts';
import { LEAST_SAMPLES } from './against-original.ts';
import { type ProbeAnswer, valuesBySample } from './answers.ts';
import { type Findings, findings, inPercent, notRun, percent } from './findings.ts';
import { sameMeaning } from './same-meaning.ts';
import { plainAnswer } from './same-text.ts';

/**
 * Whether the same question gets the same answer, and the same verdict, again.
 *
 * @param agreement the scorer that compared answers by meaning, if any
 */
export function analyseConsistency(
  answers: readonly ProbeAnswer[],
  margin: number,
  agreement: ScorerReference | null = null,
): Findings {
  const samples = [...valuesBySample(answers)].filter(([, values]) => values.length > 1);
  if (samples.length < LEAST_SAMPLES) return notRun('fewer than five samples have two scores');
  const consistency = consistencyOf(
    samples.map(([, values]) => values),
    answers,
    agreement,
  );
  const flipping = samples.filter(([, values]) => !isSame(values)).map(([of]) => of);
  const { low, high } = consistency.sameVerdict;
  const outcome: ProbeOutcome =
    1 - high > margin ? 'affected' : 1 - low <= margin ? 'steady' : 'undecided';
  return findings(outcome, lineOf(consistency, { flipping, outcome, samples: samples.length }), {
    consistency,
  });
}

function lineOf(
  { repeats, sameVerdict, passHat, mean }: ProbeConsistency,
  {
    flipping,
    outcome,
    samples,
  }: { flipping: readonly string[]; outcome: ProbeOutcome; samples: number },
): string {
  const flips = `${counted(flipping.length, 'sample')} of ${samples} (${percent(1 - sameVerdict.value)}) pass once and fail another time`;
  if (outcome === 'affected') {
    const all = passHat.at(-1);
    const lasting =
      all === undefined ? '' : `, and all of ${all.k} answers pass in ${percent(all.value.value)}`;
    return `${flips}: one answer passes in ${percent(mean.value)}${lasting}. Lower the temperature, or fix these first: ${flipping.slice(0, 5).join(', ')}.`;
  }
  if (outcome === 'steady') {
    return `The verdict is the same in ${inPercent(sameVerdict)} of the samples over ${repeats} answers: nothing to do.`;
  }
  const first = flipping.length === 0 ? '' : ` (${flipping.slice(0, 5).join(', ')})`;
  return `${flips}${first}, and up to ${percent(1 - sameVerdict.low)} are not ruled out: add samples to be sure.`;
}

function consistencyOf(
  values: readonly (readonly number[])[],
  answers: readonly ProbeAnswer[],
  agreement: ScorerReference | null,
): ProbeConsistency {
  const repeats = Math.min(...values.map(({ length }) => length));
  const ks = [2, 3, 5, 10].filter((k) => k < repeats);
  return {
    repeats,
    mean: repeatedMean(values),
    sameVerdict: repeatedMean(values.map((each) => [isSame(each) ? 1 : 0])),
    sameAnswer: sameAnswer(answers),
    sameText: sameText(answers),
    sameMeaning: sameMeaning(answers, agreement),
    best: repeatedMean(values.map((each) => [Math.max(...each)])),
    worst: repeatedMean(values.map((each) => [Math.min(...each)])),
    passHat: values.every((each) => each.every((value) => value === 0 || value === 1))
      ? [...ks, repeats].map((k) => ({
          k,
          value: repeatedMean(values.map((each) => [allOf(each, k)])),
        }))
      : [],
  };
}

function allOf(values: readonly number[], k: number): number {
  const passes = values.filter((value) => value === 1).length;
  return passHatK(values.length, passes, k) ?? 0;
}

function isSame(values: readonly number[]): boolean {
  return new Set(values).size === 1;
}

/** That two answers to a sample are the same text; null where texts are not kept. */
function sameAnswer(answers: readonly ProbeAnswer[]): ProbeConsistency['sameAnswer'] {
  const texts = [...Map.groupBy(answers, ({ of }) => of).values()]
    .map((those) => those.flatMap(({ output }) => (output === null ? [] : [plainAnswer(output)])))
    .filter(({ length }) => length > 1);
  if (texts.length < 2) return null;
  return repeatedMean(pairAgreement(texts).map((agreement) => [agreement]));
}

/** That all answers to a sample are the same text. Source: Atil et al. 2024, TARr@N. */
function sameText(answers: readonly ProbeAnswer[]): ProbeConsistency['sameText'] {
  const samples = [...Map.groupBy(answers, ({ of }) => of).values()]
    .map((those) => those.flatMap(({ output }) => output ?? []))
    .filter(({ length }) => length > 1);
  if (samples.length < 2) return null;
  return repeatedMean(samples.map((outputs) => [new Set(outputs).size === 1 ? 1 : 0]));
}
