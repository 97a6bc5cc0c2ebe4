import { env } from 'cloudflare:workers';
import type { Sample, ScorerReference } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { createBatchWorld, newProject } from '../../testing/batch-world.ts';
import { compareBatches } from './compare-batches.ts';
import { getBatchReport } from './find-batches.ts';

const expected = ['the cat sat on a mat', 'he said goodbye to the crowd there'];
const worse = ['the cat sat on the mat', 'he said hello to the crowd'];
const better = ['the cat sat on a mat', 'he said hello to the crowd there'];
const SCORERS: ScorerReference[] = ['bleu', 'chrf', 'ter', 'exact-match'];

function samplesOf(outputs: readonly string[]): Sample[] {
  return outputs.map((output, i) => ({ id: `s-${i}`, output, expected: expected[i] ?? '' }));
}

async function batchOf(outputs: readonly string[], scorers = SCORERS, projectId = newProject()) {
  const world = createBatchWorld();
  const { id } = await world.make(projectId, samplesOf(outputs), { scorers });
  await world.scoreAll();
  const report = await getBatchReport(projectId, id, world.services);
  const corpus = Object.fromEntries(report.statistics.map((one) => [one.name, one.corpus]));
  return { id, projectId, world, corpus };
}

// What corpus_score of sacrebleu 2.6.0 gives for these texts.
const WORSE = { bleu: 38.683102506800005, chrf: 55.93210876565945, ter: 23.076923076923077 };
const BETTER = { bleu: 73.23852725998857, chrf: 75.95941532306104, ter: 7.6923076923076925 };

test('a batch has corpus BLEU, chrF and TER beside the means of its samples', async () => {
  const { corpus } = await batchOf(worse);
  for (const [name, raw] of Object.entries(WORSE)) {
    const value = name === 'ter' ? 1 - raw / 100 : raw / 100;
    expect(corpus[name]).toEqual({ raw: expect.closeTo(raw), value: expect.closeTo(value) });
  }
  expect(corpus['exact-match']).toBeUndefined();
});

test('a comparison has the difference of the corpora', async () => {
  const base = await batchOf(worse);
  const { id, projectId, world } = await batchOf(better, SCORERS, base.projectId);
  const { scorers } = await compareBatches(
    { projectId, batchId: id, base: base.id, query: {} },
    world.services,
  );
  const found = new Map(scorers.map((one) => [one.name, one.corpus]));
  for (const name of ['bleu', 'chrf', 'ter'] as const) {
    expect(found.get(name)).toMatchObject({
      batch: { raw: expect.closeTo(BETTER[name]) },
      base: { raw: expect.closeTo(WORSE[name]) },
      difference: { raw: expect.closeTo(BETTER[name] - WORSE[name]) },
    });
  }
  expect(found.get('verdict')).toBeUndefined();
  expect(found.get('exact-match')).toBeUndefined();
});

test('an answer that nothing is extracted of is a segment without words', async () => {
  const reference: ScorerReference = {
    scorer: 'ter',
    extract: [{ by: 'marker', marker: 'Answer:' }],
  };
  const { corpus } = await batchOf(['Answer: the cat sat on a mat', 'none'], [reference]);
  expect(corpus.ter).toEqual({
    raw: expect.closeTo((100 * 7) / 13),
    value: expect.closeTo(6 / 13),
  });
});

test('a negated score has the corpus value negated too', async () => {
  const { corpus } = await batchOf(worse, [{ scorer: 'ter', negate: true, as: 'ter' }]);
  expect(corpus.ter).toEqual({
    raw: expect.closeTo(WORSE.ter),
    value: expect.closeTo(WORSE.ter / 100),
  });
});

test('batches of a release that counted nothing have no corpus, and are compared without', async () => {
  const base = await batchOf(worse);
  await env.DB.batch([
    env.DB.prepare(
      "UPDATE batch_results SET digest = (SELECT json_group_array(value) FROM json_each(digest) WHERE type <> 'array') WHERE batch_id = ?1",
    ).bind(base.id),
    env.DB.prepare(
      "UPDATE batch_ranges SET summary = json_remove(summary, '$[0][1].corpus', '$[1][1].corpus', '$[2][1].corpus') WHERE batch_id = ?1",
    ).bind(base.id),
  ]);
  const report = await getBatchReport(base.projectId, base.id, base.world.services);
  expect(report.statistics.map(({ corpus }) => corpus)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  const { id, projectId, world } = await batchOf(better, SCORERS, base.projectId);
  const { scorers, pairs } = await compareBatches(
    { projectId, batchId: id, base: base.id, query: {} },
    world.services,
  );
  expect(pairs).toBe(2);
  expect(scorers.map(({ corpus }) => corpus)).toEqual(scorers.map(() => undefined));
});
