import type { Page } from '@assay/schema/types.ts';

/** Items of a page whose query names no limit. */
export const PAGE_ITEMS = 20;

/**
 * A page of rows.
 *
 * @param rows one more than `limit` if there are more, which tells whether another page follows
 * @param cursorOf what the next page begins behind
 */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null,
  };
}
