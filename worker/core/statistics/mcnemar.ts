/**
 * McNemar's test on paired passes, from the pairs that differ. Under the hypothesis of no change
 * either kind of difference is as likely as the other.
 *
 * Source: McNemar 1947; Fagerland, Lydersen & Laake 2013 for the exact and the mid-p form.
 * @param onlyFirst pairs of which only the first passed
 * @param onlySecond pairs of which only the second passed
 * @returns two-sided probabilities
 */
export function mcnemar(onlyFirst: number, onlySecond: number): { exactP: number; midP: number } {
  const pairs = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  if (pairs === 0) return { exactP: 1, midP: 1 };
  // Each term of the binomial tail follows from the one above it; far below it adds nothing.
  let term = Math.exp(logBinomialHalf(pairs, fewer));
  const atFewer = term;
  let tail = 0;
  for (let k = fewer; k >= 0 && term > 0; k -= 1) {
    tail += term;
    term *= k / (pairs - k + 1);
  }
  const exactP = Math.min(1, 2 * tail);
  return {
    exactP,
    midP: onlyFirst === onlySecond ? 1 - atFewer / 2 : Math.min(1, 2 * tail - atFewer),
  };
}

/** The logarithm of (n over k) / 2ⁿ. */
function logBinomialHalf(n: number, k: number): number {
  let sum = -n * Math.LN2;
  for (let i = 1; i <= k; i += 1) sum += Math.log((n - k + i) / i);
  return sum;
}
