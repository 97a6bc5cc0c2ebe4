import { expect, test } from 'vitest';
import { readSample } from './sample.ts';
import { sizeOf } from './sample-size.ts';

test('every text of a sample counts, in whatever field it is', () => {
  const text = 'x'.repeat(1_000);
  const call = { name: 'search', arguments: { query: text } };
  for (const sample of [
    { input: text },
    { output: text },
    { expected: { deep: [text] } },
    { contexts: [text] },
    { messages: [{ role: 'user' as const, content: text }] },
    { tools: [{ name: 'search', description: text }] },
    { toolCalls: [call] },
  ]) {
    expect(sizeOf(readSample(sample))).toBeGreaterThanOrEqual(text.length);
  }
});

test('many small values count, though they are no text', () => {
  expect(sizeOf(readSample({ expected: Array.from({ length: 500 }, () => [1]) }))).toBeGreaterThan(
    500,
  );
});
