/** A part of a log: the leaves from `start` to before `end`. */
export type Range = readonly [start: number, end: number];

/** The largest power of two below a size. JavaScript's shifts end at 31 bits, logs do not. */
export function splitOf(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

/**
 * The subtrees whose hashes prove that a leaf is in a log, from the leaf up.
 *
 * Source: RFC 9162, section 2.1.3.1.
 */
export function inclusionRanges(index: number, size: number): Range[] {
  const ranges: Range[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      ranges.push([middle, end]);
      end = middle;
    } else {
      ranges.push([start, middle]);
      start = middle;
    }
  }
  return ranges.reverse();
}

/**
 * The subtrees whose hashes prove that a log of one size is the start of a larger one.
 *
 * Source: RFC 9162, section 2.1.4.1.
 */
export function consistencyRanges(from: number, to: number): Range[] {
  if (from === 0 || from === to) return [];
  const ranges: Range[] = [];
  let [start, end] = [0, to];
  while (from !== end) {
    const middle = start + splitOf(end - start);
    if (from <= middle) {
      ranges.push([middle, end]);
      end = middle;
    } else {
      ranges.push([start, middle]);
      start = middle;
    }
  }
  // The verifier knows the first log's own root.
  if (start > 0) ranges.push([start, end]);
  return ranges.reverse();
}
