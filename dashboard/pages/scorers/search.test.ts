import { expect, test } from 'vitest';
import { type Entry, search } from './search.ts';

const entry = (id: string, words: string): Entry => ({
  ...{ id, kind: 'code', group: 'text', summary: '', needs: [] },
  words: `${id} ${words}`,
});
const entries = [
  entry('levenshtein', 'edit distance between output and expected'),
  entry('contains', 'the output contains a text'),
  entry('edit-count', 'how many words differ'),
];

test('every word must be there, and what is named so comes first', () => {
  const ids = (text: string) => search(entries, text).map(({ id }) => id);
  expect(ids('Edit')).toEqual(['edit-count', 'levenshtein']);
  expect(ids('output  TEXT')).toEqual(['contains']);
  expect(ids('nothing')).toEqual([]);
  expect(ids(' ')).toHaveLength(3);
});
