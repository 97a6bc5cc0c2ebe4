import { createApp } from './app.ts';
import type { Env } from './core/env.ts';
import { deliverWebhooks } from './entry/queue/deliver-webhooks.ts';
import { recordDeadRanges, scoreRanges } from './entry/queue/score-ranges.ts';
import { storeVerdicts } from './entry/queue/store-verdicts.ts';
import { assayService } from './entry/rpc/assay-service.ts';
import { forgetExpired } from './entry/schedule/forget-expired.ts';
import { sweepBatches } from './features/batches/sweep.ts';
import { type Services, servicesFor } from './services.ts';

/** What bindings of other Workers name as their entrypoint. */
export const AssayService = assayService(servicesFor);

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
    await forgetExpired(services);
  },
} satisfies ExportedHandler<Env>;
