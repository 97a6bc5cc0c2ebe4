import { expect, test } from 'vitest';
import { erasedText } from './erased-text.ts';

test('what was deleted is told in words, and what only serves others as one count', () => {
  expect(erasedText({ verdicts: 1, batchSamples: 3, traceParts: 1_200, labels: 0 })).toBe(
    '1 verdict, 3 samples of batches, 1,200 spans of waiting traces',
  );
  expect(erasedText({ apiKeys: 2, batchRanges: 4, constructor: 1 })).toBe(
    '2 API keys, 5 other records',
  );
  expect(erasedText({})).toBe('nothing');
});
