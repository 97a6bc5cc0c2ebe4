import { type Random, randomIndex, seededRandom } from '../../../core/statistics/random.ts';

/**
 * Random numbers of a probe's own for one variant of one text: the same for the same seed, whatever
 * other samples and variants there are.
 */
export function randomFor(seed: number, ...names: readonly string[]): Random {
  // Source: FNV-1a, G. Fowler, L. C. Noll & K.-P. Vo.
  let hash = 0x811c9dc5 ^ seed;
  for (const name of names) {
    for (let i = 0; i < name.length; i += 1) {
      hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    }
    hash = Math.imul(hash ^ 0xff, 0x01000193);
  }
  return seededRandom(hash | 0);
}

/** One of some values, each as likely as the others. */
export function pick<T>(random: Random, values: readonly T[]): T {
  const picked = values[randomIndex(random, values.length)];
  if (picked === undefined) throw new RangeError('There is nothing to pick from.');
  return picked;
}

/**
 * The values in an order drawn at random.
 *
 * Source: Durstenfeld 1964, algorithm 235.
 */
export function shuffled<T>(random: Random, values: readonly T[]): T[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = randomIndex(random, last + 1);
    const [a, b] = [result[last], result[other]];
    if (a === undefined || b === undefined) continue;
    result[last] = b;
    result[other] = a;
  }
  return result;
}
