import type {
  AlignmentCandidate,
  AlignmentResult,
  CandidateKind,
  CustomScorer,
  Verdict,
} from '@assay/schema/types.ts';
import { wilsonInterval } from '../../../core/statistics/intervals.ts';
import { passes } from '../../scoring/confidence.ts';
import { gapInterval } from '../paired-gap.ts';
import type { PlacedPair } from './make-trials.ts';
import type { Trials } from './trials.ts';

/** The verdicts of a fold, by the place of their sample in the batch of the calibration. */
export type FoldVerdicts = ReadonlyMap<number, Verdict | null>;

/** One label as the present version and a candidate judged it. */
interface Compared {
  isRight: boolean;
  wasRight: boolean;
}

/**
 * What the candidates came to on labels that they were not made from. Of several candidates one is bound
 * to look better by chance, so the intervals of the gains have the coverage 1 − 0.05 / candidates.
 */
export function evaluate(
  pairs: readonly PlacedPair[],
  { folds, offered, unwritten }: Trials,
  verdicts: FoldVerdicts,
  scorer: Pick<CustomScorer, 'name' | 'version' | 'base' | 'threshold'>,
): AlignmentResult {
  const kinds = [...new Set(folds.flatMap(({ scorers }) => scorers.map(({ kind }) => kind)))];
  const coverage = 1 - 0.05 / Math.max(1, kinds.length);
  const candidates = kinds.flatMap((kind) => candidateOf(kind, pairs, verdicts, coverage));
  const proven = candidates.filter(({ gain }) => gain.low > 0);
  const best = proven.toSorted((a, b) => b.gain.value - a.gain.value)[0];
  const params = offered.find(({ kind }) => kind === best?.kind)?.params;
  const right = pairs.filter(({ isGood, passed }) => isGood === passed).length;
  const description = best && describe(best, scorer);
  return {
    baseline: pairs.length === 0 ? null : wilsonInterval(right, pairs.length),
    n: pairs.length,
    candidates,
    best: best?.kind ?? null,
    proposal:
      params === undefined || description === undefined
        ? null
        : { base: scorer.base, params, threshold: scorer.threshold, description },
    remarks: remarksOf(candidates, best !== undefined, unwritten),
  };
}

function candidateOf(
  kind: CandidateKind,
  pairs: readonly PlacedPair[],
  verdicts: FoldVerdicts,
  coverage: number,
): AlignmentCandidate[] {
  let errors = 0;
  const compared = pairs.flatMap(({ at, isGood, passed }): Compared[] => {
    if (!verdicts.has(at)) return [];
    const score = verdicts.get(at)?.scores.find(({ name }) => name === kind);
    if (score?.status !== 'scored') {
      errors += 1;
      return [];
    }
    return [{ isRight: passes(score) === isGood, wasRight: passed === isGood }];
  });
  if (compared.length === 0) return [];
  const right = compared.filter(({ isRight }) => isRight).length;
  const gaps = compared.map(({ isRight, wasRight }) => Number(isRight) - Number(wasRight));
  return [
    {
      kind,
      n: compared.length,
      errors,
      agreement: wilsonInterval(right, compared.length),
      gain: gapInterval(gaps, coverage),
    },
  ];
}

function describe(
  { kind, gain, n }: AlignmentCandidate,
  { name, version }: Pick<CustomScorer, 'name' | 'version'>,
): string {
  const change = kind.replaceAll('-', ' ');
  return `Aligned from ${name}@${version} by ${change}: agreement with people ${signed(gain.value)} (${signed(gain.low)} to ${signed(gain.high)}) on ${n} held-out labels.`;
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${(100 * value).toFixed(1)}%`;
}

function remarksOf(
  candidates: readonly AlignmentCandidate[],
  isBetter: boolean,
  unwritten: string | null,
): AlignmentResult['remarks'] {
  return [
    ...(isBetter
      ? []
      : [
          {
            code: 'no_gain',
            message:
              candidates.length === 0
                ? 'Nothing could be tried, so nothing is offered.'
                : 'No candidate agrees with people more than the present version, beyond chance. Keep it, or add labels.',
          },
        ]),
    ...(unwritten === null
      ? []
      : [
          {
            code: 'criterion_not_rewritten',
            message: `In some folds no model rewrote the criterion. ${unwritten}`,
          },
        ]),
  ];
}
