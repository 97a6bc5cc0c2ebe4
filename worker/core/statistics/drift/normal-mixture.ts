import { logBeta } from '../distributions/beta.ts';
import type { Estimate } from '../estimate.ts';

/**
 * The parameter that makes a mixture tightest after a variance of `variance`.
 *
 * Source: Howard, Ramdas, McAuliffe & Sekhon 2021, "Time-uniform, nonparametric, nonasymptotic
 * confidence sequences", section 3.5.
 * @param variance above 0: of values from 0 to 1, a quarter of their number
 */
export function mixtureRho(variance: number, alpha = 0.05): number {
  const twice = 2 * Math.log(1 / alpha);
  return variance / (twice + Math.log(1 + twice));
}

/** The logarithm of the mixture's likelihood ratio; min(1, exp(-it)) is a p-value at any time. */
export function logNormalMixture(sum: number, variance: number, rho: number): number {
  return 0.5 * Math.log(rho / (variance + rho)) + sum ** 2 / (2 * (variance + rho));
}

/**
 * How far from 0 a sum of centred values stays at all times, with a probability of 1 - alpha.
 *
 * Source: Robbins 1970; Howard et al. 2021, equation 14.
 */
export function normalMixtureBound(variance: number, rho: number, alpha = 0.05): number {
  return Math.sqrt((variance + rho) * (Math.log(1 + variance / rho) + 2 * Math.log(1 / alpha)));
}

/**
 * The share of passes with limits that hold at all times at once.
 *
 * Source: Howard et al. 2021, the two-sided beta-binomial mixture, as in confseq's
 * `bernoulli_confidence_interval`.
 * @param trials above 0
 * @param tightestAt the number of trials for which the limits are to be tightest
 */
export function passSequence(
  passes: number,
  trials: number,
  tightestAt: number,
  alpha = 0.05,
): Estimate {
  const value = passes / trials;
  const isIn = (share: number) =>
    logBetaBinomial(passes, trials, { share, tightestAt, alpha }) < Math.log(1 / alpha);
  return { value, low: edge(isIn, value, 0), high: edge(isIn, value, 1) };
}

function logBetaBinomial(
  passes: number,
  trials: number,
  { share, tightestAt, alpha }: { share: number; tightestAt: number; alpha: number },
): number {
  const spread = share * (1 - share);
  const rho = mixtureRho(tightestAt * spread, alpha);
  const r = Math.max(rho - spread, 1e-3 * spread);
  const [forFails, forPasses] = [r / share, r / (1 - share)];
  const fails = trials - passes;
  return (
    -passes * Math.log(share) -
    fails * Math.log(1 - share) +
    logBeta(forFails + fails, forPasses + passes) -
    logBeta(forFails, forPasses)
  );
}

/** Where, between what is in and an end, what is in ends. */
function edge(isIn: (share: number) => boolean, inside: number, end: number): number {
  if (inside === end) return end;
  let [near, far] = [inside, end];
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (near + far) / 2;
    if (isIn(middle)) near = middle;
    else far = middle;
  }
  return far === end ? end : near;
}
