import type { BatchReport } from '@assay/schema/types.ts';
import { getBatchReport, type ReportBatchNeeds } from './find-batches.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
// A connection is followed for some minutes; clients of server-sent events connect again.
const MOST_LOOKS = 100;

/**
 * Reports on a batch again and again, each time it has changed, until it has ended.
 *
 * @throws ApiProblem `batch_not_found`
 */
export async function* followBatch(
  projectId: string,
  id: string,
  services: ReportBatchNeeds,
): AsyncGenerator<BatchReport> {
  let pauseMs = FIRST_PAUSE_MS;
  let seen = '';
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const report = await getBatchReport(projectId, id, services);
    const state = JSON.stringify([report.status, report.counts]);
    if (state !== seen) yield report;
    if (report.status === 'completed' || report.status === 'cancelled') return;
    pauseMs = state === seen ? Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5) : pauseMs;
    seen = state;
    await scheduler.wait(pauseMs);
  }
}
