import { betaCdf } from './beta.ts';
import { normalCritical } from './normal.ts';

/**
 * The value that Student's t stays within, on both sides of 0, with a probability. Small enough to
 * be read here; the packages that have it bring a hundred kilobytes along.
 *
 * Source: Abramowitz & Stegun 26.7.3 and 26.7.4 (the distribution), 26.7.5 (its expansion).
 * @param coverage between 0 and 1, such as 0.95
 * @param degrees of freedom, a whole number from 1
 */
export function studentCritical(coverage: number, degrees: number): number {
  if (degrees > EXACT_UP_TO) return expansion(normalCritical(coverage), degrees);
  let low = 0;
  let high = Math.PI / 2;
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (coverageWithin(middle, degrees) < coverage) low = middle;
    else high = middle;
  }
  return Math.tan(low) * Math.sqrt(degrees);
}

// Beyond this the expansion is exact to ten digits.
const EXACT_UP_TO = 200;

/** The probability of t within ±tan(angle)·√degrees. */
function coverageWithin(angle: number, degrees: number): number {
  const cos = Math.cos(angle);
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cos : 1;
  let sum = 0;
  for (let power = isOdd ? 1 : 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= ((power + 1) / (power + 2)) * cos * cos;
  }
  const inner = Math.sin(angle) * sum;
  return isOdd ? (2 / Math.PI) * (angle + inner) : inner;
}

function expansion(z: number, degrees: number): number {
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, i) => sum + term / degrees ** (i + 1), z);
}

/**
 * The probability of a t at least as far from 0, on either side.
 *
 * Source: Abramowitz & Stegun 26.7.1.
 * @param degrees of freedom above 0, not only whole numbers
 */
export function studentTail(t: number, degrees: number): number {
  return betaCdf(degrees / (degrees + t * t), degrees / 2, 0.5);
}
