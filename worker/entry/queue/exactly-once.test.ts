import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import { runScorers } from '@assay/scorers/run.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BY_LINE } from '../../core/line-source.ts';
import { MOST_DEATHS } from '../../features/batches/break-up.ts';
import { createBatch } from '../../features/batches/create-batch.ts';
import { getBatchReport } from '../../features/batches/find-batches.ts';
import { sweepBatches } from '../../features/batches/sweep.ts';
import { hashedResults } from '../../features/records/result-hashes.ts';
import { unloggedRows } from '../../features/records/unlogged.ts';
import { createServices, type Services } from '../../services.ts';
import { createDatabase } from '../../store/database.ts';
import { createItemStore } from '../../store/items.ts';
import { atsOf } from '../../store/result-leaf.ts';
import { outage } from '../../testing/batch-world.ts';
import {
  createLife,
  FakeQueue,
  type Fate,
  type Life,
  mortalDatabase,
} from '../../testing/crashes.ts';
import { scoreRanges } from './score-ranges.ts';

// Ranges of a few samples each, put in place by hand, so that a run has many deliveries.
const RANGES = 5;
const RANGE_SAMPLES = 3;
const HOUR_MS = 3_600_000;

interface World {
  services: Services;
  life: Life;
  queue: FakeQueue;
  /** How often each scorer was asked about each sample. */
  asked: Map<string, number>;
  clock: { nowMs: number };
}

/** A Worker whose judge-like scorer answers only some of the time, as `outages` says. */
function createWorld(fate: Fate, outages: () => boolean): World {
  const life = createLife(fate);
  const queue = new FakeQueue(life);
  const clock = { nowMs: Date.now() };
  const asked = new Map<string, number>();
  const services = createServices(
    {
      ...env,
      DB: mortalDatabase(env.DB, life),
      RANGES: queue.binding(),
      WEBHOOKS: new FakeQueue(life).binding(),
      ASSAY_BATCH_WINDOW: '2',
    },
    {
      nowMs: () => clock.nowMs,
      log: () => {},
      async runScorers(scorers, sample, context) {
        const scores = await runScorers(scorers, sample, context);
        return scores.map((score) => {
          const key = `${sample.input}/${score.name}`;
          if (score.name === 'judge' && outages()) return outage(score);
          asked.set(key, (asked.get(key) ?? 0) + 1);
          return score;
        });
      },
    },
  );
  return { services, life, queue, asked, clock };
}

const scorers = ['exact-match', { scorer: 'levenshtein', as: 'judge' }];

async function makeBatch(projectId: string, { services }: World): Promise<string> {
  const { id } = await createBatch(
    { projectId, options: { scorers, open: true }, source: noSamples() },
    services,
  );
  const intake = {
    projectId,
    batchId: id,
    token: newId('intake'),
    appendId: newId('intake'),
    priority: 1,
  };
  await services.intake.claim(intake, services.nowMs(), services.nowMs() + HOUR_MS);
  const samples = Array.from({ length: RANGES * RANGE_SAMPLES }, (_, at) => ({
    at,
    sampleId: `s${at}`,
    json: JSON.stringify({
      id: `s${at}`,
      input: `${at}`,
      output: at % 2 ? 'a' : 'b',
      expected: 'a',
    }),
    weight: null,
  }));
  const ranges = Array.from({ length: RANGES }, (_, i): [number, number] => [
    i * RANGE_SAMPLES,
    (i + 1) * RANGE_SAMPLES,
  ]);
  await services.intake.add(intake, samples, ranges, services.nowMs() + HOUR_MS);
  await services.intake.commit(intake, samples.length, '{"count":0,"first":[]}', true);
  return id;
}

function noSamples() {
  return { lines: [], counting: BY_LINE };
}

// Reads what lies in the database, whatever dies.
const stored = createItemStore(createDatabase(env.DB));

/** The final results, as they are read. */
async function finalResults(id: string): Promise<Map<number, string>> {
  const page = { batchId: id, after: -1, limit: RANGES * RANGE_SAMPLES };
  const { items } = await stored.page(page);
  const final = items.filter(({ status }) => status !== null && status !== 'retry');
  return new Map(final.map(({ at, status, verdict }) => [at, `${status} ${verdict}`]));
}

