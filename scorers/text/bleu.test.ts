import type { JsonObject } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { referenceRows } from '../testing/reference-data.ts';
import { score, scoreValue } from '../testing/score.ts';
import { bleu, bleuOf, bleuStatistics } from './bleu.ts';
import { tokenize } from './tokenize.ts';

type Settings = Parameters<typeof bleuOf>[1] & Parameters<typeof bleuStatistics>[2];

const corpusDefaults: Settings = {
  tokenize: '13a',
  lowercase: false,
  maxOrder: 4,
  smoothing: 'exp',
  effectiveOrder: false,
};

/** sacrebleu's corpus_bleu: `streams[k][i]` is the k-th reference of segment i. */
function corpusBleu(outputs: string[], streams: string[][], settings: Partial<Settings> = {}) {
  const all = { ...corpusDefaults, ...settings };
  const segments = outputs.map((output, i) =>
    bleuStatistics(
      output,
      streams.map((stream) => stream[i] ?? ''),
      all,
    ),
  );
  return bleuOf(segments, all).bleu;
}

// The README of sacrebleu, "Using SacreBLEU from Python".
const readme = {
  outputs: ['The dog bit the man.', "It wasn't surprising.", 'The man had just bitten him.'],
  streams: [
    ['The dog bit the man.', 'It was not unexpected.', 'The man bit him first.'],
    ['The dog had bit the man.', 'No one was surprised.', 'The man had bitten the dog.'],
  ],
};

test('equals sacrebleu on the corpus of its README', () => {
  expect(corpusBleu(readme.outputs, readme.streams)).toBeCloseTo(48.530827, 5);
});

test('statistics of a corpus are the sums of those of its segments', () => {
  const corpus = readme.outputs.map((output, i) =>
    bleuStatistics(
      output,
      readme.streams.map((stream) => stream[i] ?? ''),
      corpusDefaults,
    ),
  );
  const [first, ...rest] = corpus;
  expect(first).toEqual({
    matches: [6, 5, 4, 3],
    totals: [6, 5, 4, 3],
    outputLength: 6,
    referenceLength: 6,
  });
  expect(rest).toHaveLength(2);
});

test('without a match in some order and without smoothing BLEU is 0', async () => {
  const sample = { output: 'a b c d', expected: 'a b x d' };
  expect(await scoreValue(bleu, sample, { smoothing: 'none' })).toBe(0);
  expect(await scoreValue(bleu, sample)).toBeGreaterThan(0);
});

test('an empty output is 0, a text against itself is 1', async () => {
  expect(await scoreValue(bleu, { output: '', expected: 'a text' })).toBe(0);
  expect(await scoreValue(bleu, { output: 'ok', expected: 'ok' })).toBe(1);
});

test('of two references equally near in length the shorter sets the penalty', () => {
  const statistics = bleuStatistics('a b c', ['a b', 'a b c d'], corpusDefaults);
  expect(statistics.referenceLength).toBe(2);
});

test('capitals count unless told otherwise', async () => {
  const sample = { output: 'the cat', expected: 'The Cat' };
  expect(await scoreValue(bleu, sample)).toBe(0);
  expect(await scoreValue(bleu, sample, { lowercase: true })).toBe(1);
});

test('a smoothing that does not exist is refused', async () => {
  await expect(score(bleu, { output: 'a', expected: 'a' }, { smoothing: 'x' })).rejects.toThrow(
    '/params/smoothing',
  );
});

test('a text repeated in the references changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.lorem(), fc.lorem(), async (output, expected) => {
      const once = await scoreValue(bleu, { output, expected });
      expect(await scoreValue(bleu, { output, expected: [expected, expected] })).toBe(once);
    }),
    { numRuns: 30 },
  );
});

describe('tokenisers', () => {
  test('13a keeps numbers whole and cuts punctuation off', () => {
    expect(tokenize('It costs $1,000.50 &amp; more (about 5-6%).', '13a')).toEqual(
      'It costs $ 1,000.50 & more ( about 5 - 6 % ) .'.split(' '),
    );
  });

  test('intl knows the punctuation of all scripts', () => {
    expect(tokenize('«Да», 1.5€', 'intl')).toEqual(['«', 'Да', '»', ',', '1.5', '€']);
  });

  test('zh makes each Chinese character a token', () => {
    expect(tokenize('我爱GPT 4。', 'zh')).toEqual(['我', '爱', 'GPT', '4', '。']);
  });

  test('char makes each character a token, those beyond the first plane too', () => {
    expect(tokenize('a 😀b', 'char')).toEqual(['a', '😀', 'b']);
  });
});

/** Parameters of a reference row under our names. */
function settingsOf(params: JsonObject): JsonObject {
  const names: Record<string, string> = {
    smooth: 'smoothing',
    smooth_value: 'smoothValue',
    effective_order: 'effectiveOrder',
    max_ngram_order: 'maxOrder',
    tokenize: 'tokenize',
    lowercase: 'lowercase',
  };
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => {
      const ours = names[name];
      return ours === undefined || value === null ? [] : [[ours, value]];
    }),
  );
}

const file = 'text_metrics.dev.jsonl';

for (const row of referenceRows(file, { metric: 'corpus_bleu' })) {
  test(`agrees with sacrebleu on ${row.id}`, () => {
    const { hyp, refs, params, expected, tolerance } = row as unknown as {
      hyp: string[];
      refs: string[][];
      params: JsonObject;
      expected: number;
      tolerance: number;
    };
    const difference = corpusBleu(hyp, refs, settingsOf(params)) - expected;
    expect(Math.abs(difference)).toBeLessThanOrEqual(tolerance);
  });
}

for (const row of referenceRows(file, { metric: 'sentence_bleu' })) {
  test(`agrees with sacrebleu on ${row.id}`, async () => {
    const { hyp, refs, params, expected, tolerance } = row as unknown as {
      hyp: string;
      refs: string[];
      params: JsonObject;
      expected: number;
      tolerance: number;
    };
    const result = await score(bleu, { output: hyp, expected: refs }, settingsOf(params));
    expect(Math.abs((result.raw ?? Number.NaN) - expected)).toBeLessThanOrEqual(tolerance);
  });
}
