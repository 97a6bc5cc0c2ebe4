import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resumeExperiment } from '../../features/experiments/control-experiment.ts';
import { scoreSoFar } from '../../features/experiments/score-answers.ts';
import { sweepExperiments } from '../../features/experiments/sweep.ts';
import type { Fate } from '../../testing/crashes.ts';
import { createExperimentWorld, experimentOf, says } from '../../testing/experiment-world.ts';
import { runExperiments } from './run-experiments.ts';
import { scoreRanges } from './score-ranges.ts';

const HOUR_MS = 3_600_000;
const CELLS = 24;

const fates = fc.array(
  fc.constantFrom<ReturnType<Fate['next']>>('lives', 'lives', 'lives', 'dies-before', 'dies-after'),
  { maxLength: 40 },
);
const moves = fc.array(
  fc.record({
    pick: fc.nat(20),
    /** Whether the message is delivered twice at once. */
    isDoubled: fc.boolean(),
    isSwept: fc.boolean(),
    /** Whether what is answered so far becomes a batch. */
    isScored: fc.boolean(),
  }),
  { maxLength: 15 },
);

/** Results as they are stored, whatever dies. */
async function resultsOf(id: string): Promise<Map<number, string>> {
  const { results } = await env.DB.prepare(
    'SELECT at, status, output_hash, attempts FROM experiment_cells WHERE experiment_id = ?1',
  )
    .bind(id)
    .all<{ at: number; status: string; output_hash: string; attempts: number }>();
  return new Map(results.map(({ at, ...rest }) => [at, JSON.stringify(rest)]));
}

test('whatever dies between any two steps, each cell has one answer that is scored once, and none is asked for again that is stored', async () => {
  await fc.assert(
    fc.asyncProperty(fates, moves, async (fate, schedule) => {
      const steps = { isArmed: false, left: [...fate] };
      let id = '';
      const asked: string[] = [];
      const askedAgain: string[] = [];
      const known = new Set<string>();
      const world = createExperimentWorld(
        ({ input }) => {
          asked.push(input);
          if (known.has(input)) askedAgain.push(input);
          return says(`${input} ${asked.length}`);
        },
        { fate: { next: () => (steps.isArmed ? (steps.left.shift() ?? 'lives') : 'lives') } },
      );
      const { services, life, clock } = world;
      // Every cell is told from others by what it asks.
      const input = experimentOf(['a {{input}} {{seed}}', 'b {{input}} {{seed}}'], {
        samples: Array.from({ length: 4 }, (_, i) => ({ id: `s${i}`, input: `${i}` })),
        scorers: ['json-valid'],
        ...{ repeats: 3, concurrency: 3 },
      });
      id = (await world.make(input)).id;
      const seen = new Map<number, string>();

      async function live(work: () => Promise<unknown>): Promise<void> {
        life.isDead = false;
        await work().catch(() => {});
        life.isDead = false;
        // After every step: what is stored stays as it was.
        const now = await resultsOf(id);
        for (const [at, result] of seen) expect(now.get(at)).toBe(result);
        for (const [at, result] of now) seen.set(at, result);
        for (const at of now.keys()) known.add(questionOf(at));
      }
      const run = (batch: MessageBatch) => runExperiments(batch, services);
      const score = (batch: MessageBatch) => scoreRanges(batch, services);
      const deliver = async (pick: number, isDoubled: boolean) => {
        const queue =
          pick % 3 === 2 && world.ranges.messages.length > 0 ? world.ranges : world.steps;
        const consume = queue === world.steps ? run : score;
        const message = queue.messages[pick % Math.max(1, queue.messages.length)];
        if (!isDoubled || message === undefined) return live(() => queue.deliver(pick, consume));
        queue.messages.push({ ...message });
        const twin = queue.messages.length - 1;
        await live(() =>
          Promise.allSettled([queue.deliver(pick, consume), queue.deliver(twin, consume)]),
        );
      };

      steps.isArmed = true;
      for (const { pick, isDoubled, isSwept, isScored } of schedule) {
        await deliver(pick, isDoubled);
        const stored = isScored ? await services.experiments.read(id).catch(() => {}) : undefined;
        if (stored !== undefined) await live(() => scoreSoFar(stored, services, 1));
        if (isSwept) {
          clock.nowMs += HOUR_MS;
          await live(() => sweepExperiments(services));
        }
      }
      steps.isArmed = false;
      // Looking whether there is something to score can be what died last.
      life.isDead = false;
      for (let turn = 0; turn < 200; turn += 1) {
        if ((await world.get(id)).endedAt !== null) break;
        // Leases of those who died run out.
        clock.nowMs += HOUR_MS;
        await live(() => sweepExperiments(services));
        for (let n = world.steps.messages.length + world.ranges.messages.length; n > 0; n -= 1) {
          await deliver(turn + n, false);
        }
      }

      const ended = await world.get(id);
      expect(ended).toMatchObject({ status: 'completed' });
      expect(ended.counts).toMatchObject({ total: CELLS, generated: CELLS, error: 0 });
      expect(ended.counts.scoring).toMatchObject({ total: CELLS, failed: CELLS });
      expect(askedAgain).toEqual([]);
      // Of a life that ends, at most the calls in flight and the answers being written are asked for again.
      const deaths = fate.filter((step) => step !== 'lives').length;
      expect(asked.length).toBeLessThanOrEqual(CELLS + 2 * 3 * deaths);
      // Messages that are still about change nothing any more, and ask nobody.
      const before = asked.length;
      for (const _ of [...world.steps.messages]) await live(() => world.steps.deliver(0, run));
      await resumeExperiment(world.projectId, id, {}, services);
      await world.runToEnd(id);
      expect(asked.length).toBe(before);
    }),
    { numRuns: 25 },
  );
}, 240_000);

/** What a cell asks. */
function questionOf(at: number): string {
  const [sample, variant, repeat] = [Math.floor(at / 6), Math.floor(at / 3) % 2, at % 3];
  return `${variant === 0 ? 'a' : 'b'} ${sample} ${repeat}`;
}

test('a part whose consumer died is taken over once its lease is over, and no sooner', async () => {
  let isStuck = true;
  const asked: string[] = [];
  const world = createExperimentWorld(async ({ input }) => {
    asked.push(input);
    return says(input);
  });
  const { services, clock, life, steps } = world;
  const { id } = await world.make(experimentOf(['{{input}}'], { concurrency: 1 }));
  const first = steps.messages[0];
  // It dies with its lease: all of its writes after the first two are lost.
  let writes = 0;
  const original = services.parts.write;
  services.parts = Object.create(services.parts, {
    write: {
      value: (...given: Parameters<typeof original>) => {
        writes += 1;
        if (isStuck && writes === 3) life.isDead = true;
        return original(...given);
      },
    },
  });
  await steps.deliver(0, (batch) => runExperiments(batch, services)).catch(() => {});
  life.isDead = false;
  isStuck = false;
  // The third answer is not written, and the fourth call was made meanwhile.
  expect(asked.length).toBe(4);
  expect(steps.messages).toContain(first);
  await steps.deliver(0, (batch) => runExperiments(batch, services));
  expect(asked.length).toBe(4);
  clock.nowMs += 100_000;
  await steps.deliver(0, (batch) => runExperiments(batch, services));
  // The third and the fourth were paid for and lost; the first two are not asked for again.
  expect(asked.length).toBe(7);
  expect((await world.runToEnd(id)).counts).toMatchObject({ generated: 5 });
});
