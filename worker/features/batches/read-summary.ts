import type { BatchStore } from '../../store/batches.ts';
import { addSummary, type Summary } from './summary.ts';

/** The statistics of the ranges of a batch that are scored. */
export async function readSummary(
  id: string,
  { batches }: { batches: Pick<BatchStore, 'summariesAfter'> },
): Promise<Summary> {
  const summary: Summary = new Map();
  for (let start = -1; ; ) {
    const { ranges, isLast } = await batches.summariesAfter(id, start);
    for (const range of ranges) addSummary(summary, JSON.parse(range.summary));
    if (isLast) return summary;
    start = ranges.at(-1)?.start ?? start;
  }
}
