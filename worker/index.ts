import { createApp } from './app.ts';
import type { Env } from './env.ts';
import { storeVerdicts } from './queue/store-verdicts.ts';
import { servicesFor } from './services.ts';

const app = createApp();

export default {
  fetch: app.fetch,

  async queue(batch, env) {
    await storeVerdicts(batch, servicesFor(env));
  },

  async scheduled(_event, env) {
    const { idempotency, nowMs, log } = servicesFor(env);
    const forgotten = await idempotency.sweep(nowMs());
    log({ level: 'info', event: 'replays_forgotten', count: forgotten });
  },
} satisfies ExportedHandler<Env>;
