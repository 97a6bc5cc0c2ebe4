/** Measures of how well scores tell two classes apart. */

export interface Judged {
  /** 1 for what is to be found. */
  label: number;
  /** Certainty that it is there, from 0 to 1. */
  score: number;
}

/** Area under the ROC curve; ties count half. Source: Mann and Whitney 1947. */
export function rocAuc(rows: readonly Judged[]): number {
  const sorted = [...rows].sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (end < sorted.length && sorted[end]?.score === sorted[i]?.score) end++;
    const rank = (i + end + 1) / 2;
    for (; i < end; i++) if (sorted[i]?.label === 1) ranks += rank;
  }
  const positive = rows.filter(({ label }) => label === 1).length;
  const negative = rows.length - positive;
  return (ranks - (positive * (positive + 1)) / 2) / (positive * negative);
}

/** Share of rows on the right side of a threshold. */
export function accuracyAt(rows: readonly Judged[], threshold = 0.5): number {
  return (
    rows.filter(({ label, score }) => score >= threshold === (label === 1)).length / rows.length
  );
}

/** Share of the rows with a label that reach a threshold: recall, or the rate of false positives. */
export function reached(rows: readonly Judged[], label: number, threshold = 0.5): number {
  const those = rows.filter((row) => row.label === label);
  return those.filter(({ score }) => score >= threshold).length / those.length;
}
