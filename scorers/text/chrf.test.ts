import fc from 'fast-check';
import { expect, test } from 'vitest';
import { referenceRows } from '../testing/reference-data.ts';
import { score, scoreValue } from '../testing/score.ts';
import { chrf, chrfOf, chrfStatistics } from './chrf.ts';

type Settings = Parameters<typeof chrfOf>[1];

const defaults: Settings = {
  charOrder: 6,
  wordOrder: 0,
  beta: 2,
  lowercase: false,
  removeWhitespace: true,
  epsSmoothing: false,
};

// sacrebleu's own tests, test/test_chrf.py: sentences with epsilon smoothing.
const czech: [output: string, expected: string, chrf: number][] = [
  [
    'Co nás nejvíc trápí, protože lékaři si vybírají, kdo bude žít a kdo zemře.',
    'Nejvíce smutní jsme z toho, že musíme rozhodovat o tom, kdo bude žít a kdo zemře.',
    39.14078509,
  ],
  [
    'Lapali po dechu, jejich životy skončily dřív, než skutečně začaly.',
    'Lapali po dechu a pak jejich život skončil - dřív, než skutečně mohl začít, připomněli.',
    57.15704367,
  ],
];
for (const [output, expected, value] of czech) {
  test(`equals sacrebleu on "${output.slice(0, 20)}…"`, async () => {
    const result = await score(chrf, { output, expected }, { epsSmoothing: true });
    expect(result.raw).toBeCloseTo(value, 6);
  });
}

test('spaces count when they are kept', async () => {
  const sample = { output: 'a b', expected: 'ab' };
  expect(await scoreValue(chrf, sample)).toBe(1);
  expect(await scoreValue(chrf, sample, { removeWhitespace: false })).toBeLessThan(1);
});

test('chrF++ adds words, punctuation at their ends cut off', async () => {
  const sample = { output: 'Well, yes', expected: 'Well yes' };
  const plus = await score('chrf++', sample);
  // Words: 2 of 3 and 2 of 2, then no word pair; characters as chrF counts them.
  const characters = chrfStatistics('Well,yes', ['Wellyes'], defaults);
  const words = [
    { output: 3, reference: 2, matches: 2 },
    { output: 2, reference: 1, matches: 0 },
  ];
  expect(plus.raw).toBeCloseTo(chrfOf([[...characters, ...words]], defaults), 10);
});

test('an emoji is one character', () => {
  expect(chrfStatistics('😀', ['😀'], defaults)[0]).toEqual({
    output: 1,
    reference: 1,
    matches: 1,
  });
});

test('the reference that fits best counts', async () => {
  expect(await scoreValue(chrf, { output: 'abc', expected: ['xyz', 'abc'] })).toBe(1);
});

test('with beta 1 output and reference may change places', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), async (a, b) => {
      const there = await scoreValue(chrf, { output: a, expected: b }, { beta: 1 });
      const back = await scoreValue(chrf, { output: b, expected: a }, { beta: 1 });
      expect(there).toBeCloseTo(back, 10);
    }),
    { numRuns: 30 },
  );
});

const names: Record<string, keyof Settings> = {
  char_order: 'charOrder',
  word_order: 'wordOrder',
  beta: 'beta',
  remove_whitespace: 'removeWhitespace',
  eps_smoothing: 'epsSmoothing',
};

for (const row of referenceRows('text_metrics.dev.jsonl', { metric: 'corpus_chrf' })) {
  test(`agrees with sacrebleu on ${row.id}`, () => {
    const { hyp, refs, params, expected, tolerance } = row as unknown as {
      hyp: string[];
      refs: string[][];
      params: Record<string, number | boolean>;
      expected: number;
      tolerance: number;
    };
    const given = Object.entries(params).map(([name, value]) => [names[name] ?? name, value]);
    const settings: Settings = { ...defaults, ...Object.fromEntries(given) };
    const segments = hyp.map((output, i) =>
      chrfStatistics(
        output,
        refs.map((stream) => stream[i] ?? ''),
        settings,
      ),
    );
    expect(Math.abs(chrfOf(segments, settings) - expected)).toBeLessThanOrEqual(tolerance);
  });
}
