import { createApp } from './app.ts';
import type { Env } from './core/env.ts';
import { deliverWebhooks } from './entry/queue/deliver-webhooks.ts';
import { recordDeadRanges, scoreRanges } from './entry/queue/score-ranges.ts';
import { storeVerdicts } from './entry/queue/store-verdicts.ts';
import { sweepBatches } from './features/batches/sweep.ts';
import { type Services, servicesFor } from './services.ts';

export { AssayService } from './entry/rpc/assay-service.ts';

const app = createApp();

type Consumer = (batch: MessageBatch, services: Services) => Promise<void>;

/** The consumer of each queue, as wrangler.toml names them. */
const CONSUMERS: Record<string, Consumer> = {
  'assay-verdicts': storeVerdicts,
  'assay-verdicts-dead': storeVerdicts,
  'assay-ranges': scoreRanges,
  'assay-ranges-dead': recordDeadRanges,
  'assay-webhooks': deliverWebhooks,
};

const HOURLY = '17 * * * *';

// A queue delivers nothing that is older.
const QUEUE_RETENTION_MS = 14 * 24 * 3600 * 1000;

export default {
  fetch: app.fetch,

  async queue(batch, env) {
    const consume = CONSUMERS[batch.queue];
    if (consume === undefined) throw new Error(`no consumer for the queue ${batch.queue}`);
    await consume(batch, servicesFor(env));
  },

  async scheduled({ cron }, env) {
    const services = servicesFor(env);
    if (cron !== HOURLY) return sweepBatches(services);
    const { idempotency, verdicts, judging, nowMs, log } = services;
    const forgotten = await idempotency.sweep(nowMs());
    log({ level: 'info', event: 'replays_forgotten', count: forgotten });
    const expired = await judging.cache.sweep(nowMs());
    await judging.settlements.sweep(nowMs());
    log({ level: 'info', event: 'judgements_forgotten', count: expired });
    await verdicts.sweep(nowMs() - QUEUE_RETENTION_MS);
  },
} satisfies ExportedHandler<Env>;
