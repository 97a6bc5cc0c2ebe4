import type { ProbeCurve } from '@assay/schema/types.ts';
import { positionCurve } from '../../../core/statistics/repeats/position-curve.ts';
import { holm } from '../../../core/statistics/slices/holm.ts';
import { LEAST_SAMPLES } from './against-original.ts';
import { type ProbeAnswer, valuesBySample } from './answers.ts';
import {
  decide,
  type Findings,
  findings,
  inPoints,
  notRun,
  percent,
  points,
  together,
} from './findings.ts';

/** The score by the place of the needed passage, a curve for each length. */
export function analysePosition(answers: readonly ProbeAnswer[], margin: number): Findings {
  const lengths = Map.groupBy(answers, ({ at }) => Number(at?.length));
  const found = [...lengths]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([length, those]) => {
      const values = [...Map.groupBy(those, ({ at }) => Number(at?.depth))].flatMap(
        ([depth, there]) =>
          [...valuesBySample(there)].map(([item, each]) => ({ item, depth, values: each })),
      );
      const items = new Set(values.map(({ item }) => item)).size;
      return items < LEAST_SAMPLES ? [] : [{ length, curve: positionCurve(values, 0.95) }];
    });
  if (found.length === 0) return notRun('no length has scores of five samples or more');
  const corrected = holm(
    found.flatMap(({ curve: { middle } }) => (middle ? [middle.probability] : [])),
  );
  let next = 0;
  const curves = found.map(({ length, curve: { points: all, middle } }): ProbeCurve => {
    const probability = middle === null ? 1 : (corrected[next++] ?? 1);
    return {
      length,
      points: all.map(({ depth, items, mean }) => ({ depth, samples: items, mean })),
      middle: middle && {
        ...{ samples: middle.items, difference: middle.difference, probability },
        outcome: decide({ difference: middle.difference, probability, margin }),
      },
    };
  });
  const outcomes = curves.map(({ middle }) => middle?.outcome ?? 'undecided');
  const outcome = together(outcomes);
  return findings(outcome, lineOf(curves, outcome), { curves });
}

function lineOf(curves: readonly ProbeCurve[], outcome: Findings['outcome']): string {
  const affected = curves
    .filter(({ middle }) => middle?.outcome === 'affected')
    .toSorted((a, b) => (a.middle?.difference.value ?? 0) - (b.middle?.difference.value ?? 0));
  const [worst] = affected;
  if (worst?.middle) {
    const lowest = worst.points.reduce((a, b) => (b.mean.value < a.mean.value ? b : a));
    const isLoss = worst.middle.difference.value < 0;
    const advice = isLoss
      ? 'put the passages that matter first or last, or retrieve fewer'
      : 'put the passages that matter into the middle';
    return `Among ${worst.length} passages the middle scores ${inPoints(worst.middle.difference)} against the ends, lowest at depth ${lowest.depth} (${percent(lowest.mean.value)}): ${advice}.`;
  }
  const most = Math.max(
    ...curves.map(({ middle }) =>
      middle ? Math.max(Math.abs(middle.difference.low), Math.abs(middle.difference.high)) : 1,
    ),
  );
  return outcome === 'steady'
    ? `The place of a passage changes the score by at most ${points(most)}: nothing to do.`
    : `The place of a passage changes nothing for certain, but up to ${points(most)} are not ruled out: add samples.`;
}
