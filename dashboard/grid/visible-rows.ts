/** Rows that are drawn: all have the same height, so that their places follow from their number. */
export interface VisibleRows {
  first: number;
  /** Exclusive. */
  end: number;
}

interface Viewport {
  scrollTop: number;
  height: number;
  rowHeight: number;
  count: number;
}

/** Drawn beyond the edge, so that scrolling shows no gap. */
const BEYOND = 8;

export function visibleRows({ scrollTop, height, rowHeight, count }: Viewport): VisibleRows {
  const first = Math.floor(scrollTop / rowHeight) - BEYOND;
  const end = Math.ceil((scrollTop + height) / rowHeight) + BEYOND;
  return { first: Math.min(Math.max(first, 0), count), end: Math.min(Math.max(end, 0), count) };
}

/** Where to scroll so that a row can be seen whole; where it can be, nowhere. */
export function scrollToRow(row: number, { scrollTop, height, rowHeight }: Viewport): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - height);
}
