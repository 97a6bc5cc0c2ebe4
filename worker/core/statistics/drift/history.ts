/** Neighbouring values of a stream, added up. */
export interface Block {
  /** The number of the first of them, from 0. */
  start: number;
  /** When that one came, in milliseconds. */
  startMs: number;
  count: number;
  sum: number;
  sumOfSquares: number;
}

/** A stream in blocks, the oldest first: single values at the end, and the longer the older. */
export type History = readonly Block[];

/** How many blocks of a size there are at most: what is d values ago is known to d / 4 values or fewer. */
const BLOCKS_OF_A_SIZE = 8;

/**
 * Takes the next value. Of n values about 8 · log2(n / 8) blocks are kept.
 *
 * Source: Datar, Gionis, Indyk & Motwani 2002, "Maintaining stream statistics over sliding windows".
 */
export function addToHistory(history: History, value: number, atMs: number): History {
  const last = history.at(-1);
  const start = last === undefined ? 0 : last.start + last.count;
  const blocks = [
    ...history,
    { start, startMs: atMs, count: 1, sum: value, sumOfSquares: value ** 2 },
  ];
  let end = blocks.length;
  while (end > BLOCKS_OF_A_SIZE) {
    const first = end - BLOCKS_OF_A_SIZE - 1;
    const [oldest, next] = [blocks[first], blocks[first + 1]];
    if (oldest === undefined || next === undefined || oldest.count !== blocks[end - 1]?.count)
      break;
    blocks.splice(first, 2, merged(oldest, next));
    // The merged block is the newest of the next size.
    end = first + 1;
  }
  return blocks;
}

function merged(one: Block, next: Block): Block {
  return {
    start: one.start,
    startMs: one.startMs,
    count: one.count + next.count,
    sum: one.sum + next.sum,
    sumOfSquares: one.sumOfSquares + next.sumOfSquares,
  };
}
