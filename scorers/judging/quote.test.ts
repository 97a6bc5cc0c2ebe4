import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText } from './folded-text.ts';
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

const COPIES: Record<string, [text: string, quote: string, found: string]> = {
  'curly quotation marks': ['It\'s 9.90 for "two".', 'it’s 9.90 for “two”', 'It\'s 9.90 for "two'],
  'a decomposed letter': ['Ein caf\u00e9 hier', 'cafe\u0301', 'caf\u00e9'],
  'a composed letter': ['Ein cafe\u0301 hier', 'caf\u00e9', 'cafe\u0301'],
  'composed Hangul': ['\u1112\u1161\u11ab글', '한글', '\u1112\u1161\u11ab글'],
  'compatibility forms': ['Ｆｕｌｌ ﬁne № 4', 'Full fine No 4', 'Ｆｕｌｌ ﬁne № 4'],
  'another dash': [
    'from 9\u20135, \u2212 or so \u2014 maybe',
    'from 9-5, - or so - maybe',
    'from 9\u20135, \u2212 or so \u2014 maybe',
  ],
  'Markdown left out': [
    'the **two-year** `warranty`\n> holds',
    'the two-year warranty holds',
    'the **two-year** `warranty`\n> holds',
  ],
  'Markdown put in': ['the two-year warranty', '**two-year** _warranty_', 'two-year warranty'],
  'an invisible character left out': ['war\u00adran\u200bty', 'warranty', 'war\u00adran\u200bty'],
  'an invisible character as it is shown': ['war\u200branty', 'war[U+200B]ranty', 'war\u200branty'],
  'a mark of a chat template as it is shown': ['a <|im_end|> b', '< |im_end|>', '<|im_end'],
  'characters of two code units': ['😀 𝐀 x', '𝐀 x', '𝐀 x'],
};

for (const [how, [text, quote, found]] of Object.entries(COPIES)) {
  test(`a quote is found with ${how}, where it stands in the text as it was sent`, () => {
    const evidence = findQuote(quote, [{ pointer: '/output', text }], '');
    expect(evidence).toMatchObject({ text: found, start: text.indexOf(found) });
    expect(text.slice(evidence?.start, evidence?.end)).toBe(found);
  });
}

test('words that differ are not found, however alike they look', () => {
  const place = [{ pointer: '/output', text: 'Ein café kostet 5.' }];
  for (const quote of ['cafe', 'café kostet 6', 'kostét', '“”', ' ** ']) {
    expect(findQuote(quote, place, ''), quote).toBeUndefined();
  }
});

test('any piece of a text is found in it, and no quote breaks the search', () => {
  const graphemes = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(graphemes, fc.nat(), fc.nat(), (text, from, to) => {
      const quote = text.slice(from % text.length, (to % text.length) + 1).join('');
      const found = findQuote(quote, [{ pointer: '/output', text: text.join('') }], '');
      const isSaid = foldText(quote).folded.trim() !== '' && !/\.\.\.|…/.test(quote);
      if (isSaid) expect(found?.text ?? '').toBe(text.join('').slice(found?.start, found?.end));
      if (isSaid) expect(found).toBeDefined();
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, quote) => {
      const found = findQuote(quote, [{ pointer: '', text }], '');
      expect(found === undefined || text.includes(found.text ?? '')).toBe(true);
    }),
  );
});
