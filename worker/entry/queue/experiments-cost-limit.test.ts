import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sweepExperiments } from '../../features/experiments/sweep.ts';
import type { Fate } from '../../testing/crashes.ts';
import { createExperimentWorld, ENDPOINT, experimentOf } from '../../testing/experiment-world.ts';
import { runExperiments } from './run-experiments.ts';

const HOUR_MS = 3_600_000;
const CALL_USD = 0.01;
const CALLS_AT_ONCE = 6;

const fates = fc.array(
  fc.constantFrom<ReturnType<Fate['next']>>(
    ...(['lives', 'lives', 'lives', 'lives', 'dies-before', 'dies-after'] as const),
  ),
  { maxLength: 40 },
);

/** Each answer says what it cost, and nobody knows before. */
const target = { url: ENDPOINT, response: { costUsd: '/cost' } };
const variants = [{ name: 'v', target, prompt: '{{input}} {{seed}}' }];

test('parts that run at once and die cost no more than the limit, and no answer that fits is left out', async () => {
  await fc.assert(
    fc.asyncProperty(fates, fc.integer({ min: 4, max: 30 }), async (fate, affordable) => {
      const steps = { isArmed: false, left: [...fate] };
      let calls = 0;
      const world = createExperimentWorld(
        async () => {
          calls += 1;
          await scheduler.wait(calls % 3);
          return Response.json({ output: 'yes', cost: CALL_USD });
        },
        {
          fate: { next: () => (steps.isArmed ? (steps.left.shift() ?? 'lives') : 'lives') },
          bindings: { ASSAY_EXPERIMENT_CONCURRENCY: '2' },
        },
      );
      const { services, life, clock, steps: queue } = world;
      const maxCostUsd = affordable * CALL_USD;
      const { id } = await world.make(
        experimentOf([], { variants, repeats: 4, maxCostUsd, concurrency: CALLS_AT_ONCE }),
      );
      const run = (batch: MessageBatch) => runExperiments(batch, services);
      async function deliverAll(): Promise<void> {
        await Promise.allSettled(queue.messages.map((_, i) => queue.deliver(i, run)));
        life.isDead = false;
      }
      steps.isArmed = true;
      for (let turn = 0; turn < 12; turn += 1) {
        await deliverAll();
        clock.nowMs += HOUR_MS;
        await sweepExperiments(services).catch(() => {});
        life.isDead = false;
      }
      steps.isArmed = false;
      const ended = await world.runToEnd(id);
      const deaths = fate.filter((step) => step !== 'lives').length;
      // Until the first answer is stored nothing is known of what calls cost: one is made at a time.
      expect(calls).toBeLessThanOrEqual(Math.max(affordable, deaths + 1));
      const { generated, error, total } = ended.counts;
      expect(generated + error).toBe(total);
      expect(ended.costUsd).toBeCloseTo(generated * CALL_USD, 9);
      if (deaths === 0) expect(generated).toBe(Math.min(total, affordable));
      const { results } = await env.DB.prepare(
        'SELECT DISTINCT error_code AS code FROM experiment_cells WHERE experiment_id = ?1 AND error_code IS NOT NULL',
      )
        .bind(id)
        .all<{ code: string }>();
      expect(results.map(({ code }) => code)).toEqual(error > 0 ? ['experiment_cost_capped'] : []);
    }),
    { numRuns: 15 },
  );
}, 240_000);
