import type { CorpusScore } from '@assay/schema/types.ts';
import { findScorer } from '@assay/scorers/find.ts';
import type { FrozenPlan } from './frozen-plan.ts';

/** What a metric counted in some samples, such that two of these add up to a third. */
export interface CorpusSums {
  samples: number;
  counts: readonly number[];
}

/** The metrics of a plan that are of whole corpora: what each makes of its counts, by name of the score. */
export type CorpusMetrics = ReadonlyMap<string, (counts: readonly number[]) => CorpusScore>;

export function corpusMetrics({ scorers }: FrozenPlan): CorpusMetrics {
  return new Map(
    scorers.flatMap(({ scorer: id, as, params = {}, negate = false }) => {
      const scorer = findScorer(id)?.scorer;
      if (scorer?.corpus === undefined) return [];
      const { corpus } = scorer;
      return [
        [
          as ?? id,
          (counts: readonly number[]): CorpusScore => {
            const { value, raw } = corpus(counts, params);
            return { value: negate ? 1 - value : value, raw };
          },
        ],
      ];
    }),
  );
}

/** Adds what was counted in one sample. */
export function addCounts(sums: CorpusSums | undefined, counts: readonly number[]): CorpusSums {
  return addSums(sums, { samples: 1, counts });
}

export function addSums(a: CorpusSums | undefined, b: CorpusSums): CorpusSums {
  if (a === undefined) return b;
  return {
    samples: a.samples + b.samples,
    counts: a.counts.map((count, i) => count + (b.counts[i] ?? 0)),
  };
}
