import * as z from 'zod';

export const gainParam = z
  .enum(['linear', 'exponential'])
  .default('linear')
  .describe('Whether a gain counts unchanged, or as 2^gain − 1.');

/** What a gain counts. */
export function worthOf(gain: number, scale: 'linear' | 'exponential'): number {
  // Exact for small gains too.
  return scale === 'linear' ? gain : Math.expm1(gain * Math.LN2);
}

/** The discounted cumulative gain, Σ gain / log2(rank + 1), of gains in the order of their ranks. */
export function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
}

/** A cumulative gain as a reason shows it. */
export function showGain(value: number): string {
  return String(Number(value.toPrecision(4)));
}
