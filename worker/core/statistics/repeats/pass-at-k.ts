/**
 * The probability that at least one of `k` attempts passes, without bias, from more attempts.
 *
 * Source: Chen et al. 2021, "Evaluating large language models trained on code".
 * @returns null if there were fewer than `k` attempts
 */
export function passAtK(attempts: number, passes: number, k: number): number | null {
  return attempts < k ? null : 1 - shareOfDraws(attempts - passes, attempts, k);
}

/**
 * The probability that all of `k` attempts pass, without bias, from more attempts. Raising the share of
 * passes to the power of `k` would be too high.
 *
 * Source: Yao, Shinn, Razavi & Narasimhan 2024, "τ-bench".
 * @returns null if there were fewer than `k` attempts
 */
export function passHatK(attempts: number, passes: number, k: number): number | null {
  return attempts < k ? null : shareOfDraws(passes, attempts, k);
}

/** Of all ways to draw `k` of all, the share that takes only some of them: C(some, k) / C(all, k). */
function shareOfDraws(some: number, all: number, k: number): number {
  let share = 1;
  for (let i = 0; i < k; i += 1) share *= Math.max(0, some - i) / (all - i);
  return share;
}
