import type { JsonObject, Sample } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import type { Scorer } from '../define.ts';
import { referenceRows } from '../testing/reference-data.ts';
import { score } from '../testing/score.ts';
import { bleu } from './bleu.ts';
import { chrf } from './chrf.ts';
import { ter } from './ter.ts';

/** The metric of samples together, of what was counted in each. */
async function corpusOf(scorer: Scorer, samples: readonly Sample[], params: JsonObject = {}) {
  const settings = scorer.params.parse(params);
  let sums: number[] = [];
  for (const sample of samples) {
    const result = await score(scorer, sample, params);
    const counts = result.status === 'scored' ? (result.counts ?? []) : [];
    sums = counts.map((count, i) => count + (sums[i] ?? 0));
  }
  return scorer.corpus?.(sums, settings).raw;
}

// The README of sacrebleu, and two more segments, one of them empty.
const samples: Sample[] = [
  ['The dog bit the man.', 'The dog bit the man.', 'The dog had bit the man.'],
  ["It wasn't surprising.", 'It was not unexpected.', 'No one was surprised.'],
  ['The man had just bitten him.', 'The man bit him first.', 'The man had bitten the dog.'],
  ['No', 'No, thanks.', 'No.'],
  ['', 'Nothing here', 'Empty it is'],
].map(([output = '', ...expected]) => ({ output, expected }));

// What corpus_score of sacrebleu 2.6.0 gives for them.
describe('a corpus is scored as by sacrebleu', () => {
  test.each<[string, Scorer, JsonObject, number]>([
    ['BLEU()', bleu, {}, 41.33704726489829],
    ["BLEU(smooth_method='floor')", bleu, { smoothing: 'floor' }, 41.33704726489829],
    [
      "BLEU(lowercase=True, smooth_method='add-k')",
      bleu,
      { lowercase: true, smoothing: 'add-k' },
      44.8891474448209,
    ],
    ['CHRF()', chrf, {}, 52.254886297727644],
    ['CHRF(word_order=2)', chrf, { wordOrder: 2 }, 52.19817746542606],
    ['CHRF(eps_smoothing=True)', chrf, { epsSmoothing: true }, 52.25048456331921],
    ['TER()', ter, {}, 47.368421052631575],
    [
      'TER(normalized=True, no_punct=True)',
      ter,
      { normalized: true, noPunct: true },
      42.10526315789473,
    ],
  ])('%s', async (_, scorer, params, expected) => {
    expect(await corpusOf(scorer, samples, params)).toBeCloseTo(expected, 9);
  });
});

test('a corpus too short for an order has BLEU 0, though its sentences are scored by the orders they have', async () => {
  const short = [
    { output: 'the cat sat', expected: 'the cat sat' },
    { output: 'a b', expected: 'a c' },
  ];
  expect(await corpusOf(bleu, short)).toBe(0);
  expect(await score(bleu, short[0] ?? {})).toMatchObject({ raw: expect.closeTo(100) });
});

test('a corpus of one sample without effective order is that sample', async () => {
  const sample = samples[2] ?? {};
  for (const [scorer, params] of [
    [bleu, { effectiveOrder: false }],
    [chrf, {}],
    [ter, {}],
  ] as const) {
    const { raw } = await score(scorer, sample, params);
    expect(await corpusOf(scorer, [sample], params)).toBe(raw);
  }
});

const NAMES: Record<string, string> = {
  smooth: 'smoothing',
  smooth_value: 'smoothValue',
  tokenize: 'tokenize',
  lowercase: 'lowercase',
  max_ngram_order: 'maxOrder',
  char_order: 'charOrder',
  word_order: 'wordOrder',
  beta: 'beta',
  eps_smoothing: 'epsSmoothing',
  remove_whitespace: 'removeWhitespace',
  effective_order: 'effectiveOrder',
};

for (const [metric, scorer] of [
  ['corpus_bleu', bleu],
  ['corpus_chrf', chrf],
  ['corpus_ter', ter],
] as const) {
  for (const row of referenceRows('text_metrics.dev.jsonl', { metric })) {
    test(`the counts of samples add up to ${row.id} of sacrebleu`, async () => {
      const { hyp, refs, params, expected, tolerance } = row as unknown as {
        hyp: string[];
        refs: string[][];
        params: JsonObject;
        expected: number;
        tolerance: number;
      };
      const settings = Object.entries(params).flatMap(([name, value]) => {
        const ours = NAMES[name];
        return ours === undefined || value === null ? [] : [[ours, value]];
      });
      const raw = await corpusOf(
        scorer,
        hyp.map((output, i) => ({ output, expected: refs.map((stream) => stream[i] ?? '') })),
        Object.fromEntries(settings),
      );
      expect(Math.abs((raw ?? Number.NaN) - expected)).toBeLessThanOrEqual(tolerance);
    });
  }
}
