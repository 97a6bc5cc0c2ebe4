/** Draws a number from 0 to below 1. */
export type Random = () => number;

/**
 * Numbers from 0 to below 1 that are the same for the same seed.
 *
 * Source: mulberry32, T. Ettinger.
 * @param seed a whole number
 */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to below `count`, each as likely as the others. */
export function randomIndex(random: Random, count: number): number {
  return Math.floor(random() * count);
}
