/**
 * Runs work on every item, so many at once.
 *
 * @returns the result of each, in the order of the items
 */
export async function concurrently<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const left = items.entries();
  async function takeItems(): Promise<void> {
    // All of them draw from the one iterator.
    for (const [i, item] of left) results[i] = await work(item);
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, takeItems));
  return results;
}
