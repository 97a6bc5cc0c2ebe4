import type { Context, Sample } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { referenceRows } from '../testing/reference-data.ts';
import { score, scoreValue } from '../testing/score.ts';

// What the rank metrics share: which contexts are relevant, and in which order they stand.

const CUT_METRICS = [
  'precision-at-k',
  'recall-at-k',
  'f-at-k',
  'hit-rate',
  'mrr',
  'map',
  'ndcg',
  'dcg',
];
// Without a cut-off. Rank-biased precision never reaches 1.
const WHOLE_METRICS = ['r-precision', 'bpref', 'rbp'];

function documents(...ids: string[]): Context[] {
  return ids.map((id) => ({ id, text: `text of ${id}` }));
}

describe('which contexts are relevant', () => {
  test('contexts and references with ids are compared by id, whatever their texts', async () => {
    const contexts = [{ id: 'a', text: 'same' }];
    const referenceContexts = [{ id: 'b', text: 'same' }];
    expect(await scoreValue('recall-at-k', { contexts, referenceContexts })).toBe(0);
  });

  test('a context without an id is compared by text', async () => {
    const referenceContexts = [{ id: 'b', text: 'same' }];
    expect(await scoreValue('recall-at-k', { contexts: ['same'], referenceContexts })).toBe(1);
  });

  test('a reference without an id is compared by text', async () => {
    const contexts = [{ id: 'a', text: 'same' }];
    const referenceContexts = [{ text: 'same' }];
    expect(await scoreValue('recall-at-k', { contexts, referenceContexts })).toBe(1);
  });

  test('a reference given as a plain text is an id or a text', async () => {
    const contexts = [{ id: 'a', text: 'Refunds take 14 days.' }];
    for (const reference of ['a', 'Refunds take 14 days.']) {
      const sample = { contexts, referenceContexts: [reference] };
      expect(await scoreValue('recall-at-k', sample), reference).toBe(1);
    }
  });

  test('a reference with gain 0 is judged and not relevant', async () => {
    const referenceContexts = [{ id: 'a', gain: 0 }, { id: 'b' }];
    const sample = { contexts: documents('a', 'b'), referenceContexts };
    expect(await scoreValue('mrr', sample)).toBe(0.5);
  });

  test('with a relevance level only gains that reach it are relevant', async () => {
    const referenceContexts = [
      { id: 'a', gain: 1 },
      { id: 'b', gain: 2 },
      { id: 'c', gain: 3 },
    ];
    const sample = { contexts: documents('a', 'b'), referenceContexts };
    const values = async (id: string, params = {}) => [
      await scoreValue(id, sample, params),
      await scoreValue(id, sample, { ...params, relevanceLevel: 2 }),
    ];
    expect(await values('mrr')).toEqual([1, 1 / 2]);
    expect(await values('recall-at-k')).toEqual([2 / 3, 1 / 2]);
    expect(await values('precision-at-k')).toEqual([1, 1 / 2]);
    expect(await values('hit-rate', { k: 1 })).toEqual([1, 0]);
    expect(await values('map')).toEqual([2 / 3, 1 / 4]);
    expect(await values('bpref')).toEqual([2 / 3, 0]);
    const result = await score('mrr', sample, { relevanceLevel: 4 });
    expect(result).toMatchObject({ status: 'abstained' });
  });

  test('a reference given twice is one document, with the higher gain', async () => {
    const referenceContexts = [{ id: 'a', gain: 1 }, { id: 'a', gain: 3 }, { id: 'b' }];
    const sample = { contexts: documents('a'), referenceContexts };
    expect(await scoreValue('recall-at-k', sample)).toBe(0.5);
    expect((await score('ndcg', sample)).raw).toBe(3);
  });

  test('a document retrieved twice counts at its first place only', async () => {
    const sample = { contexts: documents('a', 'x', 'a', 'b'), referenceContexts: ['a', 'b'] };
    expect(await scoreValue('precision-at-k', sample)).toBeCloseTo(2 / 3);
    expect(await scoreValue('map', sample)).toBeCloseTo((1 + 2 / 3) / 2);
    expect(await scoreValue('recall-at-k', sample)).toBe(1);
  });
});

