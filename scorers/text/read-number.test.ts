import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NUMBER_FORMS } from './number-forms.ts';
import { isNumberLocale, separatorsOf } from './number-separators.ts';
import { readNumber } from './read-number.ts';

const piece = fc.constantFrom(
  '1',
  '23',
  '456',
  '7890',
  ' ',
  ',',
  '.',
  '-',
  '%',
  '€',
  'e',
  'km',
  '_',
  '/',
  '^',
  '½',
  '是',
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

describe.each(NUMBER_FORMS)('$kind', ({ forms }) => {
  test.each(forms)('$text $locale', ({ text, locale, number }) => {
    const found = readNumber(text, locale);
    if (number === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(number, 12);
    // Large numbers are close to none of their neighbours by that.
    if (number !== undefined && Math.abs(number) > 1) expect(found).toBe(number);
  });
});

test('what stands before a word does not change the number behind it', () => {
  fc.assert(
    fc.property(text, text, (before, behind) => {
      fc.pre(readNumber(` ${behind}`) !== undefined);
      expect(readNumber(`${before}and ${behind}`)).toBe(readNumber(` ${behind}`));
    }),
    { numRuns: 2_000 },
  );
});

test('a number in front counts where what stands behind is none', () => {
  expect(readNumber('It takes 42 km, see figure v2')).toBe(42);
  expect(readNumber('No number in v2 or x86')).toBeUndefined();
});

// Those that write each separator, grouping and kind of digits that CLDR has for a language here.
const locales =
  'am ar ar-EG as az be bg bn bs ca cs cy da de de-AT de-CH el en en-IN en-ZA es es-MX et eu fa fi fil fr fr-CA fr-CH ga gl gu he hi hr hu hy id is it it-CH ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl or pa pl pt pt-PT ro ru si sk sl sq sr sv sw ta te th tr uk ur uz vi zh zu'.split(
    ' ',
  );

test.each(locales)('what is written for %s is read for it', (locale) => {
  expect(isNumberLocale(locale)).toBe(true);
  // Some runtimes know fewer locales: there its separators are known, and nothing to compare with.
  if (Intl.NumberFormat.supportedLocalesOf(locale).length === 0) {
    const { group, decimal } = separatorsOf(locale);
    expect(readNumber(`1${group}234${decimal}567`, locale)).toBe(1234.567);
    return;
  }
  const format = new Intl.NumberFormat(locale, {
    maximumFractionDigits: 3,
    useGrouping: 'always',
  });
  const thousandths = fc.integer({ min: -2_000_000_000, max: 2_000_000_000 });
  fc.assert(
    fc.property(thousandths, (n) => {
      expect(readNumber(format.format(n / 1000), locale)).toBe(n === 0 ? 0 : n / 1000);
    }),
    { numRuns: 60 },
  );
});

test('a long run of digits or of anything that could be a number takes no long time', () => {
  for (const unit of [
    '1',
    '1,',
    '1.',
    '1 ',
    '1/',
    '1^',
    '-',
    '_{',
    '½',
    '1e',
    '1 000',
    'a1',
    '1a',
  ]) {
    readNumber(unit.repeat(100_000));
    readNumber(unit.repeat(100_000), 'de');
  }
});
