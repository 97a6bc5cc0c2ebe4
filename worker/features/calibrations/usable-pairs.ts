import type { CalibratedJudge, CalibrationCounts, CalibrationReport } from '@assay/schema/types.ts';
import { kishCount } from '../../core/statistics/correction/labelled-score.ts';
import type { Judgement, LabelledScore } from './read-labelled-scores.ts';
import type { Traits } from './traits.ts';

/** A sample that people and the judge have judged, and that may enter estimates. */
export interface Pair {
  at: number;
  sampleId: string | null;
  /** What people said, from 0 to 1, and whether that is a pass. */
  people: number;
  isGood: boolean;
  /** The value of the judge, and whether it passes. */
  value: number;
  passed: boolean;
  confidence: number;
  weight: number;
  reason: string;
  tags: readonly string[];
  traits: Traits;
}

/** What of the labels can be used, and what became of the rest. */
export interface UsablePairs {
  pairs: Pair[];
  judges: CalibratedJudge[];
  counts: CalibrationCounts;
  errors: CalibrationReport['errors'];
  versions: CalibrationReport['versions'];
}

/**
 * Sorts out what enters no estimate: what the judge could not judge, what people have not decided, what
 * was not drawn at random, and what another version of a model judged than that which judged most.
 */
export function usablePairs(labelled: readonly LabelledScore[], passAt: number): UsablePairs {
  const versions = countVersions(labelled);
  const main = mainVersions(versions);
  const errors = new Map<string, number>();
  const counts = { abstained: 0, skipped: 0, chosen: 0, undecided: 0, otherVersion: 0, errors: 0 };
  const pairs: Pair[] = [];
  const judges = new Map<string, CalibratedJudge>();
  for (const one of labelled) {
    const { judgement, label, missing } = one;
    if (judgement === null) {
      if (missing?.status === 'error') {
        counts.errors += 1;
        errors.set(missing.code, (errors.get(missing.code) ?? 0) + 1);
      } else if (missing) counts[missing.status] += 1;
    } else if (label.value === null) counts.undecided += 1;
    else if (label.weight === null) counts.chosen += 1;
    else if (!isByMain(judgement, main)) counts.otherVersion += 1;
    else {
      pairs.push(toPair(one, judgement, label.value, label.weight, passAt));
      for (const judge of judgement.judges) judges.set(JSON.stringify(judge), judge);
    }
  }
  return {
    pairs,
    judges: [...judges.values()],
    counts: {
      labels: labelled.length,
      used: pairs.length,
      ...counts,
      effective: pairs.length === 0 ? 0 : kishCount(pairs.map(({ weight }) => weight)),
    },
    errors: [...errors].map(([code, count]) => ({ code, count })),
    versions,
  };
}

function toPair(
  { at, sampleId, label, traits }: LabelledScore,
  { value, passed, confidence, reason }: Judgement,
  people: number,
  weight: number,
  passAt: number,
): Pair {
  // 1e-9: 0.1 + 0.2 is not 0.3.
  const isGood = people >= passAt - 1e-9;
  const { tags } = label;
  return {
    ...{ at, sampleId, people, isGood, value, passed, confidence },
    ...{ weight, reason, tags, traits },
  };
}

function countVersions(labelled: readonly LabelledScore[]): CalibrationReport['versions'] {
  const versions = new Map<string, CalibratedJudge & { labels: number }>();
  for (const { judgement } of labelled) {
    for (const judge of judgement?.judges ?? []) {
      const key = JSON.stringify([judge.model, judge.version]);
      const counted = versions.get(key) ?? { ...judge, labels: 0 };
      versions.set(key, { ...counted, labels: counted.labels + 1 });
    }
  }
  return [...versions.values()].sort((a, b) => b.labels - a.labels);
}

/** Of each model the version that judged most. */
function mainVersions(versions: CalibrationReport['versions']): Map<string, string | null> {
  const main = new Map<string, string | null>();
  for (const { model, version } of versions) {
    if (!main.has(model)) main.set(model, version);
  }
  return main;
}

function isByMain(
  { judges, isByFallback }: Judgement,
  main: ReadonlyMap<string, string | null>,
): boolean {
  return !isByFallback && judges.every(({ model, version }) => main.get(model) === version);
}
