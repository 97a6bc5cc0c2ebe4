import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { referenceRows } from '../testing/reference-data.ts';
import { score, scoreValue } from '../testing/score.ts';
import { rougeL } from './rouge-l.ts';
import { rougeLsum } from './rouge-lsum.ts';
import { rougeN } from './rouge-n.ts';

const measures = ['precision', 'recall', 'fmeasure'] as const;

async function measuresOf(scorer: string, output: string, expected: string, params = {}) {
  const values = measures.map((measure) =>
    scoreValue(scorer, { output, expected }, { ...params, measure }),
  );
  return Promise.all(values);
}

// The example of rouge_score's README: target and prediction, stemmed.
test("equals rouge_score on its README's example", async () => {
  const target = 'The quick brown fox jumps over the lazy dog';
  const output = 'The quick brown dog jumps on the log.';
  const params = { useStemmer: true };
  expect(await measuresOf('rouge-1', output, target, params)).toEqual([
    expect.closeTo(6 / 8),
    expect.closeTo(6 / 9),
    expect.closeTo(12 / 17),
  ]);
  expect(await measuresOf('rouge-l', output, target, params)).toEqual([
    expect.closeTo(5 / 8),
    expect.closeTo(5 / 9),
    expect.closeTo(10 / 17),
  ]);
});

// rouge_score's own tests, rouge_scorer_test.py.
const published: [scorer: string, output: string, precision: number, recall: number, f: number][] =
  [
    ['rouge-2', 'testing one', 1, 1 / 2, 2 / 3],
    ['rouge-l', 'testing one', 1, 2 / 3, 4 / 5],
    ['rouge-l', '', 0, 0, 0],
    ['rouge-lsum', '/', 0, 0, 0],
  ];
for (const [scorer, output, ...expected] of published) {
  test(`${scorer} equals rouge_score on "${output}"`, async () => {
    expect(await measuresOf(scorer, output, 'testing one two')).toEqual(
      expected.map((value) => expect.closeTo(value, 10)),
    );
  });
}

test('words are compared without capitals and punctuation', async () => {
  expect(await scoreValue(rougeN, { output: 'Hello, World!', expected: 'hello world' })).toBe(1);
});

test('the stemmer leaves words of three letters alone', async () => {
  const sample = { output: 'was cats running', expected: 'wa cat run' };
  expect(await scoreValue(rougeN, sample, { useStemmer: true })).toBeCloseTo(2 / 3);
});

test('the best of several references counts', async () => {
  const sample = { output: 'a b c', expected: ['x', 'a b c', 'a'] };
  for (const scorer of [rougeN, rougeL, rougeLsum])
    expect(await scoreValue(scorer, sample)).toBe(1);
});

describe('other scripts', () => {
  const sample = { output: '今天天气很好', expected: '今天天气不好' };

  test('a digit or a name among other letters does not make a text readable', async () => {
    const sample = { output: 'Заказ 7 отменён', expected: 'Заказ 7 доставлен' };
    for (const scorer of [rougeN, rougeL, rougeLsum]) {
      expect(await score(scorer, sample)).toMatchObject({
        error: { code: 'sample_field_invalid' },
      });
    }
    const named = {
      output: '使用 Python 编写代码很容易',
      expected: '使用 Python 编写代码非常困难',
    };
    expect(await score(rougeN, named)).toMatchObject({ status: 'error' });
    expect(await scoreValue(rougeN, named, { tokenize: 'unicode' })).toBeLessThan(1);
    const latin = { output: 'Größe 7 übrig', expected: 'Größe 7 übrig (Σ)' };
    expect(await scoreValue(rougeN, latin)).toBe(1);
  });

  test('an expected text without Latin letters is an error that says what to do', async () => {
    for (const scorer of [rougeN, rougeL, rougeLsum]) {
      expect(await score(scorer, sample)).toMatchObject({
        error: { code: 'sample_field_invalid', message: expect.stringContaining('unicode') },
      });
    }
  });

  test('are read by Unicode words', async () => {
    const value = await scoreValue(rougeN, sample, { tokenize: 'unicode' });
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThan(1);
  });

  test('an output in another script than the expected text has nothing of it', async () => {
    expect(await scoreValue(rougeL, { output: '今天', expected: 'today' })).toBe(0);
  });
});

/** The table that textbooks fill, to hold the bit-parallel one against. */
function subsequenceLength(a: string[], b: string[]): number {
  let above = b.map(() => 0);
  for (const token of a) {
    const row: number[] = [];
    for (const [j, other] of b.entries()) {
      const diagonal = (above[j - 1] ?? 0) + 1;
      row.push(token === other ? diagonal : Math.max(above[j] ?? 0, row[j - 1] ?? 0));
    }
    above = row;
  }
  return above.at(-1) ?? 0;
}

const sentence = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 100 });

test('ROUGE-L finds what the plain table finds, over many words of bits', async () => {
  await fc.assert(
    fc.asyncProperty(sentence, sentence, async (a, b) => {
      const recall = await scoreValue(
        rougeL,
        { output: a.join(' '), expected: b.join(' ') },
        { measure: 'recall' },
      );
      expect(recall * b.length).toBeCloseTo(subsequenceLength(a, b), 8);
    }),
  );
});

test('on one line ROUGE-Lsum is ROUGE-L', async () => {
  await fc.assert(
    fc.asyncProperty(sentence, sentence, async (a, b) => {
      const sample = { output: a.join(' '), expected: b.join(' ') };
      expect(await scoreValue(rougeLsum, sample)).toBeCloseTo(await scoreValue(rougeL, sample), 12);
    }),
  );
});

test('one line of sixteen thousand words on either side is too large for ROUGE-Lsum', async () => {
  const text = 'word '.repeat(16_000);
  expect(await score(rougeLsum, { output: text, expected: text })).toMatchObject({
    error: { code: 'sample_too_large' },
  });
});

// The hyphenated rouge-1, rouge-2 and rouge-l of the reference file are pltrdy's, who counts each
// n-gram once and cuts at spaces: another definition, not tested here.
for (const metric of ['rouge1', 'rouge2', 'rougeL', 'rougeLsum']) {
  for (const row of referenceRows('text_metrics.dev.jsonl', { metric })) {
    test(`agrees with rouge_score on ${row.id}`, async () => {
      const { hyp, refs, params, expected, tolerance } = row as unknown as {
        hyp: string;
        refs: string[];
        params: { use_stemmer: boolean };
        expected: { p: number; r: number; f: number };
        tolerance: number;
      };
      const useStemmer = params.use_stemmer;
      const got = await measuresOf(metric, hyp, refs[0] ?? '', { useStemmer });
      for (const [i, value] of [expected.p, expected.r, expected.f].entries()) {
        expect(Math.abs((got[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(tolerance);
      }
    });
  }
}