async function countedByRanges(id: string): Promise<number> {
  const row = await env.DB.prepare(
    'SELECT sum(passed + failed + abstained + error) AS n FROM batch_ranges WHERE batch_id = ?1',
  )
    .bind(id)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

// Reads what lies in the database, whatever dies.
const alive = createServices(env, { log: () => {} });

/** Every final result is in one entry for the log, which has the hash of what lies in the database. */
async function expectLoggedOnce(projectId: string, batchId: string): Promise<void> {
  const waiting = await alive.logOutbox.first(projectId, 1_000);
  const hashes = new Map(
    waiting.flatMap(({ kind, id, hash }) => (kind === 'results' ? [[id, hash] as const] : [])),
  );
  const { rows } = await hashedResults(projectId, [...hashes.keys()], alive);
  const places = [...rows.values()].flatMap(({ results }) => atsOf(results?.places ?? []));
  expect(places.toSorted((a, b) => a - b)).toEqual([...(await finalResults(batchId)).keys()]);
  for (const [id, { hash, results }] of rows) {
    expect(hash).toBe(hashes.get(id));
    expect(results?.replaced).toEqual([]);
  }
  expect((await unloggedRows(projectId, { cursor: 'bat_' }, alive)).items).toEqual([]);
}

const fates = fc.array(
  fc.constantFrom<ReturnType<Fate['next']>>('lives', 'lives', 'dies-before', 'dies-after'),
  {
    maxLength: 40,
  },
);
const moves = fc.array(
  fc.record({
    pick: fc.nat(20),
    /** Whether the message is delivered twice at once. */
    isDoubled: fc.boolean(),
    isSwept: fc.boolean(),
  }),
  { maxLength: 25 },
);

test('whatever dies between any two steps, each sample has one result and is counted once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fates,
      moves,
      fc.array(fc.boolean(), { maxLength: 20 }),
      async (fate, schedule, outages) => {
        const steps = { isArmed: false, left: [...fate] };
        const world = createWorld(
          { next: () => (steps.isArmed ? (steps.left.shift() ?? 'lives') : 'lives') },
          () => outages.shift() ?? false,
        );
        const { services, queue, life, clock } = world;
        const projectId = newId('project');
        const id = await makeBatch(projectId, world);
        const seen = new Map<number, string>();

        async function live(work: () => Promise<void>): Promise<void> {
          life.isDead = false;
          await work().catch(() => {});
          life.isDead = false;
          // After every step: what is final stays as it was, and the counts are those of the results.
          const now = await finalResults(id);
          for (const [at, result] of seen) expect(now.get(at)).toBe(result);
          for (const [at, result] of now) seen.set(at, result);
          expect(await countedByRanges(id)).toBe(now.size);
        }
        const consume = (batch: MessageBatch) => scoreRanges(batch, services);
        const seal = async () => {
          const sealing = { projectId, batchId: id, token: null, deliveryId: newId('delivery') };
          const { next } = await services.ranges.seal(sealing, clock.nowMs, clock.nowMs + 1_000);
          await services.rangeQueue.send(next);
        };

        steps.isArmed = true;
        await live(seal);
        for (const { pick, isDoubled, isSwept } of schedule) {
          const message = queue.messages[pick % Math.max(1, queue.messages.length)];
          if (isDoubled && message) {
            queue.messages.push({ ...message });
            const twin = queue.messages.length - 1;
            await live(async () => {
              const both = [queue.deliver(pick, consume), queue.deliver(twin, consume)];
              await Promise.allSettled(both);
            });
          } else await live(() => queue.deliver(pick, consume));
          if (isSwept) {
            clock.nowMs += HOUR_MS;
            await live(() => sweepBatches(services));
          }
        }
        steps.isArmed = false;
        if ((await getBatchReport(projectId, id, services)).status === 'open') await live(seal);
        for (let turn = 0; turn < 200; turn += 1) {
          if ((await getBatchReport(projectId, id, services)).status === 'completed') break;
          if (queue.messages.length === 0) {
            clock.nowMs += HOUR_MS;
            await live(() => sweepBatches(services));
          }
          await live(() => queue.deliver(turn, consume));
        }

        const { status, counts, statistics } = await getBatchReport(projectId, id, services);
        expect(status).toBe('completed');
        expect(counts).toMatchObject({
          total: 15,
          pending: 0,
          scored: 15,
          passed: 7,
          failed: 8,
          error: 0,
        });
        // A range that dies too often ends with the scores it has: the judge may be missing, and is told.
        expect(statistics.map(({ scored, error }) => scored + error)).toEqual([15, 15]);
        const deaths = fate.filter((step) => step !== 'lives').length;
        if (deaths < MOST_DEATHS) expect(statistics.map(({ scored }) => scored)).toEqual([15, 15]);
        await expectLoggedOnce(projectId, id);
        // Messages that are still about change nothing any more, and ask nobody.
        const before = new Map(world.asked);
        for (const _ of [...queue.messages]) await live(() => queue.deliver(0, consume));
        expect(world.asked).toEqual(before);
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);

test('a scorer that has answered is not asked again while another is out', async () => {
  let outages = 3;
  const world = createWorld({ next: () => 'lives' }, () => outages-- > 0);
  const { services, queue, asked } = world;
  const projectId = newId('project');
  const id = await makeBatch(projectId, world);
  const sealing = { projectId, batchId: id, token: null, deliveryId: newId('delivery') };
  await services.rangeQueue.send(
    (await services.ranges.seal(sealing, services.nowMs(), services.nowMs() + HOUR_MS)).next,
  );
  while (queue.messages.length > 0) await queue.deliver(0, (batch) => scoreRanges(batch, services));
  expect((await getBatchReport(projectId, id, services)).counts).toMatchObject({ scored: 15 });
  expect(asked.size).toBe(30);
  expect([...asked.values()].every((times) => times === 1)).toBe(true);
});
