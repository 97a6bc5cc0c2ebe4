import type { BatchRow } from '@assay/sdk';
import { useEffect } from 'preact/hooks';
import { count } from '../../parts/numbers.ts';
import { query } from '../../router/location.ts';
import { rowList } from '../batch/row-lists.ts';

/** A sample among those that match the filters of the address. */
export interface Neighbours {
  /** From 0; undefined while it is not found among the loaded rows. */
  position: number | undefined;
  row: BatchRow | undefined;
  /** How many samples match, as far as they are loaded. */
  found: string;
  previous: BatchRow | undefined;
  next: BatchRow | undefined;
}

/** Loaded at most to find a sample that a link led to. */
const MOST_SEARCHED = 1_000;

export function useNeighbours(batch: string, index: number, base: string | undefined): Neighbours {
  const { list } = rowList({ id: batch }, query.value, base);
  const rows = list.items.value;
  const at = rows.findIndex((row) => row.index === index);
  const isSought = at === -1 && rows.length < MOST_SEARCHED;
  const isAtEnd = at !== -1 && at + 1 >= rows.length;
  const { value: isComplete } = list.isComplete;
  useEffect(() => {
    if ((isSought || isAtEnd) && !isComplete && list.error.peek() === undefined) void list.more();
  }, [list, isSought, isAtEnd, isComplete, rows.length]);
  const found = `${count(rows.length)}${isComplete ? '' : ' or more'}`;
  if (at === -1) {
    return { found, position: undefined, row: undefined, previous: undefined, next: undefined };
  }
  return { found, position: at, row: rows[at], previous: rows[at - 1], next: rows[at + 1] };
}
