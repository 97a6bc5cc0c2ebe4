import type { Batch } from '@assay/sdk';

/** A batch with the one it is measured against. */
export interface BatchRow {
  batch: Batch;
  /** The one before it of the same suite, or without suites of the same tags; undefined if none is known. */
  predecessor: Batch | undefined;
}

/** @param batches newest first */
export function withPredecessors(batches: readonly Batch[]): BatchRow[] {
  return batches.map((batch, i) => ({
    batch,
    predecessor: batches.slice(i + 1).find((other) => isComparable(batch, other)),
  }));
}

function isComparable(batch: Batch, other: Batch): boolean {
  if (other.status !== 'completed' || passRate(other) === undefined) return false;
  if (batch.suite !== null) return other.suite?.name === batch.suite.name;
  return other.suite === null && batch.tags.some((tag) => other.tags.includes(tag));
}

/** The share of the decided samples that passed; undefined if none is decided. */
export function passRate({
  counts: { passed, failed },
}: Pick<Batch, 'counts'>): number | undefined {
  return passed + failed === 0 ? undefined : passed / (passed + failed);
}
