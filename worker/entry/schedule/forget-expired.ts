import type { Log } from '../../core/log.ts';
import type { Judging } from '../../features/judging/judging-context.ts';
import type { IdempotencyStore } from '../../store/idempotency.ts';
import type { VerdictStore } from '../../store/verdicts.ts';

// A queue delivers nothing that is older.
const QUEUE_RETENTION_MS = 14 * 24 * 3600 * 1000;

export interface ForgetNeeds {
  idempotency: IdempotencyStore;
  judging: Judging;
  verdicts: VerdictStore;
  nowMs(): number;
  log: Log;
}

/** Deletes expired rows. */
export async function forgetExpired({
  idempotency,
  judging,
  verdicts,
  nowMs,
  log,
}: ForgetNeeds): Promise<void> {
  const forgotten = await idempotency.sweep(nowMs());
  log({ level: 'info', event: 'replays_forgotten', count: forgotten });
  const expired = await judging.cache.sweep(nowMs());
  await judging.flushes.sweep(nowMs());
  log({ level: 'info', event: 'judgements_forgotten', count: expired });
  await verdicts.sweep(nowMs() - QUEUE_RETENTION_MS);
}
