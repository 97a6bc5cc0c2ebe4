import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quotableMessage } from './quotable-message.ts';

const own = ['Judge the data. Answer with JSON that fits the schema.'];
const quote = (message: string, samples: readonly string[] = []) =>
  quotableMessage(message, samples, own, 'hunter2-hunter2');

test.each([
  "Unsupported parameter: 'temperature' is not supported with this model.",
  "This model's maximum context length is 4096 tokens.",
  'Error code: 413 - Request too large for model `llama-3.1-8b-instant`',
])('%s: is shown as it is', (message) => {
  expect(quote(message, ['The temperature of this model is high.'])).toBe(message);
});

test.each([
  ['Incorrect API key provided: sk-proj-abc123. See your account.', 'sk-proj-abc123'],
  ['Incorrect API key provided: hunter2*******ter2', 'ter2'],
  ['Bad key hunter2-hunter2', 'hunter2-hunter2'],
  ['Authorization: Bearer abcdef', 'abcdef'],
  ['Token eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9 is invalid', 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9'],
])('%s: is shown without the key', (message, key) => {
  expect(quote(message)).not.toContain(key);
});

test('line breaks, control characters and length are bounded', () => {
  const shown = quote(`a\n\n\u0007b ${'c '.repeat(10_000)}`);
  expect(shown.startsWith('a b c')).toBe(true);
  expect(shown.length).toBeLessThanOrEqual(300);
});

test('no longer word that only the sample has is ever shown, wherever the server repeats it', () => {
  const word = fc.stringMatching(/^[a-z]{5,12}$/).map((letters) => `zq${letters}`);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), fc.string(), (words, noise) => {
      const sample = words.join(' ');
      const shown = quote(`Invalid input "${sample}", near ${words.join('; ')} ${noise}`, [sample]);
      for (const each of words) expect(shown.split(/[^a-z]+/)).not.toContain(each);
    }),
  );
});
