import { hexOf } from '@assay/schema/records/statement.ts';
import type { Verdict } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import type { Log } from '../../core/log.ts';
import { leafOf, type NewLeaf } from '../../store/batch-leaves.ts';
import { NO_SAMPLE } from '../../store/no-sample.ts';
import type { OlderBatch, OlderResult, OlderResultStore } from '../../store/older-results.ts';
import { leafResultOf } from '../../store/result-leaf.ts';
import type { Judging } from '../judging/judging-context.ts';
import { definitionsOf } from '../scoring/scorer-definition.ts';
import { thawPlan } from './frozen-plan.ts';

export interface LogOlderNeeds {
  olderResults: OlderResultStore;
  judging: Judging;
  nowMs(): number;
  log: Log;
}

const MOST_MS = 10_000;
const MOST_BATCHES = 100;
/** Below that of everything that was scored with leaves. */
const VERSION = -1;

/**
 * Gives results of earlier releases and of imports their leaves in the log, for up to ten seconds. Whatever
 * step it stops at, the next run goes on; a batch that still runs waits for its end.
 */
export async function logOlderResults(needs: LogOlderNeeds): Promise<void> {
  const untilMs = needs.nowMs() + MOST_MS;
  let logged = 0;
  for (const batch of await needs.olderResults.batches(MOST_BATCHES)) {
    if (needs.nowMs() >= untilMs) break;
    try {
      logged += await logBatch(batch, untilMs, needs);
    } catch (cause) {
      // The next batch does not wait for this one.
      const reason = cause instanceof Error ? cause.name : 'unknown';
      needs.log({ level: 'error', event: 'results_not_logged', batchId: batch.id, reason });
    }
  }
  if (logged > 0) needs.log({ level: 'info', event: 'older_results_logged', count: logged });
}

async function logBatch(
  batch: OlderBatch,
  untilMs: number,
  { olderResults, judging, nowMs }: LogOlderNeeds,
): Promise<number> {
  const plan = await thawPlan(batch.plan, judging.models.defaults);
  if (batch.from === 0 && plan !== null) {
    await olderResults.define(batch, definitionsOf(plan.scorers), nowMs());
  }
  let logged = 0;
  for (let from: number | null = batch.from; from !== null && nowMs() < untilMs; ) {
    const step = { ...batch, from };
    const { results, next } = await olderResults.some(step);
    await olderResults.write(step, leafOfOlder(batch, results), next);
    logged += results.length;
    from = next;
  }
  return logged;
}

function leafOfOlder({ id }: OlderBatch, results: readonly OlderResult[]): NewLeaf | undefined {
  const members = results.map(({ verdict: json, sample, sampleId, ...result }) => {
    const verdict: Verdict | null = json === null ? null : { ...JSON.parse(json), sampleId };
    return leafResultOf({
      ...result,
      verdictHash: verdict && hexOf(fingerprint(verdict)),
      sampleHash: verdict && otherSample(sample, verdict),
    });
  });
  const errors = new Set(results.flatMap(({ at, status }) => (status === 'error' ? [at] : [])));
  return leafOf({ batchId: id, version: VERSION }, members, (at) => errors.has(at));
}

/** The hash of the stored sample, if that is kept and not the judged one. */
function otherSample(sample: string | null, { lineage }: Verdict): string | null {
  if (sample === null || sample === NO_SAMPLE) return null;
  const stored = fingerprint(JSON.parse(sample));
  return stored === lineage.sampleHash ? null : hexOf(stored);
}
