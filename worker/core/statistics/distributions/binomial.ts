import { betaCdf } from './beta.ts';

/**
 * The probability of at most `successes` in so many trials.
 *
 * Source: Abramowitz & Stegun 26.5.24.
 * @param successes a whole number
 * @param trials a whole number from 0
 * @param probability of a success, from 0 to 1
 */
export function binomialCdf(successes: number, trials: number, probability: number): number {
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  return betaCdf(1 - probability, trials - successes, successes + 1);
}
