import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDatabase } from './database.ts';
import { createExperimentCallStore } from './experiment-calls.ts';
import { createExperimentPartStore, type NewCell, type OpenPart } from './experiment-parts.ts';

const database = createDatabase(env.DB);
const calls = createExperimentCallStore(database);
const parts = createExperimentPartStore(database);

/** An experiment that may cost so many billionths of a dollar, with two parts of one target. */
async function experimentWith(capNanoUsd: number): Promise<string> {
  const id = newId('experiment', Date.now());
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO experiments (project_id, id, status, plan, samples, repeats, variants, max_cost_usd,
         spent_nano_usd, estimate, tags, metadata, run, batches, agreements, created_at_ms, lease_until_ms)
       VALUES ('prj_1', ?1, 'generating', '{}', 100, 1, 1, ?2, 0, '{}', '[]', '{}', 0, '[]', '[]', 0, 0)`,
    ).bind(id, capNanoUsd / 1e9),
    ...[0, 1].map((part) =>
      env.DB.prepare(
        `INSERT INTO experiment_parts (experiment_id, part, project_id, status, calls, size, next, version,
           lease_until_ms, stalls) VALUES (?1, ?2, 'prj_1', 'queued', 4, 50, 0, 0, 0, 0)`,
      ).bind(id, part),
    ),
  ]);
  return id;
}

async function opened(experimentId: string, part: number, version: number): Promise<OpenPart> {
  const open = await parts.begin({ experimentId, part, version }, 1, 2);
  if (open === undefined || open === 'held') throw new Error(`part ${part} is not open`);
  return open;
}

function cellOf(at: number, nanoUsd: number): NewCell {
  return {
    ...{ at, status: 'generated', sample: '{}', outputHash: null, model: null, attempts: 1 },
    ...{
      costUsd: nanoUsd / 1e9,
      latencyMs: 1,
      firstTokenMs: null,
      inputTokens: 1,
      outputTokens: 1,
    },
    ...{ errorCode: null, errorMessage: null },
  };
}

const amount = fc.integer({ min: 0, max: 60 });
const moves = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('reserve' as const),
      holder: fc.nat(5),
      at: fc.nat(9),
      nanoUsd: fc.option(amount, { freq: 4 }),
    }),
    fc.record({
      kind: fc.constantFrom('write' as const, 'release' as const),
      holder: fc.nat(5),
      at: fc.nat(9),
      nanoUsd: amount,
      /** A write whose answer was lost is made again. */
      isRepeated: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('takeover' as const), part: fc.nat(1) }),
  ),
  { maxLength: 40 },
);

test('whoever reserves, dies and writes twice, what is paid and reserved passes the limit by no more than what calls cost beyond what they reserved', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 20, max: 200 }), moves, async (cap, schedule) => {
      const id = await experimentWith(cap);
      /** Every holder that ever was; the last of each part is the one that holds it. */
      const holders = [await opened(id, 0, 0), await opened(id, 1, 0)];
      const isLive = (one: OpenPart) =>
        holders.findLast(({ part }) => part === one.part)?.version === one.version;
      const reserved = new Map<string, { holder: OpenPart; at: number; nanoUsd: number | null }>();
      const cells = new Set<number>();
      let paid = 0;
      let beyond = 0;
      let dearest = 0;
      const sumBut = (key = '') =>
        [...reserved].reduce(
          (sum, [other, { nanoUsd }]) => sum + (other === key ? 0 : (nanoUsd ?? dearest)),
          0,
        );
      for (const move of schedule) {
        if (move.kind === 'takeover') {
          const { version } = holders.findLast(({ part }) => part === move.part) ?? { version: 0 };
          holders.push(await opened(id, move.part, version));
          continue;
        }
        const holder = holders[move.holder % holders.length];
        if (holder === undefined) continue;
        // Cells of a part are its own.
        const at = 2 * move.at + holder.part;
        const key = `${holder.version}/${at}`;
        if (move.kind === 'reserve') {
          const [isReserved] = await calls.reserve(holder, [{ at, nanoUsd: move.nanoUsd }]);
          const isFree =
            move.nanoUsd !== null ||
            [...reserved].every(
              ([other, one]) =>
                one.nanoUsd !== null || one.at === at || !isLive(one.holder) || other === key,
            );
          const fits = paid + sumBut(key) + (move.nanoUsd ?? 1) <= cap;
          expect(isReserved).toBe(isLive(holder) && isFree && fits);
          if (isReserved) reserved.set(key, { holder, at, nanoUsd: move.nanoUsd });
        } else {
          const own = reserved.get(key);
          const isNew = move.kind === 'write' && !cells.has(at);
          for (let time = 0; time < (move.isRepeated ? 2 : 1); time += 1) {
            if (move.kind === 'release')
              await calls.release(holder, [{ at, nanoUsd: move.nanoUsd }]);
            else {
              const limit = { mostNanoUsd: own === undefined ? null : move.nanoUsd };
              const written = { cells: [cellOf(at, move.nanoUsd)], leaseUntilMs: 2, limit };
              expect(await parts.write(holder, written)).toBe(isLive(holder));
            }
          }
          if (own !== undefined || isNew) paid += move.nanoUsd;
          // A call that reserved nothing is not made; here it is, to see that it is charged once.
          beyond +=
            own === undefined
              ? isNew
                ? move.nanoUsd
                : 0
              : Math.max(0, move.nanoUsd - (own.nanoUsd ?? 0));
          if (own !== undefined && move.kind === 'write') dearest = Math.max(dearest, move.nanoUsd);
          if (move.kind === 'write') cells.add(at);
          reserved.delete(key);
        }
        const now = await env.DB.prepare(
          'SELECT spent_nano_usd AS spent FROM experiments WHERE id = ?1',
        )
          .bind(id)
          .first<{ spent: number }>();
        expect(now?.spent).toBe(paid);
        const held = [...reserved.values()].reduce((sum, { nanoUsd }) => sum + (nanoUsd ?? 0), 0);
        expect(paid + held).toBeLessThanOrEqual(cap + beyond);
      }
      const [first] = holders;
      if (first === undefined) return;
      const dead = [...reserved.values()].filter(({ holder }) => !isLive(holder));
      expect(await calls.allowance(first, [0, 1])).toMatchObject({
        ...{ isHeld: isLive(first), capNanoUsd: cap },
        paidNanoUsd: paid + dead.reduce((sum, { nanoUsd }) => sum + (nanoUsd ?? dearest), 0),
      });
    }),
    { numRuns: 40 },
  );
}, 240_000);
