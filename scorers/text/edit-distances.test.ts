import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { referenceRows } from '../testing/reference-data.ts';
import { score, scoreValue } from '../testing/score.ts';
import { letters } from '../testing/worst-samples.ts';
import { damerauLevenshtein } from './damerau-levenshtein.ts';
import { jaroWinkler } from './jaro-winkler.ts';
import { levenshtein } from './levenshtein.ts';

const distances = [
  { scorer: levenshtein, metric: 'levenshtein', longest: 50_000 },
  { scorer: damerauLevenshtein, metric: 'damerau_levenshtein', longest: 4_000 },
];

for (const { scorer, metric, longest } of distances) {
  describe(scorer.id, () => {
    for (const row of referenceRows('text_metrics.dev.jsonl', { metric })) {
      test(`agrees with jellyfish on ${row.id}`, async () => {
        const sample = { output: String(row.hyp), expected: String(row.refs) };
        expect((await score(scorer, sample)).raw).toBe(row.expected);
      });
    }

    test('counts characters, not code units', async () => {
      const result = await score(scorer, { output: 'a😀b', expected: 'a🎉b' });
      expect(result).toMatchObject({ raw: 1, value: expect.closeTo(2 / 3) });
    });

    test('a text over the bound is an error, not a value', async () => {
      const result = await score(scorer, { output: 'a'.repeat(longest + 1), expected: 'a' });
      expect(result).toMatchObject({ status: 'error', error: { code: 'sample_too_large' } });
    });

    test('is a metric: zero for equals alone, the same both ways, no shorter by a detour', async () => {
      const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '😀'), maxLength: 8 });
      const between = async (output: string, expected: string) =>
        (await score(scorer, { output, expected })).raw ?? Number.NaN;
      await fc.assert(
        fc.asyncProperty(text, text, text, async (a, b, c) => {
          expect((await between(a, b)) === 0).toBe(a === b);
          expect(await between(a, b)).toBe(await between(b, a));
          expect(await between(a, c)).toBeLessThanOrEqual(
            (await between(a, b)) + (await between(b, c)),
          );
        }),
      );
    });
  });
}

test('an exchange of neighbours is one edit, also with others between', async () => {
  // jellyfish's own examples of the unrestricted distance.
  const cases: [string, string, number][] = [
    ['ab', 'ba', 1],
    ['ca', 'abc', 2],
    ['jellyifhs', 'jellyfish', 2],
    ['ifhs', 'fish', 2],
  ];
  for (const [output, expected, raw] of cases) {
    expect((await score(damerauLevenshtein, { output, expected })).raw, output).toBe(raw);
  }
});

describe('jaro-winkler', () => {
  // W. E. Winkler, "Overview of record linkage and current research directions", 2006, table 6.
  const published: [string, string, number, number][] = [
    ['SHACKLEFORD', 'SHACKELFORD', 0.97, 0.982],
    ['DUNNINGHAM', 'CUNNIGHAM', 0.896, 0.896],
    ['NICHLESON', 'NICHULSON', 0.926, 0.956],
    ['JONES', 'JOHNSON', 0.79, 0.832],
    ['MASSEY', 'MASSIE', 0.889, 0.933],
    ['ABROMS', 'ABRAMS', 0.889, 0.922],
    ['ITMAN', 'SMITH', 0.467, 0.467],
    ['JERALDINE', 'GERALDINE', 0.926, 0.926],
    ['MARHTA', 'MARTHA', 0.944, 0.961],
    ['MICHELLE', 'MICHAEL', 0.869, 0.921],
    ['DWAYNE', 'DUANE', 0.822, 0.84],
    ['DIXON', 'DICKSONX', 0.767, 0.813],
  ];
  for (const [output, expected, jaro, winkler] of published) {
    test(`agrees with the published values of ${output} and ${expected}`, async () => {
      expect(await scoreValue('jaro', { output, expected })).toBeCloseTo(jaro, 3);
      expect(await scoreValue(jaroWinkler, { output, expected })).toBeCloseTo(winkler, 3);
    });
  }

  test('is 1 for equals, 0 for strangers, and 1 for two empty texts', async () => {
    expect(await scoreValue(jaroWinkler, { output: 'abc', expected: 'abc' })).toBe(1);
    expect(await scoreValue(jaroWinkler, { output: 'abc', expected: 'xyz' })).toBe(0);
    expect(await scoreValue(jaroWinkler, { output: '', expected: '' })).toBe(1);
    expect(await scoreValue(jaroWinkler, { output: '', expected: 'a' })).toBe(0);
  });

  test('case counts unless told otherwise', async () => {
    const sample = { output: 'MARTHA', expected: 'martha' };
    expect(await scoreValue(jaroWinkler, sample)).toBe(0);
    expect(await scoreValue(jaroWinkler, sample, { caseSensitive: false })).toBe(1);
  });
});

