import { toComparableUnits } from './code-points.ts';
import { editDistance } from './edit-distance.ts';

/** 1 − edit distance / length of the longer text, in code points; 1 for two empty texts. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  // Texts with thousands of different characters beyond the basic plane are compared by half ones.
  const [one = a, other = b] = toComparableUnits([a, b]) ?? [];
  return 1 - editDistance(one, other) / Math.max(one.length, other.length);
}
