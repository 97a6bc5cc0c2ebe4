/**
 * The slope and offset by which logits become certainties, fitted to logits of rows that training did not
 * see. Source: Platt 1999, with the smoothed targets of Lin, Lin and Weng 2007.
 */
export interface Labelled {
  logit: number;
  label: number;
  weight: number;
}

export function fitPlatt(rows: readonly Labelled[]): { slope: number; offset: number } {
  const weightOf = (label: number) =>
    rows.reduce((sum, row) => sum + (row.label === label ? row.weight : 0), 0);
  const [negative, positive] = [weightOf(0), weightOf(1)];
  const targets = [1 / (negative + 2), (positive + 1) / (positive + 2)];
  let slope = 1;
  let offset = 0;
  for (let step = 0; step < 100; step++) {
    // One step of Newton's method on the two parameters.
    let [g1, g2, h11, h12, h22] = [0, 0, 1e-6, 0, 1e-6];
    for (const { logit, label, weight } of rows) {
      const chance = 1 / (1 + Math.exp(-(slope * logit + offset)));
      const error = weight * (chance - (targets[label] ?? 0));
      const curve = weight * chance * (1 - chance);
      g1 += error * logit;
      g2 += error;
      h11 += curve * logit * logit;
      h12 += curve * logit;
      h22 += curve;
    }
    const determinant = h11 * h22 - h12 * h12;
    slope -= (h22 * g1 - h12 * g2) / determinant;
    offset -= (h11 * g2 - h12 * g1) / determinant;
  }
  return { slope, offset };
}
