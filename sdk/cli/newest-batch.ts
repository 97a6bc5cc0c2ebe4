import type { Assay } from '../client.ts';

/** How many batches of a tag are looked through. */
const LOOKED_AT = 200;

/**
 * The newest batch that is complete and has all of these tags.
 *
 * @param options.except the id of one that does not count
 * @param options.suite the name of the suite it has to have been scored by, in any version; null for none
 * @returns its id; undefined where there is none
 */
export async function newestBatch(
  assay: Assay,
  [tag = '', ...others]: readonly string[],
  { except, suite }: { except?: string | undefined; suite?: string | null | undefined } = {},
): Promise<string | undefined> {
  let left = LOOKED_AT;
  for await (const batch of assay.batches.list({ tag, status: 'completed', limit: 100 })) {
    const hasTags = others.every((each) => batch.tags.includes(each));
    const isAlike = suite === undefined || (batch.suite?.name ?? null) === suite;
    if (batch.id !== except && hasTags && isAlike) return batch.id;
    left -= 1;
    if (left === 0) return undefined;
  }
  return undefined;
}
