import type { CalibrationDisagreement } from '@assay/schema/types.ts';
import type { Pair } from './usable-pairs.ts';

const MOST = 50;

/** Samples that the judge passes and people do not, or the other way round; the widest gap first. */
export function disagreementsOf(pairs: readonly Pair[]): CalibrationDisagreement[] {
  return pairs
    .filter(({ isGood, passed }) => isGood !== passed)
    .toSorted((a, b) => gap(b) - gap(a) || a.at - b.at)
    .slice(0, MOST)
    .map(({ at, sampleId, people, value, reason }) => ({
      ...{ index: at, sampleId, people, judge: value, reason },
    }));
}

function gap({ people, value }: Pair): number {
  return Math.abs(people - value);
}
