import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createServices } from '../../services.ts';
import { createBatchWorld, newProject } from '../../testing/batch-world.ts';
import { createLife, type Life, mortalDatabase } from '../../testing/crashes.ts';
import { everythingStored } from '../../testing/erasure-world.ts';
import { sweepBatches } from '../batches/sweep.ts';
import { unloggedRows } from '../records/unlogged.ts';
import { enforceRetention } from './enforce-retention.ts';

const DAY_MS = 86_400_000;
const SAMPLES = 3;
const MOST_STEPS = 60;
const KEEP_ALL = {
  ...{ verdicts: null, samples: null, batches: null, labels: null },
  ...{ judgeAnswers: null, webhooks: null },
};
const quiet = { log: () => {} };
const services = createServices(env, quiet);

/** Retention as it runs some days from now. */
const enforceIn = (days: number, DB = env.DB) =>
  enforceRetention(
    createServices({ ...env, DB }, { ...quiet, nowMs: () => Date.now() + days * DAY_MS }),
  );

/** A database whose user is interrupted before one of its calls. */
function interrupted(at: number, work: () => Promise<void>) {
  const seen = { steps: 0 };
  const life: Life = {
    isDead: false,
    async step(call) {
      seen.steps += 1;
      if (seen.steps === at) await work();
      return call();
    },
  };
  return { database: mortalDatabase(env.DB, life), seen };
}

/**
 * Makes a batch and scores it, its message twice, while retention runs before one of the steps and dies at
 * one of its own.
 */
async function writtenWithRetention(
  days: { batches?: number; samples?: number },
  { at, diesAt }: { at: number; diesAt: number },
) {
  const projectId = newProject();
  const secret = `words of ${projectId}`;
  const samples = Array.from({ length: SAMPLES }, (_, i) => ({
    ...{ output: `It says "${secret}" at ${i}.`, contexts: ['nothing of it'] },
  }));
  await services.retention.put(projectId, { ...KEEP_ALL, ...days }, 0);
  const { database, seen } = interrupted(at, async () => {
    let left = diesAt;
    const life = createLife({ next: () => (--left === 0 ? 'dies-after' : 'lives') });
    await enforceIn(2, mortalDatabase(env.DB, life)).catch(() => {});
  });
  const world = createBatchWorld({ DB: database });
  const { id } = await world.make(projectId, samples, { scorers: ['quoted-spans'] });
  const again = structuredClone(world.ranges.messages);
  await world.scoreAll();
  world.ranges.messages.push(...again);
  await world.scoreAll();
  return { projectId, id, secret, steps: seen.steps, world, again };
}

test.each([[{ samples: 1 }], [{ batches: 1 }], [{ samples: 1, batches: 1 }]])(
  'retention that runs between any two steps of the making and scoring of a batch leaves it whole or gone: %j',
  async (days) => {
    let last = MOST_STEPS;
    for (let at = 1; at <= last; at += 1) {
      const diesAt = at % 4 === 0 ? 0 : 2 + (at % 7);
      const written = await writtenWithRetention(days, { at, diesAt });
      const { projectId, id, secret, steps, world, again } = written;
      last = Math.min(MOST_STEPS, steps);
      const batch = await services.batches.find(projectId, id);
      const { items } = await services.items.page({ batchId: id, after: -1, limit: 9 });
      if (batch !== undefined) {
        expect(batch, `step ${at}`).toMatchObject({ status: 'completed', total: SAMPLES });
        expect(items.filter(({ verdict }) => verdict !== null)).toHaveLength(SAMPLES);
      }
      await enforceIn(9);
      await sweepBatches(services);
      // A queue may deliver a message once more, days later.
      world.ranges.messages.push(...again);
      await world.scoreAll();
      expect(await everythingStored(), `step ${at}`).not.toContain(secret);
      expect((await unloggedRows(projectId, { cursor: 'bat_' }, services)).items).toEqual([]);
    }
    expect(last).toBeGreaterThan(6);
    expect(last).toBeLessThan(MOST_STEPS);
  },
);
