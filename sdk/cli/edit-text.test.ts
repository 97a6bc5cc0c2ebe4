import { expect, test } from 'vitest';
import { editText } from './edit-text.ts';

test.each([
  [
    'a change of words is shown on one line',
    'Capital\nof',
    'Captial of',
    '"Capital of" → "Captial of"',
  ],
  ['whitespace that is added shows', ' ', '  ', '"␣" → "␣␣"'],
  ['whitespace that goes shows', '\n', '', '"⏎" → ""'],
  ['whitespace within words shows', 'to  Rome', 'to\tRome', '"to␣␣Rome" → "to⇥Rome"'],
  ['other spaces have their code', ' ', '\u00a0', '"␣" → "<U+00A0>"'],
])('%s', (_, before, after, shown) => {
  expect(editText({ before, after })).toBe(shown);
});
