import { env } from 'cloudflare:workers';
import type { Sample, Verdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { createServices } from '../../services.ts';
import { createBatchWorld, newProject } from '../../testing/batch-world.ts';
import { createLife, type Fate, mortalDatabase } from '../../testing/crashes.ts';
import { everythingStored } from '../../testing/erasure-world.ts';
import { hashedResults } from '../records/result-hashes.ts';
import { unloggedRows } from '../records/unlogged.ts';
import { dropSamplesOfBatch } from './drop-batch-samples.ts';

// More than are dropped in one step.
const SAMPLES = 130;
const world = createBatchWorld();
const { services } = world;
const servicesOn = (fate: Fate) =>
  createServices(
    { ...env, DB: mortalDatabase(env.DB, createLife(fate)) },
    { log: () => {}, nowMs: () => world.clock.nowMs },
  );

/** A batch that has ended, whose samples, evidence and exchanges all have one text. */
async function endedBatch(): Promise<{ projectId: string; id: string; secret: string }> {
  const projectId = newProject();
  const secret = `words of ${projectId}`;
  const samples = Array.from(
    { length: SAMPLES },
    (_, i): Sample => ({ output: `It says "${secret}" at ${i}.`, contexts: ['nothing of it'] }),
  );
  const { id } = await world.make(projectId, samples, { scorers: ['quoted-spans'] });
  await world.scoreAll();
  await env.DB.prepare(
    `INSERT INTO batch_exchanges (batch_id, at, n, exchange)
     SELECT batch_id, at, 0, json_object('answer', ?2) FROM batch_samples WHERE batch_id = ?1`,
  )
    .bind(id, secret)
    .run();
  return { projectId, id, secret };
}

interface Whole {
  hasSample: boolean;
  hasEvidence: boolean;
  hasExchange: boolean;
}

/** What the database has of each sample: of one that is half-deleted, not all or nothing. */
async function statesOf(batchId: string, secret: string): Promise<Whole[]> {
  const { results } = await env.DB.prepare('SELECT at FROM batch_exchanges WHERE batch_id = ?1')
    .bind(batchId)
    .all<{ at: number }>();
  const exchanges = new Set(results.map(({ at }) => at));
  const page = { batchId, after: -1, limit: SAMPLES, withSamples: true };
  const { items } = await services.items.page(page);
  return items.map(({ at, sample, verdict }) => ({
    hasSample: sample !== '{}',
    hasEvidence: verdict?.includes(secret) ?? false,
    hasExchange: exchanges.has(at),
  }));
}

async function verdictsOf(batchId: string): Promise<Verdict[]> {
  const { items } = await services.items.page({ batchId, after: -1, limit: SAMPLES });
  return items.map(({ verdict }) => JSON.parse(verdict ?? 'null'));
}

const figures = (verdicts: readonly Verdict[]) =>
  verdicts.map(({ id, passed, value, scores }) => ({
    ...{ id, passed, value },
    scores: scores.map((score) => [score.name, score.status, score.value, score.passed]),
  }));

const drop = (projectId: string, id: string, needs = services) =>
  dropSamplesOfBatch(projectId, id, Number.POSITIVE_INFINITY, needs);

/** Steps to the database until a drop is done, each of which can be its last. */
async function countSteps(): Promise<number> {
  const { projectId, id } = await endedBatch();
  let steps = 0;
  const counted: Fate = {
    next() {
      steps += 1;
      return 'lives';
    },
  };
  expect(await drop(projectId, id, servicesOn(counted))).toEqual({
    ...{ dropped: SAMPLES, isDone: true },
  });
  return steps;
}

test('wherever the drop of the samples of a batch dies, each is whole or gone, and the next run leaves none', async () => {
  const steps = await countSteps();
  expect(steps).toBeGreaterThan(12);
  const seen = new Set<string>();
  for (let step = 1; step <= steps; step += 1) {
    for (const death of ['dies-before', 'dies-after'] as const) {
      const { projectId, id, secret } = await endedBatch();
      const before = figures(await verdictsOf(id));
      let left = step;
      const dying = servicesOn({ next: () => (--left === 0 ? death : 'lives') });
      await expect(drop(projectId, id, dying)).rejects.toThrow();
      const states = await statesOf(id, secret);
      for (const { hasSample, hasEvidence, hasExchange } of states) {
        expect([hasEvidence, hasExchange], `${death} ${step}`).toEqual([hasSample, hasSample]);
      }
      seen.add(`${states.filter(({ hasSample }) => hasSample).length} left`);

      expect(await drop(projectId, id)).toMatchObject({ isDone: true });
      expect(await everythingStored()).not.toContain(secret);
      const after = await verdictsOf(id);
      expect(figures(after)).toEqual(before);
      expect(after.every(({ kept }) => kept === 'scores')).toBe(true);
      const batch = await services.batches.find(projectId, id);
      expect(batch?.samplesDroppedAtMs).toBe(world.clock.nowMs);
      expect(await services.sampleDrops.batches(projectId, Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
      await expectSealed(projectId, id);
    }
  }
  expect([...seen].sort()).toEqual(['0 left', '130 left', '30 left']);
});

/** The log has an entry of the drop, and of every result what stays of it, as the rows say it. */
async function expectSealed(projectId: string, batchId: string): Promise<void> {
  const waiting = await services.logOutbox.first(projectId, 1_000);
  const drops = waiting.filter(({ kind }) => kind === 'deletion');
  expect(drops.map(({ id }) => id)).toEqual([`${batchId}/sample`]);
  const leaves = waiting.filter(({ kind }) => kind === 'results');
  const { rows } = await hashedResults(
    projectId,
    leaves.map(({ id }) => id),
    services,
  );
  expect(leaves.map(({ id }) => rows.get(id)?.hash)).toEqual(leaves.map(({ hash }) => hash));
  expect((await unloggedRows(projectId, { cursor: 'bat_' }, services)).items).toEqual([]);
}
