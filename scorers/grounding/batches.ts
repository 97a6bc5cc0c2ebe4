const ITEMS_PER_CALL = 40;

/** Items that a judge speaks of one by one, in batches whose answers do not grow too long. */
export function batches<Item>(items: readonly Item[]): Item[][] {
  const calls = Math.ceil(items.length / ITEMS_PER_CALL);
  return Array.from({ length: calls }, (_, i) =>
    items.slice(i * ITEMS_PER_CALL, (i + 1) * ITEMS_PER_CALL),
  );
}
