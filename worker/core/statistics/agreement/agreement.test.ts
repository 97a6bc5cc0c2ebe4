import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cohenKappa, type Weighting } from './cohen-kappa.ts';
import { gwetAc1, gwetAc1OfMany } from './gwet-ac1.ts';
import { countCategories } from './rated-items.ts';
import { rawAgreement, rawAgreementOfMany } from './raw-agreement.ts';
import { type AgreementTable, crosstabulate } from './table.ts';

// Tables of the package irrCAC, with what its `kappa2.table` and `gwet.ac1.table` give.
const DIAGNOSES = [
  [40, 4, 4, 17],
  [6, 25, 2, 13],
  [4, 1, 21, 12],
  [15, 5, 9, 45],
];
const ABSTRACTORS = [
  [13, 0, 0],
  [0, 20, 7],
  [0, 4, 56],
];
const NEARLY_ONE_CATEGORY = [
  [118, 5],
  [2, 0],
];

const aTable = fc
  .integer({ min: 2, max: 5 })
  .chain((size) =>
    fc.array(fc.array(fc.nat(30), { minLength: size, maxLength: size }), {
      minLength: size,
      maxLength: size,
    }),
  )
  .filter((table) => table.flat().some((count) => count > 0));
const aWeighting = fc.constantFrom<Weighting>('nominal', 'linear', 'quadratic');
const transpose = (table: AgreementTable) =>
  table.map((_, column) => table.map((row) => row[column] ?? 0));
const ones = (table: AgreementTable) => table.map((row) => [...row]);

describe("Cohen's kappa", () => {
  test.each([
    [DIAGNOSES, 'nominal', 0.432, 0.341, 0.522],
    [ABSTRACTORS, 'nominal', 0.796, 0.68, 0.913],
  ] as const)('of %j has the published interval', (table, weighting, value, low, high) => {
    const kappa = cohenKappa(table, weighting);
    expect(kappa?.value).toBeCloseTo(value, 3);
    expect(kappa?.low).toBeCloseTo(low, 3);
    expect(kappa?.high).toBeCloseTo(high, 3);
  });

  test.each([
    [DIAGNOSES, 'linear', 0.407],
    [DIAGNOSES, 'quadratic', 0.383186],
    [ABSTRACTORS, 'linear', 0.843],
    [ABSTRACTORS, 'quadratic', 0.892],
    [NEARLY_ONE_CATEGORY, 'nominal', -0.0234],
  ] as const)('of %j, weighted %s, is as published', (table, weighting, value) => {
    expect(cohenKappa(table, weighting)?.value).toBeCloseTo(value, 3);
  });

  test.each([
    [DIAGNOSES, 'linear', 0.301598648, 0.5120231],
    [ABSTRACTORS, 'quadratic', 0.822011802, 0.962301923],
  ] as const)('of %j, weighted %s, has the published interval', (table, weighting, low, high) => {
    expect(cohenKappa(table, weighting)?.low).toBeCloseTo(low, 7);
    expect(cohenKappa(table, weighting)?.high).toBeCloseTo(high, 7);
  });

  test('has the published standard error', () => {
    expect(cohenKappa(DIAGNOSES)?.standardError).toBeCloseTo(0.046, 3);
    expect(cohenKappa(ABSTRACTORS)?.standardError).toBeCloseTo(0.05891072, 7);
  });

  test('is the same whichever rater comes first, and lies within its interval', () => {
    fc.assert(
      fc.property(aTable, aWeighting, (table, weighting) => {
        const kappa = cohenKappa(table, weighting);
        const turned = cohenKappa(transpose(table), weighting);
        if (kappa === null) {
          expect(turned).toBeNull();
          return;
        }
        expect(turned?.value).toBeCloseTo(kappa.value, 9);
        expect(turned?.low).toBeCloseTo(kappa.low, 6);
        expect(-1 <= kappa.low && kappa.low <= kappa.value + 1e-9).toBe(true);
        expect(kappa.value <= kappa.high + 1e-9 && kappa.high <= 1).toBe(true);
      }),
    );
  });

  test('is the same for nominal categories in any order', () => {
    fc.assert(
      fc.property(aTable, (table) => {
        const reversed = ones(table)
          .map((row) => row.reverse())
          .reverse();
        expect(cohenKappa(reversed)?.value ?? null).toEqual(
          cohenKappa(table) === null ? null : expect.closeTo(cohenKappa(table)?.value ?? 0, 9),
        );
      }),
    );
  });

  test('is null if both raters used one category', () => {
    expect(
      cohenKappa([
        [7, 0],
        [0, 0],
      ]),
    ).toBeNull();
  });

  test('of raters who always agree is less certain the fewer items they have', () => {
    const few = cohenKappa([
      [3, 0],
      [0, 2],
    ]);
    const many = cohenKappa([
      [300, 0],
      [0, 200],
    ]);
    expect([few?.value, few?.high, many?.value, many?.high]).toEqual([1, 1, 1, 1]);
    // Wilson's lower limit of 5 in 5 is .5655; by chance they agree in .52.
    expect(few?.low).toBeCloseTo((0.5655 - 0.52) / 0.48, 3);
    expect(many?.low).toBeGreaterThan(0.98);
  });

  test('does not take a table that is empty or not square', () => {
    expect(() =>
      cohenKappa([
        [0, 0],
        [0, 0],
      ]),
    ).toThrow('counts no items');
    expect(() => cohenKappa([[1, 2], [3]])).toThrow('as many columns as rows');
  });
});

