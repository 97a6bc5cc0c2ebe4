import { expect, test } from 'vitest';
import { findQuote } from './quote.ts';

const texts = [
  { pointer: '/contexts/0', text: 'Nothing of it here.' },
  {
    pointer: '/contexts/1',
    text: 'Gift-wrapped parcels (up to 5 kg) cost\n3.50 €/parcel. Really?',
  },
];

test('a quote is found whatever its white space and capitals are', () => {
  expect(findQuote('gift-wrapped   PARCELS', texts, 'n')).toEqual({
    pointer: '/contexts/1',
    start: 0,
    end: 20,
    text: 'Gift-wrapped parcels',
    note: 'n',
  });
});

test('marks of regular expressions in a quote stand for themselves', () => {
  const marks = 'a-b \\ ^ $ . * + ? ( ) [ ] { } | / # & ~ ` < > = ! @ % , : ; 🙂 _';
  const text = [{ pointer: '/output', text: `Before ${marks} after` }];
  for (const mark of marks.split(' ')) {
    expect(findQuote(mark, text, '')?.text, mark).toBe(mark);
  }
  expect(findQuote('(up to 5 kg) cost 3.50 €/parcel', texts, '')?.pointer).toBe('/contexts/1');
});

test('a quote with an ellipsis is found by its longest part, one in quotation marks without them', () => {
  expect(findQuote('Gift … 3.50 €/parcel', texts, '')?.text).toBe('3.50 €/parcel');
  expect(findQuote('“Nothing of it here.”', texts, '')?.start).toBe(0);
});

test('what stands nowhere is not found, nor is nothing', () => {
  for (const quote of ['parcels cost 4', '', ' … ', '""']) {
    expect(findQuote(quote, texts, ''), quote).toBeUndefined();
  }
});
