import { expect, test } from 'vitest';
import { createWork, WorkExceeded } from '../../work.ts';
import { alignSentences } from './align-sentences.ts';

const CONTEXTS = [
  'The Eiffel Tower was completed in 1889 and is 330 metres tall.',
  'The tower is painted every seven years, by hand, with sixty tonnes of paint.',
  'The Eiffel Tower was built by the company of Gustave Eiffel.',
];

function align(text: string, contexts = CONTEXTS) {
  return alignSentences(text, contexts, createWork()).map(({ start, end, ...aligned }) => ({
    text: text.slice(start, end),
    ...aligned,
  }));
}

test('each sentence has the contexts that support it alone', () => {
  expect(
    align('Hello! The Eiffel Tower was completed in 1889. The tower is painted every seven years.'),
  ).toEqual([
    { text: 'The Eiffel Tower was completed in 1889.', contexts: [0], isSupported: true },
    { text: 'The tower is painted every seven years.', contexts: [1], isSupported: true },
  ]);
});

test('another number, or what no context says, is not supported', () => {
  const [year, other] = align(
    'The Eiffel Tower was completed in 1925. Its restaurant serves excellent fish.',
  );
  expect(year).toMatchObject({ contexts: [], isSupported: false });
  expect(other).toMatchObject({ contexts: [], isSupported: false });
});

test('without contexts nothing is supported, and without claims there is nothing', () => {
  expect(align('The tower is tall.', [])).toMatchObject([{ contexts: [], isSupported: false }]);
  expect(align('Hello! Thank you.')).toEqual([]);
});

test('the work is bounded', () => {
  expect(() => alignSentences('A b c. '.repeat(100), CONTEXTS, createWork(1_000))).toThrow(
    WorkExceeded,
  );
});
