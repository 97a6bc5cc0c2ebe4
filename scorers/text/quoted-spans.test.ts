import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { quotedSpans } from './quoted-spans.ts';

const contexts = [
  'Customs duties are paid by the recipient.',
  { id: 'b', text: 'The model’s  name is\n“Nova”.' },
];

function value(output: string, params = {}): Promise<number> {
  return scoreValue(quotedSpans, { output, contexts }, params);
}

test('quotes of every kind are seen', async () => {
  for (const quote of [
    '"%"',
    '“%”',
    '„%“',
    '„%”',
    '„%"',
    '”%”',
    '«%»',
    '»%«',
    '»%»',
    '‹%›',
    '「%」',
    '『%』',
    '〝%〟',
  ]) {
    expect(await value(quote.replace('%', 'paid by the recipient')), quote).toBe(1);
    expect(await value(quote.replace('%', 'paid by the sender')), quote).toBe(0);
  }
});

test('white space, case, the shape of quotes and final punctuation do not count', async () => {
  expect(await value('"CUSTOMS duties   are paid,"')).toBe(1);
  expect(await value("«the model's name is»")).toBe(1);
  expect(await value('"CUSTOMS duties"', { caseSensitive: true })).toBe(0);
});

test('short quotations are omitted, unless asked for', async () => {
  expect(await value('the so-called "expert"')).toBe(1);
  expect(await value('the so-called "expert"', { minLength: 3 })).toBe(0);
});

test('nothing quoted, or a quote that never closes, is nothing wrong', async () => {
  expect(await value('No quotation here.')).toBe(1);
  expect(await value('5" and then nothing that closes it')).toBe(1);
});

test('an invented quotation is named, with its place', async () => {
  const output = 'They say "everything is free for everyone".';
  const { evidence } = await score(quotedSpans, { output, contexts });
  expect(evidence).toEqual([
    {
      pointer: '/output',
      start: 10,
      end: 41,
      text: output.slice(10, 41),
      note: 'is in no context',
    },
  ]);
});

test('very many quotations in very long contexts are an error, not an hour', async () => {
  const output = '"a quotation" '.repeat(5_000);
  const long = ['x'.repeat(200_000)];
  expect(await score(quotedSpans, { output, contexts: long })).toMatchObject({
    error: { code: 'sample_too_large' },
  });
});

test('without contexts nothing can be checked', async () => {
  expect(await score(quotedSpans, { output: '"x"' })).toMatchObject({
    error: { code: 'sample_field_missing' },
  });
});

test('marks of inches begin no quotation and end none', async () => {
  expect(await value('The 27" screen and the 32" one are large.')).toBe(1);
  expect(await value('A 27” screen, and they say “duties are paid by the sender”.')).toBe(0);
  const contexts = ['The 27" screen is large.'];
  const output = 'They say "the 27" screen is large".';
  expect(await score(quotedSpans, { output, contexts })).toMatchObject({
    value: 1,
    evidence: [{ text: 'the 27" screen is large' }],
  });
  const ends = {
    output: 'It says "delivered by 30" and "lost by 31 May"',
    contexts: ['delivered by 30'],
  };
  expect(await scoreValue(quotedSpans, ends)).toBe(0.5);
});

test('several quotations of a kind that opens as it closes are told apart', async () => {
  const output = 'Det står ”paid by the recipient” och ”all returns are free forever”.';
  expect(await value(output)).toBe(0.5);
});
