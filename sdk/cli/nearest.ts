import { folded, nearest } from '@assay/schema/nearest.ts';

export { folded, nearest };

/** A hint to add to an error; empty if nothing is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const found = nearest(name, known);
  return found === undefined ? '' : ` Did you mean “${found}”?`;
}
