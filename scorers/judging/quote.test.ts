import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findQuote } from './quote.ts';

const texts = [
  { pointer: '/contexts/0', text: 'A two-year  warranty (see § 4/5) is $10.' },
  { pointer: '/output', text: 'Paris' },
];

test('a quote is found whatever marks it has, white space and capitals aside', () => {
  for (const quote of ['two-year warranty', '(see § 4/5)', 'is $10.', '“A Two-Year”']) {
    expect(findQuote(quote, texts, 'n'), quote).toMatchObject({
      pointer: '/contexts/0',
      note: 'n',
    });
  }
});

test('a quote with an ellipsis is found by its longest part', () => {
  expect(findQuote('A … warranty (see', texts, '')).toMatchObject({
    start: 12,
    text: 'warranty (see',
  });
});

test('what stands nowhere, or says nothing, is not found', () => {
  expect(findQuote('ten-year', texts, '')).toBeUndefined();
  expect(findQuote(' … ', texts, '')).toBeUndefined();
});

test('any piece of a text is found in it, and no quote breaks the search', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.nat(), (text, at) => {
      const quote = text
        .slice(at % text.length)
        .replace(/[."'“”‘’«»…]/gu, '')
        .trim();
      const found = findQuote(
        quote,
        [{ pointer: '/output', text: text.replace(/[."'“”‘’«»…]/gu, '') }],
        '',
      );
      expect(found !== undefined).toBe(quote !== '');
    }),
  );
});
