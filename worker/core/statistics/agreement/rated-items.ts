/** How many raters put an item into each category, in the order of the categories. */
export type CategoryCounts = readonly number[];

/**
 * Counts, for each item, how many raters chose each category.
 *
 * @param items the ratings of each item; raters who gave none are omitted
 * @param categories all that could be said, used or not
 * @throws RangeError if a rating is none of the categories
 */
export function countCategories<Category>(
  items: Iterable<readonly Category[]>,
  categories: readonly Category[],
): number[][] {
  const places = new Map(categories.map((category, place) => [category, place]));
  return Array.from(items, (ratings) => {
    const counts = categories.map(() => 0);
    for (const rating of ratings) {
      const place = placeOf(rating, places);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    return counts;
  });
}

/** @throws RangeError if the rating is none of the categories */
export function placeOf<Category>(rating: Category, places: ReadonlyMap<Category, number>): number {
  const place = places.get(rating);
  if (place === undefined) throw new RangeError(`“${rating}” is not one of the categories.`);
  return place;
}