describe('the order of contexts', () => {
  test('is the order given, or by score', async () => {
    const contexts = [
      { id: 'x', text: '', score: 1 },
      { id: 'a', text: '', score: 2 },
    ];
    const sample = { contexts, referenceContexts: ['a'] };
    expect(await scoreValue('mrr', sample)).toBe(0.5);
    expect(await scoreValue('mrr', sample, { rankBy: 'score' })).toBe(1);
  });

  test('equal scores stand by id, descending, as in trec_eval', async () => {
    const contexts = ['a', 'b', 'c'].map((id) => ({ id, text: '', score: 1 }));
    const sample = { contexts, referenceContexts: ['c'] };
    expect(await scoreValue('mrr', sample, { rankBy: 'score' })).toBe(1);
  });

  test('by score needs a score on every context', async () => {
    const sample = { contexts: ['a', 'b'], referenceContexts: ['a'] };
    expect(await score('mrr', sample, { rankBy: 'score' })).toMatchObject({
      status: 'error',
      error: { code: 'sample_field_missing', message: expect.stringContaining('`contexts/0`') },
    });
  });
});

describe.each([...CUT_METRICS, ...WHOLE_METRICS])('%s', (id) => {
  test('abstains when nothing is relevant', async () => {
    for (const referenceContexts of [[], [{ id: 'a', gain: 0 }]]) {
      const result = await score(id, { contexts: documents('a'), referenceContexts });
      expect(result).toMatchObject({ status: 'abstained', value: null, passed: null });
    }
  });

  test('is 0 when nothing was retrieved', async () => {
    expect(await scoreValue(id, { contexts: [], referenceContexts: ['a'] })).toBe(0);
  });

  test('is 1 when all that is relevant comes first, and nothing else', async () => {
    const sample = { contexts: documents('b', 'a'), referenceContexts: ['a', 'b'] };
    const value = await scoreValue(id, sample);
    expect(value).toBeCloseTo(id === 'rbp' ? 0.36 : 1, 12);
  });

  test('never falls when a relevant document takes the place of an irrelevant one', async () => {
    const ranking = fc.array(fc.boolean(), { minLength: 2, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(ranking, fc.nat(), fc.integer({ min: 1, max: 14 }), async (hits, at, k) => {
        const place = at % hits.length;
        fc.pre(hits[place] === true);
        const worse = hits.map((hit, i) => hit && i !== place);
        // As many relevant documents in both, one of them not retrieved in the worse ranking.
        const relevant = hits.map((_, i) => `d${i}`).filter((_, i) => hits[i]);
        const names = (found: boolean[]) => found.map((hit, i) => (hit ? `d${i}` : `x${i}`));
        const value = (found: boolean[]) =>
          scoreValue(
            id,
            { contexts: documents(...names(found)), referenceContexts: relevant },
            CUT_METRICS.includes(id) ? { k } : {},
          );
        expect(await value(worse)).toBeLessThanOrEqual(await value(hits));
      }),
      { numRuns: 50 },
    );
  });
});

// trec_eval's names of the same measures.
const MEASURES: [pattern: RegExp, scorer: string][] = [
  [/^P_(\d+)$/, 'precision-at-k'],
  [/^set_P$/, 'precision-at-k'],
  [/^recall_(\d+)$/, 'recall-at-k'],
  [/^set_recall$/, 'recall-at-k'],
  [/^success_(\d+)$/, 'hit-rate'],
  [/^recip_rank$/, 'mrr'],
  [/^map(?:_cut_(\d+))?$/, 'map'],
  [/^ndcg(?:_cut_(\d+))?$/, 'ndcg'],
  [/^set_F$/, 'f-at-k'],
  [/^Rprec$/, 'r-precision'],
  [/^bpref$/, 'bpref'],
  [/^rbp$/, 'rbp'],
];

for (const row of referenceRows('ir_metrics.jsonl')) {
  const run = row.run as Record<string, number> | null;
  const judged = row.qrels as Record<string, number> | null;
  // The row without a run is the mean over topics.
  if (!run || !judged) continue;
  const sample: Sample = {
    contexts: Object.entries(run).map(([id, points]) => ({ id, text: '', score: points })),
    referenceContexts: Object.entries(judged).map(([id, gain]) => ({ id, gain })),
  };
  test(`agrees with trec_eval on topic ${row.id}`, async () => {
    let compared = 0;
    for (const [measure, expected] of Object.entries(row.expected as Record<string, number>)) {
      for (const [pattern, scorer] of MEASURES) {
        const found = pattern.exec(measure);
        if (!found) continue;
        const params = {
          rankBy: 'score',
          ...(found[1] ? { k: Number(found[1]) } : {}),
          ...(measure === 'rbp' ? { persistence: 0.9 } : {}),
        };
        const value = await scoreValue(scorer, sample, params);
        expect(Math.abs(value - expected), measure).toBeLessThanOrEqual(Number(row.tolerance));
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(0);
  });
}
