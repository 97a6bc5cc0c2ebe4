/** How sure something was of a sample, and whether it was right to be. */
export interface Judged {
  certainty: number;
  isPositive: boolean;
}

export interface Quality {
  precision: number;
  recall: number;
  f1: number;
  /** Of negative samples, the share that is flagged. */
  falsePositives: number;
  rocAuc: number;
  calibrationError: number;
}

/** What is measured of a detector: at its threshold, over all thresholds, and of its certainties. */
export function qualityOf(judged: readonly Judged[], flagsAbove: number): Quality {
  const flagged = judged.filter(({ certainty }) => certainty > flagsAbove);
  const positives = judged.filter(({ isPositive }) => isPositive).length;
  const found = flagged.filter(({ isPositive }) => isPositive).length;
  const precision = found / flagged.length;
  const recall = found / positives;
  return {
    precision,
    recall,
    f1: (2 * found) / (flagged.length + positives),
    falsePositives: (flagged.length - found) / (judged.length - positives),
    rocAuc: rocAuc(judged),
    calibrationError: calibrationError(judged),
  };
}

/** The chance that a positive sample has the higher certainty of two; ties count half (Mann and Whitney). */
export function rocAuc(judged: readonly Judged[]): number {
  const ranked = judged.toSorted((a, b) => a.certainty - b.certainty);
  let rankSum = 0;
  for (let i = 0; i < ranked.length; ) {
    let end = i;
    while (ranked[end]?.certainty === ranked[i]?.certainty && end < ranked.length) end += 1;
    const positives = ranked.slice(i, end).filter(({ isPositive }) => isPositive).length;
    rankSum += positives * ((i + 1 + end) / 2);
    i = end;
  }
  const positives = judged.filter(({ isPositive }) => isPositive).length;
  const negatives = judged.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

const BINS = 10;

/** Expected calibration error over ten bins of equal width (Naeini et al. 2015). */
export function calibrationError(judged: readonly Judged[]): number {
  const bins = Map.groupBy(judged, ({ certainty }) =>
    Math.min(BINS - 1, Math.floor(certainty * BINS)),
  );
  let error = 0;
  for (const bin of bins.values()) {
    const certainty = bin.reduce((sum, each) => sum + each.certainty, 0);
    const positives = bin.filter(({ isPositive }) => isPositive).length;
    error += Math.abs(certainty - positives);
  }
  return error / judged.length;
}
