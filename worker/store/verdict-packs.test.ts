import { env } from 'cloudflare:workers';
import { runScorers } from '@assay/scorers/run.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordDeadRanges, scoreRanges } from '../entry/queue/score-ranges.ts';
import { compareBatches } from '../features/batches/compare-batches.ts';
import { retryBatch } from '../features/batches/control-batch.ts';
import { pageItems } from '../features/batches/stream-items.ts';
import { createBatchWorld, newProject, outage } from '../testing/batch-world.ts';
import { samplesOf } from '../testing/batches.ts';
import type { NewResult } from './new-result.ts';
import { packVerdicts, unpackVerdicts, verdictIn } from './verdict-packs.ts';

const texts = fc.string({ unit: 'binary', maxLength: 200 });
const results: fc.Arbitrary<NewResult[]> = fc
  .array(
    fc.record({
      status: fc.constantFrom('passed', 'failed', 'abstained', 'error', 'retry'),
      attempts: fc.nat(5),
      verdict: fc.option(texts.map((text) => JSON.stringify({ text }))),
      verdictHash: fc.constant(null),
      digest: fc.constant('[]'),
      names: fc.option(fc.constantFrom('["a"]', '["b"]')),
      errorCode: fc.constant(null),
      errorMessage: fc.constant(null),
      gap: fc.nat(3),
      repeats: fc.constantFrom(1, 1, 1, 2_000),
    }),
    { maxLength: 30 },
  )
  .map((rows) => {
    let at = -1;
    return rows.map(({ gap, repeats, ...row }) => {
      at += 1 + gap;
      const verdict = row.verdict === null ? null : JSON.stringify(row.verdict.repeat(repeats));
      return { ...row, verdict, at };
    });
  });

test('verdicts are read from packs as they were, and stay in their row where they are retried', async () => {
  await fc.assert(
    fc.asyncProperty(results, fc.nat(9), async (given, packedVersion) => {
      const { placed, packs } = await packVerdicts(given);
      const rows = packs.map(({ at, body }) => ({
        packedAt: at,
        packedVersion,
        verdicts: [...new Uint8Array(body)],
      }));
      const unpacked = await unpackVerdicts(rows);
      expect(placed.map(({ result }) => result)).toEqual(given);
      for (const { result, packedAt } of placed) {
        const { at, verdict, status, names } = result;
        const isPacked = status !== 'retry' && verdict !== null && names !== null;
        expect(packedAt !== null).toBe(isPacked);
        if (packedAt === null) continue;
        expect(verdictIn(unpacked, { packedAt, packedVersion }, at)).toBe(verdict);
        expect(packs.find(({ at: start }) => start === packedAt)?.names).toBe(names);
      }
    }),
    { numRuns: 40 },
  );
});

test('a pack that is missing is a fault, not a sample without a verdict', () => {
  expect(() => verdictIn(new Map(), { packedAt: 0, packedVersion: 0 }, 0)).toThrow(RangeError);
});

test('verdicts of a batch take a tenth of their text', async () => {
  const { services, make, scoreAll } = createBatchWorld();
  const projectId = newProject();
  const scorers = ['exact-match', 'contains', 'starts-with', 'levenshtein', 'rouge-n'];
  const { id } = await make(projectId, samplesOf(100), { scorers });
  await scoreAll();
  const { items } = await services.items.page({ batchId: id, after: -1, limit: 100 });
  const text = items.map(({ verdict }) => verdict).join('');
  const packed = await env.DB.prepare(
    'SELECT sum(octet_length(verdicts)) AS bytes FROM batch_packs WHERE batch_id = ?1',
  )
    .bind(id)
    .first<{ bytes: number }>();
  expect(packed?.bytes).toBeGreaterThan(0);
  expect(packed?.bytes).toBeLessThan(text.length / 10);
});

test('a page reads forty packs at most, and the pages after it the rest', async () => {
  const { services, make, scoreAll } = createBatchWorld();
  const { id } = await make(newProject(), samplesOf(90));
  await scoreAll();
  const { items: known } = await services.items.page({ batchId: id, after: -1, limit: 100 });
  await packEach(id, known);
  const read = [];
  const sizes = [];
  for (let isLast = false; !isLast; ) {
    const after = read.at(-1)?.at ?? -1;
    const page = await services.items.page({ batchId: id, after, limit: 100 });
    read.push(...page.items);
    sizes.push(page.items.length);
    isLast = page.isLast;
  }
  expect(sizes).toEqual([40, 40, 10]);
  expect(read).toEqual(known);
});

