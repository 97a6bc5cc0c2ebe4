import type { Label, LabelTarget, LabelValue, TargetLabels } from '@assay/schema/types.ts';

type Drawn = Pick<Label, 'origin' | 'inclusionProbability'>;

/**
 * What a target counts for in an estimate, by how it came to be labelled; null if it was chosen, not
 * drawn at random. Of several ways, the one that was likeliest to find it.
 *
 * Source: D. Horvitz and D. Thompson, 1952: each is weighed by 1 / inclusion probability.
 */
export function weightOf(labels: readonly Drawn[]): number | null {
  const probabilities = labels.map(inclusionOf).filter((probability) => probability !== null);
  return probabilities.length === 0 ? null : 1 / Math.max(...probabilities);
}

/** Bulk labels without a probability are of all that there is. */
function inclusionOf({ origin, inclusionProbability }: Drawn): number | null {
  return inclusionProbability ?? (origin === 'bulk' ? 1 : null);
}

/** A target that an estimate may use. */
export interface EstimableLabel {
  target: LabelTarget;
  value: LabelValue;
  weight: number;
}

/**
 * The targets that may enter an estimate, each with its weight: those with a final value that were
 * drawn at random, or of which all were labelled.
 */
export function estimable(targets: readonly TargetLabels[]): EstimableLabel[] {
  return targets.flatMap(({ target, value, weight }) =>
    value === null || weight === null ? [] : [{ target, value, weight }],
  );
}
