/** An object with other members; the same object if none of them is another. */
export function withChanges<Whole extends object>(whole: Whole, changes: Partial<Whole>): Whole {
  for (const key in changes) {
    if (changes[key] !== whole[key]) return { ...whole, ...changes };
  }
  return whole;
}

/** A list with each item mapped; the same list if every item stays the same. */
export function mapItems<Item>(items: Item[], map: (item: Item) => Item): Item[] {
  const mapped = items.map(map);
  return mapped.every((item, i) => item === items[i]) ? items : mapped;
}
