import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../random.ts';
import type { Run } from './detector.ts';
import { addToExamples, type ExampleBook, showingBest } from './examples.ts';
import { explainChange } from './explanation.ts';
import {
  addToBook,
  EMPTY_BOOK,
  MOST_KEYS,
  MOST_VALUES,
  type SliceBook,
  sidesOf,
} from './slices.ts';

const run = (number: number): Run => ({ direction: 'decrease', start: 0, number, logProduct: 1 });
const [EARLIER, LATER] = [[run(1)], [run(2)]];

interface Drawn {
  share: number;
  language: string;
  release: string;
}

/** Values before a change and after it, drawn one in turn. */
function bookOf(before: (random: () => number) => Drawn, after: (random: () => number) => Drawn) {
  const random = seededRandom(21);
  let book: SliceBook = EMPTY_BOOK;
  for (let i = 0; i < 1_600; i += 1) {
    const { share, language, release } = i < 1_000 ? before(random) : after(random);
    const traits = [
      { key: 'language', value: language },
      { key: 'release', value: release },
    ];
    const labelled = { value: random() < share ? 1 : 0, atMs: i, traits };
    book = addToBook(book, labelled, i < 1_000 ? EARLIER : LATER);
  }
  return book;
}

const languageOf = (random: () => number, german: number) => (random() < german ? 'de' : 'en');
const named = (book: SliceBook) => {
  const found = explainChange(book, { runs: LATER, direction: 'decrease' });
  const causes = found?.slices.filter(({ cause }) => cause !== null) ?? [];
  return { found, causes: causes.map(({ key, value, cause }) => `${key}=${value} ${cause}`) };
};

describe('the explanation of a change', () => {
  const well = (random: () => number) => ({
    share: 0.9,
    language: languageOf(random, 0.3),
    release: 'v1',
  });

  test('names the slice that got worse, with the part it adds', () => {
    const book = bookOf(well, (random) => {
      const language = languageOf(random, 0.3);
      return { share: language === 'de' ? 0.4 : 0.9, language, release: 'v1' };
    });
    const { found, causes } = named(book);
    expect(causes).toEqual(['language=de within']);
    const german = found?.slices[0];
    expect((german?.contribution ?? 0) / (found?.shift ?? 1)).toBeCloseTo(1, 0);
    expect(german?.difference?.low).toBeLessThan(-0.5);
    expect(german?.difference?.high).toBeLessThan(-0.3);
    expect(german?.probability).toBeLessThan(0.001);
  });

  test('names a release that came with the change, and when it was first seen', () => {
    const book = bookOf(well, (random) => ({
      share: 0.6,
      language: languageOf(random, 0.3),
      release: 'v2',
    }));
    const { found, causes } = named(book);
    expect(causes).toEqual(['release=v2 mix']);
    expect(found?.slices[0]).toMatchObject({
      firstMs: 1_000,
      before: { count: 0, mean: null },
      after: { count: 600, share: 1 },
      within: 0,
      difference: null,
    });
  });

  test('names a slice that there is more of, though its scores are the same', () => {
    const mixed = (german: number) => (random: () => number) => {
      const language = languageOf(random, german);
      return { share: language === 'de' ? 0.5 : 0.95, language, release: 'v1' };
    };
    const { found, causes } = named(bookOf(mixed(0.1), mixed(0.6)));
    expect(causes).toContain('language=de mix');
    const german = found?.slices.find(({ value }) => value === 'de');
    expect(Math.abs(german?.mix ?? 0)).toBeGreaterThan(5 * Math.abs(german?.within ?? 1));
  });

  test('names nothing if all got worse alike', () => {
    const { causes } = named(bookOf(well, (random) => ({ ...well(random), share: 0.6 })));
    expect(causes).toEqual([]);
  });

  test('adds up to the change for every key, and each part to its contribution', () => {
    const value = fc.record({
      value: fc.double({ min: 0, max: 1, noNaN: true }),
      language: fc.constantFrom('en', 'de', 'fr'),
    });
    const many = fc.array(value, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(many, many, (before, after) => {
        let book: SliceBook = EMPTY_BOOK;
        const add = (each: (typeof before)[number], runs: readonly Run[]) => {
          const traits = [{ key: 'language', value: each.language }];
          book = addToBook(book, { value: each.value, atMs: 0, traits }, runs);
        };
        for (const each of before) add(each, EARLIER);
        for (const each of after) add(each, LATER);
        const found = explainChange(book, { runs: LATER, direction: 'decrease' });
        const sum = found?.slices.reduce((total, { contribution }) => total + contribution, 0);
        expect(sum).toBeCloseTo(found?.shift ?? Number.NaN, 9);
        for (const { contribution, within, mix } of found?.slices ?? []) {
          expect(within + mix).toBeCloseTo(contribution, 9);
        }
      }),
    );
  });

  test('is not given without values on both sides', () => {
    expect(explainChange(EMPTY_BOOK, { runs: LATER, direction: 'decrease' })).toBeNull();
    const book = addToBook(EMPTY_BOOK, { value: 1, atMs: 0, traits: [] }, LATER);
    expect(explainChange(book, { runs: LATER, direction: 'decrease' })).toBeNull();
    expect(explainChange(book, { runs: LATER, direction: 'increase' })).toBeNull();
  });
});

