import type { BatchPriority } from '@assay/schema/types.ts';

/** Lower goes first. */
export const PRIORITIES: Record<BatchPriority, number> = { high: 0, normal: 1, low: 2 };

export function priorityOf(rank: number): BatchPriority {
  if (rank === PRIORITIES.high) return 'high';
  return rank === PRIORITIES.low ? 'low' : 'normal';
}
