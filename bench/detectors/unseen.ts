import { isHeldOut } from '../../training/families.ts';
import type { Example } from '../../training/text-training.ts';

/** What training did not see of the rows that it is given, by source. */
export function unseenBySource(examples: readonly Example[]): Map<string, Example[]> {
  const unseen = examples.filter(({ family }) => isHeldOut(family));
  return Map.groupBy(unseen, ({ source }) => source);
}