describe('the book of slices', () => {
  test('moves what a run had to before when the next begins', () => {
    let book: SliceBook = EMPTY_BOOK;
    for (const [value, runs] of [
      [1, []],
      [0.5, EARLIER],
      [0, LATER],
    ] as const) {
      book = addToBook(book, { value, atMs: 0, traits: [{ key: 'a', value: 'b' }] }, runs);
    }
    const sides = sidesOf(book.slices[0] ?? book.stream, LATER, 0);
    expect(sides.before).toMatchObject({ count: 2, sum: 1.5 });
    expect(sides.after).toMatchObject({ count: 1, sum: 0 });
  });

  test('stays bounded, and keeps what is common among many that are rare', () => {
    let book: SliceBook = EMPTY_BOOK;
    for (let i = 0; i < 5_000; i += 1) {
      const traits = [
        { key: 'user', value: i % 10 === 0 ? 'common' : String(i) },
        { key: `key ${i % 40}`, value: 'x' },
      ];
      book = addToBook(book, { value: 1, atMs: i, traits }, LATER);
    }
    expect(book.slices.filter(({ key }) => key === 'user').length).toBe(MOST_VALUES);
    expect(new Set(book.slices.map(({ key }) => key)).size).toBe(MOST_KEYS);
    const common = book.slices.find(({ value }) => value === 'common');
    expect(common?.all.count).toBeGreaterThan(400);
    expect(book.stream.all.count).toBe(5_000);
  });
});

describe('examples', () => {
  const example = (id: string, value: number, language: string) => ({
    id,
    value,
    atMs: 0,
    traits: [{ key: 'language', value: language }],
  });

  test('are the furthest since the run began, those of a cause first', () => {
    let book: ExampleBook = [];
    book = addToExamples(book, example('old', 0, 'de'), EARLIER);
    for (let i = 0; i < 100; i += 1) {
      book = addToExamples(book, example(`en ${i}`, i / 100, 'en'), LATER);
    }
    book = addToExamples(book, example('de', 0.1, 'de'), LATER);
    const side = { count: 50, share: 0.5, mean: 0.5 };
    const cause = {
      key: 'language',
      value: 'de',
      firstMs: 0,
      before: side,
      after: side,
      difference: null,
      contribution: -0.3,
      within: -0.3,
      mix: 0,
      probability: 0.001,
      cause: 'within' as const,
    };
    const shown = showingBest(book, {
      runs: LATER,
      direction: 'decrease',
      explanation: { shift: -0.3, slices: [cause] },
      count: 3,
    });
    expect(shown.map(({ id }) => id)).toEqual(['de', 'en 0', 'en 1']);
    expect(book[0]?.furthest.length).toBe(40);
  });

  test('of equal values are chosen neither first nor last', () => {
    let book: ExampleBook = [];
    for (let i = 0; i < 400; i += 1) book = addToExamples(book, example(`id-${i}`, 0, 'en'), LATER);
    const numbers = (book[0]?.furthest ?? []).map(({ id }) => Number(id.slice(3)));
    expect(numbers.filter((number) => number < 200).length).toBeGreaterThan(8);
    expect(numbers.filter((number) => number >= 200).length).toBeGreaterThan(8);
    expect(showingBest(book, { runs: [run(3)], direction: 'decrease', explanation: null })).toEqual(
      [],
    );
  });
});
