import { studentTail } from '../distributions/student.ts';
import { momentsOf } from '../moments.ts';
import { seededRandom } from '../random.ts';

/** So many differences are flipped in every way there is; of more, so many ways are drawn. */
const MOST_EXACT = 15;
const DRAWS = 9_999;
/** Beyond so many differences the mean is as good as normal, and flipping takes long. */
const MOST_FLIPPED = 1_000;

/**
 * The probability of paired differences whose sum is at least as far from 0 if neither side of a pair
 * were different from the other: each difference could as well have had the other sign. Of passes and
 * fails it is McNemar's exact test.
 *
 * Source: Fisher 1935, "The design of experiments", section 21; Phipson & Smyth 2010 for drawn flips,
 * of which the given signs are one.
 * @param differences of pairs; those of 0 say nothing
 */
export function signFlipTest(differences: readonly number[]): number {
  const sizes = differences.filter((difference) => difference !== 0);
  const least = asFarAs(sizes);
  if (sizes.length <= MOST_EXACT) return signFlipShare(sizes);
  if (sizes.length > MOST_FLIPPED) return studentShare(differences);
  const random = seededRandom(sizes.length);
  let asFar = 1;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    let sum = 0;
    for (const size of sizes) sum += random() < 0.5 ? size : -size;
    if (Math.abs(sum) >= least) asFar += 1;
  }
  return asFar / (DRAWS + 1);
}

/**
 * The same probability by every choice of signs, which are 2 to the number of differences.
 *
 * @param differences a few
 */
export function signFlipShare(differences: readonly number[]): number {
  const sizes = differences.filter((difference) => difference !== 0);
  const least = asFarAs(sizes);
  const ways = 2 ** sizes.length;
  let asFar = 0;
  for (let way = 0; way < ways; way += 1) {
    const sum = sizes.reduce((total, size, i) => total + ((way >> i) & 1 ? -size : size), 0);
    if (Math.abs(sum) >= least) asFar += 1;
  }
  return asFar / ways;
}

/** The distance of the sum from 0. Rounding must not decide what is as far. */
function asFarAs(sizes: readonly number[]): number {
  const observed = Math.abs(sizes.reduce((total, each) => total + each, 0));
  return observed - 1e-9 * Math.max(1, observed);
}

function studentShare(differences: readonly number[]): number {
  const { count, mean, variance } = momentsOf(differences);
  return studentTail(mean / Math.sqrt(variance / (count - 1)), count - 1);
}