describe('of several expected texts', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

  for (const scorer of [levenshtein, damerauLevenshtein, jaroWinkler]) {
    test(`${scorer.id} takes the first of the nearest, passed over or not`, async () => {
      await fc.assert(
        fc.asyncProperty(
          texts,
          fc.array(texts, { minLength: 1, maxLength: 6 }),
          async (output, all) => {
            const { value, raw } = await score(scorer, { output, expected: all });
            const each = await Promise.all(
              all.map((expected) => score(scorer, { output, expected })),
            );
            const best = each.reduce((a, b) => ((b.value ?? 0) > (a.value ?? 0) ? b : a));
            expect([value, raw]).toEqual([best.value, best.raw]);
          },
        ),
      );
    });
  }

  const far = (length: number, count: number) => ({
    output: letters(length, 1),
    expected: Array.from({ length: count }, (_, i) => letters(length, i + 2)),
  });

  test('many that are long and far meet the limit of work, which is no value', async () => {
    for (const [scorer, sample] of [
      [levenshtein, far(50_000, 19)],
      [damerauLevenshtein, far(4_000, 30)],
    ] as const) {
      expect(await score(scorer, sample)).toMatchObject({
        status: 'error',
        value: null,
        error: { code: 'work_limit_exceeded' },
        reason: expect.stringContaining('comparing `output` with `expected`'),
      });
    }
  });

  test('many of ordinary length are compared', async () => {
    expect(await score(levenshtein, far(2_000, 100))).toMatchObject({ status: 'scored' });
    expect(await score(damerauLevenshtein, far(400, 100))).toMatchObject({ status: 'scored' });
    expect(await score(jaroWinkler, far(20_000, 20))).toMatchObject({ status: 'scored' });
  });
});

test('jaro finds the matches that looking through the whole reach would find', async () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 24 });
  await fc.assert(
    fc.asyncProperty(texts, texts, async (output, expected) => {
      expect(await scoreValue('jaro', { output, expected })).toBeCloseTo(
        jaroByDefinition(output, expected),
        10,
      );
    }),
  );
});

/** Jaro's definition, word for word. */
function jaroByDefinition(a: string, b: string): number {
  if (a === '' && b === '') return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const partners = new Map<number, number>();
  for (const [i, letter] of [...a].entries()) {
    const j = [...b].findIndex(
      (other, at) =>
        other === letter && Math.abs(at - i) <= reach && ![...partners.values()].includes(at),
    );
    if (j !== -1) partners.set(i, j);
  }
  const m = partners.size;
  if (m === 0) return 0;
  const inA = [...partners.keys()].map((i) => a[i]);
  const inB = [...partners.values()].sort((x, y) => x - y).map((j) => b[j]);
  const t = Math.floor(inA.filter((letter, i) => letter !== inB[i]).length / 2);
  return (m / a.length + m / b.length + (m - t) / m) / 3;
}

for (const scorer of [levenshtein, damerauLevenshtein, jaroWinkler]) {
  test(`${scorer.id} folds case in full where capitals do not count`, async () => {
    const samples = [
      { output: 'STRASSE', expected: 'straße' },
      { output: 'ΝΕΟΣ', expected: 'νεος' },
      { output: 'ﬁne', expected: 'FINE' },
    ];
    for (const sample of samples) {
      expect(await scoreValue(scorer, sample, { caseSensitive: false }), sample.output).toBe(1);
    }
  });
}