test('rows of earlier releases, which hold their verdict, read the same', async () => {
  const world = createBatchWorld();
  const { services, make, scoreAll } = world;
  const projectId = newProject();
  const { id } = await make(projectId, samplesOf(30));
  const { id: baseId } = await make(projectId, samplesOf(30));
  await scoreAll();
  const read = () => pageItems(projectId, id, { limit: 100, include: 'sample' }, services);
  const compare = () =>
    compareBatches({ projectId, batchId: id, base: baseId, query: {} }, services);
  const before = [await read(), await compare()];
  await unpackRows(id, services);
  expect(await rowsWithVerdict(id)).toBe(30);
  expect([await read(), await compare()]).toEqual(before);
});

test.each(['packed', 'as earlier releases wrote them'])(
  'errors that are retried keep their other scores: %s',
  async (form) => {
    let isOut = true;
    let asked = 0;
    const world = createBatchWorld(
      {},
      {
        async runScorers(scorers, sample, context) {
          const scores = await runScorers(scorers, sample, context);
          asked += scores.filter(({ name }) => name !== 'judge').length;
          return scores.map((score) =>
            score.name === 'judge' && isOut ? { ...outage(score), required: true } : score,
          );
        },
      },
    );
    const { services, make, scoreAll, ranges } = world;
    const projectId = newProject();
    const scorers = ['exact-match', { scorer: 'levenshtein', as: 'judge' }];
    const { id } = await make(projectId, samplesOf(2), { scorers });
    await ranges.deliver(0, (batch) => scoreRanges(batch, services));
    await ranges.deliver(0, (batch) => recordDeadRanges(batch, services));
    const failed = await pageItems(projectId, id, {}, services);
    expect(new Set(failed.items.map(({ status }) => status))).toEqual(new Set(['error']));
    if (form !== 'packed') await unpackRows(id, services);
    const askedBefore = asked;
    isOut = false;
    await retryBatch(projectId, id, services);
    await scoreAll();
    const { items } = await pageItems(projectId, id, {}, services);
    expect(items.map(({ verdict }) => verdict?.scores.map(({ status }) => status))).toEqual(
      Array(2).fill(['scored', 'scored']),
    );
    expect(asked).toBe(askedBefore);
    expect(await stalePacks(id)).toBe(0);
  },
);

type Store = ReturnType<typeof createBatchWorld>['services'];

/** Puts each verdict of a batch into a pack of its own. */
async function packEach(batchId: string, items: readonly { at: number; verdict: string | null }[]) {
  const version = 9;
  const same = {
    status: 'passed',
    attempts: 1,
    digest: '[]',
    errorCode: null,
    errorMessage: null,
  } as const;
  const statements = items.map(async ({ at, verdict }) => {
    const { packs } = await packVerdicts([{ ...same, at, verdict, names: '["a"]' }]);
    return [
      ...packs.map(({ names, body }) =>
        env.DB.prepare('INSERT INTO batch_packs VALUES (?1, ?2, ?3, ?4, ?5)').bind(
          ...[batchId, at, version, names, body],
        ),
      ),
      env.DB.prepare(
        'UPDATE batch_results SET packed_at = ?2, packed_version = ?3 WHERE batch_id = ?1 AND at = ?2',
      ).bind(batchId, at, version),
    ];
  });
  await env.DB.batch((await Promise.all(statements)).flat());
}

/** Puts results into the form of earlier releases: verdict and digest in the row, names in the digest. */
async function unpackRows(id: string, { items }: Store): Promise<void> {
  const page = await items.page({ batchId: id, after: -1, limit: 1_000 });
  const rows = page.items.map(({ at, verdict }) => {
    const { value, passed, scores } = JSON.parse(verdict ?? 'null');
    const digest = {
      value,
      passed,
      costUsd: 0,
      inputTokens: 0,
      outputTokens: 0,
      scores: scores.map((score: Record<string, unknown>) => [
        score.name,
        score.status,
        score.value,
        score.passed,
      ]),
    };
    return env.DB.prepare(
      `UPDATE batch_results SET verdict = ?3, digest = ?4, packed_at = NULL, packed_version = NULL,
         bytes = NULL WHERE batch_id = ?1 AND at = ?2`,
    ).bind(id, at, verdict, JSON.stringify(digest));
  });
  await env.DB.batch(rows);
  await env.DB.prepare('DELETE FROM batch_packs WHERE batch_id = ?1').bind(id).run();
}

async function rowsWithVerdict(id: string): Promise<number | undefined> {
  const row = await env.DB.prepare(
    'SELECT count(verdict) AS n FROM batch_results WHERE batch_id = ?1',
  )
    .bind(id)
    .first<{ n: number }>();
  return row?.n;
}

async function stalePacks(id: string): Promise<number | undefined> {
  const row = await env.DB.prepare(
    `SELECT count(*) AS n FROM batch_packs WHERE batch_id = ?1 AND (at, version) NOT IN
       (SELECT packed_at, packed_version FROM batch_results
        WHERE batch_id = ?1 AND packed_at IS NOT NULL)`,
  )
    .bind(id)
    .first<{ n: number }>();
  return row?.n;
}
