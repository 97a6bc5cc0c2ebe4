import { binomialCdf } from '../distributions/binomial.ts';

/**
 * The probability of a mean loss as low as seen, if the expected loss were as high as `risk`.
 *
 * Source: Bates, Angelopoulos, Lei, Malik & Jordan 2021, "Distribution-free, risk-controlling
 * prediction sets", proposition 4.
 * @param meanLoss of losses from 0 to 1
 * @param trials a whole number from 1
 * @param risk between 0 and 1
 */
export function hoeffdingBentkus(meanLoss: number, trials: number, risk: number): number {
  const hoeffding = Math.exp(-trials * relativeEntropy(Math.min(meanLoss, risk), risk));
  const bentkus = Math.E * binomialCdf(Math.ceil(trials * meanLoss - 1e-9), trials, risk);
  return Math.min(1, hoeffding, bentkus);
}

function relativeEntropy(a: number, b: number): number {
  const term = (x: number, y: number) => (x === 0 ? 0 : x * Math.log(x / y));
  return term(a, b) + term(1 - a, 1 - b);
}
