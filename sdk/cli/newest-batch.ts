import type { Assay } from '../client.ts';

/** How many batches of a tag are looked through. */
const LOOKED_AT = 200;

/**
 * The newest batch that is complete and has all of these tags.
 *
 * @param except the id of one that does not count
 * @returns its id; undefined where there is none
 */
export async function newestBatch(
  assay: Assay,
  [tag = '', ...others]: readonly string[],
  except?: string,
): Promise<string | undefined> {
  let left = LOOKED_AT;
  for await (const { id, tags } of assay.batches.list({ tag, status: 'completed', limit: 100 })) {
    if (id !== except && others.every((each) => tags.includes(each))) return id;
    left -= 1;
    if (left === 0) return undefined;
  }
  return undefined;
}
