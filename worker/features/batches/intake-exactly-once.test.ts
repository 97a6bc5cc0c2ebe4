import { env } from 'cloudflare:workers';
import type { Answer } from '@assay/schema/binding.ts';
import { newId } from '@assay/schema/ids.ts';
import type { Batch } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BY_LINE, type LineSource } from '../../core/line-source.ts';
import type { Line } from '../../core/read-lines.ts';
import { Timings } from '../../core/timings.ts';
import { answerOf } from '../../entry/operations/perform.ts';
import { scoreRanges } from '../../entry/queue/score-ranges.ts';
import { once } from '../../entry/rpc/once.ts';
import { createServices, type Services } from '../../services.ts';
import { newProject } from '../../testing/batch-world.ts';
import { createLife, FakeQueue, type Fate, mortalDatabase } from '../../testing/crashes.ts';
import { cancelBatch } from './control-batch.ts';
import { appendSamples, createBatch, sealBatch } from './create-batch.ts';
import { getBatch } from './find-batches.ts';
import { streamItems } from './stream-items.ts';
import { sweepBatches } from './sweep.ts';

const MINUTE_MS = 60_000;

type Other = 'none' | 'seal' | 'cancel' | 'sweep' | 'wait';

const other = fc.constantFrom<Other>('none', 'none', 'seal', 'cancel', 'sweep', 'wait');
/** A request that appends so many samples, and what another Worker does while they come in. */
const append = fc.record({
  kind: fc.constant('append' as const),
  samples: fc.integer({ min: 1, max: 3 }),
  meanwhile: other,
});
const moves = fc.array(fc.oneof({ weight: 3, arbitrary: append }, fc.record({ kind: other })), {
  minLength: 1,
  maxLength: 6,
});
/** For each request in turn, at which of its steps the Worker dies that takes it first, and how. */
const deaths = fc.array(
  fc.record({
    step: fc.nat(16),
    how: fc.constantFrom<ReturnType<Fate['next']>>('dies-before', 'dies-after'),
  }),
  { minLength: 7, maxLength: 7 },
);

/** Two Workers on one database: one that dies as fate says, and one that lives. */
function createWorld(fate: Fate) {
  const life = createLife(fate);
  const alive = createLife({ next: () => 'lives' });
  const queue = new FakeQueue(alive);
  const clock = { nowMs: Date.now() };
  const servicesOn = (database: D1Database): Services =>
    createServices(
      {
        ...env,
        DB: database,
        RANGES: queue.binding(),
        WEBHOOKS: new FakeQueue(alive).binding(),
      },
      { nowMs: () => clock.nowMs, log: () => {} },
    );
  return {
    life,
    queue,
    clock,
    mortal: servicesOn(mortalDatabase(env.DB, life)),
    living: servicesOn(env.DB),
  };
}

function sourceOf(key: string, samples: number, meanwhile: () => Promise<void>): LineSource {
  async function* lines(): AsyncGenerator<Line[]> {
    for (let i = 0; i < samples; i += 1) {
      // Halfway, where some of the lines may be in the database and others not.
      if (i === samples - 1) await meanwhile();
      const text = JSON.stringify({ input: key, output: 'a', expected: 'a' });
      yield [{ number: i + 1, text, fault: '' }];
    }
  }
  return { lines: lines(), counting: BY_LINE };
}

/** How many samples of each request are in the batch, as its results show them. */
async function shownOf(projectId: string, id: string, services: Services) {
  const options = { format: 'ndjson' as const, include: 'sample' as const };
  const stream = await streamItems(projectId, id, { ...options, status: undefined }, services);
  const lines = (await new Response(stream).text()).split('\n').filter((line) => line !== '');
  const keys = lines.map((line): string => JSON.parse(line).sample.input);
  return new Map([...Map.groupBy(keys, (key) => key)].map(([key, all]) => [key, all.length]));
}