describe("Gwet's AC1", () => {
  test.each([
    [DIAGNOSES, 0.456157635, 0.370530647, 0.541784624],
    [ABSTRACTORS, 0.849330548, 0.763577717, 0.93508338],
  ])('of %j has the published interval', (table, value, low, high) => {
    const ac1 = gwetAc1(table);
    expect(ac1.value).toBeCloseTo(value, 8);
    expect(ac1.low).toBeCloseTo(low, 7);
    expect(ac1.high).toBeCloseTo(high, 7);
  });

  test('stays near the raw agreement where kappa does not', () => {
    expect(gwetAc1(NEARLY_ONE_CATEGORY).value).toBeCloseTo(0.9408, 4);
  });

  // Krippendorff's and Gwet's example of four raters, with what irrCAC's `gwet.ac1.raw` gives.
  const FOUR_RATERS = [
    ...[
      [1, 1, 1],
      [2, 2, 3, 2],
      [3, 3, 3, 3],
      [3, 3, 3, 3],
      [2, 2, 2, 2],
      [1, 2, 3, 4],
    ],
    ...[[4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [5, 5, 5], [1, 1], [3]],
  ];

  test('of several raters with missing ratings is as published', () => {
    const ac1 = gwetAc1OfMany(countCategories(FOUR_RATERS, [1, 2, 3, 4, 5]));
    expect(ac1?.value).toBeCloseTo(0.7754440681, 9);
    expect(ac1?.standardError).toBeCloseTo(0.1429499506, 9);
    expect(ac1?.low).toBeCloseTo(0.460813348, 8);
    expect(ac1?.high).toBe(1);
  });

  test('of two raters is the same from counts as from a table', () => {
    const aPair = fc.tuple(fc.nat(2), fc.nat(2));
    fc.assert(
      fc.property(fc.array(aPair, { minLength: 2 }), (pairs) => {
        const table = gwetAc1(crosstabulate(pairs, [0, 1, 2]));
        const counted = gwetAc1OfMany(countCategories(pairs, [0, 1, 2]));
        expect(counted?.value).toBeCloseTo(table.value, 9);
        // The one divides by the items, the other by one fewer.
        const scale = Math.sqrt(pairs.length / (pairs.length - 1));
        expect(counted?.standardError).toBeCloseTo(table.standardError * scale, 6);
      }),
    );
  });

  test('is null if no item has two ratings, and needs two categories', () => {
    expect(gwetAc1OfMany(countCategories([['yes'], []], ['yes', 'no']))).toBeNull();
    expect(() => gwetAc1([[4]])).toThrow('two or more categories');
  });

  test('of several raters has the raw agreement that irrCAC gives', () => {
    expect(rawAgreementOfMany(countCategories(FOUR_RATERS, [1, 2, 3, 4, 5]))?.value).toBeCloseTo(
      0.8181818182,
      9,
    );
  });
});

describe('raw agreement', () => {
  test("is a share with Wilson's interval", () => {
    const { value, low, high } = rawAgreement([
      [10, 1],
      [1, 8],
    ]);
    expect(value).toBe(0.9);
    expect(low).toBeCloseTo(0.698966, 6);
    expect(high).toBeCloseTo(0.972134, 6);
  });

  test('of several raters who always agree is still uncertain', () => {
    const agreed = rawAgreementOfMany(new Array(20).fill([3, 0]));
    expect(agreed?.value).toBe(1);
    expect(agreed?.low).toBeCloseTo(1 - 0.161125, 6);
    expect(agreed?.high).toBe(1);
    expect(rawAgreementOfMany([[1, 0]])).toBeNull();
  });

  test('of several raters lies within its interval, whatever the order of the items', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4))), (items) => {
        const one = rawAgreementOfMany(items);
        const other = rawAgreementOfMany(items.toReversed());
        if (one === null) {
          expect(other).toBeNull();
          return;
        }
        expect(other?.low).toBeCloseTo(one.low, 9);
        expect(0 <= one.low && one.low <= one.value).toBe(true);
        expect(one.value <= one.high && one.high <= 1).toBe(true);
      }),
    );
  });
});

describe('counting', () => {
  test('puts the first rater into rows and the second into columns', () => {
    const pairs = [
      ['pass', 'fail'],
      ['pass', 'pass'],
      ['pass', 'fail'],
    ] as const;
    expect(crosstabulate(pairs, ['pass', 'fail', 'unsure'])).toEqual([
      [1, 2, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(countCategories(pairs, ['fail', 'pass'])).toEqual([
      [1, 1],
      [0, 2],
      [1, 1],
    ]);
  });

  test('refuses what is none of the categories', () => {
    expect(() => crosstabulate([['yes', 'maybe']], ['yes', 'no'])).toThrow('“maybe” is not one of');
    expect(() => countCategories([['maybe']], ['yes', 'no'])).toThrow('“maybe” is not one of');
  });
});
