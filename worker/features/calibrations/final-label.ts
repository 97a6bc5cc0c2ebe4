import type { CalibrationLabel, CalibrationValue, PersonalLabel } from '@assay/schema/types.ts';

/** What people said of a sample, as it is kept. */
export interface KeptLabel {
  /** From 0 to 1; null where people differ and nobody has decided. */
  value: number | null;
  reviews: { by: string; value: number }[];
  /** What it counts for in estimates; null for what was not drawn at random. */
  weight: number | null;
  tags: string[];
}

/** A label as it is kept: booleans as 0 and 1. */
export function keptLabel({
  value,
  reviews = [],
  weight,
  inclusionProbability,
  isChosen = false,
  tags = [],
}: Omit<CalibrationLabel, 'sample'>): KeptLabel {
  const drawn = weight ?? (inclusionProbability === undefined ? 1 : 1 / inclusionProbability);
  return {
    value: value === undefined ? finalOf(reviews) : toGrade(value),
    reviews: reviews.map(({ by, value: own }) => ({ by, value: toGrade(own) })),
    weight: isChosen ? null : drawn,
    tags,
  };
}

export function toGrade(value: CalibrationValue): number {
  return typeof value === 'number' ? value : Number(value);
}

/** What most of them said: of yes and no the majority, of grades the mean; null for a tie of yes and no. */
function finalOf(reviews: readonly PersonalLabel[]): number | null {
  if (reviews.length === 0) return null;
  const grades = reviews.map(({ value }) => toGrade(value));
  const mean = grades.reduce((sum, grade) => sum + grade, 0) / grades.length;
  if (reviews.some(({ value }) => typeof value === 'number')) return mean;
  if (mean === 0.5) return null;
  return mean > 0.5 ? 1 : 0;
}