test('whatever dies between any two steps, a request is in its batch once or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(deaths, moves, async (fates, schedule) => {
      const left = [...fates];
      let death: (typeof fates)[number] | undefined;
      let step = 0;
      const { life, queue, clock, mortal, living } = createWorld({
        next: () => (step++ === death?.step ? death.how : 'lives'),
      });
      const projectId = newProject();
      const principal = { projectId, keyId: newId('key'), scopes: ['score' as const] };

      async function ask(
        key: string,
        services: Services,
        work: (seed: string) => Promise<Batch>,
      ): Promise<Answer<Batch>> {
        const requestId = newId('request');
        const context = { principal, requestId, timings: new Timings(services.nowMs) };
        life.isDead = false;
        const answer = await answerOf(requestId, services, async () => {
          const run = (seed: string) => answerOf(requestId, services, () => work(seed));
          return once({ key, content: key }, context, services, run);
        });
        life.isDead = false;
        return answer.ok ? answer.value : answer;
      }
      /** A client that sends its request again until it is answered. */
      async function insist(
        key: string,
        work: (services: Services, seed: string) => Promise<Batch>,
      ) {
        death = left.shift();
        step = 0;
        let answer = await ask(key, mortal, (seed) => work(mortal, seed));
        for (let tries = 0; !answer.ok && answer.problem.retryable && tries < 5; tries += 1) {
          clock.nowMs += 2 * MINUTE_MS;
          answer = await ask(key, living, (seed) => work(living, seed));
        }
        return answer;
      }

      const created = await insist('create', (services, seed) =>
        createBatch(
          {
            projectId,
            options: { scorers: ['exact-match'], open: true },
            source: sourceOf('create', 2, async () => {}),
            seed,
          },
          services,
        ),
      );
      if (!created.ok) throw new Error(created.problem.detail);
      const { id } = created.value;
      expect((await living.batches.list(projectId, {}, 10)).rows).toHaveLength(1);

      let isCancelled = false;
      async function happen(what: Other, services: Services): Promise<void> {
        if (what === 'seal') await sealBatch(projectId, id, services).catch(() => {});
        if (what === 'cancel') {
          isCancelled = true;
          await cancelBatch(projectId, id, services).catch(() => {});
        }
        if (what === 'sweep') await sweepBatches(services).catch(() => {});
        if (what === 'wait') clock.nowMs += 6 * MINUTE_MS;
      }

      const added = new Map([['create', 2]]);
      let ended: string | undefined;
      async function check(): Promise<void> {
        const shown = await shownOf(projectId, id, living);
        const { counts, status } = await getBatch(projectId, id, living);
        expect(shown).toEqual(added);
        expect(counts.total).toBe([...added.values()].reduce((a, b) => a + b, 0));
        // What is sealed is not opened again, and ends early only if somebody cancels it.
        const isCancelledSince = ended === 'running' && status === 'cancelled' && isCancelled;
        if (ended !== undefined && !isCancelledSince) expect(status).toBe(ended);
        if (status !== 'open') ended = status;
      }

      for (const [i, move] of schedule.entries()) {
        life.isDead = false;
        if (move.kind === 'append') {
          const key = `append ${i}`;
          const answer = await insist(key, (services, seed) => {
            const source = sourceOf(key, move.samples, () => happen(move.meanwhile, living));
            return appendSamples({ projectId, batchId: id, source, seed }, services);
          });
          // A client knows by the answer whether its samples are there; no sample is there unknown to it.
          if (answer.ok) added.set(key, move.samples);
        } else {
          death = left.shift();
          step = 0;
          await happen(move.kind, mortal);
          life.isDead = false;
        }
        await check();
      }

      clock.nowMs += 6 * MINUTE_MS;
      await happen('seal', living);
      await sweepBatches(living);
      ended = undefined;
      await check();
      while (queue.messages.length > 0) {
        await queue.deliver(0, (batch) => scoreRanges(batch, living));
      }
      clock.nowMs += 20 * MINUTE_MS;
      await sweepBatches(living);
      while (queue.messages.length > 0) {
        await queue.deliver(0, (batch) => scoreRanges(batch, living));
      }
      const { status, counts } = await getBatch(projectId, id, living);
      if (status !== 'cancelled') {
        expect({ status, counts }).toMatchObject({
          status: 'completed',
          counts: { pending: 0, passed: counts.total },
        });
      }
      // Nothing is left of what was not added.
      for (const table of ['batch_samples', 'batch_ranges']) {
        const total = table === 'batch_samples' ? 'count(*)' : 'coalesce(sum(total), 0)';
        const row = await env.DB.prepare(`SELECT ${total} AS n FROM ${table} WHERE batch_id = ?1`)
          .bind(id)
          .first<{ n: number }>();
        expect(row?.n).toBe(counts.total);
      }
    }),
    { numRuns: 30 },
  );
}, 180_000);
