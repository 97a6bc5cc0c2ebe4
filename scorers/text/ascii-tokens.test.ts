import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asciiTokens, numberAsciiTokens } from './ascii-tokens.ts';
import { numberTokens } from './ngrams.ts';

const text = fc.string({ unit: fc.constantFrom(...'ab01 .-éA漢') });

test('tokens are runs of a to z and 0 to 9', () => {
  fc.assert(
    fc.property(text, (given) => {
      expect(asciiTokens(given)).toEqual(given.match(/[a-z0-9]+/g) ?? []);
    }),
  );
});

test('they are numbered as if they were cut out', () => {
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      const numbered = numberTokens(texts.map(asciiTokens)).map((numbers) => [...numbers]);
      expect(numberAsciiTokens(texts)).toEqual(numbered);
    }),
  );
});

test('a call finds nothing of the one before it, however long its texts', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => `w${i}`);
  const short = [['a', 'b', 'a'].join(' ')];
  for (const count of [10, 1_000, 20_000]) {
    const [numbers] = numberAsciiTokens([many.slice(0, count).join(' ')]);
    expect(numbers).toEqual([...Array(count).keys()]);
    expect(numberAsciiTokens(short)).toEqual([[0, 1, 0]]);
  }
});
