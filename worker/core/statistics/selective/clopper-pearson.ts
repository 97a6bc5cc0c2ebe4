import { betaQuantile } from '../distributions/beta.ts';
import { binomialCdf } from '../distributions/binomial.ts';

/**
 * The upper limit of the rate of errors: with the given confidence the true rate is not above it.
 *
 * Source: Clopper & Pearson 1934.
 * @param errors from 0 to `trials`
 * @param confidence between 0 and 1, such as 0.9
 */
export function clopperPearsonUpper(errors: number, trials: number, confidence: number): number {
  return errors >= trials ? 1 : betaQuantile(confidence, errors + 1, trials - errors);
}

/**
 * How many labels above a threshold are needed to guarantee a risk if so many of them are errors.
 *
 * @param risk between 0 and 1
 * @param confidence between 0 and 1
 */
export function labelsForGuarantee(errors: number, risk: number, confidence: number): number {
  if (!(risk > 0 && risk < 1 && confidence > 0 && confidence < 1)) {
    throw new RangeError('Risk and confidence must be between 0 and 1.');
  }
  const isEnough = (labels: number) => binomialCdf(errors, labels, risk) <= 1 - confidence + 1e-12;
  let enough = errors + 1;
  while (!isEnough(enough)) enough *= 2;
  let tooFew = Math.max(errors, Math.floor(enough / 2) - 1);
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
