import type { Batch, Overview } from '@assay/sdk';

/** A batch and how its pass rate changed. */
export interface BatchRow {
  batch: Batch;
  /** Against the batch before it of the same suite, or without suites of the same tags; undefined if none is known. */
  change: number | undefined;
  /** Whether the 95% interval of the change leaves out 0; undefined if it is unknown. */
  isSure: boolean | undefined;
}

/**
 * @param batches newest first
 * @param trends what the API says of the newest; for older ones the change follows from the list
 */
export function withPredecessors(
  batches: readonly Batch[],
  trends: Overview['batches'] = [],
): BatchRow[] {
  const known = new Map(trends.map((trend) => [trend.batch.id, trend]));
  return batches.map((batch, i) => {
    const trend = known.get(batch.id)?.change;
    if (trend) {
      return { batch, change: trend.value, isSure: trend.low > 0 || trend.high < 0 };
    }
    const previous = batches.slice(i + 1).find((other) => isComparable(batch, other));
    const [now, before] = [passRate(batch), previous && passRate(previous)];
    const change = now === undefined || before === undefined ? undefined : now - before;
    return { batch, change, isSure: undefined };
  });
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
