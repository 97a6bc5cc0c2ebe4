import type { Attention, BatchTrend } from '@assay/schema/types.ts';

const DAY_MS = 86_400_000;
/** Share of the cap from which spend needs attention. */
const NEARLY = 0.8;

export interface Circumstances {
  /** Newest first. */
  batches: readonly BatchTrend[];
  /** Batches whose webhook was given up. */
  undelivered: readonly string[];
  spend: { todayUsd: number; dailyCapUsd: number | null };
  nowMs: number;
}

/** What needs attention, the most urgent first. */
export function attentionOf({ batches, undelivered, spend, nowMs }: Circumstances): Attention[] {
  return [
    ...spendOf(spend),
    ...batches.flatMap((trend) => gateOf(trend)),
    ...batches.flatMap((trend) => regressionOf(trend)),
    ...batches.flatMap((trend) => errorsOf(trend)),
    ...undelivered.map((batch): Attention => {
      return { kind: 'webhook_failed', batch, message: 'The webhook was not delivered.' };
    }),
    ...batches.flatMap((trend) => unsealedOf(trend, nowMs)),
  ];
}

function spendOf({ todayUsd, dailyCapUsd }: Circumstances['spend']): Attention[] {
  if (dailyCapUsd === null || todayUsd < NEARLY * dailyCapUsd) return [];
  const message =
    dailyCapUsd === 0
      ? 'The daily cap for judges is 0 USD, so no priced model can be called.'
      : `Judges have cost ${todayUsd.toFixed(2)} USD today, ${percent(todayUsd / dailyCapUsd)} of the cap.`;
  return [{ kind: 'spend', batch: null, message }];
}

function gateOf({ batch }: BatchTrend): Attention[] {
  if (batch.gate?.outcome !== 'failed') return [];
  return [{ kind: 'gate_failed', batch: batch.id, message: 'The gate failed.' }];
}

/** Only what is unlikely to be chance. */
function regressionOf({ batch, change }: BatchTrend): Attention[] {
  if (change === null || change.high >= 0 || batch.endedAt === null) return [];
  const points = (100 * -change.value).toFixed(1);
  const message = `The pass rate is ${points} percentage points below that of the batch before it.`;
  return [{ kind: 'regressed', batch: batch.id, message }];
}

function errorsOf({ batch: { id, counts } }: BatchTrend): Attention[] {
  const { error, total } = counts;
  if (error === 0) return [];
  return [{ kind: 'errors', batch: id, message: `${error} of ${total} samples are errors.` }];
}

function unsealedOf({ batch: { id, status, createdAt } }: BatchTrend, nowMs: number): Attention[] {
  if (status !== 'open' || nowMs - Date.parse(createdAt) < DAY_MS) return [];
  const message = 'The batch has been open for more than a day. Seal it to score it, or cancel it.';
  return [{ kind: 'unsealed', batch: id, message }];
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
