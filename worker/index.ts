import { createApp } from './app.ts';
import type { Env } from './env.ts';
import { storeVerdicts } from './queue/store-verdicts.ts';
import { servicesFor } from './services.ts';

const app = createApp();

// A queue delivers nothing that is older.
const QUEUE_RETENTION_MS = 14 * 24 * 3600 * 1000;

export default {
  fetch: app.fetch,

  async queue(batch, env) {
    await storeVerdicts(batch, servicesFor(env));
  },

  async scheduled(_event, env) {
    const { idempotency, verdicts, judging, nowMs, log } = servicesFor(env);
    const forgotten = await idempotency.sweep(nowMs());
    log({ level: 'info', event: 'replays_forgotten', count: forgotten });
    const expired = await judging.cache.sweep(nowMs());
    log({ level: 'info', event: 'judgements_forgotten', count: expired });
    await verdicts.sweep(nowMs() - QUEUE_RETENTION_MS);
  },
} satisfies ExportedHandler<Env>;
